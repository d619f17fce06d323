"""Permission read again inside the transaction that uses it, and written into its audit."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tvgeo.core.access import Action, Actor
from tvgeo.core.plan import Registry
from tvgeo.errors import AccessError
from tvgeo.services import stores
from tvgeo.services.access import demand, demand_scope
from tvgeo.store import accounts, audit, sessions
from tvgeo.store.sessions import Session

IDLE = timedelta(minutes=30)
# A clock set back further than this ends the sessions: by it they would last longer.
SET_BACK = timedelta(minutes=5)


def permit(
    actor: Actor,
    action: Action,
    *,
    projects: Collection[str] = (),
    registry: Registry | None = None,
) -> Callable[[Connection], None]:
    """Return the check to run inside the transaction of an action, when it counts.

    It reads the account again, by name: who was disabled, demoted or given another scope since
    the page was drawn is refused, and whose session has ended, by signing out in another tab
    say: a button that was drawn before still calls with the actor of then. `projects` are the
    works that are touched, looked up in `registry`. An operator (`Actor.account` false) has no
    account to read.
    """

    def check(connection: Connection) -> None:
        role, scope = actor.role, actor.scope
        if actor.account:
            found = accounts.find(connection, actor.name)
            if found is None or found.disabled:
                key = "error.forbidden" if found is None else "error.account_disabled"
                raise AccessError(key)
            role, scope = found.role, found.scope
        demand(Actor(actor.name, role, scope), action)
        if registry is not None:
            demand_scope(registry, projects, scope)
        if actor.session is not None:
            session = sessions.find_digest(connection, actor.session)
            if session is None or not is_open(session, stores.now()):
                raise AccessError("error.session_expired")

    return check


def is_open(session: Session, now: datetime) -> bool:
    """Tell whether a session still counts at `now`; setting the clock back never prolongs it."""
    return (
        session.revoked_at is None
        and now < session.expires_at
        and now - session.last_seen_at < IDLE
        and session.last_seen_at - now < SET_BACK
    )


def note(
    connection: Connection, actor: Actor, action: str, details: Mapping[str, str | None]
) -> None:
    """Write into the audit what an actor does, in the transaction that does it."""
    audit.append(
        connection,
        now=stores.now(),
        actor=actor.name,
        address=actor.address,
        action=action,
        details=dict(details),
    )
