"""Which feature a new one replaces, and what it inherits."""

import pytest
from shapely import LineString, MultiLineString, Point

from tvgeo.core import layer_merge
from tvgeo.core.features import Feature
from tvgeo.core.layer_merge import Incoming, Origin

ORIGIN = Origin(
    layer="roads", source="đo", licence="own-work", accuracy_m=0.5, method="surveyed"
)
EAST = LineString([(106.3, 9.9), (106.4, 9.9)])
NORTH = LineString([(106.3, 9.9), (106.3, 10.0)])


def old(feature_id, project_id="ql53", geometry=EAST, **more):
    return Feature(
        feature_id, "roads", geometry, "cũ", "facts-only", 300, "digitised", project_id, **more
    )


def new(geometry=NORTH, **stated):
    return Incoming(geometry, stated)


def merge(current, incoming, **options):
    return layer_merge.merge(current, incoming, ORIGIN, **options)


def kinds(merged):
    return [change.kind for change in merged.changes]


def test_the_same_id_is_replaced_and_keeps_what_the_file_does_not_state():
    before = old("a", name_vi="QL53", official_length_km=41.0, other={"note": 1})
    merged = merge([before, old("b", "ql54")], [new(feature_id="a", ref="QL.53")])
    after = merged.features[0]
    assert (after.feature_id, after.name_vi, after.official_length_km) == ("a", "QL53", 41.0)
    assert (after.ref, after.source, after.method, after.other) == (
        "QL.53",
        "đo",
        "surveyed",
        {"note": 1},
    )
    assert merged.features[1] == old("b", "ql54")


def test_else_all_features_of_the_work_are_replaced():
    merged = merge([old("a"), old("b"), old("c", "ql54")], [new(project_id="ql53")])
    assert [f.feature_id for f in merged.features] == ["ql53", "c"]
    (change,) = merged.changes
    assert [f.feature_id for f in change.old] == ["a", "b"]


def test_sections_find_each_other_by_their_km_and_their_number():
    current = [old("a", from_km=0.0, to_km=10.0), old("b", from_km=10.0, to_km=20.0)]
    merged = merge(
        current,
        [
            new(project_id="ql53", from_km=10.0, to_km=20.0),
            new(project_id="ql53", from_km=0.0, to_km=10.0),
        ],
    )
    assert [f.feature_id for f in merged.features] == ["a", "b"]
    numbered = [old("a", ref="QL53"), old("b", ref="QL54")]
    merged = merge(
        numbered, [new(project_id="ql53", ref="ql.54"), new(project_id="ql53", ref="QL 53")]
    )
    assert [(f.feature_id, f.ref) for f in merged.features] == [("a", "QL 53"), ("b", "ql.54")]


def test_a_work_that_is_not_there_yet_is_added_under_an_id_of_its_own():
    merged = merge([old("a")], [new(project_id="ql60"), new(name_vi="Đường Đ")], taken={"ql60"})
    assert [f.feature_id for f in merged.features] == ["a", "ql60-2", "Duong-D"]
    assert kinds(merged) == ["added", "added"]


def test_what_no_new_feature_replaces_goes_only_when_all_is_replaced():
    current = [old("a"), old("b", "ql54")]
    assert [f.feature_id for f in merge(current, [new(project_id="ql53")]).features] == [
        "a",
        "b",
    ]
    merged = merge(current, [new(project_id="ql53")], replace_all=True)
    assert [f.feature_id for f in merged.features] == ["a"]
    assert kinds(merged) == ["changed", "removed"]


@pytest.mark.parametrize("ref", ["QL.53", "ql 53", "Quốc lộ 53"])
def test_a_road_number_counts_only_when_the_officer_says_so(ref):
    current = [old("a", ref="QL53"), old("b", ref="QL54")]
    assert kinds(merge(current, [new(ref=ref)])) == ["added"]
    merged = merge(current, [new(ref=ref)], by_ref=True)
    assert merged.changes[0].old[0].feature_id == "a"


def test_a_road_number_that_nothing_or_several_bear_is_asked():
    current = [old("a", ref="QL53"), old("b", ref="QL53")]
    assert merge(current, [new(ref="QL53")], by_ref=True).ambiguous_refs == {"QL53": ("a", "b")}
    assert merge(current, [new(ref="QL60")], by_ref=True).unknown_refs == ("QL60",)


# Km


def test_the_km_stay_and_turn_with_the_line():
    before = old("a", from_km=11.0, to_km=21.0)
    kept = merge([before], [new(EAST, project_id="ql53")])
    assert (kept.changes[0].chainage, kept.features[0].from_km) == ("kept", 11.0)
    turned = merge([before], [new(EAST.reverse(), project_id="ql53")])
    assert turned.changes[0].chainage == "turned"
    assert (turned.features[0].from_km, turned.features[0].to_km) == (21.0, 11.0)


def test_km_of_the_file_come_first():
    merged = merge(
        [old("a", from_km=0.0, to_km=10.0)],
        [new(EAST, project_id="ql53", from_km=1.0, to_km=9.0)],
    )
    assert (merged.changes[0].chainage, merged.features[0].to_km) == ("given", 9.0)


def test_parts_with_gaps_lose_the_km_and_it_is_said():
    gaps = MultiLineString([[(106.3, 9.9), (106.31, 9.9)], [(106.35, 9.9), (106.4, 9.9)]])
    merged = merge([old("a", from_km=0.0, to_km=10.0)], [new(gaps, project_id="ql53")])
    assert (merged.changes[0].chainage, merged.features[0].from_km) == ("lost", None)
    several = merge(
        [old("a", from_km=0.0, to_km=10.0)],
        [new(project_id="ql53", ref="x"), new(project_id="ql53", ref="y")],
    )
    assert several.changes[-1].chainage == "lost"


def test_what_never_had_km_says_nothing_of_them():
    merged = merge(
        [old("a", geometry=Point(106.3, 9.9))], [new(Point(106.4, 9.9), project_id="ql53")]
    )
    assert merged.changes[0].chainage == "none"
