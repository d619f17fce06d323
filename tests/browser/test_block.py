"""The block component in Chromium: what it draws, sends, keeps, and refuses to draw."""

import json
import textwrap
from datetime import date
from importlib import resources

import pytest
from playwright.sync_api import expect
from server import started

from tvgeo.render import bars, cards, glyphs, s_curve
from tvgeo.render.node import h
from tvgeo.ui.components import block

pytestmark = pytest.mark.browser

ASSETS = resources.files("tvgeo.web") / "assets"
SITE = "http://block.test/gis/tong-quan"
# What Streamlit does around the component: a shadow root, the html of the component, a call.
HARNESS = """<!doctype html><meta charset="utf-8"><body><script type="module">
import block from "/gis/block.js";
const host = document.createElement("div");
document.body.append(host);
const parentElement = document.createElement("div");
const inner = document.createElement("div");
inner.className = "tvb";
parentElement.append(inner);
host.attachShadow({ mode: "open" }).append(parentElement);
window.sent = [];
window.show = async (tree) => {
  block({ parentElement, data: { css: "block.css", tree },
          setTriggerValue: (name, value) => window.sent.push([name, value]) });
  await parentElement.querySelector("link").ready;
  await new Promise(requestAnimationFrame);
};
window.ready = true;
</script></body>"""
HOSTILE = (
    "{{7*7}}", "${7*7}", "<img src=x onerror=window.broken=1>",
    "</script><script>window.broken=1</script>", "javascript:alert(1)", "' onclick='x",
)  # fmt: skip


@pytest.fixture
def canvas(chromium_page):
    """Open a page that holds one block; `canvas.show(tree)` gives it new data."""
    kinds = {".js": "text/javascript", ".css": "text/css"}
    files = {
        f"/gis/{path.name}": (kinds[path.suffix], path.read_text("utf-8"))
        for path in ASSETS.iterdir()
        if path.suffix in kinds
    }

    def answer(route):
        path = route.request.url.removeprefix("http://block.test").partition("?")[0]
        kind, body = files.get(path, ("text/html", HARNESS))
        route.fulfill(content_type=f"{kind}; charset=utf-8", body=body)

    chromium_page.context.route("http://block.test/**", answer)
    chromium_page.goto(SITE)
    chromium_page.wait_for_function("window.ready")
    chromium_page.show = lambda tree: chromium_page.evaluate("tree => window.show(tree)", tree)
    chromium_page.sent = lambda: chromium_page.evaluate("window.sent")
    return chromium_page


def _focused(page):
    return page.evaluate("document.activeElement?.shadowRoot?.activeElement?.textContent")


def test_hostile_strings_stay_text_in_every_slot(canvas):
    for evil in HOSTILE:
        words = dict.fromkeys(glyphs.ORDER, evil)
        tree = h(
            "div",
            {"class": evil, "data-key": evil, "title": evil},
            h("p", {}, evil),
            bars.state_bar({"late": 1}, words=words),
            s_curve.s_curve(
                s_curve.Curve(label=evil, done=[(date(2025, 6, 14), 5.0)], done_text=evil)
            ),
            cards.error_box(evil, evil, evil),
            cards.link(evil, "cong-trinh", id=evil),
            cards.copy_button(evil, copies=evil, copied=evil),
            cards.external(evil, evil),
            h("textarea", {}, evil),
        )
        canvas.show(tree)
        shown = canvas.locator(".tvb")
        assert shown.locator("p").first.text_content() == evil
        assert shown.locator("svg text").last.text_content() == evil
        assert shown.locator("img, script, iframe").count() == 0
        assert shown.locator("[onclick], [onerror]").count() == 0
        assert canvas.evaluate("window.broken") is None


@pytest.mark.parametrize(
    "tree",
    [
        ["script", {}, "window.broken = 1"],
        ["img", {"src": "x", "onerror": "window.broken = 1"}],
        ["iframe", {"srcdoc": "<script>parent.broken = 1</script>"}],
        ["p", {"onclick": "window.broken = 1", "onmouseover": "window.broken = 1"}, "x"],
        ["svg", {"onload": "window.broken = 1"}],
        ["svg", {}, ["use", {"href": "https://elsewhere.test/x.svg#a"}]],
        ["svg", {}, ["rect", {"fill": "url(https://elsewhere.test/x)"}]],
        ["p", {"style": "background: url(https://elsewhere.test/x)"}, "x"],
        ["p", {"style": "position: fixed; width: 100vw"}, "x"],
        ["a", {"href": "javascript:window.broken=1"}, "x"],
        ["a", {"href": "//elsewhere.test/"}, "x"],
        ["a", {"href": "download/../session/logout"}, "x"],
        ["a", {"go": {"page": "//elsewhere.test", "params": {}}}, "x"],
    ],
    ids=lambda tree: json.dumps(tree)[:40],
)
def test_what_a_tree_may_not_hold_is_left_out_in_the_browser_too(canvas, tree):
    asked = []
    canvas.on("request", lambda request: asked.append(request.url))
    canvas.show(tree)
    for each in canvas.locator(".tvb *").all():
        each.dispatch_event("click")
        each.dispatch_event("mouseover")
    left = canvas.evaluate(
        "document.querySelector('div').shadowRoot.querySelector('.tvb').innerHTML"
    )
    for word in ("elsewhere", "javascript", "logout", "broken", "position", " on", "srcdoc"):
        assert word not in left
    assert canvas.evaluate("window.broken") is None
    assert not [url for url in asked if "elsewhere" in url]
    assert canvas.url == SITE


def test_a_link_has_a_real_address_and_a_click_is_sent_instead(canvas):
    canvas.show(cards.link("Cầu Đại Ngãi", "cong-trinh", id="dai-ngai & 1", ky="2025"))
    link = canvas.get_by_role("link", name="Cầu Đại Ngãi")
    assert link.evaluate("a => a.href") == (
        "http://block.test/gis/cong-trinh?id=dai-ngai+%26+1&ky=2025"
    )
    link.click()
    assert canvas.sent() == [
        ["go", {"page": "cong-trinh", "params": {"id": "dai-ngai & 1", "ky": "2025"}}]
    ]
    assert canvas.url == SITE


def test_the_main_page_is_a_link_to_the_folder(canvas):
    canvas.show(cards.link("Tổng quan", "", ky="2025"))
    assert (
        canvas.get_by_role("link").evaluate("a => a.href") == "http://block.test/gis/?ky=2025"
    )


def test_a_click_for_a_new_tab_is_the_browsers_own(canvas):
    canvas.show(cards.link("Cầu", "cong-trinh", id="x"))
    with canvas.context.expect_page():
        canvas.get_by_role("link").click(modifiers=["Control"])
    assert canvas.sent() == []
    assert canvas.url == SITE


def test_a_source_opens_elsewhere_without_a_way_back(canvas):
    canvas.show(cards.external("SGGP", "https://www.sggp.org.vn/x"))
    link = canvas.get_by_role("link")
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.parametrize("press", ["Enter", "Space"])
def test_a_row_is_chosen_by_keyboard_as_by_mouse(canvas, press):
    canvas.show(h("div", {"class": "line", "go": {"select": "ngu-lac"}}, "Ngũ Lạc"))
    canvas.keyboard.press("Tab")
    canvas.keyboard.press(press)
    canvas.get_by_role("button", name="Ngũ Lạc").click()
    assert canvas.sent() == [["go", {"select": "ngu-lac"}]] * 2


def test_a_button_sends_once_for_each_press(canvas):
    canvas.show(h("button", {"go": {"select": "a"}}, "A"))
    canvas.get_by_role("button").focus()
    canvas.keyboard.press("Enter")
    assert canvas.sent() == [["go", {"select": "a"}]]


def test_a_table_row_stays_a_row_and_can_be_chosen(canvas):
    row = h(
        "tr", {"go": {"select": "r1"}}, h("td", {}, "một"), h("td", {}, cards.link("A", "a"))
    )
    canvas.show(h("table", {"class": "grid"}, h("tbody", {}, row)))
    assert canvas.get_by_role("row").count() == 1
    canvas.get_by_role("cell", name="một").click()
    canvas.get_by_role("link").click()  # a link in a row is the link, not also the row
    assert canvas.sent() == [["go", {"select": "r1"}], ["go", {"page": "a", "params": {}}]]


def test_new_data_keeps_focus_place_and_what_was_opened(canvas):
    def tree(count):
        rows = [
            h("div", {"class": "line", "go": {"select": f"r{n}"}}, f"việc {n}")
            for n in range(40)
        ]
        box = h("div", {"data-key": "list", "class": "scroll", "style": "height:120px"}, *rows)
        more = h("details", {"data-key": "more"}, h("summary", {}, "Thêm"), "chi tiết")
        return h("div", {}, h("p", {}, f"{count} việc"), box, more)

    canvas.show(tree(1))
    canvas.get_by_text("Thêm").click()
    canvas.get_by_role("button", name="việc 30").focus()
    before = canvas.locator("[data-key=list]").evaluate("box => box.scrollTop")
    assert before > 0
    canvas.show(tree(2))
    assert canvas.locator("p").text_content() == "2 việc"
    assert _focused(canvas) == "việc 30"
    assert canvas.locator("[data-key=list]").evaluate("box => box.scrollTop") == before
    assert canvas.locator("details").evaluate("node => node.open")


def test_the_newest_data_win_when_two_come_at_once(canvas):
    canvas.evaluate(
        "trees => Promise.all(trees.map((tree) => window.show(tree)))",
        [h("p", {}, "cũ"), h("p", {}, "mới")],
    )
    assert canvas.locator(".tvb").text_content() == "mới"


@pytest.mark.parametrize("clipboard", [True, False], ids=["https", "plain-http"])
@pytest.mark.slow
def test_copying_says_so_for_two_seconds(canvas, clipboard):
    canvas.evaluate(
        """api => {
          window.copied = null;
          const clipboard = { writeText: async (text) => { window.copied = text; } };
          Object.defineProperty(navigator, "clipboard", { value: api ? clipboard : undefined });
          document.addEventListener("copy", () => {
            window.copied = document.activeElement.shadowRoot.activeElement.value;
          }, true);
        }""",
        clipboard,
    )
    canvas.show(cards.copy_button("Sao chép", copies="Kính gửi:\nSở A", copied="Đã sao chép"))
    canvas.get_by_role("button").click()
    status = canvas.get_by_role("status")
    status.get_by_text("Đã sao chép").wait_for()
    assert canvas.evaluate("window.copied") == "Kính gửi:\nSở A"
    assert _focused(canvas) == "Sao chép"
    expect(status).to_have_text("")


def test_numbers_stand_only_in_segments_that_hold_them(canvas):
    words = dict.fromkeys(glyphs.ORDER, "x")
    canvas.show(bars.state_bar({"late": 1, "on_track": 200}, words=words))
    assert canvas.locator(".s-late .in").is_hidden()
    assert canvas.locator(".s-on_track .in").is_visible()


@pytest.mark.parametrize(
    ("width", "shown"), [(390, "358"), (640, "540"), (900, "820"), (1366, "1240")]
)
def test_each_width_has_one_drawing(canvas, width, shown):
    canvas.set_viewport_size({"width": width, "height": 800})
    canvas.show(cards.responsive(lambda w: h("p", {}, str(w)), (358, 540, 820, 1240)))
    assert [p.text_content() for p in canvas.locator("p").all() if p.is_visible()] == [shown]


def test_buttons_are_high_enough_for_a_finger(canvas):
    canvas.set_viewport_size({"width": 390, "height": 844})
    canvas.show(h("div", {},
        h("button", {"class": "button", "go": {"select": "a"}}, "A"),
        h("div", {"class": "line", "go": {"select": "b"}}, "B"),
    ))  # fmt: skip
    for each in canvas.get_by_role("button").all():
        assert each.bounding_box()["height"] >= 40


# --- inside Streamlit -------------------------------------------------------------------------

PAGE = """
import streamlit as st
from tvgeo.render import cards
from tvgeo.render.node import h
from tvgeo.ui.components import block

st.session_state.runs = st.session_state.get("runs", 0) + 1
tree = h("div", {}, cards.link("đi", "cong-trinh", id="dai-ngai"),
         h("button", {"go": {"select": "a"}}, f"lượt {st.session_state.runs}"))
st.write("nhận:", str(block.show(tree, key="probe")))
st.button("chạy lại")
"""


def test_a_click_reaches_python_for_one_run(tmp_path, chromium_page):
    complaints = []
    chromium_page.on("pageerror", lambda error: complaints.append(str(error)))
    (tmp_path / "page.py").write_text(PAGE, encoding="utf-8")
    app = """
        import streamlit as st
        from tvgeo.web.app import app_options
        app = st.App("page.py", **app_options())
    """
    (tmp_path / "app.py").write_text(textwrap.dedent(app), encoding="utf-8")
    with started(tmp_path, ("-m", "streamlit", "run", str(tmp_path / "app.py"))) as running:
        chromium_page.goto(running.base_url)
        chromium_page.get_by_text("nhận: None").wait_for()
        link = chromium_page.get_by_role("link", name="đi")
        assert link.evaluate("a => a.href") == f"{running.base_url}/cong-trinh?id=dai-ngai"
        link.click()  # the browser goes there by itself
        chromium_page.wait_for_url("**/cong-trinh?id=dai-ngai")
        chromium_page.get_by_role("button", name="lượt 2").click()
        chromium_page.get_by_text("nhận: {'select': 'a'}").wait_for()
        chromium_page.get_by_role("button", name="lượt 3").wait_for()
        chromium_page.get_by_role("button", name="chạy lại").click()
        chromium_page.get_by_text("nhận: None").wait_for()
        font = link.evaluate("a => getComputedStyle(a).fontFamily")
        assert font.startswith('"Source Sans"')
    assert complaints == []


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ({"page": "a", "params": {"x": "1", "y": 2}}, {"page": "a", "params": {"x": "1"}}),
        ({"page": "a", "params": ["x"]}, {"page": "a", "params": {}}),
        ({"select": "a", "more": 1}, {"select": "a"}),
        ({"select": 7}, None),
        ("x", None),
        (None, None),
    ],
)
def test_only_the_two_shapes_of_an_answer_are_kept(answer, kept):
    assert block.clicked(answer) == kept
