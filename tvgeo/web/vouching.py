"""Whom a proxy in front of us vouches for (`[access] auth = "proxy"`).

Its word counts only on a connection that was made to a loopback address of this machine, where
nobody else can write the header; `serve` refuses to start on any other. Everywhere else the
header is taken out, so that no page ever sees it.

A page gets a session of ours, like that of every other way of signing in: it ends after half an
hour of silence, and when the account is disabled. It counts only together with the header, so
that it ends with the proxy's own. A program that keeps no cookie is known by the header alone.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from starlette.responses import Response
from starlette.types import Scope

from tvgeo.core import account_names
from tvgeo.core.access import Actor
from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError, StoreError, UsageError
from tvgeo.services import signing_in, vouched
from tvgeo.web import clients, cookies
from tvgeo.web.hosts import is_loopback

_LOG = logging.getLogger(__name__)
_NAME = "tvgeo.vouched"
# The longest address of a person by mail.
LONGEST = 254


@dataclass(frozen=True, slots=True)
class Vouched:
    """A request with no other identity than the proxy's, and the token of a session just opened."""

    scope: Scope
    fresh: str | None = None


class Proxy:
    """The proxy that the settings name; none unless they do."""

    def __init__(self, settings: Callable[[], Settings], *, base: str = "") -> None:
        """Ask `settings` with each request; `base` is the path the dashboard is served below."""
        self.settings = settings
        self.base = base

    async def vouch(self, scope: Scope, *, page: bool) -> Vouched:
        """Return a request as the proxy's word leaves it; `page` opens a session where none is.

        Raises
        ------
        UsageError
            ``error.proxy_identity``: several names, or one that is no text.
        """
        settings = self.settings()
        if settings.sign_in.auth != "proxy":
            return Vouched(scope)
        header = settings.sign_in.proxy_header
        name = claimed(scope, header) if came_from_here(scope) else None
        scope = {**scope, _NAME: name or ""}
        if name is None:
            return Vouched(_with_token(_without(scope, header), None))
        return await asyncio.to_thread(self._known, scope, name, settings, page)

    def cookie(self, token: str, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Return the header that gives a browser its session."""
        response = Response()
        secure = cookies.is_secure(scope, self.settings().public_url)
        cookies.set_session(response, token, base=self.base, secure=secure)
        return [pair for pair in response.raw_headers if pair[0] == b"set-cookie"]

    def _known(self, scope: Scope, name: str, settings: Settings, page: bool) -> Vouched:  # noqa: FBT001
        """Keep the session of that very name; a page without one gets one."""
        old = cookies.token(scope)
        address = clients.address(scope, behind_proxy=bool(settings.public_url))
        try:
            actor = signing_in.session(old)
            if actor is not None and actor.name == account_names.fold(name):
                return Vouched(scope)
            known = page and vouched.account(name).actor is not None
            if not known:
                return Vouched(_with_token(scope, None))
            signed = vouched.sign_in(name, way="proxy", address=address, old_token=old)
        except (AccessError, StoreError) as error:
            _LOG.warning("no session for whom the proxy names: %s", error)
            return Vouched(_with_token(scope, None))
        return Vouched(_with_token(scope, signed.token), signed.token)


def is_named(scope: Scope) -> bool:
    """Tell whether a proxy's word stands behind a request."""
    return bool(scope.get(_NAME))


def actor_of(scope: Scope) -> Actor | None:
    """Return who the proxy's name of a request is, for a client that keeps no cookie.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    name = cast("str", scope.get(_NAME, ""))
    return vouched.account(name, address=clients.address(scope, behind_proxy=True)).actor


def claimed(scope: Scope, header: str) -> str | None:
    """Return the name in a header; `None` without one.

    Raises
    ------
    UsageError
        ``error.proxy_identity``.
    """
    wanted = header.lower().encode()
    values = [value for name, value in scope["headers"] if name.lower() == wanted]
    try:
        names = [value.decode("utf-8").strip() for value in values] if wanted else []
    except UnicodeDecodeError as error:
        raise UsageError("error.proxy_identity") from error
    if len(names) > 1 or any(len(each) > LONGEST or not each.isprintable() for each in names):
        raise UsageError("error.proxy_identity")
    return names[0] or None if names else None


def came_from_here(scope: Scope) -> bool:
    """Tell whether the connection itself, whoever it is for, was made on this machine."""
    server = scope.get("server")
    return server is not None and is_loopback(str(server[0]))


def _without(scope: Scope, header: str) -> Scope:
    wanted = header.lower().encode()
    kept = [pair for pair in scope["headers"] if pair[0].lower() != wanted]
    return {**scope, "headers": kept}


def _with_token(scope: Scope, token: str | None) -> Scope:
    """Return a request whose session is `token`, whatever the browser has sent."""
    kept, crumbs = [], []
    for name, value in scope["headers"]:
        if name.lower() == b"cookie":
            crumbs += [crumb.strip() for crumb in value.split(b";")]
        else:
            kept.append((name, value))
    own = cookies.SESSION.encode()
    crumbs = [crumb for crumb in crumbs if crumb and crumb.partition(b"=")[0].strip() != own]
    if token is not None:
        crumbs.append(own + b"=" + token.encode())
    return {**scope, "headers": [*kept, (b"cookie", b"; ".join(crumbs))] if crumbs else kept}
