"""Many provinces in one PostgreSQL database, each a store in a schema of its own.

One province publishes month after month, as it would; the others are copies of its tables: what
is measured is how much stands beside a province, not what it says.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from benchmarks.scaling import province
from tvgeo.core.progress import Row
from tvgeo.services import stores
from tvgeo.store import publishing, repository, schema
from tvgeo.store.connection import Store
from tvgeo.store.publishing import Publication

COPIED = ("files", "revisions", "changes", "layer_changes", "head", "audit")


def address(url: str, name: str) -> str:
    """Return the address of one province's store in the database."""
    return make_url(url).update_query_dict({"schema": name}).render_as_string(False)


def make(
    url: str, name: str, folder: Path, *, works: int, months: int, say: Callable[[str], None]
) -> None:
    """Make a province's store and publish its reports month by month."""
    store = _made(url, name, folder)
    rows: list[Row] = []
    for n, reports in enumerate(province.months_of(works, months), start=1):
        rows += reports
        publishing.publish(
            store,
            Publication(
                base=repository.head_number(store), rows=rows, author="Phòng Tổng hợp",
                now=stores.now(), file_name=f"thang-{n}.csv", content=f"tháng {n}".encode(),
            ),
        )  # fmt: skip
        if n % 24 == 0:
            say(f"{name}: {len(rows):,} rows")
    stores.forget()


def copy(url: str, source: str, name: str, folder: Path) -> None:
    """Make another province's store with the tables of `source`."""
    _made(url, name, folder)
    stores.forget()
    with _engine(url).begin() as conn:
        _silenced(conn, name, on=False)
        for table in reversed(COPIED):
            conn.execute(text(f"DELETE FROM {name}.{table}"))
        for table in COPIED:
            columns = ", ".join(schema.metadata.tables[table].c.keys())
            conn.execute(
                text(
                    f"INSERT INTO {name}.{table} ({columns}) "
                    f"SELECT {columns} FROM {source}.{table}"
                )
            )
        end = f"(SELECT value FROM {source}.about WHERE name = 'audit')"
        conn.execute(text(f"UPDATE {name}.about SET value = {end} WHERE name = 'audit'"))
        _silenced(conn, name, on=True)


def settle(url: str) -> None:
    """Let the database look at its tables, as it does by itself after a while."""
    with _engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))


def rows(url: str, names: list[str]) -> int:
    """Return how many published rows these stores have together."""
    with _engine(url).connect() as conn:
        count = "SELECT count(*) FROM {}.changes"
        return sum(int(conn.scalar(text(count.format(name))) or 0) for name in names)


def forget(url: str, names: list[str]) -> None:
    """Remove these stores from the database."""
    with _engine(url).begin() as conn:
        for name in names:
            conn.execute(text(f"DROP SCHEMA {name} CASCADE"))


def described(url: str) -> dict[str, object]:
    """Return version and size of the database."""
    with _engine(url).connect() as conn:
        return {
            "version": conn.scalar(text("SHOW server_version")),
            "bytes": conn.scalar(text("SELECT pg_database_size(current_database())")),
            "shared_buffers": conn.scalar(text("SHOW shared_buffers")),
        }


def _made(url: str, name: str, folder: Path) -> Store:
    os.environ[stores.DATABASE_URL] = address(url, name)
    return stores.ensure(folder, (), None)


def _silenced(conn: Connection, name: str, *, on: bool) -> None:
    act = "ENABLE" if on else "DISABLE"
    for table in COPIED:
        conn.execute(text(f"ALTER TABLE {name}.{table} {act} TRIGGER USER"))


def _engine(url: str) -> Engine:
    bare = make_url(url).difference_update_query(["schema"])
    return create_engine(bare.set(drivername="postgresql+psycopg"))
