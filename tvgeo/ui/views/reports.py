"""Periodic reports: who owes what by when, who has reported, and the reminder to send."""

import streamlit as st

from tvgeo.services import view as views
from tvgeo.services.base import today
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import reporting
from tvgeo.ui.components import block, pickers

t = state.words()
view = state.view()
now = today(view.base.settings)

with st.container(key="tv-title", horizontal=True, vertical_alignment="top"):
    block.show(reporting.head(t, view, now), key="head")
    pickers.period(t)
    pickers.named(t)
if not view.reports:
    pages.follow(
        block.show(reporting.outside(t, views.default_period(view.base)), key="outside")
    )
    pages.end()
block.show(reporting.dates(t, view, now), key="dates")

agencies = {report.agency.agency_id: report for report in view.reports}
behind = next((a for a, report in agencies.items() if report.state == "missing"), None)
chosen = state.get("agency", agencies, behind or next(iter(agencies)))
matrix, reminder = st.columns([854, 432], gap="small")
with matrix:
    answer = block.show(reporting.overview(t, view, chosen), key="matrix")
    if answer and answer.get("select") in agencies:
        state.put("agency", answer["select"])
        st.rerun()
with reminder:
    block.show(reporting.reminder(t, view, agencies[str(chosen)], now), key="reminder")
