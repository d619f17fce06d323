"""The Km of lines that are replaced: kept as they are, or stated again by the officer."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from tvgeo.core import chainage
from tvgeo.core.access import Actor
from tvgeo.core.features import Feature
from tvgeo.errors import ChainageError
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.ui.blocks import layer_changes, update
from tvgeo.ui.components import block, labels, layer_desk

MOST_LINES = 20
_M = 1000.0


def show(t: Locale, actor: Actor, draft: LayerDraft) -> None:
    """Show the Km of each line that had some; open where they were lost."""
    lines = list(_lines(draft))[:MOST_LINES]
    if not lines:
        return
    lost = any(each.change.chainage == "lost" for each in draft.changes)
    typed: dict[int, tuple[str, str]] = {}
    with st.expander(
        t("layers.km.lost" if lost else "layers.km.title", n=len(lines)),
        expanded=lost,
        key=f"tv-layer-km-{layer_desk.desk().upload}-{lost}",
    ):
        block.show(h("p", {}, t("layers.km.text")), key="layer-km-text")
        with st.form("layer-km", border=False):
            for row, line in lines:
                typed[row] = _ends(t, row, line)
            sent = st.form_submit_button(t("layers.km.use"), key="layer-km-use")
        if not sent:
            return
        try:
            stated = {
                row: _read(*typed[row])
                for row, line in lines
                if any(typed[row]) and typed[row] != _written(line)
            }
        except ChainageError as error:
            block.show(update.alert(t.error(error)), key="layer-km-bad")
            return
    cleared = {row for row, ends in typed.items() if not any(ends)}
    before = {row: km for row, km in draft.request.km.items() if row not in cleared}
    km = before | stated
    with st.spinner(t("layers.comparing")):
        layer_desk.compare(actor, replace(draft.request, km=km))
    st.rerun()


def _lines(draft: LayerDraft) -> Iterator[tuple[int, Feature]]:
    """Yield each new line in whose place there was one with Km, by its row in the file."""
    for each in draft.changes:
        if each.change.chainage != "none":
            for line in each.change.new:
                if line.shape == "line":
                    yield draft.rows[line.feature_id], line


def _ends(t: Locale, row: int, line: Feature) -> tuple[str, str]:
    name, ends = layer_changes.shown(t, line), []
    for column, side, written in zip(
        st.columns(2, gap="small"), ("from", "to"), _written(line), strict=True
    ):
        with column:
            text = st.text_input(
                labels.plain(t(f"layers.km.{side}", name=name)),
                value=written,
                placeholder="Km12+350",
                max_chars=20,
                key=f"layer-km-{layer_desk.desk().upload}-{row}-{side}",
            )
            ends.append(text.strip())
    return ends[0], ends[1]


def _written(line: Feature) -> tuple[str, str]:
    """Return the Km of a line as they stand in the fields: blank where they were lost."""
    if line.from_km is None or line.to_km is None:
        return "", ""
    return chainage.format_km(line.from_km * _M), chainage.format_km(line.to_km * _M)


def _read(first: str, last: str) -> tuple[float, float]:
    return chainage.parse(first) / _M, chainage.parse(last) / _M
