"""The one legend: what each symbol of the map means, for the screen, the plates and documents.

Entries carry words and colours, never a drawing: every renderer draws the symbol it is told.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from tvgeo.core import comparison
from tvgeo.core.plan import Settings
from tvgeo.locale import Locale
from tvgeo.render import style

MODES = ("health", "completion", "change")
# What is rare: its key stands in the legend only when the map shows one.
RARE = frozenset({"paused", "cancelled"})
RARE_CHANGES = frozenset({"down", "down_some", "down_much", "done", "new", "basis"})
THRESHOLDS = ("critical", "late", "slow")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: `kind` is state, class, line or point; `fill` is #RRGGBB.

    `glyph` names a glyph of the palette, or the structure of a line: dots, ticks, finished.
    """

    code: str
    kind: str
    glyph: str
    fill: str
    label: str


@dataclass(frozen=True, slots=True)
class Legend:
    """A heading, and the keys in the order of the palette."""

    title: str
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the legend as the map component reads it."""
        return asdict(self)


def build(
    t: Locale,
    settings: Settings,
    *,
    mode: str = "health",
    shown: Collection[str] = (),
    finished: bool = False,
) -> Legend:
    """Return the legend of a map.

    Parameters
    ----------
    settings
        Gives the thresholds, in percentage points, inclusive.
    mode
        "health", "completion" or "change": never two on one map.
    shown
        The states, or classes of change, that the map shows; a rare one has no key unless it
        is among them.
    finished
        Whether a finished stretch is drawn.
    """
    if mode == "completion":
        title = t("legend.completion")
        entries = [_class(t, code) for code in style.COMPLETION_ORDER]
    elif mode == "change":
        title = t("legend.change")
        entries = [
            _change(t, code)
            for code in style.CHANGE_ORDER
            if code not in RARE_CHANGES or code in shown
        ]
    else:
        title = t("legend.state")
        entries = [
            _state(t, settings, code)
            for code in style.HEALTH_ORDER
            if code not in RARE or code in shown
        ]
    grey = style.SCREEN["ink_faint"]
    lines = [
        Entry("schematic", "line", "dots", grey, t("legend.schematic")),
        Entry("no_data_line", "line", "ticks", grey, t("legend.no_data")),
        Entry("uncertain", "point", "circle", grey, t("legend.uncertain")),
    ]
    if finished:
        colour = style.health_colour("completed")
        lines.append(Entry("finished", "line", "finished", colour, t("legend.finished")))
    return Legend(title, (*entries, *lines))


def _state(t: Locale, settings: Settings, code: str) -> Entry:
    symbol = style.health(code)
    if code in THRESHOLDS:
        label = t(f"legend.{code}", **{code: getattr(settings, code)})
    else:
        short = f"short.health.{code}"
        label = t(short if short in t else f"health.{code}")
    return Entry(code, "state", symbol.glyph, symbol.fill, label)


def _class(t: Locale, code: str) -> Entry:
    symbol = style.completion(code)
    return Entry(code, "class", symbol.glyph, symbol.fill, class_label(t, code))


def _change(t: Locale, code: str) -> Entry:
    symbol = style.change(code)
    limits = {"some": comparison.SOME, "much": comparison.MUCH}
    return Entry(code, "class", symbol.glyph, symbol.fill, t(f"change.class.{code}", **limits))


def class_label(t: Locale, code: str) -> str:
    """Return the words of a completion class: "25 đến dưới 50%"."""
    if code in {"zero", "full", "none"}:
        return t(f"completion.{code}")
    high = int(code.removeprefix("under_"))
    if high == style.CLASS_WIDTH:
        return t("completion.under", high=high)
    return t("completion.between", low=high - style.CLASS_WIDTH, high=high)
