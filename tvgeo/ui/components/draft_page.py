"""A draft on the page: verdict, steps, findings, names, difference, and the publish card."""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.services import change_documents
from tvgeo.services.drafts import Draft
from tvgeo.ui import state
from tvgeo.ui.blocks import changes, frame, update
from tvgeo.ui.components import (
    block,
    downloads,
    draft_words,
    drafting,
    file_row,
    findings_panel,
    live_map,
    name_mapping,
    publish_card,
    uploader,
)


def show(t: Locale, actor: Actor, draft: Draft) -> None:
    """Show the draft as it stands; what may be done next stands at the right."""
    on = drafting.desk()
    state.put(drafting.IN_ADDRESS, drafting.OF_THIS_SERVER)
    typed = drafting.is_typed(on)
    said = drafting.once(
        ("summary", actor.name, typed),
        lambda: draft_words.summary(draft, actor, in_page=typed),
    )
    with st.container(key="tv-update-title", horizontal=True, vertical_alignment="top"):
        block.show(update.head(t, said), key="head")
        label = t("update.discard" if typed else "update.other_file")
        st.button(label, on_click=drafting.clear, key="another")
    block.show(update.steps(t, said), key="steps")
    uploader.problem(t)
    left, right = st.columns([990, 296], gap="small")
    with left:
        if on.moved is not None:
            publish_card.conflict(t, actor)
        if said.unknown:
            name_mapping.show(t, actor, draft)
        if said.errors:
            block.show(update.refused(t, said), key="refused")
        elif typed:
            block.show(frame.strong(t("edit.saved")), key="saved")
        if draft_words.findings(draft):
            findings_panel.show(t, draft, typed=typed)
        _difference(t, draft, said)
    with right:
        file_row.show(t, actor, draft)
        publish_card.show(t, actor, draft, said)
        _map(t, draft, said)


def _difference(t: Locale, draft: Draft, said: update.Summary) -> None:
    """Show what would change, or that nothing would."""
    registry, difference, head = draft.base.registry, draft.difference, said.head
    if difference.changes:
        heads = {
            "old": t("changes.column.old", rev=head),
            "new": t("changes.column.new", rev=head + 1),
        }
        found = drafting.once(
            ("difference", t.language), lambda: changes.shown(t, registry, difference, **heads)
        )
        block.show(changes.section(t("update.difference", rev=head), found), key="difference")
        if found.rest:
            downloads.changes(
                t, lambda: change_documents.changes_csv(difference, registry, t), head, head + 1
            )
    elif not said.errors and not said.unknown:
        block.show(update.unchanged(t, said), key="unchanged")


def _map(t: Locale, draft: Draft, said: update.Summary) -> None:
    """Show where the works that change are, as they are published now."""
    located = draft.base.join.located
    touched = [work for work in said.touched if work in located]
    if not touched:
        return
    with st.container(key="tv-change-map"):
        live_map.show(
            t,
            state.view(),
            key="change-map",
            shown=set(touched),
            compact=True,
            caption=t("update.map_caption", n=said.works),
        )
