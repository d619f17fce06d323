"""Back and forward through what a reader has looked at: every step as it was, and one step each."""

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VALUES = "inputs => inputs.map((input) => input.value)"
KEYS = "rows => rows.map((row) => row.dataset.key)"


@pytest.fixture
def reader(chromium_page, server):
    """Read in a tab of one's own: a browser counts no more than fifty steps of a tab."""
    return Reader(chromium_page, server.base_url)


def said(page):
    return dict(parse_qsl(urlsplit(page.url).query))


def shown(reader):
    """Return what a step looks like: its address, period, filter, list, map, selected work."""
    page = reader.settle().page
    seen = reader.seen()
    on_map = urlsplit(page.url).path == "/ban-do"
    return {
        "address": page.url,
        "title": page.title(),
        "pickers": page.locator(".stSelectbox input").evaluate_all(VALUES),
        "filter": page.get_by_role("button", name="Lĩnh vực").all_inner_texts(),
        "list": reader.keys(".list-scroll tr[data-key]"),
        "selected": page.locator("tr[aria-selected=true]").evaluate_all(KEYS),
        "glyphs": sorted(glyph["id"] for glyph in seen.glyphs) if on_map else [],
        "numbers": sorted(t.text for t in seen.texts if "%" in t.text),
    }


def steps(reader):
    """Go the way of a reader; yield what each step looks like."""
    page = reader.page
    yield shown(reader)
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Cả năm 2024").click()
    page.wait_for_url("**period=2024&**")
    yield shown(reader)
    page.locator("tr[data-key=cau-dai-ngai-2]").click()
    page.locator("tr[data-key=cau-dai-ngai-2][aria-selected=true]").wait_for()
    page.wait_for_url("**project=cau-dai-ngai-2**")
    yield shown(reader)
    page.get_by_role("button", name="Lĩnh vực").click()
    page.get_by_role("button", name="Đô thị").click()
    page.wait_for_url("**sector=urban**")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Đô thị").wait_for(state="hidden")
    yield shown(reader)
    page.get_by_test_id("stTopNavLink").nth(3).click()
    page.wait_for_url("**/ke-hoach?**")
    yield shown(reader)


def goes(reader, way, step):
    """Go back or forward, and wait until the page is as it was at that step, or say how not."""
    reader.page.evaluate(f"history.{way}()")
    is_as_it_was(reader, step)


def is_as_it_was(reader, step):
    ends = time.monotonic() + 60
    while (found := shown(reader)) != step and time.monotonic() < ends:
        reader.page.wait_for_timeout(100)
    assert found == step


def test_back_and_forward_show_every_step_as_it_was_and_a_reload_in_the_middle_too(reader):
    reader.open("map", lang="vi", period="2025")
    entries = reader.page.evaluate("history.length")
    way = list(steps(reader))
    assert len({step["address"] for step in way}) == len(way)
    assert reader.page.evaluate("history.length") == entries + len(way) - 1
    for step in reversed(way[:-1]):
        goes(reader, "back", step)
    for step in way[1:]:
        goes(reader, "forward", step)
    goes(reader, "back", way[-2])
    reader.page.reload()
    is_as_it_was(reader, way[-2])
    goes(reader, "back", way[-3])


def test_opening_a_page_is_one_step_and_back_leaves_it(reader):
    page = reader.page
    page.goto("about:blank")
    entries = page.evaluate("history.length")
    reader.open("work")
    assert said(page).keys() >= {"lang", "period", "project"}
    assert page.evaluate("history.length") == entries + 1


def test_a_link_is_one_step_and_brings_no_filter_of_before(reader):
    reader.open("map", lang="vi", sector="urban")
    page = reader.page
    page.get_by_test_id("stTopNavLink").nth(0).click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/" and "lang=vi" in url)
    reader.settle()
    entries = page.evaluate("history.length")
    page.get_by_role("link", name="Cả 15 việc chậm").click()
    page.wait_for_url("**/ban-do?**")
    page.get_by_text("9 việc trên bản đồ").wait_for()
    assert "sector" not in said(page)
    assert page.evaluate("history.length") == entries + 1
    page.evaluate("history.back()")
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    page.locator("h1", has_text="việc có số liệu").wait_for()
