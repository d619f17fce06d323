"""How the map shows time: one period, all periods one after the other, or two compared."""

from typing import Any

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.ui import state

MODES = ONE, PLAY, COMPARE = ("one", "play", "compare")
_PLAYING = "tv-playing"


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
        default=mode,
        **_starting(state.bound(state.TIME, mode, lambda name: None if name == ONE else name)),
    )
    return mode


def playing() -> bool:
    """Whether the periods are being played, as far as the browser has told.

    Choosing to play sets them going; a link opens the map as it stands at its period.
    """
    return bool(st.session_state.get(_PLAYING))


def set_playing(*, on: bool) -> None:
    """Remember whether the periods are being played."""
    st.session_state[_PLAYING] = on


def _starting(tied: dict[str, Any]) -> dict[str, Any]:
    """Set the periods going, beside what the widget already does on a change."""
    changed = tied["on_change"]

    def started() -> None:
        changed()
        set_playing(on=current() == PLAY)

    return tied | {"on_change": started}
