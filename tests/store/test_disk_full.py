"""A full disk stores nothing, says so, and is forgotten once there is room again (R4)."""

import contextlib
import os
import resource
import shutil
import subprocess

import pytest
from store_rows import a_row, in_files, make, publish, publish_percent

from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.store import audit, opening, repository, verifying
from tvgeo.store.backup import backup, restore

pytestmark = in_files

MANY = tuple(a_row(f"ct-{n:04}", n % 100, note="Ghi chú " * 20) for n in range(2_000))


@contextlib.contextmanager
def no_file_may_grow_beyond(size):
    """Let every write behind `size` fail, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def assert_full(refused, path):
    assert refused.key == "error.disk_full"
    assert locale.get("vi").error(refused) == (
        f"Ổ đĩa chứa {path} đã đầy; chưa ghi nhận gì. Giải phóng dung lượng rồi thử lại."
    )


@pytest.mark.parametrize("size", [0, 5_000, 40_000, 200_000, 500_000])
def test_a_publication_that_does_not_fit_is_not_there(store, size):
    publish_percent(store, 20)
    before = repository.rows(store, 2)
    with no_file_may_grow_beyond(size):
        with pytest.raises(StoreError) as refused:
            publish(store, MANY, content=os.urandom(400_000))
        assert repository.head(store).revision == 2
        assert repository.rows(store, 2) == before
    assert_full(refused.value, store.path)
    assert publish(store, MANY).revision == 3
    assert audit.verify(store) == (3, None)


def test_a_store_that_does_not_fit_is_not_made(tmp_path):
    with no_file_may_grow_beyond(50_000), pytest.raises(StoreError) as refused:
        make(tmp_path, MANY)
    assert_full(refused.value, tmp_path / "var" / "tvgeo.sqlite3")
    assert list((tmp_path / "var").iterdir()) == []
    made = make(tmp_path, MANY)
    assert len(repository.rows(made, 1)) == len(MANY)
    made.close()


def test_a_backup_that_does_not_fit_leaves_the_one_of_before(store, tmp_path):
    target = tmp_path / "copy.sqlite3"
    backup(store, target)
    before = target.read_bytes()
    publish(store, MANY)
    with no_file_may_grow_beyond(len(before)), pytest.raises(StoreError) as refused:
        backup(store, target)
    assert_full(refused.value, target)
    assert target.read_bytes() == before


def test_a_restore_that_does_not_fit_leaves_the_store(store, tmp_path):
    publish(store, MANY)
    backup(store, tmp_path / "copy.sqlite3")
    publish_percent(store, 20)
    for size in (100_000, 300_000):
        with no_file_may_grow_beyond(size), pytest.raises(StoreError) as refused:
            restore(tmp_path / "copy.sqlite3", store.url, folder=tmp_path)
        assert refused.value.key == "error.disk_full"
        assert repository.head(store).revision == 3
        assert list(store.path.parent.glob(".*")) == []
    with store.reading() as connection:
        assert verifying.fault(connection) is None


def fill(ballast, step=100_000):
    """Write into a file until nothing fits any more."""
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * step)
    if step > 1:
        fill(ballast, step // 10)


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of 6 MB, 2 MB of them taken by `ballast`."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk; the limits to files above stand in")
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        reason = "no small disk can be mounted here"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    (place / "ballast").write_bytes(bytes(2_000_000))
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def upload_until_full(store):
    """Publish one file after the other; return how many revisions there are, and the refusal."""
    for n in range(1_000):
        try:
            publish_percent(store, n % 99 + 0.25, content=os.urandom(100_000))
        except StoreError as error:
            return n + 1, error
    raise AssertionError


def test_a_disk_that_fills_up_is_usable_again_without_a_restart(small_disk):
    store = make(small_disk)
    published, refused = upload_until_full(store)
    assert_full(refused, store.path)
    assert published > 10
    fill(small_disk / "ballast")
    assert repository.head(store).revision == published
    assert len(repository.rows(store, published)) == 3
    with pytest.raises(StoreError, match="disk_full"):
        backup(store, small_disk / "copy.sqlite3")
    store.close()
    # opened anew while the disk is full: viewing goes on
    opened = opening.open_store(store.url, folder=small_disk)
    assert repository.head(opened).revision == published
    assert len(repository.rows(opened, published)) == 3
    with pytest.raises(StoreError) as again:
        publish_percent(opened, 99.5)
    assert_full(again.value, store.path)
    assert audit.verify(opened).broken_at is None
    with pytest.raises(StoreError, match="disk_full"):
        make(small_disk / "other")
    (small_disk / "ballast").unlink()
    assert publish_percent(opened, 99.5).revision == published + 1
    assert not opened.read_only
    opened.close()
