"""Permission, decided where data is handed out or taken in; hiding a page would be no check."""

from collections.abc import Iterable

from tvgeo.core import access, reports
from tvgeo.core.access import Action, Actor
from tvgeo.core.plan import Registry, Settings
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


def demand_scope(registry: Registry, ids: Iterable[str], scope: str | None) -> None:
    """Refuse whoever would change a work that another agency answers for.

    `scope` is the agency the account is limited to.

    Raises
    ------
    AccessError
        ``error.outside_scope``, with the first such work.
    """
    beyond = access.outside_scope(registry, ids, scope)
    if beyond:
        project = registry.projects.get(beyond[0])
        agency = reports.agency_of(registry, scope or "")
        raise AccessError(
            "error.outside_scope",
            name=project.name_vi if project else beyond[0],
            agency=agency.name_vi,
        )
