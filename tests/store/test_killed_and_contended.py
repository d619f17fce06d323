"""Whatever kills a publication, and whoever else publishes: whole revisions, none lost (R1, R3)."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import store_child
from store_rows import ROWS, a_row, in_files, make, publish

import tvgeo
from tvgeo.store import opening, repository, verifying
from tvgeo.store.backup import backup

CHILD = Path(store_child.__file__)
ROOT = Path(tvgeo.__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def child():
    """Return a function that gives an order to the process that forks publishers."""
    process = subprocess.Popen(
        [sys.executable, str(CHILD)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask(**order):
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    process.wait(timeout=30)
    process.stdout.close()


def acknowledged_in(path):
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [(int(number), sha256) for number, sha256 in map(str.split, lines)]


def assert_whole(store, ack):
    """No revision is half there, and each that was acknowledged is there as it was told."""
    opened = opening.open_store(store.url, folder=None)
    try:
        with opened.reading() as connection:
            assert verifying.fault(connection) is None
        there = {each.revision: each.sha256 for each in repository.revisions(opened)}
        acknowledged = acknowledged_in(ack)
        assert [each for each in acknowledged if there.get(each[0]) != each[1]] == []
        assert repository.head(opened).revision == max(there)
        return max(there), len(acknowledged)
    finally:
        opened.close()


def wait_for_more(ack, size):
    until = time.monotonic() + 30
    while (ack.stat().st_size if ack.exists() else 0) <= size:
        assert time.monotonic() < until, "nothing was published"
        time.sleep(0.001)


rounds = pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.slow)])


@rounds
def test_a_publication_killed_at_any_moment_is_whole_or_not_there(
    store, child, tmp_path, rounds
):
    store.close()
    ack, chance = tmp_path / "ack", random.Random(rounds)
    for n in range(rounds):
        size = ack.stat().st_size if ack.exists() else 0
        pid = child(do="load", url=store.url, ack=str(ack), seed=n)
        wait_for_more(ack, size)
        time.sleep(chance.uniform(0.0, 0.04))
        os.kill(pid, signal.SIGKILL)
        assert child(do="wait", pid=pid) == signal.SIGKILL
        revisions, acknowledged = assert_whole(store, ack)
        # at most the last one of each round was stored without being told
        assert acknowledged + 1 <= revisions <= acknowledged + 1 + n + 1


@pytest.mark.parametrize("point", store_child.POINTS)
@pytest.mark.parametrize("after", [0, pytest.param(5, marks=pytest.mark.slow)])
def test_a_publication_killed_at_a_named_point_is_whole_or_not_there(
    store, child, tmp_path, point, after
):
    store.close()
    ack = tmp_path / "ack"
    pid = child(do="load", url=store.url, ack=str(ack), seed=1, point=point, after=after)
    assert child(do="wait", pid=pid) == signal.SIGKILL
    revisions, acknowledged = assert_whole(store, ack)
    assert acknowledged == after
    assert revisions == 1 + after + (point == "before the acknowledgement")


fewer_rounds = pytest.mark.parametrize("rounds", [6, pytest.param(50, marks=pytest.mark.slow)])


def killed(child, chance, within, **order):
    """Give an order and kill who carries it out; it may have ended before."""
    pid = child(**order)
    time.sleep(chance.uniform(0.0, within))
    os.kill(pid, signal.SIGKILL)
    assert child(do="wait", pid=pid) in {0, signal.SIGKILL}


@in_files
@fewer_rounds
def test_a_store_whose_making_is_killed_is_whole_or_not_there(child, tmp_path, rounds):
    chance = random.Random(rounds)
    there = 0
    for n in range(rounds):
        folder = tmp_path / str(n)
        killed(child, chance, 0.1, do="make", folder=str(folder))
        url = opening.default_url(folder)
        if opening.exists(url):
            there += 1
            assert verifying.fault_of_file(folder / "var" / "tvgeo.sqlite3") is None
        made = make(folder)
        assert repository.head(made).revision == 1
        assert len(repository.rows(made, 1)) in {300, len(ROWS)}
        made.close()
    assert there < rounds


@in_files
@fewer_rounds
def test_a_restore_that_is_killed_leaves_one_of_the_two_stores_whole(
    store, child, tmp_path, rounds
):
    chance = random.Random(rounds)
    backup(store, tmp_path / "copy.sqlite3")
    for n in range(rounds):
        publish(store, [a_row(f"ct-{i:04}", n) for i in range(500)])
        publish(store, ROWS)
        before = repository.head(store).revision
        killed(
            child, chance, 0.06, do="restore", source=str(tmp_path / "copy.sqlite3"),
            url=store.url, folder=str(tmp_path),
        )  # fmt: skip
        assert repository.head(store).revision in {1, before}
        with store.reading() as connection:
            assert verifying.fault(connection) is None
        for kept in store.path.parent.glob("tvgeo-before-restore-*"):
            assert verifying.fault_of_file(kept) is None


@rounds
def test_of_two_processes_on_the_same_head_exactly_one_wins(store, child, rounds):
    base = 1
    for n in range(rounds):
        orders = [
            {"url": store.url, "base": base, "pct": (2 * n + k) % 99 + 0.5, "author": f"a{k}"}
            for k in range(2)
        ]
        said = child(do="race", orders=orders)
        won = [each for each in said if "won" in each]
        lost = [each for each in said if "lost" in each]
        assert (len(won), len(lost)) == (1, 1), said
        winner = f"a{said.index(won[0])}"
        assert lost[0] == {"lost": base + 1, "author": winner}
        base += 1
        assert repository.head(store).revision == won[0]["won"] == base
        assert repository.head(store).author == winner
    with store.reading() as connection:
        assert verifying.fault(connection) is None
    assert len(repository.rows(store, base)) == len(ROWS)
