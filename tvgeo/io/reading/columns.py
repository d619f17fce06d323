"""The cells of each column as values; each different cell is interpreted once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tvgeo.core.plan import Settings
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import Cell, as_text
from tvgeo.io.reading.layout import Table


class Remark(NamedTuple):
    """What is to be said of a cell, wherever it stands."""

    severity: str
    code: str
    values: Mapping[str, object]


class Meaning(NamedTuple):
    """A cell's value, and what is to be said of it."""

    value: Any = None
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Columns:
    """Values by column code, one per row of the table; `None` is blank or wrong.

    `broken` are the places of rows with an error; `blank_words` say, per column, in which rows
    a word stands for no figure.
    """

    table: Table
    gathering: Gathering
    settings: Settings
    today: date
    epoch_1904: bool = False
    values: dict[str, list[Any]] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    blank_words: dict[str, set[int]] = field(default_factory=dict)
    _cells: dict[str, list[Cell]] = field(default_factory=dict)

    def cells(self, code: str) -> list[Cell]:
        """Return the cells of a column, "" where a row or the file has none."""
        if code not in self._cells:
            column = self.table.columns.get(code)
            self._cells[code] = (
                [""] * len(self.table.rows)
                if column is None
                else [
                    cells[column] if column < len(cells) else "" for _, cells in self.table.rows
                ]
            )
        return self._cells[code]

    def interpret(self, code: str, meaning: Callable[[Cell], Meaning]) -> None:
        """Fill the values of a column; what is to be said of a cell is said in each of its rows."""
        cells = self.cells(code)
        meanings = {cell: meaning(cell) for cell in dict.fromkeys(cells)}
        self.values[code] = [meanings[cell].value for cell in cells]
        if any(each.remarks for each in meanings.values()):
            for place, cell in enumerate(cells):
                for remark in meanings[cell].remarks:
                    self.add(remark.severity, remark.code, place, code, **remark.values)

    def add(
        self, severity: str, code: str, /, place: int, column: str, **values: object
    ) -> None:
        """Add a finding about the cell of a column in the row at `place`."""
        number, cells = self.table.rows[place]
        written = as_text(self.table.written(cells, column), epoch_1904=self.epoch_1904)
        self.gathering.add(
            severity, code, row=number, column=self.table.headers.get(column, column),
            value=str(values.pop("value", written)) or None, **{"code": column} | values,
        )  # fmt: skip
        if severity == "error":
            self.broken.add(place)

    def add_column(
        self, severity: str, code: str, /, column: str, value: str, **values: object
    ) -> None:
        """Add a finding about a whole column."""
        self.gathering.add(
            severity, code, row=self.table.header_row, column=self.table.headers[column],
            value=value, **{"code": column} | values,
        )  # fmt: skip

    def texts(self, cells: Iterable[Cell]) -> str:
        """Return cells as they are seen, as one text."""
        return ", ".join(as_text(cell, epoch_1904=self.epoch_1904) for cell in cells)
