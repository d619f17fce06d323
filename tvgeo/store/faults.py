"""Which sentence a fault of the database is."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError, IntegrityError

from tvgeo.errors import StoreError

# What a sentence names as the store: its file, or the database and schema on a server.
Place: TypeAlias = Path | str
# A write that the disk (or a quota) did not take; a disk that is full fails in all these ways.
FULL = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
CLOSED = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN})
# Backups are named after the store; which one to give back is only a proposal.
NO_BACKUP = "FILE"


def explained(
    error: DBAPIError | sqlite3.Error, file: Path, *, named: Path | None = None
) -> StoreError | None:
    """Return the error to raise instead; `None` if the caller's own rule was broken.

    `file` is where it happened, `named` the store to speak of when that is another file.

    A breach of a constraint (an account that exists) is the caller's to understand. Everything
    that is neither full, closed nor busy counts as damage: no figure is shown on a guess.
    """
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return None
    original = error.orig if isinstance(error, DBAPIError) else error
    path = named or file
    code = getattr(original, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code in FULL:
        return StoreError("error.disk_full", path=str(path))
    if code & 0xFF in BUSY:
        return StoreError("error.busy")
    if not file.exists():
        return gone(path)
    if code & 0xFF in CLOSED:
        return read_only(path)
    return damaged(path, str(original))


def of_copy(error: OSError | sqlite3.Error, path: Path, copy: Path) -> Exception:
    """Return the error to raise for a store at `path` that could not be copied to `copy`."""
    if isinstance(error, OSError):
        return of_system(error, copy)
    return explained(error, copy.parent, named=path) or error


def of_system(error: OSError, path: Path) -> StoreError:
    """Return the error to raise for what the operating system refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreError("error.disk_full", path=str(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return read_only(path.parent)
    return StoreError(
        "error.store_failed", store=str(path), reason=os.strerror(error.errno or 0)
    )


def read_only(path: Path) -> StoreError:
    """Return the error of a store that can be looked at only."""
    return StoreError("error.read_only", path=str(path))


def gone(path: Path) -> StoreError:
    """Return the error of a store whose file is not there any more."""
    return StoreError("error.store_gone", store=str(path), backup=newest_backup(path))


def damaged(store: Place, place: str) -> StoreError:
    """Return the error of a store whose content, at `place` in it, is not what was written."""
    if isinstance(store, str):
        return StoreError("error.corrupt_database", store=store, place=place)
    return StoreError(
        "error.corrupt_store", store=str(store), place=place, backup=newest_backup(store)
    )


def newest_backup(path: Path) -> str:
    """Return the newest backup beside a store, to be named in a sentence."""
    found = [p for p in path.parent.glob(f"{path.stem}-backup*") if p.is_file()]
    return str(max(found, key=lambda p: p.stat().st_mtime)) if found else NO_BACKUP
