"""Publishing a layer draft as a revision; a rollback of that revision brings the old layer back."""

import hashlib
import json

from tvgeo.core.access import Actor
from tvgeo.services import accounts, gis, layer_drafts, publishing, stores
from tvgeo.services.access import demand
from tvgeo.services.base import ensure_store
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.store import publishing as storing
from tvgeo.store.layers import LayerChange
from tvgeo.store.publishing import Publication
from tvgeo.store.repository import Revision


def publish(
    draft: LayerDraft, actor: Actor, *, note: str | None = None, confirmed: bool = False
) -> Revision:
    """Publish a layer as one revision, the figures unchanged; the file as sent is kept with it.

    Raises
    ------
    AccessError
        If the actor is no administrator (any more).
    ConflictError
        ``error.layer_refused``; ``error.unconfirmed`` while warnings are not confirmed; or
        ``error.base_moved`` if somebody published since the draft was compared.
    StoreError
        If the store cannot be written; nothing is then stored.
    """
    demand(actor, "administer")
    content = layer_drafts.require_publishable(draft, confirmed=confirmed)
    base, layer = draft.base, draft.request.layer
    made = storing.publish(
        ensure_store(base.folder.folder),
        Publication(
            base=base.revision,
            rows=base.rows,
            author=actor.name,
            address=actor.address,
            note=note or None,
            now=stores.now(),
            kind="layers",
            file_name=draft.reading.file or None,
            content=draft.data,
            findings=[publishing.plain(finding) for finding in draft.reading.findings],
            layers={layer: LayerChange(content, dict(layer_drafts.facts(draft)))},
            idempotency_key=_once(draft, actor, content),
            permit=accounts.permit(actor, "administer"),
        ),
    )
    gis.follow(base.folder.folder)
    return made


def _once(draft: LayerDraft, actor: Actor, content: bytes) -> str:
    """Return what is the same for the same import sent twice, and for no other."""
    parts = [
        draft.base.revision, actor.name, draft.request.layer,
        hashlib.sha256(content).hexdigest(), draft.reading.sha256,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
