"""Where the store of a data folder is, and opening or making it."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from tvgeo.core.progress import Row
from tvgeo.errors import StoreError
from tvgeo.store import (
    addresses,
    audit,
    checking,
    digests,
    engines,
    faults,
    files,
    instance,
    migrating,
    schema,
)
from tvgeo.store.connection import Store
from tvgeo.store.file_store import FileStore
from tvgeo.store.publishing import Publication, first

if TYPE_CHECKING:
    from tvgeo.store import server_store

__all__ = [
    "Store",
    "claim",
    "create_store",
    "default_url",
    "exists",
    "is_server",
    "open_store",
    "shown",
]

is_server, shown = addresses.is_server, addresses.shown


def default_url(root: Path) -> str:
    """Return the address of the store that belongs to a checkout or installation at `root`."""
    return engines.address_of(root.resolve() / "var" / "tvgeo.sqlite3")


def exists(url: str) -> bool:
    """Whether there is a store, sound or not, at an address.

    Raises
    ------
    StoreError
        If the server of the address cannot be asked.
    """
    if addresses.is_server(url):
        with closing(_server_store(url, None)) as store:
            return store.exists()
    return os.path.lexists(engines.file_of(url))


def claim(url: str) -> None:
    """Make this process the one server of a store in a file; a store on a server has many.

    Raises
    ------
    StoreError
        If another server has it, or it lies on a network disk.
    """
    if not addresses.is_server(url):
        instance.hold(engines.file_of(url))


def open_store(url: str, *, folder: Path | None, province: str | None = None) -> Store:
    """Open the store at `url`, which must belong to the data folder `folder` (`None`: any).

    An older store is brought to this version first; of a file the one of before is kept beside
    it. One that can only be read is opened to be read; `Store.read_only` tells. `province` is
    what a store on a server must belong to (`None`: any): there the folder has many places.

    Raises
    ------
    StoreError
        If there is none, it is damaged, of a newer version, or another folder's; if its server
        is away.
    """
    if not addresses.is_server(url):
        return FileStore(engines.file_of(url), folder=folder)
    store = _server_store(url, folder)
    try:
        store.open(province=province)
    except StoreError:
        store.close()
        raise
    return store


def create_store(
    url: str, *, folder: Path, rows: Sequence[Row], content: bytes | None, author: str,
    now: datetime, file_name: str | None = "progress.csv", province: str | None = None,
) -> Store:  # fmt: skip
    """Make the store of a data folder with `rows` as revision 1, or open the one that is there.

    It appears whole or not at all: of two processes that make it at once, one opens the
    other's.

    Raises
    ------
    StoreError
        If there is no room, no right to write, or the store that is there is another folder's.
    """
    publication = Publication(
        base=0, rows=rows, author=author, now=now, content=content, kind="initial",
        file_name=file_name if content is not None else None,
    )  # fmt: skip
    if addresses.is_server(url):
        _make_on_server(url, publication, province or "")
    else:
        _make_file(engines.file_of(url), folder, publication)
    return open_store(url, folder=folder, province=province)


def _server_store(url: str, folder: Path | None) -> "server_store.ServerStore":
    from tvgeo.store import server_store  # noqa: PLC0415 - of larger installations only

    return server_store.ServerStore(url, folder=folder)


def _make_on_server(url: str, publication: Publication, province: str) -> None:
    owner = {checking.PROVINCE: digests.canonical(province)}
    with closing(_server_store(url, None)) as store:
        store.make(lambda connection: _write(connection, owner, publication))


def _make_file(path: Path, folder: Path, publication: Publication) -> None:
    try:
        path.parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        with files.private(path) as made:
            _fill(made, path, checking.places(path, folder), publication)
            files.place_new(made, path)
    except OSError as error:
        raise faults.of_system(error, path) from error


def _fill(made: Path, path: Path, owner: Mapping[str, str], publication: Publication) -> None:
    """Write a whole store into the empty file `made`, which will be named `path`."""
    engine = engines.engine(made, "rw")
    try:
        engines.keep_journal(made)
        with engine.connect() as connection:
            connection.execution_options(**{engines.WRITE: True})
            connection.begin()
            _write(connection, owner, publication)
            connection.commit()
    except (DBAPIError, sqlite3.Error) as error:
        raise (faults.explained(error, made, named=path) or error) from error
    finally:
        engine.dispose()  # the last connection writes the journal into the file


def _write(connection: Connection, owner: Mapping[str, str], publication: Publication) -> None:
    """Write tables, what the store is and belongs to, and revision 1; commits nothing."""
    migrating.upgrade(connection)
    about = {
        **owner,
        checking.CREATED: digests.canonical(digests.stamp(publication.now)),
        checking.AUDIT: audit.end_of_log(0, digests.NO_HASH),
    }
    connection.execute(
        insert(schema.about), [{"name": n, "value": v} for n, v in about.items()]
    )
    first(connection, publication)
