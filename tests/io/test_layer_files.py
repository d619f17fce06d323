"""Layer files: RFC 7946, checked feature by feature, nothing followed, nothing guessed."""

import json

import pytest

from tvgeo.io import layers

ROADS = "geojson/roads.geojson"
LINE = {"type": "LineString", "coordinates": [[106.2, 9.8], [106.3, 9.8]]}


def polygon(*points):
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


@pytest.mark.parametrize(
    ("property_", "value", "code"),
    [
        ("feature_id", None, "blank_required"),
        ("feature_id", 7, "bad_value"),
        ("project_id", "nowhere", "unknown_id"),
        ("source", None, "no_source"),
        ("source", " ", "no_source"),
        ("licence", None, "no_licence"),
        ("licence", "CC-BY-NC-4.0", "bad_licence"),
        ("method", None, "bad_method"),
        ("method", "guessed", "bad_method"),
        ("accuracy_m", None, "bad_accuracy"),
        ("accuracy_m", "50", "bad_accuracy"),
        ("accuracy_m", True, "bad_accuracy"),
        ("accuracy_m", -5, "bad_accuracy"),
        ("accuracy_m", 0, "bad_accuracy"),
        ("from_km", "0", "bad_number"),
        ("official_length_km", -1, "out_of_range"),
        ("name_vi", ["QL53"], "bad_value"),
    ],
)
def test_a_bad_property_leaves_its_feature_out(folder, make_feature, property_, value, code):
    bad = make_feature("ql-2", "ql")
    bad["properties"][property_] = value
    folder.layer("roads", [make_feature("ql-1", "ql"), bad])
    shown = None if value in (None, " ") else str(value)
    shown = " " if value == " " else shown
    assert folder.faults(ROADS) == [(code, 2, property_, shown)]
    assert [f.feature_id for f in folder.load().features] == ["ql-1"]


def test_worse_than_a_kilometre_must_be_schematic(folder, make_feature):
    folder.layer("roads", [
        make_feature("a", "ql", accuracy_m=1000),
        make_feature("b", "ql", accuracy_m=1001),
        make_feature("c", "ql", accuracy_m=4000, method="schematic"),
    ])  # fmt: skip
    assert folder.faults(ROADS) == [("not_schematic", 2, "method", "digitised")]


def test_one_km_without_the_other_cannot_place_anything(folder, make_feature):
    folder.layer("roads", [
        make_feature("a", "ql", to_km=None),
        make_feature("b", "ql", from_km=3, to_km=3),
        make_feature("against-the-chainage", "ql", from_km=11, to_km=0),
    ])  # fmt: skip
    assert folder.faults(ROADS) == [
        ("blank_required", 1, "to_km", None), ("out_of_range", 2, "to_km", "3"),
    ]  # fmt: skip


def test_a_feature_id_is_unique_in_the_whole_folder(folder, make_feature):
    folder.layer("ports", [make_feature("ql-1", "cau")])
    assert folder.faults(ROADS) == [("duplicate_id", 1, "feature_id", "ql-1")]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "LineString", "coordinates": []}, "empty_geometry"),
        ({"type": "LineString", "coordinates": [[106.2, 9.8]]}, "bad_geometry"),
        ({"type": "LineString", "coordinates": [["106.2", "9.8"], ["106.3", "9.8"]]}, "bad_geometry"),
        ({"type": "LineString", "coordinates": "106.2 9.8"}, "bad_geometry"),
        ({"type": "LineString", "coordinates": [[106.2], [106.3]]}, "bad_geometry"),
        ({"type": "LineString", "coordinates": [[106.2, True], [106.3, 9.8]]}, "bad_geometry"),
        ({"type": "Point", "coordinates": [[106.2, 9.8]]}, "bad_geometry"),
        ({"type": "Polygon", "coordinates": [[]]}, "empty_geometry"),
        ({"type": "Polygon", "coordinates": [[[106.2, 9.8], [106.3, 9.8]]]}, "bad_geometry"),
        (polygon((106, 9.5), (106.1, 9.6), (106.1, 9.5), (106, 9.6), (106, 9.5)), "bad_geometry"),
        ({"type": "GeometryCollection", "geometries": [LINE]}, "bad_geometry"),
        ({"type": "Curve", "coordinates": [[106.2, 9.8]]}, "bad_geometry"),
        ({"type": {}, "coordinates": [[106.2, 9.8]]}, "bad_geometry"),
        ("LINESTRING (106 9, 107 9)", "bad_geometry"),
        ({"type": "Point", "coordinates": [590_000, 1_096_000]}, "no_crs"),
        ({"type": "Point", "coordinates": [9.8, 106.2]}, "no_crs"),
        ({"type": "Point", "coordinates": [-165.0, 0.0]}, "outside_bounds"),
        ({"type": "Point", "coordinates": [float("nan"), 9.8]}, "nan_value"),
        ({"type": "Point", "coordinates": [106.2, float("inf")]}, "nan_value"),
    ],
)  # fmt: skip
def test_a_bad_geometry_is_refused_with_the_reason(folder, make_feature, geometry, code):
    folder.layer("roads", [make_feature("ql-1", "ql"), make_feature("ql-2", "ql", geometry)])
    assert [fault[:3] for fault in folder.faults(ROADS)] == [(code, 2, "geometry")]
    assert [f.feature_id for f in folder.load().features] == ["ql-1"]


def test_a_geometry_may_be_missing_but_not_silently(folder, make_feature):
    folder.layer("roads", [make_feature("ql-1", "ql") | {"geometry": None}])
    assert folder.faults(ROADS) == [("empty_geometry", 1, "geometry", None)]


def test_self_intersection_is_said_as_geos_says_it(folder, make_feature):
    bow = polygon((106, 9.5), (106.1, 9.6), (106.1, 9.5), (106, 9.6), (106, 9.5))
    folder.layer("roads", [make_feature("x", "ql", bow)])
    finding = next(f for f in folder.load().findings if f.code == "bad_geometry")
    assert "Self-intersection" in finding.values["reason"]
    assert finding.values["feature"] == "x"


def test_a_road_may_leave_the_province_but_not_miss_it(folder, make_feature):
    def line(*points):
        return {"type": "LineString", "coordinates": [list(point) for point in points]}

    folder.layer("roads", [
        make_feature("leaves", "ql", line((106.2, 9.8), (106.2, 10.4))),
        make_feature("misses", "ql", line((106.2, 10.3), (106.2, 10.4))),
        make_feature("astray", "ql", line((106.2, 9.8), (108.2, 9.8))),
    ])  # fmt: skip
    neighbour = make_feature("p", None, {"type": "Point", "coordinates": [106.2, 10.3]})
    folder.layer("places", [neighbour])
    assert folder.faults(ROADS) == [
        ("outside_bounds", 2, "geometry", None), ("outside_bounds", 3, "geometry", None),
    ]  # fmt: skip
    assert folder.faults("geojson/places.geojson") == []
    assert len(folder.load().features) == 4


def test_more_decimals_than_a_drawing_can_mean_are_a_warning(folder, make_feature):
    def point(x):
        return {"type": "Point", "coordinates": [x, 9.80001]}

    sketch = {"method": "schematic"}
    folder.layer("roads", [
        make_feature("a", "ql", point(106.12345), **sketch),
        make_feature("b", "ql", point(106.123456), **sketch),
        make_feature("c", "ql", point(106.1234567)), make_feature("d", "ql", point(106.12345678)),
    ])  # fmt: skip
    assert folder.faults(ROADS) == [
        ("too_precise", 2, "geometry", None), ("too_precise", 4, "geometry", None),
    ]  # fmt: skip
    assert len(folder.load().features) == 4


def test_heights_are_dropped(folder, make_feature):
    high = {"type": "Point", "coordinates": [106.2, 9.8, 12.0]}
    folder.layer("roads", [make_feature("a", "ql", high)])
    assert not folder.load().features[0].geometry_4326.has_z


@pytest.mark.parametrize(
    ("crs", "code", "shown"),
    [
        (None, "no_crs", "None"),
        ({"type": "name", "properties": {"name": ""}}, "no_crs", ""),
        ({"type": "name", "properties": {"name": "EPSG:3405"}}, "wrong_crs", "EPSG:3405"),
        ({"type": "name", "properties": {"name": "Local grid"}}, "wrong_crs", "Local grid"),
        ({"type": "name"}, "no_crs", "None"),
        (
            {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs.wkt"}},
            "wrong_crs",
            "link: http://127.0.0.1:9/crs.wkt",
        ),
        (7, "wrong_crs", "7"),
    ],
)
def test_a_layer_in_another_or_no_crs_is_left_out_whole(folder, make_feature, crs, code, shown):
    folder.layer("ports", [make_feature("b", "cau")], crs=crs)
    findings = [f for f in folder.load().findings if f.file == "geojson/ports.geojson"]
    assert [(f.code, f.column, f.values["crs"]) for f in findings] == [(code, "crs", shown)]
    assert [f.layer for f in folder.load().features] == ["roads"]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_an_old_style_crs_that_says_wgs_84_is_accepted(folder, make_feature, name):
    crs = {"type": "name", "properties": {"name": name}}
    folder.layer("roads", [make_feature("a", "ql")], crs=crs)
    assert folder.faults(ROADS) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_json"),
        (b'{"type": "FeatureCollection", "features": [', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}", "bad_json"),
        (b'{"name": "\xd0\xff"}', "bad_encoding"),
        (b"[]", "bad_value"),
        (b'{"type": "Feature"}', "bad_value"),
        (b'{"type": "FeatureCollection", "features": {}}', "bad_value"),
        (b"<OGRVRTDataSource/>", "bad_json"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding_and_the_others_load(folder, content, code):
    folder.write("geojson/ports.geojson", content)
    assert [fault[0] for fault in folder.faults("geojson/ports.geojson")] == [code]
    assert len(folder.load().features) == 1


def test_a_file_beyond_the_limit_is_not_parsed(folder, monkeypatch):
    monkeypatch.setattr(layers, "MAX_BYTES", 100)
    assert [fault[0] for fault in folder.faults(ROADS)] == ["too_large"]


@pytest.mark.parametrize(
    "member", [None, 7, "x", {"type": "Point"}, {"type": "Feature", "properties": []}]
)
def test_a_member_that_is_no_feature_is_left_out(folder, make_feature, member):
    folder.layer("roads", [make_feature("a", "ql"), member])
    faults = folder.faults(ROADS)
    assert {fault[1] for fault in faults} == {2}
    assert len(folder.load().features) == 1


def test_nan_and_half_characters_in_properties_never_reach_a_page(folder, make_feature):
    folder.layer("roads", [
        make_feature("a", "ql", length=float("nan")),
        make_feature("b", "ql", name_vi="\ud800"),
        make_feature("c", "ql", deep={"x": [1e400]}),
        make_feature("d", "ql"),
    ])  # fmt: skip
    assert [fault[:3] for fault in folder.faults(ROADS)] == [
        ("nan_value", 1, "properties"), ("bad_encoding", 2, "properties"),
        ("nan_value", 3, "properties"),
    ]  # fmt: skip
    assert [f.feature_id for f in folder.load().features] == ["d"]


@pytest.mark.parametrize(
    "hostile", ["{{7*7}}", "${7*7}", "<img src=x onerror=alert(1)>", "</script>", "=1+1", "`x`"]
)
def test_hostile_text_is_kept_literally(folder, make_feature, hostile):
    properties = {"name_vi": hostile, hostile: hostile, "__proto__": {"x": 1}}
    folder.layer("roads", [make_feature("a", None, **properties)])
    found = folder.load().features[0]
    assert found.name_vi == hostile
    assert found.other == {hostile: hostile, "__proto__": {"x": 1}}
    assert json.dumps(found.other)


@pytest.mark.parametrize("column", ["official_length_km", "official_area_ha", "accuracy_m"])
@pytest.mark.parametrize("value", [10**400, 1e308])
def test_a_number_without_end_is_a_finding_and_no_crash(folder, make_feature, column, value):
    folder.layer("roads", [make_feature("ql-1", "ql", **{column: value})])
    code = "bad_accuracy" if column == "accuracy_m" else "out_of_range"
    assert [fault[:3] for fault in folder.faults(ROADS)] == [(code, 1, column)]


def test_a_coordinate_without_end_is_no_degree(folder, make_feature):
    endless = {"type": "Point", "coordinates": [10**400, 9.8]}
    folder.layer("roads", [make_feature("ql-1", "ql", endless, from_km=None, to_km=None)])
    assert [fault[0] for fault in folder.faults(ROADS)] == ["no_crs"]


@pytest.mark.parametrize(
    ("from_km", "to_km", "column"),
    [(1, 1.0000001, "to_km"), (0, 10_000, "to_km"), (1e308, 0, "from_km")],
)
def test_km_that_no_chainage_can_have_are_refused(folder, make_feature, from_km, to_km, column):
    folder.layer("roads", [make_feature("ql-1", "ql", from_km=from_km, to_km=to_km)])
    folder.progress(
        [{"project_id": "ql", "as_of": "2024-06-14", "completed_chainage": "Km0+000-Km1+000"}]
    )
    assert [fault[:3] for fault in folder.faults(ROADS)] == [("out_of_range", 1, column)]


def test_a_line_with_a_gap_carries_no_km(folder, make_feature):
    gap = {
        "type": "MultiLineString",
        "coordinates": [[[106.2, 9.8], [106.3, 9.8]], [[106.4, 9.8], [106.5, 9.8]]],
    }
    folder.layer("roads", [
        make_feature("without", "ql", gap, from_km=None, to_km=None),
        make_feature("with", "ql", gap),
    ])  # fmt: skip
    assert [fault[:3] for fault in folder.faults(ROADS)] == [("bad_geometry", 2, "geometry")]
