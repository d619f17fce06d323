"""The scale of a percent column: points, or shares of 1; decided for the column as a whole.

A percent sign or a percent format decides for its cell. Of plain numbers: all between 0 and 1
are shares (times 100, said); only 0 and 1 may be either (refused); a quarter or more of shares
among points is refused; a few small ones are points, said.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tvgeo.io.reading.figures import Figure

MIXED_SHARE = 0.25


class Scale(NamedTuple):
    """What to multiply plain numbers by, and what is to be said of the column.

    `fault` is the code of an error, `doubt` of a warning; `small` says that numbers between 0
    and 1 are points, each with a warning; `formats_differ` that percent formats stand among plain numbers.
    """

    factor: int = 1
    fault: str = ""
    doubt: str = ""
    small: bool = False
    formats_differ: bool = False


def decide(figures: Sequence[Figure]) -> Scale:
    """Return the scale of a column of a foreign header from all its figures."""
    plain = [f.value for f in figures if f.value is not None and not f.scale]
    marked = sum(bool(f.scale) for f in figures)
    formats_differ = bool(plain) and any(f.scale == "format" for f in figures)
    shares = sum(0 < value < 1 for value in plain)
    points = sum(value > 1 for value in plain)
    ones = sum(value == 1 for value in plain)
    if not shares:
        ambiguous = ones and not points and not marked
        return Scale(
            fault="E_AMBIGUOUS_SCALE" if ambiguous else "", formats_differ=formats_differ
        )
    if not points and not marked:
        return Scale(100, doubt="W_FRACTION_SCALE")
    if not points or shares >= MIXED_SHARE * (len(plain) + marked):
        return Scale(fault="E_MIXED_SCALE", formats_differ=formats_differ)
    return Scale(small=True, formats_differ=formats_differ)
