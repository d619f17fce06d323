"""The stand-alone HTML map of a view: the same figures and marks as the pages, in one file."""

from tvgeo.core.metrics import Standing, severity
from tvgeo.locale import Locale
from tvgeo.render import html_map as document
from tvgeo.render import legend, phrases
from tvgeo.render.html_map import Box, HtmlMap, Work
from tvgeo.services import map_layers, stamps, work
from tvgeo.services.view import View

COLUMNS = (
    "map.column.name", "map.column.health", "column.physical_pct", "column.planned_pct",
    "column.slippage", "map.column.place", "map.column.lead", "map.column.as_of",
)  # fmt: skip


def html_map(view: View, t: Locale) -> str:
    """Return the map as one HTML document in the language of `t`; it needs no network."""
    base = view.base
    order = {layer: place for place, layer in enumerate(map_layers.drawn_layers(base))}
    features = [f for f in base.folder.features if f.layer in order]
    found = [work.finished(view, project_id) for project_id in base.join.located]
    finished = [stretch.geometry_4326 for stretch in found if stretch is not None]
    located = [view.standings[p] for p in base.join.located]
    shown = HtmlMap(
        title=base.settings.title,
        stamp=stamps.stamp(t, view),
        note=t("illustrative.note") if view.illustrative else "",
        credit=t("map.credit", credits=", ".join(map_layers.credits_of(base))),
        alt=t("map.alt", n=len(located), unlocated=len(base.join.unlocated)),
        table_title=t("map.table.title"),
        columns=tuple(t(key) for key in COLUMNS),
        works={
            item.project.project_id: Work(
                item.health, texts(t, view, item), part=item.project.part_of is not None
            )
            for item in sorted(view.standings.values(), key=severity)
        },
        features=sorted(features, key=lambda feature: order[feature.layer]),
        layer_names={
            layer: t(f"layer.{layer}") if f"layer.{layer}" in t else layer for layer in order
        },
        legend=legend.build(
            t,
            base.settings,
            shown={item.health for item in located},
            finished=bool(finished),
        ),
        bounds=_bounds(view, own=True),
        edge=_bounds(view, own=False),
        finished=finished,
    )
    return document.render(t, shown)


def texts(t: Locale, view: View, item: Standing) -> tuple[str, ...]:
    """Return the texts of one project, a column of `COLUMNS` each; invented figures are marked."""
    return (
        t.name(item.project),
        t(f"health.{item.health}") + phrases.verdict_mark(t, item),
        phrases.percent(t, item.physical) or t.missing,
        phrases.percent(t, item.planned) or t.dash,
        phrases.signed_points(t, item) or t.dash,
        phrases.place(t, item.project),
        phrases.lead(t, view.registry, item),
        t.date(item.as_of) if item.as_of else t.dash,
    )


def _bounds(view: View, *, own: bool) -> Box:
    """Return the box of the province or of the whole base map, degrees; else of all there is."""
    features = view.base.folder.features
    base_map = [
        f for f in features if f.layer == "province" and not (own and f.ref == "neighbour")
    ]
    boxes = [f.geometry_4326.bounds for f in base_map or features]
    if not boxes:
        return view.base.settings.bounds
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
