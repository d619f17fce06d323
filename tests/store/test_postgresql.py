"""A store in a schema of PostgreSQL: made once, read and written by many, away now and then."""

import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import store_rows
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select
from store_rows import NOW, ROWS, make, publish_percent, with_percent

import tvgeo
from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.store import (
    addresses,
    audit,
    backup,
    migrating,
    opening,
    postgres,
    repository,
    schema,
    server_store,
    verifying,
)

ROOT = Path(tvgeo.__file__).resolve().parents[1]
PATIENCE_S = 30
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def url(tmp_path):
    """Return the address of a schema that is not there yet."""
    return store_rows.place(tmp_path)


def told(refused, language="en"):
    return locale.get(language).error(refused.value)


def until(found):
    """Wait until something is so; how long that takes is not measured."""
    end = time.monotonic() + PATIENCE_S
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


# Made and opened


def test_a_store_is_made_read_published_into_and_whole(url, tmp_path):
    assert not opening.exists(url)
    with pytest.raises(StoreError, match="no_store"):
        opening.open_store(url, folder=None)
    store = make(tmp_path)
    assert opening.exists(url)
    assert repository.rows(store, 1) == ROWS
    assert publish_percent(store, 20).revision == 2
    assert repository.rows(store, 2)[0].physical_pct == 20.0
    assert repository.original(store, 1) == ("progress.csv", b"project_id,as_of\n")
    with store.reading() as connection:
        assert verifying.fault(connection) is None
    assert store.refusal is None
    store.close()


def test_the_steps_lead_to_the_tables_of_the_code(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == schema.VERSION == migrating.known_versions()[0]
        assert compare_metadata(context, schema.metadata) == []


def test_of_many_that_make_the_store_at_once_all_open_the_same(tmp_path):
    barrier, found = threading.Barrier(6), []

    def first(n):
        barrier.wait()
        with closing(make(tmp_path, with_percent(n))) as store:
            found.append(repository.head(store).sha256)

    threads = [threading.Thread(target=first, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_two_processes_that_make_the_store_at_once_open_the_same(url):
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from store_rows import make, with_percent; from tvgeo.store import repository;"
        "s = make(Path('.'), with_percent(int(sys.argv[3])), url=sys.argv[1]);"
        "print(repository.head(s).sha256); s.close()"
    )
    here = str(Path(__file__).parent)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, here, str(n)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for n in range(3)
    ]  # fmt: skip
    said = {child.communicate(timeout=60)[0] for child in children}
    assert all(child.returncode == 0 for child in children)
    assert len(said) == 1


def test_a_store_that_was_only_half_made_is_no_store(url, tmp_path, monkeypatch):
    def stopped(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "first", stopped)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path)
    assert not opening.exists(url)


def test_a_store_of_another_province_is_refused_wherever_the_folder_is(url, tmp_path):
    make(tmp_path, province="Trà Vinh 2021-01-01/2025-12-31").close()
    opening.open_store(
        url, folder=tmp_path / "khác", province="Trà Vinh 2021-01-01/2025-12-31"
    ).close()
    with pytest.raises(StoreError, match="other_store") as refused:
        opening.open_store(url, folder=tmp_path, province="Bến Tre 2021-01-01/2025-12-31")
    assert "Trà Vinh 2021" in told(refused)


def test_provinces_side_by_side_in_one_database_know_nothing_of_each_other(tmp_path):
    stores = [make(tmp_path / name, with_percent(pct)) for name, pct in (("a", 1), ("b", 2))]
    publish_percent(stores[0], 50)
    assert [repository.head(store).revision for store in stores] == [2, 1]
    assert [audit.verify(store).entries for store in stores] == [2, 1]
    assert postgres.lock_key(stores[0].address.schema) != postgres.lock_key(
        stores[1].address.schema
    )
    for store in stores:
        store.close()


def test_a_table_missing_in_the_schema_is_not_taken_from_another(
    cluster, postgis_database, tmp_path
):
    make(tmp_path / "public", url=cluster.url(postgis_database)).close()
    assert not opening.exists(cluster.url(postgis_database, "empty"))


def test_a_schema_of_another_program_is_no_store(cluster, postgis_database, tmp_path):
    cluster.sql(
        "CREATE SCHEMA other", "CREATE TABLE other.cats (n int)", database=postgis_database
    )
    url = cluster.url(postgis_database, "other")
    with pytest.raises(StoreError, match="not_a_store"):
        opening.open_store(url, folder=None)
    with pytest.raises(StoreError, match="not_a_store"):
        make(tmp_path, url=url)


def test_an_older_store_is_brought_up_to_date_by_one_and_a_newer_one_is_refused(
    store, tmp_path
):
    store.close()
    with store.writing() as connection:
        for name in schema.APPEND_ONLY:
            connection.exec_driver_sql(f"DROP TRIGGER {name}_no_change ON {name}")
        connection.exec_driver_sql("DROP TRIGGER head_told ON head")
        connection.exec_driver_sql("DROP FUNCTION only_added_to, tell_head")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
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
    with store.writing() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert found == schema.VERSION
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(StoreError, match="newer_store"):
        opening.open_store(store.url, folder=tmp_path)


# Each connection


def test_every_connection_is_durable_consistent_and_limited(store):
    for context, isolation, read_only in (
        (store.reading, "repeatable read", "on"),
        (store.writing, "read committed", "off"),
        (store.reading, "repeatable read", "on"),
    ):
        with context() as connection:
            found = [
                connection.exec_driver_sql(f"SHOW {name}").scalar()
                for name in ("synchronous_commit", "transaction_isolation",
                             "transaction_read_only", "lock_timeout", "statement_timeout")
            ]  # fmt: skip
        assert found == ["on", isolation, read_only, "15s", "1min"]


def test_a_reading_can_write_nothing(store):
    with pytest.raises(StoreError, match="read_only"), store.reading() as connection:
        connection.execute(schema.head.update().values(revision=1))


def test_waiting_too_long_for_a_turn_is_told(store, monkeypatch):
    monkeypatch.setattr(postgres, "BUSY_MS", 50)
    with closing(opening.open_store(store.url, folder=None)) as other:
        with store.writing() as connection:
            connection.execute(select(schema.head))
            with pytest.raises(StoreError) as busy:
                publish_percent(other, 20)
        assert told(busy) == "Another publish is under way. Please retry."
        assert publish_percent(other, 20).revision == 2


def test_a_wrong_account_or_database_is_told_with_what_the_server_said(
    cluster, postgis_database
):
    for url, reason in (
        (cluster.url("nothing"), 'database "nothing" does not exist'),
        (cluster.url(postgis_database, role="nobody"), 'role "nobody" does not exist'),
    ):
        with pytest.raises(StoreError, match="database_refused") as refused:
            opening.open_store(url, folder=None)
        assert reason in told(refused)
        assert "nobody@" not in told(refused)


def test_no_sentence_holds_the_password_and_pages_do_not_even_name_the_server():
    url = "postgres://ai:bi-mat@10.0.0.5:5432/tvgeo?schema=ben_tre&sslmode=require"
    place = "postgresql://10.0.0.5:5432/tvgeo?schema=ben_tre"
    assert opening.shown(url) == addresses.server(url).place == place
    assert StoreError("error.database_away", store=place).without_folders().values == {
        "store": "PostgreSQL"
    }


def test_text_that_no_database_can_keep_finds_nothing(store):
    for name in ("a\0b", "\ud800"):
        with store.reading() as connection:
            assert repository.history_of(connection, name) == ()


def test_backup_and_restore_name_the_programs_of_postgresql(store, tmp_path):
    with pytest.raises(StoreError, match="backup_of_server") as refused:
        backup.backup(store, tmp_path / "copy")
    assert "pg_dump -Fc" in told(refused, "vi")
    with pytest.raises(StoreError, match="restore_to_server") as refused:
        backup.restore(tmp_path / "copy", store.url, folder=tmp_path)
    assert "pg_restore" in told(refused, "vi")


# News


def test_a_publication_of_another_process_is_heard(store):
    with closing(opening.open_store(store.url, folder=None)) as other:
        assert other.heard is None
        other.listen()
        until(lambda: other.heard is not None)
        before = other.heard
        publish_percent(store, 20)
        until(lambda: other.heard != before)
    assert other.heard is None


def test_a_publication_in_another_schema_is_not_heard(store, tmp_path):
    with closing(make(tmp_path / "other")) as other:
        store.listen()
        until(lambda: store.heard is not None)
        before = store.heard
        publish_percent(other, 20)
        publish_percent(other, 30)
        assert store.heard == before


# Away


@pytest.fixture
def fragile(tmp_path):
    """Return a server that may be stopped, and a store in it."""
    import postgres as servers

    cluster = servers.Cluster()
    store = make(tmp_path, url=cluster.url(cluster.new_database(postgis=False)))
    yield cluster, store
    store.close()
    cluster.remove()


def test_a_database_that_is_away_is_told_and_found_again_by_itself(fragile, monkeypatch):
    monkeypatch.setattr(server_store, "PAUSE_S", 0.05)
    cluster, store = fragile
    store.listen()
    until(lambda: store.heard is not None)
    publish_percent(store, 20)
    cluster.stop("immediate")
    for act in (repository.head, lambda s: publish_percent(s, 30)):
        with pytest.raises(StoreError, match="database_away") as away:
            act(store)
    assert told(away).startswith("The database postgresql://127.0.0.1:")
    assert store.refusal.key == "error.database_away"
    until(lambda: store.heard is None)
    with pytest.raises(StoreError, match="database_away"):
        opening.open_store(store.url, folder=None)
    cluster.start()
    until(lambda: store.refusal is None)
    assert repository.head(store).revision == 2  # what was acknowledged is there
    assert publish_percent(store, 30).revision == 3
    until(lambda: store.heard is not None)
    with store.reading() as connection:
        assert verifying.fault(connection) is None


def test_while_it_is_away_one_tries_for_all(fragile, monkeypatch):
    cluster, store = fragile
    cluster.stop("immediate")
    with pytest.raises(StoreError, match="database_away"):
        repository.head(store)

    def must_not_be_asked():
        raise AssertionError

    monkeypatch.setattr(store._reader, "connect", must_not_be_asked)
    with pytest.raises(StoreError, match="database_away"):
        repository.head(store)


def test_a_connection_that_breaks_within_a_writing_stores_nothing(fragile):
    cluster, store = fragile

    def cut_off():
        with store.writing() as connection:
            audit.append(connection, now=NOW, actor="a", address=None, action="x", details={})
            cluster.stop("immediate")

    with pytest.raises(StoreError, match="database_away"):
        cut_off()
    cluster.start()
    until(lambda: store.refusal is None)
    assert audit.verify(store) == (1, None)


# The driver


def test_a_store_in_a_file_loads_no_driver(tmp_path):
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from store_rows import make, publish_percent; import tvgeo.web.app;"
        "s = make(Path(sys.argv[1])); publish_percent(s, 20); s.close();"
        "assert not [m for m in sys.modules if m.split('.')[0] in {'psycopg', 'psycopg_binary'}]"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)],
        cwd=ROOT, timeout=60, check=True,
    )  # fmt: skip


def test_without_the_driver_the_sentence_names_what_to_install(url, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="no_driver") as refused:
        opening.open_store(url, folder=None)
    assert "requirements-server.txt" in told(refused)


# Backup


def test_a_dump_of_one_province_brings_all_of_it_back(store, cluster, postgis_database):
    publish_percent(store, 20)
    schema_name = store.address.schema
    there = ("-h", "127.0.0.1", "-p", cluster.port, "-U", "postgres")
    dump = cluster.folder / f"{schema_name}.dump"
    cluster.run("pg_dump", "-Fc", *there, "-n", schema_name, "-f", dump, postgis_database)
    other = cluster.new_database()
    cluster.run("pg_restore", "--no-owner", *there, "-d", other, dump)
    with closing(opening.open_store(cluster.url(other, schema_name), folder=None)) as back:
        assert repository.revisions(back) == repository.revisions(store)
        assert publish_percent(back, 30).revision == 3
        with back.reading() as connection:
            assert verifying.fault(connection) is None
