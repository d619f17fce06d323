"""A page block as a tree of plain lists, so that no string from data can become markup.

A node is ``[tag, attributes, *children]``; a child is a node or a string. The browser builds it
with `createElement` and text nodes (`tvgeo/web/assets/block.js`); nothing is ever parsed as HTML.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

Node: TypeAlias = list[Any]
Child: TypeAlias = Node | str | None

SVG_TAGS = frozenset({
    "svg", "g", "path", "line", "rect", "circle", "text", "tspan", "polyline", "polygon",
    "defs", "pattern", "title", "ellipse", "clipPath", "use",
})  # fmt: skip
HTML_TAGS = frozenset({
    "div", "span", "p", "ul", "ol", "li", "a", "b", "strong", "em", "small", "sup", "h1", "h2",
    "h3", "h4", "table", "caption", "thead", "tbody", "tr", "th", "td", "colgroup", "col", "dl",
    "dt", "dd", "section", "header", "footer", "details", "summary", "button", "blockquote",
    "figure", "figcaption", "br", "nav", "time", "label", "textarea",
})  # fmt: skip


def h(tag: str, attributes: dict[str, object] | None = None, /, *children: Child) -> Node:
    """Build a node; `None` children are left out, so that ``cond and h(...) or None`` reads well.

    Attributes: `go` (a dict) makes the node a link or button inside the app, `copy` a button
    that copies its text; everything else becomes an attribute, numbers as text. Event handlers
    (``on*``) and unknown tags are refused here and once more in the browser.
    """
    if tag not in HTML_TAGS and tag not in SVG_TAGS:
        msg = f"tag {tag!r} is not one a block may use"
        raise ValueError(msg)
    attributes = {
        name: value for name, value in (attributes or {}).items() if value is not None
    }
    for name in attributes:
        if name.lower().startswith("on") or name.lower() in {"srcdoc", "src", "formaction"}:
            msg = f"attribute {name!r} is not one a block may use"
            raise ValueError(msg)
    return [tag, attributes, *(child for child in children if child is not None)]


def text_of(node: Child) -> str:
    """Return all text of a tree, in order: what a reader, a test or a screen reader meets."""
    return " ".join(_texts(node))


def _texts(node: Child) -> Iterable[str]:
    if node is None:
        return
    if isinstance(node, str):
        yield node
        return
    for child in node[2:]:
        yield from _texts(child)
