"""The file to fill in: one row per project, as CSV by codes or as a workbook with drop-downs.

The workbook's first sheet has two header rows, the columns' names and below them their codes,
so that a person reads the one and the reader the other: a table that has all the codes is in
points, its percentages are never guessed at. Columns with the codes `REFERENCE_COLUMNS` are for
people alone.

What was published before stands beside the cells to fill, never in them: a template that comes
back as it was must not turn old or invented figures into reported ones. Only what is already
reported for the very same date is filled in, so that sending it again changes nothing.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tvgeo.core import plan, progress
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io import csv_tables, progress_table
from tvgeo.locale import Locale

if TYPE_CHECKING:
    from tvgeo.io.workbook import Book

# Excel reads a CSV as UTF-8 only with a byte order mark.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Columns of the workbook that only help whoever fills it in; the reader passes over them.
REFERENCE_COLUMNS = ("name", "last")
SHEET_COLUMNS = (COLUMNS[0], *REFERENCE_COLUMNS, *COLUMNS[1:])
HEAD_ROWS = 2
_WIDTHS = {
    "project_id": 28, "name": 40, "last": 50, "as_of": 13, "status": 19, "completed_chainage": 28,
    "physical_basis": 17, "disbursed_basis": 22, "obstacle": 46, "proposal": 40, "note": 30,
    "source": 32, "quality": 17,
}  # fmt: skip
_WIDTH = 15
# Rows below the projects that are ready for another date of one of them.
_SPARE = 20
# Any kind that is built on the ground, for the labels of its statuses.
A_WORK = min(plan.WORK_KINDS)
# What Excel allows in the note of a cell.
_NOTE_TITLE, _NOTE = 32, 255
_LISTED = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One project to report: `row` holds what is filled in already, `last` says what was published."""

    row: Row
    name: str
    kind: str | None
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the sheets besides the first say: `heads` and `rows` of text, below a `title`."""

    title: str
    note: str | None
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A template: its lines, the day its figures are of, and the first day that is accepted."""

    lines: Sequence[Line]
    as_of: date
    first_day: date
    scope: str | None
    published: Table


def csv_content(form: Form) -> bytes:
    """Return the template as CSV in the upload format, with a byte order mark."""
    stream = io.StringIO(newline="")
    stream.write(BOM)
    csv_tables.write((_record(line.row) for line in form.lines), COLUMNS, stream)
    return stream.getvalue().encode("utf-8")


def _record(row: Row) -> dict[str, object]:
    """Return a row's cells; one that holds nothing says nothing of its quality either."""
    cells = progress_table.record(row)
    filled = any(cells[c] is not None for c in COLUMNS[2:] if c != "quality")
    return cells if filled else cells | {"quality": None}


def xlsx_content(form: Form, t: Locale, colours: dict[str, str]) -> bytes:
    """Return the template as a workbook: the table to fill, what is published, how to fill it."""
    from tvgeo.io import template_guide, workbook  # noqa: PLC0415 - openpyxl is slow to load

    book = workbook.Book(colours)
    _figures(book, form, t)
    template_guide.published(book, form.published, t)
    template_guide.guide(book, form, t)
    book.book.active = 0
    return book.content()


def label(t: Locale, column: str) -> str:
    """Return the name of a column of the first sheet."""
    return t("template.column.last") if column == "last" else t(f"column.{column}")


def help_text(t: Locale, column: str, closing: date) -> str:
    """Return what to enter in a column."""
    return t(f"column.{column}.help", closing=t.date(closing))


def status_labels(t: Locale, kind: str | None) -> list[str]:
    """Return the statuses to choose from for a project of this kind."""
    return [t.status(code, kind) for code in progress.STATUSES]


def basis_labels(t: Locale, column: str) -> list[str]:
    """Return the bases to choose from in one of the two columns of bases."""
    codes = progress.PHYSICAL_BASES if column == "physical_basis" else progress.DISBURSED_BASES
    return [t(f"choice.{column}.{code}") for code in codes]


def _figures(book: "Book", form: Form, t: Locale) -> None:
    from tvgeo.io import workbook  # noqa: PLC0415

    sheet = book.sheet(
        t("template.sheet.figures"), [_WIDTHS.get(c, _WIDTH) for c in SHEET_COLUMNS], wide=True
    )
    book.head(sheet, 1, [label(t, column) for column in SHEET_COLUMNS], height=44)
    for number, column in enumerate(SHEET_COLUMNS, start=1):
        book.put(
            sheet, HEAD_ROWS, number, column,
            fill="surface", ink="ink_faint", italic=True, size=8, align="center", edge="panel_line",
        )  # fmt: skip
    first = HEAD_ROWS + 1
    for row, line in enumerate(form.lines, start=first):
        cells = _record(line.row) | {"name": line.name, "last": line.last}
        shown = _shown(cells, line, t)
        for number, column in enumerate(SHEET_COLUMNS, start=1):
            _cell(book, sheet, row, number, column, shown.get(column))
        lines = (
            workbook.lines_of(str(shown[c] or ""), _WIDTHS[c] - 2)
            for c in _WIDTHS
            if shown.get(c)
        )
        book.grow(sheet, row, max(lines, default=1))
    last = first + len(form.lines) - 1
    for row in range(last + 1, last + 1 + _SPARE):
        for number, column in enumerate(SHEET_COLUMNS, start=1):
            _cell(book, sheet, row, number, column, None)
    sheet.freeze_panes = sheet.cell(first, SHEET_COLUMNS.index("last") + 1)
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    _checks(sheet, form, t, last=last + _SPARE)


def _shown(cells: dict[str, object], line: Line, t: Locale) -> dict[str, object]:
    """Return a row as a person fills it in: with labels for codes."""
    shown = dict(cells)
    if line.row.status is not None:
        shown["status"] = t.status(line.row.status, line.kind)
    for column in ("physical_basis", "disbursed_basis"):
        if cells[column] is not None:
            shown[column] = t(f"choice.{column}.{cells[column]}")
    if cells["quality"] is not None:
        shown["quality"] = t(f"choice.quality.{cells['quality']}")
    return shown


def _cell(book: "Book", sheet: Any, row: int, number: int, column: str, value: object) -> None:
    grey = column in {"project_id", *REFERENCE_COLUMNS}
    is_text = column in {"project_id", *progress.TEXT_COLUMNS}
    book.put(
        sheet, row, number, value,
        fill="surface" if grey else None,
        ink="ink_muted" if column == "last" else "ink",
        bold=column == "name",
        indent=1 if is_text or grey else 0,
        edge="panel_line",
        # percentages keep the general format: "50%" typed into it is stored as what it means
        number_format="@" if is_text else "dd/mm/yyyy" if column == "as_of" else None,
    )  # fmt: skip


def _checks(sheet: Any, form: Form, t: Locale, *, last: int) -> None:
    """Give every column its note, its list or its limits; a wrong entry is told at once."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    first = HEAD_ROWS + 1
    for number, column in enumerate(SHEET_COLUMNS, start=1):
        if column in REFERENCE_COLUMNS:
            continue
        letter = get_column_letter(number)
        for rows, rule in _rules(column, form, t, first=first, last=last):
            wrong = rule.pop("wrong", None)
            check = DataValidation(
                allow_blank=True,
                showInputMessage=True,
                promptTitle=label(t, column)[:_NOTE_TITLE],
                prompt=help_text(t, column, form.as_of)[:_NOTE],
                **rule,
            )
            if wrong:
                check.showErrorMessage = True
                check.errorTitle = t("template.wrong.title")[:_NOTE_TITLE]
                check.error = wrong[:_NOTE]
            for start, end in rows:
                check.add(f"{letter}{start}:{letter}{end}")
            sheet.add_data_validation(check)


def _rules(
    column: str, form: Form, t: Locale, *, first: int, last: int
) -> list[tuple[list[tuple[int, int]], dict[str, Any]]]:
    """Return the rows of a column with the rule they follow; a status depends on the project."""
    if column == "status":
        spare = (first + len(form.lines), last)
        works = _runs(form.lines, first, works=True)
        rest = [*_runs(form.lines, first, works=False), spare]
        kinds = ((works, A_WORK), (rest, None))
        return [(rows, _choice(status_labels(t, kind), t)) for rows, kind in kinds if rows]
    return [([(first, last)], _rule(column, form, t))]


def _rule(column: str, form: Form, t: Locale) -> dict[str, Any]:
    """Return what one column takes, in the words of openpyxl; `wrong` is the sentence for the rest."""
    if column == "as_of":
        return {
            "type": "date",
            "operator": "between",
            "formula1": _serial(form.first_day),
            "formula2": f"MAX(TODAY(),{_serial(form.as_of)})",
            "wrong": t("template.wrong.date", from_day=form.first_day, closing=form.as_of),
        }
    if column.endswith("_pct"):
        limits = {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "100"}
        return limits | {"wrong": t("template.wrong.percent")}
    if column == "actual_value":
        least = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
        return least | {"wrong": t("template.wrong.number")}
    if column.endswith("_basis"):
        return _choice(basis_labels(t, column), t)
    if column in progress.TEXT_COLUMNS:
        most = str(progress.MAX_TEXT)
        wrong = t("template.wrong.text", limit=t.number(progress.MAX_TEXT))
        return {
            "type": "textLength",
            "operator": "lessThanOrEqual",
            "formula1": most,
            "wrong": wrong,
        }
    return {"type": None}


def _choice(labels: list[str], t: Locale) -> dict[str, Any]:
    listed = ",".join(labels)
    assert len(listed) <= _LISTED, "Excel takes no longer list inside a cell's rule"
    return {"type": "list", "formula1": f'"{listed}"', "wrong": t("template.wrong.choice")}


def _runs(lines: Sequence[Line], first: int, *, works: bool) -> list[tuple[int, int]]:
    """Return the stretches of rows whose projects are works, or are not."""
    runs: list[tuple[int, int]] = []
    for row, line in enumerate(lines, start=first):
        if (line.kind in plan.WORK_KINDS) is works:
            if runs and runs[-1][1] == row - 1:
                runs[-1] = (runs[-1][0], row)
            else:
                runs.append((row, row))
    return runs


def _serial(day: date) -> str:
    """Return a day as spreadsheets count it: 1 is 1 January 1900, with a day too many in 1900."""
    return str((day - date(1899, 12, 30)).days)
