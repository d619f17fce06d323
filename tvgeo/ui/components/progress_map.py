"""The live map on a page: hand it a payload, hear which project was chosen on it.

The browser half is `tvgeo/web/assets/map.js`. It comes by address and runs once per tab;
inline is only a constant loader, because Streamlit sends inline code again with every change.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

# `import()` of a relative address fails inside Streamlit's blob module: make it absolute first.
# A module that cannot be loaded leaves a sentence in its place; the page's list still works.
LOADER = """const M=new Map();
export default c=>{const d=c.data,u=new URL(d.module,document.baseURI).href;
M.has(u)||M.set(u,import(u));let off,gone;
M.get(u).then(m=>{gone||(off=m.default(c))},()=>{M.delete(u);
c.parentElement.querySelector(".tv-map").textContent=d.strings.map_failed});
return()=>{gone=1;off?.()}}"""

_map = st.components.v2.component(
    "tvgeo_map", html='<div class="tv-map"></div>', js=LOADER, isolate_styles=True
)


def show(payload: Mapping[str, Any], *, key: str) -> str | None:
    """Draw the map of `tvgeo.render.map_payload.build`; return the chosen project's id.

    The id comes from a browser: it is one of the payload's projects or None, never another
    string. Height and width follow the page (`map.css`).
    """
    answer = _map(key=key, data=dict(payload), on_selected_change=_nothing)
    return chosen(answer.get("selected"), payload)


def chosen(answer: object, payload: Mapping[str, Any]) -> str | None:
    """Keep of a browser's answer only an id that the payload holds."""
    return answer if isinstance(answer, str) and answer in payload["projects"] else None


def _nothing() -> None:
    """Streamlit hands state over only when a callback is registered for it."""
