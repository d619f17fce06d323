"""Layer files as offices send them, made in code: one road, and what tests change of it."""

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import shapely

from tvgeo.core.plan import Project, Settings
from tvgeo.io.layer_files import reader
from tvgeo.io.layer_files.reader import Context, LayerReading, Options

SETTINGS = Settings(
    "T", "P", (date(2021, 1, 1), date(2025, 12, 31)), bounds=(105.85, 9.45, 106.75, 10.15)
)
PROJECTS = {
    "ql60": Project("ql60", "Quốc lộ 60", "transport"),
    "ql54": Project("ql54", "Quốc lộ 54", "transport"),
}
CONTEXT = Context(projects=PROJECTS, settings=SETTINGS)
# 5 km east in the zone of the province, from a round coordinate
ROAD_M = shapely.LineString([(590_000, 1_096_000), (595_000, 1_096_000)])
ROAD = [[106.3, 9.9], [106.35, 9.9]]


def feature(geometry=None, /, **properties):
    geometry = {"type": "LineString", "coordinates": ROAD} if geometry is None else geometry
    own = {"project_id": "ql60", "name_vi": "QL60"} | properties
    own = {name: value for name, value in own.items() if value is not None}
    return {"type": "Feature", "properties": own, "geometry": geometry}


def shape(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


def collection(*features, **members) -> bytes:
    document = {
        "type": "FeatureCollection",
        "features": list(features) or [feature()],
        **members,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def frame(geometries=(ROAD_M,), crs=9209, **columns):
    columns = columns or {"project_id": ["ql60", "ql54"][: len(geometries)]}
    return geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=crs)


def geopackage(folder: Path, made=None, *, layer="roads", sql: str = "") -> bytes:
    """Return a GeoPackage; `sql` is run on it afterwards, as whoever means harm would."""
    path = folder / "made.gpkg"
    path.unlink(missing_ok=True)
    (frame() if made is None else made).to_file(path, layer=layer, driver="GPKG")
    if sql:
        with sqlite3.connect(path) as connection:
            connection.executescript(sql)
        connection.close()
    return path.read_bytes()


def shapefile(folder: Path, made=None, *, encoding="UTF-8") -> dict[str, bytes]:
    """Return the parts of a Shapefile by name."""
    inner = folder / "made"
    inner.mkdir(exist_ok=True)
    (frame() if made is None else made).to_file(
        inner / "tuyen.shp", driver="ESRI Shapefile", encoding=encoding
    )
    return {path.name: path.read_bytes() for path in sorted(inner.iterdir())}


def zipped(parts, *, packing=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in dict(parts).items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(data: bytes, name: str, *, context=CONTEXT, **options) -> LayerReading:
    return reader.read(data, name, context, Options(**options))


def codes(reading: LayerReading, severity: str | None = None) -> set[str]:
    return {f.code for f in reading.findings if severity in {None, f.severity}}


def apart_m(one, other) -> float:
    """Return how far the vertices of two lon/lat shapes of the same form lie apart, metres."""
    a, b = shapely.get_coordinates(one), shapely.get_coordinates(other)
    east = (a[:, 0] - b[:, 0]) * 111_320 * np.cos(np.radians(a[:, 1]))
    north = (a[:, 1] - b[:, 1]) * 110_600
    return float(np.hypot(east, north).max())
