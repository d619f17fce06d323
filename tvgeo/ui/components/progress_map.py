"""The live map on a page: hand it a payload, hear which project was chosen on it.

The browser half is `tvgeo/web/assets/map.js`. It comes by address and runs once per tab;
inline is only a constant loader, because Streamlit sends inline code again with every change.
"""

from collections.abc import Callable, Mapping
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

EVENT = "selected"  # the trigger that map.js sets

_map = st.components.v2.component(
    "tvgeo_map", html='<div class="tv-map"></div>', js=LOADER, isolate_styles=True
)


def show(
    payload: Mapping[str, Any], *, key: str, on_choose: Callable[[str], None] | None = None
) -> str | None:
    """Draw the map of `tvgeo.render.map_payload.build`; return the project just clicked.

    A click is an event: it is returned in the one run that follows it, and `on_choose` hears it
    before that run, so that the page can draw the new choice at once. (As lasting state a second
    click on the same work would be no change, and be lost after a choice in the list.)

    The id comes from a browser: it is one of the payload's projects or None, never another
    string. Height and width follow the page (`map.css`).
    """

    def clicked() -> None:
        project_id = chosen(st.session_state[key].get(EVENT), payload)
        if project_id is not None and on_choose is not None:
            on_choose(project_id)

    answer = _map(key=key, data=dict(payload), on_selected_change=clicked)
    return chosen(answer.get(EVENT), payload)


def chosen(answer: object, payload: Mapping[str, Any]) -> str | None:
    """Keep of a browser's answer only an id that the payload holds."""
    return answer if isinstance(answer, str) and answer in payload["projects"] else None
