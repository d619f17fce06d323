"""Show a tree of nodes on the page, and hear which of its links was clicked.

The browser half is `tvgeo/web/assets/block.js`. It comes by address, once per tab: Streamlit
sends a component's inline script again with every change of data, so only a constant loader of
a few hundred bytes is inline.
"""

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from tvgeo.render import node

# `import()` of a relative address fails inside Streamlit's blob module: make it absolute first.
# A data change calls the function again, and only the latest call of a place counts; the module
# itself runs once per tab. What is long comes packed.
LOADER = """
const modules = new Map();
const unpacked = async (bytes) => new Response(
  new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
export default (component) => {
  const place = component.parentElement, turn = place.turn = (place.turn ?? 0) + 1;
  let off;
  const draw = async () => {
    const data = component.data.module ? component.data : await unpacked(component.data);
    const address = new URL(data.module, document.baseURI).href;
    if (!modules.has(address)) modules.set(address, import(address));
    modules.get(address).catch(() => modules.delete(address));
    const module = await modules.get(address);
    if (place.turn === turn) off = module.default({ ...component, data });
  };
  draw().catch(console.error);
  return () => { if (place.turn === turn) place.turn += 1; off?.(); };
};
"""

# Below this many characters, packing saves less than what it costs.
PACKED_FROM = 2_000

_block = st.components.v2.component(
    "tvgeo_block", html='<div class="tvb"></div>', js=LOADER, isolate_styles=True
)


def show(tree: node.Node, *, key: str) -> dict[str, Any] | None:
    """Draw `tree`; return what the reader clicked, for the one run that follows the click.

    Either ``{"page": ..., "params": {...}}`` or ``{"select": ...}``, as given to `h` in the
    attribute `go`, else `None`. The answer comes from a browser: ids in it are still unknown
    strings, to be looked up, never trusted.
    """
    # Addresses hold a hash of the file, so the web layer is asked when a page is drawn and
    # importing this module (in tests, in the shell) needs no assets.
    from tvgeo.web import assets  # noqa: PLC0415

    data = {"module": assets.url("block.js"), "css": assets.url("block.css"), "tree": tree}
    answer = _block(key=key, data=told(data), on_go_change=_nothing)
    return clicked(answer.get("go"))


def told(data: Mapping[str, Any]) -> Mapping[str, Any] | bytes:
    """Return what a component is told as `LOADER` reads it: compressed where it is long."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _packed(text) if len(text) >= PACKED_FROM else data


@lru_cache(maxsize=128)
def _packed(text: str) -> bytes:
    """Return a long tree compressed: once for all readers, and not anew on each one's websocket."""
    return zlib.compress(text.encode())


def clicked(answer: object) -> dict[str, Any] | None:
    """Keep of a browser's answer only the two shapes a block can send."""
    if not isinstance(answer, Mapping):
        return None
    page, select, params = answer.get("page"), answer.get("select"), answer.get("params")
    if isinstance(page, str):
        params = params if isinstance(params, Mapping) else {}
        return {
            "page": page,
            "params": {name: value for name, value in params.items() if isinstance(value, str)},
        }
    return {"select": select} if isinstance(select, str) else None


def _nothing() -> None:
    """Streamlit hands a trigger over only when a callback is registered for it."""
