"""Reporting periods: two a year, cut at the data-closing days.

`2025-H1` is the first half of 2025 and holds the days after the closing day of December 2024 up
to the closing day of June 2025; `2025` is the full year: its reports say how the whole year
went, and hold the days from there to the closing day of December 2025. The closing days (14/6
and 14/12, as in Nghị định 09/2019/NĐ-CP) and the days reports are due are settings.

A period is closed from its closing day on. "Today" is always an argument.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from tvgeo.core.plan import Settings
from tvgeo.errors import UsageError

# Far from both ends of the calendar, so that the periods around any day exist.
YEARS = range(1900, 2200)
_CODE = re.compile(r"([12][0-9]{3})(-H1)?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period; both `start` and `end`, the data-closing day, belong to it.

    `half` is 1 for the first half of `year`, 2 for the full year. Agencies report by `due`; the
    planning department consolidates by `consolidated`.
    """

    code: str
    year: int
    half: int
    start: date
    end: date
    due: date
    consolidated: date

    def __contains__(self, day: date) -> bool:
        """Whether a figure true on `day` belongs to this period."""
        return self.start <= day <= self.end


def parse(code: str, settings: Settings) -> Period:
    """Return the period of a code such as "2025-H1" or "2025".

    Raises
    ------
    UsageError
        If the code has any other form.
    """
    match = _CODE.fullmatch(code)
    if match is None:
        raise UsageError("period.unknown", value=code[:20])
    return _period(int(match[1]), 1 if match[2] else 2, settings)


def parse_day(text: str, *, arg: str) -> date:
    """Return the day somebody asks for as "2025-12-31"; `arg` names where they wrote it.

    Raises
    ------
    UsageError
        If the text has any other form ("20251231", "2025-W01-1"), or lies outside `YEARS`.
    """
    try:
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:  # a day that no calendar has, such as 2025-02-30
        day = None
    if day is None or day.year not in YEARS:
        raise UsageError("error.bad_value", arg=arg, value=text, suggestion="2025-12-31")
    return day


def of(day: date, settings: Settings) -> Period:
    """Return the period that holds `day`, which lies within `YEARS`."""
    period = _period(day.year, 1, settings)
    while period.end < day:
        period = following(period, settings)
    return period


def following(period: Period, settings: Settings) -> Period:
    """Return the next period."""
    return _period(period.year + period.half - 1, 3 - period.half, settings)


def preceding(period: Period, settings: Settings) -> Period:
    """Return the period before."""
    return _period(period.year + period.half - 2, 3 - period.half, settings)


def between(first: Period, last: Period, settings: Settings) -> tuple[Period, ...]:
    """Return the periods from `first` to `last`, both included; none if `last` is earlier."""
    found = []
    period = first
    while period.end <= last.end:
        found.append(period)
        period = following(period, settings)
    return tuple(found)


def last_closed(today: date, settings: Settings) -> Period:
    """Return the latest period whose closing day is `today` or before."""
    period = of(today, settings)
    return period if period.end == today else preceding(period, settings)


def plan_periods(settings: Settings, first: date | None = None) -> tuple[Period, ...]:
    """Return the periods that close within the plan, in order.

    `first` is the first due day in the plan's calendar; a period due before it is left out: no
    report was owed when the plan did not yet exist.
    """
    start, end = settings.period
    return tuple(
        period
        for period in between(of(start, settings), of(end, settings), settings)
        if start <= period.end <= end and (first is None or period.due >= first)
    )


def default_period(
    settings: Settings, data_days: Collection[date], today: date, first: date | None = None
) -> Period:
    """Return the period a page opens on: the last closed plan period that has data, not today.

    Without any data it is the last closed plan period, and before any has closed the first one.
    `data_days` are the days for which there are figures.
    """
    plan = plan_periods(settings, first) or (last_closed(today, settings),)
    closed = [period for period in plan if period.end <= today] or plan[:1]
    with_data = [period for period in closed if any(day in period for day in data_days)]
    return (with_data or closed)[-1]


def choices(
    settings: Settings, data_days: Collection[date], today: date, first: date | None = None
) -> tuple[Period, ...]:
    """Return the periods a reader may choose, without gaps.

    They are all plan periods, and those after the plan up to the last closed one or the last
    with data: some works run on for years.
    """
    latest = last_closed(today, settings)
    plan = plan_periods(settings, first) or (latest,)
    last_days = [plan[-1].end, latest.end, *data_days]
    return between(plan[0], of(max(last_days), settings), settings)


def _period(year: int, half: int, settings: Settings) -> Period:
    """Build a period from its year and half; settings have been checked when read."""
    end = _day(year, settings.closing[half - 1])
    before = _day(year - 2 + half, settings.closing[half - 2])
    due, consolidated = (
        _day(year, days[half - 1], after=end) for days in (settings.due, settings.consolidated)
    )
    code = f"{year}-H1" if half == 1 else f"{year}"
    return Period(code, year, half, before + _DAY, end, due, consolidated)


def _day(year: int, month_day: str, after: date | None = None) -> date:
    """Return "MM-DD" as a date of `year`, or of the next year if it would lie before `after`."""
    month, day = map(int, month_day.split("-"))
    found = date(year, month, day)
    return found if after is None or found >= after else date(year + 1, month, day)
