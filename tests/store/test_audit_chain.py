"""The audit log tells when any of its entries was altered, removed, added or moved."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select
from store_rows import NOW, publish_percent

from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.store import audit, digests, repository, schema

COLUMNS = [column.name for column in schema.audit.c]
ENTRIES = 6


@pytest.fixture
def logged(store):
    """Return a store whose log has publications and other acts, six entries."""
    publish_percent(store, 20, address="10.0.0.7")
    with store.writing() as connection:
        for n in range(3):
            audit.append(
                connection, now=NOW + timedelta(minutes=n), actor="quản trị", address=None,
                action="unlock", details={"account": f"lan{n}"},
            )  # fmt: skip
    publish_percent(store, 30)
    assert audit.verify(store) == (ENTRIES, None)
    return store


def tampered(store, statement, *values):
    """Write into the file as somebody with the rights of the server could."""
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        for name in [
            n for (n,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement, values)
        raw.commit()
    return audit.verify(store)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("entry", range(1, ENTRIES + 1))
def test_an_altered_value_is_found(logged, entry, column):
    other = 99 if column == "entry" else f"x{entry}"
    found = tampered(logged, f"UPDATE audit SET {column} = ? WHERE entry = {entry}", other)
    assert found.broken_at is not None
    assert found.broken_at <= entry + 1


@pytest.mark.parametrize("entry", range(1, ENTRIES + 1))
def test_a_removed_entry_is_found_the_last_one_too(logged, entry):
    assert tampered(logged, f"DELETE FROM audit WHERE entry = {entry}").broken_at == entry


def test_a_log_cut_short_is_found(logged):
    assert tampered(logged, "DELETE FROM audit WHERE entry > 2").broken_at == 3
    assert tampered(logged, "DELETE FROM audit").broken_at == 1


def test_a_log_cut_short_together_with_its_recorded_end_is_found(logged):
    """Its publications are still there, and no entry tells of the last one."""
    with logged.reading() as connection:
        rest = connection.scalar(select(schema.audit.c.hash).where(schema.audit.c.entry == 5))
    tampered(logged, "DELETE FROM audit WHERE entry = 6")
    found = tampered(
        logged, "UPDATE about SET value = ? WHERE name = 'audit'", audit.end_of_log(5, rest)
    )
    assert found.broken_at == 6


def test_an_inserted_entry_is_found(logged):
    columns = ", ".join(COLUMNS[1:-1])
    found = tampered(
        logged,
        f"INSERT INTO audit (entry, {columns}, hash) SELECT 7, {columns}, 'f' FROM audit WHERE entry = 6",
    )
    assert found.broken_at == 7


def test_reordered_entries_are_found(logged):
    tampered(logged, "UPDATE audit SET entry = 70 WHERE entry = 3")
    tampered(logged, "UPDATE audit SET entry = 3 WHERE entry = 4")
    assert tampered(logged, "UPDATE audit SET entry = 4 WHERE entry = 70").broken_at == 3


def test_an_entry_hashed_anew_still_breaks_the_next_one(logged):
    with logged.reading() as connection:
        row = dict(
            connection.execute(select(schema.audit).where(schema.audit.c.entry == 3))
            .mappings()
            .one()
        )
    row["actor"] = "ai đó"
    found = tampered(
        logged,
        "UPDATE audit SET actor = ?, hash = ? WHERE entry = 3",
        row["actor"],
        digests.of_entry(row),
    )
    assert found.broken_at == 4


@pytest.mark.parametrize("column", [c.name for c in schema.revisions.c if c.name != "revision"])
def test_an_altered_revision_breaks_the_log_and_is_not_shown(logged, column):
    found = tampered(logged, f"UPDATE revisions SET {column} = '7' WHERE revision = 2")
    assert found.broken_at == 2
    with pytest.raises(StoreError, match="corrupt_store"):
        repository.revisions(logged)


def test_a_removed_revision_breaks_the_log(logged):
    logged.close()
    assert tampered(logged, "DELETE FROM revisions WHERE revision = 2").broken_at == 2


def test_entries_come_newest_first_and_page_by_page(logged):
    first = audit.entries(logged, limit=4)
    assert [entry.entry for entry in first] == [6, 5, 4, 3]
    assert [entry.entry for entry in audit.entries(logged, limit=4, before=3)] == [2, 1]
    assert first[1].actor == "quản trị"
    assert first[1].details == {"account": "lan2"}
    assert first[1].at == NOW + timedelta(minutes=2)


def test_a_publication_is_logged_with_file_counts_and_place(logged):
    entry = audit.entries(logged, before=3)[0]
    assert (entry.action, entry.actor, entry.address) == ("publish", "Lan", "10.0.0.7")
    assert entry.details["revision"] == 2
    assert entry.details["parent"] == 1
    assert (entry.details["added"], entry.details["changed"]) == (0, 1)
    assert entry.details["findings"] == 0


def test_what_was_not_stored_is_not_logged(store):
    def logged_then_stopped():
        with store.writing() as connection:
            audit.append(connection, now=NOW, actor="a", address=None, action="x", details={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        logged_then_stopped()
    assert audit.verify(store) == (1, None)


def test_hostile_text_in_the_log_is_kept_harmless(store):
    with store.writing() as connection:
        audit.append(
            connection, now=NOW, actor="\ud800\0" * 300, address="'; --" * 99, action="refused",
            details={"file_name": "\ud83d\0<script>", "codes": ["E_NUMBER"]},
        )  # fmt: skip
    entry = audit.entries(store)[0]
    assert entry.details["file_name"] == "\ud83d\0<script>"
    assert len(entry.actor) == 200
    assert audit.verify(store) == (2, None)


def test_details_that_are_no_json_any_more_are_told(logged):
    found = tampered(logged, "UPDATE audit SET details = '{' WHERE entry = 6")
    assert found.broken_at == 6
    with pytest.raises(StoreError, match="corrupt_store"):
        audit.entries(logged)


def test_both_languages_tell_how_the_log_is():
    assert locale.get("vi")("audit.ok", n=6) == "Nhật ký nguyên vẹn: 6 mục."
    assert locale.get("en")("audit.broken", i=4) == (
        "The audit log does not match from entry 4: it may have been altered."
    )


def test_the_log_is_the_same_bytes_whatever_order_the_details_have(store):
    for details in ({"a": 1, "b": "ă"}, {"b": "ă", "a": 1}):
        with store.writing() as connection:
            audit.append(
                connection, now=NOW, actor="a", address=None, action="x", details=details
            )
    with store.reading() as connection:
        stored = connection.execute(select(schema.audit.c.details)).scalars().all()[1:]
    assert stored[0] == stored[1] == json.dumps({"a": 1, "b": "ă"}, separators=(",", ":"))
