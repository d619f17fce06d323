"""The live map in the started dashboard: what it sends, what it fetches, full screen."""

import base64
import json

import pytest
from reader import Reader

pytestmark = pytest.mark.browser
VIEW = "[...__tvgeoMaps.values()].at(-1)"
FRAME = "() => __tvgeoMap.element.getBoundingClientRect().toJSON()"
FULL = "() => __tvgeoMap.element.getRootNode().fullscreenElement === __tvgeoMap.element"
BUTTON = "__tvgeoMap.element.querySelector('[data-name=full]')"


@pytest.fixture
def page(chromium_page, server):
    reader = Reader(chromium_page, server.base_url).open("map")
    chromium_page.wait_for_timeout(500)
    return reader.page


@pytest.fixture
def received(page):
    """Collect the sizes of what comes over the websocket."""
    sizes = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def frame(event):
        response = event["response"]
        data = response["payloadData"]
        sizes.append(len(base64.b64decode(data) if response["opcode"] == 2 else data))

    session.on("Network.webSocketFrameReceived", frame)
    return sizes


def test_another_scale_fetches_nothing_and_sends_little(page, received):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Hoàn thành %", exact=True).click()
    page.wait_for_function(f"() => {VIEW}.data.mode === 'completion'")
    page.wait_for_timeout(500)
    assert [url for url in asked if "/geo/" in url or "/assets/" in url] == []
    assert sum(received) < 40_000  # of the whole page, lists included
    message = page.evaluate(f"() => Object.keys({VIEW}.message)")
    assert not {"projects", "names", "strings", "colours"} & set(message)


def test_the_index_is_kept_for_good_and_holds_the_names(page, server):
    address = page.evaluate(f"() => {VIEW}.message.index")
    status, headers, body = server.ask("GET", f"/{address}")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert "immutable" in headers["cache-control"]
    index = json.loads(body)
    works = page.evaluate(f"() => {VIEW}.data.state.length")
    assert len(index["names"]) == len(index["projects"]) == works


@pytest.mark.parametrize("way_back", [f"{BUTTON}.click()", "document.exitFullscreen()"])
def test_full_screen_and_back(page, way_back):
    # the second way is what the Escape key does: a browser keeps that key to itself
    before = page.evaluate(FRAME)
    size = page.evaluate("() => __tvgeoMap.map.getSize().x")
    assert page.evaluate(f"() => {BUTTON}.textContent") == "Toàn màn hình"
    page.evaluate(f"() => {BUTTON}.click()")
    page.wait_for_function(FULL)
    page.wait_for_function(
        f"() => __tvgeoMap.map.getSize().x === innerWidth && {BUTTON}.textContent.startsWith('Thoát')"
    )
    screen = page.evaluate("() => [innerWidth, innerHeight]")
    full = page.evaluate(FRAME)
    assert [full["width"], full["height"]] == screen
    assert page.evaluate("() => __tvgeoMap.map.getSize().x") == screen[0]
    assert page.evaluate(f"() => {BUTTON}.textContent") == "Thoát toàn màn hình"
    page.evaluate(f"() => {{ {way_back} }}")
    page.wait_for_function("() => !document.fullscreenElement")
    page.wait_for_function(
        f"(x) => __tvgeoMap.map.getSize().x === x && {BUTTON}.textContent.startsWith('Toàn')",
        arg=size,
    )
    assert page.evaluate(FRAME) == before
    assert page.evaluate(f"() => {BUTTON}.textContent") == "Toàn màn hình"
