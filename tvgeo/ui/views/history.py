"""Lịch sử: every revision, the difference between any two, and the way back."""

import streamlit as st

from tvgeo.services import history
from tvgeo.ui import pages, session, state
from tvgeo.ui.blocks import history as blocks
from tvgeo.ui.blocks import log
from tvgeo.ui.components import block, door, store_notice
from tvgeo.ui.components import revision_pickers as pickers

t = state.words()
base = state.base()
actor = session.actor()
found = history.revisions(base)

block.show(blocks.head(t, state.view(), found), key="head")
store_notice.show(t)
if not found:
    pages.end()
old, new = pickers.chosen(found)
shown = next(each for each in found if each.revision == new)
left, right = st.columns([854, 432], gap="small")
with left:
    answer = block.show(blocks.table(t, found, new), key="revisions")
    pickers.choose(found, (answer or {}).get("select"))
with right, st.container(border=True, key="tv-revision"):
    changed = history.layers_of(base, shown.revision)
    block.show(blocks.detail(t, shown, changed), key="detail")
    pickers.actions(t, base, actor, shown)
pickers.compare(t, base, found, old, new)

if actor is not None and door.opens(actor, "administer"):
    entries = history.audit_entries(base, actor)
    block.show(
        log.show(t, base.registry, entries, history.verify_audit(base, actor)), key="audit"
    )
