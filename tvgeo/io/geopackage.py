"""GeoPackage out: a table per layer and shape, each with the style that QGIS applies to it.

The same tables give the same bytes: every time in the file is the one it is given.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs as reference
from tvgeo.io import exports

WGS84 = 4326
# What GDAL writes by itself makes the QGIS of many an office warn.
VERSION = "1.2"
NUMBERS = frozenset({
    "from_km", "to_km", "official_length_km", "official_area_ha", "accuracy_m",
    "physical_pct", "planned_pct", "slippage_points", "disbursed_pct",
})  # fmt: skip
# As QGIS creates it: it looks for the style of a table here, and takes the default one.
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""
_STYLE = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
    " styleName, styleQML, useAsDefault, description, owner, update_time)"
    " VALUES ('', '', ?, 'geom', ?, ?, 1, ?, '', ?)"
)
_CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
    " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: features of one shape with their figures, its title, and its style (QML)."""

    name: str
    title: str
    description: str
    pairs: Sequence[exports.Pair]
    style: str = ""


def write(
    path: Path,
    tables: Sequence[Table],
    *,
    at: datetime,
    crs: int = WGS84,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write tables to a GeoPackage; `crs` is 4326 or a VN-2000 zone (EPSG).

    `about` is kept as metadata of the file, `at` (aware) as the time of its last change.

    Raises
    ------
    CrsError
        If `crs` is neither.
    """
    with exports.replacing(path) as finished, TemporaryDirectory() as folder:
        temporary = Path(folder) / "made.gpkg"
        # A GeoPackage without any table is not one.
        written: set[str] = set()
        for table in tables or (Table("projects", "projects", "", ()),):
            # the format wants each title once
            twin = table.title in written
            title = f"{table.title} ({table.name})" if twin else table.title
            _write_table(temporary, replace(table, title=title), crs, {} if written else about)
            written.add(title)
        _finish(temporary, tables, at, into=finished)


def _write_table(path: Path, table: Table, crs: int, about: Mapping[str, str] | None) -> None:
    import geopandas as gpd  # noqa: PLC0415 - 0.6 s to import, and only this export needs it

    frame = gpd.GeoDataFrame(
        [exports.attributes(feature, record) for feature, record in table.pairs],
        columns=None if table.pairs else list(exports.OF_FEATURE),
        geometry=[_projected(feature.geometry_4326, crs) for feature, _ in table.pairs],
        crs=f"EPSG:{crs}",
    )
    # a column of which nothing is known yet is one of numbers all the same
    numbers = NUMBERS & set(frame.columns)
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    frame.to_file(
        path,
        layer=table.name,
        driver="GPKG",
        engine="pyogrio",
        dataset_options={"VERSION": VERSION},
        layer_options={"IDENTIFIER": table.title, "DESCRIPTION": table.description},
        dataset_metadata=dict(about or {}) or None,
    )


def _projected(geometry_4326: BaseGeometry, crs: int) -> BaseGeometry:
    if crs == WGS84:
        return geometry_4326
    return reference.to_metric(geometry_4326, crs)


def _finish(path: Path, tables: Sequence[Table], at: datetime, *, into: Path) -> None:
    """Add the styles, and put one time in the place of those of the making.

    The file that counts is written anew: how many transactions the first one took, which its
    head tells, differs from one time to another.
    """
    stamp = f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
    styled = [table for table in tables if table.style]
    with closing(sqlite3.connect(path)) as connection, connection:
        if styled:
            connection.execute(_STYLES)
            connection.execute(_CONTENTS, (stamp,))
        for table in styled:
            connection.execute(_STYLE, (table.name, table.title, table.style, "tvgeo", stamp))
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
        if connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'gpkg_metadata_reference'"
        ).fetchone():
            connection.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(into),))
