"""Then and now in a browser: switched on one page, kept on the next, drawn only when asked for."""

import pytest
from playwright.sync_api import expect
from reader import LAPTOP, PHONE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QL54 = "ql54-vinh-long-tra-vinh"
CHOICE = ".st-key-w-units"
LABELS = "() => window.__tvgeoMap.labels.map(({ id, kind, text }) => ({ id, kind, text }))"
DISTRICTS, COMMUNES = "Cầu Kè, Tiểu Cần, Trà Cú", "Xã Tam Ngãi, Xã Cầu Kè"


@pytest.fixture
def visit(chromium, server):
    """Return a reader of their own, and every address that their browser asks for."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    yield Reader(page, server.base_url), asked
    context.close()


def choose(reader, words):
    reader.page.locator(CHOICE).get_by_role("combobox").click()
    reader.page.get_by_role("option", name=words).click()


def units(reader):
    return {label["text"] for label in reader.page.evaluate(LABELS) if label["kind"] == "unit"}


def test_the_choice_changes_map_list_and_reports_and_is_kept_in_the_address(visit):
    reader, asked = visit
    reader.open("map", lang="vi", project=QL54)
    detail = reader.page.locator("[data-key=detail]")
    expect(detail).to_contain_text(DISTRICTS)
    assert any("/geo/districts." in url for url in asked)
    assert not any("communes_2025" in url for url in asked)
    assert units(reader) == set()

    reader.page.get_by_role("button", name="Địa bàn").click()
    choose(reader, "hiện nay")
    reader.page.wait_for_url("**units=now**")
    expect(detail).to_contain_text(COMMUNES)
    expect(detail).to_contain_text("Sở Xây dựng tỉnh Vĩnh Long")
    reader.waits("() => window.__tvgeoMap.labels.some(({ kind }) => kind === 'unit')")
    assert "Xã Châu Thành" in units(reader)
    assert any("/geo/communes_2025." in url for url in asked)
    reader.page.keyboard.press("Escape")

    # the next page, a reload and a copied address say the same
    reader.page.get_by_role("link", name="Báo cáo định kỳ").first.click()
    reader.page.wait_for_url("**/bao-cao?**units=now**")
    heads = reader.page.locator("[data-key=matrix] th")
    expect(heads.filter(has_text="Cơ quan hiện nay")).to_be_visible()
    reader.page.reload()
    expect(heads.filter(has_text="Cơ quan hiện nay")).to_be_visible()
    choose(reader, "theo Kế hoạch")
    expect(heads.filter(has_text="Cơ quan theo Kế hoạch → nay")).to_be_visible()
    assert "units=" not in reader.page.url


def test_a_filter_by_commune_leaves_its_works_on_map_and_list(visit):
    reader, _ = visit
    reader.open("map", lang="vi", units="now", commune="xa-29341")  # Xã Tiểu Cần
    keys = set(reader.keys("tr[data-key]"))
    assert QL54 in keys
    assert "luong-song-hau-gd2" not in keys
    assert {glyph["id"] for glyph in reader.seen().glyphs} <= keys


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
@pytest.mark.parametrize("name", ["overview", "map", "work", "plan", "reports"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_is_wider_than_the_window_nor_cut_with_today_s_longer_names(
    visit, name, size, lang
):
    reader, _ = visit
    seen = reader.sized(size).open(name, lang=lang, units="now").seen()
    assert seen.broken == 0
    assert seen.width <= size[0]
    assert [text.text for text in seen.texts if text.excess > 1 and not text.spoken] == []
