"""Trình bày: pictures, slides and reports of the plan or a part of it, to take along."""

import streamlit as st

from tvgeo.services import briefing as services
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import briefing, frame
from tvgeo.ui.components import block, briefing_pickers, gallery, pack_files, pickers
from tvgeo.web import previews

t = state.words()
view = state.view()

head = st.container(key="tv-title", horizontal=True, vertical_alignment="top")
with st.container(key="tv-strip", horizontal=True, vertical_alignment="center"):
    block.show(frame.illustrative(t, view), key="strip")
    pickers.sourced(t)
with st.container(key="tv-filters", horizontal=True, vertical_alignment="center"):
    scope = briefing_pickers.content(t, view)
    pickers.named(t)
facts = services.facts(view, t, scope)
with head:
    block.show(briefing.head(t, view, facts), key="head")
    pickers.period(t)

making, preview = st.columns([440, 846], gap="small")
with preview:
    folder = previews.register(view, t, scope)
    slides = briefing.plates_head(t, facts, briefing_pickers.parameters(scope))
    pages.follow(block.show(slides, key="slideshow"))
    gallery.plates(t, folder, facts.plates, key="plates")
    if st.toggle(t("presenting.preview.show_map"), key="show-map"):
        gallery.page(t, folder, key="map-page")
# last: while the files are made everything else is there already
with making:
    block.show(briefing.says(t, view, facts), key="says")
    pack_files.show(t, view, scope, briefing_pickers.formats(t))
