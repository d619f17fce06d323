"""A store in a file has one server, on a disk of its own machine (R13)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_rows import in_files

import tvgeo
from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.store import instance

ROOT = Path(tvgeo.__file__).resolve().parents[1]
pytestmark = in_files
HOLDING = (
    "import sys; from pathlib import Path; from tvgeo.store import instance;"
    "instance.hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def path(tmp_path):
    yield tmp_path / "var" / "tvgeo.sqlite3"
    instance.release(tmp_path / "var" / "tvgeo.sqlite3")


@pytest.fixture
def other_server(path):
    """Return another process that holds the store."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_server_is_refused_and_told_of_postgresql(path, other_server):
    with pytest.raises(StoreError, match="second_server") as refused:
        instance.hold(path)
    for language in locale.LANGUAGES:
        sentence = locale.get(language).error(refused.value)
        assert str(path) in sentence
        assert "PostgreSQL: tvgeo db copy --to" in sentence


def test_a_server_that_was_killed_leaves_no_lock_behind(path, other_server):
    other_server.kill()
    other_server.wait()
    assert Path(f"{path}{instance.LOCK}").exists()
    instance.hold(path)


def test_the_same_server_may_ask_again(path):
    instance.hold(path)
    instance.hold(path)


def test_what_a_server_has_forked_does_not_keep_the_lock(path, tmp_path):
    code = HOLDING.replace(
        "print(", "import os, time\nif os.fork() == 0: time.sleep(60)\nprint("
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, process_group=0,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.wait()
        try:
            instance.hold(path)
        finally:
            os.killpg(process.pid, 9)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_disk_is_refused_and_told_of_postgresql(tmp_path, monkeypatch, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        f"23 22 0:40 / /srv/chung\\040so\\040lieu rw shared:2 - {kind} may-chu:/chung rw\n"
        "24 23 8:2 / /srv/chung\\040so\\040lieu/o-rieng rw - xfs /dev/sdb1 rw\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(instance, "MOUNTS", mounts)
    with pytest.raises(StoreError, match="network_disk") as refused:
        instance.hold(Path("/srv/chung so lieu/var/tvgeo.sqlite3"))
    sentence = locale.get("en").error(refused.value)
    assert f"({kind})" in sentence
    assert "PostgreSQL: tvgeo db copy --to" in sentence
    assert instance.network_disk(Path("/srv/chung so lieu/o-rieng/tvgeo.sqlite3")) is None
    assert instance.network_disk(Path("/srv/chung/tvgeo.sqlite3")) is None


def test_where_nobody_may_write_two_servers_only_show(tmp_path):
    if os.geteuid() == 0:
        closed = Path("/proc/tvgeo/tvgeo.sqlite3")
    else:
        closed = tmp_path / "closed" / "tvgeo.sqlite3"
        closed.parent.mkdir(mode=0o500)
    instance.hold(closed)
