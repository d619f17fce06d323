"""Sessions: who is signed in at which browser. Only the hash of a token is ever stored."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tvgeo.store import digests
from tvgeo.store.schema import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in: from when, last seen when, until when at most."""

    account: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str | None
    revoked_at: datetime | None = None


def digest(token: str) -> str:
    """Return what stands for a token in the store."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def add(connection: Connection, token: str, session: Session) -> None:
    """Store a new session."""
    connection.execute(
        insert(sessions).values(
            token_sha256=digest(token),
            account=session.account,
            created_at=digests.stamp(session.created_at),
            last_seen_at=digests.stamp(session.last_seen_at),
            expires_at=digests.stamp(session.expires_at),
            address=session.address and digests.text(session.address)[:64],
        )
    )


def find(connection: Connection, token: str) -> Session | None:
    """Return the session of a token, whether or not it is still good."""
    return find_digest(connection, digest(token))


def find_digest(connection: Connection, digest: str) -> Session | None:
    """Return the session of a token's fingerprint, whether or not it is still good."""
    query = select(sessions).where(sessions.c.token_sha256 == digest)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Session(
        account=row.account,
        created_at=datetime.fromisoformat(row.created_at),
        last_seen_at=datetime.fromisoformat(row.last_seen_at),
        expires_at=datetime.fromisoformat(row.expires_at),
        address=row.address,
        revoked_at=datetime.fromisoformat(row.revoked_at) if row.revoked_at else None,
    )


def seen(connection: Connection, token: str, now: datetime) -> None:
    """Note that a session was used."""
    _set(connection, sessions.c.token_sha256 == digest(token), last_seen_at=digests.stamp(now))


def revoke(connection: Connection, token: str, now: datetime) -> bool:
    """End a session; return whether there was an open one."""
    mine = (sessions.c.token_sha256 == digest(token)) & sessions.c.revoked_at.is_(None)
    return _set(connection, mine, revoked_at=digests.stamp(now)) == 1


def revoke_all(connection: Connection, account: str, now: datetime) -> int:
    """End every open session of an account; return how many there were."""
    theirs = (sessions.c.account == account) & sessions.c.revoked_at.is_(None)
    return _set(connection, theirs, revoked_at=digests.stamp(now))


def clean(connection: Connection, before: datetime) -> None:
    """Remove sessions that could at most last until `before`."""
    connection.execute(delete(sessions).where(sessions.c.expires_at < digests.stamp(before)))


def _set(connection: Connection, which: object, **values: str) -> int:
    return connection.execute(update(sessions).where(which).values(**values)).rowcount  # type: ignore[arg-type]
