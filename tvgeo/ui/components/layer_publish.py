"""Publishing a layer: note, confirmation, conflict, and what came of it."""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.services import history
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame, layers, stamps, update, update_done
from tvgeo.ui.components import block, layer_desk
from tvgeo.ui.components.publish_card import MAX_NOTE

_NOTE = "layer-note"


def show(t: Locale, actor: Actor, draft: LayerDraft) -> None:
    """Show the card; the button stays disabled until nothing stands in the way."""
    on = layer_desk.desk()
    with st.container(border=True, key="tv-publish"):
        block.show(layers.publish_text(t, draft), key="layer-publish-text")
        if not draft.changes:
            return
        st.text_area(
            t("update.note"),
            placeholder=t("update.note_hint"),
            max_chars=MAX_NOTE,
            height=76,
            key=_NOTE,
        )
        # another file, layer or base is confirmed anew
        read = f"layer-read-{draft.reading.sha256[:8]}-{draft.request.layer}-{draft.base.revision}-{draft.warnings}"
        confirmed = True
        if draft.warnings:
            confirmed = st.checkbox(t("layers.confirm", w=draft.warnings), key=read)
        st.button(
            t("update.publish", rev=draft.base.revision + 1),
            type="primary",
            width="stretch",
            disabled=not confirmed or on.moved is not None,
            on_click=_publish,
            args=(actor, read),
            key="publish",
        )
        block.show(frame.caption(t("layers.undo_hint")), key="layer-publish-hint")


def _publish(actor: Actor, read: str) -> None:
    """Publish with what stands in the fields now, not when the button was drawn."""
    said = st.session_state
    layer_desk.publish(actor, note=said.get(_NOTE, ""), confirmed=bool(said.get(read)))


def conflict(t: Locale, actor: Actor) -> None:
    """Say who published meanwhile, and offer to compare anew without another upload."""
    on, base = layer_desk.desk(), state.base()
    if on.draft is None or base.published is None:
        return
    now = base.published
    touched = history.layers_between(base, on.draft.base.revision, base.revision)
    sentence = t(
        "layers.conflict",
        author=update.short(now.author),
        rev=now.revision,
        time=now.created_at,
    )
    overlap = None
    if on.draft.request.layer in touched:
        overlap = t("layers.conflict_same", layer=layers.name(t, on.draft.request.layer))
    with st.container(key="tv-conflict"):
        block.show(update.conflict(sentence, overlap), key="layer-conflict")
        st.button(
            t("update.review"),
            type="primary",
            on_click=layer_desk.review,
            args=(actor,),
            key="layer-review",
        )


def done(t: Locale, actor: Actor) -> None:
    """Show that it is published, and offer to take it back while it is the newest."""
    on = layer_desk.desk()
    if on.published is None:
        return
    stamp = stamps.stamp(t, state.view(), period=False)
    if on.undone is not None:
        new, old = on.undone
        block.show(layers.undone(t, rev=new, old=old, stamp=stamp), key="layer-undone")
    else:
        told = layers.published(t, on.published, on.layer, stamp=stamp)
        block.show(told, key="layer-published")
    if on.problem is not None:
        block.show(update.alert(t.error(on.problem.without_folders())), key="layer-problem")
    with st.container(horizontal=True, key="tv-done"):
        if on.undone is None:
            st.button(
                t("action.undo"), on_click=layer_desk.undo, args=(actor,), key="layer-undo"
            )
        st.button(
            t("layers.next_file"),
            type="primary",
            on_click=layer_desk.clear,
            key="layer-another",
        )
    pages.follow(block.show(update_done.links(t, [], {}), key="layer-links"))
