"""The address of a page: read, changed, and completed; one entry of the history for each choice.

Streamlit makes a new entry every time a parameter is written. Written one by one, the "Back"
button would lead through addresses that nobody has seen. So a run collects its changes and
writes them at its end: what the reader has chosen as one new entry; what the page itself adds
(the period it opens with) or takes out (a code that was read) in place of the entry that stands,
which only the browser can do (`tvgeo/web/assets/connection.js`).

So the browser learns late what a click has changed, and asks for the next run with the address of
before. What it has not been heard to know is laid over what it says (`_Ahead`): of two quick
clicks both count.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import get_session_state

_CHANGED, _AHEAD = "address-changed", "address-ahead"
_COMPLETED, _CHOSEN = "completed", "chosen"


@dataclass(slots=True)
class _Ahead:
    """What was written here and the browser has not been heard to know.

    `said` is how the browser last asked, `laid` what this session made of it, `completed` what its
    entry was completed with: it may ask with either. `written` is the text of a name (None: taken
    out) and the number of the change; `told` the addresses that the browser was told, each with
    the last change in it.
    """

    run: object = None
    page: str = ""
    said: dict[str, str] = field(default_factory=dict)
    laid: dict[str, str] = field(default_factory=dict)
    completed: dict[str, str] | None = None
    written: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    told: list[tuple[dict[str, str], int]] = field(default_factory=list)
    changes: int = 0

    def hear(self, said: dict[str, str], page: str, *, walk: bool) -> None:
        """Take the address that a run was asked for with; forget what the browser knows by now.

        An address that it neither had nor was told is another place: nothing is left of this one.
        """
        known = max((last for address, last in self.told if address == said), default=0)
        if said == self.laid and not known and not walk and page == self.page:
            return  # the page runs again by itself: nothing was heard
        if walk or page != self.page or not (known or said in (self.said, self.completed)):
            known = self.changes
        if known:
            self.completed = None
        self.written = {n: (text, k) for n, (text, k) in self.written.items() if k > known}
        self.told = [(address, last) for address, last in self.told if last > known]
        self.said = said

    def write(self, name: str, text: str | None) -> None:
        self.changes += 1
        self.written[name] = (text, self.changes)

    def tell(self, address: dict[str, str]) -> None:
        self.told.append((address, self.changes))


def value(name: str) -> str | None:
    """Return what the address says for `name`."""
    _ahead()
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
    st.session_state.pop(_AHEAD, None)


def settle() -> str | None:
    """Write the changes at the end of a run; return the query that completes the entry.

    A run that another one follows at once does not settle: the last one does, for both.
    """
    ahead = _ahead()
    changed = st.session_state.pop(_CHANGED, None)
    said = st.query_params.to_dict()
    if changed == _CHOSEN or (changed and is_walk()):
        # After "Back", Streamlit itself puts it in place of the entry.
        st.query_params.from_dict(said)
        ahead.tell(said)
        return None
    if changed:
        ahead.completed = said
    # What it was told may be lost with the line: a browser that still asks as before hears it again.
    lost = ahead.told and said != ahead.said
    return urlencode(said) if changed or lost else None


def _write(name: str, text: str | None) -> bool:
    """Change the address as this session sees it; return whether it differs."""
    if value(name) == text:
        return False
    ahead = _ahead()
    ahead.write(name, text)
    ahead.laid = _lay({name: text})
    return True


def _ahead() -> _Ahead:
    """Return what this session knows better than the browser; at the start of a run, laid over."""
    ahead: _Ahead = st.session_state.setdefault(_AHEAD, _Ahead())
    context: Any = get_script_run_ctx()
    if context is None:
        return ahead
    if ahead.run is not context.cursors:  # a new one for each run
        ahead.run = context.cursors
        ahead.hear(st.query_params.to_dict(), context.page_script_hash, walk=is_walk())
        ahead.laid = _lay({name: text for name, (text, _) in ahead.written.items()})
    ahead.page = context.page_script_hash  # the one that `st.navigation` has found
    return ahead


def _lay(changes: dict[str, str | None]) -> dict[str, str]:
    """Change the address for this run and those it starts itself; tell the browser nothing."""
    changed = {**st.query_params.to_dict(), **changes}
    said = {name: text for name, text in changed.items() if text is not None}
    with get_session_state().query_params() as params:
        params.clear_with_no_forward_msg(preserve_embed=True)
        for name, text in said.items():
            params.set_with_no_forward_msg(name, text)
    context = get_script_run_ctx()
    if context is not None:
        context.query_string = urlencode(said)
    return said
