"""Kế hoạch 16 by section and agency: tasks, targets, calendar, contradictions."""

import streamlit as st

from tvgeo.services.base import today
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame, plan
from tvgeo.ui.components import block, pickers, plan_filters

t = state.words()
view = state.view()
sizes = plan.sizes(view)

block.show(plan.head(t, view), key="head")
with st.container(key="tv-filters", horizontal=True, vertical_alignment="center"):
    with st.container(key="tv-filter-first", horizontal=True):
        shown = pickers.one(
            "view", plan.VIEWS, t("plan.view"), lambda v: t(f"plan.view.{v}", n=sizes[v])
        )
        if shown in plan_filters.FILTERED:
            pickers.unfold(t, plan_filters.FILTERS)
    with st.container(key="tv-filter-row", horizontal=True):
        rows = plan_filters.show(t, view, shown)
if (missing := plan.missing_file(t, view, shown)) is not None:
    block.show(missing, key="missing")
    pages.end()
if not rows:
    nothing = frame.nothing(t("empty.filter"), frame.clear_filters(t))
    pickers.clear(block.show(nothing, key="none"), plan_filters.FILTERS)
    pages.end()

if shown == "calendar":
    block.show(plan.calendar(t, view, rows, today(view.base.settings)), key="calendar")
elif shown == "contradictions":
    block.show(plan.contradictions(t, rows), key="contradictions")
else:
    if shown == "tasks":
        block.show(plan.key(t), key="glyphs")
    left, right = st.columns([854, 432], gap="small")
    key = "task" if shown == "tasks" else "target"
    ids = {str(plan.identity(row)): row for row in rows}
    chosen = state.get(key, ids, plan.first_with_notes(view, rows))
    with left:
        answer = block.show(plan.table(t, view, rows, chosen), key=shown)
        if answer and answer.get("select") in ids:
            state.put(key, answer["select"])
            st.rerun()
    with right:
        detail = plan.detail(t, view, ids[chosen or next(iter(ids))])
        pages.follow(block.show(detail, key="detail"))
