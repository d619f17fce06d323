"""Labels of a plate: apart from each other, in the frame, off what must be seen."""

import numpy as np
import places
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from tvgeo.render.plates import flags, fonts, labels, names, spots
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.plate import Place, Road

LATE = places.work(
    "Cầu Đại Ngãi", 62.4, second="sơ đồ · đã xong Km10+500–Km15+140", main=True,
    shapes=[places.line((556_000, 1_073_000), (575_000, 1_081_000))],
)  # fmt: skip
PART = places.work(
    "Cầu Đại Ngãi 1", 34.0, part_of="x", shapes=[places.point(561_000, 1_078_000)]
)
PORT = places.work(
    "Bến cảng Trà Cú", second="Chưa có số liệu", kind="port",
    shapes=[places.point(575_000, 1_075_000)],
)  # fmt: skip
STUDY = places.work(
    "CT.36", second="sơ đồ, nghiên cứu", kind="expressway_study",
    shapes=[places.line((560_000, 1_100_000), (625_000, 1_060_000))],
)  # fmt: skip
CLUSTER = places.work(
    "CCN Sa Bình",
    48.0,
    shapes=[places.point(590_000, 1_100_000, "industrial_parks", "cluster")],
)
TOWN = places.work(
    "Cầu Ngang", second="Chưa có số liệu", kind="urban", health="no_data",
    shapes=[places.point(610_000, 1_080_000, "urban_areas", "IV")],
)  # fmt: skip
ALL = (LATE, PART, PORT, STUDY, CLUSTER, TOWN)


def test_every_label_has_its_own_place():
    laid = places.lay(ALL)
    places.assert_holds(laid, ALL)
    assert laid.lost == ()
    assert [flag.work for flag in laid.flags if flag.tag.boxed] == [0, 1, 2]
    assert {town.town.place.name for town in laid.towns} == {
        "TP Trà Vinh",
        "Cầu Kè",
        "Duyên Hải",
    }
    assert {shield.ref for shield in laid.shields} == {"QL53", "QL60"}
    assert {" ".join(area.lines) for area in laid.areas} >= {"SÓC TRĂNG", "BIỂN ĐÔNG", "CẦU KÈ"}
    assert {name.name for name in laid.waters} == {"Sông Hậu", "Kênh Tắt"}


def test_a_flag_says_name_figure_and_second_line():
    laid = places.lay(ALL)
    assert places.texts(laid, 0) == [
        "Cầu Đại Ngãi · 62,4%*",
        "sơ đồ · đã xong Km10+500–Km15+140",
    ]
    assert places.texts(laid, 2) == ["Bến cảng Trà Cú", "Chưa có số liệu"]
    assert places.texts(laid, 3) == ["CT.36 (sơ đồ, nghiên cứu)"]


def test_an_invented_figure_is_italic_and_the_main_work_is_larger():
    main, part = (flags.tag(work, places.LAYOUT).lines[0].pieces for work in (LATE, PART))
    assert main[-1].face == "bold_italic"
    assert main[0].pt == pytest.approx(1.12 * 9.6)
    assert part[0].pt == pytest.approx(0.9 * 9.6)


def test_texts_of_a_flag_stand_inside_its_box():
    for flag in places.lay(ALL).flags:
        axes = places.drawn(places.lay([], towns=(), roads=(), rivers=(), canals=(), seas=(), neighbours=(),
                         districts=()))  # fmt: skip
        flags.draw_tag(axes, flag.tag, flag.spot, 1.0)
        pieces = [piece for line in flag.tag.lines for piece in line.pieces]
        shown = [text for text in axes.texts if not text.get_path_effects()]
        assert [text.get_text() for text in shown] == [piece.text for piece in pieces]
        for text, piece in zip(shown, pieces, strict=True):
            x, y = text.get_position()
            em = piece.pt * fonts.MM_PER_PT
            assert flag.spot.box.left - 1e-6 <= x
            assert x + fonts.width(*piece[:3]) <= flag.spot.box.right + 1e-6
            assert flag.spot.box.bottom <= y - fonts.BOTTOM * em + 1e-6
            assert y + fonts.CAP * em < flag.spot.box.top


def test_names_and_clusters_stand_beside_their_symbols():
    laid = places.lay(ALL)
    for index in (3, 4, 5):
        flag = next(flag for flag in laid.flags if flag.work == index)
        assert not flag.tag.boxed
        assert flag.spot.leader is None


def test_a_work_that_finds_no_place_is_named_as_lost_unless_it_is_optional():
    wall = places.LAYOUT.map
    plate = places.plate([PART, places.work("Bến", optional=True, shapes=PORT.shapes)])
    around = places.obstacles(plate)
    laid = labels.lay(plate, places.LAYOUT, around.__class__(
        around.frame, around.anchors, around.symbols, (wall,), around.weights))  # fmt: skip
    assert laid.flags == ()
    assert laid.lost == ("Cầu Đại Ngãi 1",)


def test_a_work_outside_the_map_is_neither_placed_nor_lost():
    laid = places.lay([places.work("Xa", 5.0, shapes=[places.point(900_000, 1_300_000)])])
    assert laid.flags == ()
    assert laid.lost == ()


def test_the_dot_of_a_town_is_drawn_only_with_its_name():
    crowd = tuple(
        Place(f"Thị trấn số {n}", Point(600_000, 1_090_000 + 900 * n)) for n in range(14)
    )
    laid = places.lay([], towns=crowd)
    assert 0 < len(laid.towns) < 14
    places.assert_holds(laid, [], towns=crowd)


def test_a_town_that_is_a_work_is_not_named_twice():
    towns = (
        Place("TT Cầu Ngang", Point(610_500, 1_080_500)),
        Place("Cầu Ngang", Point(600_000, 1_070_000)),
    )
    laid = places.lay([TOWN], towns=towns)
    assert laid.towns == ()
    assert places.lay([], towns=towns).towns


def test_a_town_gives_way_to_a_flag():
    """The dot stands where the only flag has its best place."""
    (flag,) = places.lay([PORT], towns=()).flags
    mm = places.LAYOUT.scale / 1000
    east = places.LAYOUT.west + (flag.spot.box.left + 5 - places.LAYOUT.map.left) * mm
    north = places.LAYOUT.south + (flag.spot.box.bottom + 2 - places.LAYOUT.map.bottom) * mm
    towns = tuple(Place(f"Nơi {n}", Point(east + 2000 * n, north), 2) for n in range(5))
    laid = places.lay([PORT], towns=towns)
    assert [each.work for each in laid.flags] == [0]
    places.assert_holds(laid, [PORT], towns=towns)


def test_a_river_name_reads_from_left_to_right_on_the_water():
    (river, _) = places.lay(ALL).waters
    assert [letter.text for letter in river.letters] == list("Sông Hậu")
    xs = [letter.x for letter in river.letters]
    assert xs == sorted(xs)
    assert river.mask.area > 0
    axes = places.drawn(places.lay(ALL))
    assert not any("Sông Hậu" in text.get_text() for text in axes.texts)


def test_a_river_name_goes_round_what_stands_on_the_river():
    """Symbols stand where the name would be written."""
    before = places.lay([]).waters[0]
    at = before.letters[3]
    mm = places.LAYOUT.scale / 1000
    east = places.LAYOUT.west + (at.x - places.LAYOUT.map.left) * mm
    north = places.LAYOUT.south + (at.y - places.LAYOUT.map.bottom) * mm
    works = [places.work("Bến", shapes=[places.point(east, north)])]
    laid = places.lay(works)
    assert laid.waters[0].name == "Sông Hậu"
    assert laid.waters[0].letters != before.letters
    places.assert_holds(laid, works)


def test_a_river_full_of_symbols_has_no_name():
    along = [places.RIVER.interpolate(metres) for metres in range(0, 90_000, 4_000)]
    works = [places.work(f"Bến {n}", shapes=[places.point(each.x, each.y)], optional=True)
             for n, each in enumerate(along)]  # fmt: skip
    laid = places.lay(works)
    assert "Sông Hậu" not in {name.name for name in laid.waters}
    places.assert_holds(laid, works)


def test_the_name_of_an_area_is_not_struck_through_by_a_leader():
    plate = places.plate([])
    scene = labels._scene(places.LAYOUT, places.obstacles(plate))
    area = names.part(plate.base.districts[0], places.LAYOUT)
    given = ("Cầu Kè", area, names.DISTRICT, places.LAYOUT)
    free = names.area(*given, scene).box
    middle = (free.bottom + free.top) / 2
    leader = spots.Leader(free.left - 5, middle, free.right + 5, middle)
    moved = names.area(*given, scene.joined([], [leader])).box
    assert moved.bottom > middle or moved.top < middle


def test_numbers_of_roads_that_run_together_do_not_touch():
    road = LineString([(575_000, 1_105_000), (618_000, 1_063_000)])
    roads = tuple(Road(f"QL{n}", road) for n in (53, 54, 60))
    laid = places.lay([], roads=roads)
    assert {shield.ref for shield in laid.shields} == {"QL53", "QL54", "QL60"}
    places.assert_holds(laid, [], roads=roads)


def test_a_province_with_nothing_around_it_has_labels_too():
    nothing = {
        "neighbours": (), "districts": (), "rivers": (), "canals": (), "seas": (), "roads": (),
        "towns": (), "water": Polygon(),
    }  # fmt: skip
    laid = places.lay(ALL, **nothing)
    places.assert_holds(laid, ALL, **nothing)
    places.drawn(laid)


def test_a_plate_without_works_has_names_only():
    laid = places.lay([])
    assert laid.flags == ()
    assert laid.areas
    places.drawn(laid)


_EAST, _NORTH = st.floats(535_000, 655_000), st.floats(1_045_000, 1_120_000)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(_EAST, _NORTH, st.booleans(), st.sampled_from(["", "Chuẩn bị đầu tư"])),
        max_size=18,
    )
)
def test_wherever_works_are_labels_never_overlap_or_leave_the_frame(points):
    works = [
        places.work(f"Công trình số {n}", 10.0 + n, second=second,
                    shapes=[places.point(east, north)], optional=optional)
        for n, (east, north, optional, second) in enumerate(points)
    ]  # fmt: skip
    places.assert_holds(places.lay(works), works)


def test_labels_are_the_same_each_time():
    assert places.lay(ALL) == places.lay(ALL)


def test_leaders_are_short():
    long = [
        np.hypot(each.to_x - each.x, each.to_y - each.y) for each in places.lay(ALL).leaders
    ]
    assert max(long, default=0) < 20


def test_boxes_of_all_labels_are_told():
    laid = places.lay(ALL)
    kinds = {taken.kind for taken in laid.taken}
    assert kinds == {"flag", "town", "shield", "area", "water"}
    assert len(laid.boxes) < len(laid.taken)
    assert all(isinstance(each, Box) for each in laid.boxes)
    assert spots.EDGE > 1
