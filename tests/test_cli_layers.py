"""layers check and layers import, with their exit codes, their JSON and their words."""

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "io"))
from layer_making import collection, feature, shape

TINY = Path(__file__).parent / "tiny_province"
ROAD = "duong-ven-song"
STATED = (
    "--layer", "roads", "--source", "Đo đạc 2026", "--licence", "own-work", "--accuracy-m", "0.5",
    "--method", "surveyed", "--author", "Sở Xây dựng",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "data"))


def road(folder):
    layer = json.loads((folder / "geojson/roads.geojson").read_text(encoding="utf-8"))
    return next(f for f in layer["features"] if f["properties"]["project_id"] == ROAD)


@pytest.fixture
def file(folder, tmp_path):
    """Return a function that writes the road of the folder, moved north by a part of a degree."""

    def write(north=0.001, name="duong.geojson", **properties):
        line = [[x, y + north] for x, y in road(folder)["geometry"]["coordinates"]]
        stated = {"project_id": ROAD, "name_vi": None} | properties
        path = tmp_path / name
        path.write_bytes(collection(feature(shape("LineString", line), **stated)))
        return path

    return write


def test_check_says_what_an_import_would_read_and_stores_nothing(tvgeo, file, store_path):
    code, out, err = tvgeo("layers", "check", file(0), "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found.keys() == {"verdict", "crs", "features", "bounds", "findings"}
    assert (found["verdict"], found["crs"]) == ("accept", "EPSG:4326")
    assert found["features"] == [{"id": ROAD, "type": "LineString"}]
    assert len(found["bounds"]) == 4
    assert not store_path.exists()


def test_a_refused_file_is_one_document_and_exit_1(tvgeo, file):
    code, out, err = tvgeo("layers", "check", file(), "--name", "a.kml", "--json")
    found = json.loads(out)
    assert (code, err, found["verdict"], found["bounds"]) == (1, "", "reject", None)
    (finding,) = found["findings"]
    assert finding["code"] == "E_EXTENSION"
    assert ".gpkg" in finding["suggestion"]


def test_check_compares_with_what_is_drawn(tvgeo, file):
    code, out, _ = tvgeo("layers", "check", file(0.001))
    assert code == 0
    assert "dịch" in out
    assert "có 1 cảnh báo" in out


def test_an_import_is_one_revision_and_a_rollback_takes_it_back(tvgeo, file, folder):
    code, out, err = tvgeo("layers", "import", file(), *STATED, "--accept-warnings", "--json")
    made = json.loads(out)
    assert (code, err, made["revision"], made["layer"]) == (0, "", 2, "roads")
    (change,) = made["changes"]
    assert change["project_id"] == ROAD
    assert change["median_m"] > 50
    assert change["chainage"] in {"kept", "none"}
    code, out, _ = tvgeo("history")
    assert code == 0
    assert "thay lớp bản đồ" in out
    assert tvgeo("rollback", 1, "--author", "Sở Xây dựng")[0] == 0
    code, out, _ = tvgeo("layers", "check", file(0))
    assert (code, "dịch" in out) == (0, False)


def test_warnings_are_confirmed_and_words_tell_what_moved(tvgeo, file):
    code, out, err = tvgeo("layers", "import", file(), *STATED)
    assert code == 1
    assert "dịch" in out
    assert "đo được: dài" in out
    assert "--accept-warnings" in err
    code, out, _ = tvgeo(
        "--lang", "en", "layers", "import", file(), *STATED, "--accept-warnings"
    )
    assert code == 0
    assert "Layer roads published: revision 2" in out


def test_another_base_than_the_head_is_refused(tvgeo, file):
    assert tvgeo("layers", "import", file(), *STATED, "--accept-warnings")[0] == 0
    code, _, err = tvgeo("layers", "import", file(0.002), *STATED, "--base", "1")
    assert (code, "phiên bản 2" in err) == (1, True)


def test_a_column_is_mapped_as_the_officer_says(tvgeo, file):
    path = file(project_id=None, MA="x", DU_AN=ROAD)
    assert tvgeo("layers", "check", path)[0] == 1
    code, out, _ = tvgeo("layers", "check", path, "--map", "DU_AN=project_id", "--map", "MA=")
    assert (code, "DU_AN đọc là project_id" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--crs", "EPSG:3857"), "EPSG:9209"), (("--map", "project_id"), "--map"),
        (("--map", "a=b"), "name_vi"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_with_the_remedy(tvgeo, file, arguments, said):
    code, out, err = tvgeo("layers", "check", file(), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("option", "value"), [("--layer", "nowhere"), ("--licence", "mine"), ("--method", "guess"), ("--accuracy-m", "x")]
)  # fmt: skip
def test_what_is_stated_must_be_possible(tvgeo, file, option, value):
    stated = list(STATED)
    stated[stated.index(option) + 1] = value
    code, _, err = tvgeo("layers", "import", file(), *stated)
    assert (code, value in err) == (2, True)


def test_a_road_of_openstreetmap_brings_its_licence_and_its_credit(tvgeo, folder, tmp_path):
    places = road(folder)["geometry"]["coordinates"]
    nodes = "".join(
        f'<node id="{i}" version="1" lat="{y}" lon="{x}"/>'
        for i, (x, y, *_) in enumerate(places, 1)
    )
    way = "".join(f'<nd ref="{i}"/>' for i in range(1, len(places) + 1))
    path = tmp_path / "vung.osm"
    path.write_text(
        f'<?xml version="1.0"?><osm version="0.6">{nodes}<way id="1" version="1">{way}'
        '<tag k="highway" v="trunk"/><tag k="ref" v="QL.53"/></way></osm>'
    )
    stated = (
        "--layer",
        "roads",
        "--accuracy-m",
        "10",
        "--method",
        "digitised",
        "--author",
        "A",
    )
    code, out, err = tvgeo(
        "layers", "import", path, "--ref", "QL53", "--project", ROAD, *stated,
        "--accept-warnings", "--json",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert json.loads(out)["changes"][0]["median_m"] < 1
    _, out, _ = tvgeo("export", "--format", "geojson", "-o", tmp_path / "out.geojson")
    exported = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    (found,) = [f for f in exported["features"] if f["properties"]["project_id"] == ROAD]
    assert found["properties"]["licence"] == "ODbL-1.0"
    assert found["properties"]["source"].startswith("© OpenStreetMap contributors")


def test_a_file_that_is_not_there_is_named(tvgeo, tmp_path):
    code, _, err = tvgeo("layers", "check", tmp_path / "x.gpkg")
    assert (code, "x.gpkg" in err) == (2, True)


def test_history_and_show_say_which_layer_a_revision_brought_and_from_where(tvgeo, file):
    tvgeo("layers", "import", file(), *STATED, "--accept-warnings")
    tvgeo("rollback", "1", "--author", "Sở Xây dựng")
    _, out, _ = tvgeo("history", "--json")
    back, made, first = json.loads(out)
    (layer,) = made["layers"]
    assert (layer["layer"], layer["facts"]["source"]) == ("roads", "Đo đạc 2026")
    assert layer["facts"]["file_name"] == "duong.geojson"
    assert back["layers"] == [{"layer": "roads", "sha256": None, "facts": {}}]
    assert first["layers"] == []
    _, out, _ = tvgeo("show", "2", "--json")
    assert json.loads(out)["layers"] == made["layers"]
    _, out, _ = tvgeo("show", "2")
    assert "Lớp bản đồ: roads" in out
