"""Forecast: when a work would be finished at the pace of its latest reports.

The forecast is a range: the slowest and the fastest pace between consecutive reports of the last
four, each carried on from the last report until 100 %. It is arithmetic, not a promise, and it
mixes no bases: a percentage of the contract and one of the whole work are different figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

MIN_REPORTS = 3
_LAST_REPORTS = 4
DAYS_PER_MONTH = 30.4375
_DAYS_PER_HALF_YEAR = 6 * DAYS_PER_MONTH
# Beyond a century a date says nothing that "no increase" does not say better.
_HORIZON_DAYS = 36_525
_ROUNDING_DAYS = 1e-6  # 732.0000001 days of floating point are 732


class Report(NamedTuple):
    """One reported percentage of one project, 0-100, cumulative; see `progress.Row`."""

    day: date
    pct: float
    basis: str
    quality: str


@dataclass(frozen=True, slots=True)
class Needed:
    """What would meet a due date that is ahead.

    `points` are missing to 100 % since the last report, and `per_month` is the pace from that
    report to the due date; `days` are left from the day of the forecast.
    """

    due: date
    since: date
    points: float
    days: int
    per_month: float
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """When 100 % would be reached, from the last `n` reports of one basis.

    `from_day` is the date at the fastest pace, never before the day of the forecast, and
    `to_day` at the slowest; it is `None` when that is no increase: there is no latest date.
    Paces are points per half-year. `needed` is `None` without a due date ahead. `illustrative`
    if any report used is.
    """

    from_day: date
    to_day: date | None
    needed: Needed | None
    slow_pace_half_year: float
    fast_pace_half_year: float
    n: int
    illustrative: bool

    @property
    def fast_pace_month(self) -> float:
        """The fastest pace, in points a month, as `Needed.per_month` is."""
        return self.fast_pace_half_year * DAYS_PER_MONTH / _DAYS_PER_HALF_YEAR

    @property
    def meets_due(self) -> str | None:
        """At which pace the due date ahead is met: `slowest` (so at any), `fastest`, `none`."""
        if self.needed is None:
            return None
        due = self.needed.due
        if self.to_day is not None and self.to_day <= due:
            return "slowest"
        return "fastest" if self.from_day <= due else "none"


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Why there is no forecast; `n` reports on hand, and what would meet a due date ahead.

    The reason is `too_few`, `no_increase`, `completed`, or `outdated`: at any reported pace 100 %
    would lie in the past, and nothing newer has been reported.
    """

    reason: str
    n: int
    needed: Needed | None = None


def forecast(
    reports: Sequence[Report], as_of: date, due_date: date | None = None
) -> Forecast | NoForecast:
    """Carry the slowest and the fastest recent pace on until 100 %.

    `reports` are one project's, in order of date, one a day; those after `as_of` are not looked
    at, and of the others only those on the basis of the latest.
    """
    known = [report for report in reports if report.day <= as_of]
    same = [report for report in known if report.basis == known[-1].basis]
    if same and same[-1].pct >= 100:  # noqa: PLR2004
        return NoForecast("completed", len(same))
    needed = _needed(same[-1], as_of, due_date) if same else None
    if len(same) < MIN_REPORTS:
        return NoForecast("too_few", len(same), needed)
    used = same[-_LAST_REPORTS:]
    paces = [
        (later.pct - one.pct) / (later.day - one.day).days for one, later in pairwise(used)
    ]
    slowest, fastest = min(paces), max(paces)
    last = used[-1]
    earliest = _reached(last, fastest)
    if earliest is None:
        return NoForecast("no_increase", len(same), needed)
    latest = _reached(last, slowest)
    if latest is not None and latest <= as_of:
        return NoForecast("outdated", len(same), needed)
    return Forecast(
        from_day=max(earliest, as_of),
        to_day=latest,
        needed=needed,
        slow_pace_half_year=slowest * _DAYS_PER_HALF_YEAR,
        fast_pace_half_year=fastest * _DAYS_PER_HALF_YEAR,
        n=len(used),
        illustrative=any(report.quality == "illustrative" for report in used),
    )


def _reached(last: Report, pace: float) -> date | None:
    """Return the first day at 100 % for a pace in points a day, if it is within a century."""
    remaining = 100 - last.pct
    if pace * _HORIZON_DAYS < remaining:
        return None
    return last.day + timedelta(days=ceil(remaining / pace - _ROUNDING_DAYS))


def _needed(last: Report, as_of: date, due_date: date | None) -> Needed | None:
    """Return the pace from the last report to the due date, if that is ahead."""
    if due_date is None or due_date <= as_of:
        return None
    points = 100 - last.pct
    return Needed(
        due=due_date,
        since=last.day,
        points=points,
        days=(due_date - as_of).days,
        per_month=points * DAYS_PER_MONTH / (due_date - last.day).days,
        illustrative=last.quality == "illustrative",
    )
