"""Layers that were published: which file each is in a revision, and where it came from.

A layer that was never imported is not here: it is the data folder's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from tvgeo.store import digests, faults, reading, schema
from tvgeo.store.connection import Store

_log, _revisions = schema.layer_changes.c, schema.revisions.c


@dataclass(frozen=True, slots=True)
class LayerChange:
    """What a publication does to a layer: `content` is all of it as GeoJSON, `None` the folder's own.

    `facts` are kept with it, as JSON values: source, licence, CRS, what it was measured against.
    """

    content: bytes | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """A layer since `revision`; without `file_sha256` it is the data folder's own again."""

    layer: str
    revision: int
    file_sha256: str | None
    facts: Mapping[str, Any]


def in_force(conn: Connection, n: int) -> dict[str, StoredLayer]:
    """Return the imported layers of revision `n` by name; those that are the folder's own are not there.

    Raises
    ------
    StoreError
        If they are not those that were published.
    """
    vouched = conn.scalar(select(_revisions.layers_sha256).where(_revisions.revision == n))
    latest = (
        select(_log.layer, func.max(_log.revision).label("n"))
        .where(_log.revision <= n)
        .group_by(_log.layer)
        .subquery()
    )
    same = and_(_log.layer == latest.c.layer, _log.revision == latest.c.n)
    query = select(schema.layer_changes).join(latest, same).order_by(_log.layer)
    with reading.decoding(conn, f"layer_changes {n}"):
        found = {row.layer: _decoded(row) for row in conn.execute(query)}
    imported = {name: each for name, each in found.items() if each.file_sha256 is not None}
    if fingerprint(imported) != vouched:
        raise faults.damaged(reading.place_of(conn), f"layer_changes {n}")
    return imported


def changed_in(store: Store | Connection, n: int) -> tuple[StoredLayer, ...]:
    """Return what revision `n` did to layers, by name."""
    query = select(schema.layer_changes).where(_log.revision == n).order_by(_log.layer)
    with reading.snapshot(store) as conn, reading.decoding(conn, f"layer_changes {n}"):
        return tuple(_decoded(row) for row in conn.execute(query))


def content(conn: Connection, layer: StoredLayer) -> bytes:
    """Return the GeoJSON of a layer.

    Raises
    ------
    StoreError
        If the bytes are not those that were published.
    """
    files = schema.files.c
    found = conn.scalar(select(files.content).where(files.sha256 == layer.file_sha256))
    if not isinstance(found, bytes) or digests.of_bytes(found) != layer.file_sha256:
        raise faults.damaged(reading.place_of(conn), f"files {layer.layer}")
    return found


def fingerprint(layers: Mapping[str, StoredLayer]) -> str | None:
    """Return what stands for the layers in force; `None` where all are the data folder's own."""
    said = {
        name: [each.revision, each.file_sha256, dict(each.facts)]
        for name, each in layers.items()
        if each.file_sha256 is not None
    }
    return digests.of_text(digests.canonical(said)) if said else None


def add(conn: Connection, layer: StoredLayer) -> None:
    """Write what becomes of a layer into the log."""
    conn.execute(
        insert(schema.layer_changes).values(
            layer=layer.layer,
            revision=layer.revision,
            file_sha256=layer.file_sha256,
            facts=digests.canonical(dict(layer.facts)),
        )
    )


def _decoded(row: Any) -> StoredLayer:
    return StoredLayer(row.layer, row.revision, row.file_sha256, digests.parsed(row.facts))
