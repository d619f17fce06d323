"""Two periods compared, as a reader sees them: three works whose change is reckoned by hand."""

import pytest
from reader import LAPTOP, PHONE

pytestmark = pytest.mark.browser
ADDRESS = {"time": "compare", "period": "2025", "with": "2024", "lang": "vi"}
# From data/progress.csv, both of 14/12: 52 - 24, 55 - 41, 62 - 59.
WORKS = {
    "cau-dai-ngai": ("24,0%*", "52,0%*", "28,0"),
    "kcn-co-chien": ("41,0%*", "55,0%*", "14,0"),
    "tieu-can-thi-xa": ("59,0%*", "62,0%*", "3,0"),
}
CLASS = """(id) => { const { data } = [...window.__tvgeoMaps.values()].find((v) => v.data.mode === "change");
    return data.changes[data.change[data.projects.indexOf(id)]].code }"""
FIGURES = """(id) => { const { data } = [...window.__tvgeoMaps.values()].find((v) => v.data.mode === "change");
    const i = data.projects.indexOf(id); return [data.was[i], data.pct[i], data.slip[i]] }"""


@pytest.fixture
def compared(reader):
    yield reader.forget().open("map", **ADDRESS)
    reader.forget()


def test_list_and_table_say_the_same_change(compared):
    rows = dict(zip(compared.keys("tr[data-key]"), compared.rows("tr[data-key]"), strict=True))
    for project_id, (before, after, points) in WORKS.items():
        assert rows[project_id][1:] == [before, after, f"+{points}*"]
    compared.page.get_by_test_id("stExpander").locator("summary").click()
    compared.page.get_by_label("Bảng so sánh hai kỳ").wait_for()
    table = compared.rows("[aria-label='Bảng so sánh hai kỳ'] tbody tr")
    [bridge] = [row for row in table if row[0] == "Cầu Đại Ngãi"]
    assert bridge[1:7] == [
        "tăng 28,0 điểm %*", "+28,0*", "24,0%*", "14/12/2024", "52,0%*", "14/12/2025",
    ]  # fmt: skip


def test_map_label_tooltip_and_class_say_the_change(compared):
    labels = {label["id"]: label["text"] for label in compared.seen().labels}
    assert labels["cau-dai-ngai"].endswith("\n+28,0 điểm %*")
    assert labels["kcn-co-chien"].endswith("\n+14,0 điểm %*")
    found = [compared.page.evaluate(CLASS, project_id) for project_id in WORKS]
    assert found == ["up_much", "up_some", "up"]
    # tenths; no newer figure, a first figure, none at all
    told = ("kcn-co-chien", "kcn-cau-quan", "ql54-vinh-long-tra-vinh", "ql60-binh-phu-dai-ngai")
    assert [compared.page.evaluate(FIGURES, project_id) for project_id in told] == [
        [410, 550, 140], [0, 0, None], [None, 0, None], [None, None, None],
    ]  # fmt: skip
    compared.page.mouse.move(*compared.glyph("kcn-co-chien"))
    tip = compared.page.locator(".tv-tip", has_text="tăng 14,0")
    tip.wait_for()
    said = tip.inner_text()
    assert "tăng 14,0 điểm %*" in said
    assert "41,0%* → 55,0%*" in said
    assert "Số liệu minh họa" in said
    compared.page.mouse.move(5, 5)


def test_both_periods_are_named_and_a_choice_on_the_map_shows_both_figures(compared):
    assert compared.seen().holds("Cả năm 2025 so với cả năm 2024: tăng, giảm (điểm %)")
    stamp = "Cả năm 2025 (đến 14/12/2025) so với cả năm 2024 (đến 14/12/2024)"
    assert compared.seen().holds(stamp)
    assert compared.seen().holds("Cả năm 2025 so với cả năm 2024, bản đồ thay đổi")
    compared.page.mouse.click(*compared.glyph("kcn-co-chien"))
    compared.page.wait_for_url("**project=kcn-co-chien**")
    compared.page.locator("[aria-label='Hai kỳ của công trình']").get_by_text(
        "41,0%*"
    ).wait_for()
    assert {"time=compare", "with=2024"} <= set(compared.page.url.partition("?")[2].split("&"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_is_cut_at_both_sizes_and_in_both_languages(look, size, language):
    seen = look("map", size, **ADDRESS | {"lang": language})
    assert [text for text in seen.texts if text.excess > 0] == []
    assert seen.width <= size[0]
