"""One row of a planner's file, corrected in the page; the file itself stays as it was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.core.findings import Finding
from tvgeo.core.progress import COLUMNS
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services.drafts import Draft
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, drafting

_PREFIX = "row:"


def chosen(answer: Mapping[str, Any] | None, found: Sequence[Finding]) -> int | None:
    """Return the row that was clicked, if it is one with a finding."""
    text = str((answer or {}).get("select", ""))
    number = text.removeprefix(_PREFIX)
    if not text.startswith(_PREFIX) or not number.isdecimal():
        return None
    return int(number) if int(number) in {f.row for f in found} else None


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


def cells_of(draft: Draft, row: int) -> dict[str, tuple[str, str]]:
    """Return the cells of a row that a finding is about: code → header and text now in it."""
    texts: dict[str, tuple[str, str]] = {}
    for finding in draft.reading.findings:
        code = str(finding.values.get("code", ""))
        if finding.row == row and code in COLUMNS:
            texts.setdefault(code, (finding.column or code, finding.value or ""))
    for (at, code), text in draft.corrections.items():
        if at == row:
            header = texts[code][0] if code in texts else ""
            texts[code] = (header, text)
    return texts


def _form(t: Locale, actor: Actor, draft: Draft, row: int) -> None:
    cells = cells_of(draft, row)
    with st.container(border=True, key="tv-row"):
        block.show(h("h3", {"class": "h3"}, t("row.title", row=row)), key="row-title")
        block.show(frame.caption(t("row.help" if cells else "row.no_cells")), key="row-help")
        with st.form("row", border=False):
            typed = {
                code: st.text_input(
                    t(f"column.{code}"), text, key=f"row-{row}-{code}", max_chars=4_000
                )
                for code, (_, text) in cells.items()
            }
            with st.container(horizontal=True):
                checked = st.form_submit_button(
                    t("row.check"), type="primary", disabled=not cells, key="row-check"
                )
                skipped = st.form_submit_button(t("row.skip"), key="row-skip")
                closed = st.form_submit_button(t("row.close"), key="row-close")
    if checked:
        drafting.correct(actor, {(row, code): text for code, text in typed.items()})
    elif skipped:
        drafting.skip(actor, row)
    elif closed:
        drafting.desk().row = None
    if checked or skipped or closed:
        st.rerun()
