"""An address reproduces its page: for another reader, on another page, and when it is wrong."""

from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest
from reader import PAGES, Reader

# a server and a folder of its own: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
# What a reader has chosen on each page, as the address then says it.
CHOSEN = {
    "overview": {"lang": "en", "period": "2024", "sourced": "1"},
    "map": {
        "lang": "en", "period": "2024-H1", "sector": "transport,urban", "health": "slow,on_track",
        "mode": "completion", "project": "tx-duyen-hai-loai-iii", "layers": "urban_areas",
    },
    "work": {"lang": "vi", "period": "2023", "project": "kkt-dinh-an"},
    "plan": {"lang": "en", "view": "targets", "sector": "urban", "target": "T20"},
    "reports": {"lang": "vi", "period": "2024", "agency": "ubnd-h-tieu-can"},
}  # fmt: skip


@pytest.fixture(scope="module")
def another(chromium, server):
    """Open a browser of another reader, who has chosen nothing."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    yield Reader(context.new_page(), server.base_url)
    context.close()


def asked(reader):
    """Return what the address of a page says."""
    return dict(parse_qsl(urlsplit(reader.page.url).query))


def shown(reader):
    seen = reader.seen()
    glyphs = sorted(glyph["id"] for glyph in seen.glyphs)
    return Counter(text.text for text in seen.texts), glyphs


def test_choices_made_on_the_page_stand_in_its_address_and_a_copy_shows_the_same(
    reader, another
):
    reader.forget().open("map")
    page = reader.page
    page.get_by_text("EN", exact=True).click()
    page.get_by_text("Items on the map: 27").wait_for()
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Full year 2024").click()
    page.wait_for_url("**period=2024&**")
    page.get_by_role("button", name="Sector").click()
    page.get_by_role("button", name="Urban areas").click()
    page.wait_for_url("**sector=urban**")
    page.keyboard.press("Escape")
    page.get_by_text("Completion %", exact=True).click()
    page.wait_for_url("**mode=completion**")
    page.locator("tr[data-key=tx-duyen-hai-loai-iii]").click()
    page.wait_for_url("**project=tx-duyen-hai-loai-iii**")
    page.locator("tr[data-key=tx-duyen-hai-loai-iii][aria-selected=true]").wait_for()
    reader.settle().page.mouse.move(1, 1)
    address = page.url
    for part in ("lang=en", "period=2024", "sector=urban", "mode=completion"):
        assert part in address
    another.open(address.removeprefix(another.base_url))
    for theirs, ours in zip(shown(another), shown(reader.forget()), strict=True):
        assert theirs == ours
    assert another.page.url == address


@pytest.mark.parametrize("name", CHOSEN)
def test_an_address_is_kept_as_it_was_given_and_shows_another_reader_the_same(
    reader, another, name
):
    reader.open(name, **CHOSEN[name])
    assert asked(reader).items() >= CHOSEN[name].items()
    another.open(reader.page.url.removeprefix(another.base_url))
    for theirs, ours in zip(shown(another), shown(reader), strict=True):
        assert theirs == ours


def test_moving_between_pages_keeps_language_period_and_switch(reader):
    reader.forget().open("overview", lang="en", period="2024-H1", sourced="1")
    for place, name in enumerate(PAGES):
        if name == "overview":
            continue
        reader.page.get_by_test_id("stTopNavLink").nth(place).click()
        reader.page.wait_for_url(f"**{PAGES[name]}?**sourced=1**")
        reader.settle()
        for choice in ("lang=en", "period=2024-H1", "sourced=1"):
            assert choice in reader.page.url
        seen = reader.seen()
        assert seen.holds("14 Jun 2024") or seen.holds("First half of 2024")
    reader.forget()


def test_a_link_of_the_overview_leads_to_the_work_with_the_same_choices(reader):
    reader.forget().open("overview", lang="en", period="2024")
    reader.page.get_by_role("link", name="Đại Ngãi Bridge", exact=True).click()
    reader.page.wait_for_url("**/cong-trinh?**")
    reader.page.locator("h1", has_text="Đại Ngãi Bridge").wait_for()
    for choice in ("lang=en", "period=2024", "project=cau-dai-ngai"):
        assert choice in reader.page.url
    reader.forget()


def test_the_link_to_all_late_works_opens_the_map_with_just_those(reader):
    reader.forget().open("overview")
    reader.page.get_by_role("link", name="Cả 15 việc chậm").click()
    reader.page.wait_for_url("**/ban-do?**")
    reader.page.get_by_text("9 việc trên bản đồ").wait_for()
    reader.page.wait_for_url("**health=critical%2Clate%2Cslow**")
    reader.forget()


QUICK = """async ([names, ms]) => {
  const button = (name) => [...document.querySelectorAll("button")]
    .find((each) => each.innerText.trim() === name);
  for (const name of names) {
    button(name).click();
    await new Promise((later) => setTimeout(later, ms));
  } }"""


@pytest.mark.parametrize("ms", [0, 20, 60])
@pytest.mark.parametrize("way", ["link", "menu"])
def test_of_two_quick_clicks_both_count(another, way, ms):
    if way == "link":
        said = {"lang": "vi", "period": "2024", "scope": "plan", "formats": "html"}
        page = another.forget().open("briefing", **said).page
        second, files = "PDF", "formats=pdf%2Chtml"
    else:
        page = another.forget().open("overview", lang="vi").page
        page.get_by_role("link", name="Trình bày").first.click()
        page.wait_for_url("**/trinh-bay?**scope=plan**")
        another.settle()
        second, files = "Bản đồ HTML", "formats=png%2Cpdf%2Cpptx%2Cdocx%2Cxlsx"
    page.evaluate(QUICK, [["Lĩnh vực", second], ms])
    page.wait_for_url(f"**{files}**")
    page.wait_for_url("**scope=sector**")
    page.get_by_role("heading", level=1, name="Giao thông").wait_for()
    another.forget()


# By page: what it reads from its address, and cannot mean anything.
EVERYWHERE = {"period": "1999", "lang": "fr", "sourced": "yes"}
WRONG = {
    "overview": {},
    "map": {"project": "<script>", "sector": "none", "mode": "x", "list": "x", "health": "%00"},
    "work": {"project": "../../etc/passwd"},
    "plan": {"view": "x", "task": "99", "lead": "so-khong-co"},
    "reports": {"agency": "../.."},
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_an_address_cannot_mean_is_dropped_and_the_page_opens(reader, name):
    wrong = EVERYWHERE | WRONG[name]
    seen = reader.open(name, **wrong).seen()
    assert seen.broken == 0
    assert seen.holds("Cả năm 2025") or seen.holds("14/12/2025")
    assert not wrong.items() & asked(reader).items()


def test_a_page_that_does_not_exist_leads_to_the_first_page_without_an_error(reader):
    reader.open("/khong-co", lang="vi")
    reader.page.locator("h1", has_text="việc có số liệu").wait_for()
    assert reader.seen().broken == 0
