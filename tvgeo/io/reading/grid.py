"""The grid that the parsing process hands over: cells by row and column, as seen in the file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tvgeo.io import csv_tables
from tvgeo.io.reading import days

Cell = Any  # str | float | tuple: see tvgeo.io.parsing.worksheet


@dataclass(slots=True)
class Sheet:
    """A worksheet that is not the one read: its place, name, whether it is hidden, first rows."""

    index: int
    name: str
    hidden: bool
    rows: list[tuple[int, list[Cell]]]


@dataclass(slots=True)
class RawGrid:
    """Rows that hold anything, each with its number as seen; `total` is the last number.

    `formulas` are places (row, column from 0) of cells whose formula was taken off, with its
    kind (see `worksheet`), or `empty` where no result is stored.
    """

    encoding: str
    rows: list[tuple[int, list[Cell]]]
    total: int
    more: bool = False
    ctrl_z: bool = False
    quotes: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    epoch_1904: bool = False
    sheet: str | None = None
    others: list[Sheet] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether it came from a delimited text, where rows may be too short or too long."""
        return self.encoding != "xlsx"

    def texts(self, within: int | None = None) -> Iterator[str]:
        """Yield every cell that is text, or those of the first rows."""
        for _, cells in self.rows[:within]:
            for cell in cells:
                if cell.__class__ is str and cell:
                    yield cell

    def convert(self, change: Callable[[str], str]) -> None:
        """Put every text through `change`, once for each different one."""
        changed = {text: change(text) for text in set(self.texts())}
        for _, cells in self.rows:
            cells[:] = [changed.get(c, c) if c.__class__ is str else c for c in cells]


def from_answer(answer: Mapping[str, Any]) -> RawGrid:
    """Return the grid of an answer of the parsing process; formulas are taken off the cells."""
    grid = RawGrid(
        encoding=str(answer["encoding"]),
        rows=[(number, cells) for number, cells in answer["rows"]],
        total=int(answer["total"]),
        more=bool(answer["more"]),
        ctrl_z=bool(answer.get("ctrl_z")),
        quotes=[(row, column) for row, column in answer.get("quotes", ())],
        merged=[tuple(ends) for ends in answer.get("merged", ())],
        hidden_columns=[(first, last) for first, last in answer.get("hidden_columns", ())],
        hidden_rows=list(answer.get("hidden_rows", ())),
        epoch_1904=bool(answer.get("epoch_1904")),
        sheet=answer.get("sheet"),
        others=[
            Sheet(
                s["index"], s["name"], s["hidden"], [(n, list(cells)) for n, cells in s["rows"]]
            )
            for s in answer.get("sheets", ())
        ],
    )
    if not grid.is_text:
        for rows in (grid.rows, *(sheet.rows for sheet in grid.others)):
            for number, cells in rows:
                for column, cell in enumerate(cells):
                    if cell.__class__ is list:
                        cells[column] = _taken_off(grid, number, column, cell)
                    elif cell.__class__ is int:
                        cells[column] = float(cell)
    else:
        for _, cells in grid.rows:
            if list in map(type, cells):
                cells[:] = [tuple(c) if c.__class__ is list else c for c in cells]
    return grid


def _taken_off(grid: RawGrid, row: int, column: int, cell: list[Any]) -> Cell:
    if cell[0] != "f":
        return _typed(cell)
    _, inner, kind = cell
    grid.formulas[row, column] = "empty" if inner is None and kind != "d" else kind
    if inner is None:
        return ""
    if inner.__class__ is list:
        return _typed(inner)
    return float(inner) if inner.__class__ is int else inner


def _typed(cell: list[Any]) -> tuple[Any, ...]:
    if cell[0] in {"p", "d"}:
        return (cell[0], float(cell[1]))
    return tuple(cell)


def as_text(cell: Cell, *, epoch_1904: bool = False) -> str:
    """Return a cell as a person sees it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return csv_tables.number_text(cell)
    kind, value = cell[0], cell[1]
    if kind == "p":
        return csv_tables.number_text(round(value * 100, 10)) + "%"
    if kind == "d":
        found = days.read(cell, zone="UTC", epoch_1904=epoch_1904).day
        return _day_text(found, value) if found else csv_tables.number_text(value)
    if kind == "b":
        return "TRUE" if value else "FALSE"
    return str(value)


def _day_text(day: date, serial: float) -> str:
    seconds = int((serial - int(serial)) * 86_400 + 0.5)
    shown = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return f"{shown} {timedelta(seconds=seconds)}" if seconds else shown


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, …, Z, AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
