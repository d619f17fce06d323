"""The join by id, with both kinds of mismatch."""

from shapely import Point

from tvgeo.core import joining
from tvgeo.core.features import Feature
from tvgeo.core.plan import Project

PROJECTS = {
    "a": Project("a", "A", "transport", layer="bridges"),
    "b": Project("b", "B", "transport", layer="ports"),
    "c": Project("c", "C", "ict"),
    "d": Project("d", "D", "urban", no_location="plan_names_no_place"),
}


def feature(feature_id: str, project_id: str | None) -> Feature:
    return Feature(
        feature_id, "bridges", Point(106, 9.8), "nguồn", "own-work", 100.0, "digitised",
        project_id=project_id, name_vi="A",
    )  # fmt: skip


def test_features_meet_their_project_by_id_and_the_rest_is_returned():
    found = joining.join(
        PROJECTS, [feature("1", "a"), feature("2", "a"), feature("3", None), feature("4", "x")]
    )
    assert [f.feature_id for f in found.located["a"]] == ["1", "2"]
    assert [f.feature_id for f in found.context] == ["3"]
    assert [f.feature_id for f in found.unknown] == ["4"]


def test_every_project_without_a_feature_has_a_reason():
    assert joining.join(PROJECTS, [feature("1", "a")]).unlocated == {
        "b": "no_source",
        "c": "not_tied_to_place",
        "d": "plan_names_no_place",
    }


def test_a_name_never_joins():
    assert joining.join(PROJECTS, [feature("1", None)]).located == {}
