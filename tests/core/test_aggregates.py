"""Percentages inside one sector: weights, members, and what may never be averaged."""

from datetime import date

import pytest

from tvgeo.core import aggregates, metrics
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Row

SETTINGS = Settings("Plan", "Province", (date(2021, 1, 1), date(2025, 12, 31)))
DAY = date(2025, 12, 14)


def stand(project: Project, pct: float | None = None, **values) -> metrics.Standing:
    rows = [] if pct is None else [Row(project.project_id, DAY, physical_pct=pct, **values)]
    return metrics.standing(project, rows, DAY, SETTINGS)


def road(project_id: str, **values) -> Project:
    return Project(project_id, project_id, "transport", **values)


def lines(*standings, measured=None):
    return aggregates.aggregate(
        "transport", "line", standings,
        shapes={s.project.project_id: "line" for s in standings}, lengths_km=measured or {},
    )  # fmt: skip


def test_a_mean_by_length_leaves_out_the_member_without_a_figure_and_says_so():
    # (10 km x 50 % + 30 km x 80 %) / 40 km = 72.5 %; c has a length but no figure
    found = lines(
        stand(road("a", length_km=10.0), 50.0),
        stand(road("b"), 80.0),
        stand(road("c", length_km=60.0)),
        measured={"b": 30.0},
    )
    assert found.pct == 72.5
    assert (found.weight, found.counted, found.members) == (
        "length",
        ("a", "b"),
        ("a", "b", "c"),
    )


def test_no_figure_at_all_is_no_percentage_and_not_zero():
    assert lines(stand(road("a", length_km=10.0))).pct is None


def test_parts_studies_and_cancelled_works_are_no_members():
    found = lines(
        stand(road("whole", length_km=10.0), 50.0),
        stand(road("part", length_km=5.0, part_of="whole"), 90.0),
        stand(road("study", length_km=70.0, target_kind="study"), 10.0),
        stand(road("gone", length_km=20.0), 10.0, status="cancelled"),
    )
    assert (found.members, found.pct) == (("whole",), 50.0)


def test_another_basis_is_not_mixed_in():
    found = lines(
        stand(road("a", length_km=10.0), 50.0),
        stand(road("b", length_km=10.0), 90.0, physical_basis="contract"),
    )
    assert (found.counted, found.pct) == (("a",), 50.0)


def test_parks_weigh_by_area_even_where_only_a_point_is_known():
    parks = [
        stand(
            Project("zone", "KKT", "economic_zone", kind="economic_zone", area_ha=300.0), 60.0
        ),
        stand(
            Project("park", "KCN", "economic_zone", kind="industrial_park", area_ha=100.0), 20.0
        ),
    ]
    found = aggregates.aggregate(
        "economic_zone", "area", parks, shapes={"zone": "area", "park": "point"}, lengths_km={}
    )
    assert (found.weight, found.pct) == ("area", 50.0)


def test_urban_classes_are_never_averaged():
    town = Project("town", "Thị trấn", "urban", kind="urban_class", target_kind="class")
    found = aggregates.aggregate(
        "urban", "point", [stand(town, 80.0)], shapes={"town": "point"}, lengths_km={}
    )
    assert (found.members, found.pct) == ((), None)


def test_the_mark_travels_into_the_mean():
    clean = stand(road("a", length_km=10.0), 50.0, quality="public")
    invented = stand(road("b", length_km=10.0), 50.0, quality="illustrative")
    assert not lines(clean).illustrative
    assert lines(clean, invented).illustrative


def test_every_state_is_counted_worst_first():
    tally = aggregates.counts([stand(road("a")), stand(road("b"), 0.0)])
    assert list(tally) == list(metrics.SEVERITY)
    assert (tally["no_data"], tally["no_plan"], sum(tally.values())) == (1, 1, 2)


def test_the_worst_are_by_state_then_by_distance_and_only_those_behind():
    def late(project_id, done, plan):
        return stand(road(project_id), done, planned_pct=plan)

    found = aggregates.worst(
        [late("slow", 50.0, 56.0), late("far", 20.0, 60.0), late("near", 40.0, 60.0),
         late("fine", 60.0, 60.0)],
        limit=2,
    )  # fmt: skip
    assert [s.project.project_id for s in found] == ["far", "near"]


def test_a_weighted_mean_of_nothing_is_nothing():
    assert aggregates.weighted_mean([]) is None
    assert aggregates.weighted_mean([(50.0, 1.0), (80.0, 3.0)]) == pytest.approx(72.5)


def test_a_site_that_is_no_park_counts_equally_whether_or_not_its_outline_is_known():
    # (40 % + 60 %) / 2, not weighed by the hectares of one of them
    plants = [
        stand(Project("drawn", "XLNT", "urban", kind="wastewater", area_ha=9.0), 40.0),
        stand(Project("point", "XLNT", "urban", kind="wastewater"), 60.0),
    ]
    shapes = {"drawn": "area", "point": "point"}
    found = aggregates.aggregate("urban", "point", plants, shapes=shapes, lengths_km={})
    assert (found.weight, found.pct, found.counted) == ("equal", 50.0, ("drawn", "point"))
