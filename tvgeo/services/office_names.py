"""What offices call their works, remembered so that a file goes straight through next time."""

from collections.abc import Mapping

from tvgeo.core.access import Actor
from tvgeo.errors import UsageError
from tvgeo.io import upload
from tvgeo.services import accounts, stores
from tvgeo.services.access import demand, demand_scope
from tvgeo.services.base import Base, ensure_store
from tvgeo.store import audit, mappings


def remember(base: Base, actor: Actor, chosen: Mapping[str, str]) -> None:
    """Remember what an office calls its works: written name to project id, "" for none.

    Raises
    ------
    AccessError
        If the actor may not publish, or a work lies outside the actor's scope.
    """
    demand(actor)
    projects = base.registry.projects
    ids = [project_id for project_id in chosen.values() if project_id]
    unknown = next((p for p in ids if p not in projects), None)
    if unknown is not None:
        raise UsageError("error.no_project", value=unknown)
    demand_scope(base.registry, ids, actor.scope)
    store = ensure_store(base.folder.folder)
    with store.writing() as connection:
        accounts.permit(actor, "publish")(connection)
        for written, project_id in chosen.items():
            mappings.remember(
                connection,
                agency=actor.scope or "",
                written=upload.fold(written),
                project_id=project_id,
                author=actor.name,
                now=stores.now(),
            )
        audit.append(
            connection,
            now=stores.now(),
            actor=actor.name,
            address=actor.address,
            action="mapping",
            details={"agency": actor.scope or "", "names": dict(chosen)},
        )


def remembered(base: Base, actor: Actor) -> dict[str, str]:
    """Return what the actor's agency calls its works; names nobody is limited to come first."""
    store = stores.find(base.folder.folder)
    if store is None:
        return {}
    names = mappings.remembered(store, "")
    return names | mappings.remembered(store, actor.scope) if actor.scope else names
