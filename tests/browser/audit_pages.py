"""Every page of the dashboard and how to come to it, for audits of all of them.

Three readers see different pages: anybody, an office that sends figures, an administrator.
"""

import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

import layer_sent
from reader import READY
from server import ROOT, TODAY, started

from tvgeo.services import stores

sys.path.insert(0, str(ROOT / "tools"))

import example_office as office

FILE = "input[type=file]"
MENU = "[data-testid=stPopoverBody]"
PLATES_MS = 90_000
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANYBODY, PLANNER, ADMIN = "anybody", office.PLANNER, office.ADMIN


@dataclass(frozen=True)
class Place:
    """One page: its name, address, who sees it, and what is done there before it is looked at.

    `inside` is what an opened menu is found by: everything else is covered by it.
    """

    name: str
    address: str
    who: str = ANYBODY
    query: dict[str, str] = field(default_factory=dict)
    prepare: Callable | None = None
    inside: str | None = None

    def url(self, base, lang):
        """Return the whole address in one language."""
        pairs = "&".join(f"{k}={v}" for k, v in {"lang": lang, **self.query}.items())
        return f"{base}/{self.address}?{pairs}"


def _plates(page):
    """Wait until the previews of a briefing are drawn."""
    found = page.locator(".plates figure")
    for i in range(found.count()):
        found.nth(i).locator("button:not([disabled])").wait_for(
            state="attached", timeout=PLATES_MS
        )


def _slide(page):
    page.locator(".slide:visible").wait_for()
    page.wait_for_function(
        "() => [...(window.__tvgeoMaps ?? new Map()).values()].some((map) => map.drawnFrom)"
    )


def _refused(page):
    """Sign in with a wrong password."""
    page.locator("form.tvs:visible input[name=name]").fill("lan")
    page.locator("form.tvs:visible input[name=password]").fill("sai")
    page.locator("form.tvs:visible button[type=submit]").click()
    page.locator("form.tvs .tvs-error:visible").wait_for()


def _account(page):
    """Open the menu of who is signed in."""
    page.locator(".st-key-tv-account button").first.click()
    page.locator(f"{MENU} form.tvs").last.wait_for()


def _filter(page):
    """Open the first filter."""
    page.locator("[data-testid=stPopover] button:visible").first.click()
    page.locator(MENU).wait_for()


def _send(wrong):
    def send(page):
        page.locator(FILE).wait_for(state="attached")
        sent = {"name": office.FILE, "mimeType": KIND, "buffer": office.report(wrong=wrong)}
        page.locator(FILE).set_input_files(sent)
        page.locator("ol.steps").wait_for()

    return send


def _columns(page):
    """Send a layer whose columns are to be confirmed."""
    layer_sent.send(page, layer_sent.geopackage(ma_du_an=layer_sent.ROAD, nguoi_do="Lan"))


def _layer(page):
    """Send a layer and compare it with the one in use."""
    layer_sent.send(page, layer_sent.geopackage(project_id=layer_sent.ROAD))
    layer_sent.compare(page)
    # as whoever opens a page finds it: at its top, and Tab begins there
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.evaluate("""() => { const first = document.createElement("button");
      document.body.prepend(first); first.focus(); first.remove() }""")


PLACES = (
    Place("tong-quan", ""),
    Place("ban-do", "ban-do"),
    Place("ban-do-loc", "ban-do", prepare=_filter, inside=MENU),
    Place("ban-do-phat", "ban-do", query={"time": "play"}),
    Place("ban-do-so-sanh", "ban-do", query={"time": "compare"}),
    Place("cong-trinh", "cong-trinh"),
    Place("ke-hoach", "ke-hoach"),
    Place("bao-cao", "bao-cao"),
    Place("trinh-bay", "trinh-bay", prepare=_plates),
    Place("trinh-chieu", "trinh-chieu", query={"slide": "2"}, prepare=_slide),
    Place("dang-nhap", "cap-nhat"),
    Place("dang-nhap-sai", "cap-nhat", prepare=_refused),
    Place("khong-duoc", "quan-tri", PLANNER),
    Place("cap-nhat", "cap-nhat", PLANNER),
    Place("cap-nhat-phat-hien", "cap-nhat", PLANNER, prepare=_send(wrong=True)),
    Place("cap-nhat-xem-truoc", "cap-nhat", PLANNER, prepare=_send(wrong=False)),
    Place("tai-khoan", "bao-cao", PLANNER, prepare=_account, inside=MENU),
    Place("lich-su", "lich-su", ADMIN),
    Place("quan-tri", "quan-tri", ADMIN),
    Place("quan-tri-he-thong", "quan-tri", ADMIN, query={"tab": "system"}),
    Place("quan-tri-lop", "quan-tri", ADMIN, query={"tab": "layers"}),
    Place(
        "quan-tri-lop-thuoc-tinh", "quan-tri", ADMIN, query={"tab": "layers"}, prepare=_columns
    ),
    Place("quan-tri-lop-so-sanh", "quan-tri", ADMIN, query={"tab": "layers"}, prepare=_layer),
)


def place(name):
    """Return one place by its name."""
    return next(each for each in PLACES if each.name == name)


def settle(page):
    """Wait until a page is drawn."""
    page.wait_for_function(READY)


def visit(page, place, base, lang="vi"):
    """Open a place, do there what is to be done, and wait until it is drawn."""
    page.goto(place.url(base, lang), wait_until="commit")
    settle(page)
    page.wait_for_function("(lang) => document.documentElement.lang === lang", arg=lang)
    if place.prepare:
        place.prepare(page)
        settle(page)
    return page


def sign_in(page, base, name):
    """Come in through the form."""
    page.goto(f"{base}/cap-nhat")
    page.locator("form.tvs input[name=name]").fill(name)
    page.locator("form.tvs input[name=password]").fill(office.PASSWORD)
    page.locator("form.tvs button[type=submit]").first.click()
    page.locator("form.tvs input[name=password]:visible").wait_for(state="detached")


@contextmanager
def office_served(folder):
    """Start the dashboard of the example office, which has accounts and a few revisions."""
    store = f"sqlite:///{folder / 'office' / 'tvgeo.sqlite3'}"
    named = {"TVGEO_TODAY": TODAY, "TVGEO_DATABASE_URL": store}
    before = {name: os.environ.get(name) for name in named}
    os.environ |= named
    try:
        office.prepare()
        stores.forget()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    with started(folder, **named) as running:
        yield running


@contextmanager
def readers(browser, base, **options):
    """Open a page for each reader when it is asked for; each has a context of its own."""
    opened = {}

    def as_(who):
        if who not in opened:
            context = browser.new_context(locale="vi-VN", **options)
            context.set_default_timeout(30_000)
            opened[who] = context.new_page()
            if who != ANYBODY:
                sign_in(opened[who], base, who)
        return opened[who]

    yield as_
    for page in opened.values():
        page.context.close()
