"""Tables over pages: heads repeated, groups named, a row of any length cut where a page ends.

reportlab moves a row that does not fit to the next page and gives up when it fits on none. A row
taller than `TALLEST` is therefore cut beforehand into rows that join without a line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable

from tvgeo.render.documents.pages import flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Text

TALLEST = 62 * MM
PAD_X, PAD_TOP, PAD_BOTTOM = 1.5 * MM, 1.15 * MM, 1.5 * MM

Cell: TypeAlias = Sequence[Flowable]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm, and whether it holds numbers, which stand right."""

    title: str
    mm: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `group` is a heading over the whole width, whose cells are left and right."""

    cells: tuple[Cell, ...]
    group: bool = False


def table(columns: Sequence[Column], rows: Iterable[Row]) -> LongTable:
    """Return a table of rows with one cell per column."""
    widths = [column.mm * MM for column in columns]
    data: list[list[list[Flowable]]] = [
        [[Text(c.title, flow.HEAD_RIGHT if c.right else flow.HEAD)] for c in columns]
    ]
    style: list[tuple[object, ...]] = [
        ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD_X),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD_X),
        ("TOPPADDING", (0, 0), (-1, -1), PAD_TOP),
        ("BOTTOMPADDING", (0, 0), (-1, -1), PAD_BOTTOM),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(paint.SURFACE)),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, HexColor(paint.RULE)),
    ]
    for row in rows:
        if row.group:
            _add_group(data, style, row, len(columns))
            continue
        for cells in _cut(row.cells, widths):
            data.append(cells)
        line = len(data) - 1
        style.append(("LINEBELOW", (0, line), (-1, line), 0.5, HexColor(paint.HAIRLINE)))
    return LongTable(data, colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _add_group(
    data: list[list[list[Flowable]]], style: list[tuple[object, ...]], row: Row, width: int
) -> None:
    """Add a heading; it stays with the row after it."""
    line = len(data)
    data.append([list(row.cells[0]), *([] for _ in range(width - 1))])
    style += [
        ("SPAN", (0, line), (-1, line)),
        ("LINEBELOW", (0, line), (-1, line), 0.7, HexColor(paint.RULE)),
        ("TOPPADDING", (0, line), (-1, line), 2.6 * MM),
        ("NOSPLIT", (0, line), (0, line + 1)),
    ]


def _cut(cells: Sequence[Cell], widths: Sequence[float]) -> Iterable[list[list[Flowable]]]:
    """Return a row as one or more rows of which none is too tall for a page."""
    rest = [list(cell) for cell in cells]
    while True:
        parts = [_head_of(cell, width) for cell, width in zip(rest, widths, strict=True)]
        yield [head for head, _ in parts]
        rest = [left for _, left in parts]
        if not any(rest):
            return


def _head_of(cell: list[Flowable], width: float) -> tuple[list[Flowable], list[Flowable]]:
    """Return what of a cell fits in one row, and what is left."""
    room = TALLEST
    for i, content in enumerate(cell):
        wide = width - 2 * PAD_X
        height = content.wrap(wide, TALLEST)[1] + content.getSpaceBefore()
        if height > room:
            parts = content.split(wide, room)
            if len(parts) > 1:
                return [*cell[:i], parts[0]], [*parts[1:], *cell[i + 1 :]]
            return (cell[:i], cell[i:]) if i else (cell[:1], cell[1:])
        room -= height + content.getSpaceAfter()
    return cell, []


def columns_of(*columns: tuple[str, float] | tuple[str, float, bool]) -> tuple[Column, ...]:
    """Return columns from their heads and widths in mm."""
    return tuple(Column(*column) for column in columns)


def plain_table(
    widths: Sequence[float], rows: Sequence[Sequence[Cell]], *, top: float = 0.0
) -> LongTable:
    """Return cells side by side without lines or heads; `widths` in pt, `top` the space above."""
    style = [
        ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), top),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("ALIGN", (0, 0), (-1, -1), "LEFT"),
    ]
    data = [[list(cell) for cell in row] for row in rows]
    return LongTable(data, colWidths=list(widths), style=style, hAlign="LEFT")
