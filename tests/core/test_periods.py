"""Reporting periods, with the closing days of Nghị định 09/2019: 14/6 and 14/12."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvgeo.core import periods
from tvgeo.core.plan import Settings
from tvgeo.errors import UsageError

few = settings(max_examples=50, derandomize=True, database=None, deadline=None)
PLAN = Settings("Kế hoạch 16", "Trà Vinh", (date(2021, 1, 1), date(2025, 12, 31)))
FIRST_DUE = date(2022, 6, 15)
PUBLISHED = [date(2025, 6, 14), date(2025, 12, 14)]


def codes(found):
    return [period.code for period in found]


def test_the_first_half_holds_mid_december_to_mid_june():
    period = periods.parse("2025-H1", PLAN)
    assert (period.start, period.end) == (date(2024, 12, 15), date(2025, 6, 14))
    assert (period.due, period.consolidated) == (date(2025, 6, 15), date(2025, 6, 25))
    assert (period.year, period.half) == (2025, 1)


def test_the_full_year_holds_mid_june_to_mid_december():
    period = periods.parse("2025", PLAN)
    assert (period.start, period.end) == (date(2025, 6, 15), date(2025, 12, 14))
    assert (period.due, period.consolidated) == (date(2025, 12, 15), date(2025, 12, 25))
    assert (period.year, period.half) == (2025, 2)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 12, 14), "2024"),
        (date(2024, 12, 15), "2025-H1"),
        (date(2025, 6, 14), "2025-H1"),
        (date(2025, 6, 15), "2025"),
        (date(2025, 12, 31), "2026-H1"),
    ],
)
def test_a_day_belongs_to_the_period_that_closes_next(day, code):
    period = periods.of(day, PLAN)
    assert period.code == code
    assert day in period


@few
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_periods_follow_each_other_without_gap_or_overlap(day):
    period = periods.of(day, PLAN)
    after = periods.following(period, PLAN)
    assert day in period
    assert after.start == period.end + timedelta(days=1)
    assert periods.preceding(after, PLAN) == period == periods.parse(period.code, PLAN)


def test_other_closing_days_are_a_matter_of_settings():
    calendar = replace(
        PLAN,
        closing=("06-30", "12-31"),
        due=("07-05", "01-05"),
        consolidated=("07-15", "01-15"),
    )
    period = periods.parse("2025", calendar)
    assert (period.start, period.end) == (date(2025, 7, 1), date(2025, 12, 31))
    assert (period.due, period.consolidated) == (date(2026, 1, 5), date(2026, 1, 15))
    assert periods.of(date(2026, 1, 1), calendar).code == "2026-H1"


@pytest.mark.parametrize(
    "code", ["", "2025H1", "2025-H2", "2025-h1", " 2025", "25", "0001", "٢٠٢٥"]
)
def test_a_code_of_another_form_is_refused(code):
    with pytest.raises(UsageError) as caught:
        periods.parse(code, PLAN)
    assert (caught.value.key, caught.value.values) == ("period.unknown", {"value": code})


def test_a_period_is_closed_from_its_closing_day_on():
    assert periods.last_closed(date(2025, 6, 13), PLAN).code == "2024"
    assert periods.last_closed(date(2025, 6, 14), PLAN).code == "2025-H1"
    assert periods.last_closed(date(2026, 11, 23), PLAN).code == "2026-H1"


def test_the_plan_has_the_periods_its_calendar_asks_for():
    assert codes(periods.plan_periods(PLAN, FIRST_DUE)) == [
        "2022-H1", "2022", "2023-H1", "2023", "2024-H1", "2024", "2025-H1", "2025",
    ]  # fmt: skip
    assert codes(periods.plan_periods(PLAN))[:3] == ["2021-H1", "2021", "2022-H1"]


def test_between_includes_both_ends():
    first, last = periods.parse("2024", PLAN), periods.parse("2025", PLAN)
    assert codes(periods.between(first, last, PLAN)) == ["2024", "2025-H1", "2025"]
    assert periods.between(last, first, PLAN) == ()


@pytest.mark.parametrize(
    ("days", "today", "code"),
    [
        (PUBLISHED, date(2026, 11, 23), "2025"),  # the plan's last, not today's
        (PUBLISHED[:1], date(2026, 11, 23), "2025-H1"),  # the last with data
        (PUBLISHED, date(2025, 12, 13), "2025-H1"),  # the full year is still open
        ([date(2026, 6, 14)], date(2026, 11, 23), "2025"),  # data after the plan only
        ([], date(2026, 11, 23), "2025"),
        ([], date(2021, 3, 1), "2022-H1"),  # nothing has closed yet
    ],
)
def test_a_page_opens_on_the_last_closed_plan_period_with_data(days, today, code):
    assert periods.default_period(PLAN, days, today, FIRST_DUE).code == code


@pytest.mark.parametrize(
    ("days", "today", "last"),
    [
        (PUBLISHED, date(2023, 1, 1), "2025"),  # every plan period, open ones too
        (PUBLISHED, date(2026, 11, 23), "2026-H1"),  # and what has closed since
        ([date(2026, 9, 30)], date(2026, 11, 23), "2026"),  # or has data
    ],
)
def test_the_choices_run_from_the_first_plan_period_without_gaps(days, today, last):
    found = periods.choices(PLAN, days, today, FIRST_DUE)
    assert (found[0].code, found[-1].code) == ("2022-H1", last)
    assert len(found) == len({period.code for period in found})


def test_a_plan_too_short_for_a_period_still_opens():
    short = replace(PLAN, period=(date(2025, 1, 1), date(2025, 3, 1)))
    assert periods.default_period(short, [], date(2025, 7, 1)).code == "2025-H1"
    assert codes(periods.choices(short, [], date(2025, 7, 1))) == ["2025-H1"]


def test_reports_on_december_may_be_due_in_january():
    calendar_year = replace(
        PLAN,
        closing=("06-30", "12-31"),
        due=("07-05", "01-05"),
        consolidated=("07-15", "01-15"),
    )
    period = periods.parse("2025", calendar_year)
    assert (period.start, period.end) == (date(2025, 7, 1), date(2025, 12, 31))
    assert (period.due, period.consolidated) == (date(2026, 1, 5), date(2026, 1, 15))


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31)])
def test_every_day_of_the_years_in_use_has_periods_around_it(day):
    assert day.year in periods.YEARS
    assert day in periods.of(day, PLAN)
    assert periods.last_closed(day, PLAN).end < day
