"""VN-2000 and WGS 84: one pinned way between them, and no guess.

Left alone, PROJ chooses the datum operation by place. Inside a box of the Mekong delta it takes
EPSG:5194, made for two oil blocks, and elsewhere the national EPSG:6960: 0.8 m apart, with a
seam along the edge of the box. Here EPSG:6960 is used everywhere, so that a road that crosses
the edge stays in one piece and a map can be made again. Its stated accuracy is 1 m.

Coordinates are always in the order x (east, longitude), y (north, latitude).
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer, network
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup
from shapely.geometry.base import BaseGeometry

from tvgeo.errors import CrsError

G = TypeVar("G", bound=BaseGeometry)
Coordinates = NDArray[np.float64]

TM3_105_30 = 9209
_WGS84 = 4326
_VN2000 = 4756  # the geographic CRS under every VN-2000 zone
_OPERATION = 6960  # "VN-2000 to WGS 84 (2)", the national one
_LONGITUDE_FIRST = re.compile(
    r"(?:urn:ogc:def:crs:)?(?:OGC:(?:[0-9.]*:)?CRS84|EPSG:(?:[0-9.]*:)?4326)", re.IGNORECASE
)
_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{4,6})", re.IGNORECASE)
_SHOWN = 80  # characters of a declared name that an error repeats: the file may be hostile


class _Operation(NamedTuple):
    """The way from one VN-2000 zone to WGS 84, and what EPSG calls it."""

    name: str
    transformer: Transformer


def to_metric(geometry_4326: G, crs: int = TM3_105_30) -> G:
    """Return a lon/lat geometry in a VN-2000 zone, metres; `crs` is its EPSG code.

    Raises
    ------
    CrsError
        If `crs` is not a projected VN-2000 CRS, or the geometry lies where it cannot be used.
    """
    return _transform(geometry_4326, crs, TransformDirection.INVERSE)


def all_to_metric(
    geometries_4326: Sequence[BaseGeometry], crs: int = TM3_105_30
) -> list[BaseGeometry | None]:
    """Return lon/lat geometries in a VN-2000 zone, metres, `None` for those it cannot hold.

    All are carried over at once: of ten thousand, each by itself takes ten times as long.

    Raises
    ------
    CrsError
        If `crs` is not a projected VN-2000 CRS.
    """
    _operation(crs)
    found = np.empty(len(geometries_4326), dtype=object)
    found[:] = geometries_4326
    try:
        return list(
            _carried(found, _operation(crs).transformer, crs, TransformDirection.INVERSE)
        )
    except CrsError:
        return [_held(geometry, crs) for geometry in geometries_4326]


def _held(geometry_4326: BaseGeometry, crs: int) -> BaseGeometry | None:
    try:
        return to_metric(geometry_4326, crs)
    except CrsError:
        return None


def to_4326(geometry_metric: G, crs: int = TM3_105_30) -> G:
    """Return a geometry in a VN-2000 zone, metres, as lon/lat in WGS 84, degrees.

    Raises
    ------
    CrsError
        If `crs` is not a projected VN-2000 CRS, or the geometry lies where it cannot be used.
    """
    return _transform(geometry_metric, crs, TransformDirection.FORWARD)


def from_source(geometry: G, code: int) -> G:
    """Return what a file holds in one of the accepted systems as lon/lat in WGS 84, degrees.

    `code` is one of `declared_crs.ACCEPTED`; `geometry` may also be an array of geometries. The
    way is `source_operation(code)`: EPSG:6960 for VN-2000, and no datum shift for WGS 84.

    Raises
    ------
    CrsError
        If a coordinate lies where the system cannot be used.
    """
    transformer = _source(code).transformer
    return cast("G", _carried(geometry, transformer, code, TransformDirection.FORWARD))


def source_operation(code: int) -> str | None:
    """Return what EPSG calls the datum operation from an accepted system; `None` without one."""
    return _source(code).name or None


def length_m(geometry_4326: BaseGeometry, crs: int = TM3_105_30) -> float:
    """Return the grid length of a lon/lat geometry, metres; of an area, its perimeter.

    Inside a 3-degree zone grid lengths are within 0.03 % of ground lengths.
    """
    return float(to_metric(geometry_4326, crs).length)


def area_m2(geometry_4326: BaseGeometry, crs: int = TM3_105_30) -> float:
    """Return the grid area of a lon/lat geometry, square metres; 0 for points and lines."""
    return float(to_metric(geometry_4326, crs).area)


def operation_name(crs: int = TM3_105_30) -> str:
    """Return what EPSG calls the datum operation in use, to stand beside published figures."""
    return _operation(crs).name


def check_declared(name: object) -> None:
    """Refuse a GeoJSON ``crs`` name that is not longitude and latitude in WGS 84.

    RFC 7946 has no ``crs`` member; older files do, and then it is either harmless or the only
    sign that the coordinates are something else. EPSG:4326 is read as GDAL and QGIS write it,
    longitude first.

    Raises
    ------
    CrsError
        ``crs.missing`` for a blank name, ``crs.not_4326`` for another CRS of EPSG,
        ``crs.unknown`` for anything else.
    """
    if name is None or (isinstance(name, str) and not name.strip()):
        raise CrsError("crs.missing")
    text = str(name).strip()
    if _LONGITUDE_FIRST.fullmatch(text):
        return
    # Only a bare EPSG code is looked up: PROJ would open files that a longer text names.
    code = _EPSG.fullmatch(text)
    if code is None:
        raise CrsError("crs.unknown", value=text[:_SHOWN])
    raise CrsError("crs.not_4326", value=text[:_SHOWN], name=_known(int(code[1])).name)


def _known(code: int) -> CRS:
    """Return the CRS of an EPSG code."""
    try:
        return CRS.from_epsg(code)
    except CRSError as error:
        raise CrsError("crs.unknown", value=f"EPSG:{code}") from error


@cache
def _operation(code: int) -> _Operation:
    """Return the way from a VN-2000 zone, metres, to WGS 84."""
    zone = _known(code)
    base = zone.geodetic_crs
    if not zone.is_projected or base is None or base.to_epsg() != _VN2000:
        raise CrsError("crs.not_vn2000", value=f"EPSG:{code}", name=zone.name)
    return _pinned(zone, code)


@cache
def _source(code: int) -> _Operation:
    """Return the way from any accepted system to WGS 84."""
    system = _known(code)
    base = system.geodetic_crs
    if base is not None and base.to_epsg() == _VN2000:
        return _pinned(system, code)
    straight = Transformer.from_crs(system, _WGS84, always_xy=True, allow_ballpark=False)
    return _Operation("", straight)


def _pinned(zone: CRS, code: int) -> _Operation:
    """Find EPSG:6960 among the ways from VN-2000 to WGS 84."""
    network.set_network_enabled(active=False)  # type: ignore[attr-defined]
    group = TransformerGroup(zone, _WGS84, always_xy=True, allow_ballpark=False)
    for candidate in group.transformers:
        for step in candidate.operations or ():
            identifier = step.to_json_dict().get("id", {})
            if (identifier.get("authority"), identifier.get("code")) == ("EPSG", _OPERATION):
                # A transformer out of a group must not be shared between threads, and the
                # dashboard has one per reader; one made from its pipeline may be.
                shared = Transformer.from_pipeline(candidate.definition)
                return _Operation(f"{step.name} (EPSG:{_OPERATION})", shared)
    raise CrsError("crs.no_operation", value=f"EPSG:{code}", operation=f"EPSG:{_OPERATION}")


def _transform(geometry: G, code: int, direction: TransformDirection) -> G:
    """Carry every vertex over; heights are dropped."""
    return cast("G", _carried(geometry, _operation(code).transformer, code, direction))


def _carried(
    geometry: Any, transformer: Transformer, code: int, direction: TransformDirection
) -> Any:
    """Do so for one geometry or for an array of them."""
    # PROJ lets NaN through, and a NaN vertex would make every later length NaN.
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise CrsError("crs.outside", value=f"EPSG:{code}")

    def carry(x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
        return transformer.transform(x, y, direction=direction, errcheck=True)

    try:
        return shapely.transform(geometry, carry, interleaved=False)
    except ProjError as error:
        raise CrsError("crs.outside", value=f"EPSG:{code}") from error
