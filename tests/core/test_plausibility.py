"""What is odd about a report, checked by hand."""

from datetime import date

import pytest

from tvgeo.core import plausibility
from tvgeo.core.progress import Row

JUNE, DECEMBER = date(2025, 6, 14), date(2025, 12, 14)
NEXT_JUNE = date(2026, 6, 14)


def report(as_of=DECEMBER, **more):
    return Row("ql", as_of, **more)


def codes(row, *published):
    return [doubt.code for doubt in plausibility.doubts(row, published)]


@pytest.mark.parametrize(
    ("status", "done", "odd"),
    [
        ("completed", 99.9, True), ("completed", 100.0, False), ("completed", None, False),
        ("in_progress", 100.0, True), ("paused", 100.0, True), ("in_progress", 99.9, False),
        ("not_started", 0.0, False), ("not_started", 0.1, True), ("preparation", 5.0, True),
        ("cancelled", 40.0, False), (None, 100.0, False),
    ],
)  # fmt: skip
def test_a_status_must_fit_the_progress(status, done, odd):
    row = report(status=status, physical_pct=done)
    assert codes(row) == (["W_STATUS_MISMATCH"] if odd else [])


def test_progress_below_the_published_is_odd():
    found = list(
        plausibility.doubts(report(physical_pct=40.0), (report(JUNE, physical_pct=42.5),))
    )
    assert found == [plausibility.Doubt("W_PROGRESS_DECREASED", "physical_pct", 42.5)]
    assert codes(report(physical_pct=42.5), report(JUNE, physical_pct=42.5)) == []


def test_it_is_compared_with_the_last_value_up_to_its_own_date():
    published = (
        report(JUNE, physical_pct=50.0), report(DECEMBER), report(NEXT_JUNE, physical_pct=60.0)
    )  # fmt: skip
    assert codes(report(DECEMBER, physical_pct=55.0), *published) == []
    assert codes(report(DECEMBER, physical_pct=45.0), *published) == ["W_PROGRESS_DECREASED"]
    assert codes(report(date(2025, 1, 1), physical_pct=45.0), *published) == []


def test_a_value_that_replaces_a_higher_one_of_the_same_day_is_odd():
    row = report(physical_pct=40.0)
    assert codes(row, report(physical_pct=45.0)) == ["W_PROGRESS_DECREASED"]


def test_only_one_basis_is_compared():
    of_contract = report(JUNE, physical_pct=90.0, physical_basis="contract")
    assert codes(report(physical_pct=40.0), of_contract) == []
    same = report(physical_pct=40.0, physical_basis="total")
    assert codes(same, report(JUNE, physical_pct=41.0)) == ["W_PROGRESS_DECREASED"]


def test_a_years_capital_plan_restarts_each_january():
    before = report(DECEMBER, disbursed_pct=95.0)
    assert codes(report(NEXT_JUNE, disbursed_pct=20.0), before) == []
    assert codes(report(DECEMBER, disbursed_pct=90.0), before) == ["W_PROGRESS_DECREASED"]
    of_total = report(DECEMBER, disbursed_pct=95.0, disbursed_basis="total")
    later = report(NEXT_JUNE, disbursed_pct=20.0, disbursed_basis="total")
    assert codes(later, of_total) == ["W_PROGRESS_DECREASED"]


def test_more_than_thirty_points_at_once_are_odd():
    before = report(JUNE, physical_pct=10.0)
    (doubt,) = plausibility.doubts(report(physical_pct=40.1), (before,))
    assert (doubt.code, doubt.nearest, doubt.limit) == ("W_PROGRESS_JUMP", 10.0, 30)
    assert codes(report(physical_pct=40.0), before) == []


def test_more_paid_than_done_is_odd_on_the_same_basis_only():
    assert codes(report(physical_pct=40.0, disbursed_pct=60.0)) == []
    row = report(physical_pct=40.0, disbursed_pct=60.0, disbursed_basis="total")
    (doubt,) = plausibility.doubts(row, ())
    assert (doubt.code, doubt.column, doubt.nearest) == (
        "W_DISBURSED_ABOVE",
        "disbursed_pct",
        40.0,
    )
    both = report(
        physical_pct=40.0,
        disbursed_pct=60.0,
        physical_basis="contract",
        disbursed_basis="contract",
    )
    assert codes(both) == ["W_DISBURSED_ABOVE"]


def test_invented_figures_are_no_measure():
    rows = [
        report(JUNE, quality="illustrative"),
        report(DECEMBER),
        report(JUNE, quality="public"),
    ]
    kept = plausibility.reported(rows)["ql"]
    assert [(row.as_of, row.quality) for row in kept] == [
        (JUNE, "public"),
        (DECEMBER, "official"),
    ]
