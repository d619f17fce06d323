"""The address of a page: read, changed, and completed; one entry of the history for each choice.

Streamlit makes a new entry every time a parameter is written. Written one by one, the "Back"
button would lead through addresses that nobody has seen. So a run collects its changes and
writes them at its end: what the reader has chosen as one new entry; what the page itself adds
(the period it opens with) or takes out (a code that was read) in place of the entry that stands,
which only the browser can do (`tvgeo/web/assets/connection.js`).
"""

from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import get_session_state

_CHANGED = "address-changed"
_COMPLETED, _CHOSEN = "completed", "chosen"


def value(name: str) -> str | None:
    """Return what the address says for `name`."""
    return st.query_params.get(name)


def complete(name: str, text: str | None) -> None:
    """Let the address say what the page shows anyway; "Back" does not stop here."""
    if _write(name, text):
        st.session_state.setdefault(_CHANGED, _COMPLETED)


def choose(name: str, text: str | None) -> None:
    """Let the address say what the reader has chosen; "Back" returns to the choice before."""
    if _write(name, text):
        st.session_state[_CHANGED] = _CHOSEN


def take(name: str) -> str | None:
    """Return what the address says for `name`, and take it out: it is told once."""
    found = value(name)
    complete(name, None)
    return found


def is_walk() -> bool:
    """Whether the reader has gone back or forward: then the address alone counts."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def leave() -> None:
    """Forget the changes of this run: another page is opened, with an address of its own."""
    st.session_state.pop(_CHANGED, None)


def settle() -> str | None:
    """Write the changes at the end of a run; return the query that completes the entry.

    A run that another one follows at once does not settle: the last one does, for both.
    """
    changed = st.session_state.pop(_CHANGED, None)
    if changed == _CHOSEN or (changed and is_walk()):
        # After "Back", Streamlit itself puts it in place of the entry.
        st.query_params.from_dict(st.query_params.to_dict())
        return None
    return urlencode(st.query_params.to_dict()) if changed else None


def _write(name: str, text: str | None) -> bool:
    """Change the address as this run and the one after it see it; return whether it differs."""
    if value(name) == text:
        return False
    said = st.query_params.to_dict()
    if text is None:
        del said[name]
    else:
        said[name] = text
    with get_session_state().query_params() as params:
        params.clear_with_no_forward_msg(preserve_embed=True)
        for key, each in said.items():
            params.set_with_no_forward_msg(key, each)
    context = get_script_run_ctx()
    if context is not None:
        context.query_string = urlencode(said)  # what a rerun from the page starts with
    return True
