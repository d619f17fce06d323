"""Beside the map: the list, what cannot be drawn, the detail of the chosen work, the table."""

from collections import Counter
from collections.abc import Sequence

from tvgeo.core.metrics import BEHIND, SEVERITY, Standing, severity
from tvgeo.core.plan import Project
from tvgeo.locale import Locale
from tvgeo.render import bars, cards, glyphs, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import map_layers, units
from tvgeo.services.base import Base
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame, geometry
from tvgeo.ui.blocks import work as work_blocks


def ordered(items: Sequence[Standing]) -> list[Standing]:
    """Sort as the list shows them: worst state first, then furthest behind."""
    return sorted(items, key=severity)


def list_of(t: Locale, view: View, items: Sequence[Standing], chosen: str | None) -> Node:
    """Return the works on the map; choosing one selects it on the map."""
    rows = [_row(t, view, item, chosen) for item in ordered(items)]
    heads = [("map.column.name", ""), ("map.column.percent", "r"), ("map.column.points", "r")]
    head = grid_head([(t(key), look) for key, look in heads])
    return h(
        "div",
        {"class": "card list-scroll", "data-key": "list"},
        h(
            "table",
            {"class": "grid", "aria-label": t("access.table.list")},
            head,
            h("tbody", {}, *rows),
        ),
    )


def grid_head(heads: Sequence[tuple[str, str]]) -> Node:
    """Return the head of a list or table; "r" is a column of numbers."""
    cells = (h("th", {"class": look, "scope": "col"}, text) for text, look in heads)
    return h("thead", {}, h("tr", {}, *cells))


def _row(t: Locale, view: View, item: Standing, chosen: str | None) -> Node:
    return work_row(
        t, view.base, item.project, glyphs.glyph(item.health, 14, t(f"health.{item.health}")),
        [figure(t, item), phrases.signed_points(t, item) or t.dash],
        selected=item.project.project_id == chosen,
    )  # fmt: skip


def work_row(
    t: Locale,
    base: Base,
    project: Project,
    sign: Node,
    numbers: Sequence[Child],
    *,
    selected: bool,
) -> Node:
    """Return a work's row of a list: its sign, its name, its numbers; choosing it selects it."""
    located = project.project_id in base.join.located
    name = map_layers.label_name(t, base, project) if located else t.name(project)
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": project.project_id},
            "aria-selected": "true" if selected else None,
            "data-key": project.project_id,
        },
        h("td", {}, h("span", {"class": "named"}, sign, h("span", {}, name))),
        *(h("td", {"class": "r"}, number) for number in numbers),
    )


def figure(t: Locale, item: Standing) -> Child:
    """Return the percentage, or the hatch that says there is none."""
    return bars.completion_chip(phrases.percent(t, item.physical), t.missing)


def unlocated(
    t: Locale,
    view: View,
    items: Sequence[Standing],
    chosen: str | None,
    counted: Sequence[Standing] | None = None,
) -> Node:
    """Return the works that cannot be drawn, grouped by the reason.

    `counted` are all of them, where `items` are one page of these.
    """
    reasons = view.base.join.unlocated
    counts = Counter(reasons[item.project.project_id] for item in counted or items)
    groups: dict[str, list[Standing]] = {}
    for item in ordered(items):
        groups.setdefault(reasons[item.project.project_id], []).append(item)
    parts: list[Child] = []
    for reason, found in groups.items():
        text = t("map.unlocated", n=counts[reason], reason=t(f"no_location.{reason}"))
        parts.append(h("h3", {"class": "cap list-head"}, text))
        body = [_row(t, view, item, chosen) for item in found]
        parts.append(h("table", {"class": "grid"}, h("tbody", {}, *body)))
    return h("div", {"class": "card list-scroll", "data-key": "unlocated"}, *parts)


def nothing(t: Locale, *, on_map: int, rest: int, filters: int) -> Node:
    """Say that a list is empty, what the other one holds, and offer to drop the filters."""
    counts = {"n": on_map, "unlocated": rest}
    sentence = t("map.counts", **counts) if on_map or rest else t("empty.filter")
    return frame.nothing(sentence, frame.clear_filters(t) if filters else None)


def detail(t: Locale, view: View, item: Standing | None) -> Node:
    """Return the chosen work: state, three numbers, what holds it up, how it is drawn."""
    if item is None:
        return cards.empty(t("map.hint"))
    project = item.project
    lead = units.lead(t, view, item)
    place = t("overview.worst.place_lead", place=units.place(t, view, project), lead=lead)
    return h(
        "section",
        {"class": "card card-pad stack detail", "data-key": "detail"},
        h(
            "div",
            {"class": "spread"},
            h("h2", {"class": "h3"}, t.name(project)),
            cards.state(
                item.health, t(f"health.{item.health}") + phrases.verdict_mark(t, item)
            ),
        ),
        h("p", {"class": "muted"}, place),
        work_blocks.numbers(t, item, framed=False),
        h("p", {}, phrases.reason(t, item)) if item.obstacle or item.health in BEHIND else None,
        _flags(t, view, item),
        h(
            "p",
            {"class": "cap"},
            geometry.caption(t, view, project.project_id),
            " · ",
            cards.link(t("action.open_work"), "cong-trinh", project=project.project_id),
        ),
    )


def _flags(t: Locale, view: View, item: Standing) -> Node | None:
    flags = []
    if item.project.project_id in view.missing:
        flags.append(t("flag.report_missing"))
    if item.as_of and item.as_of < view.period.start:
        flags.append(t("flag.stale", date=item.as_of))
    if any(f.illustrative for f in item.figures):
        flags.append(t("illustrative.note"))
    return h("p", {"class": "cap"}, " · ".join(flags)) if flags else None


def table(t: Locale, view: View, items: Sequence[Standing]) -> Node:
    """Return everything the map shows as one table."""
    heads = (
        "map.column.name", "map.column.health", "map.column.percent", "map.column.points",
        "map.column.place", "map.column.lead", "map.column.as_of",
    )  # fmt: skip
    rows: list[Child] = []
    for item in ordered(items):
        project = item.project
        rows.append(
            h(
                "tr",
                {},
                h(
                    "td",
                    {},
                    cards.link(t.name(project), "cong-trinh", project=project.project_id),
                ),
                h("td", {}, cards.state(item.health, t(f"short.health.{item.health}"))),
                h("td", {"class": "r"}, figure(t, item)),
                h("td", {"class": "r"}, phrases.signed_points(t, item) or t.dash),
                h("td", {}, units.place(t, view, project)),
                h("td", {}, units.lead(t, view, item)),
                h("td", {"class": "nowrap"}, t.date(item.as_of) if item.as_of else t.dash),
            )
        )
    return h(
        "div",
        {"class": "card scroll"},
        h(
            "table",
            {"class": "grid", "aria-label": t("map.table.title")},
            h("thead", {}, h("tr", {}, *(h("th", {"scope": "col"}, t(k)) for k in heads))),
            h("tbody", {}, *rows),
        ),
    )


def health_words(t: Locale) -> dict[str, str]:
    """Return the states as the filter offers them."""
    return {health: t(f"short.health.{health}") for health in SEVERITY}
