"""Signing in where no password of ours counts: at an OpenID Connect provider, or a proxy.

Who somebody else says that it is is only shown here. What counts is the session that the server
has opened for it (`tvgeo.web.oidc`, `tvgeo.web.vouching`), looked up like any other.
"""

import streamlit as st

from tvgeo.core import account_names
from tvgeo.core.plan import SignIn
from tvgeo.errors import AccessError, StoreError
from tvgeo.locale import Locale
from tvgeo.services import vouched
from tvgeo.ui import session
from tvgeo.ui.blocks import frame, update
from tvgeo.ui.components import block

_SAID = "elsewhere-said"


def show(t: Locale, sign_in: SignIn) -> None:
    """Say how to come in, and why the last attempt did not."""
    if sign_in.auth == "oidc":
        _oidc(t, sign_in)
    else:
        _proxy(t, sign_in)


def sign_out(t: Locale, sign_in: SignIn) -> None:
    """Show what ends the session here, and with it the one at the provider."""
    if sign_in.auth == "oidc":
        if said := st.session_state.pop(_SAID, None):
            block.show(said, key="sign-out-said")
        st.button(t("action.sign_out"), on_click=_end, args=(t,), key="oidc-sign-out")
    else:
        block.show(frame.caption(t("elsewhere.proxy.out")), key="proxy-sign-out")


def _oidc(t: Locale, sign_in: SignIn) -> None:
    error = session.problem() or session.notice()
    block.show(frame.caption(t("elsewhere.oidc.why")), key="oidc-why")
    named = st.user.get(sign_in.oidc_claim)
    if error is not None:
        _alert(_sentence(t, error.key, str(named or "")))
    again = error is not None and error.key in {vouched.UNKNOWN, vouched.DISABLED}
    word = "elsewhere.oidc.other" if again else "elsewhere.oidc.open"
    st.button(t(word), on_click=st.login, type="primary", key="oidc-sign-in")


def _proxy(t: Locale, sign_in: SignIn) -> None:
    """Say what the proxy has told us: the gate leaves its header only where it counts."""
    named = _readable(st.context.headers.get(sign_in.proxy_header))
    expired = session.notice()
    if not named:
        block.show(frame.caption(t("elsewhere.proxy.why")), key="proxy-why")
        return
    looked = vouched.account(named)
    if looked.reason:
        _alert(_sentence(t, looked.reason, named))
    elif expired is not None:
        _alert(t("elsewhere.proxy.again"))
    else:
        block.show(frame.caption(t("elsewhere.proxy.why")), key="proxy-why")


def _sentence(t: Locale, key: str, named: str) -> str:
    """Say why somebody stays outside; to an unknown name, what an administrator has to type.

    A name that no account may have stands in no command: it could be one itself.
    """
    user = account_names.fold(named)
    if key == vouched.UNKNOWN and account_names.is_valid(user):
        return t("elsewhere.unknown", user=user)
    return t.error(AccessError(key))


def _readable(value: str | None) -> str:
    """Return a header as it was meant: a server reads its bytes as Latin-1, proxies send UTF-8."""
    try:
        return (value or "").encode("latin-1").decode("utf-8").strip()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return (value or "").strip()


def _end(t: Locale) -> None:
    try:
        session.end()
    except StoreError as error:
        st.session_state[_SAID] = update.alert(t.error(error))
    else:
        st.logout()


def _alert(sentence: str) -> None:
    block.show(update.alert(sentence), key="elsewhere-alert")
