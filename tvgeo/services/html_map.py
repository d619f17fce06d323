"""The stand-alone HTML map of a view: the same figures and marks as the pages, in one file."""

from collections.abc import Collection, Iterator

import shapely
from shapely import Point

from tvgeo.core.metrics import BEHIND, Standing, severity
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import html_map as document
from tvgeo.render import legend, phrases
from tvgeo.render.briefing import plain
from tvgeo.render.html_map import HtmlMap, Stretch, Work
from tvgeo.render.html_parts import Box, Inset
from tvgeo.services import map_layers, stamps, units, work
from tvgeo.services.view import View

COLUMNS = (
    "map.column.name", "map.column.health", "column.physical_pct", "column.planned_pct",
    "column.slippage", "map.column.place", "map.column.lead", "map.column.as_of",
    "column.obstacle", "htmlmap.place",
)  # fmt: skip
# A table holds so much of what was reported; the page of the work has all of it.
LONGEST = 300
# What is shown at least around the works of a map of its own, degrees.
MARGIN, LEAST = 0.02, 0.14


def html_map(
    view: View,
    t: Locale,
    works: Collection[str] | None = None,
    *,
    title: str = "",
    message: str = "",
) -> str:
    """Return the map as one HTML document in the language of `t`; it needs no network.

    Parameters
    ----------
    works
        The projects that the map is about; all of them by default. The others stay in the
        background, where they are roads or waters.
    title, message
        What stands over the map, by default the name of the plan; and the finding in a sentence.
    """
    base = view.base
    chosen = [p for p in view.standings if works is None or p in works]
    items = sorted((view.standings[p] for p in chosen), key=severity)
    located = [p for p in chosen if p in base.join.located]
    order = {
        layer: place for place, layer in enumerate(map_layers.drawn_layers(base, view.units))
    }
    features = [f for f in base.folder.features if f.layer in order]
    finished = list(_finished(view, t, located))
    edge = _bounds(view, own=False)
    marked = any(_illustrative(item) for item in items)
    return document.render(
        t,
        HtmlMap(
            title=title or base.settings.title,
            message=message,
            stamp=stamps.stamp(t, view),
            mark=t("brief.mark") if marked else "",
            note=t("picture.note") if marked else "",
            counts=t("htmlmap.counts", n=len(located), unlocated=len(chosen) - len(located)),
            credit=phrases.credit(t, ", ".join(map_layers.credits_of(base, view.units))),
            alt=t("map.alt", n=len(located), unlocated=len(chosen) - len(located)),
            table_title=t("map.table.title"),
            table_parts=(
                t("htmlmap.on_map", n=len(located)),
                t("htmlmap.no_place", n=len(chosen) - len(located)),
            ),
            columns=tuple(t(key) for key in COLUMNS),
            works={item.project.project_id: _work(t, view, item) for item in items},
            features=sorted(features, key=lambda f: order[f.layer]),
            layer_names={
                layer: t(f"layer.{layer}") if f"layer.{layer}" in t else layer
                for layer in order
            },
            legend=legend.build(
                t,
                base.settings,
                shown={view.standings[p].health for p in located},
                finished=bool(finished),
            ),
            bounds=_bounds(view, own=True) if works is None else _around(view, located, edge),
            edge=edge,
            finished=finished,
            inset=_inset(view, t),
        ),
    )


def _work(t: Locale, view: View, item: Standing) -> Work:
    return Work(
        item.health,
        texts(t, view, item),
        label=label(t, view, item),
        part=item.project.part_of is not None,
    )


def texts(t: Locale, view: View, item: Standing) -> tuple[str, ...]:
    """Return the texts of one project, a column of `COLUMNS` each; invented figures are marked."""
    return (
        t.name(item.project),
        t(f"health.{item.health}") + phrases.verdict_mark(t, item),
        phrases.percent(t, item.physical) or t.missing,
        phrases.percent(t, item.planned) or t.dash,
        phrases.signed_points(t, item) or t.dash,
        units.place(t, view, item.project),
        units.lead(t, view, item),
        t.date(item.as_of) if item.as_of else t.dash,
        _said(t, item.obstacle),
        _drawing(t, view, item.project.project_id),
    )


def label(t: Locale, view: View, item: Standing) -> tuple[str, ...]:
    """Return the lines of a name on the map: name, then figures or state, as the live map has."""
    name = map_layers.label_name(t, view.base, item.project)
    schemes = _schemes(view, item.project.project_id)
    if any(shape != "point" for shape, _ in schemes):
        name = t("geometry.name_schematic", name=name)
    elif schemes:
        km = max(km for _, km in schemes)
        name = t(
            "geometry.name_approximate", name=name, km=t.number(km, 0 if km % 1 == 0 else 1)
        )
    note = phrases.under_label(t, item)
    if note is not None:
        return name, note
    done = phrases.percent(t, item.physical) or ""
    if done and item.health in BEHIND and item.slippage is not None and item.slippage < 0:
        behind = t("map.label.behind", x=t.number(-item.slippage, 1))
        return name, t("map.label.slippage", pct=done, slippage=behind)
    return (name, done) if done else (name,)


def _schemes(view: View, project_id: str) -> list[tuple[str, float]]:
    """Return shape and accuracy (km) of the features that are schematic."""
    features = view.base.join.located.get(project_id, ())
    return [(f.shape, f.accuracy_m / 1000) for f in features if f.method == "schematic"]


def _drawing(t: Locale, view: View, project_id: str) -> str:
    """Return how far the drawing of a work can be trusted, or why it has none."""
    reason = view.base.join.unlocated.get(project_id)
    if reason:
        return t(f"no_location.{reason}")
    said = []
    for feature in view.base.join.located[project_id]:
        km = t.number(feature.accuracy_m / 1000, 1)
        if feature.method != "schematic":
            said.append(t("geometry.accuracy", m=t.number(feature.accuracy_m, 0)))
        elif feature.shape == "point":
            said.append(t("geometry.approximate", km=km))
        else:
            said.append(t("geometry.schematic", km=km))
    return "; ".join(dict.fromkeys(said))


def _said(t: Locale, figure: Figure[str] | None) -> str:
    if figure is None:
        return t.dash
    return plain.shortened(plain.line(figure.value), LONGEST) + phrases.mark(t, figure)


def _illustrative(item: Standing) -> bool:
    """Whether something invented is shown of a work."""
    shown = (item.physical, item.planned, item.obstacle, item.chainage, item.status)
    return item.illustrative or any(
        figure is not None and figure.illustrative for figure in shown
    )


def _finished(view: View, t: Locale, located: Collection[str]) -> Iterator[Stretch]:
    """Yield the stretches reported as finished; a percentage never becomes one."""
    base = view.base
    for project_id in located:
        found = work.finished(view, project_id)
        if found is None:
            continue
        item = view.standings[project_id]
        sections = ", ".join(str(section) for section in found.sections)
        said = sections + phrases.mark(t, item.chainage)
        name = map_layers.label_name(t, base, item.project)
        layer = next(f.layer for f in base.join.located[project_id] if f.route)
        text = t("htmlmap.finished", name=name, stretch=said)
        yield Stretch(found.geometry_4326, text, layer)


def _inset(view: View, t: Locale) -> Inset | None:
    """Return the country with its archipelagos, unless the office wants none or has no data."""
    shapes = view.base.folder.inset
    country = [f.geometry_4326 for f in shapes if f.shape == "area"]
    if not country or not view.base.settings.office.inset:
        return None
    return Inset(
        title=t("inset.title"),
        alt=t("map.inset.alt", province=view.base.settings.province),
        country=shapely.union_all(country),
        islands=tuple(
            ((t.name(f), t("inset.country")), (f.geometry_4326.x, f.geometry_4326.y))
            for f in shapes
            if isinstance(f.geometry_4326, Point)
        ),
    )


def _bounds(view: View, *, own: bool) -> Box:
    """Return the box of the province or of the whole base map, degrees; else of all there is."""
    features = view.base.folder.features
    base_map = [
        f for f in features if f.layer == "province" and not (own and f.ref == "neighbour")
    ]
    boxes = [f.geometry_4326.bounds for f in base_map or features]
    return _union(boxes) if boxes else view.base.settings.bounds


def _around(view: View, located: Collection[str], edge: Box) -> Box:
    """Return a box around some works, within the `edge` of the base map; else the province."""
    boxes = [f.geometry_4326.bounds for p in located for f in view.base.join.located[p]]
    if not boxes:
        return _bounds(view, own=True)
    west, south, east, north = _union(boxes)
    wide = max(MARGIN, (LEAST - (east - west)) / 2)
    high = max(MARGIN, (LEAST - (north - south)) / 2)
    return (
        max(edge[0], west - wide), max(edge[1], south - high),
        min(edge[2], east + wide), min(edge[3], north + high),
    )  # fmt: skip


def _union(boxes: Collection[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
