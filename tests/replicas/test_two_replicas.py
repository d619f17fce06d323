"""Two replicas on one PostgreSQL: who publishes first wins, and nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from behind_nginx import cookie_of, site, wait_for

pytestmark = pytest.mark.slow

ROUNDS, KILLS = 200, 25
CHILD = Path(__file__).with_name("planner_child.py")
PEOPLE = (("lan", "planner"), ("minh", "planner"))
AWAY_SECONDS = 30


@pytest.fixture(scope="module")
def served(tmp_path_factory, cluster, postgis_database):
    url = cluster.url(postgis_database, "replicas")
    with site(tmp_path_factory.mktemp("replicas"), url, people=PEOPLE) as running:
        yield running


class Child:
    """A planner's process; orders go in, answers come out."""

    def __init__(self, process):
        self.process = process

    def send(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        assert line, "the planner's process has ended"
        return json.loads(line)

    def ask(self, **order):
        self.send(**order)
        return self.answer()


@contextmanager
def planner(served, name):
    process = subprocess.Popen(
        [sys.executable, str(CHILD), name], text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=served.environment, cwd=served.folder,
    )  # fmt: skip
    try:
        yield Child(process)
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def revision(place):
    """Return what is said of the newest revision by a replica, or by one of them through nginx."""
    return json.loads(place.ask("GET", "/api/v1/revision")[2])


def head(place):
    return revision(place)["revision"]


def test_of_two_planners_at_once_exactly_one_wins_every_time(served):
    before, won = head(served), []
    with planner(served, "lan") as one, planner(served, "minh") as other:
        for n in range(ROUNDS):
            bases = {
                one.ask(prepare=10 + n / 10)["base"],
                other.ask(prepare=40 + n / 10)["base"],
            }
            assert bases == {before + n}
            both = (one, other) if n % 2 else (other, one)
            for each in both:
                each.send(publish=True)
            answers = [one.answer(), other.answer()]
            assert sorted(map(str, answers)) == [
                "{'lost': 'error.base_moved'}", str({"revision": before + n + 1})
            ]  # fmt: skip
            won.append("revision" in answers[0])
    assert [head(each) for each in served.replicas] == [before + ROUNDS] * 2
    assert set(won) == {True, False}  # neither of them always came first
    served.command("audit", "verify")


def test_a_replica_that_is_killed_in_a_publish_loses_nothing_acknowledged(served):
    chance, path = random.Random(20260210), served.folder / "acknowledged"
    with planner(served, "lan") as one:
        for n in range(KILLS):
            one.ask(prepare=50 + n / 10)
            known = path.stat().st_size if path.exists() else 0
            pid = one.ask(go_on=str(path))["pid"]
            wait_for(lambda known=known: path.exists() and path.stat().st_size > known)
            time.sleep(chance.uniform(0.001, 0.04))
            os.kill(pid, signal.SIGKILL)
            acknowledged = int(path.read_text(encoding="ascii").splitlines()[-1])
            now = head(served.replicas[n % 2])
            # what was stored but not yet acknowledged may be one more
            assert acknowledged <= now <= acknowledged + 1
    served.command("audit", "verify")
    listed = json.loads(served.command("history", "--json"))
    numbers = [each["revision"] for each in listed]
    assert numbers == list(range(numbers[0], 0, -1))
    assert numbers[0] == head(served)


def test_a_session_and_the_figures_survive_their_replica(served):
    a, b = served.replicas
    cookie = cookie_of(a.ask(
        "POST", "/session/login", "name=lan&password=m%C6%B0a+r%C3%A0o+tr%C3%AAn+s%C3%B4ng+H%E1%BA%ADu",
        Content_Type="application/x-www-form-urlencoded",
    ))  # fmt: skip
    before = head(a)
    a.kill()
    try:
        assert b.ask("GET", "/_stcore/metrics", Cookie=cookie)[0] == 200
        assert head(served) == before
    finally:
        a.start()
    assert a.ask("GET", "/_stcore/metrics", Cookie=cookie)[0] == 200


def test_a_revision_of_one_replica_is_the_other_s_at_once(served):
    a, b = served.replicas
    figures = "/api/v1/projects.geojson?as_of=2025-12-14"
    before = json.loads(b.ask("GET", figures)[2])
    with planner(served, "lan") as one:
        one.ask(prepare=77.7)
        made = one.ask(publish=True)["revision"]
    assert [head(each) for each in (a, b)] == [made] * 2
    after = [json.loads(each.ask("GET", figures)[2]) for each in (a, b)]
    assert after[0] == after[1] != before


def test_a_database_that_is_away_is_told_and_back_is_back(served, cluster):
    before = head(served)
    cluster.stop()
    try:
        gone = time.monotonic()
        while time.monotonic() < gone + AWAY_SECONDS:
            # both live, show what they know, and say that it may be old
            for replica in served.replicas:
                assert replica.ask("GET", "/healthz")[0] == 200
                said = revision(replica)
                assert (said["revision"], said["away"]["vi"][:15]) == (
                    before,
                    "Cơ sở dữ liệu đ",
                )
            assert served.ask("GET", "/")[0] == 200
            assert served.login("lan")[0] == 503
            time.sleep(2)
    finally:
        cluster.start()
    wait_for(lambda: not any(revision(each)["away"] for each in served.replicas))
    assert head(served) == before
    with planner(served, "minh") as one:
        one.ask(prepare=88.8)
        assert one.ask(publish=True) == {"revision": before + 1}
    assert [revision(each)["revision"] for each in served.replicas] == [before + 1] * 2
    served.command("audit", "verify")
