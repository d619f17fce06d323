"""Cập nhật: a planner's file from upload to publication; nothing shows before it is published."""

from tvgeo.ui import pages, session, state
from tvgeo.ui.components import door, draft_page, drafting, publish_card, row_editor, uploader

t = state.words()
actor = session.actor()
if actor is None or not door.opens(actor, "publish"):
    door.closed(t, actor, "publish")
    pages.end()

on = drafting.desk()
if on.published is not None:
    publish_card.done(t, actor)
elif on.draft is not None:
    draft_page.show(t, actor, on.draft)
else:
    uploader.show(t, actor)
row_editor.show(t, actor)
