"""The difference between two states of the figures: one line a cell, old and new side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from tvgeo.core.difference import CellChange, Difference, RowChange
from tvgeo.core.plan import Project, Registry
from tvgeo.locale import Locale
from tvgeo.render import bars, cells
from tvgeo.render.node import Child, Node, h

# A file of thousands of rows is not read line by line on a page; the list to take along has all.
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as a page shows it: counts, table, and how many lines the table leaves out."""

    sums: str
    table: Node
    rest: int


def count(difference: Difference) -> int:
    """Return how many cells change; a removed row counts as one."""
    return sum(
        1 if change.kind == "removed" else len(cells.shown(change))
        for change in difference.changes
    )


def shown(
    t: Locale, registry: Registry, difference: Difference, *, old: str, new: str
) -> Shown:
    """Return what a page shows of a difference; it takes a while where much changes."""
    n = count(difference)
    return Shown(
        sums(t, difference, n),
        table(t, registry, difference, old=old, new=new, n=n),
        max(n - MOST_LINES, 0),
    )


def section(title: str, found: Shown) -> Node:
    """Return the changes under their title."""
    return h(
        "section",
        {"class": "stack"},
        h(
            "div",
            {"class": "spread"},
            h("h2", {"class": "h2"}, title),
            h("span", {"class": "cap"}, found.sums),
        ),
        found.table,
    )


def sums(t: Locale, difference: Difference, n: int) -> str:
    """Return the date where all changes have the same, and the counts; `n` cells change."""
    parts = [
        t("changes.cells", n=t.number(n)),
        t("changes.added", n=t.number(difference.count("added"))),
        t("changes.same", n=t.number(difference.same)),
        t("changes.removed", n=t.number(difference.count("removed"))),
    ]
    if (day := _one_day(difference)) is not None:
        parts.insert(0, t("changes.date", date=t.date(day)))
    return " · ".join(parts)


def table(
    t: Locale, registry: Registry, difference: Difference, *, old: str, new: str, n: int
) -> Node:
    """Return one row a changed cell, of `n`; on a phone each becomes two lines."""
    dated = _one_day(difference) is None
    lines = chain.from_iterable(
        _lines(t, registry, change, dated=dated) for change in difference.changes
    )
    heads = [
        (t("changes.column.work"), ""),
        (t("changes.column.cell"), ""),
        (old, ""),
        (new, ""),
        (t("changes.column.by"), "r"),
    ]
    rest = n - MOST_LINES
    return h(
        "div",
        {"class": "card plain"},
        h(
            "table",
            {"class": "grid changes", "aria-label": t("access.table.changes")},
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    *(h("th", {"scope": "col", "class": c}, text) for text, c in heads),
                ),
            ),
            h("tbody", {}, *islice(lines, MOST_LINES)),
        ),
        h("p", {"class": "cap card-pad"}, t("changes.more", n=t.number(rest)))
        if rest > 0
        else None,
    )


def _one_day(difference: Difference) -> date | None:
    days = {change.key[1] for change in difference.changes}
    return days.pop() if len(days) == 1 else None


def _lines(t: Locale, registry: Registry, change: RowChange, *, dated: bool) -> Iterable[Node]:
    project = registry.projects.get(change.key[0])
    name = t.name(project) if project is not None else change.key[0]
    day = t.date(change.key[1]) if dated else None
    if change.kind == "removed" and change.old is not None:
        texts = [
            cells.say(t, cell.column, cell.old, change.old, project)
            for cell in change.cells
            if cells.is_figure(cell.column) or cell.column == "status"
        ]
        yield _line(
            name, day, t("changes.whole_row"), " · ".join(texts), t("changes.row_removed"), ""
        )
        return
    for cell in cells.shown(change):
        yield _line(
            name,
            day,
            t(f"short.column.{cell.column}"),
            _old(t, change, cell, project),
            _new(t, change, cell, project),
            _by(t, change, cell),
        )


def _old(t: Locale, change: RowChange, cell: CellChange, project: Project | None) -> Child:
    if cell.old is None or change.old is None:
        if cells.is_figure(cell.column):
            return bars.completion_chip(None, t.missing)
        return t("value.blank")
    return cells.say(t, cell.column, cell.old, change.old, project)


def _new(t: Locale, change: RowChange, cell: CellChange, project: Project | None) -> Child:
    return cells.say(t, cell.column, cell.new, change.new, project)


def _by(t: Locale, change: RowChange, cell: CellChange) -> str:
    if cell.old is None and (change.kind == "added" or cells.is_figure(cell.column)):
        return t("changes.is_new")
    return cells.moved(t, cell)


def _line(name: str, day: str | None, cell: str, old: Child, new: Child, by: str) -> Node:
    when = h("span", {"class": "muted nowrap"}, f" · {day}") if day else None
    return h(
        "tr",
        {},
        h("td", {"class": "what"}, name, when),
        h("td", {"class": "muted cell"}, cell),
        h("td", {"class": "muted old"}, old),
        h("td", {"class": "new"}, h("b", {}, new)),
        h("td", {"class": "r by"}, by),
    )
