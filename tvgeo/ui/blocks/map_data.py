"""What the live map is told of a view: items, labels, finished stretches, legend, words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.locale import Locale
from tvgeo.render import legend, map_payload
from tvgeo.render.map_payload import Addresses, Finished, Item, Layer
from tvgeo.services import map_layers, work
from tvgeo.services.base import Base
from tvgeo.services.view import View
from tvgeo.ui.blocks import phrases

# How far past the province the reader may pan, as a share of its size.
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
) -> dict[str, Any]:
    """Return the payload of the map; `shown` are the projects no filter has taken out."""
    base = view.base
    found = tuple(finished(t, view))
    on_map = items(t, view, shown)
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
        bounds=_bounds(base),
        max_bounds=_bounds(base, MARGIN),
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


def items(t: Locale, view: View, shown: Collection[str] | None) -> list[Item]:
    """Return every located project; one that is filtered out stays in its place, hidden."""
    return [
        _item(t, view, view.standings[p], hidden=shown is not None and p not in shown)
        for p in view.base.join.located
    ]


def _item(t: Locale, view: View, item: Standing, *, hidden: bool) -> Item:
    return Item(
        project_id=item.project.project_id,
        name=label_name(t, view.base, item.project),
        health=None if hidden else item.health,
        pct=item.physical.value if item.physical else None,
        slip=item.slippage,
        illustrative=item.illustrative,
        note=phrases.under_label(t, item),
        minor=item.project.part_of is not None,
        study=item.project.target_kind == "study",
    )


def label_name(t: Locale, base: Base, project: Project) -> str:
    """Return the short name a feature carries, when it stands alone; else the project's."""
    features = base.join.located[project.project_id]
    named = {t.name(f) for f in features if f.name_vi}
    return named.pop() if len(named) == 1 else t.name(project)


def finished(t: Locale, view: View) -> list[Finished]:
    """Return the stretches reported as finished; a percentage never becomes one."""
    found = []
    for project_id in view.base.join.located:
        done = work.finished(view, project_id)
        if done is not None:
            mark = phrases.mark(t, view.standings[project_id].chainage)
            lines = tuple(tuple(line.coords) for line in done.geometry_4326.geoms)
            label = ", ".join(str(section) for section in done.sections) + mark
            found.append(Finished(project_id, lines, label))
    return found


def _bounds(base: Base, margin: float = 0.0) -> tuple[float, float, float, float]:
    """Return the box of the province, or of what there is, in degrees, widened by `margin`."""
    own = [f for f in base.folder.features if f.layer == "province" and f.ref != "neighbour"]
    boxes = [f.geometry_4326.bounds for f in own or base.folder.features]
    if not boxes:
        return base.settings.bounds
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    wide, high = (east - west) * margin, (north - south) * margin
    return (west - wide, south - high, east + wide, north + high)
