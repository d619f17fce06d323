"""The one place that imports GDAL, with nothing in it but the drivers that a layer may need.

GDAL chooses a driver by what a file holds: a `.geojson` that is a virtual dataset would be read
as one, and show any file of the server. Drivers are therefore left out before GDAL is loaded
(`GDAL_SKIP`), and a version of GDAL that has others is not used. Files are given as bytes, in
GDAL's own memory; nothing of the disk or the network is named to it.
"""

import os
import warnings
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from tvgeo.io.layer_files.limits import MAX_FEATURES
from tvgeo.io.layer_files.raw import RawFeature, check_count
from tvgeo.io.parsing.refusal import Refused

FORMS = ("ESRI Shapefile", "GPKG", "OSM")
# Every vector driver of the GDAL that pyogrio brings along, but the forms above; then those that
# other builds have.
SKIPPED = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF",
    "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "FlatGeobuf", "GDALG", "GML", "GPSBabel",
    "GPX", "GTFS", "GeoJSON", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG",
    "KML", "LIBKML", "LVBAG", "MBTiles", "MEM", "MVT", "MapInfo File", "MapML",
    "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT",
    "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite",
    "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX",
    "Arrow", "CAD", "FITS", "GMLAS", "HANA", "HDF5", "IDB", "INTERLIS 1", "INTERLIS 2",
    "MSSQLSpatial", "MongoDBv3", "MySQL", "NAS", "OCI", "ODBC", "PGeo", "Parquet",
    "PostgreSQL", "SOSI", "SVG", "TIGER", "XLS", "XODR", "netCDF", "FileGDB",
)  # fmt: skip
SETTINGS = {
    "GDAL_SKIP": ",".join(SKIPPED),
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "50",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_CURL_VERBOSE": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "YES",
    "OSM_MAX_TMPFILE_SIZE": "200",
    "PROJ_NETWORK": "OFF",
    "OGR_ENABLE_PARTIAL_REPROJECTION": "NO",
    "OGR_SQLITE_JOURNAL": "OFF",
    "OGR_SQLITE_PRAGMA": "trusted_schema=OFF,query_only=ON",
}


def read(
    data: bytes,
    driver: str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    columns: list[str] | None = None,
    where: str | None = None,
) -> list[RawFeature]:
    """Return the features of one layer with the values of their columns.

    `where` is a condition of ours, never a text of the file or of a user.

    Raises
    ------
    Refused
        ``E_DRIVER`` if this GDAL has drivers that it should not, ``E_CORRUPT``, or
        ``E_TOO_MANY_FEATURES``.
    """
    pyogrio = _loaded()
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        try:
            meta, fids, shapes, fields = pyogrio.raw.read(
                data, layer=layer, encoding=encoding, columns=columns, where=where,
                max_features=MAX_FEATURES + 1, return_fids=True, datetime_as_string=True,
            )  # fmt: skip
        except (ValueError, RuntimeError, TypeError, UnicodeDecodeError) as error:
            raise Refused("E_CORRUPT", driver=driver) from error
    check_count(len(fids))
    geometries = _shapes(shapes)
    names = [str(name) for name in meta["fields"]]
    values = [[_plain(value) for value in column] for column in fields]
    return [
        RawFeature(
            None if geometry is None else shapely.force_2d(geometry),
            geometry.geom_type if geometry is not None else "",
            {name: column[i] for name, column in zip(names, values, strict=True)},
            str(fids[i]),
            flattened=geometry is not None and bool(geometry.has_z),
        )
        for i, geometry in enumerate(geometries)
    ]


def _loaded() -> Any:
    """Return pyogrio with the allowed drivers only."""
    os.environ.update(SETTINGS)
    import pyogrio  # noqa: PLC0415 - after the settings, and only for a file that needs it

    drivers = set(pyogrio.list_drivers())
    if not drivers or drivers - set(FORMS):
        raise Refused("E_DRIVER", drivers=sorted(drivers - set(FORMS)))
    return pyogrio


def _shapes(written: NDArray[np.object_] | None) -> list[Any]:
    if written is None:
        raise Refused("E_NO_FEATURES")
    found = []
    for wkb in written:
        try:
            shape = None if wkb is None else shapely.from_wkb(wkb, on_invalid="fix")
        except (GEOSException, TypeError, ValueError) as error:
            raise Refused("E_CORRUPT") from error
        found.append(None if shape is None or shape.is_empty else shape)
    return found


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; bytes and lists are nothing that a layer of ours holds."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
