"""Workbooks for people: one look, wrapped text, and no cell that is ever a formula.

The colours come from the caller, since drawings keep the one palette. openpyxl is slow to load:
import this module where a workbook is made, not at the top.
"""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.dimensions import RowDimension

from tvgeo.core import formula

FONT = "Arial"
TEXT_SIZE, SMALL, TITLE = 10, 8, 14
DAY = "dd/mm/yyyy"
# A cell of text: what is typed into it stays text, also "- …" and "=…".
TEXT = "@"
LONGEST = 32_767
_A3, _A4 = "8", "9"
_LINE, _PADDING = 13, 5
# XML 1.0 has no place for these, whatever the escaping; Excel would offer to repair the file.
_NOT_IN_XML = dict.fromkeys([
    *(c for c in range(32) if c not in b"\t\n"), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
])  # fmt: skip


class _Growing(RowDimension):  # type: ignore[misc]
    """A row that is as high as told until somebody types more into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        """Whether the height is fixed."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a cell looks; `fill`, `ink` and `edge` are names of colours."""

    fill: str | None = None
    ink: str = "ink"
    bold: bool = False
    italic: bool = False
    size: int = TEXT_SIZE
    align: str | None = None
    indent: int = 0
    wrap: bool = True
    middle: bool = False
    edge: str | None = None
    number_format: str | None = None


class Book:
    """A workbook under construction. `colours` are #RRGGBB by the names of the palette."""

    def __init__(self, colours: Mapping[str, str], *, write_only: bool = False) -> None:
        """Start an empty workbook; a `write_only` one takes rows in order and keeps none."""
        self.book = Workbook(write_only=write_only)
        if not write_only:
            self.book.remove(self.book.active)
        # cells without a look of their own have this face
        plain = Font(name=FONT, size=TEXT_SIZE)
        self.book._fonts = IndexedList([plain])  # noqa: SLF001 - there is no public way
        self.book._named_styles["Normal"].font = plain  # noqa: SLF001
        self._styles: dict[Any, Any] = {}
        self.colours = {name: _rgb(value) for name, value in colours.items()}

    def sheet(
        self, title: str, widths: Sequence[float], *, wide: bool = False, grid: bool = False
    ) -> Any:
        """Add a sheet with columns of these widths, in characters.

        `wide` ones print on A3; `grid` ones show the lines between cells.
        """
        sheet = self.book.create_sheet(title)
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = grid
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A3 if wide else _A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.5
        return sheet

    def grow(self, sheet: Any, row: int, lines: int) -> None:
        """Make a row high enough for so many lines, and let it grow when more is typed."""
        sheet.row_dimensions[row] = _Growing(sheet, index=row, ht=_LINE * lines + _PADDING)

    def put(self, sheet: Any, row: int, column: int, value: object, **style: Any) -> Any:
        """Write a value, text as text whatever it looks like, and give the cell its style."""
        return self._fill(sheet.cell(row, column), value, style)

    def cell(self, sheet: Any, value: object, **style: Any) -> Any:
        """Return a cell for a row that is appended; the arguments are those of `put`."""
        return self._fill(WriteOnlyCell(sheet), value, style)

    def _fill(self, cell: Any, value: object, style: Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            if value:
                cell.value = clean(value)
                cell.data_type = "s"  # openpyxl would take a leading "=" for a formula
        elif value is not None:
            cell.value = value
            if isinstance(value, date):
                cell.number_format = DAY
        self.style(cell, **style)
        return cell

    def style(self, cell: Any, **look: Any) -> None:
        """Give a cell its look, the fields of `Look`; a look is made once and then reused."""
        key = (cell.number_format, tuple(sorted(look.items())))
        known = self._styles.get(key)
        if known is None:
            self._apply(cell, Look(**look))
            self._styles[key] = copy(cell._style)  # noqa: SLF001 - an array of indices
        else:
            cell._style = copy(known)  # noqa: SLF001

    def _apply(self, cell: Any, look: "Look") -> None:
        cell.font = Font(
            name=FONT,
            size=look.size,
            bold=look.bold,
            italic=look.italic,
            color=self.colours[look.ink],
        )
        cell.alignment = Alignment(
            wrap_text=look.wrap,
            horizontal=look.align or ("left" if look.indent else None),
            indent=look.indent,
            vertical="center" if look.middle else "top",
        )
        if look.fill is not None:
            cell.fill = PatternFill("solid", fgColor=self.colours[look.fill])
        if look.edge is not None:
            side = Side(style="thin", color=self.colours[look.edge])
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        if look.number_format is not None:
            cell.number_format = look.number_format

    def head(self, sheet: Any, row: int, titles: Sequence[str], *, height: float = 32) -> None:
        """Write a row of column heads."""
        for number, title in enumerate(titles, start=1):
            self.put(
                sheet, row, number, title,
                fill="rule", ink="paper", bold=True, middle=True, align="center", edge="rule",
            )  # fmt: skip
        sheet.row_dimensions[row].height = height

    def title(self, sheet: Any, row: int, text: str, columns: int) -> None:
        """Write a title over the first `columns` columns."""
        self.put(sheet, row, 1, text, ink="rule", bold=True, size=TITLE, middle=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        sheet.row_dimensions[row].height = 24

    def line(self, sheet: Any, row: int, text: str, columns: int, **style: Any) -> None:
        """Write a paragraph over the first `columns` columns, as high as its text needs."""
        self.put(sheet, row, 1, text, **style)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        # a merged cell does not grow by itself
        width = sum(
            sheet.column_dimensions[get_column_letter(n)].width for n in range(1, columns + 1)
        )
        sheet.row_dimensions[row].height = _LINE * lines_of(text, width) + _PADDING

    def content(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def clean(text: str) -> str:
    """Return text as a cell can hold it: guarded, without what XML refuses, not too long."""
    return str(printable(formula.guard(text)) or "")


def printable(value: object) -> object:
    """Return a value as a cell can hold it; text that is blank is no value."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").translate(_NOT_IN_XML)[:LONGEST] or None


def bold() -> Font:
    """Return the face of a row of heads."""
    return Font(name=FONT, size=TEXT_SIZE, bold=True)


def lines_of(text: str, width: float) -> int:
    """Return how many lines `text` takes in a column of `width` characters, roughly."""
    fits = max(int(width * 1.1), 1)  # a digit is as wide as 1.1 letters of prose
    return sum(max(-(-len(part) // fits), 1) for part in text.split("\n"))


def _rgb(colour: str) -> str:
    return "FF" + colour.removeprefix("#").upper()
