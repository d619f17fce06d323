"""Areas of works: a light class colour, hollow before the start, hatched where nothing is known."""

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.render import style
from tvgeo.render.plates.canvas import Canvas, along, parts

BASE: dict[str, str] = style.PALETTE["base"]
ALPHA: float = style.PALETTE["zones"]["economic_zone"]["alpha"]
EMPTY_ALPHA = 0.7
ZORDER = 30.0
# mm times k: dots around a sketch, lines of the hatch.
DOT, DOT_STEP, HATCH_STEP = 0.27, 1.15, 1.7
HOLLOW = ("prep", "study", "no_data")


def draw(canvas: Canvas, area: BaseGeometry, code: str, *, schematic: bool) -> None:
    """Draw an area in mm; a sketch has an edge of dots."""
    k = canvas.k
    if code in HOLLOW:
        canvas.fill(area, BASE["paper"], ZORDER, alpha=EMPTY_ALPHA)
    else:
        canvas.fill(area, style.health_colour(code), ZORDER, alpha=ALPHA)
    if code == "no_data":
        lines = shapely.intersection(_hatch(area.bounds, HATCH_STEP * k), area)
        canvas.stroke(lines, style.HATCH_COLOUR, 0.5 * k, ZORDER + 1, caps="butt")
    edge = shapely.MultiLineString(
        [shapely.get_coordinates(part.exterior) for part in parts(area, 2)]
    )
    if schematic:
        points, _ = along(edge, DOT_STEP * k)
        canvas.dots(points, DOT * k, BASE["ink_muted"], ZORDER + 2)
    else:
        canvas.stroke(edge, BASE["ink_muted"], 0.8 * k, ZORDER + 2)


def _hatch(bounds: tuple[float, float, float, float], step: float) -> BaseGeometry:
    """Return lines that rise to the right all over a box, `step` mm apart."""
    left, bottom, right, top = bounds
    if not math.isfinite(left):
        return shapely.MultiLineString()
    high = top - bottom
    # steps along the foot of the box: 45 degrees make them longer than the distance of lines
    starts = np.arange(left - high, right, step * math.sqrt(2))
    return shapely.MultiLineString([((x, bottom), (x + high, top)) for x in starts])
