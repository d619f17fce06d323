"""A folder that is broken, poor, small or not there: the sound rest is shown, and what is not."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from folders import copy_of_data, rewrite
from reader import ALL, LAPTOP, PHONE, Look
from server import ROOT, TODAY, started

# a server and a folder of its own: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROGRAM = re.compile(
    r"Traceback|Exception|\bNone\b|\bnan\b|File \"|line \d+, in|KeyError|<class"
)
TINY = ROOT / "tests" / "tiny_province"


def spoil(folder):
    """Put one fault of each kind into the shipped data."""

    def progress(row):
        if row["project_id"] == "kcn-co-chien" and row["as_of"] == "2025-12-14":
            row["physical_pct"] = "140"
        if row["project_id"] == "mang-5g" and row["as_of"] == "2025-12-14":
            row["project_id"] = "mang-6g"

    def projects(row):
        if row["project_id"] == "iv-quan-triet":
            row["project_id"] = "mang-5g"

    rewrite(folder / "progress.csv", progress)
    rewrite(folder / "plan" / "projects.csv", projects)
    (folder / "geojson" / "urban_areas.geojson").write_text('{"type": "Feat', encoding="utf-8")
    bridges = folder / "geojson" / "bridges.geojson"
    layer = json.loads(bridges.read_text(encoding="utf-8"))
    layer["features"][1]["properties"]["licence"] = ""
    layer["features"][2]["geometry"]["coordinates"] = [590_000, 1_096_000]
    bridges.write_text(json.dumps(layer), encoding="utf-8")


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    folder = copy_of_data(tmp_path_factory.mktemp("spoiled"))
    spoil(folder)
    return folder


@pytest.fixture(scope="module")
def broken(tab, spoiled):
    with started(spoiled.parent, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(spoiled)) as running:
        yield Look(tab, running.base_url)


@pytest.fixture(scope="module")
def tiny(tab, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    data = shutil.copytree(TINY, folder / "data")
    with started(folder, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(data)) as running:
        yield Look(tab, running.base_url, (PHONE, LAPTOP))


def test_the_overview_says_what_was_left_out_and_why(broken, spoiled):
    reader = broken.reader.sized(LAPTOP).open("overview")
    box = reader.page.locator("details.error-box")
    done = subprocess.run(
        [sys.executable, "-m", "tvgeo", "--data", str(spoiled), "check", "--json"],
        env={**os.environ, "TVGEO_TODAY": TODAY, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    errors = [f for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    assert len(errors) >= 6
    assert str(len(errors)) in box.locator("summary").inner_text()
    box.locator("summary").click()
    lines = box.locator("li").all_inner_texts()
    assert len(lines) == len(errors)
    for line, error in zip(lines, errors, strict=True):
        assert error["file"] in line
        assert error["problem"] in line
        assert error["remedy"] in line
    text = box.inner_text()
    for word in ("140", "mang-6g", "urban_areas.geojson", "bridges.geojson", "projects.csv"):
        assert word in text
    assert not PROGRAM.search(text)
    reader.forget()


@pytest.mark.parametrize("name", ALL)
def test_every_page_of_a_broken_folder_shows_the_sound_rest(broken, name):
    seen = broken(name)
    assert seen.broken == 0
    assert [text for text in seen.everything() if PROGRAM.search(text)] == []
    assert not seen.holds("140,0")
    assert not seen.holds("140%")
    assert seen.holds("Cầu Đại Ngãi") or seen.holds("Sở GTVT")


def test_a_layer_that_cannot_be_read_leaves_its_works_in_the_list_without_a_place(broken):
    rows = "tr[data-key=tieu-can-thi-xa]"
    assert broken.reader.open("map", list="unlocated").keys(rows) == ["tieu-can-thi-xa"]


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", ALL)
def test_every_page_of_another_tiny_province_draws(tiny, name, size):
    seen = tiny(name, size)
    assert seen.broken == 0
    assert seen.width <= size[0]
    assert [text for text in seen.everything() if PROGRAM.search(text)] == []
    for shipped in ("Trà Vinh", "Kế hoạch 16", "Sở GTVT"):
        assert not seen.holds(shipped)
    if name in {"overview", "map", "work"}:
        assert seen.holds("Đường ven sông")


def test_pages_name_the_files_that_a_folder_does_not_have(tiny):
    for view, file in (("tasks", "tasks"), ("targets", "targets"), ("calendar", "calendar")):
        assert tiny("plan", view=view).holds(f"{file}.csv")
    assert tiny("reports").holds("calendar.csv") or tiny("reports").holds("lịch")


def test_thresholds_and_periods_are_those_of_the_folder(tiny):
    seen = tiny("overview")
    assert seen.holds("Chậm từ 3 · Chậm nhiều từ 6 · Chậm nghiêm trọng từ 9 điểm %")
    assert tiny("map").holds("Chậm nghiêm trọng từ 9")


def test_a_data_folder_that_is_not_there_is_an_error_in_one_sentence(tab, tmp_path):
    missing = tmp_path / "khong-co"
    with started(tmp_path, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(missing)) as running:
        reader = Look(tab, running.base_url).reader.sized(LAPTOP)
        for name in ("overview", "map"):
            seen = reader.open(name).seen()
            assert seen.holds("khong-co")
            assert [text for text in seen.everything() if PROGRAM.search(text)] == []
            assert seen.broken == 0
        assert reader.page.locator(".error-box").count() == 1
        log = running.output.read_text(encoding="utf-8")
    assert "khong-co" in log
    assert "Traceback" not in log


def test_a_change_of_the_plan_is_shown_without_a_restart_one_of_the_figures_is_not(
    tab, tmp_path
):
    """Figures are published; a file beside the store is only another file."""
    data = shutil.copytree(TINY, tmp_path / "data")
    with started(tmp_path, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(data)) as running:
        reader = Look(tab, running.base_url).reader.sized(LAPTOP)
        assert reader.open("work", project="duong-ven-song").seen().holds("32,5%*")
        rewrite(data / "progress.csv", lambda row: row.update(physical_pct="45"))
        rewrite(data / "plan" / "projects.csv", lambda row: row.update(name_vi="Tên mới"))
        seen = reader.forget().open("work", project="duong-ven-song").seen()
        assert seen.holds("Tên mới")
        assert seen.holds("32,5%*")
        assert not seen.holds("45,0%*")
