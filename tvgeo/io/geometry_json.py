"""A GeoJSON geometry (RFC 7946) as a checked shape, or the finding code that says why not."""

from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

# How deep the coordinates of each type are nested; GeometryCollection is not drawn.
_DEPTH = {
    "Point": 0, "MultiPoint": 1, "LineString": 1,
    "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
TYPES = tuple(_DEPTH)
# A metre for a sketch; a centimetre for what was measured, so that a survey loses nothing.
SKETCHED_DECIMALS, DECIMALS = 5, 7
# In units of the last decimal: a billionth of a degree is floating point, not precision.
_FLOAT_NOISE = 1e-2
_NUMBERS_OF_A_POSITION = (2, 3)  # a height is allowed, and dropped
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_FARTHEST = 1e9  # more metres than any projected coordinate or height has


@dataclass(frozen=True)
class GeometryFault(Exception):  # noqa: N818 - a finding in the making, not a crash
    """Why a geometry is refused: a finding code and its placeholders."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


def read(document: Any) -> BaseGeometry:
    """Return the shape of a geometry object: lon/lat in WGS 84, degrees, without heights.

    The numbers in `document` are finite.

    Raises
    ------
    GeometryFault
        ``empty_geometry``, ``bad_geometry``, or ``no_crs`` for what cannot be degrees.
    """
    if document is None:
        raise GeometryFault("empty_geometry")
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise GeometryFault("bad_geometry", {"reason": f"type {kind!r}"})
    coordinates = document.get("coordinates")
    if coordinates in (None, []):
        raise GeometryFault("empty_geometry")
    _check_positions(coordinates, _DEPTH[kind])
    try:
        geometry = shapely.force_2d(shape({"type": kind, "coordinates": coordinates}))
    except (ValueError, TypeError, IndexError, GEOSException) as error:
        raise GeometryFault("bad_geometry", {"reason": str(error)}) from error
    if geometry.is_empty:
        raise GeometryFault("empty_geometry")
    west, south, east, north = geometry.bounds
    if west < _WORLD[0] or south < _WORLD[1] or east > _WORLD[2] or north > _WORLD[3]:
        raise GeometryFault("no_crs")
    if not geometry.is_valid:
        raise GeometryFault("bad_geometry", {"reason": shapely.is_valid_reason(geometry)})
    return geometry


def is_too_precise(geometry: BaseGeometry, decimals: int = DECIMALS) -> bool:
    """Whether any coordinate has more decimals than its kind of drawing can mean."""
    scaled = shapely.get_coordinates(geometry) * 10**decimals
    return bool((abs(scaled - scaled.round()) > _FLOAT_NOISE).any())


def _check_positions(coordinates: Any, depth: int) -> None:
    """Refuse anything but nested lists of numbers; shapely would read "106.1" as a number."""
    if not isinstance(coordinates, list):
        raise GeometryFault("bad_geometry", {"reason": f"coordinates {coordinates!r:.60}"})
    if depth:
        for each in coordinates:
            _check_positions(each, depth - 1)
        return
    # bool is an int to Python, but not a coordinate
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in coordinates)
    if not numbers or len(coordinates) not in _NUMBERS_OF_A_POSITION:
        raise GeometryFault("bad_geometry", {"reason": f"position {coordinates!r:.60}"})
    if any(abs(n) > _FARTHEST for n in coordinates):
        raise GeometryFault("no_crs")  # JSON's integers have no end, a float's have one
