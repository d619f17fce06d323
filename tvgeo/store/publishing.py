"""Publishing: one revision, whole or not at all, on top of the one it was made for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from tvgeo.core import difference
from tvgeo.core.difference import Difference, Key
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.errors import ConflictError
from tvgeo.store import audit, carrying, digests, layers, repository, schema
from tvgeo.store.carrying import Carried
from tvgeo.store.connection import Store
from tvgeo.store.layers import LayerChange, StoredLayer
from tvgeo.store.repository import Revision

# Projects that the sentence about a conflict names; it counts the rest.
NAMED = 3


def _permitted(_: Connection) -> None:
    """Let it pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is to be published: *all* rows after it, and which revision it was made from.

    `layers` are those that it changes, by name; of a rollback they are those that it `restores`.
    `permit` is called first, within the transaction; what it raises stops the publication. The
    same `idempotency_key` twice is one publication.
    """

    base: int
    rows: Sequence[Row]
    author: str
    now: datetime
    address: str | None = None
    note: str | None = None
    file_name: str | None = None
    content: bytes | None = None
    findings: Sequence[Mapping[str, Any]] = ()
    kind: str = "publish"
    restores: int | None = None
    layers: Mapping[str, LayerChange] = field(default_factory=dict)
    idempotency_key: str | None = None
    permit: Callable[[Connection], None] = field(default=_permitted)


class _Change(NamedTuple):
    """What a publication does to its base, which `base_sha256` tells for sure.

    A number alone does not: after a backup was given back it may stand for another revision.
    `layers` has those that change, still without the number of their revision.
    """

    base_sha256: str | None
    rows_sha256: str
    difference: Difference
    layers: tuple[StoredLayer, ...] = ()

    @property
    def is_none(self) -> bool:
        return not self.difference.changes and not self.layers


def publish(store: Store, publication: Publication) -> Revision:
    """Store a publication and return its revision; once this returns, it is kept.

    Without a difference there is no new revision: the head is returned.

    Raises
    ------
    ConflictError
        If the base is not the head any more.
    StoreError
        If nothing can be stored now; then nothing was.
    """
    with store.reading() as conn:
        # the rows of a revision never change: compare before anybody has to wait
        base = repository.revision(conn, publication.base)
        change = _change(publication.rows, carrying.at(conn, base))
        change = change._replace(layers=_changed_layers(conn, publication))
        if publication.restores is not None:
            restored = repository.revision(conn, publication.restores)
            if restored.rows_sha256 != change.rows_sha256:
                msg = f"these are not the rows of revision {publication.restores}"
                raise ValueError(msg)
    with store.writing() as conn:
        published = _publish(conn, publication, change)
    if published is None:
        raise moved(store, publication.base)
    return published


def first(conn: Connection, publication: Publication) -> None:
    """Store revision 1 of a new store."""
    change = _change(publication.rows, None)
    _store(conn, publication, change, parent=None)


def _publish(conn: Connection, publication: Publication, change: _Change) -> Revision | None:
    """Publish on the head; `None` if that is not the base any more."""
    conn.execute(select(schema.head.c.revision).with_for_update()).all()  # one at a time
    publication.permit(conn)
    if publication.idempotency_key is not None:
        done = repository.by_idempotency_key(conn, publication.idempotency_key)
        if done is not None:
            return done
    parent = repository.head(conn)
    if parent.sha256 != change.base_sha256:
        return None
    if change.is_none:
        return parent
    _store(conn, publication, change, parent=parent)
    return repository.head(conn)


def _change(rows: Sequence[Row], base: Carried | None) -> _Change:
    """Compare all rows after a publication with those of its base.

    A row that is the base's own is neither cleaned nor hashed again: most are.
    """
    before: Mapping[Key, Row] = base.rows if base else {}
    known: Mapping[Key, str] = base.digest_of if base else {}
    after: dict[Key, Row] = {}
    digest_of: dict[Key, str] = {}
    for row in rows:
        key, old = row.key, before.get(row.key)
        if old is not None and (row is old or row == old):
            after[key], digest_of[key] = old, known[key]
        else:
            stored = digests.storable(row)
            after[stored.key], digest_of[stored.key] = stored, digests.of_row(stored)
    rows_sha256 = digests.of_rows(digest_of[key] for key in sorted(after))
    changed = difference.between(before.values(), after.values())
    return _Change(base.revision.sha256 if base else None, rows_sha256, changed)


def _changed_layers(conn: Connection, publication: Publication) -> tuple[StoredLayer, ...]:
    """Return what becomes of the layers that a publication changes."""
    before = layers.in_force(conn, publication.base)
    if publication.restores is None:
        wanted = {
            name: StoredLayer(name, 0, _sha256(each.content), each.facts)
            for name, each in publication.layers.items()
        }
    else:
        restored = layers.in_force(conn, publication.restores)
        own = {name: StoredLayer(name, 0, None, {}) for name in before}
        wanted = own | restored
    return tuple(
        each
        for name, each in sorted(wanted.items())
        if each.file_sha256 != (before[name].file_sha256 if name in before else None)
    )


def _sha256(content: bytes | None) -> str | None:
    return None if content is None else digests.of_bytes(content)


def _store(
    conn: Connection, publication: Publication, change: _Change, *, parent: Revision | None
) -> None:
    number = 1 if parent is None else parent.revision + 1
    values = {
        "revision": number,
        "parent": None if parent is None else parent.revision,
        "kind": publication.kind,
        "restores": publication.restores,
        "author": digests.text(publication.author)[:200],
        "created_at": digests.stamp(publication.now),
        "note": _text(publication.note),
        "file_name": _text(publication.file_name),
        "file_sha256": _file(conn, publication.content),
        "findings": digests.canonical([dict(each) for each in publication.findings]),
        "added": change.difference.count("added"),
        "changed": change.difference.count("changed"),
        "removed": change.difference.count("removed"),
        "rows_sha256": change.rows_sha256,
        "idempotency_key": publication.idempotency_key,
    }
    changed_layers = [replace(each, revision=number) for each in change.layers]
    in_force = layers.in_force(conn, number - 1) if parent is not None else {}
    in_force |= {each.layer: each for each in changed_layers}
    values["layers_sha256"] = layers.fingerprint(in_force)
    values["sha256"] = digests.of_revision(values, parent.sha256 if parent else None)
    conn.execute(insert(schema.revisions).values(values))
    changed = [_logged(number, each) for each in change.difference.changes]
    if changed:
        conn.execute(insert(schema.changes), changed)
    for layer in changed_layers:
        if layer.layer in publication.layers:
            _file(conn, publication.layers[layer.layer].content)
        layers.add(conn, layer)
    told = ("revision", "parent", "restores", "note", "file_name", "file_sha256", "added",
            "changed", "removed", "rows_sha256", "sha256")  # fmt: skip
    audit.append(
        conn, now=publication.now, actor=publication.author, address=publication.address,
        action=publication.kind,
        details={name: values[name] for name in told}
        | {"findings": len(publication.findings)}
        | ({"layers": [each.layer for each in changed_layers]} if changed_layers else {}),
    )  # fmt: skip
    # moving the head is what publishes
    if parent is None:
        conn.execute(insert(schema.head).values(id=1, revision=number))
    else:
        conn.execute(update(schema.head).values(revision=number))


def _text(written: str | None) -> str | None:
    return None if written is None else digests.text(written)


def _file(conn: Connection, content: bytes | None) -> str | None:
    """Store the bytes once, however often they are sent; return their fingerprint."""
    if content is None:
        return None
    sha256 = digests.of_bytes(content)
    files = schema.files
    if conn.scalar(select(files.c.sha256).where(files.c.sha256 == sha256)) is None:
        conn.execute(insert(files).values(sha256=sha256, content=content))
    return sha256


def _logged(number: int, change: difference.RowChange) -> dict[str, Any]:
    project_id, as_of = change.key
    row = change.new or Row(project_id, as_of)
    values: dict[str, Any] = {column: getattr(row, column) for column in COLUMNS}
    removed = change.new is None
    return values | {
        "revision": number,
        "removed": removed,
        "sha256": digests.of_change(row, removed=removed),
    }


def moved(store: Store, base: int) -> ConflictError:
    """Return the refusal that says who published what since revision `base`."""
    with store.reading() as conn:
        head = repository.head(conn)
        # of a base that is not there any more, the last publication is told
        start = base if 0 < base < head.revision else head.parent or head.revision
        since = difference.between(
            repository.rows(conn, start), repository.rows(conn, head.revision)
        )
    more = len(since.projects) - NAMED
    return ConflictError(
        "error.base_moved", base=base, head=head.revision, author=head.author,
        time=head.created_at,
        summary=", ".join(since.projects[:NAMED]) + (f", … (+{more})" if more > 0 else ""),
        added=since.count("added"), changed=since.count("changed"),
        removed=since.count("removed"), projects=since.projects,
    )  # fmt: skip
