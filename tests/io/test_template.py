"""The file to fill in: it opens right, takes only what is right, and holds no old figure."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from tvgeo import locale
from tvgeo.core import progress
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io import template
from tvgeo.services import templates

DAY = date(2025, 12, 14)
REPORTED = Row("cau", DAY, 62.5, 40.0, "in_progress", physical_basis="contract", note="=1+1")
PUBLISHED = template.Table(
    title="Số liệu đã công bố", note="* minh họa", heads=["Mã", "Tên"], rows=[["ql", "Đường"]]
)


def line(row, name="Công trình", kind="bridge", last="Chưa có số liệu"):
    return template.Line(row=row, name=name, kind=kind, last=last)


def form(*lines, scope=None):
    return template.Form(
        lines=lines
        or (line(Row("ql", DAY)), line(REPORTED), line(Row("kh", DAY), kind="plan")),
        as_of=DAY,
        first_day=date(2021, 1, 1),
        scope=scope,
        published=PUBLISHED,
    )


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture(scope="module")
def book(vi):
    return openpyxl.load_workbook(
        io.BytesIO(template.xlsx_content(form(), vi, templates.colours()))
    )


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def column(sheet, code):
    """Return the letter of a column by its code in the second row."""
    return next(cell.column_letter for cell in sheet[2] if cell.value == code)


def checks(sheet, code):
    letter = column(sheet, code)
    return [
        rule
        for rule in sheet.data_validations.dataValidation
        if any(area.coord.startswith(letter) for area in rule.sqref.ranges)
    ]


def test_a_csv_template_has_every_column_and_opens_as_utf8_in_excel():
    content = template.csv_content(form())
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, *_ = csv_rows(content)
    assert head == list(COLUMNS)
    assert first == ["ql", "2025-12-14", *[""] * 14]


def test_only_what_is_reported_for_the_same_date_is_filled_in():
    _, blank, filled, _ = csv_rows(template.csv_content(form()))
    assert not any(blank[2:])
    assert filled[2:5] == ["62.5", "40", "in_progress"]
    assert filled[-1] == "official"


def test_the_first_sheet_has_names_and_below_them_codes(book, vi):
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]] == list(template.SHEET_COLUMNS)
    assert sheet["A1"].value == vi("column.project_id")
    assert sheet.freeze_panes == "C3"
    assert set(COLUMNS) <= set(template.SHEET_COLUMNS)


def test_a_row_is_ready_to_be_filled_in(book):
    sheet = book.worksheets[0]
    day = sheet[f"{column(sheet, 'as_of')}3"]
    assert (day.value, day.number_format) == (datetime(2025, 12, 14), "dd/mm/yyyy")  # noqa: DTZ001
    assert sheet["A3"].value == "ql"
    assert sheet["B3"].value == "Công trình"
    for code in COLUMNS[2:]:
        assert sheet[f"{column(sheet, code)}3"].value is None


def test_a_reported_row_shows_labels_not_codes(book):
    sheet = book.worksheets[0]
    shown = {code: sheet[f"{column(sheet, code)}4"].value for code in COLUMNS}
    assert shown["status"] == "Đang thi công"
    assert shown["physical_basis"] == "Hợp đồng"
    assert shown["quality"] == "Chính thức"
    assert shown["physical_pct"] == 62.5


def test_text_is_never_a_formula(book):
    sheet = book.worksheets[0]
    note = sheet[f"{column(sheet, 'note')}4"]
    assert (note.value, note.data_type) == ("'=1+1", "s")
    hostile = form(line(Row("ql", DAY), name="=cmd|' /C calc'!A0", last="@x"))
    content = template.xlsx_content(hostile, locale.get("vi"), templates.colours())
    cells = [
        cell
        for each in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in each.iter_rows()
        for cell in row
    ]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=cmd|' /C calc'!A0" in {cell.value for cell in cells}


def test_a_status_is_chosen_in_the_words_of_its_kind(book):
    sheet = book.worksheets[0]
    works, rest = sorted(
        checks(sheet, "status"), key=lambda rule: "Chưa triển" in rule.formula1
    )
    assert works.formula1.startswith('"Chưa khởi công,Chuẩn bị đầu tư,Đang thi công')
    letter = column(sheet, "status")
    assert f"{letter}4" in works.sqref
    assert f"{letter}5" not in works.sqref
    assert f"{letter}5" in rest.sqref
    assert rest.formula1.startswith('"Chưa triển khai,Chuẩn bị đầu tư,Đang thực hiện')


@pytest.mark.parametrize("code", [c for c in COLUMNS if c.endswith("_pct")])
def test_a_percentage_lies_between_0_and_100(book, code):
    [rule] = checks(book.worksheets[0], code)
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "100")
    assert "từ 0 đến 100" in rule.error
    assert rule.showErrorMessage


def test_a_percent_cell_has_the_general_format_so_that_50_percent_stays_50(book):
    sheet = book.worksheets[0]
    assert sheet[f"{column(sheet, 'physical_pct')}3"].number_format == "General"


def test_a_date_is_refused_before_the_plan_and_after_today(book):
    [rule] = checks(book.worksheets[0], "as_of")
    assert rule.type == "date"
    assert rule.formula1 == "44197"  # 1 January 2021
    assert rule.formula2 == "MAX(TODAY(),46005)"  # 14 December 2025


def test_every_column_to_fill_says_what_to_enter(book, vi):
    sheet = book.worksheets[0]
    for code in COLUMNS:
        for rule in checks(sheet, code):
            assert rule.showInputMessage
            assert rule.promptTitle == vi(f"column.{code}")[:32]
            assert 0 < len(rule.prompt) <= 255
            assert len(rule.error or "") <= 255


def test_nothing_is_locked_and_nothing_is_hidden(book):
    for sheet in book.worksheets:
        assert not sheet.protection.sheet
        assert sheet.sheet_state == "visible"
        assert not any(d.hidden for d in sheet.column_dimensions.values())


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_guide_explains_every_column_and_status(language):
    t = locale.get(language)
    content = template.xlsx_content(form(scope="Sở Xây dựng"), t, templates.colours())
    guide = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2]
    said = {str(cell.value) for row in guide.iter_rows() for cell in row if cell.value}
    assert {t(f"column.{code}") for code in COLUMNS} <= said
    assert {t.status(code, None) for code in progress.STATUSES} <= said
    assert any("Sở Xây dựng" in text for text in said)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_lists_fit_into_what_excel_allows(language):
    t = locale.get(language)
    for labels in (
        template.status_labels(t, template.A_WORK),
        template.status_labels(t, None),
        template.basis_labels(t, "physical_basis"),
        template.basis_labels(t, "disbursed_basis"),
    ):
        assert len(",".join(labels)) <= 250
        assert not any("," in label for label in labels)
