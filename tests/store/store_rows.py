"""Stores made in a folder of their own."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tvgeo.core.progress import Row
from tvgeo.store import opening, publishing, repository, schema
from tvgeo.store.publishing import Publication

NOW = datetime(2026, 7, 5, 8, 30, tzinfo=UTC)
DAY = date(2025, 6, 14)


def a_row(project_id="cau-moi", pct=10.0, *, day=DAY, **values):
    return Row(project_id, day, pct, values.pop("disbursed_pct", 5.0), "in_progress", **values)


ROWS = (
    a_row("cau-moi", 10.0, note="Ghi chú", obstacle="Vướng mặt bằng"),
    a_row("duong-ven-bien", 42.5, source="Báo cáo", planned_pct=50.0),
    a_row("ke-song", 0.0),
)


# Where the store of a folder is; the tests of PostgreSQL put another place here.
place = opening.default_url
# For tests of what only a file can be or suffer.
in_files = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def make(folder, rows=ROWS, *, url=None, content=b"project_id,as_of\n", **values):
    """Make a store below `folder`, which is also its data folder."""
    return opening.create_store(
        url or place(folder), folder=folder, rows=rows, content=content,
        author="tvgeo", now=NOW, **values,
    )  # fmt: skip


def publish(store, rows, *, base=None, author="Lan", **values):
    """Publish `rows` as all rows, on the head unless told otherwise."""
    base = repository.head(store).revision if base is None else base
    return publishing.publish(
        store, Publication(base=base, rows=rows, author=author, now=NOW, **values)
    )


def publish_percent(store, pct, **values):
    """Publish another percentage of the first project."""
    return publish(store, with_percent(pct), **values)


def with_percent(pct):
    return (replace(ROWS[0], physical_pct=float(pct)), *ROWS[1:])


def many_rows(count):
    return tuple(
        a_row(f"ct-{n // 20:05}", n % 100, day=DAY + timedelta(days=n % 20), note=f"Dòng {n}")
        for n in range(count)
    )


def older(path):
    """Make of a store of this version one of the first."""
    with closing(sqlite3.connect(path)) as raw:
        for table in schema.APPEND_ONLY:
            raw.execute(f"DROP TRIGGER {table}_no_update")
            raw.execute(f"DROP TRIGGER {table}_no_delete")
        raw.execute("DROP TABLE layer_changes")
        raw.execute("ALTER TABLE revisions DROP COLUMN layers_sha256")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
        raw.commit()
