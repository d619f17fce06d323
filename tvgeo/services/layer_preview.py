"""The shapes of a layer draft as a map shows them, old beside new; nothing of them is published."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tvgeo.core import movement
from tvgeo.core.features import Feature
from tvgeo.services.layer_changes import FeatureChange
from tvgeo.services.layer_drafts import LayerDraft

# About a metre: an import rounds to as much, and no screen shows less.
TOLERANCE_DEG = 1e-5
MOST_VERTICES = 100_000
# Around what is zoomed to, as a share of its size, and at the least (about 100 m).
MARGIN, LEAST_DEG = 0.08, 1e-3
METRES_A_DEGREE = 110_600  # of latitude, in the south of Viet Nam

Box = tuple[float, float, float, float]


def shapes(draft: LayerDraft) -> list[dict[str, Any]]:
    """Return of each change its kind and its GeoJSON geometries, lon/lat in WGS 84.

    Where there is more than a browser can draw, shapes lose small bends, never whole parts.
    """
    changes = draft.changes
    sides = [(side, each) for each in changes for side in (each.change.old, each.change.new)]
    found = [f.geometry_4326 for side, _ in sides for f in side]
    thinned = iter(_thinned(found))
    return [
        {
            "kind": each.change.kind,
            "old": _geometries(each.change.old, thinned),
            "new": _geometries(each.change.new, thinned),
        }
        for each in changes
    ]


def box(changes: Iterable[FeatureChange]) -> Box | None:
    """Return what is to be looked at of some changes, with a margin: west, south, east, north."""
    found = [f.geometry_4326 for e in changes for f in (*e.change.old, *e.change.new)]
    if not found:
        return None
    west, south, east, north = map(float, shapely.total_bounds(found))
    margin = max(MARGIN * max(east - west, north - south), LEAST_DEG)
    return west - margin, south - margin, east + margin, north + margin


def farthest(each: FeatureChange, epsg: int) -> tuple[float, float] | None:
    """Return where a change moves farthest, lon/lat in WGS 84; measured in the zone `epsg`."""
    place = movement.farthest(
        [f.geometry_4326 for f in each.change.old],
        [f.geometry_4326 for f in each.change.new],
        epsg,
    )
    return None if place is None else (place.x, place.y)


def around(place: tuple[float, float], metres: float) -> Box:
    """Return a box around a place that shows a distance of so many metres well."""
    reach = max(4 * metres / METRES_A_DEGREE, LEAST_DEG)
    x, y = place
    return x - reach, y - reach, x + reach, y + reach


def _thinned(found: list[BaseGeometry]) -> NDArray[np.object_]:
    tolerance = TOLERANCE_DEG
    shown = shapely.simplify(found, tolerance)
    while shapely.get_num_coordinates(shown).sum() > MOST_VERTICES and tolerance < 1:
        tolerance *= 2
        shown = shapely.simplify(found, tolerance)
    return np.asarray(shown)


def _geometries(features: tuple[Feature, ...], thinned: Iterator[BaseGeometry]) -> list[Any]:
    """Take as many shapes as there are features."""
    return [json.loads(shapely.to_geojson(s)) for s in islice(thinned, len(features))]
