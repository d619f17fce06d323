"""The map played through the reporting periods, beside it the same as tables.

A step from one period to the next is the browser's own and runs nothing here. Where the map
stops, the browser tells the period: then list, address and map agree again.
"""

from functools import partial

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.services import playback
from tvgeo.services.view import View
from tvgeo.ui import state
from tvgeo.ui.blocks import frame, map_course
from tvgeo.ui.blocks.map_film import Shown
from tvgeo.ui.components import block, live_map, map_period, pickers, time_mode
from tvgeo.ui.components.map_filters import Chosen

TABS = ("course", "list")


def show(t: Locale, view: View, chosen: Chosen, selected: str | None) -> None:
    """Show the map with its player, and the tables or the list of the period where it stands."""
    codes = [period.code for period in playback.played(view.base)]
    code = state.period(playback.played(view.base)).code
    playing = time_mode.playing()
    canvas, panel = st.columns([846, 440], gap="small")
    with canvas:
        live_map.play(
            t,
            view,
            Shown(code, playing, chosen.left.of_any_state, chosen.states),
            key="map",
            mode=chosen.mode,
            selected=selected,
            layers_on=chosen.layers,
            on_choose=partial(state.put, state.PROJECT),
            on_period=partial(_stopped, codes),
        )
        block.show(frame.caption(map_course.stamp(t, view.base)), key="stamp")
    with panel:
        tab = pickers.one("tab", TABS, t("map.as_table"), lambda tab: t(f"time.tab.{tab}"))
        # while the periods are played there is no one period to list
        if playing or tab == "course":
            _tables(t, view, selected, None if playing else code, codes)
        else:
            map_period.lists(t, view, chosen, selected)


def _tables(
    t: Locale, view: View, selected: str | None, current: str | None, codes: list[str]
) -> None:
    answer = block.show(map_course.plan(t, view, current), key="course")
    wanted = (answer or {}).get("select")
    if selected is not None:
        answer = block.show(map_course.work(t, view, selected, current), key="course-work")
        wanted = wanted or (answer or {}).get("select")
    if wanted in codes:
        _stopped(codes, wanted)
        st.rerun()


def _stopped(codes: list[str], code: str) -> None:
    """Take what the map tells: the period where it stands, or nothing while it is playing."""
    if code in codes:
        state.put(state.PERIOD, code)
    time_mode.set_playing(on=not code)
