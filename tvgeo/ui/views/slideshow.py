"""Trình chiếu: the briefing as slides over the whole window, with the live map in them."""

import streamlit as st

from tvgeo.services import briefing
from tvgeo.ui import pages, state
from tvgeo.ui.components import briefing_pickers, slideshow

t = state.words()
view = state.view()
scope = briefing_pickers.chosen(t, view)

# the rules in `chrome` take away everything around this container
with st.container(key="tv-slideshow"):
    facts = briefing.facts(view, t, scope)
    pages.follow(slideshow.show(t, view, facts, key="slides"))
