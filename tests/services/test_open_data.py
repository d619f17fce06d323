"""The open-data archive: whole, explained, checkable, and the same whenever it is made."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pyogrio
import pytest

from tvgeo import locale
from tvgeo.core import progress
from tvgeo.services import exporting, open_data
from tvgeo.services.base import DEFAULT_FOLDER, open_base
from tvgeo.services.view import view_as_of

DAY = date(2025, 12, 31)
TINY = Path(__file__).parents[1] / "tiny_province"
VI = locale.get("vi")


@pytest.fixture(scope="module")
def view():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-02-10")
        yield view_as_of(open_base(DEFAULT_FOLDER), DAY)


@pytest.fixture(scope="module")
def packed(view, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "tvgeo.zip"
    assert exporting.export(view, "archive", path, t=VI) == len(view.standings)
    return path


@pytest.fixture(scope="module")
def files(packed):
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_everything_is_there(files):
    assert {
        "README.md", "LICENSES.md", "SHA256SUMS", "datapackage.json", "data-dictionary.csv",
        "figures.csv", "progress.csv", "plan/projects.csv", "plan/agencies.csv",
        "projects.geojson", "projects.gpkg", "oc4ids.json", "geojson/bridges.geojson",
        "geojson/province.geojson",
    } <= set(files)  # fmt: skip
    # where the OC4IDS file says that its extension is, it is
    [extension] = json.loads(files["oc4ids.json"])["extensions"]
    assert extension in files


def test_the_checksums_are_those_of_every_file(packed, files, tmp_path):
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    assert sums.keys() == files.keys() - {"SHA256SUMS"}
    for path, digest in sums.items():
        assert hashlib.sha256(files[path]).hexdigest() == digest
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    command = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    if shutil.which(command[0]) is None:
        pytest.skip("no sha256sum on the PATH (coreutils)")
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_same_figures_give_the_same_bytes(view, packed):
    assert open_data.build(view, VI) == packed.read_bytes()


def test_every_file_is_dated_as_its_figures(packed):
    with zipfile.ZipFile(packed) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 12, 31, 0, 0, 0)}


def test_the_figures_are_those_of_the_pages(view, files):
    rows = {row["project_id"]: row for row in table(files["figures.csv"])}
    assert rows.keys() == view.standings.keys()
    assert rows["cau-dai-ngai"]["physical_pct"] == "52"
    assert rows["ql60-binh-phu-dai-ngai"]["physical_pct"] == ""
    reports = table(files["progress.csv"])
    assert list(reports[0]) == list(progress.COLUMNS)
    assert max(row["as_of"] for row in reports) <= DAY.isoformat()
    assert sum(row["project_id"] == "cau-dai-ngai" for row in reports) == 7


def test_every_column_is_explained_in_both_languages(files):
    explained = {(r["file"], r["column"]): r for r in table(files["data-dictionary.csv"])}
    for path, content in files.items():
        if path.endswith(".csv") and path != "data-dictionary.csv":
            for column in next(csv.reader(io.StringIO(content.decode(), newline=""))):
                entry = explained[path, column]
                assert entry["label_vi"] != column, (path, column)
                assert entry["label_en"] not in {column, ""}


def test_the_contents_are_a_data_package_that_fits_its_tables(files):
    package = json.loads(files["datapackage.json"])
    resources = {each["path"]: each for each in package["resources"]}
    assert resources.keys() == files.keys() - {"SHA256SUMS", "datapackage.json"}
    names = [each["name"] for each in resources.values()]
    assert len(names) == len(set(names))
    read = {"number": float, "integer": int, "date": date.fromisoformat, "string": str}
    for path, resource in resources.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if resource.get("profile") == "tabular-data-resource":
            rows = table(files[path])
            fields = {f["name"]: f["type"] for f in resource["schema"]["fields"]}
            assert list(fields) == list(rows[0])
            for row in rows:
                for column, value in row.items():
                    if value:
                        read[fields[column]](value)


def test_layers_open_in_gdal(files, tmp_path):
    for path, content in files.items():
        if path.endswith((".geojson", ".gpkg")):
            file = tmp_path / path.replace("/", "-")
            file.write_bytes(content)
            for layer, shape in pyogrio.list_layers(file):
                if shape is not None:
                    assert len(pyogrio.read_dataframe(file, layer=layer)) > 0, (path, layer)


def test_the_readme_says_of_which_day_it_is_and_that_figures_were_invented(files):
    readme = files["README.md"].decode()
    for language in locale.LANGUAGES:
        t = locale.get(language)
        assert t.date(DAY) in readme
        assert t("archive.illustrative") in readme
        assert t("archive.sourced") not in readme


def test_with_the_switch_nothing_invented_is_taken_along(view):
    hidden = view_as_of(view.base, DAY, sourced_only=True)
    files = open_data.files(hidden, VI)
    assert VI("archive.sourced") in files["README.md"].decode()
    assert {row["quality"] for row in table(files["progress.csv"])} == {"public"}
    assert {row["illustrative"] for row in table(files["figures.csv"])} == {"no"}
    assert b'"illustrative": true' not in files["oc4ids.json"]


def test_no_cell_is_a_formula_and_another_province_needs_no_more_files(tmp_path):
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    for name in ("agencies.csv", "tasks.csv", "targets.csv"):
        (folder / "plan" / name).unlink(missing_ok=True)
    projects = folder / "plan" / "projects.csv"
    text = projects.read_text(encoding="utf-8")
    projects.write_text(text.replace("Đường ven sông", '"=HYPERLINK(""x"")"', 1), "utf-8")
    files = open_data.files(view_as_of(open_base(folder), date(2024, 12, 31)), VI)
    assert "plan/agencies.csv" not in files
    for path in ("plan/projects.csv", "figures.csv"):
        cells = [value for row in table(files[path]) for value in row.values()]
        assert '\'=HYPERLINK("x")' in cells, path
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
