"""Briefing and slideshow in the started dashboard: choose, make, take along, step through."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect
from reader import Reader

from tvgeo.web import assets

pytestmark = pytest.mark.browser
SLIDES = "/trinh-chieu?lang=vi&period=2025"
VIEW = "window.__tvgeoMaps?.get('slideshow-vi')"
# The map has drawn what it was told for this slide, and stands where it should.
DRAWN = f"() => Boolean({VIEW}?.drawnFrom)"
LATE = 7  # slides before it: the overview and five sectors


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(chromium_page, asked):
    chromium_page.on("request", lambda request: asked.append(request.url))
    return chromium_page


@pytest.fixture
def slides(page, server):
    """Open the slideshow at a slide and wait until it and its map are drawn."""

    def opened(n=1, query="", size=(1366, 768)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{server.base_url}{SLIDES}&slide={n}{query}")
        page.locator(".slide:visible").wait_for()
        page.wait_for_function(DRAWN)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        return page

    return opened


def at(page):
    # asked of the page itself: what the browser reports of its address comes a little later
    return page.evaluate("() => new URLSearchParams(location.search).get('slide')")


def own(asked, server):
    return [u for u in asked if not u.startswith((server.base_url, "data:", "blob:"))] == []


def zipped(download):
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_the_files_of_a_choice_are_made_while_the_page_tells_and_come_in_one_archive(
    page, server, asked
):
    Reader(page, server.base_url).open("briefing", lang="vi", formats="html")
    page.get_by_text("Lĩnh vực", exact=True).click()
    page.get_by_role("heading", level=1, name=re.compile("Giao thông")).wait_for()
    page.wait_for_function("() => location.search.includes('scope=sector')")
    page.get_by_role("button", name="Tạo tệp").click()
    expect(page.get_by_text("Đã tạo xong: 1 tệp")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tất cả (.zip)").click()
    assert download.value.suggested_filename == "tvgeo-transport-2025-12-14.zip"
    assert zipped(download) == ["tvgeo-transport-2025-12-14.html"]
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(r"Bản đồ một tệp \(\.html\)")).click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Cầu Đại Ngãi" in text
    assert own(asked, server)


@pytest.mark.slow
def test_all_kinds_of_files_of_a_work_come_in_the_archive(page, server, asked):
    page.goto(f"{server.base_url}/trinh-bay?lang=vi&scope=work&of=cau-dai-ngai")
    page.get_by_role("heading", level=1, name=re.compile("Cầu Đại Ngãi")).wait_for()
    page.get_by_role("button", name="Tạo tệp").click()
    expect(
        page.get_by_text(re.compile(r"Đang tạo tvgeo-cau-dai-ngai-.+ \(\d+/\d+\)…"))
    ).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Đã tạo xong")).to_be_visible(timeout=300_000)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Tải tất cả (.zip)").click()
    names = zipped(download)
    stem = "tvgeo-cau-dai-ngai-2025-12-14"
    assert {f"{stem}.{kind}" for kind in ("docx", "html", "pdf", "pptx", "xlsx")} <= {*names}
    assert {name.rpartition("-")[2] for name in names if name.endswith(".png")} >= {
        "16x9.png", "2x.png", "a4.png", "a3.png",
    }  # fmt: skip
    assert len(names) == len({*names})
    assert own(asked, server)


@pytest.mark.slow
def test_the_preview_of_the_map_runs_but_shares_nothing_with_the_page(page, server, asked):
    page.goto(f"{server.base_url}/trinh-bay?lang=vi&scope=sector&of=transport&formats=html")
    page.get_by_text("Xem trước bản đồ HTML").click()
    frame = page.frame_locator("iframe[sandbox=allow-scripts]")
    frame.locator(".leaflet-container").wait_for(timeout=60_000)
    inside = next(f for f in page.frames if f.url.endswith("map.html"))
    assert inside.evaluate("() => self.origin") == "null"
    reaching = "() => fetch('/healthz').then(() => 'reached', () => 'refused')"
    assert inside.evaluate(reaching) == "refused"
    outside = "() => { try { return String(parent.document.body) } catch { return 'refused' } }"
    assert inside.evaluate(outside) == "refused"
    assert own(asked, server)


def test_keys_step_through_the_slides_and_the_address_keeps_the_place(slides):
    page = slides()
    count = int(page.locator(".tvs-position").inner_text().split("/")[1])
    for key, place in (
        ("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowDown", 5), ("ArrowLeft", 4),
        ("PageUp", 3), ("ArrowUp", 2), ("End", count), ("ArrowRight", count), ("Home", 1),
        ("ArrowLeft", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert at(page) == str(place), key
        assert page.locator(".tvs-position").inner_text() == f"{place}/{count}"
        assert page.locator(".slide:visible").count() == 1
    page.mouse.click(120, 600)
    assert at(page) == "2"
    page.get_by_role("button", name="Trang trước").click()
    assert at(page) == "1"


@pytest.mark.slow
def test_a_reload_keeps_the_slide_and_a_place_that_is_none_is_mended(slides):
    page = slides(LATE)
    title = page.locator(".slide:visible h1").inner_text()
    assert title == "Cầu Đại Ngãi"
    page.reload()
    page.locator(".slide:visible").wait_for()
    assert page.locator(".slide:visible h1").inner_text() == title
    for wrong, mended in (("999", "22"), ("-3", "1"), ("<b>", "1")):
        slides(wrong).wait_for_function(
            "n => new URLSearchParams(location.search).get('slide') === n", arg=mended
        )


@pytest.mark.slow
def test_a_run_that_ends_later_does_not_take_the_slide_out_of_the_address(slides):
    page = slides(2)
    page.keyboard.press("ArrowRight")
    page.evaluate(
        """async (module) => {
            const { default: told } = await import(new URL(module, document.baseURI).href);
            const parentElement = document.createElement("div");
            parentElement.innerHTML = "<div class='tvb'></div>";
            told({ parentElement, data: { module, page: "trinh-chieu", lang: "vi", more: "",
                query: "lang=vi&period=2025&slide=999", revision: 1, show: "" } });
        }""",
        assets.url("connection.js"),
    )
    assert page.evaluate("location.search") == "?lang=vi&period=2025&slide=3"


@pytest.mark.slow
def test_stamp_and_number_stand_on_every_slide_and_the_mark_where_it_belongs(slides):
    page = slides()
    count = int(page.locator(".tvs-position").inner_text().split("/")[1])
    for place in range(1, count + 1):
        assert (
            page.locator(".tvs-stamp")
            .inner_text()
            .startswith("Số liệu đến ngày 14/12/2025 · phiên bản số liệu số 1")
        )
        assert page.locator(".tvs-position").inner_text() == f"{place}/{count}"
        invented = "*" in page.locator(".slide:visible").inner_text()
        marked = page.locator(".tvs-mark").is_visible()
        assert marked or not invented
        page.keyboard.press("ArrowRight")
    sourced = slides(query="&sourced=1")
    assert not sourced.locator(".tvs-mark").is_visible()
    assert "*" not in sourced.locator(".tvs-slides").inner_text()


def test_one_map_shows_each_slide_its_works_and_moves_to_them(slides):
    page = slides(2)
    page.evaluate(f"() => {{ window.first = {VIEW}.map }}")
    drawn = f"{VIEW}.data.state.replaceAll('.', '').length"
    transport, wide = page.evaluate(drawn), page.evaluate(f"{VIEW}.map.getZoom()")
    for _ in range(LATE - 2):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        f"() => {VIEW}?.data.selected === 'cau-dai-ngai' && {VIEW}.drawnFrom"
    )
    page.wait_for_function(f"(wide) => {VIEW}.map.getZoom() > wide + 1", arg=wide)
    assert 1 <= page.evaluate(drawn) < transport
    assert page.evaluate(f"() => window.first === {VIEW}.map")
    west, south, east, north = page.evaluate(f"{VIEW}.message.focus")
    assert page.evaluate(
        f"(box) => {VIEW}.map.getBounds().pad(0.01).contains([[box[1], box[0]], [box[3], box[2]]])",
        [west, south, east, north],
    )
    # what somebody moves on one slide does not stay on the next
    page.evaluate(f"() => {{ {VIEW}.map.setView([9.7, 106.3], 13, {{ animate: false }}) }}")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"(wide) => Math.abs({VIEW}.map.getZoom() - wide) < 0.01", arg=wide)


@pytest.mark.slow
def test_stepping_goes_on_without_the_server_and_asks_nothing(slides, server, asked):
    page = slides()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    asked.clear()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => {VIEW}.message.focus && {VIEW}.drawnFrom")
    assert at(page) == "10"
    assert [u for u in asked if "/geo/" in u or "/assets/" in u] == []
    assert own(asked, server)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_slide_fills_a_screen_of_16_to_9_with_nothing_around_it(slides, size):
    page = slides(LATE, size=size)
    box = page.locator(".tvs-stage").bounding_box()
    assert box["width"] == pytest.approx(size[0], abs=2)
    assert box["height"] == pytest.approx(size[1], abs=2)
    assert not page.get_by_test_id("stHeader").is_visible()
    assert page.locator(".st-key-tv-language").is_hidden()
    above = "([x, y]) => document.elementFromPoint(x, y)?.shadowRoot !== null"
    assert page.evaluate(above, [size[0] - 60, 20])
    text, drawing = (page.locator(s).bounding_box() for s in (".tvs-slides", ".tvs-map"))
    assert text["x"] + text["width"] <= drawing["x"] + 1
    assert drawing["width"] > size[0] / 2


@pytest.mark.slow
def test_no_slide_is_longer_than_the_screen(slides):
    page = slides()
    count = int(page.locator(".tvs-position").inner_text().split("/")[1])
    for place in range(1, count + 1):
        assert at(page) == str(place)
        room = page.locator(".tvs-slides").evaluate("n => n.scrollHeight - n.clientHeight")
        assert room <= 0, place
        page.keyboard.press("ArrowRight")


@pytest.mark.slow
def test_on_a_phone_the_text_comes_first_the_map_under_it_and_nothing_is_cut(slides):
    page = slides(LATE, size=(390, 844))
    text, drawing = (page.locator(s).bounding_box() for s in (".slide:visible", ".tvs-map"))
    assert text["y"] + text["height"] <= drawing["y"] + 1
    assert page.locator(".tvs-stage").evaluate("n => n.scrollWidth") <= 390
    assert page.locator(".tvs-next").bounding_box()["height"] >= 40
    assert page.locator(".tvs-next").is_visible()
    # the map scrolls under the foot, not over it
    on_top = """(stamp) => { const { x, y } = stamp.getBoundingClientRect();
      return Boolean(stamp.getRootNode().elementFromPoint(x + 20, y + 2).closest(".tvs-foot")); }"""
    assert page.locator(".tvs-stamp").evaluate(on_top)


@pytest.mark.slow
def test_a_finger_steps_by_a_swipe_and_scrolls_without_stepping(chromium, server):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server.base_url}{SLIDES}&slide=2")
    page.locator(".slide:visible").wait_for()
    session = context.new_cdp_session(page)

    def swipe(*points):
        for kind, at_point in zip(("Start", "Move", "End"), (*points, None), strict=True):
            touched = [] if at_point is None else [{"x": at_point[0], "y": at_point[1]}]
            session.send(
                "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": touched}
            )

    swipe((300, 120), (120, 130))
    page.wait_for_url("**slide=3**")
    swipe((120, 120), (300, 130))
    page.wait_for_url("**slide=2**")
    swipe((200, 300), (205, 180))
    page.wait_for_timeout(300)
    assert at(page) == "2"
    context.close()


def test_escape_leads_back_to_the_briefing_with_the_same_choice(slides, server, asked):
    page = slides(2, query="&scope=sector&of=urban")
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1, name=re.compile("– Đô thị")).wait_for()
    for part in ("scope=sector", "of=urban", "period=2025"):
        page.wait_for_function("p => location.search.slice(1).split('&').includes(p)", arg=part)
    assert page.evaluate("location.pathname") == "/trinh-bay"
    # the keys belong to the page again
    page.locator(".tvs-stage").wait_for(state="detached")
    page.keyboard.press("ArrowRight")
    assert at(page) is None
    assert own(asked, server)


@pytest.mark.slow
def test_the_letter_f_takes_the_whole_screen_and_gives_it_back(slides):
    page = slides(LATE - 1)
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    page.keyboard.press("ArrowRight")
    assert at(page) == str(LATE)
    held = f"""() => {{ const box = {VIEW}?.message.focus;
      return Boolean(box) && {VIEW}.map.getZoom() > 10 &&
        {VIEW}.map.getBounds().pad(0.01).contains([[box[1], box[0]], [box[3], box[2]]]) }}"""
    page.wait_for_function(held)
    page.keyboard.press("f")
    page.wait_for_function("() => !document.fullscreenElement")
    assert page.locator(".slide:visible").count() == 1
    page.wait_for_function(held)


@pytest.mark.slow
def test_slides_do_not_move_for_who_asks_for_less_motion(chromium, server):
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{server.base_url}{SLIDES}")
    page.locator(".slide:visible").wait_for()
    name = "node => getComputedStyle(node).animationName"
    assert page.locator(".slide:visible").evaluate(name) == "none"
    context.close()
