"""The head of our own template: the columns' codes, below their names where it is a workbook."""

from collections.abc import Sequence

from tvgeo.core.progress import COLUMNS
from tvgeo.io.reading import vocabulary
from tvgeo.io.reading.grid import Cell, as_text

WITHIN = 60
Numbered = tuple[int, list[Cell]]


def place(rows: Sequence[Numbered]) -> tuple[int, int, list[str]] | None:
    """Return the first and last row of a head that has every code, by place, and the codes."""
    for i, (_, cells) in enumerate(rows[:WITHIN]):
        codes = _texts(cells)
        if set(COLUMNS) <= set(codes):
            while not codes[-1]:
                codes.pop()
            return (i - 1 if i and _names_columns(rows[i - 1], rows[i]) else i), i, codes
    return None


def names(
    rows: Sequence[Numbered], first: int, last: int, columns: dict[str, int]
) -> dict[str, str]:
    """Return what a person sees over each column: its name, or its code where there are no names."""
    above, codes = _texts(rows[first][1]), _texts(rows[last][1])
    above += [""] * (len(codes) - len(above))
    return {code: above[at] or codes[at] for code, at in columns.items()}


def _names_columns(above: Numbered, below: Numbered) -> bool:
    known = {found.code for text in _texts(above[1]) if (found := vocabulary.header(text))}
    return above[0] == below[0] - 1 and set(COLUMNS) <= known


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [as_text(cell).strip().removeprefix("\ufeff") for cell in cells]
