"""Accounts: created, disabled, unlocked and changed by an administrator, each time in the audit.

Nothing here is needed to read. Without any account nothing can be published.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from tvgeo.core import account_names
from tvgeo.core.access import ROLES, Actor, Role
from tvgeo.errors import UsageError
from tvgeo.services import passwords, recent_sessions, stores
from tvgeo.services.access import demand
from tvgeo.services.base import Base, folder_path, read_settings
from tvgeo.services.permits import note, permit
from tvgeo.store import accounts as stored
from tvgeo.store import attempts, sessions
from tvgeo.store.accounts import Account
from tvgeo.store.opening import Store

__all__ = [
    "Listed", "check_new", "check_scope", "create", "disable", "enable", "has_accounts", "listed",
    "permit", "plain", "set_password", "set_role", "unlock",
]  # fmt: skip

# Stands in place of a hash: no password verifies against it.
NO_PASSWORD = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An account as a list shows it; `locked_until` after wrong passwords, else `None`."""

    name: str
    role: Role
    scope: str | None
    disabled: bool
    created_at: datetime
    created_by: str
    locked_until: datetime | None


def has_accounts(path: str | None = None) -> bool:
    """Tell whether anybody could sign in; the pages say how the first account is made.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    store = stores.find(folder_path(path))
    if store is None:
        return False
    with store.reading() as connection:
        return stored.any_exists(connection)


def listed(store: Store) -> tuple[Listed, ...]:
    """Return all accounts by name; never a password or its hash."""
    now = stores.now()
    with store.reading() as connection:
        return tuple(
            Listed(**asdict(each), locked_until=_lock(connection, each.name, now))
            for each in stored.every(connection)
        )


def plain(account: Listed) -> dict[str, Any]:
    """Return an account as plain JSON values."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(account).items()
    }


def check_new(base: Base, name: str, *, role: str, scope: str | None) -> None:
    """Refuse what no account may be, before anybody is asked for a password.

    Raises
    ------
    UsageError
        If the name, the role or the agency cannot be, or an account has that name.
    """
    folded = _valid(name)
    _role(role)
    check_scope(base, scope)
    store = stores.find(base.folder.folder)
    if store is not None:
        with store.reading() as connection:
            if stored.find(connection, folded) is not None:
                raise UsageError("error.account_exists", user=folded)


def check_scope(base: Base, scope: str | None) -> None:
    """Refuse a scope that is no agency of the plan.

    Raises
    ------
    UsageError
        ``error.no_agency``.
    """
    leads = {a for project in base.registry.projects.values() for a in project.lead_agency}
    if scope is not None and scope not in base.registry.agencies.keys() | leads:
        raise UsageError("error.no_agency", id=scope)


def create(
    store: Store,
    name: str,
    password: str | None,
    *,
    role: str,
    scope: str | None = None,
    actor: Actor,
) -> Account:
    """Create an account. `scope` limits a planner to the works of one agency.

    Without a `password` (`None`) only somebody whom a provider or a proxy vouches for comes in.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    UsageError
        If the name is taken or cannot be, or the password is weak.
    """
    demand(actor, "administer")
    folded = _valid(name)
    checked = _role(role)
    encoded = NO_PASSWORD
    if password is not None:
        passwords.check(password, passwords.words_about(folded, read_settings(store.folder)))
        encoded = passwords.hashed(password)
    account = Account(
        name=folded,
        role=checked,
        scope=scope if checked == "planner" else None,
        disabled=False,
        created_at=stores.now(),
        created_by=actor.name,
    )
    try:
        with store.writing() as connection:
            permit(actor, "administer")(connection)
            stored.add(connection, account, encoded)
            details = {"user": folded, "role": checked, "scope": account.scope}
            note(connection, actor, "account_created", details)
    except IntegrityError as error:
        raise UsageError("error.account_exists", user=folded) from error
    return account


def disable(store: Store, name: str, *, actor: Actor) -> None:
    """Disable an account and end its sessions; never the last administrator.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    UsageError
        If there is no such account, or nobody would be left to administer.
    """
    with _changing(store, name, actor) as (connection, account):
        _keep_an_admin(connection, account)
        stored.change(connection, account.name, disabled=True)
        _end_sessions(connection, account)
        note(connection, actor, "account_disabled", {"user": account.name})


def enable(store: Store, name: str, *, actor: Actor) -> None:
    """Let a disabled account sign in again; its old sessions stay closed.

    Raises
    ------
    AccessError, UsageError
        As for `disable`.
    """
    with _changing(store, name, actor) as (connection, account):
        stored.change(connection, account.name, disabled=False)
        note(connection, actor, "account_enabled", {"user": account.name})


def unlock(store: Store, name: str, *, actor: Actor) -> None:
    """Forget the wrong passwords of an account, and of the address its owner may sit at.

    Raises
    ------
    AccessError, UsageError
        As for `disable`.
    """
    with _changing(store, name, actor) as (connection, account):
        attempts.reset(connection, attempts.account_subject(account.name))
        attempts.reset_addresses(connection)
        note(connection, actor, "account_unlocked", {"user": account.name})


def set_password(store: Store, name: str, password: str, *, actor: Actor) -> None:
    """Set a new password for somebody else; every session of the account ends.

    The own one is changed with `signing_in.change_password`, which asks for the old one: an
    open session that somebody else has got hold of must not be enough.

    Raises
    ------
    AccessError, UsageError
        As for `create`; ``error.own_password`` for the actor's own account.
    """
    demand(actor, "administer")
    folded = _valid(name)
    if actor.account and folded == actor.name:
        raise UsageError("error.own_password")
    passwords.check(password, passwords.words_about(folded, read_settings(store.folder)))
    encoded = passwords.hashed(password)
    with _changing(store, name, actor) as (connection, account):
        stored.change(connection, account.name, password_hash=encoded)
        attempts.reset(connection, attempts.account_subject(account.name))
        _end_sessions(connection, account)
        note(connection, actor, "password_set", {"user": account.name})


def set_role(
    store: Store, name: str, *, role: str, scope: str | None = None, actor: Actor
) -> None:
    """Change what an account may do; its sessions end, so that nothing old stays open.

    Raises
    ------
    AccessError, UsageError
        As for `disable`.
    """
    checked = _role(role)
    with _changing(store, name, actor) as (connection, account):
        if checked != "admin":
            _keep_an_admin(connection, account)
        scope = scope if checked == "planner" else None
        stored.change(connection, account.name, role=checked, scope=scope)
        _end_sessions(connection, account)
        details = {"user": account.name, "role": checked, "scope": scope}
        note(connection, actor, "role_set", details)


@contextmanager
def _changing(store: Store, name: str, actor: Actor) -> Iterator[tuple[Connection, Account]]:
    """Open the transaction in which an administrator changes an account."""
    demand(actor, "administer")
    folded = account_names.fold(name)
    with store.writing() as connection:
        permit(actor, "administer")(connection)
        account = stored.find(connection, folded)
        if account is None:
            raise UsageError("error.no_account", user=folded[: account_names.LONGEST])
        yield connection, account
    recent_sessions.forget_account(account.name)


def _keep_an_admin(connection: Connection, account: Account) -> None:
    is_one = account.role == "admin" and not account.disabled
    if is_one and stored.other_admins(connection, account.name) == 0:
        raise UsageError("error.last_admin", user=account.name)


def _end_sessions(connection: Connection, account: Account) -> None:
    sessions.revoke_all(connection, account.name, stores.now())


def _lock(connection: Connection, name: str, now: datetime) -> datetime | None:
    until = attempts.locked_until(connection, attempts.account_subject(name))
    return until if until is not None and until > now else None


def _valid(name: str) -> str:
    folded = account_names.fold(name)
    if not account_names.is_valid(folded):
        raise UsageError("error.account_name", n=account_names.LONGEST)
    return folded


def _role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise UsageError("error.bad_value", arg="--role", value=role, suggestion=", ".join(ROLES))
