"""Chainage, on a 10 km route whose answers can be read off by eye."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from tvgeo.core import chainage, crs
from tvgeo.core.chainage import Calibration, Route, Section
from tvgeo.errors import ChainageError

few = settings(max_examples=50, derandomize=True, database=None, deadline=None)
metres = st.integers(0, 9_999).map(float)
sections = st.lists(
    st.tuples(metres, st.integers(1, 3_000)).map(
        lambda pair: Section(pair[0], min(pair[0] + pair[1], 10_000.0))
    ),
    min_size=1,
    max_size=8,
)

# 4 km east, then 6 km north, from a round VN-2000 / TM-3 coordinate
ROUTE = LineString([(590_000, 1_096_000), (594_000, 1_096_000), (594_000, 1_102_000)])
ALONG = Calibration(0, 10, 10_000)


@pytest.mark.parametrize(
    ("label", "chainage_m"),
    [
        ("Km0+000", 0),
        ("Km12+350", 12_350),
        ("12+350,5", 12_350.5),
        (" km 3 + 050.25 ", 3_050.25),
        ("KM118+999", 118_999),
    ],
)
def test_a_label_is_read_in_metres(label, chainage_m):
    assert chainage.parse(label) == chainage_m


@pytest.mark.parametrize(
    "label",
    [
        "",
        "12350",
        "Km12",
        "Km12+35",
        "Km12+3500",
        "Km12-350",
        "Km-1+000",
        "12,5+000",
        "Km१+000",
    ],
)
def test_an_ambiguous_label_is_refused(label):
    with pytest.raises(ChainageError, match=r"chainage.form") as caught:
        chainage.parse(label)
    assert caught.value.values == {"label": label}


@pytest.mark.parametrize(
    "text",
    [
        "Km0+000-Km12+500; Km20+000-Km21+300",
        "km0+000 – km12+500;km20+000 — km21+300",
        "0+000÷12+500 ; 20+000 -> 21+300",
        "Km0+000 đến Km12+500; Km20+000 ĐẾN Km21+300",
        "Km0+000 đe\u0302\u0301n Km12+500; Km20+000-Km21+300",  # decomposed, as macOS writes it
    ],
)
def test_a_list_is_read_with_every_separator_in_use(text):
    assert chainage.parse_sections(text) == ((0, 12_500), (20_000, 21_300))


@pytest.mark.parametrize(
    ("text", "key", "label"),
    [
        ("", "form", ""),
        ("Km0+000-Km1+000;", "form", ""),
        ("Km0+000", "form", "Km0+000"),
        ("Km0+000-Km1+000-Km2+000", "form", "Km0+000-Km1+000-Km2+000"),
        ("Km0+000-Km1+000, Km2+000-Km3+000", "form", "Km0+000-Km1+000, Km2+000-Km3+000"),
        ("Km0+000-Km1+00", "form", "Km1+00"),
        ("Km5+000-Km3+000", "order", "Km5+000–Km3+000"),
        ("Km3+000-Km3+000", "order", "Km3+000–Km3+000"),
    ],
)
def test_a_bad_list_is_refused_with_the_part_that_is_wrong(text, key, label):
    with pytest.raises(ChainageError) as caught:
        chainage.parse_sections(text)
    assert (caught.value.key, caught.value.values) == (f"chainage.{key}", {"label": label})


def test_overlap_counts_once():
    done = [Section(3_000, 5_000), Section(0, 4_000), Section(5_000, 5_500)]
    assert chainage.merge(done) == ((0, 5_500),)
    assert chainage.finished_length_km(done) == 5.5


def test_a_reversed_section_is_refused_even_inside_a_good_one():
    with pytest.raises(ChainageError, match=r"chainage.order.*Km5\+000–Km3\+000"):
        chainage.merge([Section(0, 10_000), Section(5_000, 3_000)])


def test_the_cut_follows_the_line_round_its_corner():
    done = chainage.cut(ROUTE, [Section(3_000, 5_000)], ALONG)
    assert list(done.geoms[0].coords) == [
        (593_000, 1_096_000),
        (594_000, 1_096_000),
        (594_000, 1_097_000),
    ]


def test_chainage_is_scaled_to_the_drawn_length():
    # 8 km of official chainage drawn as 10 km: 1 km of chainage is 1.25 km on the map
    calibration = Calibration(2, 10, 10_000)
    assert calibration.factor == 1.25
    assert calibration.measure(4_000) == 2_500
    assert calibration.chainage(2_500) == 4_000
    assert chainage.cut(ROUTE, [Section(4_000, 6_000)], calibration).length == 2_500


def test_a_line_drawn_against_its_chainage_is_cut_from_the_other_end():
    against = Calibration(10, 0, 10_000)
    done = chainage.cut(ROUTE, [Section(0, 6_000)], against)
    assert list(done.geoms[0].coords) == [(594_000, 1_096_000), (594_000, 1_102_000)]
    assert against.chainage(10_000) == 0
    assert against.factor == 1


def test_the_last_label_of_a_route_fits_it():
    # 56.18 km and 11.295 km are not exact in floating point
    long_ho_ba_si = Calibration(11.295, 56.18, 44_700)
    whole = chainage.parse_sections("Km11+295-Km56+180")[0]
    assert chainage.fit(whole, [long_ho_ba_si.limits]) == whole
    assert long_ho_ba_si.measure(56_180) == pytest.approx(44_700)


@pytest.mark.parametrize(
    "section", [Section(9_000, 10_002), Section(10_000, 10_001), Section(12_000, 13_000)]
)
def test_a_section_past_the_route_is_refused_with_its_limits(section):
    with pytest.raises(ChainageError) as caught:
        chainage.cut(ROUTE, [Section(0, 10_000), section], ALONG)
    assert caught.value.key == "chainage.outside"
    assert caught.value.values == {"label": str(section), "limit": "Km0+000–Km10+000"}


def test_a_metre_past_the_end_is_rounding_and_is_not_counted():
    assert chainage.fit(Section(9_000, 10_001), [ALONG.limits]) == (9_000, 10_000)


@pytest.mark.parametrize(
    ("from_km", "to_km"), [(None, 10), (0, None), (3, 3), (0, float("nan"))]
)
def test_a_feature_without_km_refuses_and_says_why(from_km, to_km):
    with pytest.raises(ChainageError, match=r"chainage.no_km"):
        chainage.cut_4326(crs.to_4326(ROUTE), "Km0+000-Km1+000", from_km, to_km)


def test_a_map_feature_gives_its_finished_part_and_the_official_length():
    done = chainage.cut_4326(
        crs.to_4326(ROUTE), "Km0+000-Km2+000; Km1+500 ÷ Km4+000; Km6+000-Km7+000", 0, 8
    )
    assert done.length_km == 5
    assert done.sections == ((0, 4_000), (6_000, 7_000))
    assert done.factor == pytest.approx(1.25)
    assert crs.length_m(done.geometry_4326) == pytest.approx(6_250, abs=0.01)
    assert done.geometry_4326.geom_type == "MultiLineString"


def test_a_section_runs_on_over_the_next_feature_of_the_work():
    # 10 km of road as two features: Km0-4 east, then Km4-10 north, the second drawn from its end
    first = Route(crs.to_4326(LineString(ROUTE.coords[:2])), 0, 4)
    second = Route(crs.to_4326(LineString(ROUTE.coords[1:]).reverse()), 10, 4)
    done = chainage.cut_routes_4326([first, second], "Km3+000-Km5+000; Km9+000-Km10+000")
    assert done.sections == ((3_000, 5_000), (9_000, 10_000))
    assert (done.length_km, done.factor) == (3, pytest.approx(1))
    lengths = [crs.length_m(part) for part in done.geometry_4326.geoms]
    assert lengths == pytest.approx([1_000, 1_000, 1_000], abs=0.01)


def test_carriageways_side_by_side_are_both_drawn_and_counted_once():
    both = [Route(crs.to_4326(line), 0, 10) for line in (ROUTE, ROUTE.offset_curve(20))]
    done = chainage.cut_routes_4326(both, "Km0+000-Km3+000")
    assert (done.length_km, len(done.geometry_4326.geoms)) == (3, 2)


def test_a_section_over_a_gap_between_features_is_refused_with_all_limits():
    line = crs.to_4326(ROUTE)
    with pytest.raises(ChainageError) as caught:
        chainage.cut_routes_4326([Route(line, 0, 4), Route(line, 6, 10)], "Km3+000-Km7+000")
    assert caught.value.values["limit"] == "Km0+000–Km4+000; Km6+000–Km10+000"


def test_parts_that_follow_each_other_are_one_line_in_any_order():
    parts = MultiLineString([[(106.2, 9.8), (106.3, 9.8)], [(106.1, 9.8), (106.2, 9.8)]])
    done = chainage.cut_4326(parts, "Km0+000-Km5+000", 0, 10)
    west, _, east, _ = done.geometry_4326.bounds
    assert (west, east) == pytest.approx((106.1, 106.2), abs=1e-4)


@pytest.mark.parametrize(
    "parts",
    [
        [[(106.1, 9.8), (106.2, 9.8)], [(106.21, 9.8), (106.3, 9.8)]],  # a gap
        [[(106.1, 9.8), (106.2, 9.8)], [(106.3, 9.8), (106.2, 9.8)]],  # the second turned round
        [[(106.1, 9.8), (106.2, 9.8), (106.2, 9.9)], [(106.2, 9.9), (106.1, 9.8)]],  # a ring
    ],
)
def test_parts_without_one_direction_are_refused(parts):
    with pytest.raises(ChainageError, match=r"chainage.parts\(n=2\)"):
        chainage.cut_4326(MultiLineString(parts), "Km0+000-Km1+000", 0, 10)


def test_a_point_has_no_chainage():
    with pytest.raises(ChainageError, match=r"chainage.not_line.*Point"):
        chainage.cut_4326(Point(106, 10), "Km0+000-Km1+000", 0, 10)


@pytest.mark.parametrize(
    ("chainage_m", "label"), [(0, "Km0+000"), (12_350, "Km12+350"), (999.9996, "Km1+000")]
)
def test_a_chainage_is_written_as_on_drawings(chainage_m, label):
    assert chainage.format_km(chainage_m) == label


@few
@given(st.integers(0, 9_999_999_999).map(lambda millimetres: millimetres / 1000))
def test_reading_what_was_written_gives_the_same_chainage(chainage_m):
    assert chainage.parse(chainage.format_km(chainage_m)) == chainage_m


@few
@given(sections)
def test_a_written_list_is_read_as_it_was(done):
    assert chainage.parse_sections("; ".join(map(str, done))) == tuple(done)


@few
@given(sections)
def test_merging_never_lengthens_never_overlaps_and_loses_no_metre(done):
    merged = chainage.merge(done)
    assert all(one.to_m < other.from_m for one, other in pairwise(merged))
    covered = {m for section in done for m in range(int(section.from_m), int(section.to_m))}
    assert sum(section.to_m - section.from_m for section in merged) == len(covered)
    assert chainage.merge(merged) == merged


@few
@given(sections, st.floats(0.5, 2), st.booleans())
def test_the_cut_is_as_long_as_the_calibrated_sections(done, official_km_per_km, against):
    scale = 1 / official_km_per_km
    ends = (10.0, 0.0) if against else (0.0, 10.0)
    line = LineString([(0, 0), (4_000 * scale, 0), (4_000 * scale, 6_000 * scale)])
    calibration = Calibration(*ends, line.length)
    expected = chainage.finished_length_km(done) * 1000 * calibration.factor
    assert chainage.cut(line, done, calibration).length == pytest.approx(expected)


@few
@given(
    st.floats(0, 500), st.floats(0.1, 500), st.floats(1, 1e6), st.floats(0, 1), st.booleans()
)
def test_measure_and_chainage_undo_each_other(start, length, drawn_m, share, against):
    ends = (start + length, start) if against else (start, start + length)
    calibration = Calibration(*ends, drawn_m)
    measure = share * drawn_m
    assert calibration.measure(calibration.chainage(measure)) == pytest.approx(
        measure, abs=1e-6 * drawn_m
    )
