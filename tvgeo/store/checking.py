"""Whether a file is a store at all, this folder's, of a known version, and sound.

A store knows its data folder by its place and by the way that leads there from the store, so
that it still is that folder's when both are moved to another place together. A store on a server
is used by several machines, where the folder lies at different places: it knows the province.
"""

import os
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from tvgeo.errors import StoreError
from tvgeo.store import digests, faults, schema
from tvgeo.store.faults import Place

FOLDER, WAY, PROVINCE = "folder", "way_to_folder", "province"
AUDIT, CREATED = "audit", "created_at"
# Contents of sent files can be gigabytes; each is hashed when it is read, not at every start.
CHECKED_WHEN_READ = "files"
# What PostGIS puts into the schema it is installed in.
OF_EXTENSIONS = frozenset({"spatial_ref_sys"})


def check(connection: Connection, path: Path, folder: Path | None) -> Path:
    """Return the data folder of the store in a file.

    Raises
    ------
    StoreError
        If the file is no store, damaged, newer than this code, or another folder's.
    """
    tables = _tables(connection, path)
    if not tables:
        raise faults.damaged(path, "0")
    is_outdated(connection, path)  # a newer one is not looked at any further
    _check_pages(connection, path, tables)
    _check_tables(connection, path, tables)
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
    _check_head(connection, path)
    return own


def check_database(connection: Connection, place: str, province: str | None) -> None:
    """Look at the store in a schema of a database.

    Raises
    ------
    StoreError
        ``error.no_store`` if there is none yet; if the schema is another program's, the store
        incomplete, newer than this code, or another province's.
    """
    tables = _tables(connection, place)
    if not tables:
        raise StoreError("error.no_store", store=place)
    _check_tables(connection, place, tables)
    own = about(connection, place, PROVINCE)
    if province is not None and province != own:
        raise StoreError("error.other_store", store=place, other=own, data=province)
    _check_head(connection, place)


def is_filled(connection: Connection) -> bool:
    """Whether there are tables at all, of a store or of anything else."""
    return bool(set(inspect(connection).get_table_names()) - OF_EXTENSIONS)


def _tables(connection: Connection, place: Place) -> set[str]:
    """Return the names of the tables; none is an empty file or schema."""
    tables = set(inspect(connection).get_table_names()) - OF_EXTENSIONS
    if tables and not {"about", "alembic_version"} <= tables:
        raise StoreError("error.not_a_store", store=str(place))
    return tables


def _check_tables(connection: Connection, place: Place, tables: set[str]) -> None:
    missing = schema.metadata.tables.keys() - tables
    if missing and not is_outdated(connection, place):
        raise faults.damaged(place, min(missing))


def _check_head(connection: Connection, place: Place) -> None:
    newest = connection.scalar(select(func.max(schema.revisions.c.revision)))
    if newest is None or connection.scalar(select(schema.head.c.revision)) != newest:
        raise faults.damaged(place, "head")


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


def is_outdated(connection: Connection, place: Place) -> bool:
    """Whether the tables are older than this code; newer ones are refused."""
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version == schema.VERSION:
        return False
    from tvgeo.store import migrating  # noqa: PLC0415 - Alembic is needed only here

    if version not in migrating.known_versions():
        raise StoreError("error.newer_store", store=str(place))
    return True


def about(connection: Connection, place: Place, name: str) -> str:
    """Return what the store says of itself under `name`."""
    value = connection.scalar(select(schema.about.c.value).where(schema.about.c.name == name))
    try:
        found = digests.parsed(str(value))
    except ValueError:
        raise faults.damaged(place, "about") from None
    if not isinstance(found, str):
        raise faults.damaged(place, "about")
    return found
