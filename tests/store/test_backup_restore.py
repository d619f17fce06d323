"""A backup is whole although the store is in use; giving one back damages nothing."""

import contextlib
import os
import shutil
import sqlite3
import threading

import pytest
from sqlalchemy import insert, select
from store_rows import NOW, ROWS, in_files, make, older, publish_percent, with_percent

from tvgeo import locale
from tvgeo.errors import ConflictError, StoreError, UsageError
from tvgeo.store import audit, carrying, opening, publishing, repository, schema, verifying
from tvgeo.store.backup import backup, restore
from tvgeo.store.publishing import Publication

pytestmark = in_files


def percent(store):
    return repository.rows(store, repository.head(store).revision)[0].physical_pct


@pytest.fixture
def saved(store, tmp_path):
    """Return a backup of the store at revision 2, 20 %."""
    publish_percent(store, 20)
    backup(store, tmp_path / "saved.sqlite3")
    return tmp_path / "saved.sqlite3"


def reopened(url, folder):
    return opening.open_store(url, folder=folder)


def test_a_backup_is_one_private_file_that_is_whole(store, saved):
    assert verifying.fault_of_file(saved) is None
    assert saved.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(saved) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT revision FROM head").fetchone() == (2,)
    copy.close()
    assert [path.name for path in saved.parent.glob(".*")] == []


@pytest.mark.parametrize("count", [5, pytest.param(20, marks=pytest.mark.slow)])
def test_backups_under_load_are_all_whole(tmp_path, count):
    """R10: the publications go on meanwhile, and each copy holds what was published by then."""
    store = make(tmp_path)
    stop = threading.Event()

    def load():
        pct = 0
        while not stop.is_set():
            pct = (pct + 1) % 100
            publish_percent(store, pct + 0.5, content=bytes([pct]) * 5_000)

    writer = threading.Thread(target=load)
    writer.start()
    try:
        for n in range(count):
            before = repository.head(store).revision
            copy = tmp_path / f"copy-{n}.sqlite3"
            backup(store, copy)
            assert verifying.fault_of_file(copy) is None
            restored_url = opening.default_url(tmp_path / f"place-{n}")
            assert restore(copy, restored_url, folder=tmp_path) is None
            restored = reopened(restored_url, tmp_path)
            assert repository.head(restored).revision >= before
            for revision in repository.revisions(restored):
                assert revision == repository.revision(store, revision.revision)
            restored.close()
    finally:
        stop.set()
        writer.join()
    store.close()


def test_a_backup_that_cannot_be_finished_leaves_the_one_of_before(store, saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr(verifying, "fault_of_file", lambda *_: "changes 2")
    with pytest.raises(StoreError, match="corrupt_store"):
        backup(store, saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.glob(".*")] == []


def test_what_a_killed_backup_left_is_deleted_a_day_later(store, saved):
    left = [saved.with_name(f".{saved.name}.{name}") for name in ("old", "new", "old-wal")]
    for path in left:
        path.write_bytes(b"half")
        if "old" in path.name:
            os.utime(path, (0, 0))
    backup(store, saved)
    assert [path.exists() for path in left] == [False, True, False]
    assert saved.exists()


def test_a_backup_replaces_an_older_one_whole(store, saved):
    publish_percent(store, 30)
    backup(store, saved)
    assert verifying.fault_of_file(saved) is None
    with sqlite3.connect(saved) as copy:
        assert copy.execute("SELECT revision FROM head").fetchone() == (3,)
    copy.close()


def test_the_store_itself_is_no_place_for_its_backup(store):
    with pytest.raises(UsageError, match="bad_value"):
        backup(store, store.path)
    assert percent(store) == 10.0


def test_a_folder_that_is_not_there_is_told(store, tmp_path):
    with pytest.raises(StoreError) as told:
        backup(store, tmp_path / "none" / "copy.sqlite3")
    assert "no such folder" in locale.get("en").error(told.value)


def test_a_damaged_store_gives_no_backup(store, tmp_path):
    store.close()
    with sqlite3.connect(store.path) as raw:
        raw.executescript(
            "DROP TRIGGER changes_no_update; UPDATE changes SET physical_pct = 99 WHERE rowid=1"
        )
    raw.close()
    with pytest.raises(StoreError) as told:
        backup(store, tmp_path / "copy.sqlite3")
    assert told.value.values["place"] == "changes 1"
    assert not (tmp_path / "copy.sqlite3").exists()


def test_restore_gives_back_the_figures_and_keeps_the_store_of_before(store, saved, tmp_path):
    publish_percent(store, 90)
    kept = restore(saved, store.url, folder=tmp_path)
    assert (repository.head(store).revision, percent(store)) == (2, 20.0)
    before = opening.open_store(f"sqlite:///{kept}", folder=tmp_path)
    assert (repository.head(before).revision, percent(before)) == (3, 90.0)
    assert audit.verify(before).broken_at is None
    before.close()
    assert kept.stat().st_mode & 0o777 == 0o600
    # the store goes on from there
    assert publish_percent(store, 55).revision == 3
    assert audit.verify(store).broken_at is None


def test_each_restore_keeps_a_store_of_its_own(store, saved, tmp_path):
    kept = [restore(saved, store.url, folder=tmp_path) for _ in range(3)]
    assert len({path.name for path in kept}) == 3
    assert all(verifying.fault_of_file(path) is None for path in kept)


def test_restore_where_there_is_no_store_makes_one(saved, tmp_path):
    url = opening.default_url(tmp_path / "elsewhere")
    assert restore(saved, url, folder=tmp_path / "other") is None
    restored = reopened(url, tmp_path / "other")
    assert percent(restored) == 20.0
    assert restored.path.stat().st_mode & 0o777 == 0o600
    restored.close()


def test_restore_binds_the_store_to_the_folder(store, saved, tmp_path):
    restore(saved, store.url, folder=tmp_path / "moved")
    store.close()
    with pytest.raises(StoreError, match="other_store"):
        reopened(store.url, tmp_path)
    moved = reopened(store.url, tmp_path / "moved")
    assert percent(moved) == 20.0
    moved.close()


def test_everybody_signs_in_again_after_a_restore(store, saved, tmp_path):
    with store.writing() as connection:
        connection.execute(
            insert(schema.accounts).values(
                name="lan", role="admin", password_hash="x", disabled=False,
                created_at="", created_by="",
            )
        )  # fmt: skip
        connection.execute(
            insert(schema.sessions).values(
                token_sha256="t", account="lan", created_at="", last_seen_at="", expires_at=""
            )
        )
    backup(store, saved)
    restore(saved, store.url, folder=tmp_path)
    with store.reading() as connection:
        assert connection.scalar(select(schema.accounts.c.name)) == "lan"
        assert connection.scalar(select(schema.sessions.c.account)) is None


def damaged_copies(saved):
    whole = saved.read_bytes()
    middle = len(whole) // 2
    yield "text", b"project_id,as_of\n"
    yield "empty", b""
    yield "cut", whole[:middle]
    yield "first page", b"\xff" * 4096 + whole[4096:]
    yield (
        "every other page",
        b"".join(
            whole[n : n + 4096] if n % 8192 else b"\xaa" * 4096
            for n in range(0, len(whole), 4096)
        ),
    )


def test_a_damaged_backup_is_refused_and_the_store_stays(store, saved, tmp_path):
    publish_percent(store, 90)
    wrong = tmp_path / "wrong.sqlite3"
    for name, content in damaged_copies(saved):
        wrong.write_bytes(content)
        with pytest.raises(StoreError) as told:
            restore(wrong, store.url, folder=tmp_path)
        assert told.value.key in {"error.bad_backup", "error.not_a_store"}, name
        assert str(wrong) in locale.get("vi").error(told.value)
        assert percent(store) == 90.0
    assert list(store.path.parent.glob("*before-restore*")) == []
    assert list(store.path.parent.glob(".*")) == []


def test_a_backup_with_an_altered_figure_is_refused(store, saved, tmp_path):
    with sqlite3.connect(saved) as raw:
        raw.executescript(
            "DROP TRIGGER changes_no_update; UPDATE changes SET physical_pct = 99 WHERE rowid=1"
        )
    raw.close()
    with pytest.raises(StoreError) as told:
        restore(saved, store.url, folder=tmp_path)
    assert (told.value.key, told.value.values["place"]) == ("error.bad_backup", "changes 1")


def test_a_backup_that_is_not_there_is_told(store, tmp_path):
    with pytest.raises(UsageError, match="no_file"):
        restore(tmp_path / "none.sqlite3", store.url, folder=tmp_path)


def test_a_database_of_another_program_is_not_written_over(saved, tmp_path):
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    before = other.read_bytes()
    with pytest.raises(StoreError, match="not_a_store"):
        restore(saved, f"sqlite:///{other}", folder=tmp_path)
    assert other.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"text\n", b"\xff" * 9000])
def test_restore_repairs_a_store_that_cannot_be_opened(store, saved, tmp_path, content):
    store.close()
    store.path.write_bytes(content)
    kept = restore(saved, store.url, folder=tmp_path)
    assert percent(store) == 20.0
    assert kept is not None
    assert publish_percent(store, 70).revision == 3
    store.close()
    assert verifying.fault_of_file(store.path) is None


def test_restore_is_not_confused_by_a_journal_left_behind(store, saved, tmp_path):
    """The leftovers of a killed server must not be played into the restored file."""
    publish_percent(store, 33)
    crashed = tmp_path / "crashed" / "tvgeo.sqlite3"
    crashed.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        shutil.copyfile(f"{store.path}{ending}", f"{crashed}{ending}")
    crashed.write_bytes(b"not a database any more" * 500)
    restore(saved, f"sqlite:///{crashed}", folder=tmp_path)
    restored = opening.open_store(f"sqlite:///{crashed}", folder=tmp_path)
    assert percent(restored) == 20.0
    restored.close()
    assert verifying.fault_of_file(crashed) is None


def test_a_backup_with_its_journal_beside_it_is_read_whole(store, tmp_path):
    """Files of a killed server, copied together, hold publications only in the journal."""
    publish_percent(store, 64)
    killed = tmp_path / "killed.sqlite3"
    for ending in ("", "-wal"):
        shutil.copyfile(f"{store.path}{ending}", f"{killed}{ending}")
    publish_percent(store, 65)
    restore(killed, store.url, folder=tmp_path)
    assert percent(store) == 64.0


def test_publications_during_a_restore_are_in_one_of_the_two_stores(store, saved, tmp_path):
    """Nothing acknowledged vanishes: it is in the store kept beside, or on top of the new one."""
    acknowledged, stop = [], threading.Event()

    def load():
        pct = 0
        while not stop.is_set():
            pct = pct % 90 + 1
            with contextlib.suppress(ConflictError, UsageError):  # its base was just replaced
                acknowledged.append(publish_percent(store, pct).sha256)

    writer = threading.Thread(target=load)
    writer.start()
    kept = [restore(saved, store.url, folder=tmp_path) for _ in range(5)]
    stop.set()
    writer.join()
    found = {revision.sha256 for revision in repository.revisions(store)}
    for path in kept:
        before = opening.open_store(f"sqlite:///{path}", folder=tmp_path)
        found |= {revision.sha256 for revision in repository.revisions(before)}
        before.close()
    assert acknowledged
    assert set(acknowledged) <= found
    assert audit.verify(store).broken_at is None


def test_a_revision_of_the_same_number_after_a_restore_is_another_base(store, saved, tmp_path):
    """Two read revision 3; a backup of 2 comes back, somebody publishes another 3."""
    publish_percent(store, 33)

    with store.reading() as connection:
        base = repository.revision(connection, 3)
        change = publishing._change(with_percent(44), carrying.at(connection, base))
    restore(saved, store.url, folder=tmp_path)
    publish_percent(store, 34)
    with store.writing() as connection:
        late = Publication(base=3, rows=with_percent(44), author="Lan", now=NOW)
        assert publishing._publish(connection, late, change) is None
    assert percent(store) == 34.0


def test_restoring_an_older_layout_brings_it_up_to_date(saved, store, tmp_path):
    older(saved)
    restore(saved, store.url, folder=tmp_path)
    with store.reading() as connection:
        version = connection.exec_driver_sql("SELECT * FROM alembic_version").scalar()
        assert version == schema.VERSION
        assert connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        ).scalar() == 2 * len(schema.APPEND_ONLY)
    assert repository.rows(store, 1) == ROWS
    assert repository.revision(store, 1).created_at == NOW
