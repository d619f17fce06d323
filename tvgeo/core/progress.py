"""Progress rows, and the figure of each field as of a date.

The columns and their order are the upload template (data/README.md). A *figure as of D* is,
field by field, the last non-blank value with ``as_of <= D``; it keeps its own date, quality and
source, so that a figure on a page can always say where it comes from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")

COLUMNS = (
    "project_id", "as_of", "physical_pct", "disbursed_pct", "status", "planned_pct",
    "actual_value", "completed_chainage", "site_clearance_pct", "physical_basis",
    "disbursed_basis", "obstacle", "proposal", "note", "source", "quality",
)  # fmt: skip
REQUIRED_COLUMNS = COLUMNS[:5]
TEXT_COLUMNS = ("completed_chainage", "obstacle", "proposal", "note", "source")
STATUSES = ("not_started", "preparation", "in_progress", "completed", "paused", "cancelled")
QUALITIES = ("official", "public", "illustrative")
PHYSICAL_BASES = ("total", "contract")
DISBURSED_BASES = ("year_plan", "total", "contract")
MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Row:
    """One statement about one project on one date; percentages 0-100, `None` = not said."""

    project_id: str
    as_of: date
    physical_pct: float | None = None
    disbursed_pct: float | None = None
    status: str | None = None
    planned_pct: float | None = None
    actual_value: float | None = None
    completed_chainage: str | None = None
    site_clearance_pct: float | None = None
    physical_basis: str | None = None
    disbursed_basis: str | None = None
    obstacle: str | None = None
    proposal: str | None = None
    note: str | None = None
    source: str | None = None
    quality: str = "official"

    @property
    def key(self) -> tuple[str, date]:
        """What makes a row one: project and date."""
        return (self.project_id, self.as_of)


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """A value with its own date, quality and source.

    `derived` names the rule when the value was not reported as such: `completed` (a completed
    work counts as 100), `target` (amount over target) or `linear` (plan between start and due).
    """

    value: T
    as_of: date
    quality: str
    source: str | None = None
    basis: str | None = None
    derived: str | None = None

    @property
    def illustrative(self) -> bool:
        """Whether the value was invented to show the product."""
        return self.quality == "illustrative"


def visible(rows: Iterable[Row], *, sourced_only: bool = False) -> tuple[Row, ...]:
    """Drop what may not be shown: illustrative rows beside official ones, or all of them.

    One official row, whatever its date, removes every illustrative row of that project from
    views, aggregates, curves and forecasts (design, section 2).
    """
    rows = tuple(rows)
    official = {row.project_id for row in rows if row.quality == "official"}
    return tuple(
        row
        for row in rows
        if row.quality != "illustrative" or not (sourced_only or row.project_id in official)
    )


def by_project(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Group rows by project, each group in order of date."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.as_of):
        groups.setdefault(row.project_id, []).append(row)
    return {project_id: tuple(group) for project_id, group in groups.items()}


def figure_as_of(rows: Sequence[Row], column: str, day: date) -> Figure[object] | None:
    """Return the last non-blank value of `column` with ``as_of <= day``, or `None`.

    `rows` are one project's, in order of date.
    """
    for row in reversed(rows):
        if row.as_of <= day:
            value = getattr(row, column)
            if value is not None:
                basis = None
                if column == "physical_pct":
                    basis = row.physical_basis or PHYSICAL_BASES[0]
                elif column == "disbursed_pct":
                    basis = row.disbursed_basis or DISBURSED_BASES[0]
                return Figure(value, row.as_of, row.quality, row.source, basis)
    return None
