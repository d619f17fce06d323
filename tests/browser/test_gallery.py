"""The plates of a briefing in a real Chromium: made one after the other, larger on a click."""

import io

import pytest
from harness import serve
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import making
from tvgeo.services import view as views
from tvgeo.services.base import open_base
from tvgeo.services.making import Picture
from tvgeo.ui.components import gallery
from tvgeo.web import assets, previews

pytestmark = pytest.mark.browser
T = locale.get("vi")
CODES = ("giao-thong", "do-thi", "kinh-te")
EVIL = "<img src=x onerror=window.__pwned=1>{{7*7}}"
MOUNT = """async (data) => {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const inner = document.createElement("div");
  inner.className = "tvg";
  root.append(inner);
  document.getElementById("page").append(host);
  const module = await import(new URL(data.module, document.baseURI).href);
  window.again = (other) => module.default({ data: { ...data, ...other }, parentElement: root });
  window.again({});
}"""


def png(colour):
    image = Image.new("RGB", (1920, 1080), colour)
    ImageDraw.Draw(image).line((0, 0, 1920, 1080), width=9)
    written = io.BytesIO()
    image.save(written, "png")
    return written.getvalue()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(chromium_page, monkeypatch, asked):
    failing = [False]

    def preview(*_):
        if failing[0]:
            raise UsageError("error.briefing_busy")
        colours = ("red", "green", "blue")
        return tuple(
            Picture(c, c, c, png(colour)) for c, colour in zip(CODES, colours, strict=True)
        )

    monkeypatch.setattr(making, "preview", preview)
    base = open_base()
    view = views.view_as_of(base, views.default_period(base).end)
    folder = previews.register(view, T, Scope("plan", "", ""))
    chromium_page.on(
        "request", lambda r: "preview/" in r.url and asked.append(r.url.split("/")[-1])
    )
    with serve() as address:
        chromium_page.goto(address)

        def shown(*, fail=False):
            failing[0] = fail
            data = {
                "module": assets.url("gallery.js"),
                "css": assets.url("gallery.css"),
                "words": {name: T(key) for name, key in gallery._WORDS.items()},
                "pictures": [
                    {
                        "address": previews.plate(folder, c),
                        "title": f"{c} {EVIL}",
                        "alt": f"Tả {c}",
                    }
                    for c in CODES
                ],
            }
            chromium_page.evaluate(MOUNT, data)
            return chromium_page

        shown.failing = failing
        yield shown


def test_plates_come_one_after_the_other_with_what_they_show_in_words(page, asked):
    shown = page()
    for code in CODES:
        image = shown.get_by_role("img", name=f"Tả {code}", exact=True)
        expect(image).to_be_visible()
        assert image.evaluate("n => n.naturalWidth") == 1920
        expect(shown.locator("figcaption", has_text=code)).to_have_text(f"{code} {EVIL}")
    assert asked == [f"{code}.png" for code in CODES]
    assert shown.evaluate("() => window.__pwned") is None


@pytest.mark.slow
def test_a_plate_opens_larger_and_keys_lead_to_the_next_and_back(page):
    shown = page()
    expect(shown.get_by_role("img", name="Tả kinh-te", exact=True)).to_be_visible()
    shown.get_by_role("button", name="giao-thong").click()
    dialog = shown.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="Tả giao-thong")).to_be_visible()
    assert dialog.bounding_box()["width"] > 1000
    shown.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="Tả do-thi")).to_be_visible()
    shown.keyboard.press("ArrowLeft")
    shown.keyboard.press("ArrowLeft")
    expect(dialog.get_by_role("img", name="Tả kinh-te")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_a_plate_that_cannot_be_drawn_says_so_and_is_asked_for_again(page, asked):
    shown = page(fail=True)
    expect(shown.get_by_text("Chưa vẽ được trang bản đồ này.")).to_be_visible()
    assert asked == ["giao-thong.png"]
    page.failing[0] = False
    shown.get_by_role("button", name="Thử lại").click()
    expect(shown.get_by_role("img", name="Tả kinh-te", exact=True)).to_be_visible()
    assert shown.get_by_role("button", name="Thử lại").count() == 0


@pytest.mark.slow
def test_a_run_without_news_asks_for_nothing_again(page, asked):
    shown = page()
    expect(shown.get_by_role("img", name="Tả kinh-te", exact=True)).to_be_visible()
    shown.evaluate("() => window.again({})")
    shown.wait_for_timeout(200)
    assert len(asked) == len(CODES)


@pytest.mark.slow
def test_an_address_that_is_no_preview_is_refused(page):
    shown = page()
    errors = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    data = {"frame": {"address": "https://evil.test/preview/0/map.html", "title": "x"}}
    assert (
        shown.evaluate(
            "(data) => { try { window.again(data); return 'shown' } catch { return 'refused' } }",
            data,
        )
        == "refused"
    )
    assert shown.locator("iframe").count() == 0
