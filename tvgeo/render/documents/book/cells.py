"""What stands in the cells: numbers and dates as such, text never as a formula."""

from dataclasses import dataclass
from datetime import date

from tvgeo.core import formula
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.works import Value

LONGEST = 32_767  # characters that a cell can hold
POINTS, COUNT, YEAR = "#,##0.0", "#,##0", "0"
AMOUNT = "#,##0.##"
# Decimal commas also in programs that follow the format, not the language of their user.
_DECIMALS = {"vi": "[$-42A]", "en": ""}
_DAYS = {"vi": "dd/mm/yyyy", "en": "d mmm yyyy"}

Row = tuple["Cell", ...]
Content = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is in it and how it is told apart.

    `invented` figures are in italics, with the mark after their digits; `unknown` ones are words
    on a hatch. `state` is a state of the palette, whose colour the cell has at its left edge.
    """

    content: Content
    number_format: str = ""
    invented: bool = False
    unknown: bool = False
    bold: bool = False
    indent: int = 0
    state: str = ""
    align: str = ""


def text(said: str, *, invented: bool = False, bold: bool = False, indent: int = 0) -> Cell:
    """Return a text as a cell can hold it."""
    return Cell(safe(said), invented=invented, bold=bold, indent=indent)


def safe(said: str) -> str:
    """Return text that no program runs: cleaned, guarded, not too long."""
    return formula.guard(plain.clean(said))[:LONGEST]


def count(n: int, *, bold: bool = False) -> Cell:
    """Return how many there are; nothing is 0, since a count is always known."""
    return Cell(n, COUNT, bold=bold)


def figure(t: Locale, value: Value, number_format: str = POINTS) -> Cell:
    """Return a figure as a number; an unknown one as the words for it, never as 0.

    What does not apply is a dash.
    """
    if value.number is None:
        said = plain.line(value.text)
        if len(said) <= len(t.dash):
            return dash(t)
        return Cell(safe(said), unknown=True)
    shown = _DECIMALS[t.language] + number_format
    if value.illustrative:
        return Cell(value.number, f'{shown}"{t.mark}"', invented=True)
    return Cell(value.number, shown)


def dash(t: Locale) -> Cell:
    """Return a dash at the right, for a figure that does not apply."""
    return Cell(t.dash, align="right")


def day(t: Locale, value: date | None, *, applies: bool = False) -> Cell:
    """Return a date as a date; without one a dash, or that it is not known where it `applies`."""
    if value is not None:
        return Cell(value, _DAYS[t.language])
    return Cell(t.missing, unknown=True) if applies else dash(t)


def state(said: str, code: str, *, invented: bool) -> Cell:
    """Return the words of a state with its colour at their edge."""
    return Cell(safe(said), bold=True, state=code, invented=invented, unknown=code == "no_data")
