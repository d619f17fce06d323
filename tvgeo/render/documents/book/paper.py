"""One sheet of the workbook: its head, its table, and how it prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.book import cells
from tvgeo.render.documents.book.cells import Cell

FACE = "Arial"
_TEXT, _SMALL, _TITLE = 10, 9, 14
_A4 = "9"
_PT_PER_LINE = 13.5
# Of a text in a head or a foot: all three together may have 255 characters.
_RUNNING = 75
_MARGIN, _TALL_MARGIN = 0.4, 0.65  # inches


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its width in characters."""

    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; each row has a cell for every column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def _argb(colour: str) -> str:
    return "FF" + colour.removeprefix("#").upper()


def _ink(name: str) -> str:
    return _argb(style.SCREEN[name])


class _Look:
    """Styles of cells, each made once."""

    def __init__(self) -> None:
        line = Side(style="thin", color=_ink("track"))
        rule = Side(style="medium", color=_ink("rule"))
        self.line = line
        self.under = Border(bottom=line)
        self.head = Border(top=rule, bottom=rule)
        self.surface = PatternFill("solid", fgColor=_ink("surface"))
        self.mark = PatternFill("solid", fgColor=_ink("illustrative_bg"))
        self.hatch = PatternFill("lightUp", fgColor=_ink("panel_line"), bgColor=_ink("paper"))
        self.borders: dict[str, Border] = {}

    def edge(self, code: str) -> Border:
        """Return the border of a cell that bears a state."""
        if code not in self.borders:
            entry = style.health(code)
            colour = entry.on if code == "no_data" else entry.fill
            side = Side(style="thick", color=_argb(colour))
            self.borders[code] = Border(left=side, bottom=self.line)
        return self.borders[code]


class Paper:
    """A sheet under construction: the lines above the table are written in order."""

    def __init__(self, book: Any, name: str, facts: Facts, t: Locale) -> None:
        """Add an empty sheet at the end of the workbook."""
        self.sheet = book.create_sheet(name)
        self.facts, self.t = facts, t
        self.look = _Look()
        self.row = 1
        self.columns = 1

    def above(self, title: str, lines: Sequence[str], columns: int, *, invented: bool) -> None:
        """Write title, date and revision, the mark where it applies, and further lines."""
        self.columns = columns
        self._line(title, size=_TITLE, bold=True, ink="rule")
        self.sheet.row_dimensions[1].height = 24
        self._line(self.facts.stamp, ink="ink_muted")
        if invented and self.facts.mark:
            said = self.t("book.mark", mark=self.facts.mark.upper(), note=self.facts.note)
            self._line(said, bold=True, ink="illustrative", fill=self.look.mark)
        for line in lines:
            if line:
                self._line(line, ink="ink_muted")
        self.row += 1

    def _line(
        self,
        said: str,
        *,
        size: int = _TEXT,
        bold: bool = False,
        ink: str = "ink",
        fill: Any = None,
    ) -> None:
        """Write a line that runs over the empty cells at its right."""
        cell = self.sheet.cell(self.row, 1)
        self._text(cell, cells.safe(plain.line(said)))
        cell.font = Font(name=FACE, size=size, bold=bold, color=_ink(ink))
        cell.alignment = Alignment(vertical="center")
        if fill is not None:
            for column in range(1, self.columns + 1):
                self.sheet.cell(self.row, column).fill = fill
        self.row += 1

    @staticmethod
    def _text(cell: Any, said: str) -> None:
        cell.value = said
        if said:
            cell.data_type = "s"  # openpyxl would take a leading "=" for a formula

    def table(self, table: Table, *, main: bool = True) -> None:
        """Write a table; the `main` one has the frozen head, the filter and the repeated rows."""
        first = self.row
        for number, column in enumerate(table.columns, start=1):
            letter = get_column_letter(number)
            if main:
                self.sheet.column_dimensions[letter].width = column.width
            self._head(self.sheet.cell(first, number), column)
        width = [column.width for column in table.columns]
        lines = max(_lines(c.head, w) for c, w in zip(table.columns, width, strict=True))
        self.sheet.row_dimensions[first].height = _PT_PER_LINE * lines + 8
        for row in table.rows:
            self.row += 1
            for number, cell in enumerate(row, start=1):
                self._cell(self.sheet.cell(self.row, number), cell)
        last = get_column_letter(len(table.columns))
        if main:
            self.sheet.freeze_panes = self.sheet.cell(first + 1, 1)
            self.sheet.auto_filter.ref = f"A{first}:{last}{max(self.row, first + 1)}"
            self.sheet.print_title_rows = f"{first}:{first}"
        self.row += 2

    def freeze_columns(self, columns: int) -> None:
        """Keep the first columns in sight as well."""
        row = self.sheet[self.sheet.freeze_panes].row
        self.sheet.freeze_panes = self.sheet.cell(row, columns + 1)

    def words(self, said: str) -> None:
        """Write a line below a table."""
        self._line(said, ink="ink_muted")

    def heading(self, said: str) -> None:
        """Write the heading of a further table."""
        self._line(said, size=12, bold=True, ink="rule")

    def _head(self, cell: Any, column: Column) -> None:
        self._text(cell, cells.safe(column.head))
        cell.font = Font(name=FACE, size=_TEXT, bold=True, color=_ink("ink"))
        cell.fill, cell.border = self.look.surface, self.look.head
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")

    def _cell(self, place: Any, cell: Cell) -> None:
        if isinstance(cell.content, str):
            self._text(place, cell.content)
        elif cell.content is not None:
            place.value = cell.content
            place.number_format = cell.number_format
        number = not isinstance(cell.content, str) and cell.content is not None
        muted = cell.unknown and not cell.state
        place.font = Font(
            name=FACE,
            size=_SMALL if muted else _TEXT,
            bold=cell.bold,
            italic=cell.invented,
            color=_ink("ink_muted" if muted else "ink"),
        )
        place.alignment = Alignment(
            wrap_text=True,
            vertical="top",
            horizontal=cell.align or ("right" if number else "left"),
            indent=cell.indent,
        )
        place.border = self.look.edge(cell.state) if cell.state else self.look.under
        if cell.unknown:
            place.fill = self.look.hatch

    def printed(self) -> None:
        """Set how the sheet prints: A4 across, as wide as the page, head and foot on each."""
        sheet, facts, t = self.sheet, self.facts, self.t
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = _MARGIN
        margins.top = margins.bottom = _TALL_MARGIN
        margins.header = margins.footer = 0.3
        sheet.oddHeader.left.text = _running(facts.title)
        sheet.oddHeader.right.text = _running(facts.mark)
        sheet.oddFooter.left.text = _running(facts.stamp)
        sheet.oddFooter.right.text = t("book.page", page="&P", pages="&N")


def _running(said: str) -> str:
    """Return a text for the head or foot of a page, where "&" begins a command."""
    return plain.shortened(plain.line(said), _RUNNING).replace("&", "&&")


def _lines(said: str, width: float) -> int:
    """Return in how many lines a head stands, roughly; words are not broken."""
    count, taken = 1, 0
    for word in said.split():
        if taken and taken + 1 + len(word) > width:
            count, taken = count + 1, 0
        taken += len(word) + (1 if taken else 0)
    return count
