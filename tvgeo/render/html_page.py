"""The frame of the stand-alone HTML map: one file that opens anywhere and asks for nothing.

Leaflet and its pictures stand in the file itself. A content policy allows only the scripts that
are in it when it is written, by their hashes: no address of any kind, no inline event handler.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from xstatic.pkg import leaflet

from tvgeo.render import html_looks, style
from tvgeo.render.briefing import plain
from tvgeo.render.node import Child, Node, h

_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'{}$`\\"})
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PICTURE = re.compile(r"url\((images/[\w-]+\.png)\)")
_VOID = frozenset({"br", "col"})
_HERE = Path(__file__).parent
# Leaflet speaks English and measures in feet unless told otherwise; texts come as entities.
_WORDS = """const tvWord = (text) => Object.assign(document.createElement("textarea"),
  {{innerHTML: text}}).value;
Object.assign(L.Control.Zoom.prototype.options,
  {{zoomInTitle: tvWord({zoom_in}), zoomOutTitle: tvWord({zoom_out})}});
L.Control.Scale.prototype.options.imperial = false;"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map as folium wrote it, and what the script of the page must know of it.

    `told` holds `map` (a name), `works`, `places`, `bounds`, `edge`; its texts are encoded.
    """

    head: str
    body: str
    script: str
    told: Mapping[str, Any]


def encode(text: str) -> str:
    """Return `text` with every character that HTML, JavaScript or Jinja reads as an entity.

    folium compiles what it has written a second time, as a Jinja template, so a name that holds
    ``{{ … }}`` would run on this machine; escaping for HTML alone leaves that open. Characters
    that cannot be seen, or that turn the direction of reading, become codes.
    """
    return plain.clean(text).translate(_ENTITIES)


def to_html(node: Child) -> str:
    """Return a tree of nodes as HTML; every text and attribute is encoded."""
    if node is None:
        return ""
    if isinstance(node, str):
        return encode(node)
    tag, attributes, *children = node
    written = "".join(f' {name}="{encode(str(value))}"' for name, value in attributes.items())
    inside = "".join(map(to_html, children))
    return f"<{tag}{written}>" + ("" if tag in _VOID else f"{inside}</{tag}>")


def page(
    *,
    language: str,
    title: str,
    head: Sequence[Node],
    beside: Sequence[Node],
    below: Sequence[Node],
    words: Mapping[str, str],
    drawing: Drawing,
) -> str:
    """Return the whole document.

    `head` stands over the map, `beside` at its side, `below` under both. `words` are `zoom_in`,
    `zoom_out`, `layers` and `alt`: plain text, encoded here.
    """
    said = {name: json.dumps(encode(word)) for name, word in words.items()}
    told = {**drawing.told, "words": {name: encode(word) for name, word in words.items()}}
    document = f"""<!DOCTYPE html>
<html lang="{encode(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
POLICY
<title>{encode(title)}</title>
<style>{_leaflet_css()}</style>
<script>{_leaflet_file("leaflet.js")}</script>
<script>{_WORDS.format(**said)}</script>
{drawing.head}
<style>{_css()}</style>
</head>
<body>
{_written(head)}
{to_html(_hatch())}
<main>{drawing.body}
{_written(beside)}</main>
{_written(below)}
<script>{drawing.script}</script>
<script>const TV = {json.dumps(told, ensure_ascii=False)};
{_own("html_map.js")}</script>
</body>
</html>
"""
    return document.replace("POLICY", _policy(document), 1)


def _written(nodes: Sequence[Node]) -> str:
    return "\n".join(map(to_html, nodes))


def _policy(document: str) -> str:
    """Return the rule that only the scripts in `document` may run, and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(document)
    )
    rule = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    return f'<meta http-equiv="Content-Security-Policy" content="{rule}">'


@cache
def _own(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _css() -> str:
    """Return the style of the page with the colours of the palette."""
    colours = {
        "LAND": style.SCREEN["land_neighbour"],
        "HATCH": style.HATCH_COLOUR,
        "COMPLETED": style.health_colour("completed"),
        "WATER": style.SCREEN["water_label"],
        "SEA": style.SCREEN["sea"],
    }
    return re.sub(r"\b[A-Z]{3,}\b", lambda m: colours.get(m[0], m[0]), _own("html_map.css"))


@cache
def _leaflet_file(name: str) -> str:
    return (Path(leaflet.BASE_DIR) / name).read_text(encoding="utf-8")


@cache
def _leaflet_css() -> str:
    """Return Leaflet's rules with its pictures inside them."""

    def inlined(match: re.Match[str]) -> str:
        picture = (Path(leaflet.BASE_DIR) / match[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    return _PICTURE.sub(inlined, _leaflet_file("leaflet.css"))


def _hatch() -> Node:
    """Return the pattern of areas without figures; the map's shapes name it as their fill."""
    line = h(
        "path",
        {"d": "M-2 2L2 -2M0 8L8 0M6 10L10 6", "stroke": style.HATCH_COLOUR, "stroke-width": 1},
    )
    pattern = {
        "id": html_looks.HATCH_ID,
        "width": 8,
        "height": 8,
        "patternUnits": "userSpaceOnUse",
    }
    return h(
        "svg",
        {"width": 0, "height": 0, "style": "position:absolute", "aria-hidden": "true"},
        h("defs", {}, h("pattern", pattern, line)),
    )
