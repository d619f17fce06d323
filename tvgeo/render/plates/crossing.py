"""Which boxes and lines touch, for many of them at once.

Boxes are rows of left, bottom, right, top; lines are rows of x, y, x, y; all in mm.
"""

import numpy as np

from tvgeo.render.plates.cost import Flags, Floats

_NO_WAY = 1e-9


def grown(boxes: Floats, by: float) -> Floats:
    """Return boxes with a margin around them."""
    larger: Floats = boxes + np.array([-by, -by, by, by])
    return larger


def meet(boxes: Floats, others: Floats) -> Flags:
    """Return which boxes (rows) share area with which others (columns)."""
    left, bottom, right, top = boxes.T[:, :, None]
    of_left, of_bottom, of_right, of_top = others.reshape(-1, 4).T[:, None, :]
    result: Flags = (
        (left < of_right) & (of_left < right) & (bottom < of_top) & (of_bottom < top)
    )
    return result


def cross(lines: Floats, boxes: Floats) -> Flags:
    """Return which lines (rows) pass through which boxes (columns)."""
    x, y, to_x, to_y = lines.T[:, :, None]
    left, bottom, right, top = boxes.reshape(-1, 4).T[:, None, :]
    enters_x, leaves_x = _within(x, to_x - x, left, right)
    enters_y, leaves_y = _within(y, to_y - y, bottom, top)
    enters, leaves = np.maximum(enters_x, enters_y), np.minimum(leaves_x, leaves_y)
    result: Flags = (enters < leaves) & (leaves > 0) & (enters < 1)
    return result


def _within(start: Floats, way: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    # At which shares of the way a line is between two limits; no way at all is a very short one.
    way = np.where(np.abs(way) < _NO_WAY, _NO_WAY, way)
    one, two = (low - start) / way, (high - start) / way
    return np.minimum(one, two), np.maximum(one, two)


def intersect(lines: Floats, others: Floats) -> Flags:
    """Return which lines (rows) cross which others (columns)."""
    x, y, to_x, to_y = lines.T[:, :, None]
    of_x, of_y, of_to_x, of_to_y = others.reshape(-1, 4).T[:, None, :]

    def side(
        px: Floats, py: Floats, qx: Floats, qy: Floats, r: tuple[Floats, Floats]
    ) -> Floats:
        turn: Floats = (qx - px) * (r[1] - py) - (qy - py) * (r[0] - px)
        return turn

    start, end, of_start, of_end = (x, y), (to_x, to_y), (of_x, of_y), (of_to_x, of_to_y)
    result: Flags = (side(*start, *end, of_start) * side(*start, *end, of_end) <= 0) & (
        side(*of_start, *of_end, start) * side(*of_start, *of_end, end) <= 0
    )
    return result
