"""Two servers on one PostgreSQL: what one publishes the other shows; the database may go away."""

import json
import time
from contextlib import ExitStack

import postgres
import pytest
from folders import copy_of_data
from playwright.sync_api import expect
from reader import Reader
from server import TODAY, started
from test_publishing_served import PASSWORD, command, report

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_S = 60
BAR = "tv-connection"


class Replicas:
    """A database that may be stopped, and two servers that use it."""

    def __init__(self, cluster, url, servers):
        self.cluster, self.url = cluster, url
        self.one, self.other = servers

    def publish(self, folder, pct):
        path = folder / f"{pct}.csv"
        path.write_bytes(report(pct))
        command(self.url, "publish", str(path), "--author", "Lan", "--base", "head",
                "--accept-warnings")  # fmt: skip


@pytest.fixture
def replicas(tmp_path):
    cluster = postgres.Cluster()
    url = cluster.url(cluster.new_database(), "tra_vinh")
    with ExitStack() as stack:
        stack.callback(cluster.remove)
        servers = []
        for name in ("one", "other"):
            place = tmp_path / name
            place.mkdir()
            # each machine has the folder at a place of its own
            servers.append(
                stack.enter_context(
                    started(place, TVGEO_TODAY=TODAY, TVGEO_DATABASE_URL=url,
                            TVGEO_DATA_DIR=str(copy_of_data(place)))
                )
            )  # fmt: skip
        yield Replicas(cluster, url, servers)


def told(server):
    status, _, body = server.ask("GET", "/api/v1/revision")
    return json.loads(body) if status == 200 else None


def until(found):
    end = time.monotonic() + PATIENCE_S
    while not found():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_what_one_publishes_the_other_shows_and_an_open_page_says_so(
    replicas, chromium_page, tmp_path
):
    page = Reader(chromium_page, replicas.other.base_url).open("overview", lang="vi").page
    assert told(replicas.one)["revision"] == told(replicas.other)["revision"] == 1
    replicas.publish(tmp_path, 71)
    until(lambda: told(replicas.one)["revision"] == told(replicas.other)["revision"] == 2)
    expect(page.locator(BAR)).to_contain_text("Đã có phiên bản số liệu số 2")
    page.get_by_role("button", name="Xem số liệu mới").click()
    expect(page.get_by_text("phiên bản số liệu số 2").first).to_be_visible()


def test_while_the_database_is_away_viewers_read_on_and_then_catch_up(
    replicas, chromium_page, tmp_path
):
    command(replicas.url, "admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    reader = Reader(chromium_page, replicas.one.base_url)
    page = reader.open("overview", lang="vi").page
    replicas.cluster.stop("immediate")
    notice = "Cơ sở dữ liệu đang không kết nối được; đang hiện phiên bản số liệu số 1"
    expect(page.locator(BAR)).to_contain_text(notice)
    page = reader.open("map", lang="vi").page  # a page opened meanwhile
    expect(page.locator(BAR)).to_contain_text(notice)
    assert page.locator("tr[data-key]").count() > 0
    status, _, body = replicas.one.ask(
        "POST", "/session/login", f"name=lan&password={PASSWORD}",
        content_type="application/x-www-form-urlencoded",
        origin=replicas.one.base_url,
    )  # fmt: skip
    assert status == 503
    assert "Không kết nối được cơ sở dữ liệu PostgreSQL" in body.decode()
    replicas.cluster.start()
    expect(page.locator(BAR)).not_to_contain_text(notice)
    replicas.publish(tmp_path, 72)
    until(lambda: [told(each)["revision"] for each in (replicas.one, replicas.other)] == [2, 2])


def test_a_reader_who_was_signed_in_reads_on_and_can_change_nothing(replicas, chromium_page):
    command(replicas.url, "admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    page = chromium_page
    page.goto(f"{replicas.one.base_url}/cap-nhat?lang=vi")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("input[type=file]").wait_for(state="attached")
    replicas.cluster.stop("immediate")
    page.goto(f"{replicas.one.base_url}/cap-nhat?lang=vi")
    expect(
        page.get_by_text("Không kết nối được cơ sở dữ liệu PostgreSQL").first
    ).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    replicas.cluster.start()
    until(lambda: not told(replicas.one)["away"])
    page.goto(f"{replicas.one.base_url}/cap-nhat?lang=vi")
    page.locator("input[type=file]").wait_for(state="attached")  # still signed in
