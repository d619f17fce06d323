"""The periods that are played: which they are, and that each shows what its own page shows."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo.services import playback
from tvgeo.services.base import open_base
from tvgeo.services.view import view_as_of

TINY = Path(__file__).parents[1] / "tiny_province"
HEADER = "project_id,as_of,physical_pct,disbursed_pct,status,planned_pct,source,quality"
ROAD, BRIDGE = "duong-ven-song", "cau-ven-song"
ROWS = (
    f"{ROAD},2024-06-14,20,,in_progress,30,báo cáo,official",
    f"{ROAD},2024-12-14,35,,in_progress,40,báo cáo,official",
    f"{ROAD},2025-06-14,70,,in_progress,70,báo cáo,official",
    f"{BRIDGE},2024-06-14,10,,in_progress,10,minh họa,illustrative",
)


@pytest.fixture
def base(tmp_path, monkeypatch):
    """Return a province of which one road has reported three times, seen on 1 July 2025."""
    monkeypatch.setenv("TVGEO_TODAY", "2025-07-01")
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    (folder / "progress.csv").write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    return open_base(folder)


def test_a_period_that_has_not_begun_is_not_played(base):
    codes = [period.code for period in playback.played(base)]
    assert codes[-4:] == ["2024-H1", "2024", "2025-H1", "2025"]
    assert all(period.start <= date(2025, 7, 1) for period in playback.played(base))


def test_each_frame_is_the_view_of_its_closing_day_or_of_today(base):
    days = {frame.period.code: frame.view.day for frame in playback.frames(base)}
    assert days["2024"] == date(2024, 12, 14)
    assert days["2025"] == date(2025, 7, 1)
    for frame in playback.frames(base):
        assert frame.view is view_as_of(base, frame.view.day, sourced_only=False)


def test_a_work_is_followed_through_the_periods(base):
    view = view_as_of(base, date(2025, 6, 14))
    found = {
        period.code: item.physical and item.physical.value
        for period, item in playback.course(view, ROAD)
    }
    assert found["2023"] is None
    assert (found["2024-H1"], found["2024"], found["2025-H1"]) == (20, 35, 70)


def test_a_period_without_any_figure_is_called_empty_and_no_other(base):
    empty = {frame.period.code for frame in playback.frames(base) if frame.empty}
    assert "2023" in empty
    assert not {"2024-H1", "2024", "2025-H1", "2025"} & empty


def test_without_illustrative_figures_only_the_reported_ones_are_followed(base):
    for sourced, expected in ((False, "on_track"), (True, "no_data")):
        view = view_as_of(base, date(2025, 6, 14), sourced_only=sourced)
        bridge = {p.code: item.health for p, item in playback.course(view, BRIDGE)}
        assert bridge["2024"] == expected
        road = {p.code: item.health for p, item in playback.course(view, ROAD)}
        # 20 of 30, 35 of 40, 70 of 70, where 3, 6 and 9 points are slow, late and critical
        assert (road["2024-H1"], road["2024"], road["2025-H1"]) == (
            "critical", "slow", "on_track",
        )  # fmt: skip
