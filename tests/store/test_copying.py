"""A store is copied whole from one database to another and proved, or not at all."""

from contextlib import closing

import pytest
import store_rows
from sqlalchemy import func, select
from store_rows import NOW, ROWS, many_rows, publish, publish_percent
from tampering import tamper

from tvgeo import locale
from tvgeo.core.access import Actor
from tvgeo.errors import StoreError
from tvgeo.services import accounts, passwords
from tvgeo.store import (
    accounts as stored,
)
from tvgeo.store import (
    audit,
    copying,
    layers,
    mappings,
    opening,
    repository,
    schema,
    sessions,
    verifying,
)
from tvgeo.store.layers import LayerChange

PASSWORD = "song-hau-chay-ra-bien-1"
OPERATOR = Actor("tvgeo", "admin", account=False)
PROVINCE = "Trà Vinh 2021-01-01/2025-12-31"


@pytest.fixture
def target(tmp_path, cluster, postgis_database, database):
    """Return the address of an empty store of the other kind."""
    if database == "postgresql":
        return f"sqlite:///{tmp_path / 'copy' / 'tvgeo.sqlite3'}"
    return cluster.url(
        postgis_database, f"copy_{tmp_path.name[-40:].lower().replace('-', '_')}"
    )


@pytest.fixture
def full(store):
    """Return a store with something of everything."""
    for n in range(5):
        publish_percent(store, 20 + n, file_name=f"{n}.csv", content=bytes([n]) * 3_000)
    publish(
        store,
        repository.rows(store, 6),
        kind="layers",
        layers={"bridges": LayerChange(b'{"type": "FeatureCollection"}', {"source": "Sở"})},
    )
    publish(store, repository.rows(store, 1), kind="rollback", restores=1)
    accounts.create(store, "lan", PASSWORD, role="planner", scope="so-gtvt", actor=OPERATOR)
    with store.writing() as connection:
        mappings.remember(connection, "so-gtvt", "cầu số 1", "cau-moi", "lan", NOW)
        sessions.add(
            connection,
            "token",
            sessions.Session(
                account="lan", created_at=NOW, last_seen_at=NOW, expires_at=NOW, address=None
            ),
        )
    return store


def copied(store, target, folder):
    counts = copying.copy(store, target, folder=folder, province=PROVINCE)
    return counts, opening.open_store(target, folder=folder, province=PROVINCE)


def test_the_copy_is_the_same_store_with_history_accounts_and_audit(full, target, tmp_path):
    counts, opened = copied(full, target, tmp_path)
    with closing(opened) as copy:
        assert repository.revisions(copy) == repository.revisions(full)
        for each in repository.revisions(full):
            n = each.revision
            assert repository.rows(copy, n) == repository.rows(full, n)
            assert repository.original(copy, n) == repository.original(full, n)
            with copy.reading() as there, full.reading() as here:
                assert layers.in_force(there, n) == layers.in_force(here, n)
        assert audit.entries(copy) == audit.entries(full)
        assert audit.verify(copy) == audit.verify(full)
        assert mappings.remembered(copy, "so-gtvt") == {"cầu số 1": "cau-moi"}
        with copy.reading() as connection:
            assert passwords.verify(stored.password_hash(connection, "lan"), PASSWORD)
            assert verifying.fault(connection) is None
            assert connection.scalar(select(func.count()).select_from(schema.sessions)) == 0
        assert publish_percent(copy, 99).revision == repository.head(full).revision + 1
    assert (counts["revisions"], counts["accounts"], counts["audit"]) == (8, 1, 9)


def test_a_store_there_and_back_again_is_the_same(full, target, tmp_path):
    _, there = copied(full, target, tmp_path)
    back = store_rows.place(tmp_path / "back")
    with closing(there):
        _, opened = copied(there, back, tmp_path / "back")
    with closing(opened) as copy:
        assert repository.revisions(copy) == repository.revisions(full)
        assert audit.verify(copy) == audit.verify(full)


@pytest.mark.parametrize("revisions", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_of_many_revisions_every_hash_is_equal(store, target, tmp_path, revisions):
    for n in range(revisions - 1):
        publish_percent(store, n % 99 + 0.5, content=f"{n}".encode(), file_name="a.csv")
    counts, opened = copied(store, target, tmp_path)
    with closing(opened) as copy:
        there, here = repository.revisions(copy), repository.revisions(store)
        assert len(there) == revisions == counts["revisions"]
        assert [each.sha256 for each in there] == [each.sha256 for each in here]
        assert audit.verify(copy) == (revisions, None)


def test_a_store_that_is_there_is_never_written_over(full, target, tmp_path):
    copied(full, target, tmp_path)[1].close()
    publish_percent(full, 77)
    with pytest.raises(StoreError, match="target_not_empty") as refused:
        copying.copy(full, target, folder=tmp_path, province=PROVINCE)
    assert "Choose a new schema or file" in locale.get("en").error(refused.value)
    with closing(opening.open_store(target, folder=tmp_path)) as copy:
        assert repository.head(copy).revision == 8


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE changes SET physical_pct = 21.5 WHERE revision = 2",
        "UPDATE audit SET actor = 'ai đó' WHERE entry = 3",
        "UPDATE files SET content = ? WHERE sha256 = (SELECT min(sha256) FROM files)",
    ],
)
def test_a_source_that_is_not_whole_is_not_copied_at_all(full, target, tmp_path, damage):
    tamper(full, (damage, b"\0") if "?" in damage else (damage,))
    with pytest.raises(StoreError, match="copy_differs"):
        copying.copy(full, target, folder=tmp_path, province=PROVINCE)
    assert not opening.exists(target)


def test_a_copy_that_loses_a_row_is_discarded(full, target, tmp_path, monkeypatch):
    whole = copying._copy_table

    def losing(read, written, table):
        count = whole(read, written, table)
        if table is schema.mappings:
            written.execute(schema.mappings.delete())
        return count

    monkeypatch.setattr(copying, "_copy_table", losing)
    with pytest.raises(StoreError, match="copy_differs") as refused:
        copying.copy(full, target, folder=tmp_path, province=PROVINCE)
    assert refused.value.values["place"] == "mappings"
    assert not opening.exists(target)


def test_what_is_published_meanwhile_is_not_half_copied(store, target, tmp_path, monkeypatch):
    publish(store, many_rows(50))
    whole = copying._copy_table

    def meanwhile(read, written, table):
        if table is schema.revisions:
            publish(store, ROWS)
        return whole(read, written, table)

    monkeypatch.setattr(copying, "_copy_table", meanwhile)
    _, opened = copied(store, target, tmp_path)
    with closing(opened) as copy:
        assert repository.head(copy).revision == 2
        assert len(repository.rows(copy, 2)) == 50
    assert repository.head(store).revision == 3
