"""Every invented number carries its mark, and the switch takes all of them away.

The data folder has numbers that occur nowhere else: whatever page or drawing repeats one of them
repeats an invented figure, and must say so.
"""

import json
import os
import re
import subprocess
import sys

import pytest
from folders import copy_of_data, rewrite
from reader import LAPTOP, PAGES, Look
from server import ROOT, TODAY, started

# every page of several folders is read for marks: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFICIAL = "cau-115-5179m"
WORKS = ("kkt-dinh-an", "duong-tinh-huyen-gtnt-381km")
# Written by illustrative rows: by the row of each work, the latest last.
DONE = ("11.7", "21.7", "31.7", "41.7", "51.7", "61.7", "71.7", "81.7")
PLANNED = ("22.1", "32.1", "42.1", "52.1", "62.1", "72.1", "82.1", "92.1")
PAID, AMOUNT, SLIP = "13.3", "777.3", "10,4"
WORDS = ("Vướng thử tám chín", "Kiến nghị thử tám chín", "Km1+111-Km2+222")
REPLACED = ("17.9", "27.9", "33.6", "Vướng đã thay", "Kiến nghị đã thay")
REPORTED = "61.2"
TITLES = {
    "map": "Bản đồ", "work": "Công trình, nhiệm vụ", "plan": "Kế hoạch 16",
    "reports": "Báo cáo định kỳ",
}  # fmt: skip


def said(*numbers):
    """Return a pattern of the numbers as Vietnamese or English readers get them."""
    found = "|".join(re.escape(n).replace(r"\.", "[.,]") for n in numbers)
    return re.compile(rf"(?<![\d,.])(?:{found})(?![\d])")


INVENTED = said(*DONE, *PLANNED, PAID, AMOUNT, SLIP, *WORDS)


def invent(row, place):
    if row["quality"] != "illustrative":
        return
    own = row["project_id"] == OFFICIAL
    if row["physical_pct"] not in {"", "0", "100"}:
        row["physical_pct"] = REPLACED[0] if own else DONE[place]
        row["planned_pct"] = row["planned_pct"] and (REPLACED[1] if own else PLANNED[place])
    if row["disbursed_pct"]:
        row["disbursed_pct"] = REPLACED[2] if own else PAID
    if row["actual_value"]:
        row["actual_value"] = AMOUNT
    if row["completed_chainage"]:
        row["completed_chainage"] = WORDS[2]
    for column, own_words, words in (
        ("obstacle", REPLACED[3], WORDS[0]),
        ("proposal", REPLACED[4], WORDS[1]),
    ):
        row[column] = row[column] and (own_words if own else words)
    if own and row["as_of"] == "2025-12-14":
        row |= {"quality": "official", "source": "Báo cáo số 1", "physical_pct": REPORTED}
        silent = ("planned_pct", "disbursed_pct", "actual_value", "obstacle", "proposal")
        row |= dict.fromkeys(silent, "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = copy_of_data(tmp_path_factory.mktemp("marks"))
    days = [f"{year}-{day}" for year in range(2022, 2026) for day in ("06-14", "12-14")]
    rewrite(
        found / "progress.csv",
        lambda row: invent(row, days.index(row["as_of"]) if row["as_of"] in days else -1),
    )
    return found


@pytest.fixture(scope="module")
def shown(tab, folder):
    with started(folder.parent, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(folder)) as running:
        yield Look(tab, running.base_url)


def pages():
    """Return every page, and those of some works, as arguments of `Look`."""
    return [
        *(({"name": name}) for name in PAGES),
        *({"name": "work", "project": project} for project in WORKS),
        {"name": "map", "mode": "completion", "project": "kkt-dinh-an"},
        {"name": "plan", "view": "targets"},
        {"name": "overview", "lang": "en"},
        {"name": "briefing", "scope": "work", "of": WORKS[0]},
        {"name": "slideshow", "slide": "2"},
        {"name": "slideshow", "scope": "work", "of": WORKS[0]},
    ]


def unmarked(texts):
    """Return the texts that repeat an invented figure with no mark after it."""
    return [
        text
        for text in texts
        for found in INVENTED.finditer(text)
        if "*" not in text[found.end() :] and "*" not in text[: found.start()]
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: "-".join(page.values()))
def test_every_invented_figure_carries_the_mark(shown, page):
    seen = shown(**page)
    repeated = [text for text in seen.everything() if INVENTED.search(text)]
    assert repeated or page["name"] == "reports"
    assert unmarked(seen.everything()) == []


def test_a_tooltip_marks_its_figures_and_says_what_the_mark_means(shown):
    page = shown.reader.sized(LAPTOP).open("map", lang="vi").page
    x, y = shown.reader.glyph("kkt-dinh-an")
    page.mouse.move(x, y)
    tip = page.locator(".tv-tip", has_text="81,7%*")
    tip.wait_for()
    assert "81,7%* · chậm 10,4 điểm %" in tip.inner_text()
    assert "* Số liệu minh họa" in tip.inner_text()


def test_every_point_of_a_curve_and_every_row_of_a_history_says_that_it_is_invented(shown):
    reader = shown.reader.open("work", project="kkt-dinh-an", lang="vi")
    rows = reader.rows(".scroll tbody tr")
    assert len(rows) == 8
    for _, done, planned, paid, status, source in rows:
        assert all(cell == "–" or cell.endswith("*") for cell in (done, planned, paid, status))
        assert source.startswith("minh họa")
    for name in (".chart .done-text", ".chart .gap-text"):
        found = reader.page.locator(name).all_text_contents()
        assert found
        assert all(text.endswith("*") for text in found)
    label = reader.page.locator(".chart").first.get_attribute("aria-label")
    assert "81,7%*" in label
    assert "92,1%*" in label


def test_the_switch_takes_every_invented_figure_and_every_mark_from_all_pages(shown):
    reader = shown.reader.open("overview", lang="vi")
    reader.page.get_by_text("Chỉ hiện số liệu có nguồn").click()
    reader.page.wait_for_url("**sourced=1**")
    found = {"overview": reader.settle().seen()}
    for name, title in TITLES.items():
        reader.page.get_by_role("link", name=title).first.click()
        reader.page.wait_for_url(f"**{PAGES[name]}?**")
        found[name] = reader.settle().seen()
        assert "sourced=1" in found[name].url
    found["another work"] = shown("work", project=WORKS[0], sourced=1)
    for place, seen in found.items():
        left = [t for t in seen.everything() if "*" in t or INVENTED.search(t)]
        assert (place, left) == (place, [])
    assert found["overview"].holds("Chỉ hiện số liệu có nguồn")


def test_with_the_switch_on_the_overview_says_what_it_rests_on(shown):
    reader = shown.reader.open("overview", lang="vi", sourced=1)
    strip = reader.line_of(".strip")
    assert re.search(
        r"\d+/83 công trình, nhiệm vụ có số liệu \(1 chính thức, \d+ công khai\)", strip
    )


def test_one_official_row_replaces_all_illustrative_rows_of_its_work(shown, folder):
    reader = shown.reader.open("work", project=OFFICIAL, lang="vi")
    assert reader.texts_of(".ring-key .num") == ["Chưa có số liệu", "61,2%", "Chưa có số liệu"]
    assert [row[1] for row in reader.rows(".scroll tbody tr")] == ["61,2"]
    drawn = reader.page.locator(".chart:visible")
    assert drawn.first.locator(".done-point").count() == 1
    assert not drawn.first.get_by_text("*").count()

    done = subprocess.run(
        [sys.executable, "-m", "tvgeo", "--data", str(folder), "status", "--json"],
        env={**os.environ, "TVGEO_TODAY": TODAY, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    [work] = [p for p in json.loads(done.stdout)["projects"] if p["project_id"] == OFFICIAL]
    assert not work["illustrative"]
    assert {f["quality"] for f in work["figures"].values() if f} == {"official"}
    assert work["figures"]["physical_pct"]["value"] == float(REPORTED)


def test_what_an_official_row_has_replaced_is_on_no_page(shown):
    replaced = said(*REPLACED)
    for page in pages()[:5]:
        texts = shown(**page).everything()
        assert [text for text in texts if replaced.search(text)] == []
    assert shown("map", list="unlocated").holds("61,2%")
