"""The planner's own table comes back with the bad cells marked, and nothing of it changed."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from tvgeo import locale
from tvgeo.core.findings import Finding
from tvgeo.io import marked, sent
from tvgeo.io.reading import grid
from tvgeo.services import templates

ROWS = {
    1: ["UBND TỈNH TRÀ VINH"],
    3: ["Mã dự án", "Ngày báo cáo", "Khối lượng (%)", "Ghi chú"],
    4: ["cau-dai-ngai", "14/06/2025", "140", "=HYPERLINK(1)"],
    5: ["ql53", date(2025, 6, 14), 75.5, "- vướng mặt bằng"],
    6: ["", "14/06/2025", "-", "'=1+1"],
}
BAD_NUMBER = Finding(
    "error", "out_of_range", "a.csv", 4, "Khối lượng (%)", "140", {"limit": "0–100"}
)
NO_ID = Finding("error", "blank_required", "a.csv", 6, "Mã dự án")
ODD_DAY = Finding("warning", "bad_date", "a.csv", 5, "Ngày báo cáo", "14/06/2025")
HEAD = Finding("warning", "extra_column", "a.csv", None, "Ghi chú", "Ghi chú")
ROW_ONLY = Finding("error", "ragged_row", "a.csv", 6, values={"expected": 4, "found": 3})
WHOLE = Finding("error", "missing_column", "a.csv", None, "disbursed_pct")
NOTE = Finding("note", "no_source", "a.csv", 5, "Ghi chú")


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


def opened(findings, t, rows=None, header_row=3, sheet=None):
    table = sent.Sent(file="a.csv", rows=rows or ROWS, header_row=header_row, sheet=sheet)
    content = marked.marked(table, findings, t, templates.colours())
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_value_stands_where_it_was_sent(vi):
    sheet = opened([BAD_NUMBER], vi).worksheets[0]
    assert sheet["A1"].value == "UBND TỈNH TRÀ VINH"
    assert [cell.value for cell in sheet[2]] == [None] * 4
    assert [cell.value for cell in sheet[3]] == ROWS[3]
    assert sheet["C4"].value == "140"
    assert sheet["B5"].value == datetime(2025, 6, 14)  # noqa: DTZ001
    assert sheet["C5"].value == 75.5


def test_a_bad_cell_has_a_fill_a_sign_and_a_comment_with_the_remedy(vi):
    sheet = opened([BAD_NUMBER, ODD_DAY], vi).worksheets[0]
    bad, odd, good = sheet["C4"], sheet["B5"], sheet["A4"]
    assert bad.comment.text.startswith("◆ Lỗi\n“140” nằm ngoài khoảng cho phép (0–100).\n⇒ ")
    assert odd.comment.text.startswith("▼ Cảnh báo\n")
    assert '"◆ "@' in bad.number_format
    assert odd.number_format.startswith('"▼ "dd/mm/yyyy')
    assert bad.fill.fgColor.rgb != odd.fill.fgColor.rgb
    assert good.comment is None
    assert good.fill.fill_type is None


def test_two_findings_of_one_cell_share_a_comment_and_the_worse_one_colours_it(vi):
    also = Finding("warning", "bad_number", "a.csv", 4, "Khối lượng (%)", "140")
    cell = opened([also, BAD_NUMBER], vi).worksheets[0]["C4"]
    assert cell.comment.text.count("⇒") == 2
    assert '"◆ "' in cell.number_format


def test_what_is_about_a_column_or_a_row_marks_its_head_or_its_first_cell(vi):
    sheet = opened([HEAD, ROW_ONLY, NO_ID], vi).worksheets[0]
    assert sheet["D3"].comment is not None
    assert sheet["B6"].comment is not None
    assert sheet["A6"].comment is not None


def test_nothing_that_was_sent_is_run(vi):
    sheet = opened([BAD_NUMBER], vi).worksheets[0]
    assert [sheet[f"D{row}"].value for row in (4, 5, 6)] == [ROWS[row][3] for row in (4, 5, 6)]
    assert all(
        sheet[f"D{row}"].quotePrefix for row in (4, 5, 6)
    )  # text, also once it is edited
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_every_finding_stands_in_the_list_in_order(vi):
    book = opened([WHOLE, BAD_NUMBER, NO_ID, ODD_DAY, NOTE], vi)
    assert book.sheetnames == ["Tệp đã gửi", "Lỗi, cảnh báo"]
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=6)]
    assert [row[0] for row in rows] == ["◆ Lỗi"] * 3 + ["▼ Cảnh báo", "○ Ghi chú"]
    assert [row[1] for row in rows] == [None, 4, 6, 5, 5]
    assert rows[1][3] == "140"
    assert rows[1][5].startswith("Kiểm tra dấu thập phân")


def test_a_file_without_a_head_row_is_marked_too(vi):
    book = opened([WHOLE, ROW_ONLY], vi, header_row=None)
    assert book.worksheets[0]["B6"].comment is not None


def test_the_list_alone_is_given_for_a_file_that_cannot_be_shown(vi):
    content = marked.listed("a.xlsx", [WHOLE], vi, templates.colours())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 1
    assert book.worksheets[0]["A1"].value == "Kết quả kiểm tra tệp a.xlsx"


def test_characters_that_a_workbook_cannot_hold_are_left_out(vi):
    rows = {1: ["a\x0b\ud800b", "x" * 40_000]}
    sheet = opened([], vi, rows=rows, header_row=1).worksheets[0]
    assert sheet["A1"].value == "ab"
    assert len(sheet["B1"].value) == 32_767


@pytest.mark.parametrize("name", ["Lỗi, cảnh báo", "a/b:c*[d]?\\", "x" * 60, "'", "History"])
def test_any_sheet_name_becomes_one_that_excel_takes(vi, name):
    title = opened([], vi, sheet=name).sheetnames[0]
    assert 0 < len(title) <= 31
    assert not set("[]:*?/\\") & set(title)


def raw(*rows, **more):
    numbered = [(number, list(cells)) for number, cells in enumerate(rows, start=1)]
    return grid.RawGrid(encoding="xlsx", rows=numbered, total=len(rows), **more)


def rebuilt(found, t, corrections=None):
    table = sent.sent_from(
        found, file="a.xlsx", header_row=1, places={"note": 2}, corrections=corrections
    )
    content = marked.marked(table, [], t, templates.colours())
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_dates_and_percentages_stay_what_they_were(vi):
    sheet = rebuilt(raw(["Ngày", "%"], [("d", 46022.0), ("p", 0.755)], [("d", 1e12), 70.0]), vi)
    assert sheet["A2"].value == datetime(2025, 12, 31)  # noqa: DTZ001
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.755, "0.####%")
    assert sheet["A3"].value == 1e12
    assert sheet["B3"].value == 70


def test_cells_merged_over_rows_stay_merged_so_that_they_are_refused_again(vi):
    sheet = rebuilt(raw(["a", "b"], ["x", 1.0], ["y", ""], merged=[(2, 2, 3, 2)]), vi)
    assert [area.coord for area in sheet.merged_cells.ranges] == ["B2:B3"]


def test_a_cell_that_is_too_long_shows_its_beginning_and_stays_too_long(vi):
    shown = rebuilt(raw(["a"], [("long", "abc", 5_000)]), vi)["A2"].value
    assert shown.startswith("abc…")
    assert len(shown) > 4_000


def test_a_finding_about_a_cell_inside_a_merged_one_stands_at_its_corner(vi):
    table = sent.Sent(
        file="a", rows={1: ["a", "b"], 2: ["x", 1], 3: ["y"]}, header_row=1,
        merged=[(2, 2, 3, 2)],
    )  # fmt: skip
    inside = Finding("error", "bad_value", "a", 3, "b", "", {"allowed": "1"})
    content = marked.marked(table, [inside], vi, templates.colours())
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["B2"].comment is not None


def test_what_was_corrected_in_the_page_stands_in_the_file(vi):
    found = raw(["Mã dự án", "", "Ghi chú"], ["ql"], ["cau", 1.0, "x"])
    sheet = rebuilt(found, vi, {(2, "note"): "ước", (3, "note"): "", (9, "note"): "không có"})
    assert (sheet["C2"].value, sheet["C3"].value) == ("ước", None)
