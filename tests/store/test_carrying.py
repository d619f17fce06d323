"""Rows of a revision are carried on from a known one, and are those that would be read anew."""

from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from store_rows import ROWS, a_row, in_files, make, publish, publish_percent, with_percent
from tampering import tamper

from tvgeo.errors import StoreError
from tvgeo.store import backup, carrying, repository


def carried(store, n=None):
    with store.reading() as conn:
        published = repository.revision(conn, n or repository.head_number(conn))
        return carrying.at(conn, published)


def rows_of(store, n=None):
    return tuple(carried(store, n).rows.values())


def test_rows_that_did_not_change_are_the_very_same_objects(store):
    before = carried(store)
    publish_percent(store, 20)
    after = carried(store)
    assert rows_of(store) == repository.rows(store, 2)
    kept = ROWS[1].key
    assert after.rows[kept] is before.rows[kept]


def test_only_what_changed_is_read(store):
    carried(store)
    publish_percent(store, 20)
    fetched = []
    with store.reading() as conn:
        published = repository.head(conn)

        @event.listens_for(conn, "before_cursor_execute")
        def _asked(_conn, _cursor, statement, parameters, _context, _many):
            if "FROM changes" in statement:
                values = parameters.values() if isinstance(parameters, dict) else parameters
                fetched.append(tuple(values))

        carrying.at(conn, published)
    # the publication itself left revision 1; the rows of revision 2 alone are asked for
    assert fetched == [(1, 2)]


def test_a_removed_row_is_gone_and_an_added_one_in_its_place(store):
    carried(store)
    publish(store, (a_row("an-moi", 1.0), *ROWS[:2]))
    assert [row.project_id for row in rows_of(store)] == ["an-moi", "cau-moi", "duong-ven-bien"]


def test_an_older_revision_can_be_asked_for_after_a_newer_one(store):
    publish_percent(store, 20)
    assert rows_of(store, 2) == repository.rows(store, 2)
    assert rows_of(store, 1) == ROWS


@in_files
def test_a_store_that_was_given_back_is_not_carried_on_from_the_other(store, tmp_path):
    backup.backup(store, tmp_path / "saved.sqlite3")
    publish_percent(store, 33)
    carried(store)
    backup.restore(tmp_path / "saved.sqlite3", store.url, folder=tmp_path)
    publish_percent(store, 34)
    assert rows_of(store) == repository.rows(store, 2) == with_percent(34)


def test_a_change_that_was_tampered_with_is_never_carried_on(store):
    carried(store)
    publish_percent(store, 20)
    tamper(store, ("UPDATE changes SET physical_pct = 21 WHERE revision = 2",))
    with pytest.raises(StoreError, match="corrupt_"):
        carried(store)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sets(st.integers(0, 5), max_size=6), max_size=8), st.data())
def test_after_any_publications_the_rows_are_those_read_anew(tmp_path_factory, steps, data):
    with closing(make(tmp_path_factory.mktemp("store"))) as store:
        for number, step in enumerate(steps):
            publish(store, tuple(a_row(f"ct-{n}", float(number + n)) for n in sorted(step)))
            asked = data.draw(st.integers(1, repository.head_number(store)))
            assert rows_of(store, asked) == repository.rows(store, asked)
