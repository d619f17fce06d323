"""A publication is one revision on top of the one it was made for, or nothing."""

import itertools
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from store_rows import DAY, NOW, ROWS, a_row, make, many_rows, publish, publish_percent

from tvgeo import locale
from tvgeo.core.progress import Row
from tvgeo.errors import AccessError, ConflictError, UsageError
from tvgeo.store import audit, publishing, repository, schema
from tvgeo.store.layers import LayerChange
from tvgeo.store.publishing import Publication


def count(store, table):
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_a_new_store_holds_the_rows_as_revision_1(store):
    head = repository.head(store)
    assert (head.revision, head.parent, head.kind) == (1, None, "initial")
    assert (head.added, head.changed, head.removed) == (3, 0, 0)
    assert head.created_at == NOW
    assert repository.rows(store, 1) == ROWS


def test_a_publication_stores_only_the_rows_that_changed(store):
    revision = publish(
        store, (replace(ROWS[0], physical_pct=12.5), ROWS[1], a_row("truong-hoc")),
        note="Tháng 6", file_name="bao-cao.csv", content=b"x", findings=[{"code": "W_JUMP"}],
    )  # fmt: skip
    assert (revision.revision, revision.parent, revision.kind) == (2, 1, "publish")
    assert (revision.added, revision.changed, revision.removed) == (1, 1, 1)
    assert (revision.author, revision.note, revision.file_name) == (
        "Lan", "Tháng 6", "bao-cao.csv",
    )  # fmt: skip
    assert revision.findings == ({"code": "W_JUMP"},)
    assert count(store, schema.changes) == len(ROWS) + 3
    assert [row.project_id for row in repository.rows(store, 2)] == [
        "cau-moi", "duong-ven-bien", "truong-hoc",
    ]  # fmt: skip


def test_an_older_revision_still_has_its_own_rows(store):
    publish_percent(store, 20)
    publish_percent(store, 30)
    assert [repository.rows(store, n)[0].physical_pct for n in (1, 2, 3)] == [10.0, 20.0, 30.0]


def test_equal_rows_make_no_revision(store):
    assert publish(store, tuple(reversed(ROWS)), content=b"again").revision == 1
    assert count(store, schema.revisions) == count(store, schema.audit) == 1
    assert count(store, schema.files) == 1


def test_whole_numbers_and_a_negative_zero_are_no_change(store):
    rows = (replace(ROWS[0], physical_pct=10), ROWS[1], replace(ROWS[2], physical_pct=-0.0))
    assert publish(store, rows).revision == 1


def test_all_rows_can_be_removed_and_come_back(store):
    emptied = publish(store, ())
    assert emptied.removed == 3
    assert repository.rows(store, 2) == ()
    publish(store, ROWS[:1])
    assert repository.rows(store, 3) == ROWS[:1]


def test_a_store_may_start_with_no_rows(tmp_path):
    store = make(tmp_path, (), content=None)
    assert repository.rows(store, 1) == ()
    assert repository.original(store, 1) is None
    assert publish(store, ROWS).added == 3
    store.close()


def test_a_moved_head_is_refused_with_who_changed_what(store):
    publish(store, (*ROWS[:1], a_row("truong-hoc")), author="Hạnh")
    with pytest.raises(ConflictError) as refused:
        publish_percent(store, 99, base=1)
    values = refused.value.values
    assert refused.value.key == "error.base_moved"
    assert (values["base"], values["head"], values["author"]) == (1, 2, "Hạnh")
    assert values["time"] == NOW
    assert (values["added"], values["changed"], values["removed"]) == (1, 0, 2)
    assert values["projects"] == ("duong-ven-bien", "ke-song", "truong-hoc")
    told = locale.get("en").error(refused.value)
    assert told.startswith("Not published: based on revision 1, but Hạnh published 2 at ")
    assert "(duong-ven-bien, ke-song, truong-hoc)" in told
    assert repository.head(store).revision == 2


def test_a_long_conflict_names_three_projects_and_counts_the_rest(store):
    publish(store, (*ROWS, *(a_row(f"ct-{n}") for n in range(5))))
    assert publishing.moved(store, 1).values["summary"] == "ct-0, ct-1, ct-2, … (+2)"


def test_a_base_that_never_was_is_told(store):
    with pytest.raises(UsageError, match="no_revision") as told:
        publish_percent(store, 1, base=7)
    assert told.value.values == {"rev": 7, "head": 1}
    for number in (0, -1, 2**70):
        with pytest.raises(UsageError, match="no_revision"):
            repository.rows(store, number)


def test_what_permission_raises_stops_the_publication(store):
    def demoted(_):
        raise AccessError("error.forbidden")

    with pytest.raises(AccessError):
        publish_percent(store, 50, permit=demoted)
    assert count(store, schema.revisions) == 1


def test_permission_is_asked_within_the_transaction(store):
    seen = []
    publish_percent(
        store, 50, permit=lambda c: seen.append(c.scalar(select(schema.head.c.revision)))
    )
    assert seen == [1]


def test_the_same_submission_twice_is_one_revision(store):
    first = publish_percent(store, 50, idempotency_key="k1")
    again = publish_percent(store, 50, base=1, idempotency_key="k1")
    assert again == first
    assert count(store, schema.revisions) == 2


def test_a_double_click_on_two_threads_is_one_revision(store):
    barrier, found = threading.Barrier(4), []

    def click():
        barrier.wait()
        found.append(publish_percent(store, 50, base=1, idempotency_key="click").revision)

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2, 2, 2, 2]
    assert count(store, schema.revisions) == 2


def test_of_two_threads_with_different_files_one_wins(store):
    barrier, won, lost = threading.Barrier(2), [], []

    def send(pct):
        barrier.wait()
        try:
            won.append(publish_percent(store, pct, base=1).revision)
        except ConflictError as error:
            lost.append(error.values["head"])

    threads = [threading.Thread(target=send, args=(pct,)) for pct in (60, 70)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (won, lost) == ([2], [2])


def test_a_reading_sees_one_state_while_others_publish(store):
    with store.reading() as connection:
        before = repository.head(connection)
        publish_percent(store, 77)
        assert repository.head(connection) == before
        assert repository.rows(connection, 1) == ROWS
    assert repository.head(store).revision == 2


def test_a_rollback_is_a_new_revision_with_the_old_rows(store):
    publish_percent(store, 50)
    back = publish(store, repository.rows(store, 1), kind="rollback", restores=1)
    assert (back.revision, back.kind, back.restores, back.changed) == (3, "rollback", 1, 1)
    assert repository.rows(store, 3) == ROWS
    assert back.rows_sha256 == repository.revision(store, 1).rows_sha256


def test_a_rollback_takes_exactly_the_rows_of_its_revision(store):
    publish_percent(store, 50)
    with pytest.raises(ValueError, match="not the rows of revision 1"):
        publish_percent(store, 51, kind="rollback", restores=1)


def test_the_number_orders_revisions_when_the_clock_goes_back(store):
    later = Publication(base=1, rows=ROWS[:2], author="Lan", now=NOW + timedelta(days=1))
    publishing.publish(store, later)
    publishing.publish(store, replace(later, base=2, rows=ROWS, now=NOW - timedelta(days=1)))
    assert [each.revision for each in repository.revisions(store)] == [3, 2, 1]
    assert repository.head(store).revision == 3
    assert audit.verify(store).broken_at is None


def test_times_are_stored_in_utc_whatever_the_zone(store):
    hanoi = datetime(2026, 7, 5, 23, 30, tzinfo=timezone(timedelta(hours=7)))
    made = publishing.publish(store, Publication(base=1, rows=(), author="Lan", now=hanoi))
    assert made.created_at == hanoi
    assert made.created_at.tzinfo == UTC


def test_text_is_composed_and_hostile_text_is_kept_harmless(store):
    decomposed = "Nguyễn"
    row = Row(
        "ke-song", DAY, 1, 1, "paused", note="a\0b\ud800c", obstacle="'; DROP TABLE head;--"
    )
    made = publish(
        store, (*ROWS[:2], row), author=decomposed, note="\udcff \0", file_name="\ud83d.csv"
    )
    assert made.author == "Nguyễn"
    kept = repository.rows(store, made.revision)[-1]
    assert kept.note == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
    assert kept.obstacle == "'; DROP TABLE head;--"
    assert audit.verify(store).broken_at is None


def test_an_astral_character_survives(store):
    made = publish(store, (replace(ROWS[0], note="🚧 đang làm"), *ROWS[1:]))
    assert repository.rows(store, made.revision)[0].note == "🚧 đang làm"


def test_a_number_that_is_none_is_never_stored(store):
    for wrong in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON"):
            publish_percent(store, wrong)
    assert repository.head(store).revision == 1


def test_the_sent_file_comes_back_byte_for_byte_and_is_stored_once(store):
    content = bytes(range(256)) * 100
    publish_percent(store, 20, file_name="một.xlsx", content=content)
    publish_percent(store, 30, file_name="hai.xlsx", content=content)
    assert repository.original(store, 2) == ("một.xlsx", content)
    assert repository.original(store, 3) == ("hai.xlsx", content)
    assert count(store, schema.files) == 2


def test_a_large_file_is_stored(store):
    content = b"0123456789abcdef" * (20 * 1024 * 1024 // 16)
    publish_percent(store, 20, file_name="to.xlsx", content=content)
    assert repository.original(store, 2) == ("to.xlsx", content)


def test_the_history_of_a_project_tells_each_change(store):
    publish_percent(store, 20)
    publish(store, ROWS[1:])
    publish(store, ROWS)
    told = [
        (revision.revision, change.kind, [(c.column, c.old, c.new) for c in change.cells][:1])
        for revision, change in repository.history_of(store, "cau-moi")
    ]
    assert told == [
        (4, "added", [("physical_pct", None, 10.0)]),
        (3, "removed", [("physical_pct", 20.0, None)]),
        (2, "changed", [("physical_pct", 10.0, 20.0)]),
        (1, "added", [("physical_pct", None, 10.0)]),
    ]
    for unknown in ("none", "\ud800", "\0", "x" * 10_000):
        assert repository.history_of(store, unknown) == ()


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
def test_nothing_published_can_be_changed_or_deleted(store, table):
    publish(store, ROWS, layers={"bridges": LayerChange(b"{}")})
    target = schema.metadata.tables[table]
    column = next(iter(target.c))
    for statement in (update(target).values({column.name: column}), target.delete()):
        with (
            pytest.raises(IntegrityError, match="only added to"),
            store.writing() as connection,
        ):
            connection.execute(statement)


def test_a_revision_has_one_child_even_without_the_check(store):
    publish_percent(store, 20)
    with store.reading() as connection:
        values = dict(
            connection.execute(select(schema.revisions).where(schema.revisions.c.revision == 2))
            .mappings()
            .one()
        )
    with pytest.raises(IntegrityError, match="parent"), store.writing() as connection:
        connection.execute(insert(schema.revisions).values(values | {"revision": 3}))


@pytest.mark.parametrize("size", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_many_rows_are_published_and_read(tmp_path, size):
    rows = many_rows(size)
    store = make(tmp_path, rows)
    publish(store, rows[1:])
    assert repository.rows(store, 1) == tuple(sorted(rows, key=lambda row: row.key))
    assert len(repository.rows(store, 2)) == size - 1
    store.close()


def test_every_pair_of_revisions_can_be_told_apart(store):
    for pct in (20, 30, 40):
        publish_percent(store, pct)
    shas = [each.sha256 for each in repository.revisions(store)]
    assert all(a != b for a, b in itertools.combinations(shas, 2))
