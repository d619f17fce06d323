"""Try every page with axe-core, and write docs/accessibility.md.

    python tools/accessibility.py

Needs Chromium (Debian: apt install chromium).
"""

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import audit_axe  # noqa: E402
import audit_pages  # noqa: E402
from screenshots import ARGUMENTS  # noqa: E402

LAPTOP = {"viewport": {"width": 1366, "height": 768}}


def main() -> None:
    """Go through all pages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium on the PATH (Debian: apt install chromium)")
    lines = ["| page | language | ours: serious, critical | others |", "|---|---|---|---|"]
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        audit_pages.office_served(Path(folder)) as running,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with audit_pages.readers(browser, running.base_url, **LAPTOP) as as_:
            for place in audit_pages.PLACES:
                for lang in ("vi", "en"):
                    page = audit_pages.visit(as_(place.who), place, running.base_url, lang)
                    found = audit_axe.violations(page)
                    grave = [each for each in found if each.ours and each.grave]
                    rest = Counter(each.rule for each in found if each not in grave)
                    said = ", ".join(f"{rule} {n}" for rule, n in rest.items())
                    lines.append(f"| {place.name} | {lang} | {len(grave)} | {said} |")
                    print(lines[-1])
        browser.close()
    text = "# Accessibility\n\n" + "\n".join(lines) + "\n"
    (ROOT / "docs" / "accessibility.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
