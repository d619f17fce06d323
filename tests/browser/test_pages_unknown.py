"""What is not known looks unknown, and what was not begun shows no progress, on every page."""

import csv
import re

import pytest
from reader import LAPTOP
from server import ROOT

# a server and a folder of its own: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Named by the plan and by public sources as not begun when the plan ended.
NOT_BEGUN = {"ql53-long-ho-ba-si", "ql53-tuyen-tranh-tp-tra-vinh", "ql54-vinh-long-tra-vinh"}
# How the facts say that a work still waits for money or for a first permission.
WAITING = re.compile(r"trung hạn 2026|không bố trí được vốn|dự kiến khởi công|nộp đề xuất")
FACTS = ROOT.parent / "shared" / "plan" / "facts.csv"
SILENT = "ql60-binh-phu-dai-ngai"
MISSING = "Chưa có số liệu"


def _not_begun():
    found = set(NOT_BEGUN)
    if FACTS.exists():
        with FACTS.open(encoding="utf-8", newline="") as stream:
            for fact in csv.DictReader(stream):
                if fact["metric"] == "status" and fact["confidence"] == "found-in-source":
                    found |= {fact["item_id"]} if WAITING.search(fact["value"]) else set()
        assert found > NOT_BEGUN, "the facts name no further work"
    return found


def test_works_not_begun_stand_at_zero_in_the_list_without_a_mark_or_a_slippage(reader):
    reader.open("map")
    rows = "[data-key=list] tr[data-key]"
    shown = dict(zip(reader.keys(rows), reader.rows(rows), strict=True))
    for project_id in _not_begun():
        assert shown[project_id][1:] == ["0%", "–"], project_id


def test_works_not_begun_are_said_to_be_in_preparation_on_the_map(reader):
    reader.open("map")
    spoken = reader.page.locator(".tv-list [data-id]")
    texts = dict(
        spoken.evaluate_all("nodes => nodes.map((n) => [n.dataset.id, n.textContent])")
    )
    for project_id in _not_begun():
        assert "0% · chuẩn bị đầu tư" in texts[project_id]
        assert not re.search(r"[1-9]\d*(,\d)?%|\*", texts[project_id])
    labels = {label["id"]: label["text"] for label in reader.seen().labels}
    for project_id in _not_begun() & labels.keys():
        _, _, second = labels[project_id].partition("\n")
        assert second in {"", "0% · chuẩn bị đầu tư"}


def test_works_not_begun_have_no_finished_stretch(reader):
    reader.open("map")
    finished = reader.page.evaluate(
        "() => [...window.__tvgeoMaps.values()].flatMap((view) => view.data.finished)"
    )
    assert {stretch["project"] for stretch in finished} == {"cau-dai-ngai"}


@pytest.mark.parametrize("project_id", sorted(NOT_BEGUN))
def test_the_page_of_a_work_not_begun_shows_no_progress(reader, project_id):
    reader.open("work", project=project_id)
    assert reader.texts_of(".ring-key .num") == [MISSING, "0%", MISSING]
    assert {row[1] for row in reader.rows(".scroll tbody tr")} <= {"0,0", "0", "–"}
    chart = reader.page.locator(".chart:has(.done-point):visible").first
    if chart.count():
        foot = chart.locator("text.quiet").first
        assert foot.text_content() == "0%"
        low = float(foot.get_attribute("y")) - 4
        points = chart.locator(".done-point")
        heights = points.evaluate_all("nodes => nodes.map((n) => Number(n.getAttribute('cy')))")
        assert heights == [low] * len(heights)
    assert reader.page.locator(".chart .finished").count() == 0
    assert not [t for t in reader.seen().everything() if t.endswith("*")]


def test_in_the_plan_works_not_begun_stand_at_zero(reader):
    lines = reader.open("plan", task="1").texts_of(".lines .line")
    for name in ("QL53 đoạn Long Hồ", "QL53: tuyến tránh", "QL54 đoạn"):
        [line] = [line for line in lines if line.startswith(name)]
        assert line.endswith(" 0%")


def test_a_missing_figure_is_hatched_and_said_and_never_a_zero(reader):
    reader.open("map", project=SILENT)
    row = reader.page.locator(f"tr[data-key={SILENT}]")
    assert row.locator(".chip-missing.hatch").get_attribute("aria-label") == MISSING
    assert "0" not in row.locator("td").nth(1).inner_text()
    background = row.locator(".hatch").evaluate(
        "node => getComputedStyle(node).backgroundImage"
    )
    assert "repeating-linear-gradient" in background
    chosen = reader.texts_of("[data-key=detail] .ring-key .num")
    assert chosen == [MISSING] * 3
    assert f"{SILENT}" in reader.page.url
    labels = {label["id"]: label["text"] for label in reader.seen().labels}
    assert "chưa có số liệu" in labels[SILENT]
    assert "%" not in labels[SILENT]


def test_every_segment_and_bar_without_data_is_hatched(reader):
    reader.open("overview")
    for node in (".state-bar .s-no_data", ".state-row:has-text('Chưa có số liệu') .g-no_data"):
        assert reader.page.locator(node).count() > 0
    image = reader.page.locator(".seg.s-no_data").first.evaluate(
        "node => getComputedStyle(node).backgroundImage"
    )
    assert "repeating-linear-gradient" in image


def test_a_work_without_data_says_so_instead_of_drawing_a_curve(reader):
    reader.open("work", project=SILENT)
    assert reader.texts_of(".ring-key .num") == [MISSING] * 3
    assert reader.page.locator(".ring-card .hatch-lines").count() >= 1
    assert reader.page.locator(".chart .done-point").count() == 0
    assert "Chưa có số liệu" in reader.line_of("h1 + strong")


def test_an_illustrative_figure_hidden_by_the_switch_becomes_a_hatch(reader):
    reader.sized(LAPTOP).open("map", project="kkt-dinh-an", sourced=1)
    assert reader.texts_of("[data-key=detail] .ring-key .num") == [MISSING] * 3
    row = reader.page.locator("tr[data-key=kkt-dinh-an]")
    assert row.locator(".chip-missing.hatch").count() == 1
