"""The live map in a real Chromium: what is drawn, named, chosen, kept and refused."""

import io
import json

import harness
import pytest
from PIL import Image

from tvgeo import locale
from tvgeo.core.plan import Settings
from tvgeo.render import legend, map_columns, map_payload, style
from tvgeo.ui.components import progress_map
from tvgeo.web import assets, geometry

pytestmark = pytest.mark.browser
SETTINGS = Settings(title="", province="Trà Vinh", period=(None, None))
BOUNDS = (106.0, 9.55, 106.6, 10.05)
EDGE = (105.6, 9.3, 107.0, 10.3)
HOSTILE = '{{7*7}} ${7*7} <img src=x onerror="window.owned=1"> </script><b>x'
ROAD = [[106.10, 9.70], [106.30, 9.70]]
STRETCH = (((106.12, 9.70), (106.16, 9.70)),)
SHAPES = {
    "road": ("LineString", ROAD, {}),
    "sketch": ("LineString", [[106.10, 9.64], [106.30, 9.64]], {"method": "schematic"}),
    "zone": ("Polygon", [[[106.4, 9.65], [106.55, 9.65], [106.55, 9.8], [106.4, 9.8], [106.4, 9.65]]], {}),
    "park": ("Point", [106.2, 9.85], {"method": "schematic", "accuracy_m": 4000}),
    "town": ("Point", [106.4, 9.9], {}),
}  # fmt: skip
# The last message is drawn, in its letters.
DRAWN = """() => [...(window.__tvgeoMaps?.values() ?? [])].at(-1)?.drawnFrom
  && window.__tvgeoMap.ready && document.fonts.status === "loaded" """
STATES = {
    "road": "late",
    "sketch": "no_plan",
    "zone": "on_track",
    "park": "slow",
    "town": "completed",
}


def feature(project_id, kind, coordinates, **properties):
    base = {"feature_id": project_id or "context", "project_id": project_id, "ref": None}
    base |= {"name_vi": str(project_id), "method": "digitised", "accuracy_m": 300}
    return {
        "type": "Feature",
        "properties": base | properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def layer(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def base_layers():
    return {
        "province": layer(feature(None, "Polygon", square(*BOUNDS), ref="self")),
        "places": layer(
            feature(None, "Point", [106.15, 9.95], name_vi="TT Cầu Kè", ref="town"),
            feature(None, "Point", [106.5, 9.6], name_vi="Biển Đông", ref="water"),
        ),
    }


class Item:
    """A project of a test: its name in the index, its figures in the message."""

    def __init__(self, project_id, name, health, pct=None, slip=None, **rest):
        self.work = map_payload.Work(project_id, name)
        self.hidden = health is None
        self.figures = map_columns.Figures(health or "no_data", pct, slip, **rest)


def payload(plan=None, items=None, *, names=None, map_id="main", broken=None, **options):
    """Build a message the way a page does, its index published; `plan` are layers as bytes.

    `broken` changes the index before it is published.
    """
    t = locale.get(options.pop("language", "vi"))
    if plan is None:
        plan = {"works": layer(*(feature(p, k, c, **q) for p, (k, c, q) in SHAPES.items()))}
    if items is None:
        items = [
            Item(p, (names or {}).get(p, f"Tên {p}"), s, 52.0, -12.5, illustrative=True)
            for p, s in STATES.items()
        ]
    index = map_payload.index(
        t,
        layers=[
            map_payload.Layer(name, url, "plan" if name in plan else "base", f"Lớp {name}")
            for name, url in geometry.publish(base_layers() | plan).items()
        ],
        works=[item.work for item in items],
        bounds=BOUNDS,
        max_bounds=EDGE,
        sources="gis.chinhphu.vn",
    )
    columns = map_columns.columns([item.figures for item in items])
    shown = [item.work.project_id for item in items if not item.hidden]
    columns["state"] = map_columns.only(columns["state"], index["projects"], shown)
    if broken:
        broken(index)
    message = map_payload.message(
        t,
        map_id=map_id,
        addresses=map_payload.Addresses(
            assets.url("map.js"),
            assets.url("leaflet.js"),
            assets.url("leaflet.css"),
            geometry.publish_index(index),
        ),
        columns=columns,
        legend=legend.build(t, SETTINGS, mode=options.get("mode", "health")),
        alt="Bản đồ",
        **options,
    )
    return json.loads(json.dumps(message))


@pytest.fixture(scope="module")
def address():
    with harness.serve() as found:
        yield found


class Shown:
    """A mounted map, with what the tests ask of it."""

    def __init__(self, page):
        self.page = page
        self.requests = []
        page.on("request", lambda request: self.requests.append(request.url))

    def show(self, data, *, ready=True):
        self.page.evaluate("async (data) => { window.off = await mount(data, root) }", data)
        if ready:
            self.page.wait_for_function(DRAWN)
        self.page.wait_for_timeout(150)
        return self.state() if ready else None

    def state(self):
        return self.page.evaluate(
            "() => { const { labels, glyphs, map } = __tvgeoMap;"
            " return { labels, glyphs, zoom: map.getZoom() } }"
        )

    def zoom(self, zoom, lon=106.3, lat=9.8):
        self.page.evaluate(
            "([z, lat, lon]) => __tvgeoMap.map.setView([lat, lon], z, { animate: false })",
            [zoom, lat, lon],
        )
        self.page.wait_for_timeout(50)
        return self.state()

    def at(self, lon, lat):
        """Return where a lon/lat is on the page, in CSS pixels."""
        return self.page.evaluate(
            "([lat, lon]) => { const p = __tvgeoMap.map.latLngToContainerPoint([lat, lon]);"
            " const r = __tvgeoMap.map.getContainer().getBoundingClientRect();"
            " return [p.x + r.x, p.y + r.y] }",
            [lat, lon],
        )

    def colours(self, lon, lat, reach=3):
        """Return the colours on the screen around a lon/lat, as #RRGGBB."""
        x, y = (round(value) for value in self.at(lon, lat))
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        box = shot.crop((x - reach, y - reach, x + reach + 1, y + reach + 1))
        return {"#{:02X}{:02X}{:02X}".format(*rgb) for _, rgb in box.getcolors(1000)}

    def text(self, part):
        return self.page.evaluate("(p) => root.querySelector(p).textContent", f".tv-{part}")


@pytest.fixture
def shown(chromium_page, address):
    def mount(width=846, height=768):
        chromium_page.set_viewport_size({"width": max(width + 20, 390), "height": height})
        chromium_page.goto(address)
        chromium_page.wait_for_function("() => Boolean(window.mount)")
        chromium_page.evaluate("(w) => { window.root = mountHost(w) }", f"{width}px")
        return Shown(chromium_page)

    problems = []
    chromium_page.on("pageerror", lambda error: problems.append(str(error)))
    yield mount
    assert problems == []


def meet(a, b):
    return (
        a["x"] < b["x"] + b["w"]
        and b["x"] < a["x"] + a["w"]
        and a["y"] < b["y"] + b["h"]
        and b["y"] < a["y"] + a["h"]
    )


def collisions(state):
    """Return pairs of labels that touch, and labels that touch a glyph that is not theirs."""
    labels = state["labels"]
    discs = [
        {
            "id": g["id"],
            "x": g["x"] - g["r"],
            "y": g["y"] - g["r"],
            "w": 2 * g["r"],
            "h": 2 * g["r"],
        }
        for g in state["glyphs"]
    ]
    pairs = [
        (a["text"], b["text"])
        for n, a in enumerate(labels)
        for b in labels[n + 1 :]
        if a["id"] != b["id"] and meet(a, b)
    ]
    for label in labels:
        for disc in discs:
            # the round disc leaves the corners of its square free
            dx = max(
                label["x"] - disc["x"] - disc["w"] / 2,
                disc["x"] + disc["w"] / 2 - label["x"] - label["w"],
                0,
            )
            dy = max(
                label["y"] - disc["y"] - disc["h"] / 2,
                disc["y"] + disc["h"] / 2 - label["y"] - label["h"],
                0,
            )
            if (dx**2 + dy**2) ** 0.5 < disc["w"] / 2 - 1:
                pairs.append((label["text"], disc["id"]))
    return pairs


def named(state):
    return {label["id"] for label in state["labels"] if label["kind"] == "project"}


def test_lines_and_areas_are_drawn_in_the_colour_of_their_state(shown):
    view = shown()
    view.show(payload())
    assert style.health_colour("late") in view.colours(106.12, 9.70)
    assert style.health_colour("on_track") in view.colours(106.4, 9.67)
    assert style.SCREEN["land"] in view.colours(106.05, 9.8)


def test_the_schematic_line_is_dotted_and_its_name_says_so(shown):
    view = shown()
    state = view.show(payload())
    dots = [view.colours(106.12 + 0.001 * n, 9.64, reach=0) for n in range(12)]
    assert any(style.health_colour("no_plan") in found for found in dots)
    assert any("#FFFFFF" in found for found in dots)
    texts = {label["id"]: label["text"] for label in state["labels"]}
    assert "(sơ đồ)" in texts["sketch"]
    assert "(±4\N{NO-BREAK SPACE}km)" in texts["park"]


def test_hatch_stands_for_no_data_and_never_a_colour_of_the_scale(shown):
    view = shown()
    item = Item("zone", "Khu", "no_data")
    for mode in ("health", "completion"):
        view.show(payload(items=[item], mode=mode))
        colours = view.colours(106.42, 9.67, reach=8)
        assert len(colours) > 4
        scale = {style.completion(code).fill for code in style.COMPLETION_ORDER[1:-1]}
        assert not colours & (scale | {style.health_colour(c) for c in style.HEALTH_ORDER[:6]})


def crowd(count=40):
    """Return works so close together that not all can be named."""
    shapes = [
        feature(f"p{n}", "Point", [106.2 + 0.011 * (n % 8), 9.75 + 0.012 * (n // 8)])
        for n in range(count)
    ]
    shapes += [
        feature(f"l{n}", "LineString", [[106.05, 9.6 + 0.05 * n], [106.55, 9.65 + 0.05 * n]])
        for n in range(6)
    ]
    ids = [shape["properties"]["project_id"] for shape in shapes]
    items = [
        Item(
            p,
            f"Công trình số {p}",
            style.HEALTH_ORDER[n % 10],
            10.0 + n,
            -n / 2,
            illustrative=True,
        )
        for n, p in enumerate(ids)
    ]
    return payload({"works": layer(*shapes)}, items, selected="p17")


@pytest.mark.parametrize(("width", "height"), [(846, 768), (358, 844)])
def test_labels_never_collide_at_any_zoom(shown, width, height):
    view = shown(width, height)
    state = view.show(crowd())
    assert collisions(state) == []
    for zoom in (9.5, 10, 10.5, 11.3, 12, 13.2):
        state = view.zoom(zoom, 106.25, 9.78)
        assert collisions(state) == [], zoom
        assert named(state), zoom


def test_the_chosen_is_named_even_in_a_crowd(shown):
    view = shown()
    assert "p17" in named(view.show(crowd()))


def test_a_phone_names_six_works_and_fits(shown):
    view = shown(358, 844)
    state = view.show(crowd())
    assert 1 <= len(named(state)) <= 6
    size = view.page.evaluate(
        "() => { const f = root.querySelector('.tv-frame').getBoundingClientRect();"
        " return [f.width, f.height, document.documentElement.scrollWidth,"
        "  root.querySelector('.tv-inset').hidden, root.querySelector('.tv-legend').hidden] }"
    )
    assert size == [358, 420, 390, True, True]


def test_a_phone_names_the_chosen_and_the_worst_with_their_figures(shown):
    view = shown(358, 844)
    long = "Các cụm công nghiệp: hoàn thiện hạ tầng"
    state = view.show(payload(names={"zone": long}, selected="zone"))
    texts = {label["id"]: label["text"] for label in state["labels"]}
    *name, second = texts["zone"].split("\n")
    assert len(name) > 1
    assert " ".join(name) == long
    assert second.startswith("52,0%*")
    assert texts["road"].split("\n") == ["Tên road", "52,0%* · chậm 12,5"]


@pytest.mark.parametrize(
    ("width", "height", "whole"), [(358, 844, True), (846, 768, True), (1500, 600, False)]
)
def test_the_whole_province_is_shown_but_nothing_past_the_base_map(shown, width, height, whole):
    # a window wider than the base map cannot hold both: there the province is cut
    view = shown(width, height)
    view.show(crowd())
    view.page.wait_for_timeout(400)  # no move of the map comes later
    inside = "([w, s, e, n]) => __tvgeoMap.map.getBounds().contains([[s, w], [n, e]])"
    assert view.page.evaluate(inside, list(BOUNDS)) is whole
    beyond = (
        "([w, s, e, n]) => { const m = __tvgeoMap.map; m.setZoom(0, { animate: false });"
        " return L.latLngBounds([[s, w], [n, e]]).pad(0.002).contains(m.getBounds()) }"
    )
    assert view.page.evaluate(beyond, list(EDGE))


def test_the_desktop_map_has_the_height_of_the_design(shown):
    view = shown()
    view.page.set_viewport_size({"width": 1366, "height": 768})
    view.show(payload())
    frame = "() => root.querySelector('.tv-frame').getBoundingClientRect().height"
    assert view.page.evaluate(frame) == 616


def test_an_untouched_map_shows_the_whole_province_after_every_change_of_size(shown):
    view = shown(1100, 900)
    view.show(payload())
    for width in ("358px", "1100px", "640px"):
        view.page.evaluate("(width) => { root.host.style.width = width }", width)
        view.page.wait_for_timeout(400)
        inside = "([w, s, e, n]) => __tvgeoMap.map.getBounds().contains([[s, w], [n, e]])"
        assert view.page.evaluate(inside, list(BOUNDS)), width


def test_hostile_names_stay_text(shown):
    view = shown()
    names = dict.fromkeys(STATES, HOSTILE)
    view.show(payload(names=names, selected="road"))
    x, y = view.at(106.15, 9.70)
    view.page.mouse.move(x, y)
    view.page.wait_for_function("() => !root.querySelector('.tv-tip').hidden")
    assert view.page.evaluate("() => root.querySelector('.tv-tip b').textContent") == HOSTILE
    assert HOSTILE in view.text("list")
    assert view.page.evaluate(
        "() => [root.querySelectorAll('img, b b, script').length, window.owned]"
    ) == [0, None]
    assert any(HOSTILE in label["text"] for label in view.state()["labels"])


def test_hostile_layer_properties_and_notes_stay_text(shown):
    view = shown()
    shapes = layer(feature("road", "LineString", ROAD, name_vi=HOSTILE, feature_id=HOSTILE))
    places = layer(feature(None, "Point", [106.3, 9.9], name_vi=HOSTILE, ref="town"))
    item = Item("road", HOSTILE, "late", note=HOSTILE)
    state = view.show(payload({"works": shapes, "places": places}, [item]))
    assert any(HOSTILE in label["text"] for label in state["labels"])
    assert view.page.evaluate(
        "() => [root.querySelectorAll('img, script').length, window.owned]"
    ) == [0, None]


def test_a_recolour_keeps_zoom_and_element_and_fetches_nothing(shown):
    view = shown()
    view.show(payload())
    view.zoom(11.3, 106.2, 9.7)
    view.page.evaluate("() => { window.before = __tvgeoMap.element }")
    view.requests.clear()
    items = [Item(p, f"Tên {p}", "completed", 100.0, 0.0) for p in STATES]
    state = view.show(payload(items=items))
    assert state["zoom"] == pytest.approx(11.3)
    assert view.page.evaluate("() => before === __tvgeoMap.element && before.isConnected")
    assert view.requests == []
    assert style.health_colour("completed") in view.colours(106.13, 9.70)


def test_a_page_switch_brings_the_same_map_back(shown):
    view = shown()
    view.show(payload())
    view.zoom(11.1)
    view.page.evaluate(
        "() => { window.before = __tvgeoMap.element; off(); page.replaceChildren();"
        " window.root = mountHost('700px') }"
    )
    state = view.show(payload())
    assert state["zoom"] == pytest.approx(11.1)
    assert view.page.evaluate("() => before === root.querySelector('.tv-frame')")
    assert view.page.evaluate("() => __tvgeoMap.map.getSize().x") == 698


def test_a_click_chooses_and_python_is_told(shown):
    view = shown()
    view.show(payload())
    view.page.mouse.click(*view.at(106.13, 9.70))
    assert view.page.evaluate("() => told") == [["selected", "road"]]
    view.page.mouse.click(*view.at(106.42, 9.67))
    view.page.mouse.click(*view.at(106.03, 9.58))  # empty land keeps the choice
    assert view.page.evaluate("() => told") == [["selected", "road"], ["selected", "zone"]]


def test_the_first_click_counts_even_when_the_map_is_taller_than_the_window(shown):
    view = shown(846, 560)
    view.page.evaluate(
        "() => { page.style = 'height:400px; overflow:auto';"
        " page.prepend(Object.assign(document.createElement('p'), { textContent: 'Kỳ' })) }"
    )
    view.show(payload())
    assert view.page.evaluate("() => page.scrollHeight > page.clientHeight")
    view.page.mouse.click(*view.at(106.2, 9.85))
    assert view.page.evaluate("() => [told, page.scrollTop]") == [[["selected", "park"]], 0]


def test_what_python_chooses_is_drawn_chosen(shown):
    view = shown()
    view.show(payload())
    ink = style.SCREEN["ink"]
    assert ink not in view.colours(106.13, 9.70, reach=7)
    view.show(payload(selected="road"))
    assert ink in view.colours(106.13, 9.70, reach=7)
    chosen = "() => [...root.querySelectorAll('[aria-selected=true]')].map((n) => n.dataset.id)"
    assert view.page.evaluate(chosen) == ["road"]


def test_the_keyboard_reaches_every_work(shown):
    view = shown()
    view.show(payload())
    options = "() => [...root.querySelectorAll('[role=option]')].map((n) => n.dataset.id)"
    assert view.page.evaluate(options) == list(STATES)
    view.page.evaluate("() => root.querySelector('[role=option][tabindex=\"0\"]').focus()")
    view.page.keyboard.press("ArrowDown")
    assert "Tên sketch" in view.text("tip")
    assert view.page.evaluate("() => __tvgeoMap.hover") == 1
    view.page.keyboard.press("Enter")
    assert view.page.evaluate("() => told") == [["selected", "sketch"]]


def test_a_finished_stretch_is_drawn_only_where_it_is_given(shown):
    view = shown()
    done = style.health_colour("completed")
    view.show(payload(items=[Item("road", "Đường", "late", 90.0, -5.0)]))
    assert done not in view.colours(106.14, 9.70)
    finished = [map_payload.Finished("road", STRETCH)]
    view.show(payload(items=[Item("road", "Đường", "late", 90.0, -5.0)], finished=finished))
    assert done in view.colours(106.14, 9.70)
    assert done not in view.colours(106.25, 9.70)
    # once the filter takes the work out, its stretch goes too
    view.show(payload(items=[Item("road", "Đường", None)], finished=finished))
    assert done not in view.colours(106.14, 9.70)


def test_what_a_filter_takes_out_has_neither_glyph_nor_name(shown):
    view = shown()
    items = [
        Item("town", "Thị trấn", None),
        Item("road", "Đường", "late"),
    ]
    state = view.show(payload(items=items))
    assert [g["id"] for g in state["glyphs"]] == ["road"]
    state = view.show(payload(items=items, layers_on=[]))
    assert state["glyphs"] == []


def test_a_layer_that_does_not_load_is_named_and_can_be_asked_for_again(shown):
    view = shown()
    good = []

    def lose_a_layer(index):
        good.append(index["layers"][-1]["url"])
        index["layers"][-1]["url"] = "geo/works.0000000000000000.geojson"

    view.show(payload(map_id="broken", broken=lose_a_layer), ready=False)
    view.page.wait_for_function("() => root.querySelector('.tv-notice')?.hidden === false")
    assert "Lớp works" in view.text("notice")
    assert "Thử lại" in view.text("notice")
    assert style.SCREEN["land"] in view.colours(106.05, 9.8)
    view.page.route(
        "**/works.0000000000000000.geojson",
        lambda route: route.continue_(url=view.page.url + good[0]),
    )
    view.page.evaluate("() => root.querySelector('.tv-notice button').click()")
    view.page.wait_for_function(
        "() => __tvgeoMap.ready && root.querySelector('.tv-notice').hidden"
    )
    assert style.health_colour("late") in view.colours(106.12, 9.70)


def test_an_index_that_does_not_load_is_told_and_can_be_asked_for_again(shown):
    view = shown()
    data = payload()
    view.page.route("**/geo/index.*", lambda route: route.abort())
    view.show(data, ready=False)
    view.page.wait_for_function("() => root.querySelector('.tv-notice')?.hidden === false")
    assert view.text("notice") == f"{data['failed']} Thử lại"
    view.page.unroute("**/geo/index.*")
    view.page.evaluate("() => root.querySelector('.tv-notice button').click()")
    view.page.wait_for_function("() => window.__tvgeoMap?.ready")
    assert view.page.evaluate("() => root.querySelector('.tv-notice').hidden")
    assert style.health_colour("late") in view.colours(106.12, 9.70)


@pytest.mark.parametrize("part", ["projects", "names", "strings", "minor"])
def test_an_index_of_another_form_is_refused(shown, part):
    view = shown()
    data = payload(broken=lambda index: index.update({part: None}))
    view.show(data, ready=False)
    view.page.wait_for_function("() => root.querySelector('.tv-notice')?.hidden === false")
    assert data["failed"] in view.text("notice")


@pytest.mark.parametrize(
    "wrong", [{"state": "0"}, {"state": "<<<<<"}, {"pct": "AAA"}, {"slip": "!!!!!"}]
)
def test_figures_of_another_form_are_refused_and_the_last_picture_stays(shown, wrong):
    view = shown()
    view.show(payload())
    view.show(payload(mode="completion") | wrong, ready=False)
    view.page.wait_for_function("() => !root.querySelector('.tv-notice').hidden")
    assert payload()["failed"] in view.text("notice")
    assert "Chậm nhiều từ 10" in view.text("legend")
    assert style.health_colour("late") in view.colours(106.12, 9.70)
    view.show(payload())
    assert view.page.evaluate("() => root.querySelector('.tv-notice').hidden")


def test_packed_columns_are_read_as_they_were_written(shown):
    view = shown()
    values = [None, 0, 1, -1, 30, 31, 32, 1000, -1000, 2047, 123_456, -123_456]
    read = (
        "([text, count]) => import(new URL('map_data.js', new URL(module, document.baseURI)))"
        ".then((m) => m.unpacked(text, count))"
    ).replace("module", f"'{assets.url('map.js')}'")
    for some in (values, values[:4], values[:8], [None, None], []):
        assert view.page.evaluate(read, [map_columns.packed(some), len(some)]) == some


def load_through_streamlit(view, data):
    """Hand a message to the loader as Streamlit would: compressed, as bytes."""
    view.page.evaluate(
        "async ([code, data]) => { const blob = new Blob([code], { type: 'text/javascript' });"
        " window.loader ??= await import(URL.createObjectURL(blob));"
        " window.off = loader.default({ data: Uint8Array.from(data), parentElement: root,"
        "  setTriggerValue: (name, value) => told.push([name, value]) }) }",
        [progress_map.LOADER, list(progress_map.compressed(data))],
    )


def test_without_the_module_the_page_says_so_and_it_can_be_asked_for_again(shown):
    view = shown()
    data = payload()
    view.page.route("**/map.js*", lambda route: route.abort())
    load_through_streamlit(view, data)
    view.page.wait_for_function("() => root.querySelector('.tv-map').textContent")
    assert view.text("map") == f"{data['failed']} Thử lại"
    view.page.unroute("**/map.js*")
    view.page.evaluate("() => root.querySelector('button').click()")
    view.page.wait_for_function("() => window.__tvgeoMap?.ready")
    assert data["failed"] not in view.text("map")


def test_of_two_messages_the_later_one_is_drawn(shown):
    view = shown()
    for mode in ("completion", "health", "completion"):
        load_through_streamlit(view, payload(mode=mode))
    view.page.wait_for_function(
        "() => root.querySelector('.tv-legend')?.textContent.includes('25 đến dưới 50%')"
    )
    view.page.wait_for_function(DRAWN)
    view.page.mouse.click(*view.at(106.13, 9.70))
    assert view.page.evaluate("() => told") == [["selected", "road"]]


def test_the_same_message_again_draws_nothing_anew(shown):
    view = shown()
    view.show(payload())
    view.page.evaluate("() => { window.before = __tvgeoMap }")
    view.show(payload())
    assert view.page.evaluate("() => before === __tvgeoMap")
    # a choice that Python has not taken over is taken back
    view.page.mouse.click(*view.at(106.13, 9.70))
    view.show(payload())
    assert view.page.evaluate("() => root.querySelectorAll('[aria-selected=true]').length") == 0


def test_the_credit_line_begins_with_the_mark_only_when_a_figure_is_illustrative(shown):
    view = shown()
    view.show(payload())
    assert view.text("credit").startswith("* Số liệu minh họa")
    view.show(payload(items=[Item("road", "Đường", "late", 52.0, -12.5)]))
    assert "minh họa" not in view.text("credit")


def test_one_scale_and_one_legend_at_a_time(shown):
    view = shown()
    view.show(payload())
    assert "Chậm nhiều từ 10" in view.text("legend")
    state = view.show(payload(mode="completion"))
    assert "25 đến dưới 50%" in view.text("legend")
    assert "Chậm" not in view.text("legend")
    assert not any("chậm" in label["text"] for label in state["labels"])


def test_the_small_map_numbers_the_worst_and_has_no_controls(shown):
    view = shown(472)
    state = view.show(
        payload(
            map_id="small",
            compact=True,
            ranks=["road", "elsewhere"],
            note_box=["2 chưa có vị trí"],
        )
    )
    assert named(state) == {"road"}
    assert view.text("notebox") == "2 chưa có vị trí"
    controls = "() => ['.tv-zoom', '.leaflet-control-scale'].map((p) => root.querySelectorAll(p).length)"
    assert view.page.evaluate(controls) == [0, 1]
    assert style.SCREEN["ink"] in view.colours(106.2, 9.70, reach=9)


def test_nobody_can_pan_past_the_base_map(shown):
    view = shown()
    view.show(payload())
    view.page.evaluate("() => __tvgeoMap.map.panBy([5000, 5000], { animate: false })")
    west, south, east, north = view.page.evaluate(
        "() => __tvgeoMap.map.getBounds().toBBoxString().split(',').map(Number)"
    )
    assert west >= EDGE[0] - 0.01
    assert south >= EDGE[1] - 0.01
    assert east <= EDGE[2] + 0.01
    assert north <= EDGE[3] + 0.01


def test_every_request_goes_to_this_machine(shown):
    view = shown()
    view.show(payload())
    assert view.requests
    assert all(url.startswith(("http://127.0.0.1", "blob:", "data:")) for url in view.requests)
