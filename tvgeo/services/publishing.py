"""Publishing a draft as a revision, and taking a revision back.

One transaction reads again who may publish and what is published now, and stores all or nothing.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from tvgeo import locale
from tvgeo.core import difference
from tvgeo.core.access import Action, Actor
from tvgeo.core.findings import Finding
from tvgeo.errors import ConflictError, UsageError
from tvgeo.services import accounts, gis, history, stores
from tvgeo.services.access import demand
from tvgeo.services.base import Base, ensure_store, open_base
from tvgeo.services.drafts import Draft
from tvgeo.store import audit, repository
from tvgeo.store import publishing as storing
from tvgeo.store.publishing import Publication
from tvgeo.store.repository import Revision


def publish(
    draft: Draft, actor: Actor, *, note: str | None = None, confirmed: bool = False
) -> Revision:
    """Publish a draft as one revision; a draft that changes nothing returns the current one.

    Raises
    ------
    AccessError
        If the actor may not publish (any more), or not these works.
    ConflictError
        ``error.refused_file``; ``error.unconfirmed`` while warnings are not confirmed; or
        ``error.base_moved`` if somebody published since the draft was compared.
    StoreError
        If the store cannot be written; nothing is then stored.
    """
    demand(actor)
    base = draft.base
    if draft.reading.verdict == "reject":
        raise ConflictError("error.refused_file", n=draft.errors)
    if draft.warnings and not confirmed and draft.difference.changes:
        raise ConflictError("error.unconfirmed", w=draft.warnings)
    store = ensure_store(base.folder.folder)
    return storing.publish(
        store,
        Publication(
            base=base.revision,
            rows=draft.after,
            author=actor.name,
            address=actor.address,
            note=note or None,
            now=stores.now(),
            file_name=draft.reading.file or None,
            content=draft.data or None,
            findings=[plain(finding) for finding in draft.reading.findings],
            idempotency_key=_once(draft, actor),
            permit=accounts.permit(
                actor, "publish", projects=draft.difference.projects, registry=base.registry
            ),
        ),
    )


def rollback(
    to: int,
    actor: Actor,
    *,
    path: str | None = None,
    note: str | None = None,
    base: int | None = None,
) -> Revision:
    """Publish the figures of revision `to` again, as a new revision.

    `base` is the revision the actor was looking at; by default what is published now.

    Raises
    ------
    AccessError, UsageError, ConflictError, StoreError
        As for `publish`; `UsageError` if there is no such revision.
    """
    demand(actor)
    now = open_base(path)
    store = stores.required(now.folder.folder)
    rows = repository.rows(store, to)
    touched = difference.between(now.rows, rows).projects
    # who may bring a layer in may take it back
    act: Action = "administer" if history.layers_between(now, now.revision, to) else "publish"
    demand(actor, act)
    made = storing.publish(
        store,
        Publication(
            base=now.revision if base is None else base,
            rows=rows,
            author=actor.name,
            address=actor.address,
            note=note or None,
            now=stores.now(),
            kind="rollback",
            restores=to,
            permit=accounts.permit(actor, act, projects=touched, registry=now.registry),
        ),
    )
    gis.follow(now.folder.folder)
    return made


def undo(revision: int, actor: Actor, *, path: str | None = None) -> Revision:
    """Take back a revision that is still the current one.

    Raises
    ------
    ConflictError
        ``error.undo_moved`` if there is a newer one: it is restored from the history.
    """
    now = open_base(path)
    if now.published is None or now.published.parent is None:
        raise UsageError("error.nothing_to_undo")
    if now.revision != revision:
        raise ConflictError("error.undo_moved", rev=now.revision)
    return rollback(now.published.parent, actor, path=path, base=revision)


def illustrative_rows(base: Base) -> int:
    """Return how many published rows were invented to show the product."""
    return sum(row.quality == "illustrative" for row in base.rows)


def start_for_real(actor: Actor, *, path: str | None = None) -> Revision:
    """Remove every invented row in one revision, which can be undone ("Bắt đầu dùng thật").

    Raises
    ------
    AccessError
        If the actor is no administrator.
    """
    demand(actor, "administer")
    base = open_base(path)
    after = tuple(row for row in base.rows if row.quality != "illustrative")
    return storing.publish(
        ensure_store(base.folder.folder),
        Publication(
            base=base.revision,
            rows=after,
            author=actor.name,
            address=actor.address,
            note=locale.get(base.settings.language)("admin.real_title"),
            now=stores.now(),
            permit=accounts.permit(actor, "administer"),
        ),
    )


def refused(draft: Draft, actor: Actor) -> None:
    """Write into the audit that a file was refused, and why; nothing else of it is stored."""
    store = stores.find(draft.base.folder.folder)
    if store is None or store.read_only:
        return
    with store.writing() as connection:
        audit.append(
            connection,
            now=stores.now(),
            actor=actor.name,
            address=actor.address,
            action="refused",
            details={
                "file_name": draft.reading.file,
                "sha256": draft.reading.sha256,
                "errors": draft.errors,
                "codes": sorted(
                    {f.code for f in draft.reading.findings if f.severity == "error"}
                ),
            },
        )


def plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON values, as it is kept with a revision."""
    return json.loads(json.dumps(asdict(finding), default=str))  # type: ignore[no-any-return]


def _once(draft: Draft, actor: Actor) -> str:
    """Return what is the same for the same publication sent twice, and for no other."""
    changes = [(change.kind, change.key, change.cells) for change in draft.difference.changes]
    content = json.dumps([draft.base.revision, actor.name, changes], default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
