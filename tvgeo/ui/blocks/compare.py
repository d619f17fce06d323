"""Two periods compared: what stands around the map in words: heading, counts, list, table."""

from collections.abc import Sequence

from tvgeo.core.comparison import KINDS, Change
from tvgeo.core.metrics import Standing
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import cards, glyphs, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import stamps, units
from tvgeo.services.comparison import Comparison
from tvgeo.ui.blocks import map_panel

# The sign that stands for all changes of a kind where they are counted.
_SIGNS = {"more": "up", "less": "down"}


def heading(t: Locale, found: Comparison, changes: Sequence[Change]) -> Node:
    """Say what is compared, and how many of the works shown there are of each kind."""
    counted = [one for one in changes if one.project.part_of is None]
    numbers = {kind: sum(one.kind == kind for one in counted) for kind in KINDS}
    keys = [
        h("span", {}, glyphs.glyph(_SIGNS.get(kind, kind), 12), t(f"change.count.{kind}", n=n))
        for kind, n in numbers.items()
        if n or kind in _SIGNS
    ]
    return h(
        "div",
        {"class": "stack-4"},
        h("h2", {"class": "h3"}, t("compare.title", **stamps.compared_periods(t, found))),
        h("div", {"class": "key"}, *keys),
        *(h("p", {"class": "cap"}, note) for note in _notes(t, found)),
    )


def _notes(t: Locale, found: Comparison) -> list[str]:
    """Say why there may be nothing to compare."""
    if not any(one.before.physical for one in found.changes.values()):
        return [t("compare.before_empty", period=t.period(found.earlier.code))]
    if not any(one.kind in {"more", "less", "same", "new"} for one in found.changes.values()):
        return [t("compare.after_empty", **stamps.compared_periods(t, found))]
    return []


def _points(t: Locale, one: Change) -> str:
    """Return "+12,5*" for a column of points, or a dash."""
    if one.points is None:
        return t.dash
    return t.signed(one.points) + (t.mark if one.illustrative else "")


def list_of(
    t: Locale, found: Comparison, changes: Sequence[Change], chosen: str | None
) -> Node:
    """Return the works beside the map, the largest increase first; choosing one selects it."""
    heads = [
        (t("map.column.name"), ""),
        (t.period_short(found.earlier.code), "r"),
        (t.period_short(found.later.code), "r"),
        (t("compare.column.change"), "r"),
    ]
    return h(
        "div",
        {"class": "card list-scroll", "data-key": "compare-list"},
        h(
            "table",
            {"class": "grid"},
            map_panel.grid_head(heads),
            h("tbody", {}, *(_row(t, found, one, chosen) for one in changes)),
        ),
    )


def _row(t: Locale, found: Comparison, one: Change, chosen: str | None) -> Node:
    return map_panel.work_row(
        t, found.after.base, one.project,
        glyphs.glyph(one.code, 14, phrases.changed(t, one)),
        [map_panel.figure(t, one.before), map_panel.figure(t, one.after), _points(t, one)],
        selected=one.project.project_id == chosen,
    )  # fmt: skip


def table(t: Locale, found: Comparison, changes: Sequence[Change]) -> Node:
    """Return everything that the map shows of the two periods as one table."""
    heads = [
        (t("map.column.name"), ""),
        (t("compare.column.kind"), ""),
        (t("compare.column.change_points"), "r"),
        (t("compare.column.of", period=t.period_short(found.earlier.code)), "r"),
        (t("compare.column.as_of"), ""),
        (t("compare.column.of", period=t.period_short(found.later.code)), "r"),
        (t("compare.column.as_of"), ""),
        (t("compare.column.health"), ""),
        (t("map.column.lead"), ""),
    ]
    return h(
        "div",
        {"class": "card scroll"},
        h(
            "table",
            {"class": "grid", "aria-label": t("compare.table.title")},
            map_panel.grid_head(heads),
            h("tbody", {}, *(_full_row(t, found, one) for one in changes)),
        ),
    )


def _full_row(t: Locale, found: Comparison, one: Change) -> Node:
    project = one.project
    note = quality_note(t, one)
    return h(
        "tr",
        {},
        h("td", {}, cards.link(t.name(project), "cong-trinh", project=project.project_id)),
        h(
            "td",
            {},
            cards.state(one.code, phrases.changed(t, one)),
            h("span", {"class": "sub"}, note) if note else None,
        ),
        h("td", {"class": "r"}, _points(t, one)),
        h("td", {"class": "r"}, map_panel.figure(t, one.before)),
        h("td", {"class": "nowrap"}, _day(t, one.before.physical)),
        h("td", {"class": "r"}, map_panel.figure(t, one.after)),
        h("td", {"class": "nowrap"}, _day(t, one.after.physical)),
        h("td", {}, *_states(t, one)),
        h("td", {}, units.lead(t, found.after, one.after)),
    )


def quality_note(t: Locale, one: Change) -> str:
    """Say that the two figures are of different quality or basis, where they are."""
    if one.kind == "basis":
        was, now = (t(f"basis.physical.{figure.basis}") for figure in one.figures)
        return t("change.bases", before=was, after=now)
    if one.mixed:
        was, now = (t(f"short.quality.{figure.quality}") for figure in one.figures)
        return t("change.mixed", before=was, after=now)
    return ""


def _day(t: Locale, figure: Figure[float] | None) -> str:
    return t.dash if figure is None else t.date(figure.as_of)


def _states(t: Locale, one: Change) -> list[Child]:
    """Return the later state, and under it the earlier one where it was another."""
    now = cards.state(one.after.health, t(f"short.health.{one.after.health}"))
    if one.before.health == one.after.health:
        return [now]
    was = t(f"short.health.{one.before.health}")
    return [now, h("span", {"class": "sub"}, t("compare.state_before", state=was))]


def detail(t: Locale, found: Comparison, one: Change | None) -> Node:
    """Return the chosen work: what changed, and its figures of both periods under each other."""
    if one is None:
        return cards.empty(t("map.hint"))
    project = one.project
    heads = [
        (t("compare.column.period"), ""),
        (t("work.ring.physical"), "r"),
        (t("work.ring.planned"), "r only-wide"),
        (t("compare.column.slippage"), "r"),
        (t("compare.column.as_of"), ""),
    ]
    sides = ((found.earlier, one.before), (found.later, one.after))
    rows = [_side(t, t.period_short(period.code), item) for period, item in sides]
    notes = [quality_note(t, one)]
    if any(f.derived == "completed" for f in one.figures):
        notes.append(t("change.derived"))
    if any(f.illustrative for item in (one.before, one.after) for f in item.figures):
        notes.append(t("illustrative.note"))
    return h(
        "section",
        {"class": "card card-pad stack detail", "data-key": "compare-detail"},
        h("h2", {"class": "h3"}, t.name(project)),
        h("p", {"class": "strong"}, cards.state(one.code, phrases.changed(t, one))),
        h(
            "div",
            {"class": "scroll"},
            h(
                "table",
                {"class": "grid", "aria-label": t("compare.detail.title")},
                map_panel.grid_head(heads),
                h("tbody", {}, *rows),
            ),
        ),
        *(h("p", {"class": "cap"}, note) for note in notes if note),
        h(
            "p",
            {"class": "cap"},
            cards.link(t("action.open_work"), "cong-trinh", project=project.project_id),
        ),
    )


def _side(t: Locale, period: str, item: Standing) -> Node:
    return h(
        "tr",
        {},
        h(
            "td",
            {},
            h(
                "span",
                {"class": "named"},
                glyphs.glyph(item.health, 14, t(f"health.{item.health}")),
                h("span", {"class": "nowrap"}, period),
            ),
        ),
        h("td", {"class": "r"}, map_panel.figure(t, item)),
        h("td", {"class": "r only-wide"}, phrases.percent(t, item.planned) or t.dash),
        h("td", {"class": "r"}, phrases.signed_points(t, item) or t.dash),
        h("td", {"class": "nowrap"}, _day(t, item.physical)),
    )
