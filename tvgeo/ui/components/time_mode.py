"""How the map shows time: one period, all periods one after the other, or two compared."""

from typing import Any

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.ui import state

MODES = ONE, PLAY, COMPARE = ("one", "play", "compare")
# How often a reader of this session has asked for the periods to be played.
_STARTS = "tv-play-starts"


def current() -> str:
    """Return the way that the address asks for; one period where it says nothing."""
    return state.get(state.TIME, (PLAY, COMPARE)) or ONE


def show(t: Locale) -> str:
    """Show the picker of the three and return the one chosen."""
    mode = current()
    st.segmented_control(
        t("time.mode"),
        MODES,
        format_func=lambda name: t(f"time.mode.{name}"),
        required=True,
        label_visibility="collapsed",
        **_starting(state.bound(state.TIME, mode, lambda name: None if name == ONE else name)),
    )
    return mode


def starts() -> int:
    """Return how often the periods were set going; an opened link has not set them going."""
    return int(st.session_state.get(_STARTS, 0))


def _starting(tied: dict[str, Any]) -> dict[str, Any]:
    """Count, beside what the widget already does on a change, that play was asked for."""
    changed = tied["on_change"]

    def counted() -> None:
        changed()
        st.session_state[_STARTS] = starts() + (current() == PLAY)

    return tied | {"on_change": counted}
