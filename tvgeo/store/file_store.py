"""A store that is one SQLite file."""

import logging
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from tvgeo.errors import StoreError
from tvgeo.store import checking, engines, faults, keeping
from tvgeo.store.connection import Store

# Which file, and for one that is read as unchanging also in which state.
Identity: TypeAlias = tuple[int, ...]
log = logging.getLogger(__name__)


class FileStore(Store):
    """The store of one data folder, in a file.

    When the file is replaced (a backup was given back) the next
    reading or writing goes to the new one; when the file is gone, that is said.
    """

    def __init__(self, path: Path, *, folder: Path | None) -> None:
        """Open the file `path`, which must belong to `folder` (`None`: whichever it is)."""
        self.path = path
        self.url = engines.address_of(path)
        self._asked_folder = folder
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._identity: Identity = ()
        self._refusal: StoreError | None = None
        self.folder = Path()
        with self._lock:
            self._open()

    @property
    def place(self) -> Path:
        """The file."""
        return self.path

    @property
    def refusal(self) -> StoreError | None:
        """Why nothing can be published at present: what was found at the last opening."""
        return self._refusal

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file, whatever is published meanwhile."""
        with self._explaining(), self._current().connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one connection that may write now, into the file that is there by then."""
        if self.read_only:
            self._open_again()  # the disk may have been freed, the right granted
        if self._refusal is not None:
            raise StoreError(self._refusal.key, **self._refusal.values)
        with self._explaining(), self._begun() as connection:
            yield connection
            connection.commit()
            engines.settle(connection)

    def close(self) -> None:
        """Give back every connection."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
            if self._copy is not None:
                self._copy.cleanup()
                self._copy = None

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            explained = faults.explained(error, self.path)
            if explained is None:
                raise
            log.warning("%s: %s", explained.key, error.orig)
            raise explained from error

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """Give a connection that holds the right to write, into the file that is there now."""
        while True:
            with self._current().connect() as connection:
                connection.execution_options(**{engines.WRITE: True})
                connection.begin()
                # while this one waited for its turn, the file may have been replaced
                if self._identity == self._identify():
                    yield connection
                    return

    def _current(self) -> Engine:
        with self._lock:
            if self._engine is None or self._identity != self._identify():
                self._open_again()
            assert self._engine is not None  # opening raises otherwise
            return self._engine

    def _identify(self) -> Identity:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            self.close()
            raise faults.gone(self.path) from None
        except OSError as error:
            raise faults.damaged(self.path, str(error.strerror)) from error
        if not self.read_only:
            return status.st_dev, status.st_ino
        journal = engines.has_journal(self.path)
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size, int(journal)

    def _open_again(self) -> None:
        with self._lock:
            self.close()
            self._open()

    def _open(self) -> None:
        if not self.path.exists():
            raise faults.gone(self.path)
        self._refusal = engines.refusal(self.path)
        if self._refusal is not None and self._refusal.key == "error.corrupt_store":
            raise self._refusal
        self._identity = self._identify()
        try:
            with self._explaining():
                self._engine = self._readable_engine()
                with self._engine.connect() as connection:
                    self.folder = checking.check(connection, self.path, self._asked_folder)
                    outdated = checking.is_outdated(connection, self.path)
            if outdated:
                self._upgrade()
        except StoreError as error:
            self.close()
            if error.key == "error.read_only":
                raise StoreError("error.store_unreadable", store=str(self.path)) from error
            raise

    def _upgrade(self) -> None:
        if self._refusal is not None:
            raise StoreError("error.old_store", store=str(self.path))
        from tvgeo.store import migrating  # noqa: PLC0415 - Alembic is needed only here

        with self._explaining(), self._begun() as connection:
            if not checking.is_outdated(connection, self.path):
                return  # another process was quicker
            kept = keeping.free_name(self.path, "upgrade")
            try:
                keeping.keep(self.path, kept)
            except (OSError, sqlite3.Error) as error:
                raise faults.of_copy(error, self.path, kept) from error
            migrating.upgrade(connection)
            connection.commit()
        log.warning("%s is of this version now; the one of before is kept: %s", self.path, kept)

    def _readable_engine(self) -> Engine:
        if self._refusal is None:
            return engines.engine(self.path, "rw")
        mode = engines.readable_mode(self.path)
        if mode == "immutable" and engines.has_journal(self.path):
            return engines.engine(self._copied(), "rw")
        return engines.engine(self.path, mode)

    def _copied(self) -> Path:
        """Copy file and journal to where they can be read together.

        Left to itself, a file whose journal cannot be opened would be read as it was before the
        last publications.
        """
        try:
            self._copy = tempfile.TemporaryDirectory(prefix="tvgeo-")
            copy = Path(self._copy.name) / self.path.name
            for ending in ("", engines.JOURNAL):
                shutil.copyfile(f"{self.path}{ending}", f"{copy}{ending}")
        except OSError as error:
            raise faults.of_system(error, self.path) from error
        return copy
