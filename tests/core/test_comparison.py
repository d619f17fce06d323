"""Two days compared, on three works whose change can be reckoned by hand, and every odd case."""

from datetime import date

import pytest

from tvgeo.core import comparison, metrics
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Row

SETTINGS = Settings("Kế hoạch", "Tỉnh", (date(2021, 1, 1), date(2025, 12, 31)))
EARLIER, LATER = date(2024, 12, 14), date(2025, 12, 14)


def work(project_id="cau", **more):
    return Project(project_id=project_id, name_vi=project_id, sector="transport", **more)


def row(day, pct=None, project_id="cau", quality="official", **more):
    return Row(project_id, day, pct, quality=quality, **more)


def compared(*rows, project=None):
    """Return the change of one work between the two days."""
    project = project or work()
    before, after = (metrics.standing(project, rows, day, SETTINGS) for day in (EARLIER, LATER))
    return comparison.change(before, after)


@pytest.mark.parametrize(
    ("was", "now", "points", "kind", "code"),
    [
        (24, 52, 28.0, "more", "up_much"),  # 52 - 24
        (60, 56.5, -3.5, "less", "down"),  # 56.5 - 60
        (35.25, 47.75, 12.5, "more", "up_some"),  # 47.75 - 35.25
    ],
)
def test_the_change_of_three_works_is_later_minus_earlier_in_points(
    was, now, points, kind, code
):
    found = compared(row(EARLIER, was), row(LATER, now))
    assert (found.points, found.kind, found.code) == (points, kind, code)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (15, "up_much"), (14.9, "up_some"), (5, "up_some"), (4.9, "up"), (0.1, "up"),
        (0, "same"),
        (-0.1, "down"), (-4.9, "down"), (-5, "down_some"), (-14.9, "down_some"),
        (-15, "down_much"),
    ],
)  # fmt: skip
def test_limits_of_the_classes_are_inclusive(points, code):
    assert compared(row(EARLIER, 50), row(LATER, 50 + points)).code == code


def test_a_change_smaller_than_is_shown_is_no_change():
    found = compared(row(EARLIER, 50), row(LATER, 50.04))
    assert (found.points, found.kind) == (0.0, "same")
    assert str(compared(row(EARLIER, 50.04), row(LATER, 50)).points) == "0.0"


def test_equal_figures_of_two_reports_are_no_change_and_one_report_is_no_report():
    assert compared(row(EARLIER, 40), row(LATER, 40)).kind == "same"
    silent = compared(row(EARLIER, 40))
    assert (silent.kind, silent.points, silent.code) == ("no_report", None, "no_report")


def test_a_later_row_without_a_percentage_is_no_newer_figure():
    silent = compared(row(EARLIER, 40), row(LATER, status="in_progress"))
    assert (silent.kind, silent.points) == ("no_report", None)


def test_a_first_figure_is_new_and_not_an_increase_from_zero():
    found = compared(row(LATER, 40))
    assert (found.kind, found.points) == ("new", None)


@pytest.mark.parametrize("rows", [(), (row(LATER, status="preparation"),)])
def test_without_any_percentage_there_is_nothing_to_compare(rows):
    found = compared(*rows)
    assert (found.kind, found.points, found.figures) == ("none", None, ())


def test_two_bases_are_not_compared():
    found = compared(row(EARLIER, 80, physical_basis="contract"), row(LATER, 40))
    assert (found.kind, found.points) == ("basis", None)
    # no basis said is the whole work
    same = compared(row(EARLIER, 30), row(LATER, 40, physical_basis="total"))
    assert same.points == 10.0


def test_completed_without_a_percentage_is_a_hundred_on_any_basis():
    found = compared(
        row(EARLIER, 80, physical_basis="contract"), row(LATER, status="completed")
    )
    assert (found.points, found.kind) == (20.0, "more")
    assert found.after.physical.derived == "completed"


@pytest.mark.parametrize("later", [(), (row(LATER, status="completed"),), (row(LATER, 100),)])
def test_who_was_completed_before_neither_stands_still_nor_owes_a_report(later):
    found = compared(row(EARLIER, 100, status="completed"), *later)
    assert (found.kind, found.points) == ("done", None)


def test_a_completed_work_that_is_corrected_is_compared():
    found = compared(row(EARLIER, 100, status="completed"), row(LATER, 98))
    assert (found.kind, found.points) == ("less", -2.0)


def test_a_cancelled_work_still_says_what_had_changed():
    found = compared(row(EARLIER, 10), row(LATER, 12, status="cancelled"))
    assert (found.points, found.after.health) == (2.0, "cancelled")


def test_an_amount_over_a_target_is_compared_as_its_percentage():
    # 3 then 4 of 8 bridges: 37.5 and 50 %
    bridges = work(target_kind="cumulative", target_value="8", target_unit="cầu")
    found = compared(row(EARLIER, actual_value=3), row(LATER, actual_value=4), project=bridges)
    assert found.points == 12.5


def test_one_invented_figure_marks_the_change_and_two_qualities_are_told():
    invented = compared(
        row(EARLIER, 20, quality="illustrative"), row(LATER, 30, quality="public")
    )
    assert (invented.illustrative, invented.mixed) == (True, True)
    sound = compared(row(EARLIER, 20), row(LATER, 30))
    assert (sound.illustrative, sound.mixed) == (False, False)
    # nothing is compared, so no two qualities are either
    new = compared(row(LATER, 30, quality="illustrative"))
    assert (new.illustrative, new.mixed) == (True, False)


def test_counts_leave_parts_out_and_name_every_kind():
    part = compared(row(EARLIER, 20), row(LATER, 30), project=work("doan-1", part_of="cau"))
    found = comparison.counts([compared(row(EARLIER, 20), row(LATER, 30)), part, compared()])
    assert found == {
        "more": 1, "less": 0, "same": 0, "done": 0, "new": 0, "no_report": 0, "basis": 0,
        "none": 1,
    }  # fmt: skip


def test_the_order_is_from_the_largest_increase_to_the_largest_decrease_then_the_rest():
    cases = [
        compared(),
        compared(row(EARLIER, 40)),
        compared(row(EARLIER, 40), row(LATER, 30)),
        compared(row(LATER, 40)),
        compared(row(EARLIER, 40), row(LATER, 45)),
        compared(row(EARLIER, 40), row(LATER, 40)),
        compared(row(EARLIER, 40), row(LATER, 90)),
    ]
    found = comparison.ordered(cases)
    assert [one.points for one in found] == [50.0, 5.0, 0.0, -10.0, None, None, None]
    assert [one.kind for one in found[4:]] == ["new", "no_report", "none"]


def test_every_kind_and_code_is_one_that_the_legend_knows():
    assert set(comparison.KINDS) - {"more", "less"} <= set(comparison.CLASSES)
