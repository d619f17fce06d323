"""The report matrix: which agency has reported which period."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tvgeo.render.glyphs import glyph
from tvgeo.render.node import Child, Node, h


@dataclass(frozen=True, slots=True)
class Column:
    """One reporting period: its year, its word within the year, its full name."""

    year: str
    word: str
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What one agency did in one period; `kind` is a glyph of a report, or `None` for `word`.

    With a glyph, `word` is what the glyph says ("muộn, 18/06/2024"); without, it is the text of
    the cell ("–" where nothing is owed, "" where it is not yet due).
    """

    kind: str | None
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One agency: name in the plan, who it is now, how many works, a mark for each period."""

    agency_id: str
    name: str
    now: str | None
    works: str
    marks: Sequence[Mark]


def matrix(
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    caption: str,
    agency_head: str,
    works_head: str,
    chosen: str | None = None,
) -> Node:
    """Draw agencies by periods; a row is chosen by its button, which covers the whole row.

    A click sends ``{"select": agency_id}``. `caption` names the table for a screen reader.
    """
    return h(
        "div",
        {"class": "card scroll", "data-key": "matrix"},
        h(
            "table",
            {"class": "matrix", "aria-label": caption},
            h("thead", {}, *_head(columns, agency_head, works_head)),
            h(
                "tbody",
                {},
                *(_row(row, columns, chosen=row.agency_id == chosen) for row in rows),
            ),
        ),
    )


def _head(columns: Sequence[Column], agency_head: str, works_head: str) -> tuple[Node, Node]:
    years = [(year, list(group)) for year, group in groupby(columns, key=lambda one: one.year)]
    return (
        h(
            "tr",
            {},
            h("th", {"rowspan": 2, "scope": "col"}, agency_head),
            h("th", {"rowspan": 2, "scope": "col", "class": "r"}, works_head),
            *(
                h(
                    "th",
                    {
                        "colspan": len(group),
                        "scope": "colgroup",
                        "class": "year c now-year"
                        if any(one.current for one in group)
                        else "year c",
                    },
                    year,
                )
                for year, group in years
            ),
        ),
        h(
            "tr",
            {},
            *(
                h(
                    "th",
                    {"scope": "col", "class": _mark_class(one), "title": one.name},
                    one.word,
                )
                for one in columns
            ),
        ),
    )


def _row(row: Row, columns: Sequence[Column], *, chosen: bool) -> Node:
    now: Child = h("span", {"class": "muted"}, f" → {row.now}") if row.now else None
    return h(
        "tr",
        {"class": "chosen" if chosen else None},
        h(
            "th",
            {"scope": "row"},
            h(
                "button",
                {
                    "class": "row-button",
                    "go": {"select": row.agency_id},
                    "aria-pressed": "true" if chosen else "false",
                },
                row.name,
                now,
            ),
        ),
        h("td", {"class": "r"}, row.works),
        *(
            h(
                "td",
                {
                    "class": _mark_class(column),
                    "title": f"{column.name}: {mark.word}" if mark.kind else None,
                },
                glyph(mark.kind, 14, mark.word) if mark.kind else mark.word,
            )
            for column, mark in zip(columns, row.marks, strict=True)
        ),
    )


def _mark_class(column: Column) -> str:
    return "mark now" if column.current else "mark"
