"""The dashboard's own addresses, beside Streamlit's.

What only looks into memory is answered in the event loop (`async`): Starlette hands everything
else to a thread, which costs a viewer's fifteen requests more than the answers do.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

import tvgeo
from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.services.base import open_base
from tvgeo.web import account_forms, api, assets, geometry, sessions
from tvgeo.web.blobs import respond
from tvgeo.web.downloads import download
from tvgeo.web.gate import actor_of
from tvgeo.web.previews import preview


def kept(base: str = "") -> list[BaseRoute]:
    """Return the routes of what never changes at its address; see `tvgeo.web.kept`."""
    prefix = _prefix(base)
    return [
        Route(f"{prefix}/geo/{{name:path}}", layer),
        Route(f"{prefix}/assets/{{path:path}}", asset),
    ]


def routes(base: str = "") -> list[BaseRoute]:
    """Return the others below `base` ("" or "gis"): Streamlit does not add it by itself."""
    prefix = _prefix(base)
    return [
        Route(f"{prefix}/healthz", healthz),
        Route(f"{prefix}/api/v1/revision", revision),
        *api.routes(prefix),
        Route(f"{prefix}/api/{{rest:path}}", api.not_found),
        Route(f"{prefix}/download/{{name:path}}", download),
        Route(f"{prefix}/preview/{{briefing}}/{{name}}", preview),
        Route(f"{prefix}/preview/{{rest:path}}", _not_found),
        *sessions.routes(base),
        *account_forms.routes(base),
        Route(f"{prefix}/tong-quan", start_page),
    ]


def _prefix(base: str) -> str:
    return f"/{base.strip('/')}" if base.strip("/") else ""


async def healthz(_request: Request) -> Response:
    """Say that the server is up, and which version it is."""
    return _json({"status": "ok", "version": tvgeo.__version__})


def start_page(request: Request) -> Response:
    """Lead the start page's own name to its address: Streamlit keeps it at the root only."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


async def layer(request: Request) -> Response:
    """Send the geometry of a layer, by the hash of its content."""
    blob = geometry.find(request.path_params["name"])
    # the gate asks who it is where reading needs a session
    private = actor_of(request.scope) is not None
    return respond(request, blob, private=private) if blob else _missing()


async def asset(request: Request) -> Response:
    """Send a script, style or picture, by the version in its address."""
    blob = assets.resolve(request.path_params["path"])
    return respond(request, blob) if blob else _missing()


def revision(_request: Request) -> Response:
    """Name the revision that is published now, and say so, for a page that shows another.

    Every open page asks every few seconds; where the database tells of news, it is not asked. While
    it is away, that is said, to pages that were drawn before as well.
    """
    try:
        base = open_base(ask=False)
    except TvgeoError:  # the pages tell it; whoever asks keeps what is shown
        return _json({"revision": None}, status=503)
    published = base.published

    def said(key: str) -> dict[str, str]:
        return {
            language: locale.get(language)(key, rev=base.revision, time=published.created_at)
            for language in locale.LANGUAGES
            if published
        }

    away = said("banner.database_away") if base.away else None
    return _json(
        {"revision": base.revision, "message": said("banner.new_revision"), "away": away}
    )


async def _not_found(_request: Request) -> Response:
    """Answer 404; without it, an unknown address would get Streamlit's index page and 200."""
    return _missing()


def _missing() -> Response:
    return PlainTextResponse("404\n", status_code=404)


def _json(content: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status, headers={"Cache-Control": "no-cache"})
