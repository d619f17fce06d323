"""The cookie of a session: what the browser gives back, and how it is set and taken away."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

from tvgeo.web.hosts import host_name

SESSION = "tvgeo_session"
# Written by the sign-in form and given back with it: another site's page can do neither.
FORM = "tvgeo_form"


def of(scope: Scope) -> dict[str, str]:
    """Return the cookies of a request."""
    return cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))


def token(scope: Scope) -> str | None:
    """Return the session's token that came with a request."""
    return of(scope).get(SESSION) or None


def path(base: str) -> str:
    """Return the path that a cookie is for: the dashboard's own, below `base`."""
    return f"/{base.strip('/')}" if base.strip("/") else "/"


def set_session(response: Response, value: str, *, base: str, secure: bool) -> None:
    """Give the browser a session; it ends with the browser, at the latest when the store says."""
    response.set_cookie(
        SESSION, value, path=path(base), httponly=True, samesite="strict", secure=secure
    )


def drop_session(response: Response, *, base: str, secure: bool) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        SESSION, path=path(base), httponly=True, samesite="strict", secure=secure
    )


def is_secure(scope: Scope, public_url: str) -> bool:
    """Tell whether a request came over TLS, to us or to the proxy in front of us."""
    if scope.get("scheme") in {"https", "wss"}:
        return True
    public = urlsplit(public_url)
    asked = host_name(Headers(scope=scope).get("host"))
    return public.scheme == "https" and asked is not None and asked == public.hostname
