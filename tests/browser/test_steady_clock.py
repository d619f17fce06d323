"""A computer whose clock is wrong: figures and stamps are the server's, and so is the session."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from reader import PAGES, Reader
from steady import SAID, dashboard, looks_again, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WRONG = [timedelta(days=-1), timedelta(days=1), timedelta(days=366), timedelta(days=-366)]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with dashboard(tmp_path_factory.mktemp("clock"), roles={"lan": "planner"}) as running:
        yield running


def texts(reader, name):
    return sorted(text.text for text in reader.open(name, lang="vi").seen().texts)


@pytest.fixture(scope="module")
def right(chromium, office):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    reader = Reader(context.new_page(), office.base_url)
    yield {name: texts(reader, name) for name in PAGES}
    context.close()


@pytest.mark.parametrize("off", WRONG, ids=str)
def test_a_wrong_clock_of_the_reader_changes_nothing_that_is_shown(
    chromium_page, office, right, off
):
    chromium_page.clock.set_system_time(datetime.now(UTC) + off)
    reader = Reader(chromium_page, office.base_url)
    for name, said in right.items():
        assert texts(reader, name) == said, name
    looks_again(chromium_page)
    assert chromium_page.evaluate(SAID) == ""


@pytest.mark.parametrize("off", WRONG[1:3], ids=str)
def test_who_signs_in_by_a_wrong_clock_stays_signed_in(chromium_page, office, off):
    chromium_page.clock.set_system_time(datetime.now(UTC) + off)
    sign_in(chromium_page, office.base_url, "lan")
    [cookie] = [c for c in chromium_page.context.cookies() if c["name"] == "tvgeo_session"]
    assert cookie["expires"] == -1, "the browser would reckon its end by a clock of its own"
    chromium_page.reload()
    expect(chromium_page.locator(".st-key-tv-account")).to_contain_text("lan")
