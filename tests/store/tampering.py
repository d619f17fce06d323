"""What somebody with the rights of the server could write into a store, past all its triggers."""

import shutil
import sqlite3
from contextlib import closing, contextmanager

from sqlalchemy import create_engine

from tvgeo.store import addresses, engines, postgres


def is_file(store):
    return not addresses.is_server(store.url)


def tamper(store, *statements):
    """Alter the store itself; values stand where the statements have "?"."""
    if is_file(store):
        _write_file(store.path, statements)
        return
    with _intruder(store) as connection:
        _write(connection, statements)
        connection.commit()


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
    _write_file(copy, statements)
    return copy


def _write_file(path, statements):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement, *values in statements:
            raw.execute(statement, values)
        raw.commit()


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
