"""What a layer file does not say by itself: which of its layers, its CRS, the road, the work."""

from dataclasses import replace

import streamlit as st

from tvgeo.core import declared_crs
from tvgeo.core.access import Actor
from tvgeo.io.layer_files.reader import LayerReading
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.ui import state
from tvgeo.ui.components import block, labels, layer_desk, layer_mapping

_ASKS_CRS = frozenset({
    "E_CRS_MISSING", "E_CRS_UNKNOWN", "E_DATUM_SUSPECT", "E_CRS_RANGE", "E_OUTSIDE", "E_MOVED",
})  # fmt: skip
_ASKS_WORK = frozenset({"E_MISSING_ID", "E_REF_UNKNOWN", "E_REF_MANY"})
# The degrees of GPS and the web first, then the zone of most offices; the others follow.
_FIRST = (declared_crs.WGS84, 9209)
CRS = (*_FIRST, *(code for code in declared_crs.ACCEPTED if code not in _FIRST))


def show(t: Locale, actor: Actor, reading: LayerReading) -> None:
    """Show the questions that are open, and those answered: an answer may be taken back."""
    on = layer_desk.desk()
    options = on.options
    # a column may hold the ids: what the columns mean is settled first
    mapped = on.mapped or not layer_mapping.open_columns(reading)
    codes = {finding.code for finding in reading.findings}
    asked = {
        "layer": len(reading.layers) > 1,
        "crs": bool(codes & _ASKS_CRS) or options.crs is not None,
        "ref": reading.form == "osm" or reading.file.lower().endswith((".osm", ".pbf")),
        "work": bool(mapped and codes & _ASKS_WORK) or options.project_id is not None,
    }
    if not any(asked.values()):
        return
    with st.container(border=True, key="tv-layer-questions"):
        block.show(h("h2", {"class": "h2"}, t("layers.questions")), key="layer-questions")
        with st.form("layer-questions", border=False):
            answers = options
            if asked["layer"]:
                answers = replace(answers, layer_name=_inner(t, reading, options.layer_name))
            if asked["crs"]:
                answers = replace(answers, crs=_crs(t, options.crs))
            if asked["ref"]:
                ref = st.text_input(t("layers.ask.ref"), value=options.ref or "", max_chars=40)
                answers = replace(answers, ref=ref.strip() or None)
            if asked["work"]:
                answers = replace(answers, project_id=_work(t, options.project_id))
            sent = st.form_submit_button(t("layers.read_again"), key="layer-read-again")
    if sent and answers != options:
        with st.spinner(t("layers.checking")):
            layer_desk.answer(actor, answers)
        st.rerun()


def _inner(t: Locale, reading: LayerReading, now: str | None) -> str | None:
    return st.selectbox(
        t("layers.ask.layer_inside"),
        reading.layers,
        index=reading.layers.index(now) if now in reading.layers else None,
        placeholder=t("layers.choose"),
        filter_mode=None,
    )


def _crs(t: Locale, now: int | None) -> int | None:
    chosen: int | None = st.selectbox(
        t("layers.ask.crs"),
        CRS,
        index=CRS.index(now) if now is not None else None,
        format_func=lambda code: f"{declared_crs.name(code)} ({declared_crs.label(code)})",
        placeholder=t("layers.choose"),
        help=labels.plain(t("layers.ask.crs_help")),
    )
    return chosen


def _work(t: Locale, now: str | None) -> str | None:
    projects = state.base().registry.projects
    ids = list(projects)
    return st.selectbox(
        t("layers.ask.work"),
        ids,
        index=ids.index(now) if now in projects else None,
        format_func=lambda p: t.name(projects[p]),
        placeholder=t("layers.choose"),
    )
