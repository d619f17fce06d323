"""The frame of the stand-alone HTML map: one file that opens anywhere and asks for nothing.

Leaflet and its pictures stand in the file itself. A content policy allows only the scripts that
are in it when it is written, by their hashes: no address of any kind, no inline event handler.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from xstatic.pkg import leaflet

from tvgeo.render import glyphs, html_looks, style
from tvgeo.render.legend import Legend
from tvgeo.render.node import Child, Node, h

_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'{}$`\\"})
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PICTURE = re.compile(r"url\((images/[\w-]+\.png)\)")
_VOID = frozenset({"br", "col"})
# Leaflet speaks English and measures in feet unless told otherwise.
_WORDS = """Object.assign(L.Control.Zoom.prototype.options,
  {{zoomInTitle: {zoom_in}, zoomOutTitle: {zoom_out}}});
L.Control.Scale.prototype.options.imperial = false;"""
_AFTER = """for (const each of document.querySelectorAll(".leaflet-control-layers-toggle"))
  Object.assign(each, {{title: {layers}, ariaLabel: {layers}}});
document.querySelector(".folium-map").setAttribute("role", "region");
document.querySelector(".folium-map").setAttribute("aria-label", {alt});"""
_DECODE = """const tvWord = (text) => Object.assign(document.createElement("textarea"),
  {innerHTML: text}).value;
"""
_CSS = """
html, body { height: auto; }
body { margin: 0; font: 15px/1.45 "Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", Arial, sans-serif;
  color: #1B2A33; background: #fff; }
header, aside { padding: 0 16px; }
h1 { font-size: 1.3rem; line-height: 1.25; margin: 12px 0 2px; }
h2 { font-size: 1rem; margin: 12px 0 4px; }
p { margin: 0 0 6px; }
.mark { font-weight: 600; color: #9A3F0E; }
.folium-map { height: clamp(340px, 68vh, 900px) !important; background: LAND;
  max-width: 1110px; margin: 0 auto; box-sizing: border-box; border: 1px solid #D5DBDF; }
.leaflet-container { font: inherit; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding-top: 8px; font-size: .87rem; }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.credit { font-size: .8rem; color: #56616A; margin: 8px 0; }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-size: .87rem; }
.grid th, .grid td { border-bottom: 1px solid #D5DBDF; padding: 4px 8px; text-align: left;
  vertical-align: top; }
.grid th { background: #F3F5F6; position: sticky; top: 0; }
.grid { min-width: 1040px; width: 100%; }
.grid td:first-child { min-width: 200px; }
.grid td:nth-child(2), .grid td:last-child { white-space: nowrap; }
.state { display: inline-flex; align-items: center; gap: 6px; }
.glyph-hatch { fill: none; stroke: HATCH; stroke-width: 1.4; }
.tv-glyph { display: grid; place-items: center; border-radius: 50%; background: #fff;
  border: 1px solid #66707A; }
.tv-place { font-size: 12px; color: #56616A; white-space: nowrap; text-shadow: 0 0 2px #fff,
  0 0 2px #fff, 0 0 3px #fff; }
.tv-detail th { font-weight: 400; color: #56616A; vertical-align: top; }
.tv-detail td { max-width: 260px; overflow-wrap: anywhere; }
.leaflet-popup-content { max-height: 50vh; overflow: auto; }
"""


def encode(text: str) -> str:
    """Return `text` with every character that HTML, JavaScript or Jinja reads as an entity.

    folium compiles what it has written a second time, as a Jinja template, so a name that holds
    ``{{ … }}`` would run on this machine; escaping for HTML alone leaves that open.
    """
    return text.translate(_ENTITIES)


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


def glyph(health: str, size: int = 14) -> Node:
    """Return the sign of a state in its own colour."""
    return h(
        "span",
        {"style": f"display:inline-flex;color:{style.health(health).fill}"},
        glyphs.glyph(health, size),
    )


def page(
    *,
    language: str,
    title: str,
    stamp: str,
    note: str,
    credit: str,
    alt: str,
    legend: Legend,
    table: Node,
    words: Mapping[str, str],
    head: str,
    body: str,
    script: str,
) -> str:
    """Return the whole document.

    `head`, `body` and `script` are the map's, as folium wrote them; `words` are `zoom_in`,
    `zoom_out` and `layers`; everything else is plain text and encoded here.
    """
    said = {name: json.dumps(encode(word)) for name, word in {**words, "alt": alt}.items()}
    # A title or label set by a script is text: it must say the words, not their entities.
    said = {name: f"tvWord({word})" for name, word in said.items()}
    document = f"""<!DOCTYPE html>
<html lang="{encode(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
POLICY
<title>{encode(title)}</title>
<style>{_leaflet_css()}</style>
<script>{_leaflet_file("leaflet.js")}</script>
<script>{_DECODE}{_WORDS.format(**said)}</script>
{head}
<style>{_CSS.replace("LAND", style.SCREEN["land_neighbour"]).replace("HATCH", style.HATCH_COLOUR)}</style>
</head>
<body>
<header><h1>{encode(title)}</h1><p>{encode(stamp)}</p>
{f'<p class="mark">{encode(note)}</p>' if note else ""}</header>
{to_html(_hatch())}
<main>{body}
<aside>{to_html(_legend(legend))}
<p class="credit">{encode(credit)}</p>
{to_html(table)}</aside></main>
<script>{script}</script>
<script>{_AFTER.format(**said)}</script>
</body>
</html>
"""
    return document.replace("POLICY", _policy(document), 1)


def _policy(document: str) -> str:
    """Return the rule that only the scripts in `document` may run, and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(document)
    )
    rule = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    return f'<meta http-equiv="Content-Security-Policy" content="{rule}">'


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


def _legend(legend: Legend) -> Node:
    return h(
        "div",
        {"class": "legend"},
        h("strong", {}, legend.title),
        *(
            h(
                "span",
                {},
                glyph(entry.code)
                if entry.kind == "state"
                else _line_sample(entry.glyph, entry.fill),
                entry.label,
            )
            for entry in legend.entries
        ),
    )


def _line_sample(kind: str, colour: str) -> Node:
    box = {"viewBox": "0 0 28 14", "width": 28, "height": 14, "aria-hidden": "true"}
    if kind == "circle":
        ring = {"cx": 14, "cy": 7, "r": 6, "fill": "none", "stroke": colour}
        return h("svg", box, h("circle", ring | {"stroke-dasharray": "1 3"}))
    line = html_looks.LINES[kind]
    attributes = {"d": "M2 7H26", "stroke": colour, "stroke-width": line["weight"]}
    if "dashArray" in line:
        attributes["stroke-dasharray"] = line["dashArray"]
    return h("svg", box, h("path", attributes | {"stroke-linecap": line["lineCap"]}))


def table(
    title: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]
) -> Node:
    """Return the table beside the map: for each row a state, and the texts of the columns.

    The second column is the state in words; its sign stands before it.
    """
    head = h("tr", {}, *(h("th", {"scope": "col"}, column) for column in columns))
    lines = [
        h("tr", {}, h("td", {}, name), h("td", {}, _state(health, state)), *_cells(rest))
        for health, (name, state, *rest) in rows
    ]
    return h(
        "div",
        {"class": "scroll", "tabindex": 0, "role": "region", "aria-label": title},
        h("table", {"class": "grid"}, h("thead", {}, head), h("tbody", {}, *lines)),
    )


def _state(health: str, word: str) -> Node:
    return h("span", {"class": "state"}, glyph(health), h("span", {}, word))


def _cells(texts: Iterable[str]) -> Iterable[Node]:
    return (h("td", {}, text) for text in texts)
