"""Who may do what, decided in one place; who asks is found out elsewhere.

Reading follows the province's own choice (`access.view` in `tvgeo.toml`). Sending files and
reading the server's figures always need an account that may publish, even before any account
exists: a closed door is the only safe state of a door without a lock.
"""

from typing import Literal, NamedTuple, TypeAlias

Action: TypeAlias = Literal["read", "upload", "metrics"]
Role: TypeAlias = Literal["viewer", "planner", "admin"]

PUBLISHERS = frozenset({"planner", "admin"})


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
    return ALLOWED if role in PUBLISHERS else FORBIDDEN
