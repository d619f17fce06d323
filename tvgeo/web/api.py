"""The programming interface, /api/v1: read only, the pages' figures, described by OpenAPI.

`ENDPOINTS` is the one list: routes, what each takes, and the description follow from it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.services import api_documents, geopackage, open_data
from tvgeo.services.api_documents import Page
from tvgeo.services.filtering import Filters
from tvgeo.services.oc4ids import package
from tvgeo.services.view import View
from tvgeo.web import answers, openapi, parameters
from tvgeo.web.gate import actor_of
from tvgeo.web.in_turn import InTurn
from tvgeo.web.parameters import USUAL_LIMIT

ROOT = "/api/v1"
VIEW = ("as_of", "revision", "sourced_only")
FILTERS = ("sector", "agency", "health")
PAGE = ("limit", "offset")
# Requests that may wait at once: for what is kept, and for a day of somebody's choice, each of
# which takes a second.
WAITING, WAITING_OTHERS = 64, 8

_usual = InTurn("dear-usual", waiting=WAITING)
_others = InTurn("dear", waiting=WAITING_OTHERS)

Handler = Callable[[Request, dict[str, Any]], Response]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address below `ROOT`; `answer` names the schema of what it answers with.

    What is `dear` takes a second and more, and is made in turn.
    """

    path: str
    handler: Handler
    takes: tuple[str, ...]
    answer: str
    media_type: str = answers.JSON
    dear: bool = False


def projects(request: Request, asked: dict[str, Any]) -> Response:
    """Send works with their figures, page by page."""
    view, page = _view(request, asked), Page(asked.get("limit", USUAL_LIMIT), _offset(asked))
    found = api_documents.projects(view, _words(view, asked), _filters(view, asked), page)
    return _paged(request, asked, found, page, view)


def project(request: Request, asked: dict[str, Any]) -> Response:
    """Send one work with its reports."""
    view, project_id = _view(request, asked), request.path_params["project_id"]
    found = api_documents.project(view, _words(view, asked), project_id)
    if found is None:
        return answers.missing("error.no_project", value=project_id[:60])
    return answers.content(request, found, changed=geopackage.changed(view))


def features(request: Request, asked: dict[str, Any]) -> Response:
    """Send located works as GeoJSON; all of them unless a page is asked for."""
    view, page = _view(request, asked), Page(asked.get("limit"), _offset(asked))
    found = api_documents.features(view, _filters(view, asked), page)
    return _paged(request, asked, found, page, view, answers.GEOJSON)


def revisions(request: Request, asked: dict[str, Any]) -> Response:
    """Send what was published when, the newest first; by whom, to who is signed in."""
    actor = actor_of(request.scope)
    base = api_documents.readable(actor)
    page = Page(asked.get("limit", USUAL_LIMIT), _offset(asked))
    return _paged(request, asked, api_documents.revisions(base, page, actor), page, None)


def oc4ids(request: Request, asked: dict[str, Any]) -> Response:
    """Send the works of a day as an OC4IDS project package."""
    view = _view(request, asked)
    t = _words(view, asked)
    found = package.usual(view.base, t) if _is_usual(asked) else package.build(view, t)
    return answers.content(request, found, changed=geopackage.changed(view))


def archive(request: Request, asked: dict[str, Any]) -> Response:
    """Send everything of a day in one ZIP."""
    view = _view(request, asked)
    t = _words(view, asked)
    found = open_data.usual(view.base, t) if _is_usual(asked) else open_data.build(view, t)
    name = f"tvgeo-{view.day.isoformat()}-r{view.base.revision}.zip"
    return answers.content(
        request,
        found,
        media_type=answers.ZIP,
        changed=geopackage.changed(view),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def extension(request: Request, _asked: dict[str, Any]) -> Response:
    """Send a file of the extension that the package declares."""
    name = request.path_params["name"]
    if name not in package.EXTENSION_FILES:
        return answers.missing()
    return answers.content(request, (package.EXTENSION / name).read_bytes())


def description(request: Request, asked: dict[str, Any]) -> Response:
    """Send what this interface is, as OpenAPI."""
    server = request.url.path.removesuffix("/openapi.json")
    return answers.content(
        request, openapi.document(locale.get(asked.get("lang", "vi")), ENDPOINTS, server)
    )


ENDPOINTS = (
    Endpoint("/openapi.json", description, ("lang",), "Description"),
    Endpoint("/projects", projects, (*VIEW, *FILTERS, *PAGE, "lang"), "Projects"),
    Endpoint("/projects/{project_id}", project, (*VIEW, "lang"), "ProjectDetail"),
    Endpoint(
        "/projects.geojson", features, (*VIEW, *FILTERS, *PAGE), "Features", answers.GEOJSON
    ),
    Endpoint("/revisions", revisions, PAGE, "Revisions"),
    Endpoint("/oc4ids", oc4ids, (*VIEW, "lang"), "ProjectPackage", dear=True),
    Endpoint("/open-data.zip", archive, (*VIEW, "lang"), "Archive", answers.ZIP, dear=True),
    Endpoint("/oc4ids-extension/{name}", extension, (), "Description"),
)


def routes(prefix: str) -> list[Route]:
    """Return the routes below `prefix` ("" or "/gis")."""
    return [
        Route(f"{prefix}{ROOT}{each.path}", _answering(each), methods=["GET", "OPTIONS"])
        for each in ENDPOINTS
    ]


def not_found(_request: Request) -> Response:
    """Answer 404; without it, an unknown address would get Streamlit's index page and 200."""
    return answers.missing()


def _answering(endpoint: Endpoint) -> Callable[[Request], Response | Awaitable[Response]]:
    """Return the handler as a route calls it: parameters checked, refusals told."""

    def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return answers.allowed()
        try:
            asked = parameters.read(request.query_params, endpoint.takes)
            return endpoint.handler(request, asked)
        except TvgeoError as error:
            return answers.problem(error)

    async def answer_in_turn(request: Request) -> Response:
        lane = _usual if _is_usual(request.query_params) else _others
        return await lane.answer(request, partial(answer, request), busy=answers.busy)

    return answer_in_turn if endpoint.dear else answer


def _is_usual(asked: Mapping[str, Any]) -> bool:
    """Whether it is about what the pages open on: made once, and kept whatever else is asked."""
    return not any(name in asked for name in VIEW)


def _view(request: Request, asked: dict[str, Any]) -> View:
    return api_documents.view(
        actor_of(request.scope),
        asked.get("as_of"),
        revision=asked.get("revision"),
        sourced_only=asked.get("sourced_only", False),
    )


def _words(view: View, asked: dict[str, Any]) -> Locale:
    return locale.get(asked.get("lang", view.base.settings.language))


def _filters(view: View, asked: dict[str, Any]) -> Filters:
    filters = Filters(
        sectors=asked.get("sector", ()),
        agencies=asked.get("agency", ()),
        states=asked.get("health", ()),
    )
    api_documents.check_filters(view, filters)
    return filters


def _offset(asked: dict[str, Any]) -> int:
    return int(asked.get("offset", 0))


def _paged(
    request: Request,
    asked: dict[str, Any],
    found: dict[str, Any],
    page: Page,
    view: View | None,
    media_type: str = answers.JSON,
) -> Response:
    """Answer with one page, and where the next one is: of the same day and revision."""
    total = found["numberMatched"] if "numberMatched" in found else found["total"]
    offset = page.following(total)
    link = None
    if offset is not None:
        pinned = {"as_of": view.day.isoformat(), "revision": view.base.revision} if view else {}
        link = f"{request.url.path}?{_query(asked | pinned | {'limit': page.limit, 'offset': offset})}"
    return answers.content(
        request,
        found | {"limit": page.limit, "next": link},
        media_type=media_type,
        changed=geopackage.changed(view) if view else None,
        headers={"Link": f'<{link}>; rel="next"'} if link else None,
    )


def _query(values: dict[str, Any]) -> str:
    """Return values as they stand behind the `?`."""
    written = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in values.items()
    }
    return urlencode(written, doseq=True)
