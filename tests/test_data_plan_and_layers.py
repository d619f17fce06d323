"""The shipped plan and layers are whole, cited, drawn or explained, and valid GeoJSON."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
# The extraction of the plan that this data folder was made from; only where it is at hand.
SHARED = ROOT.parent / "shared" / "plan"
# A route with Km may also name its two ends and the boundary it crosses, for the strip map.
STRIP_PROPERTIES = {"boundary_km"} | {
    f"{name}_{language}"
    for name in ("before", "after", "from_label", "to_label")
    for language in ("vi", "en")
}
PROPERTIES = [
    "feature_id", "project_id", "name_vi", "name_en", "ref", "from_km", "to_km",
    "official_length_km", "official_area_ha", "official_note", "source", "licence",
    "accuracy_m", "method",
]  # fmt: skip
LICENCES = {
    "CC-BY-4.0", "MIT", "LGPL-3.0-or-later", "state-publication", "own-work", "facts-only",
}  # fmt: skip
COUNTS = {
    "projects": 92, "targets": 45, "tasks": 23, "agencies": 30, "calendar": 17,
    "contradictions": 19,
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shared(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not at hand")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def projects() -> dict[str, dict[str, str]]:
    return {row["project_id"]: row for row in table("plan/projects.csv")}


@pytest.fixture(scope="module")
def features() -> list[dict]:
    return [
        feature
        for path in sorted((DATA / "geojson").glob("*.geojson"))
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    ]


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_the_plan_is_whole(name, count):
    assert len(table(f"plan/{name}.csv")) == count


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("projects", "project_id"), ("targets", "target_id"), ("tasks", "tt"),
        ("agencies", "id"), ("calendar", "event_id"),
    ],
)  # fmt: skip
def test_every_row_of_the_extraction_is_here(name, key):
    expected = [row[key] for row in shared(f"{name}.csv")]
    assert [row[key] for row in table(f"plan/{name}.csv")] == expected


def test_every_entry_of_the_plan_has_a_citation_and_a_name_in_both_languages():
    names = {"projects": "name", "tasks": "title", "targets": "indicator", "calendar": "title"}
    for name, column in names.items():
        for row in table(f"plan/{name}.csv"):
            assert all((row["citation"], row[f"{column}_vi"], row[f"{column}_en"])), row
    for row in table("plan/agencies.csv"):
        assert all(row[name] for name in ("name_vi", "name_en", "short_vi", "short_en")), row
    for row in table("plan/contradictions.csv"):
        assert all((row["text_vi"], row["text_en"], row["citation"])), row


def test_ids_named_by_other_files_exist(projects):
    agencies = {row["id"] for row in table("plan/agencies.csv")}
    tasks = {row["tt"] for row in table("plan/tasks.csv")}

    def listed(row: dict[str, str], *columns: str) -> set[str]:
        return {each for column in columns for each in row[column].split(";") if each}

    for row in projects.values():
        assert listed(row, "lead_agency", "coop_agencies") <= agencies, row
        assert listed(row, "part_of") <= projects.keys(), row
        assert listed(row, "task_no") <= tasks, row
    for row in table("plan/tasks.csv"):
        assert listed(row, "item_ids") <= projects.keys(), row
    for row in table("plan/targets.csv"):
        assert listed(row, "item_id") <= projects.keys(), row
    for row in table("plan/contradictions.csv"):
        assert listed(row, "item_ids") <= projects.keys(), row
        assert listed(row, "tasks") <= tasks, row
    for row in table("plan/agencies.csv"):
        assert listed(row, "members", "successor_id") <= agencies, row


def test_every_project_is_on_a_layer_or_says_why_not_but_not_both(projects, features):
    drawn = {feature["properties"]["project_id"] for feature in features} - {None}
    assert drawn <= projects.keys()
    for project_id, row in projects.items():
        reasons = {"plan_names_no_place", "not_tied_to_place", "no_source"}
        assert (project_id in drawn) != (row["no_location"] in reasons), project_id
        assert row["no_location"] in {"", *reasons}


def test_every_feature_says_where_it_comes_from_and_how_far_to_trust_it(features):
    ids = [feature["properties"]["feature_id"] for feature in features]
    assert len(ids) == len(set(ids))
    for feature in features:
        properties = feature["properties"]
        assert list(properties)[: len(PROPERTIES)] == PROPERTIES
        assert set(properties) - set(PROPERTIES) <= STRIP_PROPERTIES
        assert all(properties[name] for name in ("name_vi", "name_en", "source")), properties
        assert properties["licence"] in LICENCES, properties
        assert properties["accuracy_m"] > 0
        assert properties["method"] in {"surveyed", "published", "digitised", "schematic"}
        if properties["accuracy_m"] > 1_000:
            assert properties["method"] == "schematic", properties
        figures = properties["official_length_km"] or properties["official_area_ha"]
        if figures and properties["project_id"]:
            assert properties["official_note"], properties


def test_shapes_made_from_licensed_outlines_keep_the_licence(features):
    for feature in features:
        properties = feature["properties"]
        if "vietnamese-provinces-database" in properties["source"]:
            assert properties["licence"] == "MIT", properties["feature_id"]
        if "amTrinh" in properties["source"] and "LineString" in feature["geometry"]["type"]:
            assert properties["licence"] == "facts-only", properties["feature_id"]


def test_a_cluster_is_drawn_only_where_its_commune_is_known(features):
    for feature in features:
        properties = feature["properties"]
        if properties["ref"] == "cluster":
            assert "chỉ biết xã" in properties["official_note"], properties["feature_id"]
            assert "không nêu xã" not in properties["official_note"], properties["feature_id"]


def test_a_due_date_says_on_what_it_rests_and_names_a_year_of_the_plan(projects):
    for row in projects.values():
        assert bool(row["due_date"]) == bool(row["due_basis"]), row
        if row["due_basis"] != "published":
            assert row["due_date"] in {"", "2025-12-31", "2022-03-18"}, row
    # "in the period to 2025 and the period after" is no date
    assert projects["ben-tau-thuy-noi-dia"]["due_date"] == ""


def _positions(coordinates: list) -> Iterator[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for each in coordinates:
            yield from _positions(each)


def test_geometry_is_valid_rfc_7946_with_five_decimals(features):
    for feature in features:
        geometry = shape(feature["geometry"])
        name = feature["properties"]["feature_id"]
        assert geometry.is_valid, name
        assert not geometry.is_empty, name
        for position in _positions(feature["geometry"]["coordinates"]):
            assert len(position) == 2, name
            assert all(round(value, 5) == value for value in position), (name, position)
        if "Polygon" in geometry.geom_type:
            for polygon in getattr(geometry, "geoms", [geometry]):
                assert polygon.exterior.is_ccw, f"{name}: right-hand rule"
                assert not any(ring.is_ccw for ring in polygon.interiors), name


def test_context_layers_stay_light_and_one_feature_stands_on_each_line():
    for path in (DATA / "geojson").glob("*.geojson"):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) <= 64_000, path.name
        assert len(text.splitlines()) == len(json.loads(text)["features"]) + 2, path.name
        assert '"crs"' not in text
