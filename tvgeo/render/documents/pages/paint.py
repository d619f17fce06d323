"""Signs, bars and hatches on a page: the shapes of the palette, drawn by reportlab.

The shapes of the glyphs are those of the dashboard (`tvgeo.render.glyphs`). Coordinates and sizes
are pt; the origin of everything is its lower left corner.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import HexColor

from tvgeo.render import glyphs, style
from tvgeo.render.documents.pages import fonts
from tvgeo.render.node import Node

INK = style.SCREEN["ink"]
MUTED = style.SCREEN["ink_muted"]
FAINT = style.SCREEN["ink_faint"]
RULE = style.SCREEN["rule"]
HAIRLINE = style.SCREEN["track"]
SURFACE = style.SCREEN["surface"]
TRACK = style.SCREEN["bar_track"]
PAPER = style.SCREEN["paper"]
HATCH = style.HATCH_COLOUR
MARK = style.SCREEN["illustrative"]
MARK_GROUND = style.SCREEN["illustrative_bg"]

# Grey states are framed and white inside: no verdict, no filled colour.
FRAMED = frozenset({"no_plan", "paused", "cancelled"})
BOX = 16  # the box in which a glyph is described
HATCH_PERIOD = 3.1  # pt between lines, across them
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_REPORT_INK = {
    "on_time": INK,
    "late_report": INK,
    "missing_report": style.health_colour("late"),
}


def colour(code: str) -> str:
    """Return the colour of the glyph, bar and line of a state or of the mark of a report."""
    if code in _REPORT_INK:
        return _REPORT_INK[code]
    return style.health(code).on if code == "no_data" else style.health_colour(code)


def glyph(canvas: Any, code: str, x: float, y: float, size: float) -> None:
    """Draw the glyph of a state, or of a report, in a square."""
    canvas.saveState()
    canvas.translate(x, y + size)
    canvas.scale(size / BOX, -size / BOX)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
    for node in glyphs.shapes(code):
        _shape(canvas, node, colour(code))
    canvas.restoreState()


def _shape(canvas: Any, node: Node, ink: str) -> None:
    tag, attributes = node[0], node[1]
    hatch = attributes.get("class") == "glyph-hatch"
    fill = _paint(attributes.get("fill"), ink)
    stroke = HATCH if hatch else _paint(attributes.get("stroke"), ink)
    if fill is not None:
        canvas.setFillColor(HexColor(fill))
    if stroke is not None:
        canvas.setStrokeColor(HexColor(stroke))
        canvas.setLineWidth(1.1 if hatch else float(attributes["stroke-width"]))
    painted = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
    if tag == "rect":
        x, y, width, height = (float(attributes[k]) for k in ("x", "y", "width", "height"))
        canvas.rect(x, y, width, height, **painted)
    elif tag == "circle":
        canvas.circle(*(float(attributes[k]) for k in ("cx", "cy", "r")), **painted)
    else:
        path = canvas.beginPath()
        _follow(path, attributes["d"])
        canvas.drawPath(path, **painted)


def _paint(value: str | None, ink: str) -> str | None:
    if value in {None, "none"}:
        return None
    if value == "currentColor":
        return ink
    return "#FFFFFF" if value == "#fff" else value


def _follow(path: Any, d: str) -> None:
    """Draw the commands of a path that the glyphs use: M, L, H, V, A (of a circle) and Z."""
    tokens = iter(_TOKEN.findall(d))
    x = y = 0.0
    command = ""
    for token in tokens:
        if token.isalpha():
            command = token
            if command == "Z":
                path.close()
                continue
            numbers: Iterator[str] = tokens
        else:
            numbers = _chain(token, tokens)
        if command == "A":
            radius, _, _, _, _, to_x, to_y = (float(next(numbers)) for _ in range(7))
            _half_circle(path, (x, y), (to_x, to_y), radius)
            x, y = to_x, to_y
            continue
        x = x if command == "V" else float(next(numbers))
        y = y if command == "H" else float(next(numbers))
        if command == "M":
            path.moveTo(x, y)
        else:
            path.lineTo(x, y)


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _half_circle(
    path: Any, start: tuple[float, float], end: tuple[float, float], radius: float
) -> None:
    """Go from one end of a diameter to the other, clockwise on the screen."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    angle = math.degrees(math.atan2(start[1] - y, start[0] - x))
    path.arcTo(x - radius, y - radius, x + radius, y + radius, angle, 180)


def hatched(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    """Draw a rectangle of which nothing is known: lines at 45 degrees on white, and an edge."""
    canvas.saveState()
    canvas.setFillColor(HexColor(PAPER))
    canvas.setStrokeColor(HexColor(HATCH))
    canvas.setLineWidth(0.6)
    canvas.rect(x, y, width, height, fill=1, stroke=0)
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    step = HATCH_PERIOD * math.sqrt(2)
    for i in range(int((width + height) / step) + 1):
        left = x - height + (i + 0.5) * step
        canvas.line(left, y, left + height, y + height)
    canvas.restoreState()
    canvas.saveState()
    canvas.setStrokeColor(HexColor(HATCH))
    canvas.setLineWidth(0.6)
    canvas.rect(x + 0.3, y + 0.3, width - 0.6, height - 0.6, fill=0, stroke=1)
    canvas.restoreState()


def bar(
    canvas: Any,
    box: tuple[float, float, float, float],
    *,
    done: float | None,
    planned: float | None,
    fill: str,
) -> None:
    """Draw a percentage (0-100) on its track, and what was planned as a tick over it.

    `box` is left, bottom, width, height; an unknown percentage is hatched.
    """
    x, y, width, height = box
    if done is None:
        hatched(canvas, x, y, width, height)
    else:
        canvas.setFillColor(HexColor(TRACK))
        canvas.rect(x, y, width, height, fill=1, stroke=0)
        canvas.setFillColor(HexColor(fill))
        canvas.rect(x, y, width * _share(done), height, fill=1, stroke=0)
    if planned is not None:
        tick = x + width * _share(planned)
        for ink, wide in ((PAPER, 2.6), (INK, 1.2)):
            canvas.setFillColor(HexColor(ink))
            reach = 1.7 if ink == INK else 1.2
            canvas.rect(tick - wide / 2, y - reach, wide, height + 2 * reach, fill=1, stroke=0)


def _share(pct: float) -> float:
    return min(max(pct, 0.0), 100.0) / 100


def state_bar(
    canvas: Any,
    box: tuple[float, float, float, float],
    counts: Sequence[tuple[str, int]],
    size: float,
) -> None:
    """Draw how many works are in each state as one bar; `size` of the numbers in it."""
    x, y, width, height = box
    shown = [(code, n) for code, n in counts if n]
    total = sum(n for _, n in shown)
    if not total:
        hatched(canvas, x, y, width, height)
        return
    gap = 1.2
    unit = (width - gap * (len(shown) - 1)) / total
    for code, n in shown:
        _segment(canvas, code, n, (x, y, unit * n, height), size)
        x += unit * n + gap


def _segment(
    canvas: Any, code: str, n: int, box: tuple[float, float, float, float], size: float
) -> None:
    x, y, width, height = box
    said = str(n)
    wide = fonts.width(said, fonts.BOLD, size)
    ink = INK
    if code == "no_data":
        hatched(canvas, x, y, width, height)
        canvas.setFillColor(HexColor(PAPER))
        chip = wide + 0.7 * size
        if chip < width:
            canvas.rect(x + (width - chip) / 2, y + 0.9, chip, height - 1.8, fill=1, stroke=0)
    elif code in FRAMED:
        canvas.setFillColor(HexColor(PAPER))
        canvas.setStrokeColor(HexColor(colour(code)))
        canvas.setLineWidth(1.1)
        canvas.rect(x + 0.55, y + 0.55, width - 1.1, height - 1.1, fill=1, stroke=1)
    else:
        ink = style.health(code).on
        canvas.setFillColor(HexColor(colour(code)))
        canvas.rect(x, y, width, height, fill=1, stroke=0)
    if wide + 2 < width:
        canvas.setFillColor(HexColor(ink))
        canvas.setFont(fonts.BOLD, size)
        canvas.drawCentredString(x + width / 2, y + height / 2 - 0.36 * size, said)


def disc(canvas: Any, text: str, x: float, y: float, size: float) -> None:
    """Draw a rank in a disc: a rank is no state, so it is ink."""
    canvas.setFillColor(HexColor(INK))
    canvas.circle(x + size / 2, y + size / 2, size / 2, fill=1, stroke=0)
    canvas.setFillColor(HexColor(PAPER))
    canvas.setFont(fonts.BOLD, 0.55 * size)
    canvas.drawCentredString(x + size / 2, y + 0.31 * size, text)
