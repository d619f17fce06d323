"""A form of ours that was posted: taken from our own page only, answered by leading back to it.

The forms are ordinary ones, so that a password never comes near Streamlit's state and a browser
can keep it. A browser is led back to its page; any other client is told the status.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError, TvgeoError, UsageError
from tvgeo.services.base import folder_path, read_settings
from tvgeo.web import clients, cookies, forms
from tvgeo.web.sentences import of_error, sentence

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Of its own: guesses that wait for a processor must not hold up those who read.
_workers = ThreadPoolExecutor(4, thread_name_prefix="forms")


@dataclass(frozen=True, slots=True)
class Posted:
    """What came with a form, and the path that the dashboard is served below."""

    request: Request
    fields: Mapping[str, str]
    settings: Settings
    base: str

    @property
    def place(self) -> str | None:
        """The page to lead back to, if it is one of ours."""
        return forms.back(self.fields.get("next"))

    @property
    def token(self) -> str | None:
        """The token of the browser's session."""
        return cookies.token(self.request.scope)

    @property
    def address(self) -> str:
        """The machine that guesses are counted for."""
        return clients.address(self.request.scope, behind_proxy=bool(self.settings.public_url))

    @property
    def secure(self) -> bool:
        """Whether the page came over TLS."""
        return cookies.is_secure(self.request.scope, self.settings.public_url)

    def field(self, name: str) -> str:
        """Return a field, "" for one that was not sent."""
        return self.fields.get(name, "")

    def refused(self, error: TvgeoError, status: int, parameter: str, code: str) -> Response:
        """Lead a browser back with a code of what went wrong; tell anybody else the sentence."""
        if self.place is not None and forms.is_browser(self.request.scope):
            return leading_to(forms.with_parameter(self.place, parameter, code))
        response = of_error(status, error)
        if isinstance(minutes := error.values.get("minutes"), int):
            response.headers["Retry-After"] = str(minutes * 60)
        return response


def route(
    path: str, act: Callable[[Posted], Response], *, base: str, with_token: bool = False
) -> Route:
    """Return the route of a form, for every method, so that none falls through to a page.

    `act` runs in a thread. `with_token` refuses a client without our page's token even if it
    never opened the page.
    """

    async def answer(request: Request) -> Response:
        if request.method != "POST":
            response = sentence(405, "error.only_post")
            response.headers["Allow"] = "POST"
            return response
        try:
            forms.check_origin(request.scope)
            fields = await forms.read(request)
            forms.check_token(request.scope, fields, needed=with_token)
        except AccessError as error:
            return of_error(403, error)
        except UsageError as error:
            return of_error(413, error)
        settings = await asyncio.to_thread(read_settings, folder_path())
        sent = Posted(request, fields, settings, base)
        return await asyncio.get_running_loop().run_in_executor(_workers, act, sent)

    return Route(f"{cookies.path(base).rstrip('/')}/{path}", answer, methods=list(METHODS))


def leading_to(place: str | None) -> Response:
    """Lead on to a page; relative without one, so that it holds behind a proxy's prefix too."""
    return RedirectResponse(place or "../", 303, headers={"Cache-Control": "no-store"})
