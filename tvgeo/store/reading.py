"""What every reading of the store shares: one state, and no value that was not written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from tvgeo.store import faults
from tvgeo.store.connection import Store
from tvgeo.store.faults import Place

# The option of a connection that says how its database is named.
PLACE = "tvgeo_place"


@contextmanager
def snapshot(store: Store | Connection) -> Iterator[Connection]:
    """Give a connection to read from: of a reading of its own, or the one that is under way."""
    if isinstance(store, Connection):
        yield store
    else:
        with store.reading() as connection:
            yield connection


def place_of(connection: Connection) -> Place:
    """Return the file, or how the database is named, behind a connection, for a sentence."""
    named = connection.get_execution_options().get(PLACE)
    return Path(str(connection.engine.url.database)) if named is None else str(named)


@contextmanager
def decoding(connection: Connection, place: str) -> Iterator[None]:
    """Tell a value that cannot be decoded as damage of the store, at `place`."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise faults.damaged(place_of(connection), place) from error
