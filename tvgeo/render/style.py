"""The one palette: which colour and glyph a state or a completion class has, everywhere.

`palette.json` is read once; screen map, charts, legend and plates take their colours from here,
so that a state looks the same wherever it is met.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tvgeo.core import comparison, metrics

HEALTH_ORDER = metrics.SEVERITY
# Completion classes; a class reaches up to, not including, the next limit. 0 and 100 stand alone.
COMPLETION_ORDER = ("zero", "under_25", "under_50", "under_75", "under_100", "full", "none")
CLASS_WIDTH = 25
# Classes of the change between two periods, from the largest increase down.
CHANGE_ORDER = comparison.CLASSES
_LIMITS = ((25.0, "under_25"), (50.0, "under_50"), (75.0, "under_75"), (100.0, "under_100"))

PALETTE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "palette.json").read_text(encoding="utf-8")
)
# Colours of the screen map: the palette of print, with the thinner lines of the screen.
SCREEN: dict[str, str] = PALETTE["base"] | PALETTE["screen"]
HATCH_COLOUR: str = PALETTE["health"]["no_data"]["hatch_color"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one class is drawn: fill and text-on-fill as #RRGGBB, a drawn glyph, its text form."""

    code: str
    fill: str
    on: str
    glyph: str
    text: str


def health(code: str) -> Symbol:
    """Return the symbol of a state; `no_data` is hatched and its fill is the grey of its glyph.

    Raises
    ------
    KeyError
        If there is no such state.
    """
    entry = PALETTE["health"][code]
    fill = entry["on"] if code == "no_data" else entry["fill"]
    return Symbol(code, fill, entry["on"], entry["glyph"], entry["text"])


def completion_class(pct: float | None) -> str:
    """Return the completion class of a percentage 0-100; `None` is "none", never "zero"."""
    if pct is None:
        return "none"
    if pct <= 0:
        return "zero"
    return next((code for limit, code in _LIMITS if pct < limit), "full")


def completion(code: str) -> Symbol:
    """Return the symbol of a completion class; "none" is hatched.

    Raises
    ------
    KeyError
        If there is no such class.
    """
    if code == "none":
        return Symbol(code, SCREEN["ink_faint"], SCREEN["ink_faint"], "hatch", "▨")
    if code not in COMPLETION_ORDER:
        raise KeyError(code)
    fill = PALETTE["completion"][COMPLETION_ORDER.index(code)]["fill"]
    dark = code in {"under_100", "full"}
    return Symbol(
        code,
        fill,
        SCREEN["paper"] if dark else SCREEN["ink"],
        "check" if code == "full" else "swatch",
        "✓" if code == "full" else "",
    )


def change(code: str) -> Symbol:
    """Return the symbol of a class of change: blue is more, brown is less, grey is neither.

    The number of chevrons says how much and their direction which way, so that neither a
    colour-blind reader nor a grey print loses anything.

    Raises
    ------
    KeyError
        If there is no such class.
    """
    entry = PALETTE["change"][code]
    return Symbol(code, entry["fill"], SCREEN["paper"], entry["glyph"], entry["text"])


def health_colour(code: str) -> str:
    """Return the colour of a state's glyph, bar and line."""
    return health(code).fill


def completion_colour(pct: float | None) -> str:
    """Return the fill of a percentage 0-100; `None` gives the grey of the hatch."""
    return completion(completion_class(pct)).fill
