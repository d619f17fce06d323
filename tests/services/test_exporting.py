"""Data out: the upload format unchanged, and the figures of a day with their marks."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from tvgeo import locale
from tvgeo.errors import DataError, UsageError
from tvgeo.io import progress_table
from tvgeo.services import exporting, html_map
from tvgeo.services.base import DEFAULT_FOLDER, open_base
from tvgeo.services.view import view_as_of

DAY = date(2025, 12, 31)
KINDS = ("csv", "xlsx", "geojson", "gpkg")


@pytest.fixture(scope="module", autouse=True)
def _today():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-02-10")
        yield


@pytest.fixture(scope="module")
def view(_today):
    return view_as_of(open_base(DEFAULT_FOLDER), DAY)


def records(view, kind, folder):
    """Export figures of a day and read them back as rows by column."""
    file = folder / f"plan.{kind}"
    exporting.export(view, kind, file)
    if kind == "csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(file).active
        header, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]
    if kind == "geojson":
        document = json.loads(file.read_text(encoding="utf-8"))
        return [feature["properties"] for feature in document["features"]]
    drawn = [name for name, shape in pyogrio.list_layers(file) if shape is not None]
    layers = [pyogrio.read_dataframe(file, layer=name) for name in drawn]
    tables = (layer.astype(object).where(layer.notna(), None) for layer in layers)
    return [row for table in tables for row in table.to_dict("records")]


def test_the_table_of_the_folder_comes_out_byte_for_byte(view, tmp_path):
    file = tmp_path / "progress.csv"
    number = exporting.export(view, "csv", file, upload_format=True)
    assert file.read_bytes() == (DEFAULT_FOLDER / "progress.csv").read_bytes()
    assert number == len(view.base.folder.rows)


def test_what_comes_out_goes_in_again_without_a_finding_or_a_change(view, tmp_path):
    folder = Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "data"))
    exporting.export(view, "csv", folder / "progress.csv", upload_format=True)
    again = open_base(folder)
    assert again.folder.rows == view.base.folder.rows
    assert again.folder.findings == view.base.folder.findings


def test_the_workbook_of_the_folder_has_the_same_cells_as_its_table(view, tmp_path):
    exporting.export(view, "xlsx", tmp_path / "p.xlsx", upload_format=True)
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    for row, published in zip(rows, view.base.folder.rows, strict=True):
        cells = dict(zip(header, row, strict=True))
        record = progress_table.record(published) | {"as_of": published.as_of.isoformat()}
        assert cells == record


@pytest.mark.parametrize("kind", KINDS)
def test_every_invented_figure_taken_along_is_named_so(view, kind, tmp_path):
    rows = records(view, kind, tmp_path)
    assert {row["project_id"] for row in rows} <= view.standings.keys()
    for row in rows:
        item = view.standings[row["project_id"]]
        assert row["illustrative"] == (
            "yes" if any(f.illustrative for f in item.figures) else "no"
        )
        assert (row["physical_quality"] or None) == (
            item.physical.quality if item.physical else None
        )
    assert {row["illustrative"] for row in rows} == {"yes", "no"}


@pytest.mark.parametrize("kind", KINDS)
def test_with_the_switch_nothing_invented_is_taken_along(view, kind, tmp_path):
    hidden = view_as_of(view.base, DAY, sourced_only=True)
    rows = records(hidden, kind, tmp_path)
    assert {row["illustrative"] for row in rows} == {"no"}
    [bridge] = [r for r in rows if r["project_id"] == "cau-dai-ngai"]
    assert bridge["physical_pct"] in {None, ""}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_a_day_has_every_project_and_a_missing_figure_is_empty(view, kind, tmp_path):
    rows = {row["project_id"]: row for row in records(view, kind, tmp_path)}
    assert rows.keys() == view.standings.keys()
    silent = rows["ql60-binh-phu-dai-ngai"]
    assert silent["health"] == "no_data"
    assert silent["physical_pct"] in {"", None}
    assert str(rows["ql54-vinh-long-tra-vinh"]["physical_pct"]) in {"0", "0.0"}


def test_a_layer_of_a_day_has_every_place_of_the_plan(view, tmp_path):
    number = exporting.export(view, "geojson", tmp_path / "p.geojson")
    assert number == sum(map(len, view.base.join.located.values()))


def test_geojson_is_wgs_84_only(view, tmp_path):
    with pytest.raises(UsageError, match="geojson_crs"):
        exporting.export(view, "geojson", tmp_path / "p.geojson", crs=9209)
    assert list(tmp_path.iterdir()) == []


def test_a_map_of_a_day_speaks_the_language_asked_for_and_names_every_work(view, tmp_path):
    file = tmp_path / "ban-do.html"
    assert exporting.export(view, "html", file, t=locale.get("en")) == len(view.standings)
    written = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in written
    table = written[written.index('<table class="grid"') : written.index("</table>")]
    assert table.count("</td>") == len(view.standings) * len(html_map.COLUMNS)
    assert exporting.export(view, "html", file) == len(view.standings)
    assert '<html lang="vi">' in file.read_text(encoding="utf-8")


def test_with_the_switch_a_map_bears_no_mark_and_still_says_something(view, tmp_path):
    hidden = view_as_of(view.base, DAY, sourced_only=True)
    exporting.export(hidden, "html", tmp_path / "ban-do.html")
    written = (tmp_path / "ban-do.html").read_text(encoding="utf-8")
    assert "%*" not in written
    assert '<p class="mark">' not in written
    assert locale.get("vi")("health.no_plan") in written


def test_a_map_shows_the_archipelagos_unless_the_office_wants_no_inset(view, tmp_path):
    vi = locale.get("vi")
    written = html_map.html_map(view, vi)
    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa"):
        assert f">{name}</text>" in written
    assert written.count(">(Việt Nam)</text>") == 2
    folder = Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "data"))
    settings = folder / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("inset = true", "inset = false"), encoding="utf-8")
    assert "</text>" not in html_map.html_map(view_as_of(open_base(folder), DAY), vi)


def test_a_map_is_wgs_84_only(view, tmp_path):
    with pytest.raises(UsageError, match="html_crs"):
        exporting.export(view, "html", tmp_path / "ban-do.html", crs=9209)
    assert list(tmp_path.iterdir()) == []


def test_a_map_that_cannot_be_written_is_said(view, tmp_path):
    with pytest.raises(DataError, match="cannot_write"):
        exporting.export(view, "html", tmp_path / "none" / "ban-do.html")
