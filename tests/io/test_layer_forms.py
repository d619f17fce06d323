"""What a layer file may be: forms, first bytes, JSON, archives, databases; and what refuses it."""

import json
import sqlite3
import struct
import subprocess
import sys
import unicodedata
import zipfile

import pandas as pd
import pytest
from layer_making import (
    ROAD,
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
from shapely import LineString, Point

from tvgeo.io.layer_files import gdal

# Each file is read in a process of its own: the long run has the time.
pytestmark = pytest.mark.slow


def refused(reading, *wanted):
    assert reading.verdict == "reject"
    assert codes(reading, "error") == set(wanted)
    assert reading.features == ()


# Names and first bytes


@pytest.mark.parametrize(
    "name", ["a.kml", "a.shp", "a.csv", "a.gpx", "a", "a.geojson.exe", "a\0.geojson"]
)
def test_other_extensions_are_refused(name):
    refused(read(collection(), name), "E_EXTENSION")


@pytest.mark.parametrize("name", ["tuyến đường.GEOJSON", "C:\\x\\a.json"])
def test_a_harmless_name_changes_nothing(name):
    assert read(collection(), name).verdict == "accept"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.geojson", b"PK\x03\x04....", "E_TYPE_MISMATCH"), ("a.gpkg", collection(), "E_DRIVER"),
        ("a.zip", b"SQLite format 3\0", "E_TYPE_MISMATCH"), ("a.geojson", b"<osm version='0.6'/>", "E_DRIVER"),
        ("a.geojson", b"[1]", "E_DRIVER"), ("a.osm", collection(), "E_DRIVER"),
        ("a.geojson", b" \r\n", "E_EMPTY"), ("a.zip", b"", "E_EMPTY"),
        ("a.geojson", b" " * 60_000_000, "E_TOO_LARGE"),
    ],
)  # fmt: skip
def test_the_first_bytes_must_agree_with_the_name(name, data, code):
    refused(read(data, name), code)


# GeoJSON


def test_a_mark_of_utf8_is_read_and_utf16_is_refused_with_advice():
    assert read(b"\xef\xbb\xbf" + collection(), "a.geojson").verdict == "accept"
    refused(read(collection().decode().encode("utf-16"), "a.geojson"), "E_ENCODING")
    refused(
        read(collection(feature(name_vi="x")).replace(b'"x"', b'"C\xe2u"'), "a.geojson"),
        "E_ENCODING",
    )


@pytest.mark.parametrize(
    "data",
    [
        collection()[:-5], collection() + b"x", collection() + b"\n" + collection(),
        b'{"type":"FeatureCollection","features":{}}', b'{"type":"FeatureCollection","features":[1]}',
        b'{"type":"FeatureCollection","features":' + b"[" * 70 + b"]" * 70 + b"}",
        b'{"type":"FeatureCollection","features":[],"x":' + b'{"a":' * 70 + b"1" + b"}" * 70 + b"}",
        collection().replace(b'"ql60"', b"-Infinity"), b"{" * 500_000,
        collection(feature(x=json.loads("[" * 61 + "]" * 61))),
    ],
)  # fmt: skip
def test_what_is_not_quite_json_is_refused(data):
    refused(read(data, "a.geojson"), "E_JSON")


def test_brackets_inside_a_text_are_text():
    data = collection(feature(name_vi='[[[["\\' * 40))
    assert read(data, "a.geojson").verdict == "accept"


def test_a_lone_feature_is_a_layer_of_one():
    data = json.dumps(feature()).encode()
    assert [f.stated["project_id"] for f in read(data, "a.geojson").features] == ["ql60"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"type":"Topology","objects":{},"arcs":[]}', b'{"type":"gdal_streamed_alg","command_line":"gdal vector"}',
        b'{"geometryType":"esriGeometryPoint","features":[]}', b'{"type":"conf"}',
    ],
)  # fmt: skip
def test_the_json_of_other_drivers_is_not_geojson(data):
    refused(read(data, "a.geojson"), "E_DRIVER")


def test_a_million_empty_lists_do_not_fill_the_memory():
    data = b'{"type":"FeatureCollection","features":[' + b"[]," * 12_000_000 + b"[]]}"
    refused(read(data, "a.geojson"), "E_TOO_MANY_VERTICES")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["LineString", "Polygon"])
@pytest.mark.parametrize("vertices", [1_200_000, 1_500_000, 2_000_000])
def test_one_shape_of_too_many_vertices_is_refused_as_such(kind, vertices):
    places = ",".join(
        f"[{106.2 + i % 1000 * 1e-4:.4f},{9.7 + i // 1000 * 1e-4:.4f}]" for i in range(vertices)
    )
    places = f"[{places}]" if kind == "Polygon" else places
    geometry = f'{{"type":"{kind}","coordinates":[{places}]}}'
    data = f'{{"type":"Feature","properties":{{"project_id":"ql60"}},"geometry":{geometry}}}'
    refused(read(data.encode(), "a.geojson"), "E_TOO_MANY_VERTICES")


def test_more_features_than_a_layer_has_are_refused():
    one = json.dumps(feature(shape("Point", ROAD[0])))
    data = (
        '{"type":"FeatureCollection","features":[' + ",".join([one] * 20_001) + "]}"
    ).encode()
    refused(read(data, "a.geojson"), "E_TOO_MANY_FEATURES")


# Archives


@pytest.fixture
def parts(tmp_path):
    return shapefile(tmp_path)


def test_a_zipped_shapefile_is_read(parts):
    reading = read(zipped(parts), "a.zip")
    assert (reading.verdict, reading.crs) == ("accept", "EPSG:9209")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"khac.zip": zipped({"a": b"b"})}, "E_ZIP_NESTED"), ({"..\\x.shp": b""}, "E_ZIP_PATH"),
        ({"C:x.shp": b""}, "E_ZIP_PATH"), ({"a/../../x": b""}, "E_ZIP_PATH"),
        ({"TUYEN.SHP": b""}, "E_ZIP_DUPLICATE"), ({"junk.txt": bytes(30_000_000)}, "E_ZIP_BOMB"),
        ({"khac.shp": b"", "khac.shx": b"", "khac.dbf": b""}, "E_MULTI_LAYERS"),
    ],
)  # fmt: skip
def test_what_else_is_in_an_archive_may_refuse_it(parts, change, code):
    if code == "E_ZIP_PATH" and "\\" in next(iter(change)):
        data = zipped(parts | {"..?x.shp": b""}).replace(b"..?x.shp", b"..\\x.shp")
        refused(read(data, "a.zip"), code)
        return
    refused(read(zipped(parts | change), "a.zip"), code)


def test_of_several_layers_the_officer_chooses_one(tmp_path, parts):
    both = parts | {name.replace("tuyen", "khac"): content for name, content in parts.items()}
    refused_reading = read(zipped(both), "a.zip")
    assert set(refused_reading.layers) == {"tuyen", "khac"}
    assert read(zipped(both), "a.zip", layer_name="khac").verdict != "reject"
    refused(read(zipped(both), "a.zip", layer_name="xyz"), "E_MULTI_LAYERS")


def test_a_locked_archive_is_refused(parts):
    data = bytearray(zipped(parts))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    refused(read(bytes(data), "a.zip"), "E_ENCRYPTED")


def test_members_that_share_their_bytes_are_a_bomb(parts):
    data = bytearray(zipped(parts, packing=zipfile.ZIP_STORED))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 42, 0)
    assert read(bytes(data), "a.zip").verdict == "reject"


def test_an_archive_without_anything_is_refused():
    refused(read(b"PK\x05\x06" + bytes(18), "a.zip"), "E_CORRUPT")
    refused(read(zipped({"a.geojson": collection()}), "a.zip"), "E_NO_SHP")


def test_a_program_behind_an_archive_is_refused(parts):
    refused(read(zipped(parts) + b"#!/bin/sh", "a.zip"), "E_CORRUPT")


def test_two_layers_of_one_name_in_two_folders_are_asked(parts):
    both = {f"{year}/{name}": data for year in (2024, 2026) for name, data in parts.items()}
    asked = read(zipped(both), "a.zip")
    refused(asked, "E_MULTI_LAYERS")
    assert asked.layers == ("2024/tuyen", "2026/tuyen")
    assert "E_MULTI_LAYERS" not in codes(read(zipped(both), "a.zip", layer_name="2026/tuyen"))


# The files of a Shapefile


def test_counts_that_do_not_agree_are_refused(parts):
    short = parts | {
        "tuyen.dbf": parts["tuyen.dbf"][:4] + struct.pack("<I", 2) + parts["tuyen.dbf"][8:]
    }
    refused(read(zipped(short), "a.zip"), "E_CORRUPT")
    cut = parts | {"tuyen.shx": parts["tuyen.shx"][:100]}
    refused(read(zipped(cut), "a.zip"), "E_CORRUPT")
    far = parts | {"tuyen.shx": parts["tuyen.shx"][:100] + struct.pack(">ii", 2**29, 50)}
    refused(read(zipped(far), "a.zip"), "E_CORRUPT")


def test_a_surface_in_space_is_no_map_layer(parts):
    shp = parts["tuyen.shp"]
    space = parts | {"tuyen.shp": shp[:32] + struct.pack("<i", 31) + shp[36:]}
    refused(read(zipped(space), "a.zip"), "E_GEOM_TYPE")


@pytest.mark.parametrize("encoding", ["cp1258", "UTF-8"])
@pytest.mark.parametrize("with_cpg", [True, False])
def test_names_survive_every_encoding(tmp_path, encoding, with_cpg):
    name = (
        "Đường Trường Sa – Tập Sơn"
        if encoding == "UTF-8"
        else "Đường Nguyễn Huệ, phường Tập Sơn"
    )
    written = decomposed(name) if encoding == "cp1258" else name
    made = shapefile(tmp_path, frame(project_id=["ql60"], name=["x" * 60]))
    raw = written.encode(encoding)
    dbf = made["tuyen.dbf"].replace(b"x" * 60, raw.ljust(60))
    parts = made | {"tuyen.dbf": dbf, "tuyen.cpg": encoding.encode()}
    if not with_cpg:
        del parts["tuyen.cpg"]
    reading = read(zipped(parts), "a.zip")
    assert reading.features[0].stated["name_vi"] == name
    assert codes(reading) == (set() if with_cpg else {"W_ENCODING_GUESSED"})


def decomposed(text):
    """Return text as Windows-1258 has it: letters with their shape, tones apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for character in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", character)
        tone = "".join(mark for mark in marks if mark in tones)
        found += (
            unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones)) + tone
        )
    return found


def test_a_font_from_before_unicode_is_read_and_said(tmp_path):
    made = shapefile(tmp_path, frame(project_id=["ql60"], name=["x" * 40]))
    raw = "§\xad\xeang T\xcbp S\xacn".encode("latin-1")  # "Đường Tập Sơn" in TCVN3
    parts = made | {"tuyen.dbf": made["tuyen.dbf"].replace(b"x" * 40, raw.ljust(40))}
    del parts["tuyen.cpg"]
    reading = read(zipped(parts), "a.zip")
    assert "W_ENCODING_GUESSED" in codes(reading)


@pytest.mark.parametrize(
    "declared", ["1252", "ISO-8859-1", "windows-1252", "idna", "", "UTF-8\0"]
)
@pytest.mark.parametrize("encoding", ["cp1258", "tcvn3"])
def test_a_western_declaration_garbles_no_vietnamese(tmp_path, declared, encoding):
    name = "Đường Tập Sơn"
    raw = "§\xad\xeang T\xcbp S\xacn".encode("latin-1")
    raw = raw if encoding == "tcvn3" else decomposed(name).encode("cp1258")
    made = shapefile(tmp_path, frame(project_id=["ql60"], name=["x" * 40]))
    parts = made | {
        "tuyen.dbf": made["tuyen.dbf"].replace(b"x" * 40, raw.ljust(40)),
        "tuyen.cpg": declared.encode(),
    }
    reading = read(zipped(parts), "a.zip")
    assert codes(reading) == {"W_ENCODING_GUESSED"}
    assert reading.features[0].stated["name_vi"] == name
    assert reading.findings[0].value == name


# GeoPackages


@pytest.mark.parametrize("version", [1, 2])
def test_a_geopackage_is_read_also_in_the_mode_that_qgis_leaves(tmp_path, version):
    data = bytearray(geopackage(tmp_path))
    data[18:20] = bytes([version, version])
    reading = read(bytes(data), "a.gpkg")
    assert (reading.verdict, reading.crs, len(reading.features)) == ("accept", "EPSG:9209", 1)


ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        (f"CREATE VIEW v AS {ENDLESS};", "E_GPKG_VIEW"),
        ("CREATE VIRTUAL TABLE f USING fts5(x);", "E_GPKG_VIEW"),
        ("DROP TABLE gpkg_contents;", "E_DRIVER"),
        (f"ALTER TABLE gpkg_contents RENAME TO c; CREATE VIEW gpkg_contents AS {ENDLESS};", "E_DRIVER"),
        ("UPDATE gpkg_contents SET table_name = 'nowhere';", "E_CORRUPT"),
        ("UPDATE gpkg_contents SET data_type = 'attributes';", "E_NO_LAYERS"),
        ("UPDATE gpkg_geometry_columns SET srs_id = -1;", "E_CRS_MISSING"),
        ("UPDATE gpkg_geometry_columns SET srs_id = 0;", "E_CRS_MISSING"),
        ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 3405 WHERE srs_id = 9209;", "E_CRS_UNKNOWN"),
    ],
)  # fmt: skip
def test_what_a_geopackage_must_not_hold(tmp_path, sql, code):
    refused(read(geopackage(tmp_path, sql=sql), "a.gpkg"), code)


def test_a_trigger_that_attaches_a_file_never_fires(tmp_path):
    sql = "CREATE TRIGGER t AFTER UPDATE ON roads BEGIN DELETE FROM roads; END;"
    reading = read(geopackage(tmp_path, sql=sql), "a.gpkg")
    assert codes(reading) == {"W_GPKG_TRIGGER"}
    assert len(reading.features) == 1


def test_any_other_database_is_no_geopackage(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE roads (project_id TEXT)")
    connection.close()
    refused(read(path.read_bytes(), "a.gpkg"), "E_DRIVER")


def test_a_page_in_the_middle_that_is_not_there_is_noticed(tmp_path):
    many = frame(
        [LineString([(590_000 + i, 1_096_000), (595_000, 1_096_000)]) for i in range(2)],
        project_id=["ql60", "ql54"],
    )
    data = bytearray(geopackage(tmp_path, many))
    data[4096:8192] = bytes(4096)
    assert read(bytes(data), "a.gpkg").verdict == "reject"


def test_columns_of_every_kind_come_as_text_and_numbers(tmp_path):
    made = frame(
        [Point(590_000, 1_096_000)], project_id=["ql60"], official_length_km=[12.5],
        so=pd.array([None], dtype="Int64"), ngay=pd.to_datetime(["2024-01-02"]), co=[True],
    )  # fmt: skip
    reading = read(geopackage(tmp_path, made), "a.gpkg")
    assert reading.features[0].stated == {"project_id": "ql60", "official_length_km": 12.5}
    assert codes(reading) == {"W_EXTRA_COLUMNS"}


def test_gdal_itself_has_no_driver_but_those_of_the_forms():
    code = (
        f"import os; os.environ.update({gdal.SETTINGS!r}); import pyogrio;"
        "print(sorted(pyogrio.list_drivers()))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == str(sorted(gdal.FORMS))
