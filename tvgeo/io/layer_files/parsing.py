"""What the process for hostile bytes does with a map layer: bytes in, shapes in WGS 84 out."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs, declared_crs
from tvgeo.errors import CrsError
from tvgeo.io.geometry_json import TYPES
from tvgeo.io.layer_files import geojson_text, geopackage, limits, osm, shapefile
from tvgeo.io.layer_files.raw import RawLayer
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading.gathering import Gathering

FAULTS = {
    "crs.missing": "E_CRS_MISSING",
    "crs.unknown": "E_CRS_UNKNOWN",
    "crs.not_accepted": "E_CRS_OTHER",
    "crs.suspect": "E_DATUM_SUSPECT",
}
SHIFT = "225 m"
_WORLD = (-180.0, -90.0, 180.0, 90.0)


def parse(data: bytes, request: dict[str, Any]) -> dict[str, object]:
    """Return the layer as plain values; its features are the `rows`.

    A row is ``[WKB in hexadecimal or null, type as written, properties, fid]``, lon/lat in WGS 84.
    `request` says `form` (`geojson`, `gpkg`, `zip`, `osm`), `layer`, `crs` (an accepted EPSG code
    that the officer chose) and `ref`.

    Raises
    ------
    Refused
        If there is no layer to be read; what is wrong with single features is in `findings`.
    """
    gathering = Gathering("")
    layer = _read(data, request, gathering)
    if not layer.features:
        raise Refused("E_NO_FEATURES")
    vertices = sum(shapely.get_num_coordinates(_geometries(layer)))
    if vertices > limits.MAX_VERTICES:
        raise Refused(
            "E_TOO_MANY_VERTICES", value=f"{vertices}", limit=f"{limits.MAX_VERTICES}"
        )
    code = _code(layer, request, gathering)
    refused = gathering.rows("error")
    for row, feature in enumerate(layer.features, start=1):
        if row not in refused:
            feature.geometry = _sound(feature.geometry, row, gathering)
    flat = sum(feature.flattened for feature in layer.features)
    if flat:
        gathering.add("warning", "W_Z_DROPPED", value=f"{flat}")
    _carry(layer, code)
    if request["form"] == "geojson" and code != declared_crs.WGS84:
        gathering.add("warning", "W_REPROJECTED", value=declared_crs.label(code))
    return {
        "crs": declared_crs.label(code),
        "operation": crs.source_operation(code),
        "layers": layer.names,
        "findings": [[f.severity, f.code, f.row, f.value, f.values] for f in gathering.all()],
        "rows": [
            [
                None if f.geometry is None else shapely.to_wkb(f.geometry, hex=True),
                f.kind,
                f.properties,
                f.fid,
            ]
            for f in layer.features
        ],
    }


def _read(data: bytes, request: dict[str, Any], gathering: Gathering) -> RawLayer:
    form, wanted = request["form"], request.get("layer")
    if form == "geojson":
        return geojson_text.read(data, gathering)
    if form == "gpkg":
        return geopackage.read(data, wanted, gathering)
    if form == "osm":
        return osm.read(data, str(request.get("ref") or ""), gathering)
    return shapefile.read(data, wanted, gathering)


def _geometries(layer: RawLayer) -> list[BaseGeometry]:
    return [f.geometry for f in layer.features if f.geometry is not None]


def _code(layer: RawLayer, request: dict[str, Any], gathering: Gathering) -> int:
    """Return the system of the coordinates: as declared, unless the officer chose another."""
    answer = request.get("crs")
    try:
        declared = declared_crs.recognise(layer.crs)
    except CrsError as error:
        if answer is None:
            values = {k: v for k, v in error.values.items() if k != "name"}
            if error.key == "crs.suspect":
                values |= {"value": SHIFT}
            raise Refused(FAULTS[error.key], **values) from error
        if error.key == "crs.suspect":
            chosen = declared_crs.label(answer)
            gathering.add("warning", "W_DATUM_SUSPECT", value=SHIFT, suggestion=chosen)
        return int(answer)
    if answer is not None and answer != declared:
        gathering.add(
            "warning",
            "W_CRS_CHOSEN",
            value=declared_crs.label(declared),
            suggestion=declared_crs.label(answer),
        )
    return declared if answer is None else int(answer)


def _sound(geometry: BaseGeometry | None, row: int, gathering: Gathering) -> Any:
    """Return a valid shape of an accepted type, mended where that is possible and said."""
    if geometry is None:
        gathering.add("warning", "W_GEOM_EMPTY", row=row)
        return None
    if geometry.geom_type not in TYPES:
        gathering.add("error", "E_GEOM_TYPE", row=row, value=geometry.geom_type)
        return None
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        gathering.add("error", "E_GEOM_INVALID", row=row, value="NaN, ∞")
        return None
    if geometry.is_valid:
        return geometry
    mended = _mended(geometry)
    if mended.is_empty or _family(mended) != _family(geometry):
        reason = shapely.is_valid_reason(geometry)
        gathering.add("error", "E_GEOM_INVALID", row=row, value=reason)
        return None
    gathering.add("warning", "W_GEOM_REPAIRED", row=row, label="layers.repair.valid")
    return mended


def _mended(geometry: BaseGeometry) -> BaseGeometry:
    """Return a valid shape; a hole outside its outline is dropped, not made land."""
    if geometry.geom_type == "Polygon":
        outline = shapely.make_valid(shapely.Polygon(geometry.exterior), method="structure")
        holes = [hole for hole in geometry.interiors if outline.intersects(hole)]
        geometry = shapely.Polygon(geometry.exterior, holes)
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _family(geometry: BaseGeometry) -> str:
    return str(geometry.geom_type).removeprefix("Multi")


def _carry(layer: RawLayer, code: int) -> None:
    """Bring every shape to WGS 84 by the pinned operation."""
    drawn = [f for f in layer.features if f.geometry is not None]
    shapes = np.array([f.geometry for f in drawn], dtype=object)
    if not drawn or code == declared_crs.WGS84:
        return  # degrees as they were written: whoever knows the province judges them
    try:
        moved = crs.from_source(shapes, code)
    except CrsError as error:
        raise Refused("E_CRS_RANGE", value=declared_crs.label(code)) from error
    west, south, east, north = shapely.total_bounds(moved)
    if west < _WORLD[0] or south < _WORLD[1] or east > _WORLD[2] or north > _WORLD[3]:
        raise Refused("E_CRS_RANGE", value=declared_crs.label(code))
    for feature, geometry in zip(drawn, moved, strict=True):
        feature.geometry = geometry
