"""The stand-alone HTML map as somebody opens it: from a disk, in a real Chromium."""

import pytest
from shapely import LineString, Point, box

from tvgeo import locale
from tvgeo.core.features import Feature
from tvgeo.render import html_map, legend
from tvgeo.services.html_map import html_map as map_of
from tvgeo.services.view import open_view

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
)
BOX = (106.0, 9.5, 106.5, 9.9)


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
        stamp=evil,
        note=evil,
        credit=evil,
        alt=evil,
        table_title=evil,
        columns=(evil,) * 4,
        works={f.project_id: html_map.Work("late", (evil,) * 4) for f in features},
        features=[*features, place],
        layer_names={evil: evil},
        legend=keys,
        bounds=BOX,
        edge=BOX,
    )


@pytest.fixture
def opened(tmp_path, chromium_page):
    """Return a function that opens a document from a disk, and what the page then asked for."""

    def open_document(text):
        path = tmp_path / "bản đồ.html"
        path.write_text(text, encoding="utf-8")
        asked, complaints = [], []
        chromium_page.on("request", lambda r: asked.append(r.url))
        chromium_page.on("pageerror", lambda error: complaints.append(str(error)))
        chromium_page.on("console", lambda m: complaints.append(m.text))
        chromium_page.goto(path.as_uri())
        chromium_page.locator("path.leaflet-interactive").first.wait_for(state="attached")
        outside = [url for url in asked if url != path.as_uri() and url[:5] != "data:"]
        return outside, complaints

    return open_document


@pytest.mark.browser
def test_hostile_text_is_shown_literally_and_runs_nowhere(opened, chromium_page):
    outside, complaints = opened(html_map.render(T, hostile_map()))
    line = chromium_page.locator("path.leaflet-interactive").first
    line.hover(force=True)
    tooltip = chromium_page.locator(".leaflet-tooltip").inner_text()
    line.click(force=True)
    popup = chromium_page.locator(".leaflet-popup")
    popup.wait_for()
    seen = {
        "title": chromium_page.locator("h1").inner_text(),
        "document": chromium_page.title(),
        "stamp": chromium_page.locator("header p").first.inner_text(),
        "mark": chromium_page.locator(".mark").inner_text(),
        "credit": chromium_page.locator(".credit").inner_text(),
        "legend": chromium_page.locator(".legend").inner_text(),
        "table": chromium_page.locator("table.grid").inner_text(),
        "place": chromium_page.locator(".tv-place").inner_text(),
        "layers": chromium_page.locator(".leaflet-control-layers-list").text_content(),
        "popup": popup.inner_text(),
        "tooltip": tooltip,
        "spoken": chromium_page.locator(".folium-map").get_attribute("aria-label"),
    }
    for place, text in seen.items():
        assert [evil for evil in HOSTILE if evil not in text] == [], place
    assert chromium_page.evaluate("window.pwned") is None
    assert (outside, complaints) == ([], [])


@pytest.mark.browser
def test_the_shipped_plan_is_drawn_with_its_marks_and_asks_for_nothing(
    opened, chromium_page, monkeypatch
):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-10")
    view = open_view()
    outside, complaints = opened(map_of(view, T))
    assert (outside, complaints) == ([], [])
    dotted = chromium_page.locator("path.leaflet-interactive[stroke-dasharray]")
    assert dotted.count() > 3
    signs = chromium_page.locator(".tv-glyph:visible")
    drawn = sum(
        len([f for f in features if view.standings[p].project]) for p, features
        in view.base.join.located.items()
    )  # fmt: skip
    assert signs.count() == drawn
    assert chromium_page.locator("table.grid tbody tr").count() == len(view.standings)
    assert T("illustrative.note") in chromium_page.locator("header").inner_text()
    assert "14/12/2025" in chromium_page.locator("header").inner_text()
    # the work page, the status command and this file say the same
    bridge = chromium_page.locator("table.grid tr", has_text="Cầu Đại Ngãi").first.inner_text()
    assert T.percent(view.standings["cau-dai-ngai"].physical.value) + "*" in bridge
    # one colour of the palette, on the screen
    line = chromium_page.locator("path[stroke='#7F1414']").first
    assert line.bounding_box()["width"] > 20


@pytest.mark.browser
def test_nothing_overflows_a_phone(opened, chromium_page, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-10")
    chromium_page.set_viewport_size({"width": 390, "height": 844})
    opened(map_of(open_view(), locale.get("en")))
    assert chromium_page.evaluate("document.documentElement.scrollWidth") == 390
