"""What Streamlit's page asks at its start about whoever embeds it: `_stcore/host-config`.

Streamlit names its own hosting service there, which could then steer a page, and shows dialogs
in English when the server is away. Here a page listens to its own window only, so that
`connection.js` may ask for a sign of life or a new run, and the dialogs stay away: that module
says it in the reader's language.
"""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_PATH = "/_stcore/host-config"


class HostConfig:
    """ASGI middleware that answers in Streamlit's place; the gate has checked the host."""

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        self.app = app
        self.path = f"/{base.strip('/')}{_PATH}" if base.strip("/") else _PATH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the one address, pass everything else on."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != self.path:
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        response = JSONResponse(
            {
                # behind a proxy the page may have come over TLS
                "allowedOrigins": [f"http://{host}", f"https://{host}"],
                "useExternalAuthToken": False,
                "enableCustomParentMessages": False,
                "enforceDownloadInNewTab": False,
                "metricsUrl": "",
                "blockErrorDialogs": True,
                "resourceCrossOriginMode": None,
            },
            headers={"Cache-Control": "no-cache"},
        )
        await response(scope, receive, send)
