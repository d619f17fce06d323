"""One work: how far it has come over time, what holds it up, and what the plan says."""

import streamlit as st

from tvgeo.services import history as services
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import curve, frame, strip, work, work_plan
from tvgeo.ui.components import block, pickers

t = state.words()
view = state.view()
default = view.worst[0].project.project_id if view.worst else next(iter(view.standings), None)
project_id = state.project_id(default)
if project_id is None:
    block.show(frame.error_box(t("empty.file", file="projects.csv")), key="empty")
    pages.end()
item = view.standings[project_id]
revisions = services.row_revisions(view.base, project_id)

with st.container(key="tv-title", horizontal=True, vertical_alignment="top"):
    block.show(work.head(t, view, item), key="head")
    pickers.project(t, view, project_id)
    pickers.period(t)

numbers, chart = st.columns([424, 862], gap="small")
with numbers:
    block.show(work.numbers(t, item), key="numbers")
    block.show(work.reason(t, view, item, revisions), key="reason")
with chart:
    if (drawn := curve.curve(t, view, item)) is not None:
        block.show(drawn, key="curve")
    else:
        block.show(frame.nothing(t("work.no_data", date=view.day)), key="curve")

if (straight := strip.laid_straight(t, view, item)) is not None:
    block.show(straight, key="strip")

left, right = st.columns(2, gap="small")
with left:
    if (parts := work.parts(t, view, item)) is not None:
        pages.follow(block.show(parts, key="parts"))
    rows = view.rows.get(project_id, ())
    block.show(work.history(t, view, rows, item.project, revisions), key="history")
with right:
    pages.follow(block.show(work_plan.says(t, view, item), key="says"))
