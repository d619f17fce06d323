"""One view a day: computed once, and the same numbers for pages, commands and documents."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo.services import documents
from tvgeo.services.base import open_base
from tvgeo.services.view import default_period, period_choices, view_as_of, view_of_period

TINY = Path(__file__).parents[1] / "tiny_province"
HEADER = (
    "project_id,as_of,physical_pct,disbursed_pct,status,planned_pct,actual_value,"
    "completed_chainage,site_clearance_pct,physical_basis,disbursed_basis,obstacle,proposal,"
    "note,source,quality"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture
def write(folder):
    """Return a function that replaces the rows of the folder and opens it."""

    def rows(*lines):
        (folder / "progress.csv").write_text(
            "\n".join((HEADER, *lines)) + "\n", encoding="utf-8"
        )
        return open_base(folder)

    return rows


def line(project_id, day, done="", planned="", status="", quality="illustrative", source=""):
    cells = [project_id, day, done, "", status, planned, *[""] * 8, source, quality]
    return ",".join(map(str, cells))


ROAD, DATA = "duong-ven-song", "cong-du-lieu"


def test_a_view_is_computed_once_for_the_same_day_and_switch(folder):
    base = open_base(folder)
    first = view_as_of(base, date(2025, 1, 1))
    assert view_as_of(open_base(folder), date(2025, 1, 1)) is first
    assert view_as_of(base, date(2025, 1, 2)) is not first
    assert view_as_of(base, date(2025, 1, 1), sourced_only=True) is not first


def test_a_changed_row_makes_a_new_view(folder, write):
    before = view_as_of(open_base(folder), date(2025, 1, 1))
    after = view_as_of(write(line(ROAD, "2024-12-14", 50, 40)), date(2025, 1, 1))
    assert before.standings[ROAD].physical.value == 32.5
    assert after.standings[ROAD].physical.value == 50.0


def test_counts_leave_parts_out_and_add_up_to_the_wholes(folder):
    view = view_as_of(open_base(folder), date(2025, 1, 1))
    assert sum(view.counts.values()) == len(view.wholes) == 2
    assert {health: n for health, n in view.counts.items() if n} == {"late": 1, "no_data": 1}
    assert "cau-ven-song" in view.standings


def test_the_worst_and_the_thresholds_are_those_of_the_folder(write):
    # thresholds of the tiny province: 3, 6 and 9 points, inclusive
    base = write(line(ROAD, "2024-12-14", 31, 40), line(DATA, "2024-12-14", 37, 40))
    view = view_as_of(base, date(2024, 12, 14))
    assert [(s.project.project_id, s.health, s.slippage) for s in view.worst] == [
        (ROAD, "critical", -9.0),
        (DATA, "slow", -3.0),
    ]


def test_an_official_row_hides_the_invented_ones_of_its_work_on_every_day(write):
    base = write(
        line(ROAD, "2023-12-14", 15, 20),
        line(ROAD, "2024-06-14", 20, 30),
        line(ROAD, "2024-12-14", 26, quality="official", source="BC 1"),
        line(DATA, "2024-12-14", 50, 60),
    )
    early, late = (view_as_of(base, day) for day in (date(2024, 6, 30), date(2024, 12, 31)))
    assert early.standings[ROAD].health == "no_data"
    assert late.standings[ROAD].physical.value == 26.0
    assert not late.standings[ROAD].illustrative
    assert len(late.rows[ROAD]) == 1
    assert [s.project.project_id for s in late.illustrative] == [DATA]


def test_the_switch_hides_invented_figures_and_says_what_is_left(write):
    base = write(
        line(ROAD, "2024-06-14", 20, 30),
        line(DATA, "2024-06-14", status="in_progress", quality="public", source="Báo"),
    )
    shown, hidden = (
        view_as_of(base, date(2024, 12, 31), sourced_only=switch) for switch in (False, True)
    )
    assert (len(shown.with_data), shown.by_quality("illustrative")) == (2, 1)
    assert (len(hidden.with_data), hidden.by_quality("public")) == (1, 1)
    assert documents.status(hidden)["illustrative"] == 0
    assert documents.status(hidden)["sourced_only"]


def test_a_verdict_is_only_as_good_as_its_worst_figure(write):
    base = write(
        line(ROAD, "2024-06-14", "", 30),
        line(ROAD, "2024-12-14", 20, quality="public", source="Báo"),
    )
    [item] = view_as_of(base, date(2024, 12, 31)).with_data
    assert (item.slippage, item.illustrative) == (-10.0, True)
    assert not item.physical.illustrative


def test_pages_open_on_the_last_closed_period_with_data_and_not_on_today(folder, write):
    base = open_base(folder)
    assert default_period(base).code == "2024"
    assert [p.code for p in period_choices(base)][-1] == "2027"
    assert view_of_period(base, default_period(base)).day == date(2024, 12, 14)
    later = write(line(ROAD, "2025-06-14", 40, 50))
    assert default_period(later).code == "2025-H1"


def test_a_period_that_is_still_open_is_shown_as_of_today(folder):
    base = open_base(folder)
    [open_one] = [p for p in period_choices(base) if p.code == "2026-H1"]
    assert view_of_period(base, open_one).day == date(2026, 1, 31)


def test_figures_older_than_the_period_are_stale(write):
    base = write(line(ROAD, "2024-06-14", 20, 30), line(DATA, "2024-12-14", 20, 30))
    view = view_as_of(base, date(2024, 12, 31))
    stale = {p["project_id"]: p["stale"] for p in documents.status(view)["projects"]}
    assert (stale[ROAD], stale[DATA], stale["cau-ven-song"]) == (True, False, False)
