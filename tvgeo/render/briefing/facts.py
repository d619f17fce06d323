"""The facts of a briefing: one immutable object, said once, laid out in many forms.

A form (picture, PDF, slides, report, workbook) adds headings and places; every number and every
sentence about the works comes from here, and these come from the functions of the pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tvgeo.core.periods import Period
from tvgeo.core.plan import Office
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.plates.plate import Plate

SCOPES = ("plan", "sector", "agency", "work")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a briefing is about; `code` is "" for the whole plan, `name` is for readers.

    `full` is the whole name of an agency, as reports write it.
    """

    kind: str
    code: str
    name: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many works are in one state (of `metrics.SEVERITY`, or a status code)."""

    code: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Mean:
    """A percentage of several works with what it rests on ("theo chiều dài · 7/9 …")."""

    name: str
    value: Value
    rests_on: str


@dataclass(frozen=True, slots=True)
class Group:
    """Works of one sector or one agency; `heading` is what the plan calls the section.

    `counts` are over wholes only, in order of severity, zeros included; `works` has parts too,
    each after its whole.
    """

    code: str
    name: str
    heading: str
    counts: tuple[Count, ...]
    means: tuple[Mean, ...]
    works: tuple[WorkFact, ...]


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One of the tasks of the plan's appendix; `state` counts its works in words."""

    tt: int
    sector: str
    title: str
    lead: str
    result: str
    state: str
    obstacles: str
    proposals: str
    note: str
    citation: str
    illustrative: bool
    lead_full: str = ""


@dataclass(frozen=True, slots=True)
class TargetFact:
    """One target: what was promised, what was reached."""

    target_id: str
    sector: str
    indicator: str
    promised: str
    year: int | None
    reached: Value
    pct: Value
    state: str
    state_name: str
    sentence: str
    citation: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ReportFact:
    """What one agency owes for the period; `missing` are the names of works without a report."""

    agency: str
    owed: int
    received: int
    missing: tuple[str, ...]
    state: str
    state_name: str
    agency_full: str = ""


@dataclass(frozen=True, slots=True)
class SourceFact:
    """A source of figures and how many works of the briefing rest on it."""

    text: str
    quality: str
    quality_name: str
    works: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one briefing says, in one language.

    `message` is the finding in one sentence; `stamp` is date and revision; `mark` is "" or
    "Số liệu minh họa", with `note` saying what that means; `honesty` are sentences on what the
    figures rest on; `thresholds` say from how many points a work counts as behind. `reports` is
    empty and `in_calendar` false for a period that the plan's calendar does not ask for. `link`
    is the address of the view, "" without a public one.
    """

    language: str
    scope: Scope
    title: str
    plan_name: str
    message: str
    delays: str
    stamp: str
    day: date
    revision: int
    published: datetime | None
    period: Period
    period_words: str
    in_calendar: bool
    sourced_only: bool
    mark: str
    note: str
    honesty: tuple[str, ...]
    thresholds: str
    total: int
    parts: int
    with_data: int
    counts: tuple[Count, ...]
    statuses: tuple[Count, ...]
    sectors: tuple[Group, ...]
    agencies: tuple[Group, ...]
    works: tuple[WorkFact, ...]
    behind: tuple[WorkFact, ...]
    tasks: tuple[TaskFact, ...]
    targets: tuple[TargetFact, ...]
    reports: tuple[ReportFact, ...]
    sources: tuple[SourceFact, ...]
    credit: str
    link: str
    office: Office
    # code of a sector -> one sentence that says how its works stand: the title of its slide
    messages: Mapping[str, str]
    plates: tuple[Plate, ...]

    @property
    def illustrative(self) -> bool:
        """Whether anything in the briefing was invented to show the product."""
        return bool(self.mark)
