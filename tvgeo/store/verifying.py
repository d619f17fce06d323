"""Whether a whole store is what was written: every page, row, file and entry."""

import contextlib
import sqlite3
from bisect import insort
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from tvgeo.core.progress import COLUMNS, Row
from tvgeo.errors import StoreError
from tvgeo.store import audit, checking, digests, engines, layers, repository, schema
from tvgeo.store.repository import Revision


def fault_of_file(path: Path, mode: engines.Mode = "immutable") -> str | None:
    """Return where a file is no whole store; `None` if it is one.

    In the mode "immutable" it must be a file that nobody writes and that has no journal.
    """
    engine = engines.engine(path, mode)
    try:
        with engine.connect() as connection:
            checking.check(connection, path, None)
            return fault(connection)
    except StoreError as error:
        return str(error.values.get("place", error.key.partition(".")[2]))
    except (DBAPIError, sqlite3.Error) as error:
        return str(error.orig if isinstance(error, DBAPIError) else error)
    finally:
        engine.dispose()


def fault(connection: Connection) -> str | None:
    """Return where a store of this version is damaged; `None` if it is whole."""
    wrong = _wrong_page(connection)
    if wrong is not None:
        return wrong
    repository.head(connection)
    wrong = _wrong_rows(connection) or _wrong_layers(connection) or _wrong_file(connection)
    if wrong is not None:
        return wrong
    broken_at = audit.verify(connection).broken_at
    return None if broken_at is None else f"audit {broken_at}"


def _wrong_page(connection: Connection) -> str | None:
    """Let SQLite look at its own file; a server looks after its pages and references itself."""
    if connection.dialect.name != "sqlite":
        return None
    for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        found = [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
        if found != sound:
            return ", ".join(str(part) for part in found[0])
    return None


def _wrong_rows(connection: Connection) -> str | None:
    """Return the first revision whose rows are not those it vouches for."""
    changes = schema.changes.c
    columns = (*(changes[column] for column in COLUMNS), changes.revision, changes.removed)
    query = select(*columns).order_by(changes.revision).execution_options(yield_per=1_000)
    with contextlib.closing(connection.execute(query)) as log:
        return _replayed(log, repository.revisions(connection))


def _replayed(log: Iterator[Any], revisions: Sequence[Revision]) -> str | None:
    """Replay the log of changes, the oldest first; `revisions` come newest first."""
    keys: list[tuple[str, date]] = []
    digest_of: dict[tuple[str, date], str] = {}
    pending = next(log, None)
    for published in reversed(revisions):
        while pending is not None and pending[-2] == published.revision:
            row = Row(*pending[:-2])
            if pending[-1]:
                keys.remove(row.key)
                del digest_of[row.key]
            else:
                if row.key not in digest_of:
                    insort(keys, row.key)
                digest_of[row.key] = digests.of_row(row)
            pending = next(log, None)
        if digests.of_rows(digest_of[key] for key in keys) != published.rows_sha256:
            return f"changes {published.revision}"
    return None if pending is None else "changes"


def _wrong_layers(connection: Connection) -> str | None:
    """Whatever a revision vouches for must be what the log of layers says of it."""
    known = set()
    for published in repository.revisions(connection):
        layers.in_force(connection, published.revision)  # raises where they differ
        known.add(published.revision)
    logged = connection.execute(select(schema.layer_changes.c.revision)).scalars()
    return None if known.issuperset(logged) else "layer_changes"


def _wrong_file(connection: Connection) -> str | None:
    files = schema.files.c
    for sha256 in connection.execute(select(files.sha256)).scalars().all():
        content = connection.scalar(select(files.content).where(files.sha256 == sha256))
        if not isinstance(content, bytes) or digests.of_bytes(content) != sha256:
            return f"files {str(sha256)[:12]}"
    return None


def copy(source: Path, target: Path) -> None:
    """Copy a store at rest, journal included, into an empty file that stands alone."""
    mode: engines.Mode = "ro" if engines.has_journal(source) else "immutable"
    with (
        contextlib.closing(engines.plain(source, mode)) as read,
        contextlib.closing(engines.plain(target, "rw")) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")
