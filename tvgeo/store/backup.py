"""Whole copies of the store while it is in use, and giving one back.

A plain copy of the file would miss what still stands in the journal, or tear a page: SQLite's
own backup is used both ways, and every copy is hashed again before it counts.
"""

import contextlib
import logging
import shutil
import sqlite3
import time
from pathlib import Path

from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from tvgeo.errors import StoreError, UsageError
from tvgeo.store import (
    addresses,
    checking,
    engines,
    faults,
    files,
    keeping,
    migrating,
    schema,
    verifying,
)
from tvgeo.store.connection import Store
from tvgeo.store.file_store import FileStore

log = logging.getLogger(__name__)


def backup(store: Store, target: Path) -> None:
    """Write a whole copy of the store to `target`, which appears at once or not at all.

    Raises
    ------
    UsageError
        If the target is the store itself.
    StoreError
        If the store is damaged, or the copy cannot be written.
    """
    if not isinstance(store, FileStore):
        raise StoreError("error.backup_of_server", store=str(store.place))
    target = target.absolute()
    if target.resolve() == store.path.resolve():
        proposal = f"{store.path.stem}-backup{store.path.suffix}"
        raise UsageError("error.bad_value", arg="-o", value=str(target), suggestion=proposal)
    try:
        with files.private(target) as made:
            try:
                with store.reading() as connection:
                    read = connection.connection.driver_connection
                    assert isinstance(read, sqlite3.Connection)
                    with contextlib.closing(engines.plain(made, "rw")) as written:
                        read.backup(written)
                        written.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.Error as error:
                explained = faults.explained(error, made, named=target)
                if explained is not None and explained.key == "error.corrupt_store":
                    explained = faults.damaged(store.path, str(error))
                raise explained or error from error
            place = verifying.fault_of_file(made)
            if place is not None:
                raise faults.damaged(store.path, place)
            files.replace(made, target)
    except OSError as error:
        failed = faults.of_system(error, target)
        if failed.key != "error.disk_full":
            reason = error.strerror or str(error)
            failed = StoreError("error.cannot_write", path=str(target), reason=reason)
        raise failed from error


def restore(source: Path, url: str, *, folder: Path) -> Path | None:
    """Put a backup in the place of the store; return where the store of before is kept.

    The store belongs to `folder` afterwards, and everybody has to sign in again. A running
    dashboard shows the restored figures at its next reading.

    Raises
    ------
    UsageError
        If there is no such backup.
    StoreError
        If the backup is not whole, or the store cannot be written; it then stays as it is.
    """
    if addresses.is_server(url):
        raise StoreError("error.restore_to_server", store=addresses.shown(url))
    path = engines.file_of(url)
    if not source.is_file():
        raise UsageError("error.no_file", path=str(source))
    try:
        path.parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        with files.private(path) as made:
            _prepare(source, made, folder)
            if not path.exists() and files.place_new(made, path):
                return None
            _refuse_strangers(path)
            kept = keeping.free_name(path, "restore")
            if not _replace_content(made, path, kept):
                _replace_file(made, path, kept)
            return kept
    except OSError as error:
        raise faults.of_system(error, path) from error


def _prepare(source: Path, made: Path, folder: Path) -> None:
    """Copy the backup, bring it to this version and this folder, and look at all of it."""
    place: str | None
    try:
        verifying.copy(source, made)
        engines.keep_journal(made)
        engine = engines.engine(made, "rw")
        try:
            with engine.connect() as connection:
                connection.execution_options(**{engines.WRITE: True})
                connection.begin()
                checking.check(connection, made, None)
                if checking.is_outdated(connection, made):
                    migrating.upgrade(connection)
                place = verifying.fault(connection)
                about = schema.about
                for name, value in checking.places(made, folder).items():
                    connection.execute(
                        update(about).where(about.c.name == name).values(value=value)
                    )
                # whoever was signed in then may have been shut out since
                connection.execute(delete(schema.sessions))
                connection.commit()
        finally:
            engine.dispose()
    except StoreError as error:
        if error.key == "error.newer_store":
            raise StoreError(error.key, store=str(source)) from error
        place = str(error.values.get("place", error.key.partition(".")[2]))
    except (DBAPIError, sqlite3.Error) as error:
        explained = faults.explained(error, made, named=made)
        if explained is not None and explained.key == "error.disk_full":
            raise explained from error
        place = str(error.orig if isinstance(error, DBAPIError) else error)
    if place is not None:
        raise StoreError("error.bad_backup", path=str(source), place=place)


def _refuse_strangers(path: Path) -> None:
    """Refuse to write over a database of another program."""
    try:
        FileStore(path, folder=None).close()
    except StoreError as error:
        if error.key in {"error.not_a_store", "error.read_only", "error.store_unreadable"}:
            raise
        log.warning("the store of before cannot be opened: %s", error)


def _replace_content(made: Path, path: Path, kept: Path) -> bool:
    """Write the copy into the store as one transaction; whether SQLite could.

    Everybody who has the store open sees it as one more change. The store of before is copied
    once the right to write is held, so no publication falls between.
    """
    until = time.monotonic() + engines.BUSY_MS / 1000

    def keep(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            if time.monotonic() > until:
                raise StoreError("error.busy")
        elif not kept.exists():  # once, after the first page: that step took the right to write
            keeping.keep(path, kept)

    try:
        with (
            contextlib.closing(engines.plain(made, "rw")) as read,
            contextlib.closing(engines.plain(path, "rw")) as written,
        ):
            if written.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                return False  # no store of ours; nobody could read it while it is written
            written.execute("PRAGMA synchronous=FULL")
            read.backup(written, pages=1, progress=keep)
    except sqlite3.DatabaseError as error:
        explained = faults.explained(error, path)
        if explained is not None and explained.key != "error.corrupt_store":
            raise explained from error
        log.warning("the content cannot be replaced: %s", error)
        return False
    return verifying.fault_of_file(path, "ro") is None


def _replace_file(made: Path, path: Path, kept: Path) -> None:
    """Put a new file in the place of one that SQLite cannot write into."""
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(path)
    except OSError:  # no second names on this disk
        shutil.copyfile(path, kept)
    for ending in (engines.JOURNAL, engines.SHARED):
        # a journal left beside the new file would be taken for its own
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").replace(f"{kept}{ending}")
    files.replace(made, path)
