"""One folder with one of each fault: all of it is said at once, and the sound rest loads."""

import re
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.core.features import Feature
from tvgeo.errors import DataError
from tvgeo.io import data_folder

PROJECTS = "plan/projects.csv"
IO = Path(data_folder.__file__).parent
PORTS = "geojson/ports.geojson"


@pytest.fixture
def broken(folder, make_project, make_feature):
    """Return the sound folder with a fault in every file of it."""
    folder.write(
        "tvgeo.toml",
        (folder.path / "tvgeo.toml").read_text(encoding="utf-8") + "slippage.slow = 20\n",
    )
    folder.table(PROJECTS, [
        make_project("ql"),
        make_project("cau"),
        make_project("cau", name_vi="Trùng mã"),
        make_project("cang", part_of="khong-co"),
        make_project("kcn", citation=""),
        make_project("kdt", due_date="31/12/2025"),
    ])  # fmt: skip
    folder.table("plan/tasks.csv", [{"tt": "1", "title_vi": "Thiếu cột lĩnh vực"}])
    folder.write("plan/agencies.csv", "id,name_vi\nso,S\u1edf\n".encode("utf-16"))
    bow = [[106, 9.5], [106.1, 9.6], [106.1, 9.5], [106, 9.6], [106, 9.5]]
    folder.layer("ports", [
        make_feature("p-1", "cau"),
        make_feature("p-2", "khong-co"),
        make_feature("p-1", "cau"),
        make_feature("p-3", "cau", {"type": "Polygon", "coordinates": [bow]}),
        make_feature("p-4", "cau", licence=None),
        make_feature("p-5", "cau", licence="CC-BY-NC-4.0"),
        make_feature("p-6", "cau", source=""),
        make_feature("p-7", "cau", accuracy_m=4000),
        make_feature("p-8", "cau", {"type": "Point", "coordinates": [590_000, 1_096_000]}),
    ])  # fmt: skip
    folder.layer("bridges", [make_feature("b-1", "cau")], crs=None)
    folder.write("geojson/urban_areas.geojson", '{"type": "FeatureCollection", ')
    figures = {"project_id": "ql", "as_of": "2024-06-14"}
    folder.progress([
        figures | {"physical_pct": "40"},
        figures | {"as_of": "2024-12-14", "physical_pct": "140"},
        figures | {"project_id": "khong-co"},
        figures | {"physical_pct": "41"},
        figures | {"as_of": "2025-06-30", "completed_chainage": "Km0-Km5"},
    ])  # fmt: skip
    return folder


def test_every_fault_is_said_at_once_with_its_place_and_value(broken):
    found = [
        (f.severity, f.code, f.file, f.row, f.column, f.value)
        for f in broken.load().findings
        if f.severity != "note"
    ]
    assert found == [
        ("error", "bad_setting", "tvgeo.toml", None, "slippage.slow", "20"),
        ("error", "missing_column", "plan/tasks.csv", 1, "sector", None),
        ("error", "bad_encoding", "plan/agencies.csv", 1, None, "\\xff"),
        ("error", "duplicate_id", PROJECTS, 4, "project_id", "cau"),
        ("warning", "no_citation", PROJECTS, 6, "citation", None),
        ("error", "bad_date", PROJECTS, 7, "due_date", "31/12/2025"),
        ("error", "unknown_part", PROJECTS, 5, "part_of", "khong-co"),
        ("error", "no_crs", "geojson/bridges.geojson", None, "crs", "None"),
        ("error", "unknown_id", PORTS, 2, "project_id", "khong-co"),
        ("error", "duplicate_id", PORTS, 3, "feature_id", "p-1"),
        ("error", "bad_geometry", PORTS, 4, "geometry", None),
        ("error", "no_licence", PORTS, 5, "licence", None),
        ("error", "bad_licence", PORTS, 6, "licence", "CC-BY-NC-4.0"),
        ("error", "no_source", PORTS, 7, "source", None),
        ("error", "not_schematic", PORTS, 8, "method", "digitised"),
        ("error", "no_crs", PORTS, 9, "geometry", None),
        ("error", "bad_json", "geojson/urban_areas.geojson", None, None, None),
        ("error", "out_of_range", "progress.csv", 3, "physical_pct", "140"),
        ("error", "unknown_id", "progress.csv", 4, "project_id", "khong-co"),
        ("error", "duplicate_key", "progress.csv", 5, "as_of", "2024-06-14"),
        ("error", "bad_chainage", "progress.csv", 6, "completed_chainage", "Km0-Km5"),
    ]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_finding_is_a_whole_sentence_in_both_languages(broken, language):
    t = locale.get(language)
    for finding in broken.load().findings:
        line = t.line(finding)
        assert finding.file in line
        assert "{" not in line
        assert f"finding.{finding.code}" not in line


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_code_that_the_readers_use_has_a_problem_and_a_remedy(language):
    sources = "".join(path.read_text(encoding="utf-8") for path in IO.glob("*.py"))
    codes = re.findall(r'"(?:error|warning|note)",\s*"([a-z_]+)"', sources)
    codes += re.findall(r'refuse\(\s*"([a-z_]+)"', sources)
    codes += re.findall(r'GeometryFault\("([a-z_]+)"', sources)
    assert len(set(codes)) > 25
    t = locale.get(language)
    for code in codes:
        assert f"finding.{code}.problem" in t
        assert f"finding.{code}.remedy" in t


def test_the_sound_rest_loads(broken):
    loaded = broken.load()
    assert list(loaded.registry.projects) == ["ql", "cau", "kcn"]
    assert [f.feature_id for f in loaded.features] == ["p-1", "ql-1"]
    assert [(r.project_id, r.physical_pct) for r in loaded.rows] == [("ql", 40.0)]
    assert loaded.registry.settings.slow == 5.0


def test_a_sound_folder_has_nothing_but_notes(folder):
    loaded = folder.load()
    assert {f.severity for f in loaded.findings} == {"note"}
    assert isinstance(loaded.features[0], Feature)
    assert len(loaded.progress_sha256) == 64


def test_a_project_on_no_map_is_noted_with_the_reason(folder, make_project):
    folder.table(PROJECTS, [
        make_project("ql"),
        make_project("duty"),
        make_project("port", layer="ports"),
        make_project("named", layer="ports", no_location="plan_names_no_place"),
    ])  # fmt: skip
    notes = [f for f in folder.load().findings if f.code == "no_location_reason"]
    assert [(f.row, f.value, f.values["reason"]) for f in notes] == [
        (3, "duty", "not_tied_to_place"), (4, "port", "no_source"),
    ]  # fmt: skip


def test_without_progress_and_layers_the_plan_still_loads(folder):
    (folder.path / "progress.csv").unlink()
    (folder.path / "geojson" / "roads.geojson").unlink()
    loaded = folder.load()
    assert (loaded.features, loaded.rows, loaded.progress_sha256) == ((), (), None)
    warned = [f.file for f in loaded.findings if f.severity == "warning"]
    assert warned == ["progress.csv", "geojson/*.geojson"]


def test_a_file_that_cannot_be_opened_is_a_finding(folder):
    (folder.path / "progress.csv").unlink()
    (folder.path / "progress.csv").mkdir()
    assert ("missing_file", None, None, None) in folder.faults("progress.csv")


@pytest.mark.parametrize("missing", ["tvgeo.toml", PROJECTS])
def test_without_settings_or_projects_there_is_nothing_to_show(folder, missing):
    (folder.path / missing).unlink()
    with pytest.raises(DataError) as caught:
        folder.load()
    assert caught.value.key == "data.no_file"
    assert caught.value.values["path"].endswith(missing)


def test_a_folder_that_is_not_there_is_named(tmp_path, folder):
    folder.path = tmp_path / "nowhere"
    with pytest.raises(DataError) as caught:
        folder.load()
    assert caught.value.key == "data.no_folder"


@pytest.mark.parametrize(
    "junk", [b"", b"\x00" * 200, b"\xff\xfe\x00", b"PK\x03\x04", b"a" * 300_000]
)
@pytest.mark.parametrize(
    "file", ["tvgeo.toml", PROJECTS, "plan/facts.csv", "progress.csv", "geojson/roads.geojson"]
)
def test_no_junk_in_any_file_stops_the_rest(folder, file, junk):
    folder.write(file, junk)
    loaded = folder.load()
    assert any(f.file == file and f.severity == "error" for f in loaded.findings)
    assert isinstance(loaded, data_folder.DataFolder)
