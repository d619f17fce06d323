"""The picture of the live map that a reader saves: one PNG made in the browser, offline."""

import io

import harness
import pytest
import test_map_component as component
from PIL import Image, ImageChops, ImageStat
from reader import LAPTOP, PHONE

from tvgeo import locale
from tvgeo.render import map_payload, style

pytestmark = pytest.mark.browser
T = locale.get("vi")
EDGE = 16  # px around everything in the picture, at the size of the screen
BUTTON = "[data-name=picture]"
INSET = style.PALETTE["inset"]
HOSTILE = (
    "{{7*7}} ${7*7}", '<img src=x onerror="window.owned=1">', "</script><b>x", "`'\"\\", "a\u202eb",
    "c\u2066d\x07e", "=HYPERLINK(1)",
)  # fmt: skip
# Every text that is drawn on any canvas from now on.
RECORD = """() => { window.drawn = []; const own = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    window.drawn.push(text); return own.call(this, text, ...at) } }"""


def saved(page):
    """Save the picture by keyboard; return its name and what it shows."""
    with page.expect_download() as download:
        page.locator(BUTTON).press("Enter")
    path = download.value.path()
    assert path.read_bytes().startswith(b"\x89PNG")
    return download.value.suggested_filename, Image.open(path).convert("RGB")


def shares(picture):
    """Return how much of a picture each colour takes, as #RRGGBB."""
    found = picture.getcolors(picture.width * picture.height)
    total = picture.width * picture.height
    return {"#{:02X}{:02X}{:02X}".format(*rgb): n / total for n, rgb in found}


def map_size(page):
    return page.evaluate("() => { const { x, y } = __tvgeoMap.map.getSize(); return [x, y] }")


def map_area(page, picture):
    """Cut the map out of a picture: it is framed, as wide as on the screen, twice as fine."""
    width, height = map_size(page)
    frame = "#{:02X}{:02X}{:02X}"
    ink = style.SCREEN["ink_muted"]
    column = [
        y
        for y in range(picture.height - 2 * height)
        if frame.format(*picture.getpixel((2 * (EDGE + width // 2), y))) == ink
        and frame.format(*picture.getpixel((2 * EDGE + 60, y))) == ink
    ]
    top = column[0]
    box = (2 * EDGE, top, 2 * (EDGE + width), top + 2 * height)
    return box, picture.crop(box)


@pytest.fixture
def fresh(reader):
    yield reader.forget()
    reader.forget()


def test_the_picture_shows_the_map_as_it_stands_with_all_that_a_slide_needs(fresh):
    asked = []
    page = fresh.open("map").page
    page.on("request", lambda request: asked.append(request.url))
    name, picture = saved(page)
    assert name == "tvgeo-ban-do-2025-12-14.png"
    assert picture.width == 2 * (map_size(page)[0] + 2 * EDGE)
    box, drawn = map_area(page, picture)
    colours = shares(drawn)
    assert colours[style.SCREEN["sea"]] > 0.05
    assert colours[style.SCREEN["land"]] > 0.1
    assert len(colours) > 500
    # the country with its archipelagos, in the corner of the sea
    corner = shares(drawn.crop((drawn.width - 2 * 176, 16, drawn.width - 16, 2 * 178)))
    assert corner[INSET["ground"]] > 0.4
    assert corner[INSET["vietnam"]] > 0.05
    # title and mark above, keys and sources below
    above = shares(picture.crop((0, 0, picture.width, box[1])))
    assert above[style.SCREEN["illustrative"]] > 0.01
    assert above[style.SCREEN["illustrative_bg"]] > 0.1
    below = picture.crop((0, box[3] + 8, picture.width, picture.height))
    keys = shares(below)
    for state in ("critical", "late", "slow", "completed", "on_track"):
        assert keys[style.health_colour(state)] > 0.0003, state
    own = (fresh.base_url, "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    status = page.locator(".tv-notice")
    assert name in status.inner_text()


def test_labels_and_signs_stand_where_they_stand_on_the_screen(fresh):
    page = fresh.open("map").page
    page.evaluate(
        "() => __tvgeoMap.map.setZoom(__tvgeoMap.map.getZoom() + 0.6, { animate: false })"
    )
    fresh.settle()
    shot = Image.open(io.BytesIO(page.locator(".tv-canvas").screenshot())).convert("RGB")
    _, picture = saved(page)
    _, drawn = map_area(page, picture)
    small = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.BOX)
    # what only the screen has (buttons, at the left) or draws otherwise (scale, inset) is left out
    middle = (60, 0, small.width - 190, small.height - 60)

    def unlike(shifted):
        moved = ImageChops.offset(small, shifted, 0)
        difference = ImageChops.difference(moved.crop(middle), shot.crop(middle))
        return max(ImageStat.Stat(difference).mean)

    # edges are smoothed otherwise, but nothing stands elsewhere
    assert unlike(0) < 7
    assert unlike(0) < 0.6 * min(unlike(4), unlike(-4))


def test_with_sourced_figures_only_the_picture_bears_no_mark_and_says_so(fresh):
    page = fresh.open("map", sourced="1").page
    page.evaluate(RECORD)
    _, picture = saved(page)
    assert style.SCREEN["illustrative_bg"] not in shares(picture)
    texts = page.evaluate("drawn")
    assert any(T("picture.sourced_only") in text for text in texts)
    assert not any("*" in text for text in texts)


def test_a_filtered_map_says_in_the_picture_that_works_are_left_out(fresh):
    page = fresh.open("map", sector="urban").page
    page.evaluate(RECORD)
    saved(page)
    shown = page.evaluate("[...__tvgeoMaps.values()].at(-1).listed().length")
    said = T("picture.filtered", n=shown, total=27)
    assert 0 < shown < 27
    assert any(said in text for text in page.evaluate("drawn"))


def test_a_phone_gets_the_same_with_the_inset_below(fresh):
    fresh.sized(PHONE)
    page = fresh.open("map").page
    try:
        _, picture = saved(page)
        box, _ = map_area(page, picture)
        assert picture.width == 2 * (map_size(page)[0] + 2 * EDGE)
        below = shares(picture.crop((0, box[3] + 8, picture.width, picture.height)))
        assert below[INSET["vietnam"]] > 0.01
    finally:
        fresh.sized(LAPTOP)


@pytest.fixture(scope="module")
def address():
    with harness.serve() as found:
        yield found


@pytest.fixture
def mounted(chromium_page, address):
    def mount(**options):
        chromium_page.set_viewport_size({"width": 866, "height": 768})
        chromium_page.goto(address)
        chromium_page.wait_for_function("() => Boolean(window.mount)")
        chromium_page.evaluate("() => { window.root = mountHost('846px') }")
        shown = component.Shown(chromium_page)
        shown.show(component.payload(**options))
        return chromium_page

    problems = []
    chromium_page.on("pageerror", lambda error: problems.append(str(error)))
    yield mount
    assert problems == []


PICTURE = map_payload.Picture("Bản đồ", "Số liệu đến ngày 14/12/2025", "ban-do.png")


def test_hostile_text_is_drawn_as_text_and_hidden_characters_as_codes(mounted):
    evil = " ".join(HOSTILE)
    page = mounted(
        names={"road": evil},
        selected="road",
        picture=map_payload.Picture(evil, evil, "ban-do.png"),
    )
    page.evaluate(RECORD)
    saved(page)
    drawn = " ".join(page.evaluate("drawn"))
    for text in (
        "{{7*7}}",
        "${7*7}",
        "<img",
        'onerror="window.owned=1">',
        "</script><b>x",
        "`'\"\\",
    ):
        assert drawn.count(text) >= 2, text  # in the title and in the line below it
    for code in ("a[U+202E]b", "c[U+2066]d[U+0007]e"):
        assert code in drawn
    assert not set(drawn) & set("\u202e\u2066\x07")
    assert page.evaluate("window.owned") is None


def test_an_endless_title_leaves_room_for_the_map(mounted):
    long = "x" * 2000 + " tên rất dài" * 200
    page = mounted(picture=map_payload.Picture(long, long, "ban-do.png"))
    _, picture = saved(page)
    box, _ = map_area(page, picture)
    assert box[1] < 2 * 240


def test_an_office_that_wants_no_inset_gets_none_in_its_pictures(mounted):
    page = mounted(picture=PICTURE, broken=lambda index: index.update(inset=False))
    _, picture = saved(page)
    assert shares(picture).get(INSET["vietnam"], 0) < 0.001


def test_the_scale_bar_is_as_long_as_it_says(mounted):
    page = mounted(picture=PICTURE)
    for zoom in (9.3, 11, 13.7):
        page.evaluate("z => __tvgeoMap.map.setZoom(z, { animate: false })", zoom)
        found = page.evaluate(
            """async () => { const { scaleOf } = await import(new URL("map_picture.js", MODULE));
              const { map } = __tvgeoMap, { length, px } = scaleOf(map);
              const y = map.getSize().y / 2, x = map.getSize().x / 2;
              const at = (dx) => map.containerPointToLatLng([x + dx, y]);
              return { length, px, metres: map.distance(at(-px / 2), at(px / 2)),
                       leaflet: root.querySelector(".leaflet-control-scale-line").textContent } }""".replace(
                "MODULE", f"'{page.url}{component.assets.url('map.js')}'"
            )
        )
        assert found["metres"] == pytest.approx(found["length"], rel=0.01)
        assert 30 <= found["px"] <= 100
        length = found["length"]
        said = f"{length} m" if length < 1000 else f"{length // 1000} km"
        assert found["leaflet"] == said


def test_the_small_map_of_a_page_offers_no_picture(mounted):
    page = mounted(picture=PICTURE, compact=True)
    assert page.locator(BUTTON).count() == 0
    page = mounted()
    assert page.locator(BUTTON).count() == 0


def test_a_picture_that_cannot_be_made_is_said(mounted):
    page = mounted(picture=PICTURE)
    page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (found) => found(null) }")
    page.locator(BUTTON).click()
    told = page.locator(".tv-notice", has_text=T("picture.failed"))
    told.wait_for()
    assert told.is_visible()
