"""A GeoPackage: its schema is looked at in memory, read-only, before GDAL reads its one layer.

A view could run for ever, a trigger change what is read, a virtual table reach other files. Views
and virtual tables are refused; triggers cannot fire, since nothing is ever written.
"""

import re
import sqlite3
from contextlib import closing

from tvgeo.core import declared_crs
from tvgeo.errors import CrsError
from tvgeo.io.layer_files import gdal
from tvgeo.io.layer_files.raw import RawLayer, chosen
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading.gathering import Gathering

# Bytes 18 and 19 say that changes may wait in a second file, which no upload brings along.
_JOURNAL, _ROLLBACK = slice(18, 20), b"\x01\x01"
_OWN_TRIGGERS = re.compile(
    r"(gpkg_|rtree_|trigger_(insert|delete)_feature_count_)", re.IGNORECASE
)
_RTREE = re.compile(
    r"create\s+virtual\s+table\s.*\susing\s+rtree\s*\(", re.IGNORECASE | re.DOTALL
)
_UNDEFINED = (-1, 0)


def read(data: bytes, wanted: str | None, gathering: Gathering) -> RawLayer:
    """Return the layer of a GeoPackage; of several, the one called `wanted`.

    Raises
    ------
    Refused
        ``E_DRIVER`` for another SQLite file, ``E_CORRUPT``, ``E_GPKG_VIEW``, ``E_NO_LAYERS``,
        ``E_MULTI_LAYERS``, or ``E_CRS_UNKNOWN`` where code and definition disagree.
    """
    data = data[: _JOURNAL.start] + _ROLLBACK + data[_JOURNAL.stop :]
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            names = _layers(connection, gathering)
            layer = chosen(names, wanted)
            crs = _crs(connection, layer)
            count = _count(connection, layer)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        raise Refused("E_CORRUPT") from None
    features = gdal.read(data, "GPKG", layer=layer)
    if len(features) != count:
        raise Refused("E_CORRUPT")
    return RawLayer(features, crs, names)


def _layers(connection: sqlite3.Connection, gathering: Gathering) -> list[str]:
    """Return the tables that are layers, after a look at everything else that is declared."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    tables = {name for kind, name, _ in schema if kind == "table"}
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= tables:
        raise Refused("E_DRIVER")
    for kind, name, sql in schema:
        virtual = re.match(r"create\s+virtual", str(sql or ""), re.IGNORECASE)
        if kind == "view" or (virtual and not _RTREE.match(sql)):
            raise Refused("E_GPKG_VIEW", value=str(name)[:80])
        if kind == "trigger" and not _OWN_TRIGGERS.match(name):
            gathering.add("warning", "W_GPKG_TRIGGER")
    rows = connection.execute(
        "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
    ).fetchall()
    names = [str(row[0]) for row in rows]
    if not names:
        raise Refused("E_NO_LAYERS")
    if not set(names) <= tables:
        raise Refused("E_CORRUPT")
    return names


def _count(connection: sqlite3.Connection, layer: str) -> int:
    # the name is that of a table in the schema; an identifier cannot be a parameter
    quoted = layer.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608


def _crs(connection: sqlite3.Connection, layer: str) -> str | None:
    """Return the EPSG name or the definition of a layer's system; `None` where undefined."""
    row = connection.execute(
        "SELECT s.srs_id, s.organization, s.organization_coordsys_id, s.definition"
        " FROM gpkg_geometry_columns AS g JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id"
        " WHERE g.table_name = ?",
        (layer,),
    ).fetchone()
    if row is None or row[0] in _UNDEFINED:
        return None
    _, organization, code, definition = row
    text = str(definition or "")
    if str(organization).upper() != "EPSG":
        return text or None
    named = f"EPSG:{code}"
    try:
        if text and declared_crs.recognise(named) != declared_crs.recognise(text):
            raise Refused("E_CRS_UNKNOWN", value=f"{named} ≠ {text[:60]}")
    except CrsError:
        return named if text.lower() in {"", "undefined"} else text
    return named
