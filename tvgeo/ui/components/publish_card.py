"""The last step: note, confirmation of the warnings, and the one button that publishes."""

import streamlit as st

from tvgeo.core import periods
from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.services import view as views
from tvgeo.services.drafts import Draft
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame, stamps, update, update_done
from tvgeo.ui.components import block, draft_words, drafting

MAX_NOTE = 2_000
_NOTE = "publish-note"


def show(t: Locale, actor: Actor, draft: Draft, said: update.Summary) -> None:
    """Show the card; the button stays disabled until nothing stands in the way."""
    with st.container(border=True, key="tv-publish"):
        block.show(
            update.publish_text(
                t,
                len(draft.displaced),
                blanks=said.blanks,
                dropped=said.removed,
            ),
            key="publish-text",
        )
        st.text_area(
            t("update.note"),
            placeholder=t("update.note_hint"),
            max_chars=MAX_NOTE,
            height=76,
            key=_NOTE,
        )
        confirmed, read = True, f"read-{draft.reading.sha256[:8]}-{said.head}-{said.warnings}"
        if said.warnings and draft.publishable:
            confirmed = st.checkbox(t("update.read_warnings", w=said.warnings), key=read)
        moved = drafting.desk().moved is not None
        ready = draft.publishable and confirmed and not moved
        st.button(
            t("update.publish", rev=said.head + 1),
            type="primary",
            width="stretch",
            disabled=not ready,
            on_click=_publish,
            args=(actor, read),
            key="publish",
        )
        block.show(frame.caption(_hint(t, said)), key="publish-hint")


def _publish(actor: Actor, read: str) -> None:
    """Publish with what stands in the fields now, not when the button was drawn."""
    said = st.session_state
    drafting.publish(actor, note=said.get(_NOTE, ""), confirmed=bool(said.get(read)))


def _hint(t: Locale, said: update.Summary) -> str:
    if said.unknown:
        return t("update.blocked_names")
    return t("update.blocked_errors" if said.errors else "update.undo_hint")


def conflict(t: Locale, actor: Actor) -> None:
    """Say who published meanwhile, and offer to go on from there without a new upload."""
    sentence, overlap = draft_words.conflict(t, drafting.desk().draft)
    with st.container(key="tv-conflict"):
        block.show(update.conflict(sentence, overlap), key="conflict")
        st.button(
            t("update.review"),
            type="primary",
            on_click=drafting.review,
            args=(actor,),
            key="review",
        )


def done(t: Locale, actor: Actor) -> None:
    """Show that it is published, and offer to take it back while it is the newest."""
    on = drafting.desk()
    revision = on.published
    if revision is None:
        return
    base = state.base()
    view, period = state.view(), {}
    if on.latest is not None:
        # what was published shows in its own period, which need not be the one pages open on
        shown = periods.of(on.latest, base.settings)
        view, period = views.view_of_period(base, shown), {state.PERIOD: shown.code}
    stamp = stamps.stamp(t, view, period=False)
    if on.undone is not None:
        new, old = on.undone
        block.show(update_done.undone(t, rev=new, old=old, stamp=stamp), key="undone")
    else:
        block.show(update_done.published(t, revision, stamp=stamp), key="published")
    if on.problem is not None:
        block.show(update.alert(t.error(on.problem.without_folders())), key="problem")
    with st.container(horizontal=True, key="tv-done"):
        if on.undone is None:
            st.button(t("action.undo"), on_click=drafting.undo, args=(actor,), key="undo")
        st.button(t("update.next_file"), type="primary", on_click=drafting.clear, key="another")
    projects = base.registry.projects
    works = [(work, t.name(projects[work])) for work in on.works if work in projects]
    pages.follow(block.show(update_done.links(t, works, period), key="links"))
