"""What stands around the stand-alone HTML map, as nodes: head, mark, legend, inset, table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from tvgeo.render import glyphs, html_looks, style
from tvgeo.render.legend import Entry, Legend
from tvgeo.render.node import Node, h

Box = tuple[float, float, float, float]
# West, south, east, north of the inset in degrees: the country with its archipelagos.
_INSET = (101.4, 6.6, 119.2, 24.0)
# Units of the inset's drawing in a degree; a unit is a pixel where the inset is 284 wide.
_PER_DEGREE = 16.0
# The islands are smaller than a dot here: where dots stand around the point of their name.
_ISLES = ((-10, 2), (-4, -2), (0, 4), (5, -4), (10, 0), (6, 6))
_ISLE, _SPOT = 3, 13
# From the dots to the lines of a name below them.
_LINES = (25, 40)


@dataclass(frozen=True, slots=True)
class Inset:
    """The country with its archipelagos, lon/lat in WGS 84.

    `islands` are the lines of a name ("Quần đảo Hoàng Sa", "(Việt Nam)") and where they belong.
    """

    title: str
    alt: str
    country: BaseGeometry
    islands: tuple[tuple[tuple[str, ...], tuple[float, float]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The table beside the map; `numbers` are the columns that are set right.

    `widths` of the columns are percentages, None for what is left; `nothing` stands in a cell
    without a text: a narrow screen leaves such cells out.

    A part is a heading and its rows; a row has the state, the place of its work on the map (or
    None) and a text for each column, of which the second is the state in words.
    """

    title: str
    columns: Sequence[str]
    parts: Sequence[tuple[str, Sequence[tuple[str, int | None, Sequence[str]]]]]
    numbers: frozenset[int] = frozenset()
    widths: Sequence[float | None] = ()
    nothing: str = ""


def glyph(health: str, size: int = 14) -> Node:
    """Return the sign of a state in its own colour."""
    return h(
        "span",
        {"style": f"display:inline-flex;color:{style.health(health).fill}"},
        glyphs.glyph(health, size),
    )


def head(title: str, message: str, stamp: str) -> Node:
    """Return the title, the finding in one sentence, and date and revision."""
    return h(
        "header",
        {},
        h("h1", {}, title),
        h("p", {"class": "stamp"}, stamp),
        h("p", {"class": "message"}, message) if message else None,
    )


def mark(word: str, note: str) -> Node:
    """Return the band that says that something of this page was invented."""
    return h(
        "div",
        {"class": "band"},
        h("p", {"class": "mark"}, h("b", {}, word), h("span", {}, note)),
    )


def side(legend: Legend, inset: Inset | None, spot: Box) -> Node:
    """Return what stands beside the map; `spot` is where it lies in the country."""
    return h("div", {"class": "side"}, _legend(legend), _inset(inset, spot) if inset else None)


def _legend(legend: Legend) -> Node:
    return h(
        "div",
        {"class": "legend"},
        h("strong", {}, legend.title),
        *(h("span", {}, _sample(entry), entry.label) for entry in legend.entries),
    )


def _sample(entry: Entry) -> Node:
    if entry.kind == "state":
        return glyph(entry.code, 16)
    box = {"viewBox": "0 0 28 14", "width": 28, "height": 14, "aria-hidden": "true"}
    if entry.glyph == "circle":
        ring = {"cx": 14, "cy": 7, "r": 6, "fill": "none", "stroke": entry.fill}
        return h("svg", box, h("circle", ring | {"stroke-dasharray": "1 3"}))
    line = html_looks.LINES[entry.glyph]
    attributes = {"d": "M2 7H26", "stroke": entry.fill, "stroke-width": line["weight"]}
    if "dashArray" in line:
        attributes["stroke-dasharray"] = line["dashArray"]
    return h("svg", box, h("path", attributes | {"stroke-linecap": line["lineCap"]}))


def _inset(inset: Inset, spot: Box) -> Node:
    west, south, east, north = _INSET
    colours = style.PALETTE["inset"]
    wide, high = round((east - west) * _PER_DEGREE), round((north - south) * _PER_DEGREE)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * _PER_DEGREE, 1), round((north - lat) * _PER_DEGREE, 1)

    rings = [
        polygon.exterior.coords
        for polygon in getattr(inset.country, "geoms", [inset.country])
        if polygon.geom_type == "Polygon" and not polygon.is_empty
    ]
    outline = "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (at(lon, lat) for lon, lat, *_ in ring)) + "Z"
        for ring in rings
    )
    x, y = at((spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2)
    here = {"x": x - _SPOT / 2, "y": y - _SPOT / 2, "width": _SPOT, "height": _SPOT}
    return h(
        "div",
        {"class": "inset"},
        h("strong", {}, inset.title),
        h(
            "svg",
            {"viewBox": f"0 0 {wide} {high}", "role": "img", "aria-label": inset.alt},
            h("rect", {"width": wide, "height": high, "fill": colours["ground"]}),
            h(
                "path",
                {"d": outline, "fill": colours["vietnam"], "stroke": colours["line"]},
            ),
            *(
                each
                for lines, (lon, lat) in inset.islands
                for each in _island(lines, *at(lon, lat), wide, colours)
            ),
            h(
                "rect",
                here | {"fill": "none", "stroke": style.SCREEN["ink"], "stroke-width": 2.4},
            ),
        ),
    )


def _island(
    lines: Sequence[str], x: float, y: float, wide: float, colours: Mapping[str, str]
) -> Iterable[Node]:
    for dx, dy in _ISLES:
        box = {"x": x + dx, "y": y + dy, "width": _ISLE, "height": _ISLE}
        yield h("rect", box | {"fill": colours["line"]})
    for text, down in zip(lines, _LINES, strict=False):
        yield h(
            "text",
            {
                "x": wide - 6, "y": y + down, "text-anchor": "end", "font-size": 14,
                "font-style": "italic", "font-weight": 600 if down == _LINES[0] else 400,
                "fill": style.SCREEN["ink"],
            },
            text,
        )  # fmt: skip


def credit(counts: str, text: str) -> Node:
    """Return how much of it is on the map, and the sources of the base map."""
    return h("div", {"class": "credit"}, h("p", {"class": "counts"}, counts), h("p", {}, text))


def table(shown: Table, *, paper: str) -> Node:
    """Return the table beside the map; `paper` stands over it on each sheet of paper."""
    count = len(shown.columns)
    head = h(
        "tr",
        {},
        *(
            h("th", {"scope": "col", "class": "n" if i in shown.numbers else None}, column)
            for i, column in enumerate(shown.columns)
        ),
    )
    widths = h(
        "colgroup",
        {},
        *(h("col", {"style": f"width:{wide}%"} if wide else {}) for wide in shown.widths),
    )
    again = h("tr", {"class": "paper"}, h("th", {"colspan": count}, paper))
    bodies = (
        h(
            "tbody",
            {},
            h("tr", {}, h("th", {"scope": "rowgroup", "colspan": count}, title)),
            *(_row(shown, *row) for row in rows),
        )
        for title, rows in shown.parts
        if rows
    )
    return h(
        "section",
        {},
        h("h2", {}, shown.title),
        h(
            "div",
            {"class": "scroll", "tabindex": 0, "role": "region", "aria-label": shown.title},
            h("table", {"class": "grid"}, widths, h("thead", {}, again, head), *bodies),
        ),
    )


def _row(shown: Table, health: str, place: int | None, texts: Sequence[str]) -> Node:
    name, state, *rest = texts
    # on the map: the name leads there
    found = name if place is None else h("button", {"type": "button", "data-k": place}, name)
    cells = [
        h("td", {}, found),
        h(
            "td",
            {"data-label": shown.columns[1]},
            h("span", {"class": "state"}, glyph(health), h("span", {}, state)),
        ),
    ]
    for number, text in enumerate(rest, 2):
        kinds = ["n"] if number in shown.numbers else []
        kinds += ["none"] if text in {"", shown.nothing} else []
        attributes: dict[str, object] = {"data-label": shown.columns[number]}
        if kinds:
            attributes["class"] = " ".join(kinds)
        cells.append(h("td", attributes, text))
    return h("tr", {}, *cells)
