"""Who may do what, decided in one place; who asks is found out elsewhere.

Reading follows the province's own choice (`access.view` in `tvgeo.toml`). Everything else needs
an account with the right role, even before any account exists: a closed door is the only safe
state of a door without a lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from tvgeo.core.plan import Project

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


def in_scope(project: Project, scope: str | None) -> bool:
    """Whether a planner limited to the agency `scope` may report on `project`."""
    return scope is None or scope in project.lead_agency


def outside_scope(
    ids: Iterable[str], projects: dict[str, Project], scope: str | None
) -> tuple[str, ...]:
    """Return the ids among `ids` that the agency `scope` may not report on, in their order."""
    return tuple(
        dict.fromkeys(p for p in ids if p not in projects or not in_scope(projects[p], scope))
        if scope is not None
        else ()
    )
