"""POST session/login and session/logout: the one way in, and the way out."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from tvgeo.errors import AccessError, StoreError, TvgeoError
from tvgeo.services import signing_in
from tvgeo.web import cookies, forms, posted
from tvgeo.web.posted import Posted
from tvgeo.web.sentences import of_error

# Why a sign-in failed, in the address of the page that the browser is led back to.
PROBLEM = "signin"
CODES = {
    "error.wrong_password": "wrong",
    "error.locked_out": "locked",
    "error.sign_in_elsewhere": "elsewhere",
}


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes below `base`."""
    return [
        posted.route("session/login", _login, base=base),
        posted.route("session/logout", _logout, base=base),
    ]


def _login(sent: Posted) -> Response:
    try:
        signed = signing_in.sign_in(
            sent.field("name"),
            sent.field("password"),
            address=sent.address,
            old_token=sent.token,
        )
    except AccessError as error:
        status = 429 if error.key == "error.locked_out" else 403
        return sent.refused(error, status, PROBLEM, code_of(CODES[error.key], error))
    except StoreError as error:
        return of_error(503, error)
    place = sent.place
    response = posted.leading_to(forms.without_parameter(place, PROBLEM) if place else None)
    cookies.set_session(response, signed.token, base=sent.base, secure=sent.secure)
    return response


def _logout(sent: Posted) -> Response:
    try:
        signing_in.sign_out(sent.token)
    except StoreError as error:
        return of_error(503, error)
    response = posted.leading_to(sent.place)
    cookies.drop_session(response, base=sent.base, secure=sent.secure)
    return response


def code_of(code: str, error: TvgeoError) -> str:
    """Return a code with the minutes to wait, where there are some."""
    minutes = error.values.get("minutes")
    return f"{code}-{minutes}" if minutes else code
