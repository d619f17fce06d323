"""Standings, on figures that can be worked out by hand."""

from datetime import date

import pytest

from tvgeo.core import metrics
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Row, by_project, figure_as_of, visible

SETTINGS = Settings("Plan", "Province", (date(2021, 1, 1), date(2025, 12, 31)))
BRIDGE = Project(
    "bridge", "Cầu", "transport", start_date=date(2023, 10, 15), due_date=date(2025, 12, 31)
)
ROAD = Project("road", "Đường", "transport", due_date=date(2025, 12, 31))


def row(day: str, project: str = "road", **values) -> Row:
    return Row(project, date.fromisoformat(day), **values)


def stand(project: Project, *rows: Row, day: str = "2025-12-14") -> metrics.Standing:
    return metrics.standing(project, rows, date.fromisoformat(day), SETTINGS)


def test_each_field_keeps_the_last_value_that_was_said():
    rows = (
        row("2024-06-14", physical_pct=40.0, disbursed_pct=30.0, obstacle="Vướng mặt bằng"),
        row("2024-12-14", physical_pct=55.0),
        row("2025-06-14", physical_pct=60.0),
    )
    physical = figure_as_of(rows, "physical_pct", date(2025, 1, 31))
    disbursed = figure_as_of(rows, "disbursed_pct", date(2025, 1, 31))
    assert (physical.value, physical.as_of) == (55.0, date(2024, 12, 14))
    assert (disbursed.value, disbursed.as_of) == (30.0, date(2024, 6, 14))
    assert figure_as_of(rows, "physical_pct", date(2024, 6, 13)) is None


def test_linear_plan_is_days_passed_over_days_given():
    # 15/10/2023 to 31/12/2025 are 808 days; 791 have passed on 14/12/2025: 97.896 %
    assert metrics.linear_plan(BRIDGE, date(2025, 12, 14)) == 97.9
    assert metrics.linear_plan(BRIDGE, date(2023, 10, 15)) == 0.0
    assert metrics.linear_plan(BRIDGE, date(2026, 3, 1)) == 100.0
    assert metrics.linear_plan(ROAD, date(2025, 12, 14)) is None


def test_slippage_is_done_minus_planned_on_the_same_day():
    item = stand(BRIDGE, row("2025-12-14", "bridge", physical_pct=52.0))
    assert item.slippage == -45.9
    assert item.planned.derived == "linear"
    later = stand(BRIDGE, row("2025-12-14", "bridge", physical_pct=52.0), day="2025-12-31")
    assert (later.planned.value, later.slippage) == (97.9, -45.9)


def test_a_reported_plan_comes_before_the_straight_line():
    item = stand(BRIDGE, row("2025-12-14", "bridge", physical_pct=52.0, planned_pct=60.0))
    assert (item.planned.derived, item.slippage) == (None, -8.0)


@pytest.mark.parametrize(
    ("behind", "health"),
    [(15.0, "critical"), (14.9, "late"), (10.0, "late"), (9.9, "slow"), (5.0, "slow"),
     (4.9, "on_track"), (0.0, "on_track"), (-3.0, "on_track")],
)  # fmt: skip
def test_thresholds_are_inclusive(behind, health):
    item = stand(ROAD, row("2025-12-14", physical_pct=62.3 - behind, planned_pct=62.3))
    assert item.slippage == -behind
    assert item.health == health


@pytest.mark.parametrize(
    ("values", "day", "health"),
    [
        ({"status": "cancelled", "physical_pct": 10.0}, "2026-02-01", "cancelled"),
        ({"status": "completed", "physical_pct": 100.0}, "2026-02-01", "completed"),
        ({"status": "paused", "physical_pct": 10.0}, "2026-02-01", "paused"),
        ({"status": "in_progress", "physical_pct": 10.0}, "2026-02-01", "past_due"),
        ({"status": "in_progress", "physical_pct": 10.0}, "2025-12-31", "no_plan"),
        ({"status": "preparation"}, "2025-12-31", "no_plan"),
        ({"note": "chưa có"}, "2026-02-01", "no_data"),
    ],
)
def test_the_first_health_that_applies_wins(values, day, health):
    assert stand(ROAD, row("2025-12-14", **values), day=day).health == health


def test_no_row_at_all_is_no_data_even_after_the_due_date():
    assert stand(ROAD, day="2026-06-01").health == "no_data"


def test_completed_without_a_percentage_counts_as_100_and_says_so():
    item = stand(
        ROAD, row("2024-12-14", physical_pct=93.0), row("2025-03-28", status="completed")
    )
    assert (item.physical.value, item.physical.derived) == (100.0, "completed")
    assert item.physical.as_of == date(2025, 3, 28)


def test_only_a_cumulative_target_turns_an_amount_into_a_percentage():
    bridges = Project(
        "road", "115 cầu", "transport", target_kind="cumulative", target_value="115"
    )
    level = Project("road", "Bến", "transport", target_kind="level", target_value="50000")
    done = row("2025-12-14", actual_value=74.0)
    assert (stand(bridges, done).physical.value, stand(bridges, done).physical.derived) == (
        64.3, "target",
    )  # fmt: skip
    assert stand(level, done).physical is None


def test_one_official_row_removes_the_illustrative_rows_of_that_project_only():
    rows = (
        row("2024-06-14", physical_pct=40.0, quality="illustrative"),
        row("2025-06-14", physical_pct=35.0, quality="official"),
        row("2025-12-14", physical_pct=70.0, quality="illustrative"),
        row("2025-12-14", "bridge", physical_pct=52.0, quality="illustrative"),
    )
    left = by_project(visible(rows))
    assert [r.physical_pct for r in left["road"]] == [35.0]
    assert [r.physical_pct for r in left["bridge"]] == [52.0]
    assert "bridge" not in by_project(visible(rows, sourced_only=True))


def test_a_verdict_on_an_invented_plan_is_marked():
    rows = (
        row("2025-06-14", planned_pct=80.0, quality="illustrative"),
        row("2025-12-14", physical_pct=70.0, quality="public"),
    )
    assert stand(ROAD, *rows).illustrative
    assert not stand(ROAD, rows[1]).illustrative
