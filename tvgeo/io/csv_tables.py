"""Our own CSV files, read strictly and written in one canonical form.

UTF-8 with or without a byte order mark, comma, a header of codes, ISO dates, decimal point.
Offices' own files, with their many encodings and layouts, are not read here.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TextIO

from tvgeo.core import formula
from tvgeo.core.findings import Finding


@dataclass(frozen=True, slots=True)
class Record:
    """One row; `row` counts as a spreadsheet does, the header being row 1.

    Blank rows count; a cell that runs over several lines is still one row. `cells` are trimmed
    and NFC; a blank cell is "".
    """

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV as read. `columns` is empty, and so are `records`, when the header is unusable."""

    file: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]


def read(data: bytes, *, file: str, required: Sequence[str]) -> Table:
    """Read a whole CSV; `file` is the name that findings show, `required` the columns it needs.

    Every fault is a finding: a row with too few or too many cells is left out, a table without
    its required columns, or with a column that occurs twice, is left out whole. Columns that
    nobody asked for are kept.
    """
    findings: list[Finding] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        value = repr(data[error.start : error.end])[2:-1]
        return _unusable(file, [Finding("error", "bad_encoding", file, row, value=value)])
    rows = _rows(text, file, findings)
    header = [_clean(cell) for cell in next(rows, (1, []))[1]]
    findings += _header_faults(header, file=file, required=required)
    if findings:
        return _unusable(file, findings)
    records = []
    nameless = [number for number, column in enumerate(header) if not column]
    for row, cells in rows:
        values = [_clean(cell) if cell else "" for cell in cells]
        if not any(values):
            continue
        # A cell under no header is as wrong as a cell too many.
        if len(values) != len(header) or any(values[number] for number in nameless):
            counts: dict[str, object] = {
                "expected": len([c for c in header if c]),
                "found": len(values),
            }
            findings.append(Finding("error", "ragged_row", file, row, values=counts))
        else:
            records.append(Record(row, dict(zip(header, values, strict=True))))
    columns = tuple(column for column in header if column)
    return Table(file, columns, tuple(records), tuple(findings))


def write(
    records: Iterable[Mapping[str, object]], columns: Sequence[str], stream: TextIO
) -> None:
    r"""Write records as CSV; `stream` is text, UTF-8, opened with ``newline=""``.

    Lines end in "\n"; a column that a record lacks is blank; text is guarded (`formula`).
    """
    stream.write(",".join(_quoted(cell_text(column)) for column in columns) + "\n")
    for record in records:
        cells = (_quoted(cell_text(record.get(column))) for column in columns)
        stream.write(",".join(cells) + "\n")


def cell_text(value: object) -> str:
    """Return a value as the text of a cell; `None` is blank, text is guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    return value.isoformat() if isinstance(value, date) else formula.guard(str(value))


def number_text(number: float) -> str:
    """Return the shortest plain digits that read back as the same number: 70, 0.1, never 7e1."""
    digits = format(Decimal(repr(number)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _quoted(cell: str) -> str:
    # csv.writer leaves a lone carriage return bare, and its own reader then ends the row there.
    if any(sign in cell for sign in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _unusable(file: str, findings: list[Finding]) -> Table:
    return Table(file, (), (), tuple(findings))


def _rows(text: str, file: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows numbered from 1; a quotation mark that is never closed ends the reading."""
    # Cells may be as long as the file; what is too long is said of the cell, not of the file.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for cells in reader:
            row += 1
            yield row, cells
    except csv.Error:
        findings.append(Finding("error", "bad_quote", file, row + 1))


def _header_faults(header: list[str], *, file: str, required: Sequence[str]) -> list[Finding]:
    missing = [
        Finding("error", "missing_column", file, 1, column)
        for column in required
        if column not in header
    ]
    named = [column for column in header if column]
    twice = [column for column in dict.fromkeys(named) if named.count(column) > 1]
    return missing + [Finding("error", "duplicate_column", file, 1, each) for each in twice]


def _clean(cell: str) -> str:
    """Trim a cell, make it NFC, and end the lines inside it as XLSX and Unix do."""
    cell = cell.strip()
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
