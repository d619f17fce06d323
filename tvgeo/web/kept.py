"""Geometry, indexes, scripts and styles: answered right behind the gate.

A viewer who arrives asks for a dozen of them, all in memory and never changing at their address.
Streamlit's own middleware (paths, sessions, compression) would cost more than the answers do.
"""

from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from tvgeo.web.routes import kept


class Kept:
    """ASGI middleware that answers in the application's place what a browser keeps for good."""

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        """Answer below the path `base`; everything else is left to `app`."""
        self.app = app
        self.routes = kept(base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked for at these addresses, pass everything else on."""
        for route in self.routes if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:  # the method too
                await route.handle({**scope, **found}, receive, send)
                return
        await self.app(scope, receive, send)
