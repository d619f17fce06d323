"""A table as it was sent, in the cells a workbook has: what the marked file is built from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from tvgeo.core import progress
from tvgeo.io.reading.grid import Cell, RawGrid

# Up to here a float counts in ones.
EXACT = 2**53


class Percent(float):
    """A share of 1 that the sender's cell showed as a percentage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A table as it was sent: `rows` by their number as seen, each from the first column on.

    `merged` are the corners of merged cells: row and column of the first, of the last. `places`
    are the columns, from 0, by their code.
    """

    file: str
    rows: Mapping[int, Sequence[object]]
    header_row: int | None
    sheet: str | None = None
    merged: Sequence[tuple[int, int, int, int]] = ()
    places: Mapping[str, int] = field(default_factory=dict)


def sent_from(
    grid: RawGrid,
    *,
    file: str,
    header_row: int | None,
    places: Mapping[str, int],
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> Sent:
    """Return what the reader saw as it is written back: dates as dates, percentages as such.

    `corrections` are what was typed in the page instead of a cell, by row and column code.
    """
    rows = {
        number: [_value(cell, epoch_1904=grid.epoch_1904) for cell in cells]
        for number, cells in grid.rows
    }
    for (row, code), text in (corrections or {}).items():
        cells, column = rows.get(row), places.get(code)
        if cells is not None and column is not None:
            cells += [None] * (column + 1 - len(cells))
            cells[column] = text
    return Sent(
        file=file,
        rows=rows,
        header_row=header_row,
        sheet=grid.sheet,
        merged=grid.merged,
        places=places,
    )


def _value(cell: Cell, *, epoch_1904: bool) -> object:
    """Return a cell of the grid as openpyxl writes it; a formula has left its result alone."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < EXACT else cell
    if not isinstance(cell, tuple):
        return cell
    kind, value = cell[0], cell[1]
    if kind == "p":
        return Percent(value)
    if kind == "d":
        return _moment(value, CALENDAR_MAC_1904 if epoch_1904 else CALENDAR_WINDOWS_1900)
    # of a text that is too long only the beginning is known; it stays too long, to be refused again
    return f"{value}{'…' * progress.MAX_TEXT}" if kind == "long" else value


def _moment(serial: float, epoch: datetime) -> object:
    try:
        return from_excel(serial, epoch)
    except (ValueError, OverflowError):
        return float(serial)  # a day that no calendar has stays the number it is
