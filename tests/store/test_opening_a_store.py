"""A store is opened as what it is: whole, this folder's, of this version, writable or not."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, select
from store_rows import ROWS, in_files, make, older, publish_percent, with_percent

import tvgeo
from tvgeo import locale
from tvgeo.errors import StoreError, UsageError
from tvgeo.store import audit, engines, migrating, opening, repository, schema

pytestmark = in_files

NOBODY = 65_534
ROOT = Path(tvgeo.__file__).resolve().parents[1]


def told(error, language="en"):
    return locale.get(language).error(error.value)


# How it is made


def test_folder_and_file_are_private(tmp_path):
    store = make(tmp_path)
    publish_percent(store, 20)
    assert store.path.parent.stat().st_mode & 0o777 == 0o700
    files = list(store.path.parent.iterdir())
    assert {path.name for path in files} == {
        "tvgeo.sqlite3", "tvgeo.sqlite3-wal", "tvgeo.sqlite3-shm",
    }  # fmt: skip
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    store.close()


def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    (tmp_path / "var").mkdir(mode=0o755)
    make(tmp_path).close()
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["cửa sông", "50% ?a=b#c", 'it\'s "so"', "&mode=memory"])
def test_a_folder_may_have_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    store = make(folder)
    assert store.path.is_file()
    assert publish_percent(store, 20).revision == 2
    store.close()
    again = opening.open_store(store.url, folder=folder)
    assert repository.head(again).revision == 2
    again.close()


def test_making_a_store_twice_opens_the_one_that_is_there(store, tmp_path):
    publish_percent(store, 20)
    again = make(tmp_path, ())
    assert repository.head(again).revision == 2
    again.close()


def test_of_many_that_make_the_store_at_once_all_open_the_same(tmp_path):
    barrier, found = threading.Barrier(6), []

    def first(n):
        barrier.wait()
        store = make(tmp_path, with_percent(n))
        found.append(repository.head(store).sha256)
        store.close()

    threads = [threading.Thread(target=first, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert [p.name for p in (tmp_path / "var").iterdir()] == ["tvgeo.sqlite3"]


def test_two_processes_that_make_the_store_at_once_open_the_same(tmp_path):
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from store_rows import make, with_percent; from tvgeo.store import repository;"
        "s = make(Path(sys.argv[1]), with_percent(int(sys.argv[3])));"
        "print(repository.head(s).sha256); s.close()"
    )
    here = str(Path(__file__).parent)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), here, str(n)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for n in range(3)
    ]  # fmt: skip
    said = {child.communicate(timeout=60)[0] for child in children}
    assert all(child.returncode == 0 for child in children)
    assert len(said) == 1


def test_a_store_that_was_only_half_made_is_no_store(tmp_path, monkeypatch):
    def stopped(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "first", stopped)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path)
    assert not opening.exists(opening.default_url(tmp_path))
    assert list((tmp_path / "var").iterdir()) == []


def test_an_address_of_another_database_is_refused_without_its_password(tmp_path):
    for url in (
        "mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "nonsense", "",
        "postgresql://u:secret@h", "postgres://u:secret@h/d?schema=Vinh-Long",
        "postgresql://u:secret@h:port/d", "postgresql://u:secret@h/d?schema=pg_catalog",
    ):  # fmt: skip
        with pytest.raises(UsageError, match="bad_value") as refused:
            opening.open_store(url, folder=tmp_path)
        assert "secret" not in told(refused)


# Each connection


def test_every_connection_of_the_pool_is_durable_and_checks_keys(store):
    """R2: a commit is on the disk when it is acknowledged, on each connection."""
    pragmas = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "busy_timeout": engines.BUSY_MS, "cell_size_check": 1, "trusted_schema": 0,
    }  # fmt: skip
    barrier, seen = threading.Barrier(8), []

    def look(context):
        with context() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas
            }
            seen.append((id(connection.connection.driver_connection), found))
            barrier.wait()

    threads = [threading.Thread(target=look, args=(store.reading,)) for _ in range(7)]
    threads.append(threading.Thread(target=look, args=(store.writing,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({connection for connection, _ in seen}) == 8
    assert all(found == pragmas for _, found in seen)


def test_a_writing_takes_its_turn_at_the_start(store):
    said = []
    with store.writing() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
        driver = connection.connection.driver_connection
        assert driver.in_transaction
        with (
            closing(engines.plain(store.path, "rw", wait_ms=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


def test_a_writing_that_fails_stores_nothing(store):
    def stopped():
        with store.writing() as connection:
            connection.execute(
                schema.mappings.insert().values(
                    agency="", written="x", project_id="", author="", created_at=""
                )
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped()
    with store.reading() as connection:
        assert connection.execute(select(schema.mappings)).all() == []


def test_waiting_too_long_for_a_turn_is_told(store, monkeypatch):
    store.close()
    monkeypatch.setattr(engines, "BUSY_MS", 50)
    with closing(engines.plain(store.path, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not store.read_only
        with pytest.raises(StoreError) as busy:
            publish_percent(store, 20)
        other.execute("ROLLBACK")
    assert told(busy) == "Another publish is under way. Please retry."
    assert publish_percent(store, 20).revision == 2


# Versions


def test_the_steps_lead_to_the_tables_of_the_code(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == schema.VERSION == migrating.known_versions()[0]
        assert compare_metadata(context, schema.metadata) == []


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(store, tmp_path):
    store.close()
    older(store.path)
    opened = opening.open_store(store.url, folder=tmp_path)
    with opened.reading() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        )
        assert triggers.scalar() == 2 * len(schema.APPEND_ONLY)
    assert repository.rows(opened, 1) == ROWS
    assert audit.verify(opened).broken_at is None
    opened.close()


def test_an_older_store_opened_by_many_at_once_is_brought_up_once(store, tmp_path):
    store.close()
    older(store.path)
    failed = []

    def look():
        try:
            opening.open_store(store.url, folder=tmp_path).close()
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_newer_store_is_refused(store, tmp_path):
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9000'")
        raw.commit()
    with pytest.raises(StoreError, match="newer_store") as refused:
        opening.open_store(store.url, folder=tmp_path)
    assert "made by a newer version of tvgeo" in told(refused)


def test_the_steps_are_found_wherever_the_package_is(tmp_path):
    place = tmp_path / "100% mới"
    shutil.copytree(
        ROOT / "tvgeo", place / "tvgeo", ignore=shutil.ignore_patterns("__pycache__")
    )
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path; import tvgeo;"
        "from store_rows import make; make(Path(sys.argv[1])).close(); print(tvgeo.__file__)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(place), str(Path(__file__).parent)],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert str(place) in ended.stdout


# Whose it is


def test_a_store_of_another_folder_is_refused(store, tmp_path):
    with pytest.raises(StoreError) as refused:
        opening.open_store(store.url, folder=tmp_path / "khác")
    assert refused.value.key == "error.other_store"
    assert refused.value.values == {
        "store": str(store.path), "other": str(tmp_path), "data": str(tmp_path / "khác"),
    }  # fmt: skip


def test_a_folder_is_the_same_by_any_of_its_names(store, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    opening.open_store(store.url, folder=tmp_path / "link").close()


def test_a_database_of_another_program_is_no_store(tmp_path):
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as raw:
        raw.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StoreError, match="not_a_store") as refused:
        opening.open_store(f"sqlite:///{tmp_path / 'x.sqlite3'}", folder=tmp_path)
    assert "is not a store of tvgeo" in told(refused)


# When the file goes or is replaced


def test_a_store_deleted_while_it_is_open_is_told(store):
    store.path.unlink()
    for use in (lambda: repository.head(store), lambda: publish_percent(store, 20)):
        with pytest.raises(StoreError) as gone:
            use()
        assert told(gone).startswith(f"Store {store.path} is not there any more.")
    assert not store.path.exists()


def test_a_missing_store_is_told(tmp_path):
    url = opening.default_url(tmp_path)
    assert not opening.exists(url)
    with pytest.raises(StoreError, match="store_gone"):
        opening.open_store(url, folder=tmp_path)
    assert not (tmp_path / "var").exists()


def test_a_file_put_in_its_place_is_read_from_then_on(store, tmp_path):
    other = make(tmp_path / "other", with_percent(88))
    other.close()
    with closing(sqlite3.connect(other.path)) as raw:
        raw.execute(
            "UPDATE about SET value = (SELECT ?) WHERE name = 'folder'", [f'"{tmp_path}"']
        )
        raw.commit()
    repository.head(store)
    other.path.replace(store.path)
    assert repository.rows(store, 1)[0].physical_pct == 88.0


# When it can only be read (R5)


@contextmanager
def as_nobody(folder):
    """Act as an account without rights; the folder becomes its own."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed_place():
    """Return a folder that every account may reach; its rights are given back at the end."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    for path in (place, *place.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(place)


def shut(store):
    for path in store.path.parent.iterdir():
        path.chmod(0o400)
    store.path.parent.chmod(0o500)


def unshut(store):
    store.path.parent.chmod(0o700)
    for path in store.path.parent.iterdir():
        path.chmod(0o600)


def assert_read_only(store, pct):
    assert store.read_only
    assert repository.rows(store, repository.head(store).revision)[0].physical_pct == pct
    with pytest.raises(StoreError, match="read_only") as refused:
        publish_percent(store, 99)
    assert told(refused).startswith(f"{store.path} is read-only; viewing works")


def test_a_read_only_folder_can_be_viewed_and_later_written_again(closed_place):
    with as_nobody(closed_place):
        store = make(closed_place)
        publish_percent(store, 20)
        store.close()
        shut(store)
        opened = opening.open_store(store.url, folder=closed_place)
        assert_read_only(opened, 20.0)
        unshut(store)
        assert publish_percent(opened, 30).revision == 3
        assert not opened.read_only
        opened.close()


def test_a_store_that_becomes_read_only_while_it_is_open_is_told(closed_place):
    with as_nobody(closed_place):
        store = make(closed_place)
        store.close()
        shut(store)
        assert_read_only(opening.open_store(store.url, folder=None), 10.0)
        unshut(store)


def killed_while_open(store):
    """Leave file and journal as a killed server does, in another folder."""
    place = store.path.parent.parent / "killed"
    place.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{store.path}{ending}", place / f"tvgeo.sqlite3{ending}")
    return place / "tvgeo.sqlite3"


def test_a_read_only_folder_with_a_journal_shows_the_last_publication(closed_place):
    """Read as an unchanging file alone it would show the figures of before."""
    with as_nobody(closed_place):
        store = make(closed_place)
        publish_percent(store, 64)
        path = killed_while_open(store)
        store.close()
        for file in path.parent.iterdir():
            file.chmod(0o400)
        path.parent.chmod(0o500)
        opened = opening.open_store(f"sqlite:///{path}", folder=closed_place)
        assert_read_only(opened, 64.0)
        opened.close()


def in_another_process(store, pct):
    """Publish as the account that owns everything."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from store_rows import publish_percent; from tvgeo.store import opening;"
        "s = opening.open_store(sys.argv[1], folder=None);"
        "publish_percent(s, float(sys.argv[3])); s.close()"
    )
    account = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)
    store.path.chmod(0o600)
    try:
        subprocess.run(
            [sys.executable, "-c", code, store.url, str(Path(__file__).parent), str(pct)],
            cwd=ROOT, timeout=60, check=True,
        )  # fmt: skip
    finally:
        store.path.chmod(0o400)
        if os.getuid() == 0:
            os.seteuid(account)


@pytest.mark.parametrize("folder_rights", [0o700, 0o500])
def test_publications_of_another_account_are_seen_read_only(closed_place, folder_rights):
    with as_nobody(closed_place):
        store = make(closed_place)
        store.close()
        store.path.chmod(0o400)
        store.path.parent.chmod(folder_rights)
        reader = opening.open_store(store.url, folder=closed_place)
        assert_read_only(reader, 10.0)
        for revision, pct in ((2, 31.0), (3, 32.0)):
            if folder_rights == 0o500 and os.getuid() != 0:
                store.path.parent.chmod(0o700)
            in_another_process(store, pct)
            store.path.parent.chmod(folder_rights)
            assert repository.head(reader).revision == revision
            assert_read_only(reader, pct)
        reader.close()


def test_a_store_that_may_not_even_be_read_is_told(closed_place):
    with as_nobody(closed_place):
        store = make(closed_place)
        store.close()
        store.path.chmod(0o000)
        with pytest.raises(StoreError, match="store_unreadable") as refused:
            opening.open_store(store.url, folder=closed_place)
        assert told(refused) == (
            f"Store {store.path} cannot be read. Grant read access to the account that runs tvgeo."
        )


def test_a_store_cannot_be_made_where_nobody_may_write(closed_place):
    with as_nobody(closed_place):
        closed_place.chmod(0o500)
        with pytest.raises(StoreError, match="read_only"):
            make(closed_place)


def test_an_older_store_that_is_read_only_is_told(closed_place):
    with as_nobody(closed_place):
        store = make(closed_place)
        store.close()
        older(store.path)
        shut(store)
        with pytest.raises(StoreError, match="old_store") as refused:
            opening.open_store(store.url, folder=closed_place)
        assert "made by an older version of tvgeo and is read-only" in told(refused)
