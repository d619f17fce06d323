"""Looking after the database of a store: what is in it, who may do what, moving to another one."""

from dataclasses import dataclass
from pathlib import Path

from tvgeo.core.access import Actor
from tvgeo.errors import StoreError
from tvgeo.services import gis, stores
from tvgeo.services.access import demand
from tvgeo.services.base import ensure_store, folder_path
from tvgeo.store import audit, copying, repository, roles
from tvgeo.store import gis as gis_tables
from tvgeo.store.opening import Store, shown
from tvgeo.store.roles import Duty


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the database found; `view` is the state of what QGIS reads."""

    place: str
    revision: int
    entries: int
    broken_at: int | None
    refusal: StoreError | None
    view: gis.State


def check(actor: Actor, *, path: str | None = None) -> Checked:
    """Make the store where it is missing, bring what QGIS reads in step, and look at both.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    StoreError
        If the store cannot be reached, made or trusted.
    """
    demand(actor, "administer")
    store = ensure_store(path)
    verified = audit.verify(store)
    return Checked(
        place=str(store.place),
        revision=repository.head(store).revision,
        entries=verified.entries,
        broken_at=verified.broken_at,
        refusal=store.refusal,
        view=gis.keep_in_step(path),
    )


def grant(store: Store, role: str, duty: Duty) -> None:
    """Let an account of the database run the dashboard, or read the view for maps and no more.

    Raises
    ------
    StoreError
        ``error.no_server`` for a store in a file; ``error.no_view`` where there is nothing to
        read; what the database said.
    """
    if not stores.on_server():
        raise StoreError("error.no_server", store=str(store.place))
    with store.writing() as connection:
        if duty == "reader" and not gis_tables.exists(connection):
            raise StoreError("error.no_view", store=str(store.place))
        roles.grant(connection, role, duty)


def copy(to: str, actor: Actor, *, path: str | None = None) -> dict[str, int]:
    """Copy the whole store to the empty address `to` and prove it; return the rows by table.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    StoreError
        If there is no store, the target is not empty, or the copy is not the same.
    """
    demand(actor, "administer")
    folder = folder_path(path)
    store = stores.required(folder)
    copied = copying.copy(store, to, folder=folder, province=stores.province(folder))
    if not store.read_only:
        with store.writing() as connection:
            audit.append(
                connection, now=stores.now(), actor=actor.name, address=actor.address,
                action="copy", details={"file": Path(shown(to)).name},
            )  # fmt: skip
    return copied
