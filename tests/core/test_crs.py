"""The pinned VN-2000 operation, at a point of the Mekong delta whose answers were measured."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer, network
from shapely import LineString, Point, Polygon

from tvgeo.core import crs
from tvgeo.errors import CrsError

ZONES = (3405, 3406, *range(5896, 5900), *range(9205, 9219))
LEFT_ALONE = Transformer.from_crs(9209, 4326, always_xy=True)
PLACE = (590_000, 1_096_000)  # east of Tiểu Cần, EPSG:9209


def metres_apart(one: Point, other: Point) -> float:
    return Geod(ellps="WGS84").inv(one.x, one.y, other.x, other.y)[2]


def test_the_national_operation_is_used_in_the_mekong_delta():
    place = crs.to_4326(Point(PLACE))
    assert (place.x, place.y) == pytest.approx((106.3224882161, 9.9098735606), abs=1e-9)
    assert crs.operation_name() == "VN-2000 to WGS 84 (2) (EPSG:6960)"


def test_left_alone_proj_would_be_81_cm_away():
    elsewhere = Point(LEFT_ALONE.transform(*PLACE))
    assert metres_apart(crs.to_4326(Point(PLACE)), elsewhere) == pytest.approx(0.81, abs=0.005)


def test_there_is_no_seam_where_the_default_has_one():
    # the box of EPSG:5194 ends at 11.04° N; walk 800 m across that edge in steps of half a metre
    edge = crs.to_metric(Point(106.3, 11.04)).y
    road = [(586_000, edge - 400 + 0.5 * i) for i in range(1_600)]
    pinned = np.diff(shapely.get_coordinates(crs.to_4326(LineString(road))), axis=0)
    left_alone = np.diff(np.transpose(LEFT_ALONE.transform(*zip(*road, strict=True))), axis=0)
    metres_per_degree = 109_300
    assert np.ptp(pinned, axis=0).max() * metres_per_degree < 1e-5
    assert np.ptp(left_alone, axis=0).max() * metres_per_degree == pytest.approx(0.80, abs=0.02)


@pytest.mark.parametrize("code", ZONES)
def test_every_vn2000_zone_comes_back_within_a_tenth_of_a_millimetre(code):
    place = Point(106.3, 10.0)
    there = crs.to_metric(place, code)
    assert metres_apart(crs.to_4326(there, code), place) < 1e-4


def test_readers_at_the_same_time_get_the_same_answer():
    road = LineString([(106.2 + i / 1e4, 9.7 + i / 1e4) for i in range(500)])
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: crs.length_m(road), range(64)))
    assert len(answers) == 1


def test_lengths_and_areas_are_metres_of_the_zone():
    corner = np.array([[0, 0], [3_000, 0], [3_000, 4_000], [0, 4_000]]) + PLACE
    assert crs.length_m(crs.to_4326(LineString(corner[:3]))) == pytest.approx(7_000, abs=1e-3)
    assert crs.area_m2(crs.to_4326(Polygon(corner))) == pytest.approx(12e6, abs=10)
    assert crs.length_m(LineString()) == 0


def test_the_network_is_off():
    crs.operation_name(9210)
    assert not network.is_network_enabled()


@pytest.mark.parametrize("code", [4326, 32648, 4756])
def test_a_crs_that_is_not_a_vn2000_zone_is_refused(code):
    with pytest.raises(CrsError, match=rf"crs.not_vn2000.*EPSG:{code}"):
        crs.to_metric(Point(106, 10), code)


def test_an_unknown_code_is_refused():
    with pytest.raises(CrsError, match=r"crs.unknown.*EPSG:99999"):
        crs.to_metric(Point(106, 10), 99_999)


@pytest.mark.parametrize("place", [(590_000, 1_096_000), (float("nan"), 10)])
def test_coordinates_that_are_not_lon_lat_are_refused(place):
    with pytest.raises(CrsError, match=r"crs.outside"):
        crs.to_metric(Point(place))


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", "EPSG:4326", " urn:ogc:def:crs:EPSG::4326 "],
)
def test_a_declared_wgs_84_is_accepted(name):
    crs.check_declared(name)


@pytest.mark.parametrize(
    ("name", "key", "values"),
    [
        (None, "crs.missing", {}),
        ("  ", "crs.missing", {}),
        ("EPSG:9209", "crs.not_4326", {"value": "EPSG:9209", "name": "VN-2000 / TM-3 105-30"}),
        (
            "urn:ogc:def:crs:EPSG::32648",
            "crs.not_4326",
            {"value": "urn:ogc:def:crs:EPSG::32648", "name": "WGS 84 / UTM zone 48N"},
        ),
        ("EPSG:99999", "crs.unknown", {"value": "EPSG:99999"}),
        ("+init=/etc/passwd:x", "crs.unknown", {"value": "+init=/etc/passwd:x"}),
        ({"a": 1}, "crs.unknown", {"value": "{'a': 1}"}),
        ("x" * 5_000, "crs.unknown", {"value": "x" * 80}),
    ],
)
def test_any_other_declared_crs_is_refused_with_its_name(name, key, values):
    with pytest.raises(CrsError) as caught:
        crs.check_declared(name)
    assert (caught.value.key, caught.value.values) == (key, values)
