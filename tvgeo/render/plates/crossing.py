"""Which boxes and lines touch, for many of them at once.

Boxes are rows of left, bottom, right, top; lines are rows of x, y, x, y; all in mm.
"""

import numpy as np

from tvgeo.render.plates.cost import Flags, Floats


def grown(boxes: Floats, by: float) -> Floats:
    """Return boxes with a margin around them."""
    larger: Floats = boxes + np.array([-by, -by, by, by])
    return larger


def meet(boxes: Floats, others: Floats) -> Flags:
    """Return which boxes (rows) share area with which others (columns)."""
    one, two = boxes[:, None, :], others.reshape(-1, 4)[None, :, :]
    result: Flags = (
        (one[..., 0] < two[..., 2])
        & (two[..., 0] < one[..., 2])
        & (one[..., 1] < two[..., 3])
        & (two[..., 1] < one[..., 3])
    )
    return result


def cross(lines: Floats, boxes: Floats) -> Flags:
    """Return which lines (rows) pass through which boxes (columns)."""
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    others = boxes.reshape(-1, 4)
    low, high = others[None, :, :2], others[None, :, 2:]
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)  # noqa: PLR2004 - no division by zero
    one, two = (low - start) / way, (high - start) / way
    enters = np.minimum(one, two).max(axis=2)
    leaves = np.maximum(one, two).min(axis=2)
    result: Flags = (enters < leaves) & (leaves > 0) & (enters < 1)
    return result


def intersect(lines: Floats, others: Floats) -> Flags:
    """Return which lines (rows) cross which others (columns)."""
    a, b = lines[:, None, :2], lines[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        turn: Floats = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (
            q[..., 1] - p[..., 1]
        ) * (r[..., 0] - p[..., 0])
        return turn

    result: Flags = (side(a, b, c) * side(a, b, d) <= 0) & (side(c, d, a) * side(c, d, b) <= 0)
    return result
