"""A real Chromium: one for the session, a fresh page for each test."""

import os
import shutil

import pytest
from reader import LAPTOP, PHONE, Look, Reader
from server import TODAY, started

# A drawing window of an office screen; tests of the phone set their own size.
VIEWPORT = {"width": 1366, "height": 768}
# A limit to wait for, not a measurement: what is late on a busy machine is not wrong.
WAIT_MS = 60_000
# Nothing that Chromium does of its own accord may count as a request of the page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _chromium():
    """Return the path of Chromium; without one skip, but fail where it must be there."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no chromium on the PATH (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


# What a failed test leaves to be read: where its page is, in which state, and what stands on it.
SHOWN = """() => { const app = document.querySelector("[data-testid=stApp]");
  return [location.href, app?.dataset.testConnectionState, app?.dataset.testScriptState,
    document.fonts.status, document.body.innerText].join("\\n").slice(0, 3000) }"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    fixtures = getattr(item, "funcargs", {})
    for name in ("chromium_page", "tab"):
        if call.when == "call" and report.failed and name in fixtures:
            report.sections.append((f"shown in {name}", _shown(fixtures[name])))
    return report


def _shown(page):
    from playwright.sync_api import Error

    try:
        return page.evaluate(SHOWN)
    except Error as gone:
        return str(gone)


@pytest.fixture(scope="session")
def chromium():
    path = _chromium()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium):
    """Open a page of its own context: no cookies, cache or storage of another test."""
    context = chromium.new_context(viewport=VIEWPORT, locale="vi-VN")
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Start the dashboard once for all tests, on the shipped data; see `server.Running`."""
    with started(tmp_path_factory.mktemp("server"), TVGEO_TODAY=TODAY) as running:
        yield running


@pytest.fixture(scope="session")
def tab(chromium):
    """Open a tab whose cache all reading tests share: loading a page anew takes a second."""
    width, height = LAPTOP
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(tab, server):
    """Read the shipped data on a laptop; a test opens the page it is about."""
    tab.mouse.move(1, 1)  # where the last test left it, it may point at something
    return Reader(tab, server.base_url).sized(LAPTOP)


@pytest.fixture(scope="session")
def look(tab, server):
    """Return what a page of the shipped data shows; opened once for all tests."""
    return Look(tab, server.base_url, (PHONE, LAPTOP))
