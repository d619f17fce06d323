"""Failed sign-ins by account and by address, shared by all processes of a store."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from tvgeo.core import lockout
from tvgeo.core.lockout import Count, Rule
from tvgeo.store import digests
from tvgeo.store.schema import attempts

ADDRESS = "address:"


def account_subject(name: str) -> str:
    """Return the row that counts guesses at one account; it need not exist."""
    return f"account:{digests.text(name)[:64]}"


def address_subject(address: str) -> str:
    """Return the row that counts guesses from one address."""
    return f"{ADDRESS}{digests.text(address)[:64]}"


def reserve(connection: Connection, rules: Mapping[str, Rule], now: datetime) -> timedelta:
    """Count one attempt against every subject, before its password is looked at.

    Returns how long to wait when one of them is locked (then nothing is counted), else zero.
    Must be in a writing transaction, which keeps attempts side by side apart.
    """
    known = {subject: _find(connection, subject) for subject in rules}
    left = max(
        (lockout.wait(count, now) for count in known.values() if count), default=timedelta(0)
    )
    for subject, count in known.items():
        if left and count is not None and lockout.wait(count, now):
            # as it is now: a lock written by a clock that was ahead shrinks to a real one
            _put(connection, subject, lockout.faded(count, rules[subject], now), now)
        elif not left:
            _put(connection, subject, lockout.attempted(count, rules[subject], now), now)
    return left


def forgive(connection: Connection, subject: str, rule: Rule, now: datetime) -> None:
    """Take back the one attempt that was right."""
    count = _find(connection, subject)
    if count is not None:
        _put(connection, subject, lockout.forgiven(count, rule), now)


def reset(connection: Connection, subject: str) -> None:
    """Forget all failures of a subject."""
    connection.execute(delete(attempts).where(attempts.c.subject == subject))


def reset_addresses(connection: Connection) -> None:
    """Forget the failures of every address."""
    connection.execute(
        delete(attempts).where(attempts.c.subject.startswith(ADDRESS, autoescape=True))
    )


def locked_until(connection: Connection, subject: str) -> datetime | None:
    """Return until when a subject is locked, or was."""
    count = _find(connection, subject)
    return None if count is None else count.locked_until


def clean(connection: Connection, before: datetime) -> None:
    """Remove what nobody has touched since `before`."""
    connection.execute(delete(attempts).where(attempts.c.last_at < digests.stamp(before)))


def _find(connection: Connection, subject: str) -> Count | None:
    row = connection.execute(
        select(attempts).where(attempts.c.subject == subject)
    ).one_or_none()
    if row is None:
        return None
    until = datetime.fromisoformat(row.locked_until) if row.locked_until else None
    return Count(row.failures, datetime.fromisoformat(row.last_at), until)


def _put(connection: Connection, subject: str, count: Count, now: datetime) -> None:
    until = count.locked_until
    values = {
        "failures": count.failures,
        "last_at": digests.stamp(min(count.since, now)),
        "locked_until": digests.stamp(until) if until and until > now else None,
    }
    mine = attempts.c.subject == subject
    if connection.execute(update(attempts).where(mine).values(**values)).rowcount == 0:
        connection.execute(insert(attempts).values(subject=subject, **values))
