"""Numbers and percentages as offices write them; one cell at a time, nothing guessed.

One separator is the decimal mark, whichever it is; two different ones mean thousands. Digits
are ASCII: `float()` would take 7_5, ٧٥ and nan.
"""

import math
import re
from decimal import Decimal
from typing import NamedTuple

from tvgeo.io.reading import folding

HIGHEST = 1e15
FULL = 100.0
# What arithmetic in a spreadsheet adds to 100 or takes from 0.
NOISE = 1e-6
# As long as a double may be in plain digits, and no longer.
MAX_DIGITS = 400
BLANK_WORDS = frozenset({
    "-", "–", "—", "−", "--", "---", "…", "...", "..", "n/a", "chưa có", "chưa có số liệu",
    "chưa báo cáo", "không có", "không có số liệu", "k/có", "no data", "(trống)",
})  # fmt: skip
_NUMBER = re.compile(r"([+\-−]?)(\d[\d.,]*)([eE][+-]?\d{1,4})?\s*(%?)")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)([.,])\d+")
_MILLIONS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")


class Figure(NamedTuple):
    """A cell read as a number; `fault` is a code of the findings, or empty.

    `scale` is `sign` (a percent sign was written), `format` (a percent format), or empty; the
    value is then in points. `mark` is the decimal mark as written. `odd` says that the
    spelling had to be interpreted; `blank` that a word says there is no figure.
    """

    value: Decimal | None = None
    scale: str = ""
    mark: str = ""
    odd: bool = False
    blank: bool = False
    fault: str = ""


NOTHING = Figure()
NO_NUMBER = Figure(fault="E_NUMBER")


def read(cell: object) -> Figure:
    """Return a cell as a number."""
    if isinstance(cell, float):
        return Figure(Decimal(repr(cell)))
    if isinstance(cell, tuple):
        if cell[0] == "p" and isinstance(cell[1], float):
            return Figure(Decimal(repr(cell[1])) * 100, scale="format")
        return NO_NUMBER
    return _read_text(str(cell))


def _read_text(written: str) -> Figure:
    text, removed = folding.clean(written)
    if not text:
        return NOTHING
    if text.casefold() in BLANK_WORDS:
        return Figure(blank=True)
    tidy = text.removeprefix("'").replace("％", "%").strip()
    odd = tidy != text or bool(removed)
    match = _NUMBER.fullmatch(tidy)
    if match is None or not tidy.replace("−", "-").isascii() or len(tidy) > MAX_DIGITS:
        return NO_NUMBER
    sign, digits, exponent, percent = match.groups()
    number, mark = _plain_digits(digits)
    if not number:
        return NO_NUMBER
    value = Decimal(number + (exponent or ""))
    if sign in {"-", "−"}:
        value = -value
    scale = "sign" if percent else ""
    return Figure(value, scale=scale, mark=mark, odd=odd or bool(exponent))


def _plain_digits(digits: str) -> tuple[str, str]:
    """Return digits with a point for the decimal mark, and the mark as written."""
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits, ""
    if len(marks) == 1:
        whole, _, part = digits.partition(marks[0])
        return (f"{whole}.{part}", marks[0]) if part else ("", "")
    if match := _GROUPED.fullmatch(digits):
        whole, _, part = digits.rpartition(match[2])
        return whole.replace(match[1], "") + "." + part, match[2]
    if match := _MILLIONS.fullmatch(digits):
        return digits.replace(match[1], ""), ""
    return "", ""


def percentage(value: Decimal) -> float | None:
    """Return a percentage within 0-100, or `None` if it lies outside."""
    number = float(value)
    if not math.isfinite(number) or not -NOISE <= number <= FULL + NOISE:
        return None
    return min(max(number, 0.0), FULL) + 0.0


def amount(value: Decimal) -> float | None:
    """Return a number that a figure may be, or `None`."""
    number = float(value)
    return number + 0.0 if math.isfinite(number) and abs(number) <= HIGHEST else None
