"""Lines of works: what is finished, what remains, what is not begun, unknown, or only studied.

Structure says it before colour does: solid with ends for finished, dots for a sketch, hollow for
not begun, strokes for unknown.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.render import style
from tvgeo.render.plates.canvas import Canvas, Floats, along, parts

BASE: dict[str, str] = style.PALETTE["base"]
INK, PAPER = BASE["ink"], BASE["paper"]
PREP: str = style.PALETTE["status"]["prep"]["casing"]
NO_DATA = "#7A838C"
STUDY = BASE["study_line"]
STUDY_ZORDER, ZORDER, FINISHED_ZORDER = 120.0, 140.0, 144.0
# Radius of dots and distance between them, mm times k.
REMAINING_DOT, PREP_DOT, DOT_STEP = 0.66, 0.55, 1.75
STUDY_DOT, STUDY_STEP = 0.26, 1.3
STROKE, STROKE_STEP = 1.9, 1.6
TICK = 3.8
# The way of the strokes of what is unknown, degrees; on a line that runs the same way, the other.
_LEAN, _OTHER_LEAN = 62.0, 8.0
_ALIKE = 0.45
# The strokes between the edges of a line that is surveyed: distance, width of the line, angle.
HATCH_STEP, HATCH_WIDTH, _OVER = 1.25, 1.35, np.deg2rad(52.0)
# Nothing of the line stands under a finished stretch, mm around it.
_UNDER = 0.05


def line(canvas: Canvas, lines: BaseGeometry, code: str, *, schematic: bool) -> None:
    """Draw a work of which no stretch is known, lines in mm; `code` is its state."""
    if code == "study":
        study(canvas, lines)
    elif code == "prep":
        prep(canvas, lines, schematic=schematic)
    elif code == "no_data":
        no_data(canvas, lines, schematic=schematic)
    elif schematic:
        dotted(canvas, lines, style.health_colour(code), edge=PAPER)
    else:
        canvas.stroke(lines, PAPER, 4.8 * canvas.k, ZORDER)
        canvas.stroke(lines, style.health_colour(code), 3.3 * canvas.k, ZORDER + 1)


def stretches(
    canvas: Canvas, lines: BaseGeometry, finished: BaseGeometry, code: str, *, schematic: bool
) -> None:
    """Draw a work with its finished stretches and what remains between them, in mm."""
    rest = lines.difference(finished.buffer(_UNDER, cap_style="flat"))
    colour = style.health_colour(code) if code not in {"prep", "study"} else PREP
    remaining(canvas, rest, colour, schematic=schematic)
    done(canvas, finished, colour)


def done(canvas: Canvas, finished: BaseGeometry, colour: str) -> None:
    """Draw finished stretches: full colour on ink, with a tick across at both ends."""
    k = canvas.k
    canvas.stroke(finished, INK, 4.8 * k, FINISHED_ZORDER, caps="butt")
    canvas.stroke(finished, colour, 3.3 * k, FINISHED_ZORDER + 1, caps="butt")
    ticks = [tick for part in parts(finished, 1) for tick in _ends(part, TICK * k)]
    canvas.stroke(
        shapely.MultiLineString(ticks), INK, 1.3 * k, FINISHED_ZORDER + 2, caps="butt"
    )


def _ends(part: BaseGeometry, long: float) -> list[BaseGeometry]:
    points = shapely.get_coordinates(part)
    found = []
    for at, beside in ((points[0], points[1]), (points[-1], points[-2])):
        way = beside - at
        across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9) * long / 2
        found.append(shapely.linestrings([at - across, at + across]))
    return found


def remaining(canvas: Canvas, rest: BaseGeometry, colour: str, *, schematic: bool) -> None:
    """Draw what remains to be done: a light core, or dots for a sketch."""
    if schematic:
        dotted(canvas, rest, colour, edge=INK)
        return
    k = canvas.k
    canvas.stroke(rest, PAPER, 4.8 * k, ZORDER)
    canvas.stroke(rest, colour, 3.4 * k, ZORDER + 1)
    canvas.stroke(rest, PAPER, 1.5 * k, ZORDER + 2)


def dotted(canvas: Canvas, lines: BaseGeometry, colour: str, *, edge: str) -> None:
    """Draw a sketch as round dots with an edge."""
    k = canvas.k
    points, _ = along(lines, DOT_STEP * k)
    canvas.dots(points, REMAINING_DOT * k, colour, ZORDER + 1, edge=edge, pt=0.5 * k)


def prep(canvas: Canvas, lines: BaseGeometry, *, schematic: bool) -> None:
    """Draw what is not begun: hollow."""
    k = canvas.k
    if schematic:
        points, _ = along(lines, DOT_STEP * k)
        canvas.dots(points, PREP_DOT * k, PAPER, ZORDER, edge=PREP, pt=0.9 * k)
        return
    canvas.stroke(lines, PAPER, 4.2 * k, ZORDER)
    canvas.stroke(lines, PREP, 2.9 * k, ZORDER + 1)
    canvas.stroke(lines, PAPER, 1.6 * k, ZORDER + 2)


def no_data(canvas: Canvas, lines: BaseGeometry, *, schematic: bool) -> None:
    """Draw what nothing is known of: strokes, between two edges where the course is known."""
    k = canvas.k
    if not schematic:
        canvas.stroke(lines, PAPER, 5.4 * k, ZORDER)
        canvas.stroke(lines, NO_DATA, 4.4 * k, ZORDER + 1)
        canvas.stroke(lines, PAPER, 3.2 * k, ZORDER + 2)
        across = shapely.MultiLineString(_across(lines, k))
        canvas.stroke(across, NO_DATA, 0.9 * k, ZORDER + 3, caps="butt")
        return
    strokes = shapely.MultiLineString(_strokes(lines, k))
    canvas.stroke(strokes, PAPER, 2.4 * k, ZORDER, caps="butt")
    canvas.stroke(strokes, NO_DATA, 1.1 * k, ZORDER + 1, caps="butt")


def _strokes(lines: BaseGeometry, k: float) -> list[BaseGeometry]:
    """Return strokes that lean right on the page; on a line that runs like them, the other way."""
    points, ways = along(lines, STROKE_STEP * k)
    lean, other = (
        np.array([np.cos(angle), np.sin(angle)]) for angle in np.deg2rad([_LEAN, _OTHER_LEAN])
    )
    apart = np.abs(ways[:, 0] * lean[1] - ways[:, 1] * lean[0])
    way = np.where((apart < _ALIKE)[:, None], other, lean)
    return _at(points, way, STROKE * k)


def _across(lines: BaseGeometry, k: float) -> list[BaseGeometry]:
    """Return strokes that lean over the line itself, from edge to edge."""
    points, ways = along(lines, HATCH_STEP * k)
    # to the right on the page: along the line as it is read, from left to right
    ways = np.where(ways[:, :1] < 0, -ways, ways)
    cos, sin = np.cos(_OVER), np.sin(_OVER)
    way = ways @ np.array([[cos, sin], [-sin, cos]])
    return _at(points, way, HATCH_WIDTH * k / sin)


def _at(points: Floats, way: Floats, long: float) -> list[BaseGeometry]:
    half = way * long / 2
    return list(shapely.linestrings(np.stack((points - half, points + half), axis=1)))


def study(canvas: Canvas, lines: BaseGeometry) -> None:
    """Draw a corridor that is only studied: fine dots."""
    k = canvas.k
    points, _ = along(lines, STUDY_STEP * k)
    canvas.dots(points, STUDY_DOT * k, STUDY, STUDY_ZORDER)
