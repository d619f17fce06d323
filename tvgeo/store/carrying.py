"""All rows of a revision, carried on from an earlier one that is known.

A province that reports for ten years has a hundred thousand rows, and a publication changes a
few thousand of them. Whoever holds the rows of one revision reads only what was changed since;
the whole is still compared with the fingerprint of the revision that was asked for.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select

from tvgeo.core.difference import Key
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.store import digests, faults, reading, repository, schema
from tvgeo.store.repository import Revision

# The revision that is shown, and the one before it while it is being replaced.
KEPT = 2
_changes = schema.changes.c
_LOG = (*(_changes[column] for column in COLUMNS), _changes.removed)
_known: WeakKeyDictionary[Engine, tuple["Carried", ...]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """The rows of a revision by key, in order, and the fingerprint of each."""

    revision: Revision
    rows: Mapping[Key, Row]
    digest_of: Mapping[Key, str]


def at(conn: Connection, published: Revision) -> Carried:
    """Return the rows of a revision, reading only what was changed since a known one.

    Raises
    ------
    StoreError
        If the rows are not those that were published.
    """
    with _lock:
        known = _known.get(conn.engine, ())
    start = next((each for each in known if _leads_to(conn, each, published)), None)
    if start is not None and start.revision.revision == published.revision:
        return start
    carried = _read(conn, published) if start is None else _on(conn, start, published)
    with _lock:
        kept = (carried, *(each for each in _known.get(conn.engine, ()) if each is not start))
        _known[conn.engine] = kept[:KEPT]
    return carried


def _leads_to(conn: Connection, known: Carried, published: Revision) -> bool:
    """Whether what is known is an earlier state of the same store; a restored one is another."""
    revisions, n = schema.revisions.c, known.revision.revision
    if n > published.revision:
        return False
    there = conn.scalar(select(revisions.sha256).where(revisions.revision == n))
    return there == known.revision.sha256


def _read(conn: Connection, published: Revision) -> Carried:
    found = repository.digested(conn, published)
    rows = {row.key: row for row, _ in found}
    return Carried(published, rows, {row.key: digest for row, digest in found})


def _on(conn: Connection, start: Carried, published: Revision) -> Carried:
    place = f"changes {published.revision}"
    since = _changes.revision > start.revision.revision
    query = select(*_LOG).where(since, _changes.revision <= published.revision)
    rows, digest_of = dict(start.rows), dict(start.digest_of)
    with reading.decoding(conn, place):
        for *values, removed in conn.execute(query.order_by(_changes.revision)):
            row = Row(*values)
            if removed:
                del rows[row.key], digest_of[row.key]
            else:
                rows[row.key], digest_of[row.key] = row, digests.of_row(row)
        keys = sorted(rows)
        if digests.of_rows(digest_of[key] for key in keys) != published.rows_sha256:
            raise faults.damaged(reading.place_of(conn), place)
    return Carried(published, {key: rows[key] for key in keys}, digest_of)
