"""Draw docs/images anew: the first screen of every page, at an office's and a phone's size.

Besides two slides of the slideshow, and the picture of the map that a reader saves.

    python tools/screenshots.py [--into DIR] [--lang vi|en]

The dashboard is started on a free port with a fixed today, so that the pictures change only
when the pages or the data do: once as anybody reads it, once as an example office works with it
(`example_office`). Needs Chromium (Debian: apt install chromium).
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import example_office as office  # noqa: E402
import layer_sent  # noqa: E402 - a file as an office would send it
from server import started  # noqa: E402 - the tests start the dashboard in the same way

TODAY = "2026-02-10"
# The name of the picture, and the address of the page; the start page has none of its own.
PAGES = {
    "tong-quan": "",
    "ban-do": "ban-do",
    "ban-do-phat": "ban-do?time=play",
    "ban-do-so-sanh": "ban-do?time=compare",
    "cong-trinh": "cong-trinh",
    "ke-hoach": "ke-hoach",
    "bao-cao": "bao-cao",
    "trinh-bay": "trinh-bay",
}
# Slides, from 1: those of a sector and of a late work have the live map beside them.
SLIDES = {"trinh-chieu": 2, "trinh-chieu-viec": 7}
SIZES = {1366: 768, 390: 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
]
# The run of the script has ended, nothing is a placeholder any more, the fonts are here.
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]')
    && document.fonts.status === "loaded";
}"""
# A map below the first screen need not be drawn yet.
MAP_DRAWN = """() => {
  const host = document.querySelector('[class*="st-key-map"], [class*="st-key-small-map"]');
  const below = !host || host.getBoundingClientRect().top >= innerHeight || !host.offsetHeight;
  return below || Boolean(window.__tvgeoMap?.ready);
}"""
SLIDE_DRAWN = """() => [...(window.__tvgeoMaps ?? new Map()).values()]
  .some((map) => map.drawnFrom)"""
PICTURE = "[data-name=picture]"
PLATES_MS = 90_000
SETTLE_MS = 600  # labels are placed and canvases painted in the frames after the data arrived
FILE = "input[type=file]"


def sized(browser: Browser, width: int) -> BrowserContext:
    """Open a browser of its own, at one of the sizes."""
    viewport = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=viewport, locale="vi-VN")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    return context


def take(browser: Browser, address: str, width: int) -> bytes:
    """Return the first screen of a page as PNG."""
    with sized(browser, width) as context:
        page = context.new_page()
        page.goto(address)
        plates(page)
        return drawn(page)


def plates(page: Page) -> None:
    """Wait for the plates of a briefing, on the page that has them."""
    page.locator(".tvb > *").first.wait_for(state="attached")
    page.wait_for_function(DRAWN)
    found = page.locator(".plates figure")
    for i in range(found.count()):
        ready = found.nth(i).locator("button:not([disabled])")
        ready.wait_for(state="attached", timeout=PLATES_MS)


def slide(browser: Browser, address: str, width: int) -> bytes:
    """Return a slide with its map as PNG."""
    with sized(browser, width) as context:
        page = context.new_page()
        page.goto(address)
        page.locator(".slide:visible").wait_for()
        page.wait_for_function(SLIDE_DRAWN)
        page.wait_for_timeout(SETTLE_MS)
        return page.screenshot()


def saved(browser: Browser, address: str) -> bytes:
    """Return the picture of the map that a reader saves, as large as it is on the screen."""
    with sized(browser, max(SIZES)) as context:
        page = context.new_page()
        page.goto(address)
        drawn(page)
        with page.expect_download() as download:
            page.locator(PICTURE).first.press("Enter")
        with Image.open(download.value.path()) as picture:
            half = picture.convert("RGB").resize((picture.width // 2, picture.height // 2))
    target = BytesIO()
    half.save(target, "PNG", optimize=True)
    return target.getvalue()


def drawn(page: Page) -> bytes:
    """Return what a page shows, once it is drawn: the blocks, and a map on the first screen."""
    page.locator(".tvb > *").first.wait_for(state="attached")
    page.wait_for_function(DRAWN)
    page.wait_for_function(MAP_DRAWN)
    page.wait_for_timeout(SETTLE_MS)
    page.wait_for_function(DRAWN)
    if page.get_by_role("dialog").count():
        sys.exit(f"{page.url}: {page.get_by_role('dialog').inner_text()}")
    return page.screenshot()


def sign_in(page: Page, address: str, name: str) -> None:
    """Come in through the form of a page."""
    page.goto(address)
    page.locator('input[name="name"]').fill(name)
    page.locator('input[name="password"]').fill(office.PASSWORD)
    page.locator('form.tvs button[type="submit"]').first.click()
    page.locator("form.tvs input[name=password]:visible").wait_for(state="detached")


def send(page: Page, content: bytes) -> bytes:
    """Send a file on the update page and return what it then shows."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator(FILE).wait_for(state="attached")
    sent = {"name": office.FILE, "mimeType": kind, "buffer": content}
    page.locator(FILE).set_input_files(sent)  # type: ignore[arg-type]
    page.locator("ol.steps").wait_for()
    return drawn(page)


def reading(browser: Browser, base: str, lang: str, keep: Callable[..., None]) -> None:
    """Take the pages as anybody reads them."""
    for name, path in PAGES.items():
        for width in SIZES:
            query = f"{'&' if '?' in path else '?'}lang={lang}"
            keep(name, width, take(browser, f"{base}/{path}{query}", width))
    for name, n in SLIDES.items():
        for width in SIZES:
            address = f"{base}/trinh-chieu?lang={lang}&slide={n}"
            keep(name, width, slide(browser, address, width))
    keep("anh-ban-do", None, saved(browser, f"{base}/ban-do?lang={lang}"))


def working(browser: Browser, base: str, lang: str, keep: Callable[..., None]) -> None:
    """Take the pages of those who have an account."""
    update = f"{base}/cap-nhat?lang={lang}"
    for width in SIZES:
        with sized(browser, width) as context:
            page = context.new_page()
            sign_in(page, update, office.PLANNER)
            page.locator(FILE).wait_for(state="attached")
            keep("cap-nhat-bat-dau", width, drawn(page))
            keep("cap-nhat-phat-hien", width, send(page, office.report(wrong=True)))
            page.goto(update)
            send(page, office.report())
            page.get_by_role("checkbox").last.check(force=True)
            page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
            page.mouse.move(0, 0)
            keep("cap-nhat", width, drawn(page))
            page.goto(f"{base}/lich-su?lang={lang}")
            keep("lich-su", width, drawn(page))
        with sized(browser, width) as context:
            page = context.new_page()
            sign_in(page, f"{base}/quan-tri?lang={lang}", office.ADMIN)
            keep("quan-tri", width, drawn(page))
            page.goto(f"{base}/quan-tri?tab=layers&lang={lang}")
            layer = layer_sent.geopackage(
                project_id=layer_sent.ROAD, name_vi="Ví dụ: tim tuyến QL53"
            )
            layer_sent.send(page, layer, "vi-du-tim-tuyen-ql53.gpkg")
            layer_sent.compare(page, "Ví dụ: hồ sơ hoàn công, số liệu tự đặt")
            page.locator(".st-key-layer-changes").evaluate("(at) => at.scrollIntoView()")
            page.get_by_test_id("stMain").evaluate("(main) => main.scrollBy(0, -96)")
            keep("lop-ban-do", width, drawn(page))


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium on the PATH (Debian: apt install chromium)")
    options.into.mkdir(parents=True, exist_ok=True)

    def keep(name: str, width: int | None, picture: bytes) -> None:
        target = options.into / (f"{name}-{width}.png" if width else f"{name}.png")
        target.write_bytes(picture)
        print(f"{target.name}: {len(picture) // 1024} kB")

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with started(Path(folder), TVGEO_TODAY=TODAY) as running:
            reading(browser, running.base_url, options.lang, keep)
        store = f"sqlite:///{Path(folder) / 'office' / 'tvgeo.sqlite3'}"
        os.environ |= {"TVGEO_TODAY": TODAY, "TVGEO_DATABASE_URL": store}
        office.prepare()
        with started(Path(folder), TVGEO_TODAY=TODAY, TVGEO_DATABASE_URL=store) as running:
            working(browser, running.base_url, options.lang, keep)
        browser.close()


if __name__ == "__main__":
    main()
