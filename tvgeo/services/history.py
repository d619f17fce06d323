"""What was published, by whom and when; every revision stays readable."""

import hashlib

from tvgeo.core import difference
from tvgeo.core.access import Actor
from tvgeo.core.difference import Difference, Key
from tvgeo.errors import ConflictError, UsageError
from tvgeo.io import progress_table
from tvgeo.services import stores
from tvgeo.services.access import demand
from tvgeo.services.base import Base, at_revision
from tvgeo.store import audit, layers, publishing, repository
from tvgeo.store.audit import Entry, Verified
from tvgeo.store.layers import StoredLayer
from tvgeo.store.repository import Revision

_TOUCHING = frozenset({"layers", "rollback"})


def revisions(base: Base) -> tuple[Revision, ...]:
    """Return all revisions, the newest first; none where the folder has no store."""
    store = stores.find(base.folder.folder)
    return () if store is None else repository.revisions(store)


def revision(base: Base, number: int) -> Revision:
    """Return one revision.

    Raises
    ------
    UsageError
        If there is none of that number.
    """
    store = stores.find(base.folder.folder)
    if store is None:
        raise UsageError("error.no_revision", rev=number, head=base.revision)
    return repository.revision(store, number)


def between(base: Base, a: int, b: int) -> Difference:
    """Return what turns the figures of revision `a` into those of revision `b`.

    Raises
    ------
    UsageError
        If there is none of these numbers.
    """
    return difference.between(at_revision(base, a).rows, at_revision(base, b).rows)


def changes_of(base: Base, number: int) -> Difference:
    """Return what a revision changed; the first one added all its rows.

    Raises
    ------
    UsageError
        If there is none of that number.
    """
    found = revision(base, number)
    before = () if found.parent is None else at_revision(base, found.parent).rows
    return difference.between(before, at_revision(base, number).rows)


def layers_of(base: Base, number: int) -> tuple[StoredLayer, ...]:
    """Return what a revision did to the layers; one without a file is the folder's own again."""
    store = stores.find(base.folder.folder)
    return () if store is None else layers.changed_in(store, number)


def with_layers(base: Base) -> tuple[tuple[Revision, tuple[StoredLayer, ...]], ...]:
    """Return all revisions, the newest first, each with what it did to the layers."""
    # only an import and a rollback touch layers: of the many others nothing is asked
    return tuple(
        (each, layers_of(base, each.revision) if each.kind in _TOUCHING else ())
        for each in revisions(base)
    )


def layers_between(base: Base, a: int, b: int) -> tuple[str, ...]:
    """Return the layers that are not the same in two revisions, by name."""
    store = stores.find(base.folder.folder)
    if store is None:
        return ()
    with store.reading() as conn:
        files = [
            {name: each.file_sha256 for name, each in layers.in_force(conn, n).items()}
            for n in (a, b)
        ]
    return tuple(
        sorted(n for n in files[0].keys() | files[1] if files[0].get(n) != files[1].get(n))
    )


def row_revisions(base: Base, project_id: str) -> dict[Key, int]:
    """Return which revision each published row of a work comes from.

    While the database is away it is not known: the figures are shown without.
    """
    store = None if base.away else stores.find(base.folder.folder)
    found: dict[Key, int] = {}
    if store is not None:
        for published, change in repository.history_of(store, project_id):
            if published.revision <= base.revision:
                found.setdefault(change.key, published.revision)
    return found


def differs_from_file(base: Base) -> Difference | None:
    """Return what `progress.csv` would change if it were published; `None` without a store.

    An edited file is not read silently once there is a store: it is a file like any other.
    """
    if base.published is None:
        return None
    return difference.between(base.rows, base.folder.rows)


def file_was_edited(base: Base) -> bool:
    """Whether `progress.csv` is no longer the file that the store last took in.

    What is published later makes the store newer than the file: nobody has to do anything then.
    """
    path = base.folder.folder / progress_table.FILE
    taken = next((r for r in revisions(base) if r.file_name == progress_table.FILE), None)
    if taken is None or not path.is_file():
        return True
    return hashlib.sha256(path.read_bytes()).hexdigest() != taken.file_sha256


def original(base: Base, number: int, actor: Actor | None) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file that a revision came from, if it has one.

    Raises
    ------
    AccessError
        If the actor may not have original files.
    UsageError
        If there is none of that number.
    """
    demand(actor, "original")
    return repository.original(stores.required(base.folder.folder), number)


def audit_entries(base: Base, actor: Actor | None, *, limit: int = 200) -> tuple[Entry, ...]:
    """Return the latest entries of the audit, the newest first.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    """
    demand(actor, "administer")
    store = stores.find(base.folder.folder)
    return () if store is None else audit.entries(store, limit=limit)


def verify_audit(base: Base, actor: Actor | None) -> Verified:
    """Check that no entry of the audit was altered, removed or added.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    StoreError
        If there is no store.
    """
    demand(actor, "administer")
    return audit.verify(stores.required(base.folder.folder))


def moved(base: Base, on: int) -> ConflictError:
    """Return the refusal that says who published after revision `on`.

    Raises
    ------
    UsageError
        If there is no revision `on`.
    """
    revision(base, on)
    return publishing.moved(stores.required(base.folder.folder), on)
