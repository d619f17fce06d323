"""What every reading of the store shares: one state, and no value that was not written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from tvgeo.store import faults
from tvgeo.store.connection import Store


@contextmanager
def snapshot(store: Store | Connection) -> Iterator[Connection]:
    """Give a connection to read from: of a reading of its own, or the one that is under way."""
    if isinstance(store, Connection):
        yield store
    else:
        with store.reading() as connection:
            yield connection


def path_of(connection: Connection) -> Path:
    """Return the file behind a connection, for a sentence."""
    return Path(str(connection.engine.url.database))


@contextmanager
def decoding(connection: Connection, place: str) -> Iterator[None]:
    """Tell a value that cannot be decoded as damage of the store, at `place`."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise faults.damaged(path_of(connection), place) from error
