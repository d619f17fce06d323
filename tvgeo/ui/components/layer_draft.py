"""A layer file on the page: questions, columns, findings, old beside new, and publishing."""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.ui.blocks import layer_changes, layer_map, layers, update, update_findings
from tvgeo.ui.components import (
    block,
    layer_desk,
    layer_form,
    layer_km,
    layer_mapping,
    layer_publish,
    layer_questions,
    progress_map,
)


def show(t: Locale, actor: Actor) -> None:
    """Show the file as it stands; what may be done next stands at the right."""
    on = layer_desk.desk()
    with st.container(key="tv-update-title", horizontal=True, vertical_alignment="top"):
        block.show(layers.head(t, on.name, on.reading, unmapped=_unmapped()), key="layer-head")
        st.button(t("update.other_file"), on_click=layer_desk.clear, key="layer-another")
    block.show(layers.steps(t, on.reading, on.draft), key="layer-steps")
    if on.problem is not None:
        block.show(update.alert(t.error(on.problem.without_folders())), key="layer-problem")
    left, right = st.columns([990, 296], gap="small")
    with left:
        if on.moved is not None:
            layer_publish.conflict(t, actor)
        if on.reading is not None:
            layer_questions.show(t, actor, on.reading)
            layer_mapping.show(t, actor, on.reading)
            _findings(t)
        if on.draft is not None:
            _changes(t, on.draft)
            layer_km.show(t, actor, on.draft)
    with right:
        if on.reading is not None and on.reading.features:
            layer_form.show(t, actor)
        if on.draft is not None and on.draft.content is not None:
            layer_publish.show(t, actor, on.draft)


def _unmapped() -> int:
    """Return how many columns are still to be confirmed where nothing else is wrong."""
    on = layer_desk.desk()
    if on.reading is None or on.mapped:
        return 0
    errors = {f.code for f in on.reading.findings if f.severity == "error"}
    return len(layer_mapping.open_columns(on.reading)) if errors == {"E_MISSING_ID"} else 0


def _findings(t: Locale) -> None:
    reading = layer_desk.desk().reading
    found = reading.findings if reading is not None else ()
    if not found:
        return
    block.show(update_findings.title(t, len(found)), key="layer-findings-title")
    table = layer_desk.once(("findings", t.language), lambda: update_findings.table(t, found))
    block.show(table, key="layer-findings")


def _changes(t: Locale, draft: LayerDraft) -> None:
    """Show what moves, and the map of it; choosing a line zooms to it."""
    on = layer_desk.desk()
    if not draft.changes:
        return
    block.show(layer_changes.title(t, draft), key="layer-changes-title")
    answer = block.show(layer_changes.table(t, draft, on.chosen), key="layer-changes")
    row = layer_changes.chosen(answer, draft)
    if row is not None:
        on.chosen = None if row == on.chosen else row
        st.rerun()
    closely = False
    if on.chosen is not None and draft.changes[on.chosen].moved is not None:
        closely = st.toggle(t("layers.map.closely"), key=f"layer-closely-{on.upload}")
    message = layer_desk.once(
        ("map", t.language, on.chosen, closely),
        lambda: layer_map.message(t, draft, chosen=on.chosen, closely=closely),
    )
    if message is not None:
        progress_map.show(message, projects=(), key="layer-map")
