"""The audit log tells when any of its entries was altered, removed, added or moved."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from store_rows import NOW, publish_percent
from tampering import altered, tamper

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


def broken_at(store, *statements):
    with altered(store, *statements) as connection:
        return audit.verify(connection).broken_at


def test_every_altered_value_of_every_entry_is_found(logged):
    assert broken_at(logged) is None
    for entry in range(1, ENTRIES + 1):
        for column in COLUMNS:
            other = 99 if column == "entry" else f"x{entry}"
            found = broken_at(
                logged, (f"UPDATE audit SET {column} = ? WHERE entry = {entry}", other)
            )
            assert found == entry, (entry, column)


def test_every_removed_entry_is_found_the_last_one_too(logged):
    for entry in range(1, ENTRIES + 1):
        assert broken_at(logged, (f"DELETE FROM audit WHERE entry = {entry}",)) == entry


def test_a_log_cut_short_is_found(logged):
    assert broken_at(logged, ("DELETE FROM audit WHERE entry > 2",)) == 3
    assert broken_at(logged, ("DELETE FROM audit",)) == 1


def test_a_log_cut_short_together_with_its_recorded_end_is_found(logged):
    """Its publications are still there, and no entry tells of the last one."""
    end = audit.end_of_log(5, row(logged, 5)["hash"])
    assert (
        broken_at(
            logged,
            ("DELETE FROM audit WHERE entry = 6",),
            ("UPDATE about SET value = ? WHERE name = 'audit'", end),
        )
        == 6
    )


def test_an_altered_end_of_the_log_is_found(logged):
    for value in ("", "{}", audit.end_of_log(5, row(logged, 5)["hash"])):
        change = ("UPDATE about SET value = ? WHERE name = 'audit'", value)
        assert broken_at(logged, change) == ENTRIES + 1
    assert broken_at(logged, ("DELETE FROM about WHERE name = 'audit'",)) == ENTRIES + 1


def test_nothing_is_added_to_a_log_whose_end_is_not_known(logged):
    tamper(logged, ("DELETE FROM about WHERE name = 'audit'",))
    with pytest.raises(StoreError, match="corrupt_"):
        publish_percent(logged, 99)
    assert repository.head(logged).revision == 3


def test_an_inserted_entry_is_found(logged):
    columns = ", ".join(COLUMNS[1:-1])
    copied = f"SELECT 7, {columns}, 'f' FROM audit WHERE entry = 6"
    assert broken_at(logged, (f"INSERT INTO audit (entry, {columns}, hash) {copied}",)) == 7


def test_reordered_entries_are_found(logged):
    assert (
        broken_at(
            logged,
            ("UPDATE audit SET entry = 70 WHERE entry = 3",),
            ("UPDATE audit SET entry = 3 WHERE entry = 4",),
            ("UPDATE audit SET entry = 4 WHERE entry = 70",),
        )
        == 3
    )


def test_an_entry_hashed_anew_still_breaks_the_next_one(logged):
    forged = row(logged, 3) | {"actor": "ai đó"}
    statement = "UPDATE audit SET actor = ?, hash = ? WHERE entry = 3"
    assert broken_at(logged, (statement, "ai đó", digests.of_entry(forged))) == 4


def row(store, entry):
    query = select(schema.audit).where(schema.audit.c.entry == entry)
    with store.reading() as connection:
        return dict(connection.execute(query).mappings().one())


def test_every_altered_value_of_a_revision_breaks_the_log_and_is_not_shown(logged):
    for column in (c.name for c in schema.revisions.c if c.name != "revision"):
        change = f"UPDATE revisions SET {column} = '7' WHERE revision = 2"
        with altered(logged, (change,)) as connection:
            assert audit.verify(connection).broken_at == 2, column
            with pytest.raises(StoreError, match="corrupt_"):
                repository.revisions(connection)


def test_a_removed_revision_breaks_the_log(logged):
    assert broken_at(logged, ("DELETE FROM revisions WHERE revision = 2",)) == 2


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
    tamper(logged, ("UPDATE audit SET details = '{' WHERE entry = 6",))
    assert audit.verify(logged).broken_at == 6
    with pytest.raises(StoreError, match="corrupt_"):
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
