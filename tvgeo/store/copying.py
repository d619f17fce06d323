"""A whole store copied into another database, and proved to be the same.

Whatever was published, by whom, with files, layers, accounts, remembered names and the audit: row
by row, so that a store of any size is copied in little memory. Sessions stay behind.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import DBAPIError

from tvgeo.errors import StoreError
from tvgeo.store import (
    addresses,
    checking,
    digests,
    engines,
    faults,
    files,
    migrating,
    reading,
    schema,
    verifying,
)
from tvgeo.store.connection import Store

# Who is signed in signs in again: a session belongs to the address it was made at.
LEFT_BEHIND = frozenset({"sessions"})
BATCH = 1_000
# The original files can be megabytes each: one after the other.
_BATCHES = {"files": 1, "layer_changes": 50}


def copy(source: Store, url: str, *, folder: Path, province: str | None) -> dict[str, int]:
    """Copy all of a store to the address `url`, where none may be; return the rows by table.

    The copy belongs to `folder`, or on a server to `province`. It appears whole and proved, or not
    at all; the source stays as it is.

    Raises
    ------
    StoreError
        ``error.target_not_empty``; ``error.copy_differs`` if the copy is not the same; whatever is
        wrong with either store.
    """
    with source.reading() as read:
        _take_time(read)
        if addresses.is_server(url):
            return _to_server(read, url, province or "")
        return _to_file(read, engines.file_of(url), folder)


def _to_server(read: Connection, url: str, province: str) -> dict[str, int]:
    from tvgeo.store.server_store import ServerStore  # noqa: PLC0415 - of larger installations

    copied: dict[str, int] = {}
    owner = {checking.PROVINCE: digests.canonical(province)}

    def fill(written: Connection) -> None:
        copied.update(_copied(read, written, owner))

    with closing(ServerStore(url, folder=None)) as target:
        target.make(fill)
        if not copied:
            raise StoreError("error.target_not_empty", store=target.place)
    return copied


def _to_file(read: Connection, path: Path, folder: Path) -> dict[str, int]:
    if path.exists():
        raise StoreError("error.target_not_empty", store=str(path))
    try:
        path.parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        with files.private(path) as made:
            copied = _filled(read, made, path, checking.places(path, folder))
            if not files.place_new(made, path):
                raise StoreError("error.target_not_empty", store=str(path))
    except OSError as error:
        raise faults.of_system(error, path) from error
    return copied


def _filled(
    read: Connection, made: Path, path: Path, owner: Mapping[str, str]
) -> dict[str, int]:
    """Write the copy into the empty file `made`, which will be named `path`."""
    engine = engines.engine(made, "rw")
    try:
        engines.keep_journal(made)
        with engine.connect() as written:
            written.execution_options(**{engines.WRITE: True})
            written.begin()
            copied = _copied(read, written, owner)
            written.commit()
    except (DBAPIError, sqlite3.Error) as error:
        raise (faults.explained(error, made, named=path) or error) from error
    finally:
        engine.dispose()
    return copied


def _copied(read: Connection, written: Connection, owner: Mapping[str, str]) -> dict[str, int]:
    """Copy and prove; commits nothing."""
    migrating.upgrade(written)
    copied = {
        table.name: _copy_table(read, written, table)
        for table in schema.metadata.sorted_tables
        if table.name not in LEFT_BEHIND
    }
    written.execute(
        insert(schema.about), [{"name": name, "value": value} for name, value in owner.items()]
    )
    _prove(read, written, copied)
    return copied


def _copy_table(read: Connection, written: Connection, table: Table) -> int:
    query = select(table).order_by(*table.primary_key)
    if table is schema.about:  # what it belongs to is another place
        query = query.where(schema.about.c.name.in_([checking.AUDIT, checking.CREATED]))
    size, count = _BATCHES.get(table.name, BATCH), 0
    with closing(read.execute(query.execution_options(yield_per=size))) as rows:
        for some in rows.mappings().partitions(size):
            batch: list[dict[str, Any]] = [dict(row) for row in some]
            written.execute(insert(table), batch)
            count += len(batch)
    return count


def _prove(read: Connection, written: Connection, copied: Mapping[str, int]) -> None:
    """Compare every revision, hash every row, file and entry of the copy again, and count.

    Raises
    ------
    StoreError
        ``error.copy_differs`` with the place.
    """
    revisions = select(schema.revisions.c.revision, schema.revisions.c.sha256).order_by(
        schema.revisions.c.revision
    )
    place = None
    if read.execute(revisions).all() != written.execute(revisions).all():
        place = "revisions"
    for table in schema.metadata.sorted_tables:
        if table.name in copied and table is not schema.about:
            counted = select(func.count()).select_from(table)
            if not read.scalar(counted) == written.scalar(counted) == copied[table.name]:
                place = place or table.name
    place = place or verifying.fault(written)
    if place is not None:
        raise StoreError(
            "error.copy_differs", store=str(reading.place_of(written)), place=place
        )


def _take_time(read: Connection) -> None:
    """Let a server wait for as long as the other store is written."""
    if read.dialect.name == "postgresql":
        from tvgeo.store import postgres  # noqa: PLC0415 - of larger installations only

        postgres.take_time(read)
