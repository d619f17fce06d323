"""The slideshow: all slides and the live map at once, so that stepping asks nobody.

The browser half is `tvgeo/web/assets/slideshow.js`. It draws the slides as `block.js` does and
drives one map of `map.js`, told what `live_map` would tell it on each slide; a lost connection
does not stop a meeting.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.node import h
from tvgeo.services.base import Base
from tvgeo.services.view import View
from tvgeo.ui.blocks import map_data, slides
from tvgeo.ui.blocks.slides import MapShot
from tvgeo.ui.components.block import LOADER, clicked, told

MAP_ID = "slideshow"
# Around the works of a slide: degrees at least, and a share of their own extent.
LEAST, MARGIN = 0.06, 0.12
_WORDS = {
    "previous": "slide.previous",
    "next": "slide.next",
    "full": "action.full_screen",
    "leave": "slide.leave",
}

_slideshow = st.components.v2.component(
    "tvgeo_slideshow", html='<div class="tvs"></div>', js=LOADER, isolate_styles=True
)


def show(t: Locale, view: View, facts: Facts, *, key: str) -> dict[str, Any] | None:
    """Show the slides over the whole window; return where the reader leaves to."""
    # Addresses of assets hash files: asked when a page is drawn, not when this is imported.
    from tvgeo.web import assets  # noqa: PLC0415

    deck = slides.deck(t, facts)
    data = {
        "module": assets.url("slideshow.js"),
        "css": [assets.url("block.css"), assets.url("slideshow.css")],
        "lang": t.language,
        "tree": h("div", {"class": "slides"}, *(slide.tree for slide in deck)),
        "titles": [slide.title for slide in deck],
        "marks": [facts.mark if slide.illustrative else "" for slide in deck],
        "stamp": facts.stamp,
        "leave": {"page": "trinh-bay", "params": {}},
        "words": {name: t(word) for name, word in _WORDS.items()},
        "position": t("slide.position", i="{i}", n=len(deck)),
        **_maps(t, view, [slide.map for slide in deck]),
    }
    answer = _slideshow(key=key, data=told(data), on_go_change=lambda: None)
    return clicked(answer.get("go"))


def _maps(t: Locale, view: View, shots: Sequence[MapShot | None]) -> dict[str, Any]:
    """Return the message of the map, and by slide what differs of it."""
    index = map_data.index(view.base, t.language, view.units)
    whole = map_data.message(t, view, index, map_id=MAP_ID)
    found: list[dict[str, Any] | None] = []
    for shot in shots:
        if shot is None:
            found.append(None)
            continue
        told = map_data.message(
            t, view, index, map_id=MAP_ID, shown=shot.works, selected=shot.selected
        )
        differs = {name: value for name, value in told.items() if whole[name] != value}
        found.append(differs | {"focus": focus(view.base, shot.works)})
    # a slide offers nothing to take along
    return {"map": whole | {"picture": None}, "maps": found}


def focus(base: Base, works: Sequence[str]) -> list[float] | None:
    """Return the box around works (west, south, east, north in degrees); `None` without any."""
    boxes = [
        feature.geometry_4326.bounds
        for project_id in works
        for feature in base.join.located.get(project_id, ())
    ]
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    wide = max(LEAST, (east - west) * MARGIN)
    high = max(LEAST, (north - south) * MARGIN)
    return [west - wide, south - high, east + wide, north + high]
