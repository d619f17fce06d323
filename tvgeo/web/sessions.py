"""POST session/login and session/logout: the one way in, and the way out.

The form is an ordinary one, so that the password never comes near Streamlit's state and a
browser can keep it. A browser is led back to its page; any other client is told the status.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError, StoreError, UsageError
from tvgeo.services import signing_in
from tvgeo.services.base import folder_path, read_settings
from tvgeo.web import clients, cookies, forms
from tvgeo.web.sentences import of_error, sentence

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Why a sign-in failed, in the address of the page that the browser is led back to.
PROBLEM = "signin"
CODES = {"error.wrong_password": "wrong", "error.locked_out": "locked"}
# Of its own: guesses that wait for a processor must not hold up those who read.
_workers = ThreadPoolExecutor(4, thread_name_prefix="sign-in")


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes below `base`; every method, so that none falls through to a page."""
    prefix = cookies.path(base).rstrip("/")

    async def login(request: Request) -> Response:
        return await _answer(request, base, signs_in=True)

    async def logout(request: Request) -> Response:
        return await _answer(request, base, signs_in=False)

    return [
        Route(f"{prefix}/session/login", login, methods=list(METHODS)),
        Route(f"{prefix}/session/logout", logout, methods=list(METHODS)),
    ]


async def _answer(request: Request, base: str, *, signs_in: bool) -> Response:
    if request.method != "POST":
        response = sentence(405, "error.only_post")
        response.headers["Allow"] = "POST"
        return response
    try:
        forms.check_origin(request.scope)
        fields = await forms.read(request)
        forms.check_token(request.scope, fields)
    except AccessError as error:
        return of_error(403, error)
    except UsageError as error:
        return of_error(413, error)
    settings = await asyncio.to_thread(read_settings, folder_path())
    act = _login if signs_in else _logout
    run = asyncio.get_running_loop().run_in_executor
    return await run(_workers, act, request, fields, settings, base)


def _login(
    request: Request, fields: Mapping[str, str], settings: Settings, base: str
) -> Response:
    place = forms.back(fields.get("next"))
    secure = cookies.is_secure(request.scope, settings.public_url)
    try:
        signed = signing_in.sign_in(
            fields.get("name", ""),
            fields.get("password", ""),
            address=clients.address(request.scope, behind_proxy=bool(settings.public_url)),
            old_token=cookies.token(request.scope),
        )
    except AccessError as error:
        return _refused(request, error, place)
    except StoreError as error:
        return of_error(503, error)
    response = _leading_to(without_problem(place) if place else None)
    cookies.set_session(response, signed.token, base=base, secure=secure)
    return response


def _refused(request: Request, error: AccessError, place: str | None) -> Response:
    if place is not None and forms.is_browser(request.scope):
        code = CODES[error.key]
        minutes = error.values.get("minutes")
        return _leading_to(with_problem(place, f"{code}-{minutes}" if minutes else code))
    response = of_error(403 if error.key == "error.wrong_password" else 429, error)
    if isinstance(minutes := error.values.get("minutes"), int):
        response.headers["Retry-After"] = str(minutes * 60)
    return response


def _logout(
    request: Request, fields: Mapping[str, str], settings: Settings, base: str
) -> Response:
    try:
        signing_in.sign_out(cookies.token(request.scope))
    except StoreError as error:
        return of_error(503, error)
    response = _leading_to(forms.back(fields.get("next")))
    secure = cookies.is_secure(request.scope, settings.public_url)
    cookies.drop_session(response, base=base, secure=secure)
    return response


def with_problem(place: str, code: str) -> str:
    """Return an address of ours with the code of what went wrong, instead of an older one."""
    parts = urlsplit(without_problem(place))
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), (PROBLEM, code)])
    return urlunsplit(("", "", parts.path, query, parts.fragment))


def without_problem(place: str) -> str:
    """Return an address of ours without the code of an earlier attempt."""
    parts = urlsplit(place)
    kept = [p for p in parse_qsl(parts.query, keep_blank_values=True) if p[0] != PROBLEM]
    return urlunsplit(("", "", parts.path, urlencode(kept), parts.fragment))


def _leading_to(place: str | None) -> Response:
    """Lead on to a page; relative without one, so that it holds behind a proxy's prefix too."""
    return RedirectResponse(place or "../", 303, headers={"Cache-Control": "no-store"})
