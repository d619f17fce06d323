"""Hatch lines as one path: what is unknown looks unknown.

SVG patterns need ids that are unique in the document and are lost when the drawing that holds
them is hidden, which the narrow twin of every chart is. Lines cut to the shape need neither.
"""

import math
from collections.abc import Iterable, Sequence

from tvgeo.render.node import Node, h

Point = tuple[float, float]
PERIOD = 6.0  # px between lines, across them (look: 45 degrees, period 6)


def polygon(corners: Sequence[Point], *, period: float = PERIOD) -> Node:
    """Hatch a convex polygon; `corners` in px, in order."""
    return _path(_polygon_lines(corners, period))


def ring(centre: Point, inner: float, outer: float, *, period: float = 4.0) -> Node:
    """Hatch the ring between two radii, px."""
    return _path(_ring_lines(centre, inner, outer, period))


def _path(lines: Iterable[tuple[Point, Point]]) -> Node:
    d = "".join(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for (x1, y1), (x2, y2) in lines)
    return h("path", {"class": "hatch-lines", "d": d})


def _polygon_lines(corners: Sequence[Point], period: float) -> Iterable[tuple[Point, Point]]:
    # A line of the hatch rises to the right: x + y is the same along it.
    sums = [x + y for x, y in corners]
    step = period * math.sqrt(2)
    level = min(sums) + step / 2
    while level < max(sums):
        crossings: list[Point] = []
        for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
            low, high = x1 + y1, x2 + y2
            if (low < level) != (high < level):
                share = (level - low) / (high - low)
                crossings.append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
        yield from zip(crossings[::2], crossings[1::2], strict=False)
        level += step


def _ring_lines(
    centre: Point, inner: float, outer: float, period: float
) -> Iterable[tuple[Point, Point]]:
    def at(distance: float, along: float) -> Point:
        # `distance` from the centre across the hatch, `along` it.
        root = math.sqrt(2)
        return (
            centre[0] + (distance + along) / root,
            centre[1] + (distance - along) / root,
        )

    distance = -outer + period / 2
    while distance < outer:
        reach = math.sqrt(outer**2 - distance**2)
        if abs(distance) >= inner:
            yield at(distance, -reach), at(distance, reach)
        else:
            hole = math.sqrt(inner**2 - distance**2)
            yield at(distance, -reach), at(distance, -hole)
            yield at(distance, hole), at(distance, reach)
        distance += period
