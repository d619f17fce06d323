"""Two periods of a small province compared: the views of the pages, as records of a file."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo.core import periods
from tvgeo.errors import DataError
from tvgeo.services import comparison, exporting
from tvgeo.services.base import open_base
from tvgeo.services.view import period_choices, view_of_period

TINY = Path(__file__).parents[1] / "tiny_province"
HEADER = "project_id,as_of,physical_pct,disbursed_pct,status,planned_pct,source,quality"
ROAD, DATA = "duong-ven-song", "cong-du-lieu"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Return a function that replaces the rows of the folder and opens it."""
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))

    def rows(*lines):
        (folder / "progress.csv").write_text(
            "\n".join((HEADER, *lines)) + "\n", encoding="utf-8"
        )
        return open_base(folder)

    return rows


def period(base, code):
    return periods.parse(code, base.settings)


def compared(base, earlier, later, **switch):
    return comparison.compare(base, period(base, earlier), period(base, later), **switch)


def test_both_sides_are_the_views_of_their_periods(write):
    base = write(
        f"{ROAD},2024-06-14,20,,,30,BC 1,official", f"{ROAD},2024-12-14,32.5,,,40,BC 2,official"
    )
    found = compared(base, "2024-H1", "2024")
    one = found.changes[ROAD]
    assert (one.before.day, one.after.day) == (date(2024, 6, 14), date(2024, 12, 14))
    assert (one.before.slippage, one.after.slippage, one.points) == (-10.0, -7.5, 12.5)
    assert found.after is view_of_period(base, period(base, "2024"))
    assert compared(base, "2024-H1", "2024") is found


def test_counts_are_of_works_and_add_up_to_the_plan(write):
    base = write(
        f"{ROAD},2024-06-14,20,,,,BC 1,official", f"{ROAD},2024-12-14,15,,,,BC 2,official"
    )
    found = compared(base, "2024-H1", "2024")
    assert {kind: n for kind, n in found.counts.items() if n} == {"less": 1, "none": 1}
    assert sum(found.counts.values()) == len(found.after.wholes)
    assert len(found.changes) == len(found.after.standings)


def test_a_period_is_compared_only_with_those_that_closed_before_its_day(write):
    base = write(f"{ROAD},2024-06-14,20,,,,BC 1,official")
    choices = period_choices(base)

    def offered(code):
        return [p.code for p in comparison.earlier_periods(base, period(base, code))]

    assert offered(choices[0].code) == []
    assert offered(choices[2].code) == [p.code for p in choices[:2]]
    # today is 31/01/2026: 2026-H1 and 2026 are both open and would show the same day
    assert offered("2026")[-1] == offered("2026-H1")[-1] == "2025"


def test_with_the_switch_an_invented_figure_is_no_figure_on_either_side(write):
    base = write(
        f"{ROAD},2024-06-14,20,,,,,illustrative", f"{ROAD},2024-12-14,30,,,,Báo,public"
    )
    shown, sourced = (
        compared(base, "2024-H1", "2024", sourced_only=switch).changes[ROAD]
        for switch in (False, True)
    )
    assert (shown.kind, shown.points, shown.illustrative, shown.mixed) == (
        "more",
        10.0,
        True,
        True,
    )
    assert (sourced.kind, sourced.points, sourced.illustrative) == ("new", None, False)


def test_a_record_says_both_figures_with_date_quality_and_source(write):
    base = write(
        f"{ROAD},2023-12-14,20,,,,,illustrative", f"{ROAD},2024-12-14,32.5,,,,Báo A,public"
    )
    rows = comparison.records(compared(base, "2024-H1", "2024"))
    assert rows[0] == {
        "project_id": ROAD, "name_vi": rows[0]["name_vi"], "name_en": rows[0]["name_en"],
        "sector": "transport", "lead_agency": rows[0]["lead_agency"], "part_of": None,
        "change": "more", "change_points": 12.5,
        "before_pct": 20.0, "before_as_of": date(2023, 12, 14), "before_quality": "illustrative",
        "before_source": None,
        "after_pct": 32.5, "after_as_of": date(2024, 12, 14), "after_quality": "public",
        "after_source": "Báo A",
        "basis": "total", "before_health": rows[0]["before_health"],
        "after_health": rows[0]["after_health"], "illustrative": "yes",
        "before_period": "2024-H1", "before_day": date(2024, 6, 14),
        "after_period": "2024", "after_day": date(2024, 12, 14), "revision": 1,
    }  # fmt: skip
    assert all(set(row) == set(comparison.COLUMNS) for row in rows)


def test_the_two_periods_go_out_as_a_table_that_says_the_same(write, tmp_path):
    base = write(
        f"{ROAD},2024-06-14,20,,,,BC 1,official", f"{ROAD},2024-12-14,32.5,,,,BC 2,official"
    )
    found = compared(base, "2024-H1", "2024")
    for kind in ("csv", "xlsx"):
        output = tmp_path / f"so-sanh.{kind}"
        assert exporting.export_comparison(found, kind, output) == len(found.changes)
    lines = (tmp_path / "so-sanh.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == list(comparison.COLUMNS)
    assert lines[1].startswith(f"{ROAD},")
    assert ",more,12.5,20,2024-06-14,official,BC 1,32.5,2024-12-14,official,BC 2," in lines[1]
    with pytest.raises(DataError, match="cannot_write"):
        exporting.export_comparison(found, "csv", tmp_path / "none" / "so-sanh.csv")
