"""Where the store of a data folder is, and opening or making it."""

import os
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from tvgeo.core.progress import Row
from tvgeo.store import audit, checking, digests, engines, faults, files, migrating, schema
from tvgeo.store.connection import Store
from tvgeo.store.publishing import Publication, first

__all__ = ["Store", "create_store", "default_url", "exists", "open_store"]


def default_url(root: Path) -> str:
    """Return the address of the store that belongs to a checkout or installation at `root`."""
    return engines.address_of(root.resolve() / "var" / "tvgeo.sqlite3")


def exists(url: str) -> bool:
    """Whether there is a store, sound or not, at an address."""
    return os.path.lexists(engines.file_of(url))


def open_store(url: str, *, folder: Path | None) -> Store:
    """Open the store at `url`, which must belong to the data folder `folder` (`None`: any).

    An older store is brought to this version first; the one of before is kept beside it. One
    that can only be read is opened to be read; `Store.read_only` tells.

    Raises
    ------
    StoreError
        If there is none, it is damaged, of a newer version, or another folder's.
    """
    return Store(engines.file_of(url), folder=folder)


def create_store(
    url: str, *, folder: Path, rows: Sequence[Row], content: bytes | None, author: str,
    now: datetime, file_name: str | None = "progress.csv",
) -> Store:  # fmt: skip
    """Make the store of a data folder with `rows` as revision 1, or open the one that is there.

    It appears whole or not at all: of two processes that make it at once, one opens the
    other's.

    Raises
    ------
    StoreError
        If there is no room, no right to write, or the store that is there is another folder's.
    """
    path = engines.file_of(url)
    publication = Publication(
        base=0, rows=rows, author=author, now=now, content=content, kind="initial",
        file_name=file_name if content is not None else None,
    )  # fmt: skip
    try:
        path.parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        with files.private(path) as made:
            _fill(made, path, folder, publication)
            files.place_new(made, path)
    except OSError as error:
        raise faults.of_system(error, path) from error
    return Store(path, folder=folder)


def _fill(made: Path, path: Path, folder: Path, publication: Publication) -> None:
    """Write a whole store into the empty file `made`, which will be named `path`."""
    engine = engines.engine(made, "rw")
    try:
        engines.keep_journal(made)
        with engine.connect() as connection:
            connection.execution_options(**{engines.WRITE: True})
            connection.begin()
            migrating.upgrade(connection)
            about = {
                **checking.places(path, folder),
                checking.CREATED: digests.canonical(digests.stamp(publication.now)),
                checking.AUDIT: audit.end_of_log(0, digests.NO_HASH),
            }
            connection.execute(
                insert(schema.about), [{"name": n, "value": v} for n, v in about.items()]
            )
            first(connection, publication)
            connection.commit()
    except (DBAPIError, sqlite3.Error) as error:
        raise (faults.explained(error, made, named=path) or error) from error
    finally:
        engine.dispose()  # the last connection writes the journal into the file
