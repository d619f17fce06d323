"""Map: every work with a place, coloured by state or completion; list and map select each other."""

import streamlit as st

from tvgeo.ui import state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import (
    block,
    compare_with,
    downloads,
    map_compare,
    map_filters,
    map_period,
    map_play,
    time_mode,
)

t = state.words()
view = state.view()

block.show(frame.spoken_title(t("access.map")), key="spoken-title")
with st.container(key="tv-filters", horizontal=True, vertical_alignment="center"):
    chosen = map_filters.show(t, view)
    compared = compare_with.compared(view) if chosen.time == time_mode.COMPARE else None
    downloads.show(t, view, compared)
if (missing := frame.missing_layers(t, view)) is not None:
    block.show(missing, key="missing-layers")
selected = state.project_id(view.worst[0].project.project_id if view.worst else None)

if chosen.time == time_mode.PLAY:
    map_play.show(t, view, chosen, selected)
elif chosen.time == time_mode.COMPARE:
    map_compare.show(t, view, chosen, selected)
else:
    map_period.show(t, view, chosen, selected)
