"""How far shapes lie apart, on lines whose answers can be read off by eye."""

import pytest
from shapely import LineString, Point, affinity, box

from tvgeo.core import crs, movement

LINE = LineString([(590_000, 1_096_000), (600_000, 1_096_000)])


def there(*shapes):
    return [crs.to_4326(shape) for shape in shapes]


def between(old, new):
    return movement.between(there(*old), there(*new))


def test_a_line_moved_sideways_has_moved_so_far():
    moved = between([LINE], [affinity.translate(LINE, yoff=80)])
    assert moved == pytest.approx((80, 80), abs=0.01)


def test_more_vertices_on_the_same_line_move_nothing():
    dense = LineString([LINE.interpolate(i / 7, normalized=True) for i in range(8)])
    assert between([LINE], [dense]) == pytest.approx((0, 0), abs=0.01)


def test_a_stretch_that_is_gone_counts_in_the_largest_and_not_in_the_median():
    short = LineString([(590_000, 1_096_000), (597_000, 1_096_000)])
    assert between([LINE], [short]) == pytest.approx((0, 3_000), abs=0.01)


def test_of_an_area_the_outline_counts():
    old = box(590_000, 1_096_000, 591_000, 1_097_000)
    wider = box(589_900, 1_095_900, 591_100, 1_097_100)
    assert between([old], [wider]).median_m == pytest.approx(100, abs=1)


def test_points_and_what_is_not_there():
    assert between([Point(590_000, 1_096_000)], [Point(590_030, 1_096_040)]) == pytest.approx(
        (50, 50), abs=0.01
    )
    assert movement.between([], there(LINE)) is None


def test_a_line_drawn_from_the_other_end_is_noticed():
    old, new = there(LINE, affinity.translate(LINE, xoff=300))
    assert not movement.runs_against(old, new)
    assert movement.runs_against(old, new.reverse())


def test_the_place_where_shapes_are_farthest_apart_is_on_either_of_them():
    old, new = there(LINE), there(LineString([(590_000, 1_096_000), (597_000, 1_096_000)]))
    place = crs.to_metric(movement.farthest(old, new))
    assert (place.x, place.y) == pytest.approx((600_000, 1_096_000), abs=0.01)
    back = crs.to_metric(movement.farthest(new, old))
    assert (back.x, back.y) == pytest.approx((600_000, 1_096_000), abs=0.01)
    assert movement.farthest([], new) is None


def test_a_point_is_farthest_where_it_is():
    place = movement.farthest(
        there(Point(590_000, 1_096_000)), there(Point(590_300, 1_096_400))
    )
    assert crs.to_metric(place).distance(Point(590_300, 1_096_400)) < 0.01
