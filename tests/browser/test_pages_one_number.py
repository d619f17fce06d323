"""One number: the command line, the pages and the exports say the same of the same day."""

import csv
import json
import os
import subprocess
import sys

import pytest
from server import ROOT, TODAY

pytestmark = pytest.mark.browser
DAY = "2025-12-31"
HEALTH = {
    "past_due": "Quá hạn", "critical": "Chậm nghiêm trọng", "late": "Chậm nhiều",
    "slow": "Chậm", "completed": "Hoàn thành", "on_track": "Đúng tiến độ",
    "no_plan": "Chưa có kế hoạch", "paused": "Tạm dừng", "cancelled": "Dừng thực hiện",
    "no_data": "Chưa có số liệu",
}  # fmt: skip


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "tvgeo", *arguments],
        env={**os.environ, "TVGEO_TODAY": TODAY, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def document():
    return json.loads(run("status", "--as-of", DAY, "--json"))


@pytest.fixture(scope="module")
def projects(document):
    return {project["project_id"]: project for project in document["projects"]}


def percent(figure):
    """Write a figure of the document as a Vietnamese reader expects it, with its mark."""
    if figure is None:
        return "Chưa có số liệu"
    value = figure["value"]
    text = f"{value:.0f}%" if value in {0, 100} else f"{value:.1f}%".replace(".", ",")
    return text + ("*" if figure["quality"] == "illustrative" else "")


def points(project):
    if project["slippage"] is None:
        return "–"
    sign = {True: "−", False: "+"}[project["slippage"] < 0] if project["slippage"] else ""
    text = f"{sign}{abs(project['slippage']):.1f}".replace(".", ",")
    return text + ("*" if project["illustrative"] else "")


def test_the_overview_counts_what_status_counts(reader, document):
    rows = reader.open("overview").rows(".state-row")
    assert {word: int(count) for _, word, count in rows} == {
        HEALTH[health]: count for health, count in document["counts"].items()
    }
    assert sum(document["counts"].values()) == document["works"]
    behind, known = document["behind"], document["with_data"]
    assert reader.line_of("h1") == (
        f"{behind} trong {known} việc có số liệu đang chậm so với kế hoạch*"
    )
    assert f"ở {document['illustrative']} trong {known} việc" in reader.line_of(".strip")


def test_the_three_worst_are_those_of_status(reader, document, projects):
    reader.open("overview")
    shown = reader.texts_of(".item")
    for text, project_id in zip(shown, document["worst"], strict=True):
        project = projects[project_id]
        figures = project["figures"]
        assert project["name"] in text
        assert f"{points(project)} điểm %" in text
        assert f"Thực hiện {percent(figures['physical_pct'])}" in text
        assert f"kế hoạch {percent(figures['planned_pct'])}" in text


def test_a_percentage_of_a_sector_is_the_aggregate_of_status(reader, document):
    shown = " ".join(reader.open("overview").texts_of(".sub"))
    said = [a for a in document["aggregates"] if a["pct"] is not None]
    assert len(said) > 3
    for one in said:
        quality = "illustrative" if one["illustrative"] else "public"
        assert percent({"value": one["pct"], "quality": quality}) in shown
        assert f"{one['counted']}/{one['members']} " in shown


@pytest.mark.parametrize(("part", "number"), [("list", 27), ("unlocated", 65)])
def test_the_lists_beside_the_map_have_the_figures_of_status(reader, projects, part, number):
    reader.open("map", list=part)
    rows = f"[data-key={part}] tr[data-key]"
    found = zip(reader.keys(rows), reader.rows(rows), strict=True)
    shown = {project_id: tuple(cells[1:]) for project_id, cells in found}
    assert len(shown) == number
    assert shown == {
        p: (percent(projects[p]["figures"]["physical_pct"]), points(projects[p])) for p in shown
    }


def test_the_table_under_the_map_has_every_work_with_the_same_figures(reader, projects):
    reader.open("map").page.get_by_test_id("stExpander").locator("summary").click()
    reader.page.locator(".scroll tbody tr").last.wait_for()
    shown = [(cells[0], cells[2], cells[3]) for cells in reader.rows(".scroll tbody tr")]
    assert sorted(shown) == sorted(
        (project["name"], percent(project["figures"]["physical_pct"]), points(project))
        for project in projects.values()
    )


@pytest.mark.parametrize(
    "project_id", ["cau-dai-ngai", "cau-115-5179m", "mang-5g", "iv-quan-triet"]
)
def test_the_page_of_a_work_says_its_three_numbers(reader, projects, project_id):
    figures = projects[project_id]["figures"]
    reader.open("work", project=project_id)
    assert reader.line_of("h1") == projects[project_id]["name"]
    assert reader.texts_of(".ring-key .num") == [
        percent(figures[f"{name}_pct"]) for name in ("planned", "physical", "disbursed")
    ]


def test_the_plan_counts_the_works_of_each_task_as_status_does(reader, document):
    shown = (
        reader.open("plan")
        .page.locator("tr[data-key]")
        .evaluate_all(
            """rows => rows.map((row) => [Number(row.dataset.key), Object.fromEntries(
            [...row.querySelectorAll(".counts > *")].map((count) =>
                [count.title, Number(count.innerText)]))])"""
        )
    )
    assert len(shown) == 23
    assert dict(map(tuple, shown)) == {
        task["tt"]: {HEALTH[health]: n for health, n in task["counts"].items()}
        for task in document["tasks"]
    }


def test_the_reports_page_says_who_has_not_reported_as_status_does(reader, document):
    rows = reader.open("reports").rows(".matrix tbody tr")
    words = {"complete": "đã báo cáo", "partial": "báo cáo một phần", "missing": "chưa báo cáo"}
    assert [(cells[1], cells[-1].strip("*")) for cells in rows] == [
        (str(report["owed"]), words[report["state"]]) for report in document["missing_reports"]
    ]
    silent = sum(report["state"] == "missing" for report in document["missing_reports"])
    assert reader.line_of("h1").startswith(f"{silent} trong {len(rows)} cơ quan chưa báo cáo")


def test_a_table_taken_along_has_the_figures_of_status(tmp_path, projects):
    file = tmp_path / "plan.csv"
    run("export", "--format", "csv", "--as-of", DAY, "-o", str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["project_id"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == projects.keys()
    for project_id, row in rows.items():
        project = projects[project_id]
        for column in ("physical_pct", "planned_pct", "disbursed_pct"):
            figure = project["figures"][column]
            assert row[column] == ("" if figure is None else f"{figure['value']:g}")
        slippage = project["slippage"]
        assert row["slippage_points"] == ("" if slippage is None else f"{slippage:g}")
        assert row["health"] == project["health"]
