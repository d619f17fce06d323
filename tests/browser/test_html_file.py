"""The stand-alone HTML map as somebody opens it: from a disk, in a real Chromium."""

import pypdf
import pytest
from shapely import LineString, Point, box

from tvgeo import locale
from tvgeo.core.features import Feature
from tvgeo.render import html_map, html_parts, legend
from tvgeo.render.briefing import plain
from tvgeo.services.html_map import html_map as map_of
from tvgeo.services.view import open_view, view_on

T = locale.get("vi")
HOSTILE = (
    "{{7*7}}",
    "{% include 'x' %}{# y",
    "${window.pwned=1}",
    "`+(window.pwned=1)+`",
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "\"'><svg onload=window.pwned=1>",
    "\\x3cimg src=x onerror=window.pwned=1\\x3e",
    "javascript:window.pwned=1",
    '=HYPERLINK("http://127.0.0.1:9/")',
    "a\u202eb\u2066c\u200bd\x00e\x07f",
)
BOX = (106.0, 9.5, 106.5, 9.9)
# Names are laid out before the next frame.
FRAMES = "() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"


def hostile_map():
    """Return a map that says all of `HOSTILE` wherever it says anything."""
    evil = " ".join(HOSTILE)
    known = {"source": evil, "licence": evil, "accuracy_m": 300.0, "method": "digitised"}
    shapes = {
        "road": LineString([(106.1, 9.8), (106.4, 9.8)]),
        "port": Point(106.4, 9.7),
        "zone": box(106.05, 9.55, 106.2, 9.65),
    }
    features = [
        Feature(evil + name, evil, geometry, project_id=evil + name, name_vi=evil, **known)
        for name, geometry in shapes.items()
    ]
    place = Feature("town", "places", Point(106.3, 9.6), ref="town", name_vi=evil, **known)
    keys = legend.Legend(evil, (legend.Entry("late", "state", "triangle", "#B24A12", evil),))
    return html_map.HtmlMap(
        title=evil,
        message=evil,
        stamp=evil,
        mark=evil,
        note=evil,
        counts=evil,
        credit=evil,
        alt=evil,
        table_title=evil,
        table_parts=(evil, evil),
        columns=(evil,) * 4,
        works={
            f.project_id: html_map.Work("late", (evil,) * 4, label=(evil, evil))
            for f in features
        },
        features=[*features, place],
        layer_names={evil: evil},
        legend=keys,
        bounds=BOX,
        edge=BOX,
        finished=[html_map.Stretch(LineString([(106.2, 9.8), (106.3, 9.8)]), evil, evil)],
        inset=html_parts.Inset(
            evil, evil, box(104, 9, 109, 22), (((evil, evil), (112.0, 16.5)),)
        ),
    )


@pytest.fixture
def opened(tmp_path, chromium_page):
    """Return a function that opens a document from a disk, and what the page then asked for."""

    def open_document(text):
        path = tmp_path / "bản đồ.html"
        path.write_text(text, encoding="utf-8")
        asked, complaints = [], []
        chromium_page.context.set_offline(True)
        chromium_page.on("request", lambda r: asked.append(r.url))
        chromium_page.on("pageerror", lambda error: complaints.append(str(error)))
        chromium_page.on("console", lambda m: complaints.append(m.text))
        chromium_page.goto(path.as_uri())
        chromium_page.locator("path.leaflet-interactive").first.wait_for(state="attached")
        # the map fits itself and its labels once more when the fonts are there: a click waits
        chromium_page.evaluate(
            "() => document.fonts.ready.then(() => new Promise((r) => setTimeout(r, 300)))"
        )
        outside = [url for url in asked if url != path.as_uri() and url[:5] != "data:"]
        return outside, complaints

    return open_document


@pytest.mark.browser
def test_hostile_text_is_shown_literally_and_runs_nowhere(opened, chromium_page):
    outside, complaints = opened(html_map.render(T, hostile_map()))
    line = chromium_page.locator("path.leaflet-interactive").first
    line.hover(force=True)
    tooltip = chromium_page.locator(".leaflet-tooltip").inner_text()
    popup = chromium_page.locator(".leaflet-popup")
    for _ in range(5):  # on a busy machine the line may move under the hand
        line.click(force=True)
        chromium_page.wait_for_timeout(300)
        if popup.count():
            break
    popup.wait_for()
    seen = {
        "title": chromium_page.locator("h1").inner_text(),
        "document": chromium_page.title(),
        "stamp": chromium_page.locator(".stamp").inner_text(),
        "message": chromium_page.locator(".message").inner_text(),
        "mark": chromium_page.locator(".mark").inner_text(),
        "credit": chromium_page.locator(".credit p").last.inner_text(),
        "counts": chromium_page.locator(".counts").inner_text(),
        "legend": chromium_page.locator(".legend").inner_text(),
        "table": chromium_page.locator("table.grid").inner_text(),
        "place": chromium_page.locator(".tv-place").text_content(),
        "name": chromium_page.locator(".tv-label").first.text_content(),
        "sign": chromium_page.locator(".tv-glyph").first.get_attribute("aria-label"),
        "inset": chromium_page.locator(".inset").text_content(),
        "layers": chromium_page.locator(".leaflet-control-layers-list").text_content(),
        "popup": popup.inner_text(),
        "tooltip": tooltip,
        "spoken": chromium_page.locator(".folium-map").get_attribute("aria-label"),
    }
    for place, text in seen.items():
        assert [e for e in HOSTILE if plain.clean(e).casefold() not in text.casefold()] == [], (
            place
        )
    assert chromium_page.evaluate("window.pwned") is None
    assert (outside, complaints) == ([], [])


@pytest.fixture(scope="module")
def view():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-01-10")
        yield open_view()


# Boxes of what is shown of a kind, in CSS pixels.
BOXES = """kinds => [...document.querySelectorAll(kinds)]
  .filter((node) => getComputedStyle(node).visibility !== "hidden" && node.offsetWidth)
  .map((node) => { const { x, y, right, bottom } = node.getBoundingClientRect();
    return [x, y, right, bottom] })"""


def meet(a, b):
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def overlaps(page):
    """Return the pairs of names, and of a name and a sign or a control, that touch."""
    names = page.evaluate(BOXES, ".tv-label, .tv-place")
    others = page.evaluate(BOXES, ".tv-glyph, .leaflet-control")
    pairs = [(a, b) for i, a in enumerate(names) for b in [*names[i + 1 :], *others]]
    return [pair for pair in pairs if meet(*pair)]


@pytest.mark.browser
def test_the_shipped_plan_is_drawn_with_its_marks_and_asks_for_nothing(
    opened, chromium_page, view
):
    outside, complaints = opened(map_of(view, T))
    assert (outside, complaints) == ([], [])
    dotted = chromium_page.locator("path.leaflet-interactive[stroke-dasharray]")
    assert dotted.count() > 3
    signs = chromium_page.locator(".tv-glyph:visible")
    assert signs.count() == sum(map(len, view.base.join.located.values()))
    assert chromium_page.locator("table.grid tbody td:first-child").count() == len(
        view.standings
    )
    assert T("picture.note") in chromium_page.locator(".mark").inner_text()
    counts = T("htmlmap.counts", n=27, unlocated=65)
    assert chromium_page.locator(".counts").inner_text() == counts
    assert "14/12/2025" in chromium_page.locator("header").inner_text()
    # the work page, the status command and this file say the same
    said = T.percent(view.standings["cau-dai-ngai"].physical.value) + "*"
    bridge = chromium_page.locator("table.grid tr", has_text="Cầu Đại Ngãi").first.inner_text()
    assert said in bridge
    assert chromium_page.locator(".tv-label", has_text=said).first.is_visible()
    # one colour of the palette, on the screen
    line = chromium_page.locator("path[stroke='#7F1414']").first
    assert line.bounding_box()["width"] > 20


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (390, 844)])
def test_names_with_completion_touch_nothing_at_any_size(opened, chromium_page, view, size):
    chromium_page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    opened(map_of(view, T))
    frame = chromium_page.locator(".folium-map").bounding_box()
    for zoom in (None, 11, 12.5):
        if zoom:
            chromium_page.evaluate("z => window[TV.map].setZoom(z, { animate: false })", zoom)
        chromium_page.evaluate(FRAMES)
        names = chromium_page.evaluate(BOXES, ".tv-label")
        assert zoom or len(names) >= (20 if size[0] > 1000 else 3)
        assert overlaps(chromium_page) == []
        assert all(
            frame["x"] <= x and right <= frame["x"] + frame["width"] for x, _, right, _ in names
        )


@pytest.mark.browser
def test_a_layer_that_is_switched_off_takes_its_signs_and_names_along(
    opened, chromium_page, view
):
    opened(map_of(view, T))
    bridge = chromium_page.locator(".tv-label", has_text="Cầu Đại Ngãi (sơ đồ)")
    stretch = chromium_page.locator("path.leaflet-interactive[stroke-width='8']")
    assert bridge.is_visible()
    assert stretch.count() == 1
    chromium_page.locator(".leaflet-control-layers-toggle").press("Enter")
    layer = chromium_page.get_by_role("checkbox", name=T("layer.bridges"))
    layer.focus()
    chromium_page.keyboard.press("Space")
    assert not layer.is_checked()
    bridge.wait_for(state="hidden")
    chromium_page.evaluate(FRAMES)
    assert stretch.count() == 0
    assert overlaps(chromium_page) == []


@pytest.mark.browser
def test_the_table_finds_a_work_on_the_map_by_keyboard(opened, chromium_page, view):
    opened(map_of(view, T))
    chromium_page.locator("table.grid button", has_text="Cầu Đại Ngãi").first.focus()
    chromium_page.keyboard.press("Enter")
    popup = chromium_page.locator(".leaflet-popup")
    popup.wait_for()
    assert T("geometry.schematic", km="1,5") in popup.inner_text()
    assert popup.locator("text=52,0%*").count() == 1


@pytest.mark.browser
def test_a_map_of_a_sector_shows_its_works_and_no_other(opened, chromium_page, view):
    works = [p for p, s in view.standings.items() if s.project.sector == "urban"]
    opened(map_of(view, T, works, title="Đô thị", message="Một câu."))
    assert chromium_page.locator("h1").inner_text() == "Đô thị"
    assert chromium_page.locator(".message").inner_text() == "Một câu."
    assert chromium_page.locator("table.grid tbody td:first-child").count() == len(works)
    located = [p for p in works if p in view.base.join.located]
    assert chromium_page.locator(".tv-glyph").count() == sum(
        len(view.base.join.located[p]) for p in located
    )
    chromium_page.locator(".leaflet-control-layers-toggle").press("Enter")
    layers = chromium_page.locator(".leaflet-control-layers-overlays label").all_inner_texts()
    assert [layer.strip() for layer in layers] == [T("layer.urban_areas")]


@pytest.mark.browser
def test_without_invented_figures_there_is_no_mark(opened, chromium_page, view):
    sourced = view_on(view.base, view.day, sourced_only=True)
    opened(map_of(sourced, T))
    assert chromium_page.locator(".mark").count() == 0
    text = chromium_page.locator("body").inner_text()
    assert "%*" not in text
    assert T("flag.illustrative") not in text


@pytest.mark.browser
def test_on_paper_the_map_fits_the_sheet_and_each_sheet_bears_the_mark(
    opened, chromium_page, view, tmp_path
):
    opened(map_of(view, T))
    path = tmp_path / "ban-do.pdf"
    chromium_page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    sheets = pypdf.PdfReader(path).pages
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    for sheet in sheets:
        text = " ".join(sheet.extract_text().split())
        assert T("picture.note") in text
        assert "14/12/2025" in text
    assert "Cầu Đại Ngãi" in sheets[0].extract_text()


@pytest.mark.browser
def test_nothing_overflows_a_phone(opened, chromium_page, view):
    chromium_page.set_viewport_size({"width": 390, "height": 844})
    opened(map_of(view, locale.get("en")))
    assert chromium_page.evaluate("document.documentElement.scrollWidth") == 390
    # the whole province is in sight
    inside = chromium_page.evaluate(
        "() => window[TV.map].getBounds().pad(0.02).contains(L.latLngBounds(TV.bounds))"
    )
    assert inside
