"""Two replicas behind nginx in real browsers: a page works, stays, moves on, and sees news."""

import json
import time

import pytest
from behind_nginx import PASSWORD, site
from playwright.sync_api import expect
from test_publishing_served import FILE, done, publish, report, send

from tvgeo.services import stores

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = (("lan", "planner"), ("minh", "planner"), ("hoa", "viewer"))
SHOWN = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
# A limit to wait for: several processes share the machine.
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def served(tmp_path_factory, cluster, postgis_database):
    url = cluster.url(postgis_database, "browser")
    with site(tmp_path_factory.mktemp("browser"), url, people=PEOPLE) as running:
        yield running


@pytest.fixture
def at(chromium, served):
    """Return a function that opens a browser of its own, whose pages are with replica "a" or "b"."""
    contexts = []

    def open_page(replica, path="/", name=None):
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, locale="vi-VN",
            extra_http_headers={"Accept-Language": "vi"},
        )  # fmt: skip
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        route = {"name": "tvgeo_route", "value": replica, "url": served.base_url}
        context.add_cookies([route])
        page = context.new_page()
        page.goto(f"{served.base_url}{path}")
        if name is not None:
            page.get_by_label("Tên đăng nhập").fill(name)
            page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập", exact=True).click()
            page.locator(FILE).wait_for(state="attached")
        page.locator(SHOWN).wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()


def route(page):
    return {each["name"]: each["value"] for each in page.context.cookies()}["tvgeo_route"]


def next_revision(served):
    return json.loads(served.ask("GET", "/api/v1/revision")[2])["revision"] + 1


def test_a_file_goes_through_nginx_and_readers_of_the_other_replica_hear_of_it(served, at):
    reader, planner = at("b"), at("a", "/cap-nhat", "lan")
    revision = next_revision(served)
    send(planner, report("61,5"))
    publish(planner, revision)
    done(planner, revision)
    news = reader.get_by_text(f"Đã có phiên bản số liệu số {revision}").first
    expect(news).to_be_visible(timeout=WAIT_MS)
    assert (route(planner), route(reader)) == ("a", "b")
    # how soon an open page asks is promised; how long this machine takes is not tested
    assert stores.ASKED_EVERY_MS_OF_SERVER < 5_000


def test_of_two_planners_at_two_replicas_one_is_told_that_the_other_was_first(served, at):
    one, other = at("a", "/cap-nhat", "lan"), at("b", "/cap-nhat", "minh")
    revision = next_revision(served)
    send(one, report("62,5"))
    send(other, report("63,5"))
    publish(one, revision)
    done(one, revision)
    button = other.get_by_role("button", name=f"Công bố phiên bản số {revision}")
    if button.count():
        publish(other, revision)
    expect(other.get_by_text(f"phiên bản số {revision}").first).to_be_visible(timeout=WAIT_MS)
    assert next_revision(served) == revision + 1
    assert "minh" not in served.command("history").splitlines()[0]


def test_a_page_whose_replica_dies_goes_on_at_the_other_signed_in(served, at):
    page = at("a", "/cap-nhat", "lan")
    served.replicas[0].kill()
    try:
        # the line is lost and found again by the browser itself
        page.wait_for_function("() => document.cookie !== null")
        deadline = time.monotonic() + 60
        while route(page) != "b":
            assert time.monotonic() < deadline
            page.wait_for_timeout(200)
        page.locator(SHOWN).wait_for()
        revision = next_revision(served)
        page.goto(f"{served.base_url}/cap-nhat")
        page.locator(FILE).wait_for(state="attached")
        send(page, report("64,5"))
        publish(page, revision)
        done(page, revision)
    finally:
        served.replicas[0].start()
    assert route(page) == "b"  # it stays, also when the first is back
    page.goto(f"{served.base_url}/cap-nhat")
    page.locator(FILE).wait_for(state="attached")
    send(page, report("65,5"))


def test_readers_are_told_that_the_database_is_away_and_that_it_is_back(served, at, cluster):
    page = at("a", "/tong-quan")
    told = page.get_by_text("Cơ sở dữ liệu đang không kết nối được")
    figures = page.locator("table").first.inner_text()
    cluster.stop()
    try:
        told.wait_for()  # nobody has touched the page
        page.goto(f"{served.base_url}/tong-quan")
        page.locator(SHOWN).wait_for()
        told.wait_for()
        assert page.locator("table").first.inner_text() == figures
        page.screenshot(path=str(served.folder / "away.png"))
    finally:
        cluster.start()
    told.wait_for(state="hidden")
    page.goto(f"{served.base_url}/ban-do")
    page.locator(SHOWN).wait_for()
    assert not told.is_visible()
