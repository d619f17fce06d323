"""Two periods compared: every work's change, for the map, the list, the table and files.

One number, one function: both sides are the views that the pages show of their periods.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tvgeo.core import comparison
from tvgeo.core.comparison import Change
from tvgeo.core.periods import Period
from tvgeo.core.progress import Figure
from tvgeo.core.units import Units
from tvgeo.services import units
from tvgeo.services.base import Base, today
from tvgeo.services.shared import shared
from tvgeo.services.view import View, period_choices, view_of_period

COLUMNS = (
    "project_id", "name_vi", "name_en", "sector", "lead_agency", "part_of", "change",
    "change_points", "before_pct", "before_as_of", "before_quality", "before_source",
    "after_pct", "after_as_of", "after_quality", "after_source", "basis", "before_health",
    "after_health", "illustrative", "before_period", "before_day", "after_period", "after_day",
    "revision",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The later period against the earlier one; `changes` has every project, in plan order."""

    earlier: Period
    later: Period
    before: View
    after: View
    changes: Mapping[str, Change]

    @property
    def counts(self) -> dict[str, int]:
        """How many works there are of each kind."""
        return comparison.counts(self.changes.values())

    def of(self, project_ids: Collection[str]) -> list[Change]:
        """Return the changes of some works in the order of lists and tables; ties as planned."""
        found = (one for p, one in self.changes.items() if p in project_ids)
        return comparison.ordered(found)


def earlier_periods(base: Base, later: Period) -> list[Period]:
    """Return the periods that `later` can be compared with, the earliest first.

    They closed before the day that is shown of it: two periods that are both still open would
    be the same figures twice.
    """
    day = min(later.end, today(base.settings))
    return [p for p in period_choices(base) if p.end < day]


@shared(most=4)
def named(found: Comparison, wanted: Units) -> Comparison:
    """Return a comparison with its places and agencies named as wanted."""
    before, after = (units.seen(view, wanted) for view in (found.before, found.after))
    return replace(found, before=before, after=after)


@shared(most=4)
def compare(
    base: Base, earlier: Period, later: Period, *, sourced_only: bool = False
) -> Comparison:
    """Return what changed from the earlier to the later period."""
    before, after = (
        view_of_period(base, period, sourced_only=sourced_only) for period in (earlier, later)
    )
    return Comparison(
        earlier,
        later,
        before,
        after,
        {
            p: comparison.change(before.standings[p], after.standings[p])
            for p in after.standings
        },
    )


def records(found: Comparison) -> list[dict[str, Any]]:
    """Return one flat record per project, parts too, in the order of lists; see `COLUMNS`."""
    return [_record(found, one) for one in found.of(found.changes)]


def _record(found: Comparison, one: Change) -> dict[str, Any]:
    work, before, after = one.project, one.before, one.after
    return (
        {
            "project_id": work.project_id,
            "name_vi": work.name_vi,
            "name_en": work.name_en,
            "sector": work.sector,
            "lead_agency": ";".join(work.lead_agency),
            "part_of": work.part_of,
            "change": one.kind,
            "change_points": one.points,
            "basis": ";".join(dict.fromkeys(f.basis for f in one.figures if f.basis)),
            "before_health": before.health,
            "after_health": after.health,
            "illustrative": "yes" if one.illustrative else "no",
            "before_period": found.earlier.code,
            "before_day": found.before.day,
            "after_period": found.later.code,
            "after_day": found.after.day,
            "revision": found.after.base.revision,
        }
        | _figure("before", before.physical)
        | _figure("after", after.physical)
    )


def _figure(side: str, figure: Figure[float] | None) -> dict[str, Any]:
    return {
        f"{side}_pct": figure.value if figure else None,
        f"{side}_as_of": figure.as_of if figure else None,
        f"{side}_quality": figure.quality if figure else None,
        f"{side}_source": figure.source if figure else None,
    }
