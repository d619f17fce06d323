"""Geometry, indexes, scripts and styles: answered right behind the gate.

A viewer who arrives asks for a dozen of them, all in memory and never changing at their address.
Streamlit's own middleware (paths, sessions, compression) would cost more than the answers do.
"""

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from tvgeo.web.routes import kept


class Kept:
    """ASGI middleware that answers in the application's place what a browser keeps for good."""

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        """Answer below the path `base`; everything else is left to `app`."""
        self.app = app
        self.router = Router(kept(base), redirect_slashes=False, default=app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        answers = self.router if scope["type"] == "http" else self.app
        await answers(scope, receive, send)
