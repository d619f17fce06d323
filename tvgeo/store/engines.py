"""Connections to the file: how each is set, and how far the file can be opened at all.

Everything that is SQLite's own is here; the rest of the store is SQLAlchemy Core.
"""

import contextlib
import logging
import sqlite3
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from tvgeo.errors import StoreError, UsageError
from tvgeo.store import faults

log = logging.getLogger(__name__)
# `rwc` makes the file. `immutable` reads it without any file beside it, so without a journal.
Mode: TypeAlias = Literal["rw", "rwc", "ro", "immutable"]
WRITE = "tvgeo_write"
# How long a publication waits for another one before it says so.
BUSY_MS = 15_000
JOURNAL, SHARED = "-wal", "-shm"


def file_of(url: str) -> Path:
    """Return the file of a store's address.

    Raises
    ------
    UsageError
        If the address is not one of an SQLite file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("?")
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise UsageError(
            "error.bad_value", arg="--database", value=url.partition(":")[0] + ":…",
            suggestion="sqlite:///var/tvgeo.sqlite3",
        )  # fmt: skip
    return Path(str(parsed.database)).resolve()


def address_of(path: Path) -> str:
    """Return the address of a store's file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


class _Cursor(sqlite3.Cursor):
    """A cursor that says of a damaged file that it is damaged.

    SQLite repeats in its message what it found in the file; the driver cannot decode that.
    """

    def execute(self, *arguments: Any) -> Self:
        try:
            return super().execute(*arguments)
        except UnicodeDecodeError as error:
            raise sqlite3.DatabaseError("sqlite_schema") from error


class _Connection(sqlite3.Connection):
    def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)


def plain(path: Path, mode: Mode, *, wait_ms: int = BUSY_MS) -> sqlite3.Connection:
    """Open the file with the driver itself; transactions begin only where they are begun."""
    asked = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    return sqlite3.connect(
        f"{path.as_uri()}?{asked}", uri=True, isolation_level=None,
        check_same_thread=False, timeout=wait_ms / 1000, factory=_Connection,
    )  # fmt: skip


def engine(path: Path, mode: Mode) -> Engine:
    """Return the pool of connections to a file, each set the same way."""
    made = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: plain(path, mode),
        # of a file taken as unchanging, no pages are kept longer than one reading
        **({"poolclass": NullPool} if mode == "immutable" else _POOL),
    )

    @event.listens_for(made, "connect")
    def _set(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL",
            "cell_size_check=ON", "trusted_schema=OFF",
            f"query_only={'OFF' if mode.startswith('rw') else 'ON'}",
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


# Pages are drawn by many threads; none of them is made to wait for a connection.
_POOL = {"poolclass": QueuePool, "pool_size": 5, "max_overflow": -1}


def keep_journal(path: Path) -> None:
    """Let the file have a write-ahead journal from now on: readers and a writer side by side."""
    with contextlib.closing(plain(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def refusal(path: Path) -> StoreError | None:
    """Return why nothing can be written into the file now; `None` if something can."""
    try:
        with contextlib.closing(plain(path, "rw", wait_ms=0)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            # of a file that cannot be written, the right to write alone is given
            connection.execute("PRAGMA user_version = 1")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        found = faults.explained(error, path)
        # somebody else is writing: so it can be written
        return None if found is None or found.key == "error.busy" else found
    return None


def readable_mode(path: Path) -> Mode:
    """Return how a file that cannot be written can still be read.

    SQLite keeps its index of the journal in a file beside the store, even to read; where it
    can make none, the file is read as one that does not change.
    """
    try:
        with contextlib.closing(plain(path, "ro", wait_ms=0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return "immutable"
    return "ro"


def settle(connection: Connection) -> None:
    """Bring what was committed from the journal into the file, as far as readers allow it.

    It is kept either way. But a journal that is lost (a file copied alone, a clean-up) takes
    with it what stands only there, and nothing would show that there was more.
    """
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        try:
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            log.warning("the journal stays as it is for now: %s", error)


def has_journal(path: Path) -> bool:
    """Whether committed changes may stand in the journal and not yet in the file."""
    journal = Path(f"{path}{JOURNAL}")
    return journal.exists() and journal.stat().st_size > 0
