"""Everybody can use the pages: by keys alone, by ear, at any size, without motion, on paper."""

import itertools

import audit_axe
import audit_keys
import audit_layout
import audit_pages
import pytest
from reader import LAPTOP, Reader

pytestmark = pytest.mark.browser
MAP_FOCUS = """() => { let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node && { role: node.getAttribute("role"), id: node.dataset.id ?? "",
    menu: Boolean(document.activeElement.closest("[data-testid=stPopoverBody]")),
    text: node.textContent.trim() } }"""
HEADINGS = """() => { const found = [];
  const walk = (root) => { for (const node of root.querySelectorAll("*")) {
    if (/^h[1-6]$/.test(node.localName) && node.checkVisibility()) found.push(Number(node.localName[1]));
    if (node.shadowRoot) walk(node.shadowRoot);
  } };
  walk(document);
  return found }"""
# What paper must not hold, and where the page ends at its right.
ON_PAPER = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((n) => n.checkVisibility() && n.getClientRects().length).length;
  const lists = [];
  const walk = (root) => { for (const node of root.querySelectorAll("*")) {
    if (node.matches(".list-scroll") && node.scrollHeight > node.clientHeight + 1) lists.push(node.scrollHeight);
    if (node.shadowRoot) walk(node.shadowRoot);
  } };
  walk(document);
  return { navigation: shown("[data-testid=stHeader], .st-key-tv-language"),
    controls: shown(".stSelectbox, .stButtonGroup, .stPopover, .stButton, .stCheckbox, .stDownloadButton"),
    lists, wide: document.documentElement.scrollWidth - innerWidth };
}"""
A4_BETWEEN_MARGINS = {"width": 688, "height": 1009}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with audit_pages.office_served(tmp_path_factory.mktemp("office")) as running:
        yield running.base_url


@pytest.fixture
def visit(chromium, office):
    """Return a function that opens one of the audited places in a browser of its own."""
    width, height = LAPTOP
    with audit_pages.readers(
        chromium, office, viewport={"width": width, "height": height}
    ) as as_:
        yield lambda place, lang="vi": audit_pages.visit(as_(place.who), place, office, lang)


def focus(page, role, most=60):
    """Press Tab until the focus is on something of that role."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(MAP_FOCUS)
        if found and found["role"] == role:
            return found
    msg = f"Tab never came to a {role}"
    raise AssertionError(msg)


@pytest.mark.parametrize("name", ["overview", "map"])
def test_axe_finds_nothing_grave_of_ours(reader, name):
    page = reader.open(name).page
    found = audit_axe.violations(page)
    assert [each for each in found if each.ours and each.grave] == []


@pytest.mark.slow
def test_axe_looks_into_our_shadow_roots(reader):
    """Without this the test above would find nothing because it sees nothing."""
    page = reader.open("overview").page
    page.evaluate("""() => { const root = document.querySelector(".st-key-worst [data-testid=stBidiComponentIsolated]").shadowRoot;
      const image = document.createElement("img"); image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw="; root.append(image); }""")
    found = [each.rule for each in audit_axe.violations(page) if each.ours and each.grave]
    reader.forget()
    assert found == ["image-alt"]


def test_a_work_is_chosen_on_the_map_by_keys_alone(reader):
    page = reader.forget().open("map").page
    first = focus(page, "option")
    page.keyboard.press("ArrowDown")
    second = page.evaluate(MAP_FOCUS)
    assert second["role"] == "option"
    assert second["id"] != first["id"]
    assert page.evaluate("window.__tvgeoMap.hover") is not None
    page.keyboard.press("Enter")
    reader.waits(
        "(id) => new URLSearchParams(location.search).get('project') === id", second["id"]
    )
    name = second["text"].split(",")[0].split(" (")[0]
    page.locator(".st-key-list tr.chosen").filter(has_text=name).wait_for()
    reader.forget()


def test_tab_goes_into_an_opened_menu_and_escape_comes_back(reader):
    page = reader.forget().open("map").page
    button = page.locator("[data-testid=stPopover] button:visible").first
    words = button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    page.locator(f"{audit_pages.MENU} button").first.wait_for()
    page.keyboard.press("Tab")
    first = page.evaluate(MAP_FOCUS)
    page.keyboard.press("ArrowRight")
    reader.waits("(was) => document.activeElement.innerText !== was", first["text"])
    second = page.evaluate(MAP_FOCUS)
    assert first["menu"]
    assert second["menu"]
    assert first["text"] != second["text"]
    page.keyboard.press("Escape")
    reader.waits("(words) => document.activeElement.innerText === words", words)
    reader.forget()


@pytest.mark.slow
def test_paper_holds_the_map_and_the_whole_list_but_nothing_to_press(reader):
    page = reader.forget().open("map").page
    page.set_viewport_size(A4_BETWEEN_MARGINS)
    page.emulate_media(media="print")
    try:
        found = page.evaluate(ON_PAPER)
        assert found == {"navigation": 0, "controls": 0, "lists": [], "wide": 0}
        assert page.locator("h1").is_visible()
        box = page.locator(".tv-frame").bounding_box()
        assert box["width"] <= A4_BETWEEN_MARGINS["width"]
        assert page.locator(".st-key-map canvas").first.is_visible()
        assert page.locator(".st-key-stamp").get_by_text("14/12/2025").is_visible()
        assert page.locator(".tv-credit").get_by_text("Số liệu minh họa").is_visible()
        assert (
            page.locator(".st-key-list thead").evaluate("n => getComputedStyle(n).display")
            == "table-header-group"
        )
    finally:
        page.emulate_media(media=None)
        reader.forget()


def test_who_asks_for_less_motion_gets_none(chromium, server):
    context = chromium.new_context(reduced_motion="reduce", locale="vi-VN")
    page = context.new_page()
    Reader(page, server.base_url).open("map")
    assert page.evaluate("window.__tvgeoMap.map.options.zoomAnimation") is False
    assert page.evaluate("window.__tvgeoMap.map.options.inertia") is False
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].flatMap((node) => {
      const { transitionDuration: one, animationDuration: other } = getComputedStyle(node);
      return `${one}, ${other}`.split(", ").map(parseFloat).filter((s) => s > 0.01) })""")
    context.close()
    assert moving == []


@pytest.mark.slow
def test_a_refused_sign_in_is_told_at_its_fields(visit):
    page = visit(audit_pages.place("dang-nhap-sai"))
    for name in ("name", "password"):
        field = page.locator(f"form.tvs:visible input[name={name}]")
        assert field.get_attribute("aria-invalid") == "true"
        said = page.locator(f"#{field.get_attribute('aria-describedby')}")
        assert said.inner_text() == "Tên đăng nhập hoặc mật khẩu không đúng."


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("place", audit_pages.PLACES, ids=lambda place: place.name)
def test_axe_finds_nothing_grave_of_ours_on_any_page(visit, place, lang):
    page = visit(place, lang)
    assert [each for each in audit_axe.violations(page) if each.ours and each.grave] == []
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.title().endswith(" – tvgeo")


@pytest.mark.slow
@pytest.mark.parametrize("place", audit_pages.PLACES, ids=lambda place: place.name)
def test_headings_begin_with_the_one_title_and_skip_no_level(visit, place):
    levels = visit(place).evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.slow
@pytest.mark.parametrize("place", audit_pages.PLACES, ids=lambda place: place.name)
def test_keys_reach_everything_in_order_and_the_focus_is_seen(visit, place):
    walk = audit_keys.walk(visit(place), place.inside)
    assert walk.stops
    assert not walk.trapped
    assert walk.missed == []
    assert walk.unseen == []
    assert walk.unnamed == []
    assert walk.jumps == []


@pytest.mark.slow
@pytest.mark.parametrize("place", audit_pages.PLACES, ids=lambda place: place.name)
def test_nothing_is_too_wide_cut_or_on_something_else_at_any_size(visit, place):
    page = visit(place)
    faults = {}
    for size in audit_layout.SIZES:
        audit_layout.sized(page, size)
        # an opened menu lies on the page by right
        found = audit_layout.layout(page).faults
        faults[size] = [] if place.inside else found
    assert faults == {size: [] for size in audit_layout.SIZES}


@pytest.mark.slow
@pytest.mark.parametrize("place", audit_pages.PLACES, ids=lambda place: place.name)
def test_every_page_can_be_printed(visit, place):
    page = visit(place)
    page.set_viewport_size(A4_BETWEEN_MARGINS)
    page.emulate_media(media="print")
    found = page.evaluate(ON_PAPER)
    assert (found["navigation"], found["controls"], found["lists"]) == (0, 0, [])
    assert found["wide"] <= 0
