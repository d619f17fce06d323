"""Where a layer file belongs and where it comes from: asked, and kept with the layer."""

from collections.abc import Callable, Sequence

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.core.features import METHODS
from tvgeo.io.layer_files import osm
from tvgeo.io.layers import LICENCES
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services import layer_drafts
from tvgeo.services.layer_drafts import Request
from tvgeo.ui import state
from tvgeo.ui.blocks import layers, update
from tvgeo.ui.components import block, layer_desk

MAX_SOURCE = 500
MOST_ACCURACY_M = 100_000  # farther than a province
_FIRST_LICENCES = ("state-publication", "own-work")
ORDER = (*_FIRST_LICENCES, *(name for name in LICENCES if name not in _FIRST_LICENCES))


def show(t: Locale, actor: Actor) -> None:
    """Show the form; what is sent is compared with the layer at once."""
    on = layer_desk.desk()
    is_osm = on.name.lower().endswith((".osm", ".pbf"))
    with st.container(border=True, key="tv-layer-origin"):
        block.show(h("h2", {"class": "h2"}, t("layers.origin")), key="layer-origin")
        with st.form("layer-origin", border=False):
            layer = _one_of(t, "layer", layer_drafts.known_layers(state.base()), layers.name)
            source = st.text_area(
                t("layers.ask.source"),
                value=osm.CREDIT if is_osm else "",
                placeholder=t("layers.ask.source_hint"),
                max_chars=MAX_SOURCE,
                height=76,
                key=f"layer-source-{on.upload}",
            )
            licence = osm.LICENCE
            if not is_osm:
                licence = _one_of(t, "licence", ORDER, layers.licence) or ""
            method = _one_of(t, "method", METHODS, layers.method)
            accuracy = st.text_input(
                t("layers.ask.accuracy"),
                placeholder=t.number(0.5),
                key=f"layer-accuracy-{on.upload}",
            )
            whole = st.checkbox(t("layers.ask.replace"), key=f"layer-whole-{on.upload}")
            sent = st.form_submit_button(
                t("layers.compare"),
                type="secondary" if on.draft else "primary",
                width="stretch",
                key="layer-compare",
            )
        if not sent:
            return
        accuracy_m = metres(accuracy)
        if not (layer and source.strip() and licence and method):
            block.show(update.alert(t("layers.origin_open")), key="layer-origin-open")
            return
        if accuracy_m is None:
            block.show(update.alert(t("layers.accuracy_bad")), key="layer-accuracy-bad")
            return
    request = Request(
        layer=layer,
        source=source.strip(),
        licence=licence,
        method=method,
        accuracy_m=accuracy_m,
        replace_layer=whole,
        km=on.draft.request.km if on.draft is not None else {},
    )
    with st.spinner(t("layers.comparing")):
        layer_desk.compare(actor, request)
    st.rerun()


def metres(text: str) -> float | None:
    """Return a positive length as typed, with a decimal comma or point; `None` for anything else."""
    try:
        value = float(text.strip().removesuffix("m").strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= MOST_ACCURACY_M else None


def _one_of(
    t: Locale, name: str, options: Sequence[str], say: Callable[[Locale, str], str]
) -> str | None:
    return st.selectbox(
        t(f"layers.ask.{name}"),
        options,
        index=None,
        format_func=lambda option: say(t, option),
        placeholder=t("layers.choose"),
        filter_mode=None,
        key=f"layer-{name}-{layer_desk.desk().upload}",
    )
