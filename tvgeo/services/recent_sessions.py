"""Who this process has found signed in a moment ago: they read on while the database is away.

They read only. Whoever may publish or administer is asked for in the database, where it counts.
Whom this process has signed out or changed does not read on; what another server did meanwhile
it cannot know before the database is back, or these minutes are over.
"""

import threading
from dataclasses import replace
from datetime import datetime

from tvgeo.core.access import Actor
from tvgeo.services.permits import IDLE
from tvgeo.store import sessions

MOST = 10_000
# By the fingerprint of a token, or by the name that a proxy vouches for: who, and until when.
_seen: dict[str, tuple[Actor, datetime, datetime]] = {}
_lock = threading.Lock()


def remember(actor: Actor, now: datetime, expires_at: datetime | None = None) -> None:
    """Note that the database has just known an actor: its session, else its account.

    `expires_at` is when the session ends however much it is used.
    """
    until = now + IDLE if expires_at is None else min(now + IDLE, expires_at)
    key = actor.session or _named(actor.name)
    with _lock:
        _seen.pop(key, None)
        _seen[key] = actor, now, until
        while len(_seen) > MOST:
            del _seen[next(iter(_seen))]


def forget(token: str) -> None:
    """Forget a session that is closed or unknown."""
    with _lock:
        _seen.pop(sessions.digest(token), None)


def forget_account(name: str) -> None:
    """Forget every session of an account: it was changed, or is no more."""
    with _lock:
        for key in [key for key, (actor, _, _) in _seen.items() if actor.name == name]:
            del _seen[key]


def reader(token: str, now: datetime) -> Actor | None:
    """Return who may read on with a token; nobody whose last look-up is too long ago."""
    return _reader(sessions.digest(token), now)


def named_reader(name: str, now: datetime) -> Actor | None:
    """Return who may read on under a folded name that a proxy vouches for."""
    return _reader(_named(name), now)


def _reader(key: str, now: datetime) -> Actor | None:
    with _lock:
        actor, since, until = _seen.get(key, (None, now, now))
    if actor is None or not since <= now < until:
        return None
    return replace(actor, role="viewer", scope=None)


def _named(name: str) -> str:
    """Return the key of a name: none begins so, and no fingerprint does."""
    return f"@{name}"
