"""One row of a planner's file, corrected in the page; the file itself stays as it was sent."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tvgeo.core import progress
from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services.drafts import Draft
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, drafting

_PREFIX = "row:"


def chosen(answer: Mapping[str, Any] | None, draft: Draft) -> int | None:
    """Return the row that was clicked, if it is one with a finding."""
    text = str((answer or {}).get("select", ""))
    number = text.removeprefix(_PREFIX)
    if not text.startswith(_PREFIX) or not number.isdecimal():
        return None
    return int(number) if int(number) in draft.reading.cells else None


def show(t: Locale, actor: Actor, draft: Draft) -> None:
    """Show the form of the chosen row, and what has been corrected so far."""
    on = drafting.desk()
    if draft.corrections or draft.skipped:
        with st.container(key="tv-corrected", horizontal=True, vertical_alignment="center"):
            said = t("row.corrected", cells=len(draft.corrections), rows=len(draft.skipped))
            block.show(frame.caption(said), key="corrected")
            st.button(
                t("row.restore"), key="row-restore", on_click=drafting.take_back, args=(actor,)
            )
    if on.row is not None:
        _form(t, actor, draft, on.row)


def _form(t: Locale, actor: Actor, draft: Draft, row: int) -> None:
    """Show every cell of the row as it now reads; those that findings are about come first."""
    cells = draft.reading.cells.get(row, {})
    about = {str(f.values.get("code")) for f in draft.reading.findings if f.row == row}
    others = [code for code in cells if code not in about]
    with st.container(border=True, key="tv-row"):
        block.show(h("h3", {"class": "h3"}, t("row.title", row=row)), key="row-title")
        block.show(frame.caption(t("row.help" if cells else "row.no_cells")), key="row-help")
        with st.form("row", border=False):
            typed = {code: _field(t, row, code, cells[code]) for code in cells if code in about}
            if others:
                label = t("row.others", n=len(others))
                with st.expander(label, expanded=not typed):
                    typed |= {code: _field(t, row, code, cells[code]) for code in others}
            with st.container(horizontal=True):
                checked = bool(cells) and st.form_submit_button(
                    t("row.check"), type="primary", key="row-check"
                )
                skipped = st.form_submit_button(t("row.skip"), key="row-skip")
                closed = st.form_submit_button(t("row.close"), key="row-close")
    if checked:
        changed = {(row, code): text for code, text in typed.items() if text != cells[code]}
        drafting.correct(actor, changed)
    elif skipped:
        drafting.skip(actor, row)
    elif closed:
        drafting.desk().row = None
    if checked or skipped or closed:
        st.rerun()


def _field(t: Locale, row: int, code: str, text: str) -> str:
    """Show one cell as a text; long ones keep their lines."""
    draw = st.text_area if code in progress.TEXT_COLUMNS else st.text_input
    return draw(t(f"column.{code}"), text, key=f"row-{row}-{code}")
