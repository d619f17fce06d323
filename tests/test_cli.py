"""The command line: each command in both languages, its exit codes, and its JSON."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.services import exporting

TINY = Path(__file__).parent / "tiny_province"
ROAD = "duong-ven-song"
LANGUAGES = pytest.mark.parametrize("language", locale.LANGUAGES)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture
def broken(folder):
    """Put a fault into every kind of file of the folder."""
    with (folder / "progress.csv").open("a", encoding="utf-8") as file:
        file.write(f"{ROAD},2025-06-14,140,,in_progress,,,,,,,,,,,illustrative\n")
        file.write("khong-co,2025-06-14,10,,in_progress,,,,,,,,,,,illustrative\n")
    with (folder / "plan" / "projects.csv").open("a", encoding="utf-8") as file:
        file.write("cong-du-lieu,,Trùng mã,,ict,,,,,,,,no,\n")
    layer = json.loads((folder / "geojson" / "roads.geojson").read_text(encoding="utf-8"))
    layer["features"][1]["properties"]["licence"] = ""
    (folder / "geojson" / "roads.geojson").write_text(json.dumps(layer), encoding="utf-8")
    (folder / "geojson" / "ports.geojson").write_text("{", encoding="utf-8")
    return folder


@LANGUAGES
def test_check_counts_and_measures_in_the_readers_language(tvgeo, language):
    code, out, err = tvgeo("--lang", language, "check")
    t = locale.get(language)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == t("cli.check.ok", n=0)
    assert t("no_location.not_tied_to_place") in out
    assert t.quantity(10.0, "km") in out


@LANGUAGES
def test_status_says_title_day_counts_the_worst_and_the_mark(tvgeo, language):
    code, out, err = tvgeo("--lang", language, "status", "--as-of", "2024-12-31")
    t = locale.get(language)
    assert (code, err) == (0, "")
    assert out.startswith("Kế hoạch thử 2023–2027\n")
    assert {"vi": "31/12/2024", "en": "31 Dec 2024"}[language] in out
    assert f"1  {t('health.late')}" in out
    assert f"{ROAD}: " in out
    assert f"{t.points(-7.5)}*" in out


@LANGUAGES
@pytest.mark.parametrize("kind", exporting.FORMATS)
def test_export_writes_a_file_and_says_so(tvgeo, tmp_path, language, kind):
    file = tmp_path / f"plan.{kind}"
    code, out, err = tvgeo(
        "--lang", language, "export", "--format", kind, "--as-of", "2024-12-31", "-o", file
    )
    assert (code, err) == (0, "")
    assert file.stat().st_size > 100
    # features; works but for the one that builds nothing; all works
    number = {"geojson": 2, "gpkg": 2, "oc4ids": 3}.get(kind, 3)
    assert out.strip() == locale.get(language)("cli.export.done", file=str(file), n=number)


def test_an_export_without_a_day_is_the_table_as_it_was_sent(tvgeo, folder, tmp_path):
    assert tvgeo("export", "--format", "csv", "-o", tmp_path / "out.csv")[0] == 0
    assert (tmp_path / "out.csv").read_bytes() == (folder / "progress.csv").read_bytes()


def test_an_export_of_a_day_marks_what_is_invented(tvgeo, tmp_path):
    tvgeo("export", "--format", "csv", "--as-of", "2024-12-31", "-o", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["project_id"]: row for row in csv.DictReader(stream)}
    assert (rows[ROAD]["physical_pct"], rows[ROAD]["illustrative"]) == ("32.5", "yes")
    assert (rows["cong-du-lieu"]["physical_pct"], rows["cong-du-lieu"]["illustrative"]) == (
        "",
        "no",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--json"),
        ("status", "--json"),
        ("status", "--as-of", "2024-06-30", "--sourced-only", "--json"),
    ],
    ids=" ".join,
)
def test_json_is_one_document_on_stdout_and_nothing_else(tvgeo, arguments):
    code, out, err = tvgeo(*arguments)
    assert (code, err) == (0, "")
    assert isinstance(json.loads(out), dict)


def test_json_is_the_same_in_both_languages_but_for_the_sentences(tvgeo, broken):
    vi, en = (json.loads(tvgeo("--lang", lang, "check", "--json")[1]) for lang in ("vi", "en"))
    sentences = [
        [(f.pop("problem"), f.pop("remedy")) for f in document["findings"]]
        for document in (vi, en)
    ]
    assert vi == en
    assert sentences[0] != sentences[1]


def test_status_as_json_has_figures_with_day_quality_and_source(tvgeo):
    document = json.loads(tvgeo("status", "--as-of", "2024-12-31", "--json")[1])
    [road] = [p for p in document["projects"] if p["project_id"] == ROAD]
    assert road["figures"]["physical_pct"] == {
        "value": 32.5, "as_of": "2024-12-14", "quality": "illustrative", "source": "minh họa",
        "basis": "total", "derived": None,
    }  # fmt: skip
    # 32.5 done, 40 planned
    assert (road["slippage"], road["health"], road["illustrative"]) == (-7.5, "late", True)
    assert document["counts"] | {"late": 1, "no_data": 1} == document["counts"]


def test_the_switch_leaves_nothing_invented_in_the_document(tvgeo):
    out = tvgeo("status", "--as-of", "2024-12-31", "--sourced-only", "--json")[1]
    assert '"illustrative": true' not in out
    assert '"quality": "illustrative"' not in out
    assert "32.5" not in out


@LANGUAGES
def test_check_of_a_broken_folder_says_every_fault_at_once(tvgeo, broken, language):
    code, out, err = tvgeo("--lang", language, "check")
    assert (code, err) == (1, "")
    for told in ("progress.csv", "140", "khong-co", "cong-du-lieu", "licence", "ports.geojson"):
        assert told in out
    error = locale.get(language)("severity.error")
    assert sum(line.startswith(f"{error}: ") for line in out.splitlines()) >= 5


def test_each_finding_has_file_row_column_value_and_remedy(tvgeo, broken):
    code, out, _ = tvgeo("check", "--json")
    document = json.loads(out)
    assert (code, document["ok"]) == (1, False)
    found = {
        (f["file"], f["row"], f["column"], f["value"])
        for f in document["findings"]
        if f["severity"] == "error"
    }
    # header is line 1: two sound rows, then 140 in line 4 and the unknown id in line 5
    assert ("progress.csv", 4, "physical_pct", "140") in found
    assert ("progress.csv", 5, "project_id", "khong-co") in found
    assert ("plan/projects.csv", 5, "project_id", "cong-du-lieu") in found
    assert any(file == "geojson/roads.geojson" and column == "licence"
               for file, _, column, _ in found)  # fmt: skip
    assert any(file == "geojson/ports.geojson" for file, *_ in found)
    for finding in document["findings"]:
        assert finding["problem"]
        assert finding["remedy"]


def test_status_of_a_broken_folder_shows_the_sound_rest(tvgeo, broken):
    code, out, err = tvgeo("status", "--as-of", "2025-12-14", "--json")
    assert (code, err) == (0, "")
    figures = {p["project_id"]: p["figures"] for p in json.loads(out)["projects"]}
    assert figures[ROAD]["physical_pct"]["value"] == 32.5
    assert "khong-co" not in figures


@LANGUAGES
@pytest.mark.parametrize("command", [("check",), ("status", "--json")], ids=" ".join)
def test_a_folder_that_is_not_there_is_refused_in_one_line(tvgeo, tmp_path, language, command):
    missing = tmp_path / "khong-co"
    code, out, err = tvgeo("--lang", language, *command, data=missing)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert str(missing) in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [("status", "--as-of", "31/12/2024"), ("nonsense",), ("export", "--format", "pdf")],
    ids=" ".join,
)
def test_wrong_use_ends_with_2_and_a_refusal_with_1(tvgeo, tmp_path, arguments):
    code, out, err = tvgeo(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    refused = ("export", "--format", "geojson", "--crs", "9209", "-o", tmp_path / "x")
    assert tvgeo(*refused)[0] == 2
    assert tvgeo("export", "--format", "csv", "-o", tmp_path / "no" / "x.csv")[0] == 1


def test_a_command_of_a_group_is_named_whole(tvgeo):
    assert tvgeo("admin", "role")[2].rstrip().endswith("tvgeo admin role --help")


@pytest.mark.parametrize("command", ["check", "status", "export", "serve"])
def test_every_command_explains_itself(tvgeo, command):
    code, out, _ = tvgeo(command, "--help")
    assert code == 0
    assert len(out.splitlines()[2].strip()) > 20
