"""The workbook of a briefing: figures to calculate with, and pages to print."""

import io
import re
import zipfile
from datetime import datetime

import facts_made as of
import pytest
from openpyxl import load_workbook

from tvgeo import locale
from tvgeo.render.documents import book

SHEETS = ["Tổng hợp", "Công trình", "Chậm tiến độ", "Nhiệm vụ", "Chỉ tiêu", "Báo cáo", "Nguồn"]
FORMULA_LIKE = tuple("=+-@\t\r＝＋－＠")


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


def opened(facts, t):
    return load_workbook(io.BytesIO(book.write(facts, t)))


@pytest.fixture(scope="module")
def made(vi):
    return opened(of.made(), vi)


def texts(sheet):
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def head(sheet):
    """Return the number of the row of column heads."""
    return int(re.fullmatch(r"A(\d+):.*", sheet.auto_filter.ref)[1])


def column(sheet, name):
    """Return the cells below a column head."""
    row = head(sheet)
    number = next(c.column for c in sheet[row] if c.value == name)
    last = int(re.search(r"(\d+)$", sheet.auto_filter.ref)[1])
    return [sheet.cell(r, number) for r in range(row + 1, last + 1)]


# What is in it


def test_it_has_a_sheet_for_each_kind_of_facts(made):
    assert made.sheetnames == SHEETS


def test_percentages_are_numbers_and_those_of_the_facts(made):
    cells = column(made["Công trình"], "Khối lượng thực hiện (%)")
    assert [c.value for c in cells] == [52.0, 31.0, 100.0, "Chưa có số liệu"]
    assert all("#,##0.0" in c.number_format for c in cells[:3])


def test_dates_are_dates_with_the_day_first(made):
    cells = column(made["Công trình"], "Hạn hoàn thành")
    assert cells[0].value == datetime(2026, 6, 30)  # noqa: DTZ001 - the format has no zone
    assert cells[0].number_format == "dd/mm/yyyy"
    assert cells[3].value == "–"


def test_counts_are_those_of_the_facts(made):
    sheet = made["Tổng hợp"]
    assert [c.value for c in column(sheet, "Tổng số")][:3] == [3, 2, 1]
    assert [c.value for c in column(sheet, "Chậm hoặc quá hạn")][:3] == [1, 1, 0]
    assert [c.value for c in column(sheet, "Chậm nhiều")][:3] == [1, 1, 0]
    assert [c.value for c in column(sheet, "Tỷ lệ (%)")][-1] == 62.4


def test_a_figure_that_is_not_known_is_words_on_a_hatch_never_zero(made):
    cell = column(made["Công trình"], "Tỷ lệ giải ngân (%)")[3]
    assert (cell.value, cell.fill.fill_type) == ("Chưa có số liệu", "lightUp")
    assert column(made["Công trình"], "Kế hoạch đến kỳ (%)")[3].value == "–"


def test_invented_figures_are_italic_and_keep_their_mark_in_the_format(made):
    invented, _, sourced, _ = column(made["Công trình"], "Khối lượng thực hiện (%)")
    assert invented.font.italic
    assert invented.number_format.endswith('"*"')
    assert not sourced.font.italic
    assert "*" not in sourced.number_format
    quality = [c.value for c in column(made["Công trình"], "Chất lượng số liệu")]
    assert quality == [
        "Minh họa – không dùng để báo cáo",
        "Minh họa – không dùng để báo cáo",
        "Chính thức – cơ quan báo cáo",
        "Chưa có số liệu",
    ]


def test_parts_are_indented_and_the_late_have_reason_and_proposal(made):
    names = column(made["Công trình"], "Công trình, nhiệm vụ")
    assert [c.alignment.indent for c in names] == [0, 1, 0, 0]
    late = made["Chậm tiến độ"]
    assert column(late, "Khó khăn, vướng mắc")[0].value == of.work().reason
    assert column(late, "Kiến nghị")[0].value == of.work().proposal


def test_reports_outside_the_calendar_are_not_owed(made, vi):
    assert [c.value for c in column(made["Báo cáo"], "Còn thiếu")] == [0, 1]
    none = opened(of.made(in_calendar=False), vi)["Báo cáo"]
    assert "Không có báo cáo nào phải gửi cho kỳ năm 2025." in texts(none)
    assert "Sở Giao thông vận tải" not in texts(none)


# How it looks and prints


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_is_frozen_filtered_and_set_up_for_a4_across(made, name):
    sheet = made[name]
    row = head(sheet)
    assert sheet[sheet.freeze_panes].row == row + 1
    assert sheet.print_title_rows == f"${row}:${row}"
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == of.made().stamp
    assert sheet.oddFooter.right.text == "Trang &P/&N"


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_says_its_date_and_that_figures_are_invented(made, name):
    said = texts(made[name])
    assert of.made().stamp in said
    assert any(text.startswith("SỐ LIỆU MINH HỌA – ") for text in said)


def test_without_invented_figures_nothing_is_marked(vi):
    sheets = opened(of.sourced(), vi)
    said = [text for sheet in sheets for text in texts(sheet)]
    assert not any("SỐ LIỆU MINH HỌA" in text for text in said)
    assert of.made().plan_name in " ".join(said)


def test_rows_are_as_high_as_their_text(vi):
    note = "Vướng mặt bằng tại một số đoạn tuyến. " * 20
    sheet = opened(of.made(behind=(of.work(reason=note),)), vi)["Chậm tiến độ"]
    row = head(sheet) + 1
    assert sheet.row_dimensions[row].height > 150
    assert column(sheet, "Khó khăn, vướng mắc")[0].value == note


# What anybody may write


def test_no_cell_is_a_formula_nor_looks_like_one(vi):
    for name, sheet in zip(SHEETS, opened(of.hostile(), vi), strict=True):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (name, cell.coordinate)
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(FORMULA_LIKE), (name, cell.coordinate)


@pytest.mark.parametrize("text", of.HOSTILE)
def test_hostile_text_is_text_and_the_file_opens(vi, text):
    sheets = opened(of.hostile(text), vi)
    cell = column(sheets["Chậm tiến độ"], "Kiến nghị")[0]
    assert cell.data_type == "s"
    assert len(cell.value) >= len(text.strip("\r\n\t ")) - 20
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", cell.value)


def test_an_ampersand_in_a_running_head_is_no_command(vi):
    sheet = opened(of.made(title="Sở TT&TT &D &P"), vi)["Công trình"]
    assert sheet.oddHeader.left.text == "Sở TT&&TT &&D &&P"


def test_a_title_of_any_length_leaves_the_running_head_within_its_limit(vi):
    data = book.write(of.hostile("=" + "x&" * 3000), vi)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for found in re.findall(rb"<odd(?:Header|Footer)>(.*?)</odd", parts.read(name)):
                    assert len(found.decode().replace("&amp;", "&")) <= 255


# The same again


def test_the_same_facts_make_the_same_bytes(vi):
    assert book.write(of.made(), vi) == book.write(of.made(), vi)


def test_nothing_at_all_is_said_as_such(vi):
    sheets = opened(of.empty(), vi)
    assert sheets.sheetnames == SHEETS
    assert "Không có công trình, nhiệm vụ chậm hoặc quá hạn." in texts(sheets["Chậm tiến độ"])


def test_english_has_english_heads_and_dates():
    sheets = opened(of.made(language="en"), locale.get("en"))
    assert sheets.sheetnames[1] == "Works"
    assert column(sheets["Works"], "Due")[0].number_format == "d mmm yyyy"


@pytest.mark.slow
def test_libreoffice_opens_it_and_prints_it(vi, tmp_path, as_pdf):
    source = tmp_path / "book.xlsx"
    source.write_bytes(book.write(of.hostile(), vi))
    from pypdf import PdfReader

    pages = PdfReader(as_pdf(source)).pages
    assert len(pages) >= len(SHEETS)
    assert "Trang 1/" in pages[0].extract_text()
