"""One sheet of the workbook: its head, its table, and how it prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension

from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents import measure
from tvgeo.render.documents.book import cells
from tvgeo.render.documents.book.cells import Cell, Row

FACE = "Arial"
_TEXT, _SMALL, _TITLE = 10, 9, 14
_A4 = "9"
_PT_PER_LINE, _ROOM = 12.9, 4.0
_HIGHEST = 409.0  # pt, of a row: no program knows higher ones
_PX_PER_CHARACTER, _INDENT = 7, 0.12
_LINES = 4  # of one text above or below the table
_SHORT = 2  # lines of a row whose cells stand in its middle
# Of a text in a head or a foot: all three together may have 255 characters.
_RUNNING = 75
_MARGIN, _TALL_MARGIN = 0.4, 0.65  # inches


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its width in characters.

    Heads of a `number` column stand at the right like its figures; those that are not `printed`
    come last and are for the screen.
    """

    head: str
    width: float
    number: bool = False
    printed: bool = True


def _argb(colour: str) -> str:
    return "FF" + colour.removeprefix("#").upper()


def _ink(name: str) -> str:
    return _argb(style.SCREEN[name])


class _Growing(RowDimension):  # type: ignore[misc]  # its base has no types
    """A row that is as high as told until somebody types more into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        """Whether the height is fixed."""
        return False


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
    """A sheet under construction: lines, its one table, lines below it, and how it prints."""

    def __init__(
        self, book: Any, name: str, columns: Sequence[Column], facts: Facts, t: Locale
    ) -> None:
        """Add an empty sheet at the end of the workbook."""
        self.sheet = book.create_sheet(name)
        self.columns, self.facts, self.t = columns, facts, t
        self.look = _Look()
        self.row = 1
        self.printed_columns = sum(column.printed for column in columns)
        self.room = sum(_room(column.width) for column in columns if column.printed)

    def above(self, title: str, lines: Sequence[str], *, invented: bool) -> None:
        """Write title, date and revision, the mark where it applies, and further lines."""
        self._line(title, size=_TITLE, bold=True, ink="rule")
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
        """Write a text over the empty cells at its right, in as many rows as it needs."""
        said = measure.fitted(
            plain.line(said), size, self.room, _LINES, bold=bold, mark=self.t.mark
        )
        for part in measure.broken(said, size, self.room, bold=bold):
            cell = self.sheet.cell(self.row, 1)
            self._text(cell, cells.safe(part))
            cell.font = Font(name=FACE, size=size, bold=bold, color=_ink(ink))
            cell.alignment = Alignment(vertical="center")
            self.sheet.row_dimensions[self.row].height = size * measure.LINE + _ROOM
            if fill is not None:
                for column in range(1, self.printed_columns + 1):
                    self.sheet.cell(self.row, column).fill = fill
            self.row += 1

    @staticmethod
    def _text(cell: Any, said: str) -> None:
        cell.value = said
        if said:
            cell.data_type = "s"  # openpyxl would take a leading "=" for a formula

    def table(self, rows: Sequence[Row]) -> None:
        """Write the table, with a frozen head, a filter, and the head repeated in print."""
        first = self.row
        for number, column in enumerate(self.columns, start=1):
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = column.width
            self._head(self.sheet.cell(first, number), column)
        width = [column.width for column in self.columns]
        heads = [
            measure.lines(c.head, _TEXT, _room(c.width) - c.number * _INDENT, bold=True)
            for c in self.columns
        ]
        self.sheet.row_dimensions[first].height = _PT_PER_LINE * max(heads) + 2 * _ROOM
        for row in rows:
            self.row += 1
            lines = [_lines_of(c, w) for c, w in zip(row, width, strict=True)]
            for number, cell in enumerate(row, start=1):
                self._cell(self.sheet.cell(self.row, number), cell, tall=max(lines) > _SHORT)
            # programs do not agree on who makes a row as high as its text
            self._grow(self.row, min(_PT_PER_LINE * max(lines) + _ROOM, _HIGHEST))
        last = get_column_letter(len(self.columns))
        self.sheet.freeze_panes = self.sheet.cell(first + 1, 1)
        self.sheet.auto_filter.ref = f"A{first}:{last}{max(self.row, first + 1)}"
        self.sheet.print_title_rows = f"{first}:{first}"
        self.row += 2

    def _grow(self, row: int, height: float) -> None:
        self.sheet.row_dimensions[row] = _Growing(self.sheet, index=row, ht=height)

    def freeze_columns(self, columns: int) -> None:
        """Keep the first columns in sight as well."""
        row = self.sheet[self.sheet.freeze_panes].row
        self.sheet.freeze_panes = self.sheet.cell(row, columns + 1)

    def reading(self) -> None:
        """Say below the table how to read it: what is missing, and what was invented if it is."""
        said = [self.t("book.missing"), *([self.t("book.italics")] if self.facts.mark else [])]
        self.words(" ".join(said))

    def words(self, said: str) -> None:
        """Write a line below a table."""
        self._line(said, ink="ink_muted")

    def _head(self, cell: Any, column: Column) -> None:
        self._text(cell, cells.safe(column.head))
        cell.font = Font(name=FACE, size=_TEXT, bold=True, color=_ink("ink"))
        cell.fill, cell.border = self.look.surface, self.look.head
        cell.alignment = Alignment(
            wrap_text=True,
            vertical="center",
            horizontal="right" if column.number else "left",
            indent=int(column.number),
        )

    def _cell(self, place: Any, cell: Cell, *, tall: bool) -> None:
        if isinstance(cell.content, str):
            self._text(place, cell.content)
        elif cell.content is not None:
            place.value = cell.content
            place.number_format = cell.number_format
        number = not isinstance(cell.content, str) and cell.content is not None
        align = cell.align or ("right" if number else "left")
        muted = cell.unknown and not cell.state
        place.font = Font(
            name=FACE,
            size=_SMALL if muted else _TEXT,
            bold=cell.bold,
            italic=cell.invented,
            color=_ink("ink_muted" if muted or cell.content == 0 else "ink"),
        )
        place.alignment = Alignment(
            wrap_text=align != "right",  # the room at the right is lost where figures wrap
            vertical="top" if tall else "center",
            horizontal=align,
            indent=cell.indent or int(align == "right"),
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
        sheet.print_area = f"A1:{get_column_letter(self.printed_columns)}{self.row}"
        margins = sheet.page_margins
        margins.left = margins.right = _MARGIN
        margins.top = margins.bottom = _TALL_MARGIN
        margins.header = margins.footer = 0.3
        sheet.oddHeader.left.text = _running(facts.title)
        sheet.oddHeader.right.text = _running(facts.mark)
        sheet.oddFooter.left.text = _running(facts.stamp)
        sheet.oddFooter.right.text = t("book.page", page="&P", pages="&N")


def _room(width: float) -> float:
    """Return the room for text in a column of `width` characters, inches."""
    return (width * _PX_PER_CHARACTER - 3) / 96


def _lines_of(cell: Cell, width: float) -> int:
    if not isinstance(cell.content, str):
        return 1
    size = _SMALL if cell.unknown and not cell.state else _TEXT
    room = _room(width) - cell.indent * _INDENT
    return measure.lines(cell.content, size, room, bold=cell.bold)


def _running(said: str) -> str:
    """Return a text for the head or foot of a page, where "&" begins a command."""
    return plain.shortened(plain.line(said), _RUNNING).replace("&", "&&")
