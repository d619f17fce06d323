"""What the columns of a layer file mean: suggested, and confirmed one by one."""

from dataclasses import replace

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.io.layer_files import mapping
from tvgeo.io.layer_files.mapping import Suggestion
from tvgeo.io.layer_files.reader import LayerReading
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.ui.blocks import update
from tvgeo.ui.components import block, labels, layer_desk

LEFT_OUT = ""
MOST_COLUMNS = 30


def open_columns(reading: LayerReading) -> tuple[Suggestion, ...]:
    """Return the columns that are not ours by their exact name, those with a suggestion first."""
    found = [
        each
        for each in reading.suggestions
        if each.how != "exact" and each.theirs.casefold() not in mapping.INTERNAL
    ]
    return tuple(sorted(found, key=lambda each: each.ours is None)[:MOST_COLUMNS])


def show(t: Locale, actor: Actor, reading: LayerReading) -> None:
    """Show the columns with a choice for each; what was confirmed may be changed again."""
    on = layer_desk.desk()
    asked = open_columns(reading)
    if not asked:
        return
    chosen: dict[str, str | None] = {}
    with st.expander(
        t("layers.mapping.done" if on.mapped else "layers.mapping.title", n=len(asked)),
        expanded=not on.mapped,
        key=f"tv-layer-mapping-{on.upload}-{on.mapped}",  # another one closes by itself
    ):
        block.show(h("p", {}, t("layers.mapping.text")), key="layer-mapping-text")
        with st.form("layer-mapping", border=False):
            columns = st.columns(2, gap="small")
            for n, each in enumerate(asked):
                with columns[n % 2]:
                    chosen[each.theirs] = _choice(t, each)
            confirmed = st.form_submit_button(
                t("layers.mapping.confirm"), type="primary", key="layer-mapping-confirm"
            )
        if not confirmed:
            return
        problem = _problem(t, chosen)
        if problem is not None:
            block.show(update.alert(problem), key="layer-mapping-problem")
            return
    answers = {theirs: ours or LEFT_OUT for theirs, ours in chosen.items()}
    with st.spinner(t("layers.checking")):
        layer_desk.answer(actor, replace(on.options, columns=answers), mapped=True)
    st.rerun()


def _choice(t: Locale, each: Suggestion) -> str | None:
    """Show what one column may mean; a suggestion stands first and must be taken by hand."""
    now = layer_desk.desk().options.columns.get(each.theirs)
    first = [each.ours] if each.ours else []
    options = [*first, LEFT_OUT, *(name for name in mapping.OURS if name not in first)]
    if now is None and each.ours is None:
        now = LEFT_OUT
    written = update.short(each.theirs)
    asks = t("layers.mapping.column", column=written)
    if each.ours is not None:
        asks = t(
            "layers.mapping.suggested",
            column=written,
            ours=t(f"layers.property.{each.ours}"),
        )
    return st.selectbox(
        labels.plain(asks),
        options,
        index=options.index(now) if now is not None else None,
        format_func=lambda name: t(f"layers.property.{name or 'none'}"),
        placeholder=t("layers.choose"),
        filter_mode=None,
        key=f"layer-column-{layer_desk.desk().upload}-{each.theirs}",
    )


def _problem(t: Locale, chosen: dict[str, str | None]) -> str | None:
    """Return why the choices cannot be taken: some are open, or two columns mean the same."""
    still_open = sum(ours is None for ours in chosen.values())
    if still_open:
        return t("layers.mapping.open", n=still_open)
    taken = [ours for ours in chosen.values() if ours]
    twice = next((ours for ours in taken if taken.count(ours) > 1), None)
    if twice is not None:
        return t("layers.mapping.twice", ours=t(f"layers.property.{twice}"))
    return None
