"""Places of labels: free, in the frame, near, and the same each time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from tvgeo.render.plates import cost, crossing, placing, spots
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.obstacles import Anchor, Weight

FRAME = Box(10, 20, 210, 150)


def scene(*, hard=(), symbols=(), owners=(), weights=(), lines=(), frame=FRAME):
    def rows(boxes):
        return np.array([tuple(each) for each in boxes], dtype=float).reshape(-1, 4)

    return spots.Scene(
        frame=frame,
        k=1.0,
        raster=cost.raster(frame, weights),
        hard=rows(hard),
        lines=rows(lines),
        symbols=rows(symbols),
        owners=np.array(owners, float),
    )


def ask(x, y, width=40.0, height=6.0, **options):
    return spots.Asked(width, height, (Anchor(x, y, 2.15),), **options)


def assert_apart(got, around):
    boxes = [spot.box for spot in got if spot]
    leaders = [(spot, spot.leader) for spot in got if spot and spot.leader]
    for number, one in enumerate(boxes):
        assert one.inside(around.frame.grown(-spots.EDGE + 1e-6))
        assert not any(one.meets(other) for other in boxes[number + 1 :])
        for fixed in (*around.hard, *around.symbols):
            assert not one.meets(Box(*fixed))
    for spot, leader in leaders:
        others = np.array([tuple(each) for each in boxes if each != spot.box]).reshape(-1, 4)
        assert not crossing.cross(np.array([leader]), others).any()
        rest = [tuple(each) for other, each in leaders if other is not spot]
        assert not any(LineString([leader[:2], leader[2:]]).crosses(
            LineString([each[:2], each[2:]])) for each in rest)  # fmt: skip


def test_a_lone_label_stands_right_of_its_symbol():
    (spot,) = placing.place([ask(100, 80)], scene())
    assert spot.leader is None
    assert spot.box.left > 102
    assert spot.box.left - 100 < 4


def test_what_costs_is_not_covered():
    right_is_dear = Weight(box(101, 60, 200, 100), 0.0, 1.0)
    (spot,) = placing.place([ask(100, 80)], scene(weights=[right_is_dear]))
    assert spot.box.right < 101


def test_a_label_far_away_has_a_leader_from_the_rim():
    wall = Weight(box(75, 68, 125, 92), 0.0, 5.0)
    (spot,) = placing.place([ask(100, 80, width=10)], scene(weights=[wall]))
    assert spot.leader is not None
    assert np.hypot(spot.leader.x - 100, spot.leader.y - 80) == pytest.approx(2.15)
    ends = Box(*spot.box).grown(1e-6)
    assert ends.left <= spot.leader.to_x <= ends.right
    assert ends.bottom <= spot.leader.to_y <= ends.top


def test_a_leader_goes_round_the_symbol_of_another():
    cell = [Weight(box(60, 60, 140, 79), 0.0, 5.0), Weight(box(60, 79, 99, 100), 0.0, 5.0)]
    other = Box(104, 78, 108, 82)
    around = scene(symbols=[other], owners=[7], weights=cell)
    (spot,) = placing.place([ask(100, 80, owner=3)], around)
    assert (
        spot.leader is None or not crossing.cross(np.array([spot.leader]), around.symbols).any()
    )


def test_a_label_keeps_off_lines_that_are_there():
    line = (90.0, 80.0, 200.0, 80.0)
    around = scene(lines=[line])
    (spot,) = placing.place([ask(100, 80)], around)
    assert not crossing.cross(around.lines, np.array([spot.box])).any()


def test_a_label_without_a_free_place_is_lost():
    (spot,) = placing.place([ask(100, 80)], scene(hard=[FRAME]))
    assert spot is None


def test_a_label_wider_than_the_frame_is_lost():
    (spot,) = placing.place([ask(100, 80, width=300)], scene())
    assert spot is None


def test_an_obligatory_label_goes_before_an_optional_one():
    """There is room for one label only, and the optional one asks first."""
    narrow = Box(10, 20, 60, 30)
    asked = [ask(18, 25, width=30, obligatory=False), ask(18, 25, width=30)]
    got = placing.place(asked, scene(frame=narrow))
    assert [spot is None for spot in got] == [True, False]


def test_a_name_beside_its_symbol_never_has_a_leader():
    near = [ask(100, 80 + n, reach=2) for n in range(4)]
    assert all(spot is None or spot.leader is None for spot in placing.place(near, scene()))


def test_a_place_that_costs_more_than_the_label_is_worth_is_not_taken():
    everywhere = [Weight(box(0, 0, 300, 300), 0.0, 0.1)]
    asked = [ask(100, 80, obligatory=False, worth=10.0), ask(100, 110, worth=100.0)]
    got = placing.place(asked, scene(weights=everywhere))
    assert [spot is None for spot in got] == [True, False]


def test_hundreds_of_labels_on_one_point_are_placed_while_there_is_room():
    """Warnings are errors here: no weight overflows."""
    around = scene()
    got = placing.place([ask(100, 80, width=12, height=4) for _ in range(150)], around)
    assert sum(spot is not None for spot in got) > 5
    assert_apart(got, around)


def test_crowded_labels_all_find_a_place_and_stand_apart():
    """One after the other leaves one without a place; pushing others away finds one."""
    around = scene(hard=[Box(150, 30, 208, 80)])
    asked = [ask(60 + 8 * (n % 5), 60 + 8 * (n // 5), height=7) for n in range(12)]
    got = placing.place(asked, around)
    assert all(got)
    assert_apart(got, around)


def test_the_same_labels_get_the_same_places():
    asked = [ask(60 + 7 * (n % 5), 60 + 5 * (n // 5)) for n in range(15)]
    assert placing.place(asked, scene()) == placing.place(asked, scene())


_labels = st.lists(
    st.builds(
        ask,
        st.floats(0, 220),
        st.floats(0, 160),
        st.floats(1, 90),
        st.floats(2, 16),
        obligatory=st.booleans(),
        reach=st.integers(1, 7),
    ),
    max_size=14,
)
_boxes = st.lists(
    st.tuples(st.floats(0, 200), st.floats(0, 150), st.floats(1, 40), st.floats(1, 30)).map(
        lambda each: Box(each[0], each[1], each[0] + each[2], each[1] + each[3])
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(_labels, _boxes)
def test_whatever_is_asked_labels_never_overlap_or_leave_the_frame(asked, hard):
    around = scene(hard=hard)
    assert_apart(placing.place(asked, around), around)


def test_cost_of_a_box_is_its_share_of_the_weights():
    raster = cost.raster(FRAME, [Weight(box(50, 50, 60, 60), 0.0, 2.0)])
    boxes = np.array(
        [[45, 45, 55, 55], [50, 50, 60, 60], [50.5, 50, 60, 60], [0, 0, 5, 5]], float
    )
    assert raster.over(boxes) == pytest.approx([50, 200, 190, 0])


def test_cost_of_a_leader_grows_with_what_it_passes():
    raster = cost.raster(FRAME, [Weight(box(50, 50, 100, 60), 0.0, 1.0)])
    across, beside = raster.along(np.array([[50, 55, 100, 55], [50, 70, 100, 70]], float))
    assert across == pytest.approx(50 * 1.2, rel=0.05)
    assert beside == 0


def test_a_line_covers_the_cells_of_its_width():
    mask = cost.covered(FRAME, LineString([(10, 85.5), (210, 85.5)]), 3.0)
    assert mask.sum(axis=0) == pytest.approx(3, abs=1)
    assert not cost.covered(FRAME, LineString([(0, 0), (5, 5)]), 1.0).any()
