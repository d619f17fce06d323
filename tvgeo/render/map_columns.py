"""The figures of the live map as columns of text: a plan of 10 000 works must fit into 40 kB.

    state    one character per project: the place of its state in `style.HEALTH_ORDER` as a
             digit, or as a letter ("a" is 0) when it rests on an invented figure; "." is taken
             out by a filter
    pct      tenths of a percent, packed
    slip     tenths of a percentage point, negative when behind, packed
    note     places in `notes`, packed
    notes    the distinct texts that stand under labels instead of a percentage

Packed: whole numbers as text, every number's first digit, then every number's second digit, and
so on. Digits are of base 64, and as many as the largest number needs. Signs are folded in
(0, -1, 1, -2 ... become 0, 1, 2, 3 ...). A highest first digit stands for "not known" and is all
there is of that number. With like beside like, the text compresses well.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from tvgeo.locale import formats
from tvgeo.render import style

HIDDEN = "."
MARKED = ascii_lowercase[: len(style.HEALTH_ORDER)]
DIGITS = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
MISSING = len(DIGITS) - 1
TENTHS = 10
FULL = 1_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one project.

    `pct` is 0-100, `slip` in percentage points, negative when behind; None is "not known".
    `note` replaces the second line of the label, mark included.
    """

    health: str
    pct: float | None = None
    slip: float | None = None
    illustrative: bool = False
    note: str | None = None


def columns(figures: Sequence[Figures]) -> dict[str, Any]:
    """Return the columns, in the order of `figures`."""
    notes = list(dict.fromkeys(f.note for f in figures if f.note is not None))
    places = {note: place for place, note in enumerate(notes)}
    return {
        "state": "".join(map(_state, figures)),
        "pct": packed([percent_tenths(f.pct) for f in figures]),
        "slip": packed([None if f.slip is None else points_tenths(f.slip) for f in figures]),
        "note": packed([None if f.note is None else places[f.note] for f in figures]),
        "notes": notes,
    }


def only(state: str, projects: Sequence[str], shown: Collection[str]) -> str:
    """Return the column of states without those of the projects that are not `shown`."""
    return "".join(
        one if p in shown else HIDDEN for p, one in zip(projects, state, strict=True)
    )


def drawn(state: str) -> set[str]:
    """Return the states that a column shows."""
    places = {c: p for chars in (digits, MARKED) for p, c in enumerate(chars)}
    return {style.HEALTH_ORDER[places[c]] for c in set(state) - {HIDDEN}}


def packed(values: Sequence[int | None]) -> str:
    """Return whole numbers as text, as described above."""
    folded = [None if v is None else 2 * v if v >= 0 else -2 * v - 1 for v in values]
    known = [n for n in folded if n is not None]
    width = 1
    while max(known, default=0) >= MISSING * len(DIGITS) ** (width - 1):
        width += 1
    first = 6 * (width - 1)
    return "".join(
        [DIGITS[MISSING if n is None else n >> first] for n in folded]
        + [DIGITS[(n >> 6 * place) & 63] for place in reversed(range(width - 1)) for n in known]
    )


def _state(figures: Figures) -> str:
    place = style.HEALTH_ORDER.index(figures.health)
    return MARKED[place] if figures.illustrative else digits[place]


def percent_tenths(pct: float | None) -> int | None:
    """Return tenths of a percent; 0 and 1000 stand for exactly 0 and 100 and nothing else."""
    if pct is None:
        return None
    tenths = points_tenths(pct)
    if tenths <= 0:
        return 0 if pct <= 0 else 1
    return min(tenths, FULL if pct >= FULL / TENTHS else FULL - 1)


@lru_cache(maxsize=4096)
def points_tenths(value: float) -> int:
    """Return tenths of a percentage point, rounded as they are shown."""
    return int(formats.rounded(value, 1) * TENTHS)
