"""What the live map is told of a view: names, figures, labels, finished stretches, words.

What is kept between runs is text and numbers, not objects by the thousand: Streamlit walks all
objects after every run.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tvgeo import locale
from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.core.units import THEN, Units
from tvgeo.locale import Locale
from tvgeo.render import legend, map_columns, map_payload, phrases
from tvgeo.render.map_columns import Figures
from tvgeo.render.map_payload import Addresses, Box, Finished, Layer, Picture, Work
from tvgeo.services import map_layers, stamps, work
from tvgeo.services.base import Base
from tvgeo.services.shared import shared
from tvgeo.services.view import View
from tvgeo.web import assets, geometry

# The base map: where none of it is drawn, nobody may pan.
BASE_MAP = ("province", "water")
# Its outline is cut along its edge, and that line is no border: it stays out of sight (degrees).
CUT = 0.005
# Where nothing but the province is drawn: how far past it one may pan, as a share of its size.
MARGIN = 0.35


@dataclass(frozen=True, slots=True)
class Index:
    """A published index: its address, and its projects in their order."""

    address: str
    projects: tuple[str, ...]


def index(base: Base, language: str, named: Units = THEN) -> Index:
    """Publish the layers and the index of a data folder, once per language and kind of units."""
    return _index(base, language, named)


@shared(most=8)
def _index(base: Base, language: str, named: Units) -> Index:
    t = locale.get(language)
    urls = geometry.publish(map_layers.drawn_layers(base, named))
    bounds, edge = _boxes(base)
    found = map_payload.index(
        t,
        layers=[
            Layer(name, url, "base" if map_layers.is_context(name) else "plan", _layer(t, name))
            for name, url in urls.items()
        ],
        works=[_work(t, base, base.registry.projects[p]) for p in base.join.located],
        bounds=bounds,
        max_bounds=edge,
        sources=", ".join(map_layers.credits_of(base, named)),
        province=base.settings.province,
        inset=base.settings.office.inset,
    )
    return Index(geometry.publish_index(found), tuple(base.join.located))


def message(
    t: Locale,
    view: View,
    index: Index,
    *,
    map_id: str,
    shown: Collection[str] | None = None,
    mode: str = "health",
    selected: str | None = None,
    layers_on: Collection[str] | None = None,
    compact: bool = False,
    ranks: Sequence[str] = (),
    note_box: Sequence[str] = (),
    caption: str = "",
) -> dict[str, Any]:
    """Return what a run tells the map; `shown` are the projects no filter has taken out."""
    base = view.base
    columns, finished = _figures(_key(t, view))
    if shown is not None and len(shown) < len(view.standings):
        state = map_columns.only(columns["state"], index.projects, shown)
        columns = columns | {"state": state}
    drawn = len(columns["state"]) - columns["state"].count(map_columns.HIDDEN)
    return map_payload.message(
        t,
        map_id=f"{map_id}-{t.language}",
        addresses=addresses(index),
        columns=columns,
        legend=legend.build(
            t,
            base.settings,
            mode=mode,
            shown=map_columns.drawn(columns["state"]),
            finished=bool(finished),
        ),
        alt=t("map.alt", n=drawn, unlocated=len(base.join.unlocated)),
        finished=finished,
        mode=mode,
        selected=selected,
        layers_on=layers_on,
        compact=compact,
        caption=caption,
        ranks=ranks,
        note_box=note_box,
        picture=picture(t, view),
    )


def addresses(index: Index) -> Addresses:
    """Return where the browser finds the module, Leaflet and an index."""
    return Addresses(
        module=assets.url("map.js"),
        leaflet_js=assets.url("leaflet.js"),
        leaflet_css=assets.url("leaflet.css"),
        index=index.address,
    )


def finished_of(t: Locale, view: View) -> tuple[Finished, ...]:
    """Return the stretches reported as finished."""
    return _figures(_key(t, view))[1]


def _key(t: Locale, view: View) -> "_Shown":
    return _Shown(view.base, view.day, view.sourced_only, t.language, view)


def picture(t: Locale, view: View) -> Picture:
    """Return what a saved picture says of a view."""
    said = [stamps.stamp(t, view)] + [t("picture.sourced_only")] * view.sourced_only
    return Picture(
        title=t("picture.title", plan=view.base.settings.title),
        stamp=" · ".join(said),
        file=f"tvgeo-ban-do-{view.day.isoformat()}.png",
    )


def _layer(t: Locale, name: str) -> str:
    return t(f"layer.{name}") if f"layer.{name}" in t else name


def _work(t: Locale, base: Base, project: Project) -> Work:
    return Work(
        project_id=project.project_id,
        name=map_layers.label_name(t, base, project),
        minor=project.part_of is not None,
        study=project.target_kind == "study",
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """A view and a language as the key of what was told of them."""

    base: Base
    day: date
    sourced_only: bool
    language: str
    view: View = field(compare=False)


@shared(most=16)
def _figures(key: _Shown) -> tuple[dict[str, Any], tuple[Finished, ...]]:
    return figures(locale.get(key.language), key.view)


def figures(t: Locale, view: View) -> tuple[dict[str, Any], tuple[Finished, ...]]:
    """Return the columns of all located projects, and the finished stretches."""
    columns = map_columns.columns([_of(t, view.standings[p]) for p in view.base.join.located])
    return columns, tuple(_finished(t, view))


def _of(t: Locale, item: Standing) -> Figures:
    return Figures(
        health=item.health,
        pct=item.physical.value if item.physical else None,
        slip=item.slippage,
        illustrative=item.illustrative,
        note=phrases.under_label(t, item),
    )


def _finished(t: Locale, view: View) -> Iterable[Finished]:
    """Yield the stretches reported as finished; a percentage never becomes one."""
    for project_id in view.base.join.located:
        figure = view.standings[project_id].chainage
        done = work.finished(view, project_id) if figure else None
        if done is not None:
            mark = phrases.mark(t, figure)
            lines = tuple(tuple(line.coords) for line in done.geometry_4326.geoms)
            label = ", ".join(str(section) for section in done.sections) + mark
            yield Finished(project_id, lines, label)


def _boxes(base: Base) -> tuple[Box, Box]:
    """Return the box of the province, or of what there is, and that of the base map."""
    drawn = [f for f in base.folder.features if f.layer in BASE_MAP]
    own = [f for f in drawn if f.layer == "province" and f.ref != "neighbour"]
    around = [f.geometry_4326.bounds for f in own or base.folder.features]
    if not around:
        return base.settings.bounds, base.settings.bounds
    inner = west, south, east, north = _union(around)
    outer = _widened(_union([inner, *(f.geometry_4326.bounds for f in drawn)]), -CUT, -CUT)
    if outer[0] < west and outer[1] < south and outer[2] > east and outer[3] > north:
        return inner, outer
    return inner, _widened(inner, (east - west) * MARGIN, (north - south) * MARGIN)


def _union(boxes: Collection[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _widened(box: Box, wide: float, high: float) -> Box:
    return box[0] - wide, box[1] - high, box[2] + wide, box[3] + high
