"""Two tabs of one browser: neither disturbs the other, and what one does the other learns."""

import pytest
from playwright.sync_api import expect
from reader import Reader
from steady import BRIDGE, SAID, confirmed, dashboard, looks_again, report, says, send, sign_in

pytestmark = pytest.mark.browser
GLYPHS = "() => window.__tvgeoMap.glyphs.map((glyph) => glyph.id).sort()"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tabs")
    with dashboard(folder, roles={"lan": "planner"}) as running:
        yield running


@pytest.fixture
def tabs(chromium_page, office):
    """Return two tabs that share their cookies."""
    return (
        Reader(chromium_page, office.base_url),
        Reader(chromium_page.context.new_page(), office.base_url),
    )


@pytest.mark.slow
def test_two_tabs_hold_different_views(tabs):
    one, other = tabs
    one.open("map", lang="vi", period="2024", sector="transport")
    other.open("map", lang="en", period="2023", sector="urban")
    glyphs = other.page.evaluate(GLYPHS)
    assert glyphs != one.page.evaluate(GLYPHS)
    one.page.locator(f"tr[data-key={BRIDGE}]").click()
    one.page.wait_for_url(f"**project={BRIDGE}**")
    one.page.get_by_text("EN", exact=True).click()
    one.page.get_by_text("Items on the map: 13").wait_for()
    other.page.reload()
    other.settle()
    for choice in ("lang=en", "period=2023", "sector=urban"):
        assert choice in other.page.url
    assert other.page.evaluate(GLYPHS) == glyphs
    for choice in ("period=2024", "sector=transport", f"project={BRIDGE}"):
        assert choice in one.page.url


@pytest.mark.slow
def test_signing_out_in_one_tab_acts_at_the_next_action_of_the_other(tabs, office):
    one, other = (tab.page for tab in tabs)
    sign_in(one, office.base_url, "lan")
    other.goto(f"{office.base_url}/cap-nhat")
    send(other, report("54,2"))
    one.locator(".st-key-tv-account button").click()
    one.get_by_role("button", name="Đăng xuất").click()
    one.get_by_label("Tên đăng nhập").first.wait_for()
    expect(other.get_by_text("Đọc được").first).to_be_visible()
    other.get_by_role("button", name="Tải lại tệp khác").click()
    expect(other.get_by_text("Phiên đăng nhập đã hết hạn").first).to_be_visible()
    assert office.revisions() == 1


@pytest.mark.slow
def test_what_one_tab_publishes_the_other_is_told_and_shows_when_asked(tabs, office):
    one, other = (tab.page for tab in tabs)
    tabs[1].open("work", lang="vi", period="2025", project=BRIDGE)
    looks_again(other)
    assert other.evaluate(SAID) == ""
    sign_in(one, office.base_url, "lan")
    send(one, report("54,2"))
    confirmed(one).click()
    one.get_by_text("Đã công bố phiên bản số liệu số 2").first.wait_for()

    expect(other.get_by_text("52,0%").first).to_be_visible()
    looks_again(other)
    assert says(other, "Đã có phiên bản số liệu số 2 (").endswith(").")
    other.get_by_role("button", name="Xem số liệu mới").click()
    expect(other.get_by_text("54,2%").first).to_be_visible()
    assert says(other, "") == ""
