"""A data folder is read once, and again when a file of it or the day has changed."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo.core.plan import Settings
from tvgeo.errors import UsageError
from tvgeo.services import base
from tvgeo.services.view import open_view

TINY = Path(__file__).parents[1] / "tiny_province"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    return Path(shutil.copytree(TINY, tmp_path / "data"))


def test_an_unchanged_folder_is_not_read_again(folder):
    before = base.open_base(folder)
    (folder / "notes.txt").write_text("not a file of the plan")
    assert base.open_base(folder) is before


@pytest.mark.parametrize(
    "name", ["tvgeo.toml", "progress.csv", "plan/projects.csv", "geojson/roads.geojson"]
)
def test_a_change_of_any_file_is_seen(folder, name):
    before = base.open_base(folder)
    os.utime(folder / name, ns=(1, 1))
    assert base.open_base(folder) is not before


def test_a_file_that_vanishes_while_it_is_looked_at_is_only_missing(folder, monkeypatch):
    gone = folder / "plan/agencies.csv"
    monkeypatch.setattr(base.data_folder, "files", lambda _: (folder / "progress.csv", gone))
    assert base.open_base(folder).registry.agencies == {}


def test_a_new_day_reads_the_folder_again(folder, monkeypatch):
    with (folder / "progress.csv").open("a", encoding="utf-8") as file:
        file.write("duong-ven-song,2026-02-01,40,,,,,,,,,,,,,official\n")
    assert [f.code for f in base.open_base(folder).folder.findings].count("future_date") == 1
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-01")
    assert [f.code for f in base.open_base(folder).folder.findings].count("future_date") == 0


def test_today_is_the_provinces_own(monkeypatch):
    monkeypatch.delenv("TVGEO_TODAY", raising=False)
    zones = ("Pacific/Kiritimati", "Pacific/Niue")  # 25 hours apart: never the same date
    period = (date(2021, 1, 1), date(2025, 12, 31))
    ahead, behind = (base.today(Settings("T", "P", period, timezone=zone)) for zone in zones)
    assert ahead > behind


@pytest.mark.parametrize("value", ["tomorrow", "2026-13-01", "20260131", "9999-12-31"])
def test_a_today_that_is_no_date_is_wrong_use(folder, monkeypatch, value):
    monkeypatch.setenv("TVGEO_TODAY", value)
    with pytest.raises(UsageError, match="TVGEO_TODAY"):
        base.open_base(folder)


def test_without_settings_nobody_may_read(tmp_path):
    assert base.read_settings(tmp_path).view == "login"


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_before_the_plan_or_past_all_calendars_is_refused(folder, day):
    with pytest.raises(UsageError, match="2023-01-01"):
        open_view(folder, as_of=day)


def test_a_day_after_the_plan_is_shown(folder):
    assert (
        open_view(folder, as_of=date(2031, 1, 1)).standings["duong-ven-song"].health
        == "past_due"
    )


def test_a_length_next_to_nothing_has_no_difference_in_per_cent():
    tiny = base.Measure("f", None, "length_km", 11.0, 1e-308, None)
    assert (tiny.difference, tiny.difference_pct) == (11.0, None)
    assert base.Measure("f", None, "length_km", 11.0, 10.0, None).difference_pct == 10.0
