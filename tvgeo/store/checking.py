"""Whether a file is a store at all, this folder's, of a known version, and sound.

A store knows its data folder by its place and by the way that leads there from the store, so
that it still is that folder's when both are moved to another place together.
"""

import os
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from tvgeo.errors import StoreError
from tvgeo.store import digests, faults, schema

FOLDER, WAY, AUDIT, CREATED = "folder", "way_to_folder", "audit", "created_at"
# Contents of sent files can be gigabytes; each is hashed when it is read, not at every start.
CHECKED_WHEN_READ = "files"


def check(connection: Connection, path: Path, folder: Path | None) -> Path:
    """Return the data folder of the store.

    Raises
    ------
    StoreError
        If the file is no store, damaged, newer than this code, or another folder's.
    """
    tables = set(inspect(connection).get_table_names())
    if not {"about", "alembic_version"} <= tables:
        if tables:
            raise StoreError("error.not_a_store", store=str(path))
        raise faults.damaged(path, "0")
    is_outdated(connection, path)  # a newer one is not looked at any further
    if connection.dialect.name == "sqlite":
        _check_pages(connection, path, tables)
    missing = schema.metadata.tables.keys() - tables
    if missing and not is_outdated(connection, path):
        raise faults.damaged(path, min(missing))
    own = Path(about(connection, path, FOLDER))
    moved = (path.parent / about(connection, path, WAY)).resolve()
    if folder is None:
        own = own if own.exists() else moved
    elif folder.resolve() in {own, moved}:
        own = folder.resolve()
    else:
        raise StoreError(
            "error.other_store", store=str(path), other=str(own), data=str(folder.resolve())
        )
    newest = connection.scalar(select(func.max(schema.revisions.c.revision)))
    if newest is None or connection.scalar(select(schema.head.c.revision)) != newest:
        raise faults.damaged(path, "head")
    return own


def places(path: Path, folder: Path) -> dict[str, str]:
    """Return what the store at `path` says of its data folder."""
    there = folder.resolve()
    try:
        way = os.path.relpath(there, path.resolve().parent)
    except ValueError:  # on another drive
        way = str(there)
    return {FOLDER: digests.canonical(str(there)), WAY: digests.canonical(way)}


def _check_pages(connection: Connection, path: Path, tables: set[str]) -> None:
    for table in sorted(tables - {CHECKED_WHEN_READ}):
        name = connection.dialect.identifier_preparer.quote(table)
        found = connection.execute(text(f"PRAGMA quick_check({name})")).scalars().all()
        if found != ["ok"]:
            raise faults.damaged(path, table)


def is_outdated(connection: Connection, path: Path) -> bool:
    """Whether the tables are older than this code; newer ones are refused."""
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version == schema.VERSION:
        return False
    from tvgeo.store import migrating  # noqa: PLC0415 - Alembic is needed only here

    if version not in migrating.known_versions():
        raise StoreError("error.newer_store", store=str(path))
    return True


def about(connection: Connection, path: Path, name: str) -> str:
    """Return what the store says of itself under `name`."""
    value = connection.scalar(select(schema.about.c.value).where(schema.about.c.name == name))
    try:
        found = digests.parsed(str(value))
    except ValueError:
        raise faults.damaged(path, "about") from None
    if not isinstance(found, str):
        raise faults.damaged(path, "about")
    return found
