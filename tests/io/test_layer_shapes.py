"""Shapes and reference systems of a layer file: what is mended, what is asked, what is refused."""

import json
import struct

import numpy as np
import pytest
import shapely
from layer_making import (
    CONTEXT,
    ROAD_M,
    apart_m,
    codes,
    collection,
    feature,
    frame,
    geopackage,
    read,
    shape,
    shapefile,
    zipped,
)  # fmt: skip
from pyproj import CRS
from shapely import LineString, MultiLineString, Point, Polygon

from tvgeo.core import crs, declared_crs
from tvgeo.io.layer_files.reader import Context

# Each file is read in a process of its own: the long run has the time.
pytestmark = pytest.mark.slow

AREA = [[106.3, 9.9], [106.31, 9.9], [106.31, 9.91], [106.3, 9.91], [106.3, 9.9]]
TM3_ON_WGS84 = (
    'PROJCS["VN2000_TM3",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.5],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def only(reading):
    (found,) = reading.features
    return found


def geojson(*features, **members):
    return read(collection(*features, **members), "a.geojson")


# Where VN-2000 lands


@pytest.mark.parametrize("code", [9209, 9210, 5897, 3405, 4756])
def test_vn2000_comes_in_where_epsg_6960_puts_it(tmp_path, code):
    there = crs.to_4326(ROAD_M)  # by the pinned operation, from the zone of the province
    if code == 4756:
        import pyproj

        zone = pyproj.Transformer.from_crs(9209, 4756, always_xy=True)
        written = shapely.transform(ROAD_M, zone.transform, interleaved=False)
    else:
        written = crs.to_metric(there, code)
    for data, name in (
        (geopackage(tmp_path, frame([written], crs=code)), "a.gpkg"),
        (zipped(shapefile(tmp_path, frame([written], crs=code))), "a.zip"),
    ):
        reading = read(data, name)
        assert reading.verdict != "reject", codes(reading)
        assert reading.crs == f"EPSG:{code}"
        assert reading.operation == "VN-2000 to WGS 84 (2) (EPSG:6960)"
        assert apart_m(only(reading).geometry_4326, there) < 0.1


@pytest.mark.parametrize("code", [32648, 32649])
def test_utm_on_wgs84_has_no_datum_shift(tmp_path, code):
    there = crs.to_4326(ROAD_M)
    data = geopackage(tmp_path, frame([there], crs=4326).to_crs(code))
    reading = read(data, "a.gpkg")
    assert (reading.crs, reading.operation) == (f"EPSG:{code}", None)
    assert apart_m(only(reading).geometry_4326, there) < 0.01


def test_a_zone_other_than_the_provinces_is_a_warning(tmp_path):
    written = crs.to_metric(crs.to_4326(ROAD_M), 9210)
    assert codes(read(geopackage(tmp_path, frame([written], crs=9210)), "a.gpkg")) == {
        "W_OTHER_ZONE"
    }


# What a file says of its system


def test_a_tm3_file_on_wgs84_is_refused_with_the_reason(tmp_path):
    parts = shapefile(tmp_path) | {"tuyen.prj": TM3_ON_WGS84.encode()}
    reading = read(zipped(parts), "a.zip")
    (finding,) = reading.findings
    assert (reading.verdict, finding.code) == ("reject", "E_DATUM_SUSPECT")
    assert (finding.value, finding.values["suggestion"]) == ("225 m", "EPSG:9209")


def test_the_officers_answer_takes_it_as_vn2000_and_is_said(tmp_path):
    parts = shapefile(tmp_path) | {"tuyen.prj": TM3_ON_WGS84.encode()}
    reading = read(zipped(parts), "a.zip", crs=9209)
    assert codes(reading) == {"W_DATUM_SUSPECT"}
    assert apart_m(only(reading).geometry_4326, crs.to_4326(ROAD_M)) < 0.001


def test_without_a_system_it_is_asked_and_the_answer_taken(tmp_path):
    parts = shapefile(tmp_path)
    del parts["tuyen.prj"]
    assert codes(read(zipped(parts), "a.zip")) == {"E_CRS_MISSING"}
    assert read(zipped(parts), "a.zip", crs=9209).verdict == "accept"


def test_another_answer_than_the_file_is_a_warning(tmp_path):
    reading = read(geopackage(tmp_path), "a.gpkg", crs=9210)
    assert "W_CRS_CHOSEN" in codes(reading)


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (None, "E_CRS_MISSING"), ({"type": "name", "properties": {"name": "EPSG:3857"}}, "E_CRS_OTHER"),
        ({"type": "name", "properties": {"name": "EPSG:4147"}}, "E_CRS_OTHER"),
        ({"type": "name", "properties": {"name": "/etc/passwd"}}, "E_CRS_UNKNOWN"),
        ({"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/passwd"}}, "E_CRS_UNKNOWN"),
        ({"type": "link", "properties": {"href": "file:///etc/passwd"}}, "E_CRS_LINK"), (4326, "E_CRS_LINK"),
    ],
)  # fmt: skip
def test_a_crs_member_may_only_name_an_accepted_system(member, code):
    assert codes(geojson(crs=member)) == {code}


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]
)
def test_degrees_by_any_name_are_degrees(name):
    assert geojson(crs={"type": "name", "properties": {"name": name}}).verdict == "accept"


@pytest.mark.parametrize("code", declared_crs.ACCEPTED)
@pytest.mark.parametrize("form", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
def test_every_accepted_system_is_known_by_its_parameters(code, form):
    assert declared_crs.recognise(CRS.from_epsg(code).to_wkt(form)) == code


def test_metres_without_a_system_are_never_taken_for_degrees():
    metres = shape("LineString", [[590_000, 1_096_000], [595_000, 1_096_000]])
    assert codes(geojson(feature(metres))) == {"E_CRS_MISSING"}


def test_coordinates_that_cannot_be_in_their_system_are_refused(tmp_path):
    off = frame([LineString([(5e8, 5e8), (5.1e8, 5e8)])])
    assert codes(read(geopackage(tmp_path, off), "a.gpkg")) & {"E_CRS_RANGE", "E_OUTSIDE"}


# Where features lie


def test_a_road_may_leave_the_province_and_an_area_may_not():
    beyond = shape("LineString", [[106.7, 9.9], [106.9, 9.9]])
    assert geojson(feature(beyond)).verdict == "accept"
    outside = shape("Polygon", [[[x + 0.445, y] for x, y in AREA]])
    assert codes(geojson(feature(outside))) == {"E_OUTSIDE"}


def test_a_vertex_that_went_astray_refuses_a_road():
    astray = shape("LineString", [[106.3, 9.9], [0, 0]])
    assert codes(geojson(feature(astray))) == {"E_OUTSIDE"}


def test_context_may_lie_beside_the_province():
    neighbour = shape("Polygon", [[[x + 0.6, y] for x, y in AREA]])
    around = Context(projects=CONTEXT.projects, settings=CONTEXT.settings, layer="province")
    reading = read(collection(feature(neighbour, project_id=None)), "a.geojson", context=around)
    assert reading.verdict == "accept"


# Shapes


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shape("Polygon", [[[106.3, 9.9], [106.31, 9.91], [106.31, 9.9], [106.3, 9.91], [106.3, 9.9]]]), "W_GEOM_REPAIRED"),
        (shape("Polygon", [AREA[:-1]]), "W_GEOM_REPAIRED"),
        (shape("LineString", [[*ROAD, 3.5] for ROAD in ([106.3, 9.9], [106.4, 9.9])]), "W_Z_DROPPED"),
    ],
)  # fmt: skip
def test_what_can_be_mended_is_and_it_is_said(geometry, code):
    reading = geojson(feature(geometry))
    assert codes(reading) == {code}
    assert only(reading).geometry_4326.is_valid
    assert not only(reading).geometry_4326.has_z


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shape("LineString", [[106.3, 9.9]]), "E_GEOM_INVALID"), (shape("LineString", [[106.3, 9.9]] * 2), "E_GEOM_INVALID"),
        (shape("Polygon", [[[106.3, 9.9], [106.31, 9.9], [106.3, 9.9]]]), "E_GEOM_INVALID"),
        (shape("Point", [106.3]), "E_GEOM_INVALID"), (shape("Point", [True, 9.9]), "E_GEOM_INVALID"),
        (shape("Point", [106.3, None]), "E_GEOM_INVALID"), (shape("Point", "106.3,9.9"), "E_GEOM_INVALID"),
        (shape("Point", [10**400, 9.9]), "E_GEOM_INVALID"), (shape("LineString", [106.3, 9.9]), "E_GEOM_INVALID"),
        (shape("GeometryCollection", []), "E_GEOM_TYPE"), (shape("CircularString", [[106.3, 9.9]] * 3), "E_GEOM_TYPE"),
        ({"type": ["Point"]}, "E_GEOM_TYPE"), ([], "E_GEOM_TYPE"),
    ],
)  # fmt: skip
def test_what_cannot_be_mended_refuses_the_file(geometry, code):
    assert code in codes(geojson(feature(geometry)), "error")


def test_features_without_a_shape_are_left_out_and_said():
    reading = read(
        collection(
            feature(),
            feature({"type": "Point", "coordinates": []}, ref="b"),
            {**feature(ref="c"), "geometry": None},
        ),
        "a.geojson",
    )
    assert codes(reading) == {"W_GEOM_EMPTY"}
    assert [f.geometry_4326 is None for f in reading.features] == [False, True, True]
    alone = geojson({**feature(), "geometry": None})
    assert "E_NO_FEATURES" in codes(alone, "error")


def test_a_number_that_is_none_in_a_database_is_refused(tmp_path):
    northing = struct.pack("<d", 1_096_000.0)
    data = geopackage(tmp_path).replace(northing, struct.pack("<d", np.nan))
    assert codes(read(data, "a.gpkg"), "error") == {"E_GEOM_INVALID"}


def test_lines_areas_and_points_of_every_form_are_read(tmp_path):
    moved = [LineString([(590_000 + i, 1_096_000), (595_000, 1_096_000)]) for i in range(2)]
    for shapes in (
        [MultiLineString(moved)],
        [Point(590_000, 1_096_000)],
        [Polygon([(590_000, 1_096_000), (591_000, 1_096_000), (591_000, 1_097_000)])],
    ):
        reading = read(geopackage(tmp_path, frame(shapes)), "a.gpkg")
        assert (reading.verdict, only(reading).kind) == ("accept", shapes[0].geom_type)


# Properties


def test_an_id_of_the_plan_is_found_however_it_is_written():
    assert only(geojson(feature(project_id=" QL60 "))).stated["project_id"] == "ql60"
    assert codes(geojson(feature(project_id="QL-60 x"))) == {"E_ID_UNKNOWN"}


def test_two_sections_of_a_work_must_be_told_apart():
    assert codes(geojson(feature(), feature(name_vi="khác"))) == {"E_DUP_ID"}
    assert geojson(feature(from_km=0, to_km=5), feature(from_km=5, to_km=9)).verdict == "accept"


def test_a_column_by_another_name_is_suggested_and_never_taken():
    document = collection(feature(project_id=None, MA_DU_AN="ql60", SoHieu="QL.60", xyz="1"))
    reading = read(document, "a.geojson")
    assert codes(reading, "error") == {"E_MISSING_ID"}
    assert {(s.theirs, s.ours, s.how) for s in reading.suggestions} == {
        ("name_vi", "name_vi", "exact"), ("MA_DU_AN", "project_id", "synonym"),
        ("SoHieu", "ref", "synonym"), ("xyz", None, "none"),
    }  # fmt: skip
    chosen = read(document, "a.geojson", columns={"MA_DU_AN": "project_id", "SoHieu": "ref"})
    assert only(chosen).stated == {"project_id": "ql60", "name_vi": "QL60", "ref": "QL.60"}


def test_numbers_are_read_as_offices_write_them_and_nothing_else():
    found = only(
        geojson(feature(from_km="Km12+350", to_km="56,18", official_length_km=41))
    ).stated
    assert (found["from_km"], found["to_km"], found["official_length_km"]) == (
        12.35,
        56.18,
        41.0,
    )
    assert codes(geojson(feature(from_km="12.350.000"))) == {"E_NUMBER"}
    assert codes(geojson(feature(official_length_km=True))) == {"E_NUMBER"}


def test_hidden_and_hostile_text_stays_text():
    text = "<script>{{7*7}}</script>\u202e\u200bx"
    reading = geojson(feature(name_vi=text, __proto__={"a": 1}))
    assert only(reading).stated["name_vi"] == "<script>{{7*7}}</script>x"
    assert codes(reading) == {"W_INVISIBLE_CHARS", "W_EXTRA_COLUMNS"}
    assert json.dumps(dict(only(reading).stated))
