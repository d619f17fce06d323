"""Map layers on the administration page: what is drawn, and bringing a new one in."""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.io.layer_files import limits
from tvgeo.locale import Locale
from tvgeo.services import layer_list
from tvgeo.services.base import Base
from tvgeo.ui import session, state
from tvgeo.ui.blocks import layers, update, update_start
from tvgeo.ui.components import block, layer_desk, layer_draft, layer_publish

TYPES = ".geojson, .gpkg, .zip (Shapefile), .osm, .pbf"
MEGABYTES = limits.MAX_BYTES // 1024**2
LAYER = "layer"


def show(t: Locale, base: Base, actor: Actor) -> None:
    """Show the layers and the place for a file; while there is one, only that."""
    on = layer_desk.desk()
    if on.published is not None:
        layer_publish.done(t, actor)
    elif on.data:
        layer_draft.show(t, actor)
    else:
        _list(t, base)


def _list(t: Locale, base: Base) -> None:
    found = layer_list.listed(base)
    names = [each.name for each in found]
    current = state.get(LAYER, names) or names[0]
    left, right = st.columns([854, 432], gap="small")
    with left:
        tree = layers.table(t, found, current)
        clicked = (block.show(tree, key="layers") or {}).get("select")
        if clicked in names:
            state.put(LAYER, clicked)
            st.rerun()
        block.show(layers.upload_title(t), key="layer-upload-title")
        _drop(t)
    with right, st.container(border=True, key="tv-layer"):
        for each in found:
            if each.name == current:
                block.show(layers.detail(t, each), key="layer-detail")


def _drop(t: Locale) -> None:
    """Show the drop zone; a file that has come is read at once and its uploader dropped."""
    on = layer_desk.desk()
    size = t.quantity(float(MEGABYTES), "MB")
    with st.container(key="tv-drop"):
        zone = update_start.drop_zone(t, types=TYPES, size=size)
        block.show(zone, key="layer-drop")
        sent = st.file_uploader(
            t("layers.drop_label"),
            key=f"layer-file-{on.upload}",
            max_upload_size=MEGABYTES,
            label_visibility="collapsed",
        )
        with st.container(key="tv-drop-failed"):
            failed = update.alert(t("update.drop_failed", size=size))
            block.show(failed, key="layer-drop-failed")
            st.button(t("action.retry"), on_click=layer_desk.clear, key="layer-drop-again")
    if sent is not None:
        with st.spinner(t("layers.checking")):
            layer_desk.take(sent.getvalue(), sent.name)
            session.drop_uploads()
        st.rerun()
