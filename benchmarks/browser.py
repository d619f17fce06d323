"""Chromium as an instrument: when a map has been painted, and how long that took."""

import itertools
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--no-first-run",
    # No graphics card is assumed. Drawn by the processor directly, and not by an imitation of a
    # card, which every canvas and frame would wait for; WebGL alone gets the imitation.
    "--disable-gpu", "--enable-unsafe-swiftshader",
]  # fmt: skip
_numbers = itertools.count()
WINDOW = {"width": 1366, "height": 768}
INSTRUMENT = (Path(__file__).parent / "instrument.js").read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; end with one line when there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("no chromium on the PATH (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def profile(browser: Browser) -> BrowserContext:
    """Return a fresh profile: nothing cached, nothing remembered."""
    context = browser.new_context(viewport=WINDOW)
    context.add_init_script(INSTRUMENT)
    return context


def heap(page: Page) -> int:
    """Return the bytes of the JavaScript heap after garbage has been collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return int(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize"))


def timed(
    page: Page, action: str, want: dict[str, Any], limit_s: float
) -> tuple[float, float] | None:
    """Do something in the page; return the milliseconds until the map shows what is wanted.

    The second number says when the page's script had ended as well. `action` is one of
    `bench.actions`. None: not within the limit.
    """
    call = f"bench.timed({json.dumps(action)}, {json.dumps(want)}, {limit_s * 1000})"
    ms, done = _answer(page, call, limit_s) or (None, None)
    return None if ms is None else (float(ms), float(done))


def until_painted(page: Page, want: dict[str, Any], limit_s: float) -> float | None:
    """Return the milliseconds from the start of the navigation until the map shows it."""
    call = f"bench.painted({json.dumps(want)}, {limit_s * 1000})"
    found = _answer(page, call, limit_s)
    return None if found is None else float(found)


def _answer(page: Page, promise: str, limit_s: float) -> Any:
    """Return what a promise of the page comes to; None also where the page is stuck for too long.

    A page that works through 80 MB of script answers nothing: only Playwright can end the wait.
    """
    once = f"answer{next(_numbers)}"
    script = f"""() => {{
      if (!("{once}" in bench)) {{
        bench.{once} = null;
        {promise}.then((found) => {{ bench.{once} = [found]; }},
          (error) => {{ bench.{once} = [null, String(error)]; }});
      }}
      return bench.{once};
    }}"""
    page.set_default_timeout(limit_s * 1000 + 30_000)
    try:
        found, *failed = page.wait_for_function(script, polling=50).json_value()
    except PlaywrightTimeout:
        return None
    if failed:
        raise RuntimeError(failed[0])
    return found
