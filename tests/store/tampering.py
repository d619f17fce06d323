"""What somebody with the rights of the server could write into a store, past all its triggers."""

import shutil
import sqlite3
from contextlib import closing, contextmanager

from sqlalchemy import create_engine

from tvgeo.store import addresses, engines, opening, postgres


def is_file(store):
    return not addresses.is_server(store.url)


def tampered(store, *statements):
    """Return a store altered by statements with "?" for their values: of a file, a copy."""
    store.close()
    if is_file(store):
        return opening.open_store(f"sqlite:///{_copy(store, statements)}", folder=None)
    with _intruder(store) as connection:
        _write(connection, statements)
        connection.commit()
    return opening.open_store(store.url, folder=None)


@contextmanager
def altered(store, *statements):
    """Give a connection that sees the altered store; the store itself stays as it is."""
    store.close()
    if is_file(store):
        engine = engines.engine(_copy(store, statements), "immutable")
        with closing_engine(engine), engine.connect() as connection:
            yield connection
    else:
        with _intruder(store) as connection:
            _write(connection, statements)
            yield connection


def _copy(store, statements):
    copy = store.path.with_name("tampered.sqlite3")
    shutil.copyfile(store.path, copy)
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement, *values in statements:
            raw.execute(statement, values)
        raw.commit()
    return copy


@contextmanager
def _intruder(store):
    engine = create_engine(
        store.address.url,
        connect_args=postgres.settings(store.address),
        execution_options={postgres.PLACE: store.place},
    )
    with closing_engine(engine), engine.connect() as connection:
        yield connection


def _write(connection, statements):
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for statement, *values in statements:
        connection.exec_driver_sql(statement.replace("?", "%s"), tuple(values))


@contextmanager
def closing_engine(engine):
    try:
        yield
    finally:
        engine.dispose()
