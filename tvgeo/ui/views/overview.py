"""Overview: in ten seconds, what is done, what is late, where, and who answers for it."""

import streamlit as st

from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame, overview
from tvgeo.ui.components import block, live_map, pickers

t = state.words()
view = state.view()

# on a phone the pickers come after the answer: the order of this container is in `chrome`
with st.container(key="tv-overview"):
    with st.container(key="tv-title", horizontal=True, vertical_alignment="top"):
        block.show(overview.head(t, view), key="head")
        pickers.period(t)
        pickers.named(t)
    with st.container(key="tv-strip", horizontal=True, vertical_alignment="center"):
        block.show(frame.illustrative(t, view), key="strip")
        pickers.sourced(t)
    block.show(overview.summary(t, view), key="summary")

    with st.container(key="tv-worst"):
        worst, small_map = st.columns([814, 472], gap="small")
        with worst:
            pages.follow(block.show(overview.worst(t, view), key="worst"))
        with small_map, st.container(key="tv-small-map"):
            chosen = live_map.show(
                t,
                view,
                key="small-map",
                compact=True,
                ranks=[item.project.project_id for item in view.worst],
                note_box=overview.not_drawn(t, view),
                caption=t("overview.map.caption"),
            )
            if chosen:
                pages.go("cong-trinh", {"project": chosen})
    if (left_out := frame.left_out(t, view)) is not None:
        block.show(left_out, key="left-out")
    pages.follow(block.show(overview.breakdown(t, view), key="breakdown"))
