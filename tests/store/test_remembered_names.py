"""What an office calls its works is remembered for that office alone."""

from datetime import timedelta

from sqlalchemy import select
from store_rows import NOW

from tvgeo.store import mappings, schema


def remember(store, agency, written, project_id, **values):
    with store.writing() as connection:
        mappings.remember(
            connection, agency, written, project_id, values.get("author", "Lan"),
            values.get("now", NOW),
        )  # fmt: skip


def test_a_name_means_what_was_last_said(store):
    remember(store, "Sở Xây dựng", "cầu mới", "cau-moi")
    remember(
        store, "Sở Xây dựng", "cầu mới", "cau-moi-2", author="Hạnh", now=NOW + timedelta(1)
    )
    assert mappings.remembered(store, "Sở Xây dựng") == {"cầu mới": "cau-moi-2"}
    with store.reading() as connection:
        assert connection.execute(select(schema.mappings.c.author)).all() == [("Hạnh",)]


def test_each_agency_has_its_own_names(store):
    remember(store, "Sở Xây dựng", "cầu mới", "cau-moi")
    remember(store, "", "cầu mới", "")
    assert mappings.remembered(store, "Sở Xây dựng") == {"cầu mới": "cau-moi"}
    assert mappings.remembered(store, "") == {"cầu mới": ""}
    assert mappings.remembered(store, "Sở Y tế") == {}


def test_names_are_composed_and_hostile_ones_stay_text(store):
    remember(store, "", "ca\N{COMBINING CIRCUMFLEX ACCENT}u", "cau-moi")
    remember(store, "", "'); DROP TABLE mappings;--\0\ud800", "ke-song")
    assert mappings.remembered(store, "") == {
        "câu": "cau-moi",
        "'); DROP TABLE mappings;--\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}": "ke-song",
    }


def test_a_name_too_long_for_any_column_is_not_remembered(store):
    remember(store, "", "x" * 301, "cau-moi")
    assert mappings.remembered(store, "") == {}
