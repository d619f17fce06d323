"""Tables over pages: heads repeated, groups named, a long row cut where a page ends.

A row is cut only when it is taller than `TALL`; a shorter one moves to the next page whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from tvgeo.render.documents.pages import flow, paint
from tvgeo.render.documents.pages.flow import MM, Text

TALL = 34 * MM
# What must be left on a page to begin a long row there, and what a cut must leave for the next.
BEGIN, REST = 22 * MM, 9 * MM
PAD_X, PAD_TOP, PAD_BOTTOM = 1.5 * MM, 1.15 * MM, 1.5 * MM
GROUP_TOP = 2.6 * MM
# What a row gives up of its padding where that keeps the last rows off a page of their own.
SPARED = 1.3 * MM
ENDLESS = 1e6

Cell: TypeAlias = Sequence[Flowable]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm, and whether it holds numbers, which stand right."""

    title: str
    mm: float
    right: bool = False


@dataclass(slots=True)
class Row:
    """One row; `group` is a heading over the whole width, with one cell.

    `open` says that the rest of the row is on the next page, `tight` that it stands with less
    space around it. `height` is known once measured.
    """

    cells: Sequence[Cell]
    group: bool = False
    open: bool = False
    tight: bool = False
    height: float = field(default=0.0, compare=False)


def columns_of(*columns: tuple[str, float] | tuple[str, float, bool]) -> tuple[Column, ...]:
    """Return columns from their heads and widths in mm."""
    return tuple(Column(*column) for column in columns)


def table(columns: Sequence[Column], rows: Iterable[Row]) -> "Table":
    """Return a table of rows with one cell per column."""
    heads = [
        [Text(c.title, flow.HEAD_RIGHT if c.right else flow.HEAD)] if c.title else []
        for c in columns
    ]
    return Table([column.mm * MM for column in columns], list(rows), Row(heads))


class Table(Flowable):  # type: ignore[misc]  # its base has no types
    """Rows under a head that stands again on every page."""

    def __init__(self, widths: Sequence[float], rows: list[Row], head: Row) -> None:
        """Take the widths of the columns, pt."""
        super().__init__()
        self.widths, self.rows, self.head = widths, rows, head
        self.width = sum(widths)
        self.height = 0.0

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Measure every row and return the size."""
        for row in (self.head, *self.rows):
            # the widths never change: a row is measured once, whatever pages it is tried on
            row.height = row.height or self._measure(row)
        self.height = self.head.height + sum(row.height for row in self.rows)
        return self.width, self.height

    def _measure(self, row: Row) -> float:
        if row.group:
            inner = _tall(row.cells[0], self.width - 2 * PAD_X)
            return GROUP_TOP + inner + PAD_BOTTOM
        inner = max(
            _tall(cell, width - 2 * PAD_X)
            for cell, width in zip(row.cells, self.widths, strict=True)
        )
        padding = PAD_TOP + (0 if row.open else PAD_BOTTOM)
        return padding + inner - (SPARED if row.tight else 0)

    def split(self, width: float, height: float) -> list["Table"]:
        """Return the rows that fit and the others; nothing if the page has no place to begin."""
        self.wrap(width, height)
        room = height - self.head.height
        rows = [_closer(row) for row in self.rows]
        if sum(row.height for row in rows) <= room:
            return [Table(self.widths, rows, self.head)]
        here: list[Row] = []
        rest = list(self.rows)
        while rest and rest[0].height <= room:
            here.append(rest.pop(0))
            room -= here[-1].height
        if rest and rest[0].height > TALL and not rest[0].group and room >= BEGIN:
            cut = self._cut(rest[0], room)
            if cut is not None:
                here.append(cut[0])
                rest[0] = cut[1]
        # a heading stays with what it heads
        while here and here[-1].group:
            rest.insert(0, here.pop())
        if not here:
            return []
        parts = (here, rest) if rest else (here,)
        return [Table(self.widths, rows, self.head) for rows in parts]

    def _cut(self, row: Row, room: float) -> tuple[Row, Row] | None:
        """Return the part of a row that fits in `room` and the rest of it."""
        room = min(room, max(BEGIN, row.height - REST)) - PAD_TOP
        parts = [
            _head_of(list(cell), width - 2 * PAD_X, room)
            for cell, width in zip(row.cells, self.widths, strict=True)
        ]
        first = Row([head for head, _ in parts], open=True)
        rest = Row([left for _, left in parts], open=row.open)
        if not any(first.cells) or not any(rest.cells):
            return None
        return first, rest

    def draw(self) -> None:
        """Draw the rows from the top."""
        canvas = self.canv
        y = self.height - self.head.height
        canvas.setFillColor(HexColor(paint.SURFACE))
        canvas.rect(0, y, self.width, self.head.height, fill=1, stroke=0)
        self._line(self.height, paint.RULE, 0.9)
        self._draw_cells(self.head, y, bottom=True)
        for row in self.rows:
            top = y
            y -= row.height
            if row.group:
                _draw(canvas, row.cells[0], PAD_X, top - GROUP_TOP, self.width - 2 * PAD_X)
                self._line(y, paint.RULE, 0.7)
                continue
            self._draw_cells(row, y)
            if not row.open:
                self._line(y, paint.HAIRLINE, 0.6)

    def _draw_cells(self, row: Row, y: float, *, bottom: bool = False) -> None:
        x = 0.0
        for cell, width in zip(row.cells, self.widths, strict=True):
            inner = width - 2 * PAD_X
            top = y + row.height - PAD_TOP + (SPARED / 2 if row.tight else 0)
            if bottom:
                top = y + PAD_BOTTOM + _tall(cell, inner)
            _draw(self.canv, cell, x + PAD_X, top, inner)
            x += width

    def _line(self, y: float, ink: str, wide: float) -> None:
        self.canv.setStrokeColor(HexColor(ink))
        self.canv.setLineWidth(wide)
        self.canv.line(0, y, self.width, y)


def _closer(row: Row) -> Row:
    """Return a row with less space around it; a heading and a row that was cut stay."""
    if row.group or row.open or row.tight:
        return row
    return replace(row, tight=True, height=row.height - SPARED)


def _tall(cell: Cell, width: float) -> float:
    """Return the height of what stands in a cell, pt, without the space after it."""
    tall = sum(
        content.wrap(width, ENDLESS)[1] + content.getSpaceBefore() + content.getSpaceAfter()
        for content in cell
    )
    return float(tall - (cell[-1].getSpaceAfter() if cell else 0))


def _draw(canvas: object, cell: Cell, x: float, top: float, width: float) -> None:
    y = top
    for content in cell:
        _, height = content.wrapOn(canvas, width, ENDLESS)
        y -= content.getSpaceBefore() + height
        content.drawOn(canvas, x, y)
        y -= content.getSpaceAfter()


def _head_of(cell: list[Flowable], width: float, room: float) -> tuple[Cell, Cell]:
    """Return what of a cell fits in a height, and what is left."""
    for i, content in enumerate(cell):
        height = content.wrap(width, ENDLESS)[1] + content.getSpaceBefore()
        if height > room:
            parts = content.split(width, room - content.getSpaceBefore())
            if len(parts) > 1:
                return [*cell[:i], parts[0]], [*parts[1:], *cell[i + 1 :]]
            return cell[:i], cell[i:]
        room -= height + content.getSpaceAfter()
    return cell, []


class Beside(Flowable):  # type: ignore[misc]  # its base has no types
    """Cells side by side without lines, heads or padding; `top` is the space above each row."""

    def __init__(
        self, widths: Sequence[float], rows: Sequence[Sequence[Cell]], *, top: float = 0.0
    ) -> None:
        """Take the widths of the columns, pt."""
        super().__init__()
        self.widths, self.rows, self.top = widths, rows, top
        self.width = sum(widths)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size."""
        self.height = sum(self._row(row) for row in self.rows)
        return self.width, self.height

    def _row(self, row: Sequence[Cell]) -> float:
        return self.top + max(map(_tall, row, self.widths))

    def draw(self) -> None:
        """Draw the rows from the top."""
        y = self.height
        for row in self.rows:
            x = 0.0
            for cell, width in zip(row, self.widths, strict=True):
                _draw(self.canv, cell, x, y - self.top, width)
                x += width
            y -= self._row(row)


class Fitted(Flowable):  # type: ignore[misc]  # its base has no types
    """Something that must stay on its page: drawn smaller if the place is too low."""

    def __init__(self, content: Flowable) -> None:
        """Take what is to be drawn."""
        super().__init__()
        self.content = content
        self.share = 1.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the content, or of the place where that is smaller."""
        self.width, tall = self.content.wrap(width, ENDLESS)
        self.share = min(1.0, height / tall) if tall else 1.0
        self.height = tall * self.share
        return self.width, self.height

    def draw(self) -> None:
        """Draw the content."""
        self.canv.scale(self.share, self.share)
        self.content.drawOn(self.canv, 0, 0)
