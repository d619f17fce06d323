"""The plates of a briefing, and its one-file map, as the browser fetches them from this server.

The browser half is `tvgeo/web/assets/gallery.js`. Only addresses and texts are handed over; what
lies there is made when it is asked for (`tvgeo.web.previews`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.render.plates.plate import Plate
from tvgeo.ui.components.block import LOADER

_gallery = st.components.v2.component(
    "tvgeo_gallery", html='<div class="tvg"></div>', js=LOADER, isolate_styles=True
)
_WORDS = {
    "drawing": "presenting.preview.drawing",
    "failed": "presenting.preview.failed",
    "retry": "action.retry",
    "open": "presenting.preview.open",
    "close": "action.close",
    "previous": "presenting.preview.previous",
    "next": "presenting.preview.next",
}


def plates(t: Locale, folder: str, found: Sequence[Plate], *, key: str) -> None:
    """Show the plates that lie below the address `folder`; a click opens one larger."""
    # Addresses of assets hash files: asked when a page is drawn, not when this is imported.
    from tvgeo.web import previews  # noqa: PLC0415

    pictures = [
        {"address": previews.plate(folder, p.code), "title": p.title, "alt": p.alt}
        for p in found
    ]
    words = {name: t(word) for name, word in _WORDS.items()}
    _shown({"pictures": pictures, "words": words}, key)


def page(t: Locale, folder: str, *, key: str) -> None:
    """Show the one-file map in a frame that shares nothing with this page."""
    from tvgeo.web import previews  # noqa: PLC0415

    title = t("presenting.preview.map")
    _shown({"frame": {"address": previews.page(folder), "title": title}}, key)


def _shown(data: Mapping[str, Any], key: str) -> None:
    from tvgeo.web import assets  # noqa: PLC0415

    addresses = {"module": assets.url("gallery.js"), "css": assets.url("gallery.css")}
    _gallery(key=key, data={**addresses, **data})
