"""What is published: revisions, their rows, the files they came from.

Every function reads from a `Store`, or from the connection of a reading or writing under way.
Nothing is returned that does not match its fingerprint: rows and revisions are hashed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from tvgeo.core.difference import Kind, RowChange
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.errors import UsageError
from tvgeo.store import digests, faults, reading, schema
from tvgeo.store.connection import Store

LARGEST = 2**31 - 1
_changes, _revisions = schema.changes.c, schema.revisions.c
_ROW = tuple(schema.changes.c[column] for column in COLUMNS)
_before = schema.revisions.alias()
# Put together once: every run of every page asks.
_HEAD = (
    select(
        schema.revisions,
        schema.head.c.revision.label("head"),
        select(func.max(_revisions.revision)).scalar_subquery().label("last"),
        _before.c.sha256.label("sha256_before"),
    )
    .select_from(schema.head)
    .join(schema.revisions, _revisions.revision == schema.head.c.revision)
    .outerjoin(_before, _before.c.revision == _revisions.parent)
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One publication; `created_at` is UTC and tells nothing about order, the number does.

    `kind` is "initial", "publish", "layers" or "rollback"; `restores` the revision that a rollback took
    its rows from. `findings` are those that were confirmed, as JSON values.
    """

    revision: int
    parent: int | None
    kind: str
    restores: int | None
    author: str
    created_at: datetime
    note: str | None
    file_name: str | None
    file_sha256: str | None
    findings: tuple[dict[str, Any], ...]
    added: int
    changed: int
    removed: int
    rows_sha256: str
    sha256: str
    layers_sha256: str | None = None


def head(store: Store | Connection) -> Revision:
    """Return the revision that is published."""
    with reading.snapshot(store) as conn, reading.decoding(conn, "head"):
        values = dict(conn.execute(_HEAD).mappings().one_or_none() or {})
        if not values or values.pop("head") != values.pop("last"):
            raise faults.damaged(reading.place_of(conn), "head")
        return _decoded(conn, values, values.pop("sha256_before"))


def head_number(store: Store | Connection) -> int:
    """Return the number of the revision that is published; it is always the last one."""
    last = select(func.max(_revisions.revision)).scalar_subquery()
    with reading.snapshot(store) as conn:
        found = conn.execute(select(schema.head.c.revision, last)).one_or_none()
        if found is None or found[0] != found[1]:
            raise faults.damaged(reading.place_of(conn), "head")
        return int(found[0])


def revision(store: Store | Connection, n: int) -> Revision:
    """Return revision `n`.

    Raises
    ------
    UsageError
        If there is none.
    """
    with reading.snapshot(store) as conn:
        return _revision(conn, n)


def revisions(store: Store | Connection) -> tuple[Revision, ...]:
    """Return all revisions, the newest first."""
    with reading.snapshot(store) as conn:
        head_number(conn)
        return tuple(_all_revisions(conn).values())


def rows(store: Store | Connection, n: int) -> tuple[Row, ...]:
    """Return all rows of revision `n`, by key.

    Raises
    ------
    UsageError
        If there is no such revision.
    StoreError
        If the rows are not those that were published.
    """
    with reading.snapshot(store) as conn:
        return tuple(row for row, _ in digested(conn, _revision(conn, n)))


def digested(conn: Connection, published: Revision) -> list[tuple[Row, str]]:
    """Return all rows of a revision by key, each with its fingerprint.

    Raises
    ------
    StoreError
        If the rows are not those that were published.
    """
    n = published.revision
    latest = (
        select(_changes.project_id, _changes.as_of, func.max(_changes.revision).label("n"))
        .where(_changes.revision <= n)
        .group_by(_changes.project_id, _changes.as_of)
        .subquery()
    )
    same = and_(
        _changes.project_id == latest.c.project_id,
        _changes.as_of == latest.c.as_of,
        _changes.revision == latest.c.n,
    )
    query = select(*_ROW).join(latest, same).where(_changes.removed.is_(False))
    with reading.decoding(conn, f"changes {n}"):
        found = sorted((Row(*values) for values in conn.execute(query)), key=_key)
        with_digests = [(row, digests.of_row(row)) for row in found]
        sound = digests.of_rows(digest for _, digest in with_digests)
    if sound != published.rows_sha256:
        raise faults.damaged(reading.place_of(conn), f"changes {n}")
    return with_digests


def history_of(
    store: Store | Connection, project_id: str
) -> tuple[tuple[Revision, RowChange], ...]:
    """Return what was changed for one project, and by which revision, the newest first."""
    query = (
        select(*_ROW, _changes.revision, _changes.removed, _changes.sha256)
        .where(_changes.project_id == digests.text(project_id))
        .order_by(_changes.revision, _changes.as_of)
    )
    found: list[tuple[Revision, RowChange]] = []
    before: dict[tuple[str, Any], Row | None] = {}
    with reading.snapshot(store) as conn:
        published = _all_revisions(conn)
        with reading.decoding(conn, f"changes {project_id}"):
            for *values, number, removed, sha256 in conn.execute(query):
                row = Row(*values)
                old, new = before.get(row.key), None if removed else row
                if sha256 != digests.of_change(row, removed=removed):
                    raise faults.damaged(reading.place_of(conn), f"changes {project_id}")
                kind: Kind = "removed" if new is None else "changed" if old else "added"
                found.append((published[number], RowChange(kind, row.key, old, new)))
                before[row.key] = new
    return tuple(reversed(found))


def original(store: Store | Connection, n: int) -> tuple[str, bytes] | None:
    """Return name and bytes of the file that revision `n` was published from, if it was.

    Raises
    ------
    StoreError
        If the bytes are not those that were sent.
    """
    with reading.snapshot(store) as conn:
        published = _revision(conn, n)
        if published.file_sha256 is None:
            return None
        query = select(schema.files.c.content).where(
            schema.files.c.sha256 == published.file_sha256
        )
        content = conn.scalar(query)
        if not isinstance(content, bytes) or (
            digests.of_bytes(content) != published.file_sha256
        ):
            raise faults.damaged(reading.place_of(conn), f"files {n}")
        return published.file_name or "", content


def by_idempotency_key(conn: Connection, key: str) -> Revision | None:
    """Return what was published under a key, if anything was."""
    n = conn.scalar(select(_revisions.revision).where(_revisions.idempotency_key == key))
    return None if n is None else _revision(conn, n)


def _key(row: Row) -> tuple[str, Any]:
    return row.key


def _all_revisions(conn: Connection) -> dict[int, Revision]:
    """Return every revision by number, the newest first, the whole chain checked."""
    found: list[Revision] = []
    with reading.decoding(conn, "revisions"):
        for values in conn.execute(
            select(schema.revisions).order_by(_revisions.revision)
        ).mappings():
            found.append(_decoded(conn, values, found[-1].sha256 if found else None))
    return {each.revision: each for each in reversed(found)}


def _revision(conn: Connection, n: int) -> Revision:
    # a number too large for the column can be no revision either
    query = select(schema.revisions).where(_revisions.revision == max(0, min(n, LARGEST)))
    with reading.decoding(conn, f"revisions {n}"):
        values = conn.execute(query).mappings().one_or_none()
        if values is None:
            raise UsageError("error.no_revision", rev=n, head=head_number(conn))
        parent = conn.scalar(
            select(_revisions.sha256).where(_revisions.revision == values["parent"])
        )
        return _decoded(conn, values, parent)


def _decoded(conn: Connection, stored: Mapping[Any, Any], parent: str | None) -> Revision:
    values = dict(stored)
    if digests.of_revision(values, parent) != values["sha256"]:
        raise faults.damaged(reading.place_of(conn), f"revisions {values['revision']}")
    del values["idempotency_key"]
    values["created_at"] = datetime.fromisoformat(values["created_at"])
    values["findings"] = tuple(digests.parsed(values["findings"]))
    return Revision(**values)
