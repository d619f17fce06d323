"""The forecast, on the five half-years of Đại Ngãi bridge that can be reckoned by hand."""

from datetime import date

import pytest

from tvgeo.core.forecast import Forecast, NoForecast, Report, forecast

CLOSING = [date(2023, 12, 14), date(2024, 6, 14), date(2024, 12, 14), date(2025, 6, 14), date(2025, 12, 14)]  # fmt: skip
TODAY = date(2025, 12, 31)


def reports(*pcts, basis="total", quality="official"):
    """Return one report for each of the last closing days."""
    days = CLOSING[-len(pcts) :] if pcts else []
    return [Report(day, pct, basis, quality) for day, pct in zip(days, pcts, strict=True)]


DAI_NGAI = reports(4, 12, 24, 39, 52)


def test_the_slowest_and_the_fastest_pace_give_the_range():
    # 48 points are left on 14/12/2025. Slowest: 12 points in 183 days, 48 need 732 days.
    # Fastest: 15 points in 182 days, 48 need 582.4, so the 583rd day is the first at 100 %.
    found = forecast(DAI_NGAI, TODAY)
    assert (found.from_day, found.to_day) == (date(2027, 7, 20), date(2027, 12, 16))
    assert found.n == 4
    assert found.slow_pace_half_year == pytest.approx(12, abs=0.05)
    assert found.fast_pace_half_year == pytest.approx(15, abs=0.06)


def test_older_paces_than_those_of_the_last_four_do_not_count():
    # from 4 to 12 in the first half-year would be the slowest pace
    assert forecast(DAI_NGAI, TODAY) == forecast(DAI_NGAI[1:], TODAY)


def test_the_pace_needed_is_points_a_month_until_the_due_date():
    # 48 points in the 929 days to 30/06/2028, which are 30.522 months
    found = forecast(DAI_NGAI, TODAY, date(2028, 6, 30))
    assert found.needed.per_month == pytest.approx(1.5727, abs=1e-4)
    assert (found.needed.points, found.needed.days) == (48, 912)  # from 31/12/2025
    assert found.needed.due == date(2028, 6, 30)


@pytest.mark.parametrize("due", [None, date(2025, 12, 31), date(2025, 12, 20)])
def test_no_pace_meets_a_due_date_that_has_passed(due):
    found = forecast(DAI_NGAI, TODAY, due)
    assert (found.needed, found.meets_due) == (None, None)


@pytest.mark.parametrize(
    ("due", "met"),
    [
        # at the slowest pace 100 % is reached on 16/12/2027, at the fastest on 20/07/2027
        (date(2027, 12, 16), "slowest"), (date(2027, 12, 15), "fastest"),
        (date(2027, 7, 20), "fastest"), (date(2027, 7, 19), "none"), (date(2026, 1, 17), "none"),
    ],
)  # fmt: skip
def test_a_due_date_is_met_at_any_pace_at_the_fastest_or_at_none(due, met):
    assert forecast(DAI_NGAI, TODAY, due).meets_due == met


def test_a_halt_never_meets_a_due_date_at_its_slowest():
    halted = forecast(reports(12, 24, 24, 52), TODAY, date(2026, 10, 24))
    assert halted.meets_due == "fastest"
    assert forecast(reports(12, 24, 24, 52), TODAY, date(2026, 10, 23)).meets_due == "none"


def test_the_needed_pace_is_known_from_one_report_on():
    # 60 points in the 365 days from 14/12/2025 to 14/12/2026, 11.992 months
    found = forecast(reports(40, quality="illustrative"), TODAY, date(2026, 12, 14))
    assert (found.reason, found.n) == ("too_few", 1)
    assert found.needed.per_month == pytest.approx(5.0034, abs=1e-4)
    assert found.needed.illustrative
    assert forecast([], TODAY, date(2026, 12, 14)).needed is None
    still = forecast(reports(52, 52, 52), TODAY, date(2026, 12, 14))
    assert (still.reason, still.needed.points) == ("no_increase", 48)


def test_the_fastest_pace_is_told_by_the_month_too():
    # 15 points in 182 days, a month having 30.4375
    assert forecast(DAI_NGAI, TODAY).fast_pace_month == pytest.approx(2.5086, abs=1e-4)


def test_reports_after_the_day_are_not_known():
    found = forecast(DAI_NGAI, date(2025, 6, 14))
    assert found == forecast(DAI_NGAI[:4], TODAY)
    assert forecast(DAI_NGAI, date(2024, 12, 13)) == NoForecast("too_few", 2)


def test_two_reports_are_too_few_and_three_are_enough():
    assert forecast([], TODAY) == NoForecast("too_few", 0)
    assert forecast(reports(39, 52), TODAY) == NoForecast("too_few", 2)
    assert forecast(reports(24, 39, 52), TODAY).n == 3


def test_reports_on_another_basis_do_not_count():
    mixed = [*reports(4, 12, 24, 39, 52, basis="contract")[:3], *DAI_NGAI[3:]]
    assert forecast(mixed, TODAY) == NoForecast("too_few", 2)


def test_a_halt_leaves_no_latest_date():
    found = forecast(reports(12, 24, 24, 52), TODAY)
    assert isinstance(found, Forecast)
    assert found.to_day is None
    assert found.slow_pace_half_year == 0
    assert found.from_day == date(2026, 10, 24)  # 28 points in 183 days; 48 need 313.7


@pytest.mark.parametrize("pcts", [(52, 52, 52), (60, 55, 52), (51.99, 51.995, 52)])
def test_no_increase_gives_no_forecast(pcts):
    assert forecast(reports(*pcts), TODAY) == NoForecast("no_increase", 3)


def test_a_finished_work_needs_no_forecast():
    assert forecast(reports(90, 100), TODAY) == NoForecast("completed", 2)


@pytest.mark.parametrize(("place", "marked"), [(0, False), (1, True), (4, True)])
def test_an_illustrative_report_among_the_last_four_marks_the_forecast(place, marked):
    known = list(DAI_NGAI)
    known[place] = known[place]._replace(quality="illustrative")
    assert forecast(known, TODAY).illustrative is marked


def test_a_forecast_never_lies_in_the_past():
    # 10, 40, 70 %: 30 points a half-year reach 100 % in mid-December 2022
    known = [
        Report(date(2021, 6, 14), 10, "total", "official"),
        Report(date(2021, 12, 14), 40, "total", "official"),
        Report(date(2022, 6, 14), 70, "total", "official"),
    ]
    assert forecast(known, date(2022, 12, 13)).from_day == date(2022, 12, 13)
    assert forecast(known, date(2025, 12, 31)) == NoForecast("outdated", 3)
    halted = [*known, Report(date(2022, 12, 14), 70, "total", "official")]
    found = forecast(halted, date(2025, 12, 31))
    assert (found.from_day, found.to_day) == (date(2025, 12, 31), None)
