"""How one project stands as of a date: figures, plan, slippage, health.

Slippage is physical minus planned, in percentage points (điểm %), negative when behind. Both are
of the same day: a plan that is interpolated is read on the day the physical figure is true for,
so that an old figure is compared with the plan of its own day and never with today's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import PHYSICAL_BASES, Figure, Row, figure_as_of

# First that applies, as in the design; the pages list states in `SEVERITY` order.
HEALTHS = (
    "cancelled", "completed", "paused", "no_data", "past_due",
    "critical", "late", "slow", "on_track", "no_plan",
)  # fmt: skip
SEVERITY = (
    "past_due", "critical", "late", "slow", "completed",
    "on_track", "no_plan", "paused", "cancelled", "no_data",
)  # fmt: skip
BEHIND = SEVERITY[:4]
AS_IT_SHOULD_BE = ("completed", "on_track")
NOT_JUDGED = ("no_plan", "paused", "cancelled", "no_data")
COMPLETE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One project as of `day`; every figure keeps its own date, quality and source."""

    project: Project
    day: date
    status: Figure[str] | None
    physical: Figure[float] | None
    planned: Figure[float] | None
    disbursed: Figure[float] | None
    site_clearance: Figure[float] | None
    actual: Figure[float] | None
    chainage: Figure[str] | None
    obstacle: Figure[str] | None
    proposal: Figure[str] | None
    note: Figure[str] | None
    slippage: float | None
    health: str

    @property
    def figures(self) -> tuple[Figure[object], ...]:
        """All figures that are known, in the order of the columns."""
        known: tuple[Figure[Any] | None, ...] = (
            self.physical, self.disbursed, self.status, self.planned, self.actual,
            self.chainage, self.site_clearance, self.obstacle, self.proposal, self.note,
        )  # fmt: skip
        return tuple(figure for figure in known if figure is not None)

    @property
    def illustrative(self) -> bool:
        """Whether the verdict rests on an invented value (status, physical or planned)."""
        return any(
            figure is not None and figure.illustrative
            for figure in (self.status, self.physical, self.planned)
        )

    @property
    def as_of(self) -> date | None:
        """The latest date among the figures that make the verdict."""
        dates = [f.as_of for f in (self.status, self.physical, self.actual) if f is not None]
        return max(dates, default=None)


def physical_as_of(project: Project, rows: Sequence[Row], day: date) -> Figure[float] | None:
    """Return the physical percentage as of `day`, 0-100.

    A row that says `completed` without a percentage counts as 100; for a cumulative target an
    amount without a percentage counts as amount over target, at most 100. Both say so.
    """
    figures = (physical_in(project, row) for row in reversed(rows) if row.as_of <= day)
    return next((figure for figure in figures if figure is not None), None)


def physical_in(project: Project, row: Row) -> Figure[float] | None:
    """Return the physical percentage that one row says, reported or derived; else `None`."""
    basis = row.physical_basis or PHYSICAL_BASES[0]
    if row.physical_pct is not None:
        return Figure(row.physical_pct, row.as_of, row.quality, row.source, basis)
    if row.status == "completed":
        return Figure(COMPLETE_PCT, row.as_of, row.quality, row.source, basis, "completed")
    target = target_amount(project)
    if row.actual_value is not None and target is not None:
        pct = round(min(max(row.actual_value / target * 100, 0.0), COMPLETE_PCT), 1)
        return Figure(pct, row.as_of, row.quality, row.source, basis, "target")
    return None


def target_amount(project: Project) -> float | None:
    """Return the amount a cumulative target counts up to, in its unit; `None` for the rest."""
    return amount_of(project.target_value) if project.target_kind == "cumulative" else None


def amount_of(text: str | None) -> float | None:
    """Return a target's value as an amount above zero, or `None` for words, classes, dates."""
    try:
        amount = float(text or "")
    except ValueError:
        return None
    return amount if isfinite(amount) and amount > 0 else None


def linear_plan(project: Project, day: date) -> float | None:
    """Return the planned percentage on `day`, linear between start and due date, one decimal."""
    start, due = project.start_date, project.due_date
    if start is None or due is None or due <= start:
        return None
    share = (day - start).days / (due - start).days
    return round(100 * min(max(share, 0.0), 1.0), 1)


def planned_as_of(
    project: Project, rows: Sequence[Row], day: date, *, compared_on: date | None = None
) -> Figure[float] | None:
    """Return the planned percentage: as reported, else linear, else `None`.

    `compared_on` is the day of the physical figure it will be compared with.
    """
    reported = figure_as_of(rows, "planned_pct", day)
    if reported is not None:
        return reported  # type: ignore[return-value]
    on = compared_on or day
    linear = linear_plan(project, on)
    if linear is None:
        return None
    return Figure(linear, on, "public", project.citation, derived="linear")


def slippage_of(physical: float | None, planned: float | None) -> float | None:
    """Return physical minus planned in points, one decimal, as it is shown and judged."""
    if physical is None or planned is None:
        return None
    return round(physical - planned, 1) + 0.0


def health_of(
    *,
    status: str | None,
    has_data: bool,
    slippage: float | None,
    due: date | None,
    day: date,
    settings: Settings,
) -> str:
    """Return the first health that applies; thresholds are inclusive ("từ 5 điểm %")."""
    if status in {"cancelled", "completed", "paused"}:
        return str(status)
    if not has_data:
        return "no_data"
    if due is not None and day > due:
        return "past_due"
    if slippage is None:
        return "no_plan"
    for health in ("critical", "late", "slow"):
        if slippage <= -getattr(settings, health):
            return health
    return "on_track"


def standing(project: Project, rows: Sequence[Row], day: date, settings: Settings) -> Standing:
    """Return how `project` stands as of `day`; `rows` are its visible rows in order of date."""

    def figure(column: str) -> Figure[object] | None:
        return figure_as_of(rows, column, day)

    physical = physical_as_of(project, rows, day)
    planned = planned_as_of(
        project, rows, day, compared_on=physical.as_of if physical is not None else None
    )
    status, actual = figure("status"), figure("actual_value")
    slippage = slippage_of(
        physical.value if physical else None, planned.value if planned else None
    )
    health = health_of(
        status=str(status.value) if status else None,
        has_data=bool(physical or status or actual),
        slippage=slippage,
        due=project.due_date,
        day=day,
        settings=settings,
    )
    return Standing(
        project=project,
        day=day,
        status=status,  # type: ignore[arg-type]
        physical=physical,
        planned=planned,
        disbursed=figure("disbursed_pct"),  # type: ignore[arg-type]
        site_clearance=figure("site_clearance_pct"),  # type: ignore[arg-type]
        actual=actual,  # type: ignore[arg-type]
        chainage=figure("completed_chainage"),  # type: ignore[arg-type]
        obstacle=figure("obstacle"),  # type: ignore[arg-type]
        proposal=figure("proposal"),  # type: ignore[arg-type]
        note=figure("note"),  # type: ignore[arg-type]
        slippage=slippage,
        health=health,
    )


def severity(item: Standing) -> tuple[int, float]:
    """Sort key: worst state first, then furthest behind; without a slippage last."""
    return (
        SEVERITY.index(item.health),
        item.slippage if item.slippage is not None else float("inf"),
    )
