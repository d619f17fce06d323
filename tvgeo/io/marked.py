"""The planner's own table as a workbook with the bad cells marked, and the list of findings.

The table is rebuilt from what the reader saw, cell by cell in the same place: macros, links and
formulas of the file that was sent are not in it. A marked cell has a light fill, a sign before
its value and a comment with what is wrong and what to do; its value is what was sent. The table
stays the first sheet, so that the corrected file can be sent again as it is.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from tvgeo.core import formula
from tvgeo.core.findings import Finding
from tvgeo.io import workbook
from tvgeo.io.sent import Percent, Sent
from tvgeo.io.workbook import Book
from tvgeo.locale import VALUE, Locale, catalogue

GLYPHS = {"error": "◆", "warning": "▼", "note": "○"}
INKS = {"error": "critical", "warning": "late", "note": "ink_muted"}
# Beyond these a file is opened slowly and read by nobody.
MOST_COMMENTS, MOST_LISTED = 2_000, 5_000
PERCENT = "0.####%"
_AUTHOR = "tvgeo"
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_LETTERS = 340, 16, 48
_NARROW, _WIDE = 8, 48
_LIST_WIDTHS = (14, 8, 26, 30, 64, 64)
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
# As far as marks inside a merged cell are looked for.
_MERGED_ROWS, _MERGED_COLUMNS = 200, 20


def marked(
    sent: Sent, findings: Sequence[Finding], t: Locale, colours: Mapping[str, str]
) -> bytes:
    """Return the table with the cells marked that findings are about, and the findings below."""
    book = Book(colours, write_only=True)
    _table(book, sent, _places(sent, findings), t)
    _list(book, sent.file, findings, t, how=t("marked.how"))
    return book.content()


def listed(
    file: str, findings: Sequence[Finding], t: Locale, colours: Mapping[str, str]
) -> bytes:
    """Return the list of findings alone, for a file whose table cannot be shown."""
    book = Book(colours, write_only=True)
    _list(book, file, findings, t, how=None)
    return book.content()


def _places(sent: Sent, findings: Iterable[Finding]) -> dict[tuple[int, int], list[Finding]]:
    """Return the findings by the cell, row and column from 1, where they are shown."""
    heads = _heads(sent)
    corners = _corners(sent)
    places: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.severity == "note":
            continue
        place = sent.places.get(str(finding.values.get("code")))
        column = heads.get(finding.column or "") if place is None else place + 1
        row = finding.row
        if row is None and finding.column is not None:
            row = sent.header_row
        if row is None or row not in sent.rows:
            continue  # about the file as a whole: it stands in the list
        cell = (row, column or _first_filled(sent.rows[row]))
        places.setdefault(corners.get(cell, cell), []).append(finding)
    return places


def _corners(sent: Sent) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for cells that are merged into another in rows that hold anything, that other."""
    return {
        (row, column): (first_row, first)
        for first_row, first, last_row, last in sent.merged
        for row in range(first_row, min(last_row, first_row + _MERGED_ROWS) + 1)
        for column in range(first, min(last, first + _MERGED_COLUMNS) + 1)
    }


def _heads(sent: Sent) -> dict[str, int]:
    """Return the columns by their header as written; of equal ones the first."""
    heads: dict[str, int] = {}
    for row in (sent.header_row, (sent.header_row or 0) - 1):
        for number, head in enumerate(sent.rows.get(row or 0, ()), start=1):
            if head not in {None, ""}:
                heads.setdefault(str(head).strip(), number)
    return heads


def _head_rows(sent: Sent) -> frozenset[int]:
    """Return the row of the header, and the one above where it names most of its columns."""
    if sent.header_row is None:
        return frozenset()
    head, above = (
        sum(cell not in {None, ""} for cell in sent.rows.get(row, ()))
        for row in (sent.header_row, sent.header_row - 1)
    )
    return frozenset({sent.header_row, *([sent.header_row - 1] if 2 * above > head else [])})


def _first_filled(cells: Sequence[object]) -> int:
    return next((n for n, cell in enumerate(cells, start=1) if cell not in {None, ""}), 1)


def _table(
    book: Book, sent: Sent, places: Mapping[tuple[int, int], list[Finding]], t: Locale
) -> None:
    name = _NO_SHEET_NAME.sub(" ", sent.sheet or "")[:_LONGEST_NAME].strip().strip("'")
    taken = {"", t("marked.sheet.findings").casefold(), "history"}
    title = t("marked.sheet.table") if name.casefold() in taken else name
    sheet = book.sheet(title, _widths(sent), grid=True)
    if sent.header_row is not None:
        sheet.freeze_panes = f"A{sent.header_row + 1}"
    furthest: dict[int, int] = {}
    for row, column in places:
        furthest[row] = max(furthest.get(row, 0), column)
    for first_row, first, last_row, last in sent.merged:
        corners = f"{get_column_letter(first)}{first_row}:{get_column_letter(last)}{last_row}"
        sheet.merged_cells.add(corners)
    heads = _head_rows(sent)
    comments = 0
    for row in range(1, max(sent.rows, default=0) + 1):
        line: list[Any] = []
        cells = sent.rows.get(row, ())
        for number in range(1, max(len(cells), furthest.get(row, 0)) + 1):
            value = cells[number - 1] if number <= len(cells) else None
            found = places.get((row, number))
            cell = _plain(sheet, value, bold=row in heads, marked=found is not None)
            if found is not None:
                _mark(book, cell, found)
                if comments < MOST_COMMENTS:
                    cell.comment = _comment(found, t)
                    comments += 1
            line.append(cell)
        sheet.append(line)


def _plain(sheet: Any, value: object, *, bold: bool, marked: bool) -> Any:
    """Return a value as a cell, or as it is where that is safe: most cells have no look."""
    text = isinstance(value, str)
    plain = not isinstance(value, (date, Percent)) and not (
        text and formula.is_formula_like(str(value))
    )
    if plain and not (marked or bold):
        return workbook.printable(value)
    cell = WriteOnlyCell(sheet)
    if text:
        if value:
            cell.value = workbook.printable(value)
            # text, and text it stays when it is edited: the value is what was sent, to the letter
            cell.data_type, cell.quotePrefix = "s", True
    elif value is not None:
        cell.value = value
    if bold:
        cell.font = workbook.bold()
    if isinstance(value, Percent):
        cell.number_format = PERCENT
    elif isinstance(value, date):
        at_midnight = not isinstance(value, datetime) or value.time() == time()
        cell.number_format = workbook.DAY if at_midnight else f"{workbook.DAY} hh:mm:ss"
    return cell


def _mark(book: Book, cell: Any, found: Sequence[Finding]) -> None:
    severity = "error" if any(f.severity == "error" for f in found) else "warning"
    book.style(
        cell,
        fill=f"{severity}_fill",
        ink=INKS[severity],
        bold=True,
        edge=INKS[severity],
        number_format=_with_sign(cell.number_format, GLYPHS[severity]),
    )


def _with_sign(number_format: str, glyph: str) -> str:
    """Return a number format that shows a sign before the value, and leaves the value alone."""
    shown = "General" if number_format == workbook.TEXT else number_format
    return f'"{glyph} "{shown};"{glyph} "-{shown};"{glyph} "{shown};"{glyph} "@'


def _comment(found: Sequence[Finding], t: Locale) -> Comment:
    text = "\n\n".join(
        f"{GLYPHS[f.severity]} {t('severity.' + f.severity)}\n{t.problem(f)}.\n⇒ {t.remedy(f)}"
        for f in found
    )
    text = str(workbook.printable(text))
    lines = workbook.lines_of(text, _COMMENT_LETTERS) + 1
    return Comment(text, _AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_LINE * lines)


def _widths(sent: Sent) -> list[float]:
    """Return widths that show most of what stands in a column."""
    longest: list[int] = []
    for cells in sent.rows.values():
        longest += [0] * (len(cells) - len(longest))
        for number, cell in enumerate(cells):
            if cell is not None:
                longest[number] = max(longest[number], min(len(str(cell)), _WIDE))
    return [min(max(width + 3, _NARROW), _WIDE) for width in longest]


def _list(
    book: Book, file: str, findings: Sequence[Finding], t: Locale, *, how: str | None
) -> None:
    sheet = book.sheet(t("marked.sheet.findings"), _LIST_WIDTHS)
    rows = itertools.count(1)

    def add(cells: list[Any], lines: int = 1) -> None:
        book.grow(sheet, next(rows), lines)
        sheet.append(cells)

    def say(text: str, *, lines: int = 1, **style: Any) -> None:
        add([book.cell(sheet, text, wrap=False, **style)], lines)

    errors = sum(f.severity == "error" for f in findings)
    warnings = sum(f.severity == "warning" for f in findings)
    say(t("marked.title", file=file), lines=2, ink="rule", bold=True, size=workbook.TITLE)
    if not findings:
        say(t("marked.none"), ink="ink_muted")
        return
    say(t("marked.counts", errors=errors, warnings=warnings))
    if how is not None:
        say(how, ink="ink_muted")
    add([])
    columns = ("level", "row", "column", "value", "problem", "remedy")
    add([
        book.cell(
            sheet, t(f"marked.column.{c}"),
            fill="rule", ink="paper", bold=True, middle=True, align="center", edge="rule",
        )
        for c in columns
    ], 2)  # fmt: skip
    for finding in findings[:MOST_LISTED]:
        ink = INKS[finding.severity]
        level = f"{GLYPHS[finding.severity]} {t('severity.' + finding.severity)}"
        texts = (
            finding.column or "",
            catalogue.as_written(finding.value or "", VALUE),
            f"{t.problem(finding)}.",
            t.remedy(finding),
        )
        add(
            [
                book.cell(sheet, level, ink=ink, bold=True, indent=1, edge="panel_line"),
                book.cell(sheet, finding.row, edge="panel_line"),
                *(book.cell(sheet, text, indent=1, edge="panel_line") for text in texts),
            ],
            max(map(workbook.lines_of, texts, (width - 4 for width in _LIST_WIDTHS[2:]))),
        )
    if len(findings) > MOST_LISTED:
        say(t("marked.more", n=len(findings) - MOST_LISTED), ink="ink_muted")
