"""Who is at the page: looked up in the store on every run, so that nothing old stays open."""

import re

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tvgeo.core.access import Actor
from tvgeo.core.lockout import LONGEST, minutes
from tvgeo.errors import AccessError
from tvgeo.services import signing_in
from tvgeo.services.signing_in import Looked
from tvgeo.ui import address

# As in `tvgeo.web.cookies` and `tvgeo.web.sessions`, which a page need not load.
COOKIE = "tvgeo_session"
PROBLEM = "signin"
_SAID = "session-said"
_PROBLEM_KEPT = "session-problem"
_CODE = re.compile(r"([a-z]+)|locked-(\d{1,2})")
_SENTENCES = {
    "wrong": "error.wrong_password",
    "elsewhere": "error.sign_in_elsewhere",
    "failed": "error.sign_in_failed",
    "unknown": "error.no_account_here",
    "disabled": "error.account_disabled",
}


def actor() -> Actor | None:
    """Return who is signed in at this page, or `None`.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    return _looked().actor


def notice() -> AccessError | None:
    """Return why a session that was open is not any more: once for each opened page.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    looked = _looked()
    if looked.actor is not None:
        st.session_state.pop(_SAID, None)
        return None
    if not looked.reason or st.session_state.get(_SAID) == looked.reason:
        return None
    st.session_state[_SAID] = looked.reason
    return AccessError(looked.reason)


def problem() -> AccessError | None:
    """Return why the last sign-in from this page failed, until the next one.

    The address brings a code, which is taken out of it; only the codes we write are known.
    """
    code = address.take(PROBLEM)
    if code is not None:
        st.session_state[_PROBLEM_KEPT] = code
    return said(st.session_state.get(_PROBLEM_KEPT))


def said(code: object) -> AccessError | None:
    """Return the error that a code in an address stands for; `None` for anything else."""
    match = _CODE.fullmatch(code) if isinstance(code, str) else None
    if match is None:
        return None
    if match[2] is None:
        key = _SENTENCES.get(match[1])
        return AccessError(key) if key is not None else None
    wait = min(max(int(match[2]), 1), minutes(LONGEST))
    return AccessError("error.locked_out", minutes=wait)


def drop_uploads() -> None:
    """Make Streamlit forget the files sent from this page, once their bytes have been read.

    It would keep them in memory until the page is closed. The uploader must get a new key.
    """
    context = get_script_run_ctx()
    if context is not None:
        files = context.uploaded_file_mgr
        files.remove_session_files(context.session_id)


def end() -> None:
    """Close the session of this page, whatever its browser still sends.

    Raises
    ------
    StoreError
        If the store cannot be written.
    """
    signing_in.sign_out(st.context.cookies.get(COOKIE))


def _looked() -> Looked:
    cookie = st.context.cookies.get(COOKIE)
    # a page that runs without a browser has something else in its place
    return signing_in.look_up(cookie if isinstance(cookie, str) else None)
