"""Which of the accepted reference systems a file declares, by code or by parameters.

Accepted are WGS 84 (degrees, or UTM zones 48 and 49 north) and VN-2000 (degrees, any TM-3 zone,
UTM zones 48 and 49 north). ArcGIS and office programs write a zone by its parameters, without
its code, so that what counts is the datum, the ellipsoid, the central meridian and the scale.
Nothing is guessed: a zone of VN-2000 that calls its datum WGS 84 would land 225 m off.
"""

import re
from functools import cache
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from tvgeo.errors import CrsError

WGS84, VN2000 = 4326, 4756
TM3 = (5896, 5897, 5898, 5899, *range(9205, 9219))
_VN2000_UTM, _WGS84_UTM = (3405, 3406), (32648, 32649)
ACCEPTED = (WGS84, VN2000, *TM3, *_VN2000_UTM, *_WGS84_UTM)
_CODE = re.compile(
    r"(?:https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/|(?:urn:(?:x-)?ogc:def:crs:)?EPSG:(?:[0-9.]*:)?)([0-9]{4,6})",
    re.IGNORECASE,
)
_CRS84 = re.compile(
    r"(?:https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/|(?:urn:(?:x-)?ogc:def:crs:)?OGC:(?:[0-9.]*:)?)CRS84",
    re.IGNORECASE,
)
_WGS84_NAMES = (
    "worldgeodeticsystem1984",
    "worldgeodeticsystem1984ensemble",
    "wgs1984",
    "wgs84",
)
_VN2000_NAMES = ("vietnam2000", "vn2000")
_SHOWN = 80
_LONGEST = 20_000
_AXIS_M, _INVERSE_FLATTENING = 6_378_137.0, 298.257223563
_TM3_SCALE = 0.9999


def label(code: int) -> str:
    """Return "EPSG:9209" for 9209."""
    return f"EPSG:{code}"


def name(code: int) -> str:
    """Return what EPSG calls the system, "VN-2000 / TM-3 105-30" for 9209."""
    return str(CRS.from_epsg(code).name)


def parse(text: str) -> int:
    """Return the accepted code that a person writes, such as "EPSG:9209" or "9209".

    Raises
    ------
    CrsError
        If it is none of `ACCEPTED`.
    """
    code = text.strip().upper().removeprefix("EPSG:")
    if code.isascii() and code.isdigit() and len(code) < len("1234567"):
        return _accepted(int(code), text)
    raise CrsError("crs.unknown", value=text[:_SHOWN])


def recognise(declared: str | None) -> int:
    """Return the EPSG code of what a file declares: a name, a URN or well-known text.

    Raises
    ------
    CrsError
        ``crs.missing`` for nothing, ``crs.suspect`` for a TM-3 zone of VN-2000 on WGS 84,
        ``crs.unknown`` for another datum, ``crs.not_accepted`` for another projection.
    """
    text = (declared or "").strip().strip("\0\ufeff").strip()
    if not text:
        raise CrsError("crs.missing")
    if _CRS84.fullmatch(text):
        return WGS84
    if code := _CODE.fullmatch(text):
        return _accepted(int(code[1]), text)
    # Only well-known text is parsed: of anything else PROJ would open the file of that name.
    if len(text) > _LONGEST or not re.match(r"[A-Z]+[A-Z0-9_]*\s*\[", text, re.IGNORECASE):
        raise CrsError("crs.unknown", value=text[:_SHOWN])
    try:
        return _by_parameters(CRS.from_wkt(text))
    except CRSError as error:
        raise CrsError("crs.unknown", value=_title(text)) from error


def _accepted(code: int, text: str) -> int:
    if code in ACCEPTED:
        return code
    try:
        known = CRS.from_epsg(code).name
    except CRSError as error:
        raise CrsError("crs.unknown", value=text[:_SHOWN]) from error
    raise CrsError("crs.not_accepted", value=text[:_SHOWN], name=known)


def _title(text: str) -> str:
    found = re.search(r'"([^"]*)"', text)
    return (found[1] if found else text)[:_SHOWN]


def _by_parameters(crs: CRS) -> int:
    """Return the code of a system that is told by its datum and numbers."""
    while crs.is_bound or crs.is_compound:
        # what a file adds about the way to WGS 84 is not used: EPSG:6960 is pinned
        inner = crs.source_crs if crs.is_bound else crs.sub_crs_list[0]
        if inner is None:
            raise CrsError("crs.unknown", value=crs.name[:_SHOWN])
        crs = inner
    datum = _datum(crs)
    if crs.is_geographic and _in_degrees(crs):
        return WGS84 if datum == "wgs84" else VN2000
    zone = _zone(crs)
    found = _zones(datum).get(zone) if zone else None
    if found is not None:
        return found
    meant = _zones("vn2000").get(zone) if zone else None
    if meant is not None and zone and zone[1] == _TM3_SCALE:
        raise CrsError("crs.suspect", value=crs.name[:_SHOWN], suggestion=label(meant))
    raise CrsError("crs.not_accepted", value=crs.name[:_SHOWN], name=crs.name[:_SHOWN])


def _datum(crs: CRS) -> str:
    """Return `wgs84` or `vn2000`; both have the ellipsoid of WGS 84 and Greenwich."""
    geodetic = crs.geodetic_crs
    datum = geodetic.datum if geodetic is not None else None
    ellipsoid, meridian = crs.ellipsoid, crs.prime_meridian
    if geodetic is None or datum is None or ellipsoid is None or meridian is None:
        raise CrsError("crs.unknown", value=crs.name[:_SHOWN])
    called = re.sub(r"[^a-z0-9]", "", datum.name.lower().removeprefix("d_"))
    right = (
        abs(ellipsoid.semi_major_metre - _AXIS_M) < 0.001  # noqa: PLR2004 - a millimetre
        and abs(ellipsoid.inverse_flattening - _INVERSE_FLATTENING) < 1e-5  # noqa: PLR2004
        and meridian.longitude == 0
    )
    for datum_name, spellings in (("wgs84", _WGS84_NAMES), ("vn2000", _VN2000_NAMES)):
        if right and called in spellings:
            return datum_name
    raise CrsError("crs.unknown", value=f"{crs.name} ({datum.name})"[:_SHOWN])


def _in_degrees(crs: CRS) -> bool:
    return all("degree" in axis.unit_name.lower() for axis in crs.axis_info[:2])


def _zone(crs: CRS) -> tuple[float, float] | None:
    """Return central meridian and scale of a transverse Mercator zone as Viet Nam uses it."""
    operation: Any = crs.coordinate_operation
    metres = all(axis.unit_conversion_factor == 1 for axis in crs.axis_info)
    if operation is None or operation.method_name != "Transverse Mercator" or not metres:
        return None
    numbers = {param.name: round(param.value, 9) for param in operation.params}
    wanted = {"Latitude of natural origin": 0, "False easting": 500_000, "False northing": 0}
    if any(numbers.get(key) != value for key, value in wanted.items()):
        return None
    meridian = numbers.get("Longitude of natural origin")
    scale = numbers.get("Scale factor at natural origin")
    return None if meridian is None or scale is None else (meridian, scale)


@cache
def _zones(datum: str) -> dict[tuple[float, float], int]:
    codes = (*TM3, *_VN2000_UTM) if datum == "vn2000" else _WGS84_UTM
    zones = {_zone(CRS.from_epsg(code)): code for code in codes}
    return {zone: code for zone, code in zones.items() if zone is not None}
