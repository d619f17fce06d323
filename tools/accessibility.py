"""Try every page with axe-core, with the Tab key and at five sizes; write docs/accessibility.md.

    python tools/accessibility.py [--into DIR] [PAGE ...]

The dashboard is started on a free port with the example office (`example_office`), so that the
pages that need an account are tried as well. With names of pages only these are tried, and
nothing is written. Ends with 1 when something of ours is wrong. Needs Chromium (Debian:
apt install chromium).
"""

import argparse
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import accessibility_report as report  # noqa: E402
import audit_axe  # noqa: E402
import audit_keys  # noqa: E402
import audit_layout  # noqa: E402
import audit_pages  # noqa: E402
from screenshots import ARGUMENTS  # noqa: E402

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
LANGUAGES = ("vi", "en")
# Pages whose pictures are kept, each at the sizes named.
PICTURES = {
    "tong-quan": tuple(audit_layout.SIZES),
    "ban-do": tuple(audit_layout.SIZES),
    "cong-trinh": ("768×1024", "200 %"),
    "cap-nhat-xem-truoc": ("768×1024",),
    "trinh-chieu": ("200 %",),
}
QUALITY = 80
WIDEST = 1366  # a larger picture is drawn smaller: it is looked at, not read


def picture(page: Page) -> bytes:
    """Return what a page shows, as a small picture."""
    with Image.open(BytesIO(page.screenshot())) as whole:
        shown = whole.convert("RGB")
    if shown.width > WIDEST:
        shown = shown.resize((WIDEST, round(shown.height * WIDEST / shown.width)))
    target = BytesIO()
    shown.save(target, "WEBP", quality=QUALITY, method=6)
    return target.getvalue()


def tried(page: Page, place: audit_pages.Place, base: str, into: Path | None) -> report.Result:
    """Try one page in both languages; the keys and the sizes in Vietnamese."""
    found = {}
    for lang in reversed(LANGUAGES):
        audit_pages.visit(page, place, base, lang)
        found[lang] = audit_axe.violations(page)
    walk = audit_keys.walk(page, place.inside)
    audit_pages.visit(page, place, base)
    layouts = {}
    for size in audit_layout.SIZES:
        audit_layout.sized(page, size)
        layouts[size] = audit_layout.layout(page)
        if into and size in PICTURES.get(place.name, ()):
            (into / report.picture_name(place.name, size)).write_bytes(picture(page))
    page.set_viewport_size(LAPTOP["viewport"])  # type: ignore[arg-type]
    return report.Result(place, found, walk, layouts)


def main() -> None:
    """Go through all pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "docs")
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium on the PATH (Debian: apt install chromium)")
    places = [p for p in audit_pages.PLACES if not options.pages or p.name in options.pages]
    images = None if options.pages else options.into / "images"
    if images:
        images.mkdir(parents=True, exist_ok=True)
    results = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        audit_pages.office_served(Path(folder)) as running,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        version = browser.version
        with audit_pages.readers(browser, running.base_url, **LAPTOP) as as_:
            for place in places:
                results.append(tried(as_(place.who), place, running.base_url, images))
                print(report.line(results[-1]), flush=True)
        browser.close()
    if not options.pages:
        kept = {(name, size) for name, sizes in PICTURES.items() for size in sizes}
        text = report.written(results, version, audit_axe.version(), kept)
        (options.into / "accessibility.md").write_text(text, encoding="utf-8")
    if faulty := [result.place.name for result in results if result.faults]:
        sys.exit(f"faults of ours: {', '.join(faulty)}")


if __name__ == "__main__":
    main()
