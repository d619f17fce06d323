"""Accounts: who may sign in, with which role. Names are folded by the caller."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Row, func, insert, select, update

from tvgeo.core.access import Role
from tvgeo.store import digests
from tvgeo.store.schema import accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account; `scope` is the agency whose works it may change, `None` for all."""

    name: str
    role: Role
    scope: str | None
    disabled: bool
    created_at: datetime
    created_by: str


def find(connection: Connection, name: str) -> Account | None:
    """Return the account called `name`."""
    row = connection.execute(
        select(accounts).where(accounts.c.name == digests.text(name))
    ).one_or_none()
    return None if row is None else _account(row)


def password_hash(connection: Connection, name: str) -> str | None:
    """Return the encoded hash of an account's password; `None` if there is no such account."""
    query = select(accounts.c.password_hash).where(accounts.c.name == digests.text(name))
    return connection.execute(query).scalar_one_or_none()


def every(connection: Connection) -> tuple[Account, ...]:
    """Return all accounts by name."""
    rows = connection.execute(select(accounts).order_by(accounts.c.name))
    return tuple(_account(row) for row in rows)


def any_exists(connection: Connection) -> bool:
    """Tell whether anybody could sign in at all."""
    return connection.execute(select(accounts.c.name).limit(1)).first() is not None


def other_admins(connection: Connection, name: str) -> int:
    """Return how many administrators other than `name` may sign in."""
    query = select(func.count()).where(
        accounts.c.role == "admin", accounts.c.disabled.is_(False), accounts.c.name != name
    )
    return connection.execute(query).scalar_one()


def add(connection: Connection, account: Account, password_hash: str) -> None:
    """Add an account.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If there is one of that name.
    """
    connection.execute(
        insert(accounts).values(
            name=account.name,
            role=account.role,
            scope=account.scope,
            password_hash=password_hash,
            disabled=account.disabled,
            created_at=digests.stamp(account.created_at),
            created_by=account.created_by,
        )
    )


def change(connection: Connection, name: str, **values: str | bool | None) -> None:
    """Set columns of an account: role, scope, disabled or password_hash."""
    connection.execute(update(accounts).where(accounts.c.name == name).values(**values))


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        name=row.name,
        role=cast("Role", row.role),
        scope=row.scope,
        disabled=bool(row.disabled),
        created_at=datetime.fromisoformat(row.created_at),
        created_by=row.created_by,
    )
