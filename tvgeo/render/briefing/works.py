"""One work as a briefing tells it: numbers beside the words that every form uses for them."""

from dataclasses import dataclass
from datetime import date

from tvgeo.core.metrics import BEHIND


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it is and as it is said; `number` is `None` when it is not known.

    `text` is never empty ("62,4%*", "chưa có số liệu") and bears the mark of an invented figure.
    """

    number: float | None
    text: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class WorkFact:
    """One work, duty or part of one, as of the day of the briefing.

    Percentages 0-100, `slippage` in percentage points, negative when behind. Texts are in the
    language of the briefing; a text that does not apply is "". What was invented bears the mark
    in its text, and `illustrative` says that something of it shows. `schematic` says that its
    place on a map is a sketch.

    Attributes
    ----------
    state
        The words of `health`, with the mark when the verdict rests on an invented figure.
    difference
        The slippage in words for a document: "chậm 45,9 điểm phần trăm so với kế hoạch".
    result
        The whole result in one sentence that begins with the name.
    reason
        What holds the work up as reported, or that its lead gave no reason; "" unless behind.
    stretch
        The finished stretches as reported: "Km10+500 - Km15+140".
    lead_full
        The lead agency by its whole name, as a written report has it.
    no_location
        Why the work has no place on a map.
    """

    project_id: str
    name: str
    sector: str
    kind: str
    part_of: str | None
    health: str
    state: str
    status: str
    physical: Value
    planned: Value
    slippage: Value
    disbursed: Value
    disbursed_basis: str
    difference: str
    result: str
    as_of: date | None
    due: date | None
    place: str
    lead: str
    obstacle: str
    proposal: str
    note: str
    reason: str
    stretch: str
    source: str
    citation: str
    illustrative: bool
    schematic: bool
    no_location: str
    status_code: str | None = None
    report_missing: bool = False
    lead_full: str = ""

    @property
    def is_part(self) -> bool:
        """Whether the work is a part of another and not counted beside it."""
        return self.part_of is not None

    @property
    def is_judged(self) -> bool:
        """Whether its distance from the plan is the news: not of work done, paused or given up."""
        return self.health in {*BEHIND, "on_track"}

    @property
    def style(self) -> str:
        """How the work is drawn: its state, or "prep" for one that has not begun.

        A work that is not begun has no verdict that a colour of its own would speak of.
        """
        not_begun = self.status_code in {"not_started", "preparation"}
        return "prep" if not_begun and self.health in {"no_plan", "on_track"} else self.health
