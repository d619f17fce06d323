"""The sheets of the template that are only read: what is published, and how to fill it in."""

from typing import Any

from tvgeo.core import progress
from tvgeo.io import template, workbook
from tvgeo.io.workbook import Book
from tvgeo.locale import Locale

STEPS = ("fill", "blank_row", "blank_cell", "reported", "percent", "rows", "send")
_PUBLISHED_WIDTHS = (28, 44, 28, 16, 14, 16, 14, 22, 16, 18, 48, 44)
_GUIDE_WIDTHS = (30, 24, 88)
_NAME = 2


def published(book: Book, table: template.Table, t: Locale) -> None:
    """Add the sheet of what is published, to be looked at and not read back."""
    columns = len(table.heads)
    sheet = book.sheet(t("template.sheet.published"), _PUBLISHED_WIDTHS[:columns], wide=True)
    book.title(sheet, 1, table.title, columns)
    head = 2
    if table.note is not None:
        book.line(sheet, head, table.note, columns, ink="illustrative", fill="illustrative_bg")
        head += 1
    book.head(sheet, head, table.heads)
    for row, cells in enumerate(table.rows, start=head + 1):
        for number, text in enumerate(cells, start=1):
            book.put(
                sheet, row, number, text, edge="panel_line", bold=number == _NAME, indent=1
            )
        lines = map(workbook.lines_of, cells, (width - 2 for width in _PUBLISHED_WIDTHS))
        book.grow(sheet, row, max(lines))
    sheet.freeze_panes = sheet.cell(head + 1, 3)
    sheet.print_title_rows = f"{head}:{head}"


def guide(book: Book, form: template.Form, t: Locale) -> None:
    """Add the sheet that says how to fill in the first one, with every column and list."""
    sheet = book.sheet(t("template.sheet.guide"), _GUIDE_WIDTHS)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 1
    columns = len(_GUIDE_WIDTHS)
    book.title(sheet, 1, t("template.guide.title"), columns)
    n = len(form.lines)
    said = (
        t("template.guide.scope", date=form.as_of, n=n)
        if form.scope is None
        else t("template.guide.scope_agency", date=form.as_of, n=n, agency=form.scope)
    )
    book.line(sheet, 2, said, columns, ink="ink_muted")
    row = 4
    for number, step in enumerate(STEPS, start=1):
        text = f"{number}. {t(f'template.guide.step_{step}')}"
        book.line(sheet, row, text, columns)
        row += 1
    row = _section(book, sheet, row + 1, t("template.guide.columns"))
    heads = ("template.guide.column", "template.guide.code", "template.guide.help")
    rows = [
        (template.label(t, c), c, template.help_text(t, c, form.as_of))
        for c in progress.COLUMNS
    ]
    row = _table(book, sheet, row, [t(key) for key in heads], rows)
    row = _section(book, sheet, row + 1, t("template.guide.statuses"))
    heads = (
        "template.guide.status_works",
        "template.guide.status_code",
        "template.guide.status_rest",
    )
    statuses = [
        (t.status(code, template.A_WORK), code, t.status(code, None))
        for code in progress.STATUSES
    ]
    _table(book, sheet, row, [t(key) for key in heads], statuses)


def _section(book: Book, sheet: Any, row: int, title: str) -> int:
    book.line(sheet, row, title, len(_GUIDE_WIDTHS), ink="rule", bold=True, size=12)
    sheet.row_dimensions[row].height = 20
    return row + 1


def _table(
    book: Book, sheet: Any, row: int, heads: list[str], rows: list[tuple[str, str, str]]
) -> int:
    book.head(sheet, row, heads, height=20)
    for cells in rows:
        row += 1
        for number, text in enumerate(cells, start=1):
            book.put(sheet, row, number, text, edge="panel_line", bold=number == 1, indent=1)
        book.grow(sheet, row, 1)
    return row + 1
