"""Exports: safe to open, unchanged when they come back, whole or not there."""

import json
from datetime import date

import openpyxl
import pytest
from shapely.geometry import Polygon

from tvgeo.core import progress
from tvgeo.core.features import Feature
from tvgeo.io import exports, progress_table

HOSTILE = ("=HYPERLINK(1)", "+1", "-5", "@x", "\t=1", "＝1", "'=1", "{{7*7}}", "</script>")
ROWS = [
    progress.Row("ql", date(2024, 6, 14), 62.4, 0.1, "in_progress", note=text, source="Báo")
    for text in HOSTILE
]
RECORDS = [progress_table.record(row) for row in ROWS]


def feature(feature_id, geometry, layer="roads", **known):
    return Feature(feature_id, layer, geometry, "Thử", "own-work", 50.0, "digitised", **known)


def test_the_csv_opens_no_cell_with_a_formula_sign(tmp_path):
    exports.write_csv(tmp_path / "a.csv", RECORDS, ("note",))
    lines = (tmp_path / "a.csv").read_bytes().decode().splitlines()
    assert lines[1:5] == ["'=HYPERLINK(1)", "'+1", "'-5", "'@x"]
    assert lines[7] == "''=1"


def test_the_workbook_has_no_formula_and_its_numbers_are_numbers(tmp_path):
    exports.write_xlsx(tmp_path / "a.xlsx", RECORDS, progress.COLUMNS)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert sheet["C2"].value == 62.4
    assert sheet["B2"].value.date() == date(2024, 6, 14)
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "B2"


def test_a_workbook_in_the_upload_format_comes_back_unchanged(tmp_path):
    exports.write_xlsx(tmp_path / "a.xlsx", RECORDS, progress.COLUMNS, dates_as_text=True)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    exports.write_csv(tmp_path / "b.csv", RECORDS, progress.COLUMNS)
    lines = (tmp_path / "b.csv").read_text(encoding="utf-8").splitlines()
    header, *rows = sheet.iter_rows(values_only=True)
    assert ",".join(header) == lines[0]
    for values, line in zip(rows, lines[1:], strict=True):
        shown = ["" if value is None else str(value) for value in values]
        assert ",".join(shown) == line


def test_a_dangerous_header_is_guarded_too(tmp_path):
    exports.write_xlsx(tmp_path / "a.xlsx", [{"=x": 1}], ("=x",))
    exports.write_csv(tmp_path / "a.csv", [{"=x": 1}], ("=x",))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A1"].value == "'=x"
    assert (tmp_path / "a.csv").read_text() == "'=x\n1\n"


def test_characters_that_xml_forbids_do_not_break_the_workbook(tmp_path):
    exports.write_xlsx(tmp_path / "a.xlsx", [{"note": "a\x00b\x0b\uffff"}], ("note",))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"].value == "ab"


def test_geojson_is_rfc_7946(tmp_path):
    clockwise = Polygon([(106, 9.5), (106, 9.6), (106.1, 9.6), (106.1, 9.5)])
    pairs = [
        (
            feature("a", clockwise, project_id="p"),
            {"name_vi": "Cảng", "as_of": date(2024, 6, 14)},
        )
    ]
    exports.write_geojson(tmp_path / "a.geojson", pairs)
    document = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert "crs" not in document
    found = document["features"][0]
    assert found["properties"]["as_of"] == "2024-06-14"
    assert found["properties"]["source"] == "Thử"
    assert found["properties"]["name_vi"] == "Cảng"
    ring = found["geometry"]["coordinates"][0]
    assert Polygon(ring).exterior.is_ccw


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "2024-06-14", "1.5", "TRUE"])
def test_text_in_a_workbook_stays_text(tmp_path, text):
    exports.write_xlsx(tmp_path / "a.xlsx", [{"note": text}], ("note",))
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_failed_export_leaves_the_file_of_before(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"before")
    with pytest.raises(ValueError, match="JSON"):
        exports.write_json(path, {"length": float("nan")})
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
