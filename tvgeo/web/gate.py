"""The gate: what every request passes before anything of Streamlit or ours sees it.

Streamlit lets anybody who opens a page send files into the server's memory, whether or not
the page has an uploader, and read its metrics. The gate closes both, answers only for hosts
it knows, and puts the security headers on every answer, its own refusals included.

A websocket is opened by our own pages only. Streamlit would ask an outside service for this
machine's address before it refuses another page's, and keep every reader waiting meanwhile.
"""

import logging
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvgeo import locale
from tvgeo.core.access import Action, Role, decide
from tvgeo.web.headers import security_headers
from tvgeo.web.hosts import host_name

_LOG = logging.getLogger(__name__)
# Wherever it is mounted: a prefix we do not expect must not open Streamlit's own endpoints.
_UPLOAD = re.compile(r"/_stcore/upload_file(/|$)")
_OPERATION = re.compile(r"/_stcore/(metrics|agent)(/|$)")
_READ = re.compile(r"/(geo|api|media|download)(/|$)")


def action_of(method: str, path: str, base: str = "") -> Action | None:
    """Return what a request would do, or None if it needs no permission.

    `path` is the request's whole path; `base` is the path the dashboard is served below.
    """
    if _UPLOAD.search(path):
        return None if method == "OPTIONS" else "upload"
    if _OPERATION.search(path):
        return "metrics"
    return "read" if _READ.match(path.removeprefix(base)) else None


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], view: Callable[[], str], base: str = ""
    ) -> None:
        """Guard `app`: answer for `hosts`, let read whoever `view` says now, below `base`."""
        self.app = app
        self.hosts = hosts
        self.view = view
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on and add the headers to its answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                MutableHeaders(scope=message).update(security_headers())
            await send(message)

        refusal = self._refusal(scope)
        # Starlette turns a plain response to a websocket into a refused handshake.
        await (refusal or self.app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host"), headers.get("origin")
        if host_name(host) not in self.hosts:
            return _sentence(403, "error.unknown_host", host=(host or "–")[:255])
        if scope["type"] == "websocket":
            if origin is None or _netloc(origin) == host:
                return None
            return _sentence(403, "error.unknown_host", host=origin[:255])
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        action = action_of(scope["method"], path, self.base)
        if action is None:
            return None
        verdict = decide(action, role=self._role(scope), view=self.view())
        return None if verdict.allowed else _sentence(403, verdict.reason)

    def _role(self, _scope: Scope) -> Role | None:
        """Return the role of the session a request belongs to: nobody has an account yet."""
        return None


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
    response = _sentence(500, "error.unexpected", ref=reference)
    response.headers.update(security_headers())
    return response


def _sentence(status: int, key: str, **values: object) -> PlainTextResponse:
    """Answer with a sentence in each language, since who asks, and in which one, is unknown."""
    sentences = (locale.get(language)(key, **values) for language in locale.LANGUAGES)
    headers = {"Cache-Control": "no-store"}
    return PlainTextResponse("\n".join(sentences) + "\n", status, headers=headers)
