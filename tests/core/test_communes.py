"""Which communes a work lies in, on squares of 10 km whose shares can be read off by eye.

C | D        each 10 km wide and high, outlines exact to 100 m
A | B        A's lower left corner is E 590 000, N 1 090 000 (VN-2000 / TM-3 105-30)
"""

import pytest
import shapely
from shapely import LineString, MultiPoint, Point

from tvgeo.core import communes, crs
from tvgeo.core.features import Feature

EAST, NORTH, SIDE = 590_000, 1_090_000, 10_000
OUTLINE_M = 100.0


def at(x, y):
    """Return a place in the drawing above, kilometres from A's lower left corner."""
    return EAST + x * 1000, NORTH + y * 1000


def feature(name, geometry, accuracy_m=50.0, **more):
    return Feature(
        name, more.pop("layer", "national_highways"), crs.to_4326(geometry), "nguồn", "own-work",
        accuracy_m, more.pop("method", "digitised"), **more,
    )  # fmt: skip


def square(name, x, y):
    box = shapely.box(*at(x, y), *at(x + 10, y + 10))
    return feature(name, box, OUTLINE_M, layer=communes.LAYER, ref=name, name_vi=f"Xã {name}")


SQUARES = [square("A", 0, 0), square("B", 10, 0), square("C", 0, 10), square("D", 10, 10)]


def line(*points, **more):
    return feature("line", LineString([at(*point) for point in points]), **more)


def where(*features, squares=SQUARES):
    return communes.join({"work": list(features)}, squares, crs.TM3_105_30)["work"]


def names(several):
    return "".join(one.commune.ref for one in several)


def test_a_line_is_shared_out_by_its_length_along_its_way():
    found = where(line((2, 5), (10, 5), (12, 5), (12, 17)))  # 8 km in A, 7 in B, 7 in D
    assert names(found.within) == names(found.certain) == "ABD"
    assert [one.length_km for one in found.within] == pytest.approx([8, 7, 7], abs=0.001)
    assert [one.share_pct for one in found.within] == pytest.approx(
        [800 / 22, 700 / 22, 700 / 22], abs=0.01
    )
    assert not found.outside


def test_communes_stand_in_the_order_of_the_chainage_even_where_the_line_is_drawn_against_it():
    points = (2, 5), (12, 5), (12, 17)
    assert names(where(line(*points, from_km=0, to_km=22)).within) == "ABD"
    assert names(where(line(*points, from_km=22, to_km=0)).within) == "DBA"


def test_stretches_of_a_work_follow_each_other_by_their_chainage():
    first = line((2, 5), (8, 5), from_km=0, to_km=6)
    second = line((12, 5), (18, 5), from_km=6, to_km=12)
    assert names(where(second, first).within) == "AB"


def test_an_area_is_shared_out_by_its_area_the_largest_share_first():
    found = where(feature("park", shapely.box(*at(9, 4), *at(13, 6))))  # 2 km2 in A, 6 in B
    assert names(found.within) == names(found.certain) == "BA"
    assert [one.share_pct for one in found.within] == pytest.approx([75, 25], abs=0.01)
    assert [one.area_ha for one in found.within] == pytest.approx([600, 200], abs=0.1)


@pytest.mark.parametrize(("x", "certain"), [(9.851, ""), (9.849, "A")])
def test_a_point_is_certain_only_deeper_inside_than_both_errors_together(x, certain):
    """50 m of the drawing and 100 m of the outline: 150 m from the border at Km 10."""
    found = where(feature("site", Point(at(x, 5))))
    assert names(found.certain) == certain
    assert names(found.within) == (certain or "AB")
    assert found.reach_m == 150


def test_the_commune_that_a_point_is_drawn_in_comes_before_those_it_is_near():
    found = where(feature("site", Point(at(10.05, 9.9))))
    assert found.certain == ()
    assert (names(found.possible), names(found.near)) == ("B", "ACD")
    assert all(one.share_pct is None for one in found.within)


def test_a_circle_of_uncertainty_may_lie_in_every_commune_that_it_touches():
    """4 km around a point 5 km from every border of A; with 6 km it reaches B and C, not D."""
    middle = Point(at(5, 5))
    assert names(where(feature("site", middle, 4_000)).certain) == "A"
    wide = where(feature("site", middle, 6_000, method="schematic"))
    assert (names(wide.certain), names(wide.possible), names(wide.near)) == ("", "A", "BC")
    assert wide.schematic


def test_a_line_along_a_border_is_certain_of_neither_side():
    found = where(line((10.1, 2), (10.1, 8)))
    assert (names(found.certain), names(found.possible), names(found.near)) == ("", "B", "A")
    assert found.within[0].share_pct == pytest.approx(100)


def test_a_line_that_only_dips_into_a_commune_is_not_certain_of_it():
    found = where(line((5, 5), (5, 10.1)))  # 100 m into C, and 150 m may be wrong
    assert (names(found.certain), names(found.possible)) == ("A", "C")


def test_a_sketch_is_certain_of_nothing_that_it_might_miss():
    road = [(2, 5), (18, 5)]
    assert names(where(line(*road)).certain) == "AB"
    sketch = where(line(*road, accuracy_m=5_000, method="schematic"))
    assert sketch.certain == ()
    assert names(sketch.possible) == "AB"


def test_what_lies_in_no_commune_is_told_beyond_the_reach_only():
    leaving = where(line((15, 5), (25, 5)))
    assert (leaving.outside, leaving.outside_pct) == (True, pytest.approx(50, abs=0.01))
    barely = where(line((15, 5), (20.1, 5)))
    assert (barely.outside, barely.outside_pct) == (False, 0)
    away = where(feature("site", Point(at(30, 5))))
    assert (away.outside, away.within, away.outside_pct) == (True, (), None)


def test_a_work_of_several_shapes_is_measured_by_the_first_that_it_has():
    """The road to a park adds the commune that it leads through, and no area."""
    park = feature("park", shapely.box(*at(2, 4), *at(4, 6)))
    found = where(line((4, 5), (15, 5)), park)
    assert found.shape == "area"
    assert {one.commune.ref: (one.share_pct, one.certain) for one in found.within} == {
        "A": (pytest.approx(100), True),
        "B": (None, True),
    }


def test_sites_of_one_work_lie_in_all_their_communes():
    found = where(feature("sites", MultiPoint([at(5, 5), at(15, 15)])))
    assert names(found.certain) == "AD"


def test_nothing_is_said_without_communes_or_of_what_no_zone_holds():
    road = line((2, 5), (8, 5))
    assert communes.join({"work": [road]}, [], crs.TM3_105_30) == {}
    nowhere = Feature("x", "ports", Point(-74, 90), "nguồn", "own-work", 50.0, "digitised")
    found = communes.join({"away": [nowhere], "work": [road]}, SQUARES, crs.TM3_105_30)
    assert names(found["work"].certain) == "A"
    assert "away" not in found or found["away"].within == ()


def test_ten_thousand_works_are_joined_together_as_one_is_alone():
    """Each row of a hundred roads of 1 km crosses one border in its middle."""
    roads = {
        f"{row}-{n}": [line((9.5, 0.5 + row / 100), (10.5, 0.5 + row / 100))]
        for row in range(100)
        for n in range(100)
    }
    found = communes.join(roads, SQUARES, crs.TM3_105_30)
    assert len(found) == 10_000
    alone = communes.join({"0-0": roads["0-0"]}, SQUARES, crs.TM3_105_30)
    assert found["0-0"] == alone["0-0"]
    assert {names(one.certain) for one in found.values()} == {"AB"}
