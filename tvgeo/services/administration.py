"""What an administrator looks after: backup and restore, the data folder, the self-test."""

import tempfile
from pathlib import Path

from sqlalchemy import Connection

from tvgeo.core.access import Actor
from tvgeo.services import outbound, stores
from tvgeo.services.access import demand
from tvgeo.services.base import Base, folder_path
from tvgeo.services.outbound import SelfTest
from tvgeo.store import audit
from tvgeo.store import backup as backups


def backup(base: Base, target: Path, actor: Actor) -> None:
    """Write a whole copy of the store, while it is in use.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    StoreError
        If there is no store, it is damaged, or the copy cannot be written.
    """
    demand(actor, "administer")
    store = stores.required(base.folder.folder)
    backups.backup(store, target)
    if not store.read_only:
        with store.writing() as connection:
            _note(connection, actor, "backup", target)


def backup_bytes(base: Base, actor: Actor) -> tuple[str, bytes]:
    """Return the name and content of a backup, to be downloaded.

    Raises
    ------
    AccessError, StoreError
        As for `backup`.
    """
    name = f"tvgeo-{stores.now():%Y%m%d-%H%M%S}.sqlite3"
    with tempfile.TemporaryDirectory() as folder:
        backup(base, Path(folder) / name, actor)
        return name, (Path(folder) / name).read_bytes()


def restore(source: Path, actor: Actor, *, path: str | None = None) -> Path | None:
    """Put a backup in the place of the store; return where the store of before is kept.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    StoreError
        If the backup is damaged or is none; the store then stays as it is.
    """
    demand(actor, "administer")
    folder = folder_path(path)
    stores.forget()
    kept = backups.restore(source, stores.url(), folder=folder)
    with stores.required(folder).writing() as connection:
        _note(connection, actor, "restore", source)
    return kept


def _note(connection: Connection, actor: Actor, action: str, file: Path) -> None:
    audit.append(
        connection,
        now=stores.now(),
        actor=actor.name,
        address=actor.address,
        action=action,
        details={"file": file.name},
    )


def self_test(actor: Actor) -> SelfTest:
    """Return which other machines this process has tried to reach since it was started.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    """
    demand(actor, "administer")
    return outbound.self_test()
