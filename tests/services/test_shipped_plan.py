"""What `check` finds in the shipped folder, counted and measured by hand."""

import pytest

from tvgeo.core.plan import NO_LOCATION_REASONS
from tvgeo.services import base as bases
from tvgeo.services import documents


@pytest.fixture(scope="module")
def base():
    return bases.open_base(bases.DEFAULT_FOLDER)


@pytest.fixture(scope="module")
def document(base):
    return documents.check(base)


def test_the_whole_plan_is_there(document):
    counts = document["counts"]
    assert (counts["works"], counts["wholes"], counts["parts"]) == (92, 83, 9)
    assert (counts["targets"], counts["tasks"], counts["events"]) == (45, 23, 17)
    assert (counts["agencies"], counts["contradictions"]) == (30, 19)
    assert counts["reporting"] == 15
    assert document["ok"]
    assert document["missing_files"] == []


def test_every_work_has_a_place_or_a_reason_for_having_none(base, document):
    located, unlocated = set(document["located"]), set(document["unlocated"])
    assert located | unlocated == set(base.registry.projects)
    assert located & unlocated == set()
    assert set(document["unlocated"].values()) <= set(NO_LOCATION_REASONS)
    assert document["unknown_features"] == []


def test_features_add_up_layer_by_layer_and_each_says_where_it_is_from(document):
    layers = document["layers"]
    assert sum(layer["features"] for layer in layers.values()) == len(document["features"])
    for layer in ("national_highways", "bridges", "waterways", "ports", "economic_zone"):
        assert layers[layer]["of_the_plan"] > 0
    for feature in document["features"]:
        assert feature["source"]
        assert feature["licence"]
        assert feature["method"] in {"surveyed", "published", "digitised", "schematic"}
        assert feature["accuracy_m"] > 0
        assert feature["accuracy_m"] <= 1000 or feature["method"] == "schematic"


def test_lengths_and_areas_stand_beside_the_official_ones_with_the_difference(document):
    measured = {m["feature_id"]: m for m in document["measured"]}
    bridge = measured["cau-dai-ngai"]
    assert (bridge["measured"], bridge["official"]) == (15.33, 15.14)
    # 15.33 - 15.14 = 0.19 km, 1.3 % of 15.14 km
    assert (bridge["difference"], bridge["difference_pct"]) == (0.19, 1.3)
    channel = measured["luong-song-hau-bien"]
    assert (channel["difference"], channel["difference_pct"]) == (-1.29, -16.8)
    for one in measured.values():
        assert one["difference"] == pytest.approx(one["measured"] - one["official"], abs=0.006)


def test_a_figure_that_is_no_check_says_so(document):
    for one in document["measured"]:
        starts = (one["note"] or "").startswith("không phải phép kiểm")
        assert one["is_check"] is not starts
    assert any(not one["is_check"] for one in document["measured"])


@pytest.mark.parametrize(
    ("measured", "official", "difference", "pct"),
    [(41.0, 40.0, 1.0, 2.5), (9.5, 10.0, -0.5, -5.0), (10.004, 10.0, 0.0, 0.0)],
)
def test_a_difference_is_measured_minus_official(measured, official, difference, pct):
    one = bases.Measure("f", None, "length_km", measured, official, None)
    assert (one.difference, one.difference_pct) == (difference, pct)
