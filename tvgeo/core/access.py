"""Who may do what, decided in one place; who asks is found out elsewhere.

Reading follows the province's own choice (`access.view` in `tvgeo.toml`). Everything else needs
an account with the right role, even before any account exists: a closed door is the only safe
state of a door without a lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from tvgeo.core import reports
from tvgeo.core.plan import Registry

Action: TypeAlias = Literal["read", "upload", "metrics", "publish", "original", "administer"]
Role: TypeAlias = Literal["viewer", "planner", "admin"]

ROLES: tuple[Role, ...] = ("viewer", "planner", "admin")
PUBLISHERS: frozenset[Role] = frozenset({"planner", "admin"})
# Who may do what needs an account; "read" is decided by the province's setting.
MAY: dict[Action, frozenset[Role]] = {
    "upload": PUBLISHERS,
    "metrics": PUBLISHERS,
    "publish": PUBLISHERS,
    "original": PUBLISHERS,
    "administer": frozenset({"admin"}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an account of the dashboard, or the operator at the server's command line.

    `scope` is the agency whose works a planner may change; `None` is all of them. `account` is
    false for the operator, who has no account that could be looked up again. `session` is the
    fingerprint of the session it was found by: what was drawn for it may be used after its end.
    """

    name: str
    role: Role
    scope: str | None = None
    address: str | None = None
    account: bool = True
    session: str | None = field(default=None, compare=False, repr=False)


class Verdict(NamedTuple):
    """The decision, and the catalogue key of the sentence that tells it (empty if allowed)."""

    allowed: bool
    reason: str = ""


ALLOWED = Verdict(allowed=True)
FORBIDDEN = Verdict(allowed=False, reason="error.forbidden")


def decide(action: Action, *, role: Role | None, view: str) -> Verdict:
    """Decide whether an actor may act; `role` is None without a session.

    `view` is "public" or "login". Any other value, a spelling mistake say, counts as "login".
    """
    if action == "read":
        return ALLOWED if view == "public" or role is not None else FORBIDDEN
    return ALLOWED if role in MAY[action] else FORBIDDEN


@dataclass(frozen=True, slots=True)
class Scope:
    """The works a planner may change; `agency` is whose they are, as it is shown."""

    agency: str
    projects: frozenset[str]


def scope_of(registry: Registry, agency_id: str | None) -> Scope | None:
    """Return the scope of an agency's planner; `None` is every work."""
    if agency_id is None:
        return None
    name = reports.agency_of(registry, agency_id).name_vi
    return Scope(name, reports.works_of(registry, agency_id))


def outside_scope(
    registry: Registry, ids: Iterable[str], agency_id: str | None
) -> tuple[str, ...]:
    """Return those of `ids` that an agency's planner may not change, in their order."""
    scope = scope_of(registry, agency_id)
    if scope is None:
        return ()
    return tuple(dict.fromkeys(p for p in ids if p not in scope.projects))
