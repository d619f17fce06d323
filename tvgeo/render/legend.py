"""The one legend: what each symbol of the map means, for the screen, the plates and documents.

Entries carry words and colours, never a drawing: every renderer draws the symbol it is told.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tvgeo.core.plan import Settings
from tvgeo.render import style

MODES = ("health", "completion")
# States that are rare: their keys stand in the legend only when the map shows one of them.
RARE = frozenset({"paused", "cancelled"})
# Words of the legend (catalogue keys `map.<key>`); state words are `health.<code>`.
WORDS = (
    "legend_health", "legend_health_unit", "legend_completion", "legend_from",
    "legend_schematic", "legend_no_data", "legend_uncertain", "legend_finished",
    *(f"class_{code}" for code in style.COMPLETION_ORDER),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: `kind` is state, class, line or point; `fill` is #RRGGBB.

    `glyph` names a glyph of the palette, or the structure of a line (dots, ticks, finished).
    """

    code: str
    kind: str
    glyph: str
    fill: str
    label: str
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """A heading with its unit, and the keys in the order of the palette."""

    title: str
    unit: str
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the legend as the map component reads it."""
        return asdict(self)


def build(
    words: Mapping[str, str],
    health_words: Mapping[str, str],
    settings: Settings,
    *,
    mode: str = "health",
    shown: Collection[str] = (),
    finished: bool = False,
) -> Legend:
    """Return the legend of a map.

    Parameters
    ----------
    words
        The sentences named in `WORDS`; ``legend_from`` has the placeholder ``{x}``.
    health_words
        The word of each state, by code.
    settings
        Gives the thresholds, in percentage points, inclusive.
    mode
        "health" or "completion": never both on one map.
    shown
        The states that the map shows; a rare state has no key unless it is among them.
    finished
        Whether a finished stretch is drawn.
    """
    if mode == "completion":
        title, unit = words["legend_completion"], ""
        entries = [_class(code, words[f"class_{code}"]) for code in style.COMPLETION_ORDER]
    else:
        title, unit = words["legend_health"], words["legend_health_unit"]
        entries = [
            _state(code, health_words[code], _threshold(words, settings, code))
            for code in style.HEALTH_ORDER
            if code not in RARE or code in shown
        ]
    grey = style.SCREEN["ink_faint"]
    lines = [
        Entry("schematic", "line", "dots", grey, words["legend_schematic"]),
        Entry("no_data_line", "line", "ticks", grey, words["legend_no_data"]),
        Entry("uncertain", "point", "circle", grey, words["legend_uncertain"]),
    ]
    if finished:
        colour = style.health_colour("completed")
        lines.append(Entry("finished", "line", "finished", colour, words["legend_finished"]))
    return Legend(title, unit, (*entries, *lines))


def _threshold(words: Mapping[str, str], settings: Settings, code: str) -> str:
    points = {"slow": settings.slow, "late": settings.late, "critical": settings.critical}
    if code not in points:
        return ""
    return words["legend_from"].replace("{x}", f"{points[code]:g}")


def _state(code: str, label: str, threshold: str) -> Entry:
    symbol = style.health(code)
    return Entry(code, "state", symbol.glyph, symbol.fill, label, threshold)


def _class(code: str, label: str) -> Entry:
    symbol = style.completion(code)
    return Entry(code, "class", symbol.glyph, symbol.fill, label)
