"""How far a shape lies from the one it replaces: metres in VN-2000, from line to line.

Of an area the outline counts. Shapes are walked in steps, since two drawings of one road share
no vertices; each step asks for the nearest place of the other shape.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs as reference

STEP_M = 25.0
_MOST_STEPS = 20_000


class Movement(NamedTuple):
    """Median and largest distance between an old and a new shape, metres."""

    median_m: float
    max_m: float


def between(
    old_4326: Sequence[BaseGeometry],
    new_4326: Sequence[BaseGeometry],
    crs: int = reference.TM3_105_30,
) -> Movement | None:
    """Return how far new shapes lie from the old ones; `None` where either is missing.

    The median is over the new shapes; the largest distance over both ways, so that a stretch
    that is there no longer counts too. `crs` is the VN-2000 zone to measure in.

    Raises
    ------
    CrsError
        If a shape lies where the zone cannot be used.
    """
    if not old_4326 or not new_4326:
        return None
    old, new = (_metric(shapes, crs) for shapes in (old_4326, new_4326))
    there, back = _distances(_steps(new), old), _distances(_steps(old), new)
    return Movement(float(np.median(there)), float(max(there.max(), back.max())))


def farthest(
    old_4326: Sequence[BaseGeometry],
    new_4326: Sequence[BaseGeometry],
    crs: int = reference.TM3_105_30,
) -> Point | None:
    """Return where an old and a new shape are farthest apart, on either: lon/lat in WGS 84.

    `None` where either is missing. `crs` is the VN-2000 zone to measure in.
    """
    if not old_4326 or not new_4326:
        return None
    old, new = (_metric(shapes, crs) for shapes in (old_4326, new_4326))
    places = [(_steps(new), old), (_steps(old), new)]
    found = [
        (d.max(), steps[d.argmax()])
        for steps, other in places
        for d in [_distances(steps, other)]
    ]
    _, place = max(found, key=lambda each: each[0])
    return reference.to_4326(place, crs)


def runs_against(old_4326: BaseGeometry, new_4326: BaseGeometry) -> bool:
    """Whether a line is drawn from the other end than the one it replaces."""
    old, new = (shapely.get_coordinates(shape) for shape in (old_4326, new_4326))
    along = np.hypot(*(old[0] - new[0])) + np.hypot(*(old[-1] - new[-1]))
    against = np.hypot(*(old[0] - new[-1])) + np.hypot(*(old[-1] - new[0]))
    return bool(against < along)


def _metric(shapes_4326: Sequence[BaseGeometry], crs: int) -> BaseGeometry:
    return _drawn([reference.to_metric(shape, crs) for shape in shapes_4326])


def _drawn(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return what a pencil would draw of them."""
    return shapely.union_all([s.boundary if "Polygon" in s.geom_type else s for s in shapes])


def _steps(walked: BaseGeometry) -> NDArray[np.object_]:
    """Return places along a shape, from vertex to vertex."""
    step = max(STEP_M, walked.length / _MOST_STEPS)
    found = shapely.points(shapely.get_coordinates(shapely.segmentize(walked, step)))
    return np.atleast_1d(found)


def _distances(steps: NDArray[np.object_], other: BaseGeometry) -> NDArray[np.float64]:
    tree = STRtree(_pieces(other))
    _, distances = tree.query_nearest(steps, return_distance=True, all_matches=False)
    return np.asarray(distances)


def _pieces(shape: BaseGeometry) -> NDArray[np.object_]:
    """Return the straight pieces of a shape: a tree of them is asked faster than the whole."""
    pieces = []
    for part in shapely.get_parts(shape):
        places = shapely.get_coordinates(part)
        if len(places) == 1:
            pieces.append(shapely.points(places))
        else:
            pieces.append(shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1)))
    return np.concatenate(pieces)
