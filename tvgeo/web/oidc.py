"""Where Streamlit's OpenID Connect flow ends, a session of ours begins (`[access] auth = "oidc"`).

`st.login` leads to the provider and back to `oauth2callback`, where Streamlit checks what came
and answers with an identity in a signed cookie, good for 30 days and not revocable. Nothing here
trusts that cookie later: its identity is taken once, on its way out, and becomes a session that
ends after half an hour of silence, at sign-out, or when the account is disabled. The cookie goes
on to the browser, but only until that is closed: by it a page can say whom the provider named,
and sign-out finds the provider again.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tvgeo.core import account_names
from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError, StoreError
from tvgeo.services import vouched
from tvgeo.services.signing_in import SignedIn
from tvgeo.web import clients, cookies, forms, vouching
from tvgeo.web.sessions import PROBLEM

_LOG = logging.getLogger(__name__)
LOGIN, CALLBACK = "auth/login", "oauth2callback"
# The page to come back to; whoever takes longer at the provider begins at the first page.
BACK, BACK_SECONDS = "tvgeo_back", 600
# The one provider that `[auth]` names without a name of its own, as `st.login()` asks for it.
PROVIDER = "default"
CODES = {vouched.UNKNOWN: "unknown", vouched.DISABLED: "disabled"}
FAILED = "failed"
# The provider's answer brings one of these; its answer to a sign-out has neither.
_ANSWERS = frozenset({"code", "error"})


class Oidc:
    """ASGI middleware around the addresses that lead to the provider and back."""

    def __init__(
        self, app: ASGIApp, *, settings: Callable[[], Settings], base: str = ""
    ) -> None:
        """Look at the answers of `app` below `base`, while `settings` say so."""
        self.app = app
        self.settings = settings
        self.base = base
        prefix = cookies.path(base).rstrip("/")
        self.acts = {
            f"{prefix}/{LOGIN}": self._begin,
            f"{prefix}/{CALLBACK}": self._complete,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add to the answers what is ours: on the way out a place, on the way back a session."""
        act = self.acts.get(scope["path"]) if scope["type"] == "http" else None
        if act is None or self.settings().sign_in.auth != "oidc":
            await self.app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.to_thread(act, scope, MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, send_on)

    def _begin(self, scope: Scope, headers: MutableHeaders) -> None:
        """Keep the page that the way out begins at, to come back to."""
        referer = urlsplit(Headers(scope=scope).get("referer", ""))
        place = forms.back(urlunsplit(("", "", referer.path, referer.query, "")))
        if place is not None and referer.netloc == Headers(scope=scope).get("host"):
            response = Response()
            response.set_cookie(
                BACK, quote(place), max_age=BACK_SECONDS, path=cookies.path(self.base),
                httponly=True, samesite="lax",
            )  # fmt: skip
            headers.append("set-cookie", response.headers["set-cookie"])

    def _complete(self, scope: Scope, headers: MutableHeaders) -> None:
        settings = self.settings()
        said = [value for name, value in headers.items() if name == "set-cookie"]
        secure = cookies.is_secure(scope, settings.public_url)
        del headers["set-cookie"]
        for each in said:
            headers.append("set-cookie", until_closed(each, secure=secure))
        answered = _ANSWERS & parse_qs(scope["query_string"].decode("latin-1")).keys()
        problem = self._signed_in(scope, said, headers, secure) if answered else None
        kept = forms.back(unquote(cookies.of(scope).get(BACK, ""))) if answered else None
        place = forms.without_parameter(kept or headers.get("location", "/"), PROBLEM)
        if problem is not None:
            place = forms.with_parameter(place, PROBLEM, problem)
        if answered:
            headers["location"] = place

    def _signed_in(
        self,
        scope: Scope,
        said: list[str],
        headers: MutableHeaders,
        secure: bool,  # noqa: FBT001
    ) -> str | None:
        """Open a session for the identity in an answer's cookies; else return a code of why not."""
        settings = self.settings()
        name = name_of(identity(said), settings.sign_in.oidc_claim)
        if name is None:
            return FAILED
        address = clients.address(scope, behind_proxy=bool(settings.public_url))
        try:
            signed: SignedIn = vouched.sign_in(
                name, way="oidc", address=address, old_token=cookies.token(scope)
            )
        except AccessError as error:
            return CODES[error.key]
        except StoreError as error:
            _LOG.warning("nobody can sign in: %s", error)
            return FAILED
        response = Response()
        cookies.set_session(response, signed.token, base=self.base, secure=secure)
        headers.append("set-cookie", response.headers["set-cookie"])
        return None


def identity(said: list[str]) -> dict[str, Any]:
    """Return the claims in the cookies that an answer sets; none unless we have signed them."""
    sent: dict[str, str] = {}
    for each in said:
        sent |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        return decode_signed_value(secret, name, sent[name]) if sent.get(name) else None

    value = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    claims = json.loads(value) if value else {}
    return claims if isinstance(claims, dict) and claims.get("provider") == PROVIDER else {}


def name_of(claims: dict[str, Any], claim: str) -> str | None:
    """Return the account that claims name; `None` for one that the provider does not stand by.

    An address counts only if it says that somebody has confirmed it. A `sub` is compared letter
    by letter, while accounts are not: one that folding would change might be somebody else's.
    """
    name = claims.get(claim)
    if not isinstance(name, str) or not 0 < len(name) <= vouching.LONGEST:
        return None
    if claim == "email":
        verified = claims.get("email_verified")
        return name if verified is True or verified == "true" else None
    if claim == "sub" and account_names.fold(name) != name:
        return None
    return name


def until_closed(cookie: str, *, secure: bool) -> str:
    """Return a cookie that goes with the browser's end, unless it is being taken away."""
    parts = [part.strip() for part in cookie.split(";")]
    kept = [part for part in parts if part.lower() in {"max-age=0", ""} or _lasts(part)]
    if secure and "secure" not in {part.lower() for part in kept}:
        kept.append("Secure")
    return "; ".join(kept)


def _lasts(part: str) -> bool:
    return not part.lower().startswith("max-age=")
