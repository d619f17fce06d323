"""Files that are private, and that appear whole or not at all."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from tvgeo.store import engines

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
ABANDONED_S = 24 * 3600


@contextlib.contextmanager
def private(beside: Path) -> Iterator[Path]:
    """Give an empty file in the folder of `beside`; what is left of it at the end is deleted."""
    _forget_abandoned(beside)
    path = beside.with_name(f".{beside.name}.{secrets.token_hex(6)}")
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    try:
        yield path
    finally:
        for ending in ("", engines.JOURNAL, engines.SHARED, "-journal"):
            Path(f"{path}{ending}").unlink(missing_ok=True)


def _forget_abandoned(beside: Path) -> None:
    """Delete what processes that were killed long ago left of their private files."""
    before = time.time() - ABANDONED_S
    for path in beside.parent.iterdir():
        if path.name.startswith(f".{beside.name}."):
            with contextlib.suppress(OSError):  # somebody else was quicker
                if path.stat().st_mtime < before:
                    path.unlink()


def place_new(made: Path, path: Path) -> bool:
    """Give a whole file its name unless somebody else has; return whether it has it now."""
    sync(made)
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # no second names on this disk
        if os.path.lexists(path):
            return False
        made.rename(path)
    sync(path.parent)
    return True


def replace(made: Path, path: Path) -> None:
    """Put a whole file in the place of another."""
    sync(made)
    made.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt":  # Windows opens no folders
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.EBADF}:  # a disk that knows no such thing
            raise
    finally:
        os.close(handle)
