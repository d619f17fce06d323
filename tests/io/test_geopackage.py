"""GeoPackage out: read back by GDAL, the driver of QGIS, with its styles where QGIS looks."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pyogrio
import pytest
from shapely.geometry import LineString, Point, box

from tvgeo.core import crs
from tvgeo.core.features import Feature
from tvgeo.errors import CrsError
from tvgeo.io import geopackage
from tvgeo.io.geopackage import Table

AT = datetime(2025, 12, 31, 7, 30, tzinfo=UTC)
LINE = LineString([(106.2, 9.8), (106.3, 9.8)])


def feature(feature_id, geometry, layer="roads", **known):
    return Feature(feature_id, layer, geometry, "Thử", "own-work", 50.0, "digitised", **known)


def table(name="roads", geometry=LINE, style="<qgis/>", **figures):
    record = {"physical_pct": 62.4, "as_of": date(2024, 6, 14)} | figures
    pair = (feature("a", geometry, name, project_id="p"), record)
    title = {"roads": "Quốc lộ", "ports": "Bến cảng"}[name]
    return Table(name, title, "Nguồn: Thử", (pair,), style)


def styles(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()


@pytest.mark.parametrize("code", [4326, 9209])
def test_each_table_is_a_layer_in_the_crs_asked_for(tmp_path, code):
    path = tmp_path / "a.gpkg"
    tables = [table(), table("ports", box(106, 9.5, 106.1, 9.6))]
    geopackage.write(path, tables, at=AT, crs=code)
    drawn = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    assert drawn == ["roads", "ports"]
    roads = pyogrio.read_dataframe(path, layer="roads")
    assert roads.crs.to_epsg() == code
    assert roads["physical_pct"].tolist() == [62.4]
    assert roads["as_of"].tolist() == ["2024-06-14"]
    expected = LINE if code == 4326 else crs.to_metric(LINE, code)
    assert roads.geometry[0].equals_exact(expected, 1e-9)


def test_a_figure_that_nobody_knows_is_a_number_without_a_value(tmp_path):
    geopackage.write(tmp_path / "a.gpkg", [table(physical_pct=None)], at=AT)
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="roads")
    assert frame["physical_pct"].dtype == "float64"
    assert frame["physical_pct"].isna().all()


def test_each_table_has_a_style_that_is_taken_by_default(tmp_path):
    path = tmp_path / "a.gpkg"
    tables = [
        table(style="<qgis>1</qgis>"),
        table("ports", Point(106.2, 9.8), "<qgis>2</qgis>"),
    ]
    geopackage.write(path, tables, at=AT)
    assert styles(path) == [
        ("roads", "geom", 1, "<qgis>1</qgis>"), ("ports", "geom", 1, "<qgis>2</qgis>"),
    ]  # fmt: skip
    # GDAL lists it as a table without geometry, as QGIS writes it
    assert dict(pyogrio.list_layers(path))["layer_styles"] is None


def test_two_layers_of_one_title_are_told_apart(tmp_path):
    """The format wants a title once; another province names its layers as it likes."""
    twin = replace(table("ports"), title="Quốc lộ")
    geopackage.write(tmp_path / "a.gpkg", [table(), twin], at=AT)
    info = pyogrio.read_info(tmp_path / "a.gpkg", layer="ports")
    assert info["layer_metadata"]["IDENTIFIER"] == "Quốc lộ (ports)"


def test_the_file_says_what_it_is_and_each_layer_where_it_comes_from(tmp_path):
    path = tmp_path / "a.gpkg"
    geopackage.write(path, [table()], at=AT, about={"TITLE": "Kế hoạch", "REVISION": "7"})
    info = pyogrio.read_info(path, layer="roads")
    assert info["dataset_metadata"] == {"TITLE": "Kế hoạch", "REVISION": "7"}
    assert info["layer_metadata"]["IDENTIFIER"] == "Quốc lộ"
    assert info["layer_metadata"]["DESCRIPTION"] == "Nguồn: Thử"


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("a.gpkg", "b.gpkg"):
        tables = [table(), table("ports", Point(106.2, 9.8))]
        geopackage.write(tmp_path / name, tables, at=AT, about={"TITLE": "T"})
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_a_geopackage_of_nothing_is_still_one(tmp_path):
    geopackage.write(tmp_path / "a.gpkg", [], at=AT)
    assert len(pyogrio.read_dataframe(tmp_path / "a.gpkg")) == 0


def test_a_failed_export_leaves_the_file_of_before(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"before")
    with pytest.raises(CrsError):
        geopackage.write(path, [table()], at=AT, crs=3857)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
