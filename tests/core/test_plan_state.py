"""The state of a task and of a target: counts and own figures, never an invented percentage."""

from datetime import date

import pytest

from tvgeo.core import metrics, plan_state
from tvgeo.core.plan import Project, Settings, Target, Task
from tvgeo.core.progress import Row

SETTINGS = Settings("Plan", "Province", (date(2021, 1, 1), date(2025, 12, 31)))
DAY = date(2025, 12, 14)


def standings(*pairs) -> dict[str, metrics.Standing]:
    """Return the standings of (project, values of its one row, or None) pairs."""
    found = {}
    for project, values in pairs:
        rows = [] if values is None else [Row(project.project_id, DAY, **values)]
        found[project.project_id] = metrics.standing(project, rows, DAY, SETTINGS)
    return found


def work(project_id: str, **values) -> Project:
    return Project(project_id, project_id, "urban", **values)


def target(*items: str, kind: str = "quantitative", value: str = "", operator: str = "="):
    return Target(
        "T", items, "urban", kind, "Chỉ tiêu", None, operator, value, None, 2025, "", None
    )


def state(of: Target, *pairs) -> tuple[str, float | None, float | None]:
    found = plan_state.target_state(of, standings(*pairs))
    return found.state, found.pct, found.amount


def test_a_task_counts_its_works_by_state():
    task = Task(1, "urban", "Nhiệm vụ", None, (), (), ("a", "b", "c"), "")
    found = plan_state.task_state(
        task,
        standings(
            (work("a"), {"status": "completed"}),
            (work("b"), {"physical_pct": 50.0, "planned_pct": 80.0, "quality": "illustrative"}),
            (work("c"), None),
        ),
    )
    assert (found.total, found.completed, found.behind, found.no_data) == (3, 1, 1, 1)
    assert found.counts == {"critical": 1, "completed": 1, "no_data": 1}
    assert found.illustrative


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(318.0, ("not_reached", 83.5, 318.0)), (381.0, ("reached", 100.0, 381.0))],
)
def test_an_amount_that_counts_up_has_its_own_percentage(amount, expected):
    roads = work("roads", target_kind="cumulative", target_value="381")
    assert state(target("roads", value="381"), (roads, {"actual_value": amount})) == expected


@pytest.mark.parametrize(
    ("amount", "operator", "expected"),
    [(34.0, "=", "reached"), (32.9, ">=", "not_reached"), (34.0, "<=", "not_reached")],
)
def test_a_level_is_reached_by_its_own_figure_without_a_percentage(amount, operator, expected):
    rate = work("rate", target_kind="level", target_value="33")
    wanted = target("rate", value="33", operator=operator)
    row = {"actual_value": amount, "status": "in_progress"}
    assert state(wanted, (rate, row)) == (expected, None, amount)


def test_a_class_or_a_milestone_is_reached_without_a_percentage():
    city = work("city", target_kind="class", target_value="II")
    row = {"status": "completed", "physical_pct": 100.0}
    assert state(target("city", kind="class", value="II"), (city, row)) == (
        "reached",
        None,
        None,
    )


def test_several_works_reach_a_target_together():
    pair = target("a", "b", value="2")
    done = {"status": "completed"}
    assert state(pair, (work("a"), done), (work("b"), done)) == ("reached", None, None)
    assert state(pair, (work("a"), done), (work("b"), None)) == ("not_reached", None, None)
    assert state(pair, (work("a"), None), (work("b"), None)) == ("no_data", None, None)


def test_a_quality_is_never_a_number():
    found = state(
        target("a", kind="qualitative", value="phổ cập"), (work("a"), {"status": "completed"})
    )
    assert found == ("not_quantified", None, None)


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "0", "-5", "hoàn thành", ""])
def test_what_is_no_amount_gives_no_percentage(value):
    odd = work("odd", target_kind="cumulative", target_value=value)
    assert metrics.target_amount(odd) is None
    assert standings((odd, {"actual_value": 5.0}))["odd"].physical is None
