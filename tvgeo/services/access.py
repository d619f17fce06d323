"""Permission, decided where data is handed out or taken in; hiding a page would be no check."""

from tvgeo.core import access
from tvgeo.core.access import Action, Actor
from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError


def check_read(settings: Settings, actor: Actor | None = None) -> None:
    """Refuse a reader whom the province's `access.view` does not let in.

    Raises
    ------
    AccessError
        If reading needs a session, and `actor` is `None`.
    """
    check(actor, "read", settings)


def check(actor: Actor | None, action: Action, settings: Settings) -> None:
    """Refuse who may not act, where reading is as the province's `access.view` says.

    Raises
    ------
    AccessError
        ``error.forbidden`` without a session, else ``error.may_not.…`` with what is refused.
    """
    verdict = access.decide(action, role=actor.role if actor else None, view=settings.view)
    if not verdict.allowed:
        raise refusal(actor, action)


def demand(actor: Actor | None, action: Action = "publish") -> None:
    """Refuse who may not do what needs an account whatever the settings.

    Raises
    ------
    AccessError
        As for `check`.
    """
    role = actor.role if actor else None
    if not access.decide(action, role=role, view="login").allowed:
        raise refusal(actor, action)


def refusal(actor: Actor | None, action: Action) -> AccessError:
    """Return what to tell somebody who may not act: to sign in, or that it is not theirs."""
    return AccessError("error.forbidden" if actor is None else f"error.may_not.{action}")
