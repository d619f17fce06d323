"""POST session/account and session/password: accounts made and passwords set in the page.

Who asks is looked up in the store, and what they may do is decided by the services. The page is
led back to with a code of ours (`tvgeo.ui.outcomes` says it), never with anything that was sent.
"""

from collections.abc import Callable

from starlette.responses import Response
from starlette.routing import BaseRoute

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, TvgeoError, UsageError
from tvgeo.services import accounts, signing_in, stores
from tvgeo.services.access import demand
from tvgeo.services.base import ensure_store, folder_path, open_base
from tvgeo.web import cookies, forms, posted
from tvgeo.web.posted import Posted
from tvgeo.web.sentences import of_error
from tvgeo.web.sessions import code_of

# What a form came to, in the address: which form, then what; "create-weak", "own-locked-2".
OUTCOME = "outcome"
# The account that the page of accounts shows.
CHOSEN = "account"
CODES = {
    "error.account_exists": "exists",
    "error.account_name": "name",
    "error.locked_out": "locked",
    "error.may_not.administer": "forbidden",
    "error.own_password": "own",
    "error.passwords_differ": "differ",
    "error.same_password": "same",
    "error.sign_in_elsewhere": "elsewhere",
    "error.weak_password": "weak",
    "error.wrong_old_password": "old",
}
# Then the page itself says that nobody is signed in.
_NOBODY = {"error.account_disabled", "error.forbidden", "error.session_expired"}


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes below `base`."""
    return [
        posted.route("session/account", _account, base=base, with_token=True),
        posted.route("session/password", _password, base=base, with_token=True),
    ]


def _account(sent: Posted) -> Response:
    """Create an account."""

    def create(place: str | None) -> Response:
        actor = _administrator(sent)
        name, role, scope = sent.field("name"), sent.field("role"), sent.field("scope") or None
        accounts.check_new(open_base(), name, role=role, scope=scope)
        # whom others vouch for needs no password, and none would count
        password = _twice(sent) if sent.settings.sign_in.auth == "local" else None
        store = ensure_store()
        made = accounts.create(store, name, password, role=role, scope=scope, actor=actor)
        chosen = forms.with_parameter(place, CHOSEN, made.name) if place else None
        return posted.leading_to(chosen)

    return _answered(sent, "create", create)


def _password(sent: Posted) -> Response:
    """Set the password of the account that is named, or change the own one."""
    if CHOSEN in sent.fields:
        return _answered(sent, "set", lambda place: _set(sent, place))
    return _answered(sent, "own", lambda place: _change_own(sent, place))


def _set(sent: Posted, place: str | None) -> Response:
    actor = _administrator(sent)
    store, password = stores.required(folder_path()), _twice(sent)
    accounts.set_password(store, sent.field(CHOSEN), password, actor=actor)
    return posted.leading_to(place)


def _change_own(sent: Posted, place: str | None) -> Response:
    old, new = sent.field("old"), _twice(sent)
    signed = signing_in.change_password(sent.token, old, new, address=sent.address)
    response = posted.leading_to(place)
    cookies.set_session(response, signed.token, base=sent.base, secure=sent.secure)
    return response


def _answered(sent: Posted, form: str, act: Callable[[str | None], Response]) -> Response:
    """Do what a form asks for; `act` gets the address that says so, if a page is led back to."""
    place = sent.place
    done = forms.with_parameter(place, OUTCOME, f"{form}-done") if place else None
    try:
        return act(done)
    except (AccessError, UsageError) as error:
        return _refused(sent, form, error)
    except TvgeoError as error:
        return of_error(503, error)


def _refused(sent: Posted, form: str, error: AccessError | UsageError) -> Response:
    if sent.place and error.key in _NOBODY and forms.is_browser(sent.request.scope):
        return posted.leading_to(forms.without_parameter(sent.place, OUTCOME))
    status = 400 if isinstance(error, UsageError) else 403
    if error.key == "error.locked_out":
        status = 429
    if error.key not in CODES:  # no form of ours sends it
        return of_error(status, error)
    code = code_of(CODES[error.key], error)
    return sent.refused(error, status, OUTCOME, f"{form}-{code}")


def _administrator(sent: Posted) -> Actor:
    """Return who asks, before anything that was sent is looked at."""
    looked = signing_in.look_up(sent.token)
    if looked.actor is None:
        raise AccessError(looked.reason or "error.forbidden")
    demand(looked.actor, "administer")
    return looked.actor


def _twice(sent: Posted) -> str:
    """Return the new password, typed the same way twice."""
    password = sent.field("password")
    if password != sent.field("again"):
        raise UsageError("error.passwords_differ")
    return password
