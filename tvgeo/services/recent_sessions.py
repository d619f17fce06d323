"""Who this process has found signed in a moment ago: they read on while the database is away.

They read only. Whoever may publish or administer is asked for in the database, where it counts;
and nobody can be shut out of a database that is away by anything but these minutes.
"""

import threading
from dataclasses import replace
from datetime import datetime

from tvgeo.core.access import Actor
from tvgeo.services.permits import IDLE
from tvgeo.store import sessions

MOST = 10_000
_seen: dict[str, tuple[Actor, datetime]] = {}
_lock = threading.Lock()


def remember(actor: Actor, now: datetime) -> None:
    """Note that the database has just vouched for the session of an actor."""
    if actor.session is None:
        return
    with _lock:
        _seen.pop(actor.session, None)
        _seen[actor.session] = actor, now
        while len(_seen) > MOST:
            del _seen[next(iter(_seen))]


def forget(token: str) -> None:
    """Forget a session that is closed or unknown."""
    with _lock:
        _seen.pop(sessions.digest(token), None)


def reader(token: str, now: datetime) -> Actor | None:
    """Return who may read on with a token; nobody whose last look-up is too long ago."""
    with _lock:
        actor, at = _seen.get(sessions.digest(token), (None, now))
    if actor is None or not at <= now < at + IDLE:
        return None
    return replace(actor, role="viewer", scope=None)
