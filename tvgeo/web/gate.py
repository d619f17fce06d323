"""The gate: what every request passes before anything of Streamlit or ours sees it.

Streamlit lets anybody who opens a page send files into the server's memory, whether or not
the page has an uploader, and read its metrics. The gate closes both, answers only for hosts
it knows, and puts the security headers on every answer, its own refusals included.

Whose session a request belongs to is looked up in the store each time, so that who has signed
out, or may no longer do something, is refused at once.

A websocket is opened by our own pages only. Streamlit would ask an outside service for this
machine's address before it refuses another page's, and keep every reader waiting meanwhile.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvgeo.core.access import Action, Actor, decide
from tvgeo.errors import StoreError, UsageError
from tvgeo.services import signing_in
from tvgeo.web import cookies, vouching
from tvgeo.web.headers import sandboxed_headers, security_headers
from tvgeo.web.hosts import host_name
from tvgeo.web.sentences import of_error, sentence
from tvgeo.web.uploads import Uploads
from tvgeo.web.vouching import Proxy, Vouched

_LOG = logging.getLogger(__name__)
# Wherever it is mounted: a prefix we do not expect must not open Streamlit's own endpoints.
_UPLOAD = re.compile(r"/_stcore/upload_file(/|$)")
_OPERATION = re.compile(r"/_stcore/(metrics|agent)(/|$)")
_READ = re.compile(r"/(geo|api|media|download|preview)(/|$)")
_SESSION = re.compile(r"/session(/|$)")
# What depends on who asks even where everybody may read.
_PERSONAL = re.compile(r"/(download(/|$)|api/v1/revisions$)")
# Documents with scripts of their own: nothing else is let out of the pages' policy.
_SANDBOXED = re.compile(r"/preview/[0-9a-f]+/map\.html")
_ACTOR = "tvgeo.actor"


def action_of(method: str, path: str, base: str = "") -> Action | None:
    """Return what a request would do, or None if it needs no permission.

    `path` is the request's whole path; `base` is the path the dashboard is served below.
    """
    if _UPLOAD.search(path):
        return None if method == "OPTIONS" else "upload"
    if _OPERATION.search(path):
        return "metrics"
    return "read" if _READ.match(path.removeprefix(base)) else None


def actor_of(scope: Scope) -> Actor | None:
    """Return who the gate has found to be asking; only where it had to know."""
    return cast("Actor | None", scope.get(_ACTOR))


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str],
        view: Callable[[], str],
        base: str = "",
        session: Callable[[str | None], Actor | None] = signing_in.session,
        uploads: Uploads | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        """Guard `app`: answer for `hosts`, let read whoever `view` says now, below `base`.

        `session` returns who is signed in with a token of the cookie; `proxy` says whom one in
        front of us vouches for, without which no session counts where there is one.
        """
        self.app = app
        self.hosts = hosts
        self.view = view
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""
        self.session = session
        self.uploads = uploads or Uploads()
        self.proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on and add the headers to its answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        forgotten, vouched = False, Vouched(scope)
        path = self._path(scope).removeprefix(self.base)
        headers = sandboxed_headers() if _SANDBOXED.fullmatch(path) else security_headers()

        async def send_with_headers(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                MutableHeaders(scope=message).update(headers)
            elif message["type"] == "websocket.accept" and forgotten:
                gone = Response()
                cookies.drop_session(gone, base=self.base, secure=False)
                message = _giving(message, _cookie(gone))
            elif message["type"] == "websocket.accept" and self.proxy and vouched.fresh:
                message = _giving(message, self.proxy.cookie(vouched.fresh, scope))
            await send(message)

        refusal = self._stranger(scope)
        if refusal is None:
            vouched, refusal = await self._vouched(scope)
            scope = vouched.scope
        if refusal is None and scope["type"] == "websocket":
            # The page says that its session has expired; the browser need not be told again.
            forgotten = await self._is_over(scope)
        elif refusal is None:
            refusal = await self._refusal(scope)
        if refusal is None and self._is_upload(scope):
            actor = scope[_ACTOR]
            await self.uploads.put(self.app, scope, receive, send_with_headers, actor)
            return
        # Starlette turns a plain response to a websocket into a refused handshake.
        await (refusal or self.app)(scope, receive, send_with_headers)

    async def _vouched(self, scope: Scope) -> tuple[Vouched, PlainTextResponse | None]:
        """Let the proxy say whose request it is, where that makes a difference."""
        page = scope["type"] == "websocket"
        path = self._path(scope)
        matters = (
            page
            or _SESSION.match(path.removeprefix(self.base))
            or action_of(scope["method"], path, self.base)
        )
        if self.proxy is None or not matters:
            return Vouched(scope), None
        try:
            return await self.proxy.vouch(scope, page=page), None
        except UsageError as error:
            return Vouched(scope), of_error(400, error)

    def _stranger(self, scope: Scope) -> PlainTextResponse | None:
        """Refuse a name that is not ours, and a websocket of another page."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host"), headers.get("origin")
        if host_name(host) not in self.hosts:
            return sentence(403, "error.unknown_host", host=(host or "–")[:255])
        foreign = origin is not None and _netloc(origin) != host
        if scope["type"] == "websocket" and foreign:
            return sentence(403, "error.unknown_host", host=(origin or "")[:255])
        return None

    async def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Refuse what the session of a request does not allow; keep whose it is."""
        path = self._path(scope)
        action = action_of(scope["method"], path, self.base)
        if action is None:
            return None
        view = self.view()
        public = decide(action, role=None, view=view).allowed
        if public and not _PERSONAL.match(path.removeprefix(self.base)):
            return None
        actor = scope[_ACTOR] = await self._actor(scope)
        verdict = decide(action, role=actor.role if actor else None, view=view)
        if verdict.allowed:
            return None
        return sentence(403, f"error.may_not.{action}" if actor else verdict.reason)

    async def _actor(self, scope: Scope) -> Actor | None:
        """Return whose session it is; nobody's while the store cannot be read."""
        token = cookies.token(scope)
        try:
            if token is not None:
                return await asyncio.to_thread(self.session, token)
            if vouching.is_named(scope):
                return await asyncio.to_thread(vouching.actor_of, scope)
        except StoreError as error:
            _LOG.warning("no session: %s", error)
        return None

    async def _is_over(self, scope: Scope) -> bool:
        token = cookies.token(scope)
        if token is None:
            return False
        try:
            return await asyncio.to_thread(self.session, token) is None
        except StoreError:  # whether it is over is not known: it is kept
            return False

    def _is_upload(self, scope: Scope) -> bool:
        return (
            scope["type"] == "http"
            and scope["method"] == "PUT"
            and action_of("PUT", self._path(scope), self.base) == "upload"
        )

    @staticmethod
    def _path(scope: Scope) -> str:
        return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _giving(message: Message, cookie: list[tuple[bytes, bytes]]) -> Message:
    return {**message, "headers": [*message.get("headers", ()), *cookie]}


def _cookie(response: Response) -> list[tuple[bytes, bytes]]:
    return [pair for pair in response.raw_headers if pair[0] == b"set-cookie"]


def _netloc(origin: str) -> str | None:
    """Return the host and port of an `Origin` header, as a `Host` header has them."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def failed(_request: Request, _error: Exception) -> PlainTextResponse:
    """Answer 500 with a reference that stands in the log, next to the trace.

    Starlette answers this outside of all middleware, so the headers are added here.
    """
    reference = secrets.token_hex(4)
    _LOG.error("request failed, reference %s", reference)
    response = sentence(500, "error.unexpected", ref=reference)
    response.headers.update(security_headers())
    return response
