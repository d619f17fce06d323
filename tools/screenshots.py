"""Draw docs/images anew: the first screen of every page, at an office's and a phone's size.

    python tools/screenshots.py [--into DIR] [--lang vi|en]

The dashboard is started on a free port with a fixed today, so that the pictures change only
when the pages or the data do. Needs Chromium (Debian: apt install chromium).
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from server import started  # noqa: E402 - the tests start the dashboard in the same way

TODAY = "2026-02-10"
# The name of the picture, and the address of the page; the start page has none of its own.
PAGES = {
    "tong-quan": "",
    "ban-do": "ban-do",
    "cong-trinh": "cong-trinh",
    "ke-hoach": "ke-hoach",
    "bao-cao": "bao-cao",
}
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
SETTLE_MS = 600  # labels are placed and canvases painted in the frames after the data arrived


def take(browser: Browser, address: str, width: int) -> bytes:
    """Return the first screen of a page as PNG."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, locale="vi-VN"
    )
    try:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(address)
        wait_until_drawn(page)
        return page.screenshot()
    finally:
        context.close()


def wait_until_drawn(page: Page) -> None:
    """Wait for the blocks, and for the map where there is one on the first screen."""
    page.locator(".tvb > *").first.wait_for(state="attached")
    page.wait_for_function(DRAWN)
    page.wait_for_function(MAP_DRAWN)
    page.wait_for_timeout(SETTLE_MS)
    page.wait_for_function(DRAWN)
    if page.get_by_role("dialog").count():
        sys.exit(f"{page.url}: {page.get_by_role('dialog').inner_text()}")


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
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), TVGEO_TODAY=TODAY) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, path in PAGES.items():
            for width, height in SIZES.items():
                target = options.into / f"{name}-{width}.png"
                picture = take(browser, f"{running.base_url}/{path}?lang={options.lang}", width)
                target.write_bytes(picture)
                print(f"{target.name}: {width}x{height}, {len(picture) // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main()
