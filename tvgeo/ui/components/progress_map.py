"""The live map on a page: hand it a payload, hear which project was chosen on it.

The browser half is `tvgeo/web/assets/map.js`. It comes by address and runs once per tab;
inline is only a constant loader, because Streamlit sends inline code again with every change.
The message goes as compressed bytes: packed once for all readers, better than a websocket would.
"""

import json
import zlib
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

# Unpacks the message and hands it to the module; only the latest call of a place counts.
# `import()` of a relative address fails inside Streamlit's blob module: make it absolute first.
# A module that cannot be loaded leaves a sentence and a button; the page's list still works.
LOADER = """const M=new Map();
export default c=>{const p=c.parentElement,n=p.n=(p.n|0)+1;let d,off,k="";
const go=async()=>{try{d??=await new Response(new Blob([c.data]).stream()
.pipeThrough(new DecompressionStream("deflate"))).json();
const u=new URL(d.module+k,document.baseURI).href;M.has(u)||M.set(u,import(u));
const m=await M.get(u);p.n===n&&(off=m.default({...c,data:d}))}
catch(e){console.error(e);M.clear();k+="?";const b=document.createElement("button");
b.textContent=d?.retry;b.onclick=go;
p.n===n&&p.querySelector(".tv-map").replaceChildren(d?.failed??""," ",b)}};
go();return()=>{p.n===n&&p.n++;off?.()}}"""

EVENT = "selected"  # the triggers that map.js and map_player.js set
PERIOD = "period"

_map = st.components.v2.component(
    "tvgeo_map", html='<div class="tv-map"></div>', js=LOADER, isolate_styles=True
)


def show(
    message: Mapping[str, Any],
    *,
    projects: Collection[str],
    key: str,
    on_choose: Callable[[str], None] | None = None,
    on_period: Callable[[str], None] | None = None,
) -> str | None:
    """Draw the map of a `tvgeo.render.map_payload.message`; return the project just clicked.

    A click is an event: it is returned in the one run that follows it, and `on_choose` hears it
    before that run, so that the page can draw the new choice at once. (As lasting state a second
    click on the same work would be no change, and be lost after a choice in the list.)

    The id comes from a browser: it is one of `projects`, those of the index, or None, never
    another string. Height and width follow the page (`map.css`). Where the periods are played,
    `on_period` hears the one where it stopped, any short text, and an empty one at the start.
    """

    def clicked() -> None:
        project_id = chosen(st.session_state[key].get(EVENT), projects)
        if project_id is not None and on_choose is not None:
            on_choose(project_id)

    def stepped() -> None:
        code = st.session_state[key].get(PERIOD)
        if isinstance(code, str) and on_period is not None:
            on_period(code)

    answer = _map(
        key=key,
        data=compressed(message),
        on_selected_change=clicked,
        on_period_change=stepped,
    )
    return chosen(answer.get(EVENT), projects)


def compressed(message: Mapping[str, Any]) -> bytes:
    """Return a message as the loader reads it: JSON, deflated (RFC 1950)."""
    return _compressed(json.dumps(message, ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=64)  # most readers look at the same: it is packed once for all of them
def _compressed(text: str) -> bytes:
    # Small blocks (memory level 5): each column gets a code of its own. Filtered: in figures, three
    # digits that happened before are chance, and cost more as a reference. A sixth less in all.
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 5, zlib.Z_FILTERED)
    return packer.compress(text.encode()) + packer.flush()


def chosen(answer: object, projects: Collection[str]) -> str | None:
    """Keep of a browser's answer only an id that the map holds."""
    return answer if isinstance(answer, str) and answer in projects else None
