"""Lists of numbers as shapes: every number looked at, rings closed and said so."""

from typing import Any, NamedTuple

from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tvgeo.io.geometry_json import TYPES
from tvgeo.io.reading.gathering import Gathering

# How deep the positions of each type lie; of an area, the rings lie one level above them.
_DEPTH = {
    "Point": 0, "MultiPoint": 1, "LineString": 1,
    "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_FARTHEST = 1e9
_PLANE = 2
_SHOWN = 60


class _Fault(Exception):  # noqa: N818 - a finding in the making
    """A position that is none; its text is what was written."""


class Drawn(NamedTuple):
    """A shape in two dimensions, `None` for what is empty or refused, and the type as written."""

    geometry: BaseGeometry | None
    kind: str
    flattened: bool = False


def shape_of(document: Any, row: int, gathering: Gathering) -> Drawn:
    """Return the shape of a GeoJSON geometry.

    What is refused is an error in `gathering`, what was mended a warning.
    """
    if document is None:
        return Drawn(None, "")
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in TYPES:
        gathering.add("error", "E_GEOM_TYPE", row=row, value=str(kind)[:_SHOWN])
        return Drawn(None, "")
    try:
        walk = _Walk()
        positions = walk.checked(document.get("coordinates") or [], _DEPTH[kind])
        if _DEPTH[kind] >= _PLANE and "Polygon" in kind:
            positions = _closed(positions, _DEPTH[kind], walk)
        found = shape({"type": kind, "coordinates": positions}) if positions else None
    except (_Fault, ValueError, TypeError, IndexError, GEOSException) as fault:
        gathering.add("error", "E_GEOM_INVALID", row=row, value=str(fault)[:_SHOWN])
        return Drawn(None, kind)
    if walk.opened:
        gathering.add("warning", "W_GEOM_REPAIRED", row=row, label="layers.repair.ring")
    empty = found is None or found.is_empty
    return Drawn(None if empty else found, kind, flattened=walk.heights)


class _Walk:
    """Looks at every position, and remembers heights and open rings."""

    def __init__(self) -> None:
        self.heights = False
        self.opened = False

    def checked(self, node: Any, depth: int) -> list[Any]:
        """Return the positions, two numbers each."""
        if not isinstance(node, list):
            raise _Fault(str(node))
        if depth:
            return [self.checked(each, depth - 1) for each in node]
        if not node:
            return []
        if len(node) < _PLANE or not all(map(_is_number, node)):
            raise _Fault(str(node))
        self.heights = self.heights or len(node) > _PLANE
        return node[:_PLANE]


def _is_number(value: Any) -> bool:
    # bool is an int to Python; 1e400 is infinity to its JSON, and farther than anything
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) <= _FARTHEST


def _closed(rings: list[Any], depth: int, walk: _Walk) -> list[Any]:
    """Return the rings, each ending where it begins."""
    if depth > _PLANE:
        return [_closed(each, depth - 1, walk) for each in rings]
    closed = []
    for ring in rings:
        if ring and ring[0] != ring[-1]:
            walk.opened = True
            ring = [*ring, ring[0]]  # noqa: PLW2901
        closed.append(ring)
    return closed
