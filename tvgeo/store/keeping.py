"""The store of before, kept whole beside one that is about to be changed altogether."""

import contextlib
import itertools
from pathlib import Path

from tvgeo.store import engines, files

KEPT = "{stem}-before-{occasion}-{n}{suffix}"


def free_name(path: Path, occasion: str) -> Path:
    """Return where the store of before can be kept; `occasion` is a word of its name."""
    names = (
        path.with_name(KEPT.format(stem=path.stem, occasion=occasion, n=n, suffix=path.suffix))
        for n in itertools.count(1)
    )
    return next(name for name in names if not name.exists())


def keep(path: Path, kept: Path) -> None:
    """Copy the store, whose right to write the caller holds, to `kept`.

    Raises
    ------
    sqlite3.Error
        If the store is damaged, or the copy was not taken by the disk.
    OSError
        If there is no room for the copy, or no right to make it.
    """
    with files.private(kept) as copied:
        with (
            contextlib.closing(engines.plain(path, "ro")) as read,
            contextlib.closing(engines.plain(copied, "rw")) as written,
        ):
            read.backup(written)
            written.execute("PRAGMA journal_mode=DELETE")
        files.replace(copied, kept)
