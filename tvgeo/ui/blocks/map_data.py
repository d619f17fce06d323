"""What the live map is told of a view: items, labels, finished stretches, legend, words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tvgeo import locale
from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.locale import Locale
from tvgeo.render import legend, map_payload, phrases
from tvgeo.render.map_payload import Addresses, Box, Finished, Item, Layer, Payload
from tvgeo.services import map_layers, work
from tvgeo.services.base import Base
from tvgeo.services.view import View, view_as_of

# The base map: where none of it is drawn, nobody may pan.
BASE_MAP = ("province", "water")
# Its outline is cut along its edge, and that line is no border: it stays out of sight (degrees).
CUT = 0.005
# Where nothing but the province is drawn: how far past it one may pan, as a share of its size.
MARGIN = 0.35


def payload(
    t: Locale,
    view: View,
    *,
    map_id: str,
    addresses: Addresses,
    urls: Mapping[str, str],
    shown: Collection[str] | None = None,
    mode: str = "health",
    selected: str | None = None,
    layers_on: Collection[str] | None = None,
    compact: bool = False,
    ranks: Sequence[str] = (),
    note_box: Sequence[str] = (),
    caption: str = "",
) -> Payload:
    """Return the payload of the map; `shown` are the projects no filter has taken out."""
    base = view.base
    known, found = _figures(base, view.day, view.sourced_only, t.language)
    on_map = known if shown is None else [_if_shown(item, shown) for item in known]
    bounds, edge = _boxes(base)
    drawn = [item for item in on_map if item.health]
    return map_payload.build(
        t,
        map_id=f"{map_id}-{t.language}",
        addresses=addresses,
        layers=[
            Layer(name, url, "base" if map_layers.is_context(name) else "plan", _layer(t, name))
            for name, url in urls.items()
        ],
        items=on_map,
        bounds=bounds,
        max_bounds=edge,
        legend=legend.build(
            t,
            base.settings,
            mode=mode,
            shown={item.health for item in drawn if item.health},
            finished=bool(found),
        ),
        alt=t("map.alt", n=len(drawn), unlocated=len(base.join.unlocated)),
        sources=", ".join(map_layers.credits_of(base)),
        province=base.settings.province,
        finished=found,
        mode=mode,
        selected=selected,
        layers_on=layers_on,
        compact=compact,
        caption=caption,
        ranks=ranks,
        note_box=note_box,
    )


def _layer(t: Locale, name: str) -> str:
    return t(f"layer.{name}") if f"layer.{name}" in t else name


@lru_cache(maxsize=8)
def _figures(
    base: Base,
    day: date,
    sourced_only: bool,  # noqa: FBT001 - a cache key has no names
    language: str,
) -> tuple[tuple[Item, ...], tuple[Finished, ...]]:
    """Return every located project, and the finished stretches; once per view and language."""
    t, view = locale.get(language), view_as_of(base, day, sourced_only=sourced_only)
    items = tuple(_item(t, view, view.standings[p]) for p in base.join.located)
    return items, tuple(_finished(t, view))


def _item(t: Locale, view: View, item: Standing) -> Item:
    return Item(
        project_id=item.project.project_id,
        name=label_name(t, view.base, item.project),
        health=item.health,
        pct=item.physical.value if item.physical else None,
        slip=item.slippage,
        illustrative=item.illustrative,
        note=phrases.under_label(t, item),
        minor=item.project.part_of is not None,
        study=item.project.target_kind == "study",
    )


def _if_shown(item: Item, shown: Collection[str]) -> Item:
    """Keep the place of a project that a filter has taken out, without its state."""
    return item if item.project_id in shown else replace(item, health=None)


def label_name(t: Locale, base: Base, project: Project) -> str:
    """Return the short name a feature carries, when it stands alone; else the project's."""
    features = base.join.located[project.project_id]
    named = {t.name(f) for f in features if f.name_vi}
    return named.pop() if len(named) == 1 else t.name(project)


def _finished(t: Locale, view: View) -> Iterable[Finished]:
    """Yield the stretches reported as finished; a percentage never becomes one."""
    for project_id in view.base.join.located:
        done = work.finished(view, project_id)
        if done is not None:
            mark = phrases.mark(t, view.standings[project_id].chainage)
            lines = tuple(tuple(line.coords) for line in done.geometry_4326.geoms)
            label = ", ".join(str(section) for section in done.sections) + mark
            yield Finished(project_id, lines, label)


@lru_cache(maxsize=4)
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
