"""Samples of the symbols of a map, drawn as the map draws them."""

import shapely

from tvgeo.render import style
from tvgeo.render.plates import areas, chips, papers, strokes
from tvgeo.render.plates.canvas import Canvas

MUTED: str = style.PALETTE["base"]["ink_muted"]
ZORDER = 200.0
# mm times k: signs on the map, the circle of an estimated place.
PARK, CLUSTER, CIRCLE = 3.5, 2.5, 1.7
NUMERAL = 0.68


def draw(canvas: Canvas, kind: str, code: str) -> None:
    """Draw a symbol of `symbols.ORDER` in the middle of a canvas; `code` is a state."""
    frame, k = canvas.frame, canvas.k
    x, y = (frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2
    name, _, sketch = kind.partition("_schematic")
    schematic = kind.endswith("_schematic") and not sketch
    # round ends reach beyond the line, dots do not
    inset = 0.0 if schematic or name == "study" else 0.9 * k
    line = shapely.linestrings([(frame.left + inset, y), (frame.right - inset, y)])
    if name == "finished":
        strokes.done(canvas, line, _colour(code))
    elif name == "remaining":
        strokes.remaining(canvas, line, _colour(code), schematic=schematic)
    elif name in {"line", "prep", "no_data", "study"}:
        strokes.line(canvas, line, code, schematic=schematic)
    elif name in {"park", "cluster"}:
        size = PARK if name == "park" else CLUSTER
        chips.draw(canvas.axes, x, y, size * k, code, ZORDER)
    elif name in {"zone", "area"}:
        _zone(canvas, code, schematic=schematic)
    elif name == "town":
        _towns(canvas, x, y)
    else:
        _uncertain(canvas, x, y)


def _colour(code: str) -> str:
    return style.health_colour(code) if code not in chips.EMPTY else MUTED


def _zone(canvas: Canvas, code: str, *, schematic: bool) -> None:
    frame, k = canvas.frame, canvas.k
    y = (frame.bottom + frame.top) / 2
    area = shapely.box(frame.left + 0.6 * k, y - 1.5 * k, frame.right - 0.6 * k, y + 1.5 * k)
    areas.draw(canvas, area, code, schematic=schematic)


def _towns(canvas: Canvas, x: float, y: float) -> None:
    k, layout = canvas.k, canvas.layout
    pt = max(NUMERAL * layout.fs, papers.PAPER[layout.paper].least_pt)
    apart = (chips.TOWN_RADIUS + 0.35) * k
    for at, numeral, code in ((x - apart, "II", "completed"), (x + apart, "IV", "late")):
        chips.town(canvas.axes, at, y, numeral, code, k, pt, ZORDER)


def _uncertain(canvas: Canvas, x: float, y: float) -> None:
    k = canvas.k
    circle = shapely.Point(x, y).buffer(CIRCLE * k, quad_segs=32)
    canvas.fill(circle, MUTED, ZORDER, alpha=0.07)
    canvas.stroke(circle.exterior, MUTED, 0.8 * k, ZORDER + 1, dash=(3, 2))
