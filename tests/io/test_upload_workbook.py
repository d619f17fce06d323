"""Workbooks: formats, dates, formulas, merged and hidden cells, several sheets; and hostile containers."""

import io
import warnings
import zipfile
from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sending import (
    CODES,
    NAMES,
    book,
    errors,
    only,
    read,
    rezipped,
    same,
    table,
    values,
    warned,
)

pytestmark = pytest.mark.usefixtures("in_process")
RIGHT = [75.5, 100.0, 0.0, 42.0]
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def sent(change=None, **more):
    return read(book(change, **more), "a.xlsx")


def cell(place, value, number_format=None):
    def change(_, sheet):
        sheet[place] = value
        if number_format:
            sheet[place].number_format = number_format

    return change


def percent(_, sheet):
    for letter in "CD":
        for each in sheet[letter][1:]:
            each.value, each.number_format = each.value / 100, "0.00%"


@pytest.mark.parametrize("header", [CODES, NAMES])
def test_a_plain_workbook_is_read(header):
    reading = sent(header=header)
    assert (reading.verdict, values(reading), reading.sheet) == ("accept", RIGHT, "Tiến độ")
    assert values(reading, "as_of") == [date(2026, 6, 30)] * 4


def test_dates_count_from_1904_where_the_workbook_says_so():
    reading = sent(lambda made, _: setattr(made, "epoch", CALENDAR_MAC_1904))
    assert values(reading, "as_of") == [date(2026, 6, 30)] * 4


def test_a_percent_format_decides_for_its_cell():
    assert values(sent(percent)) == RIGHT
    reading = sent(cell("C2", 0.755, "0.0%"))
    assert (values(reading), only(reading, "W_MIXED_SCALE").row) == (RIGHT, 2)
    assert errors(sent(cell("C2", 75.5, "0%"))) == {"E_RANGE"}
    # a percent sign that is only text of the format is no percentage
    assert values(sent(cell("C2", 75.5, '0.0"%"'))) == RIGHT


def test_dates_keep_their_day():
    evening = datetime(2026, 6, 30, 23, 59, 59)  # noqa: DTZ001 - a cell has no zone
    reading = sent(cell("B2", evening))
    assert values(reading, "as_of")[0] == date(2026, 6, 30)
    assert only(reading, "W_DATE_TIME").value == "30/06/2026 23:59:59"
    assert only(sent(cell("B2", 46203, "General")), "W_DATE_SERIAL").row == 2
    for number in (60, -5, 99_999_999):
        assert errors(sent(cell("B2", number, "dd/mm/yyyy"))) == {"E_DATE"}
    assert errors(sent(cell("B2", 46203.7083, "General"))) == {"E_DATE"}


@pytest.mark.parametrize(
    "change",
    [cell("C2", True), cell("C2", datetime(2026, 6, 5), "dd/mm"), cell("C2", "#REF!")],  # noqa: DTZ001
)
def test_what_is_no_number_is_refused(change):
    assert errors(sent(change)) == {"E_NUMBER"}


def test_an_id_that_is_a_number_is_not_guessed():
    assert only(sent(cell("A2", 1)), "E_ID_UNKNOWN").value == "1"


def with_formula(formula, value):
    def change(name, content):
        if name != SHEET:
            return content
        return content.replace(
            b'<c r="C2" t="n"><v>75.5</v></c>',
            f'<c r="C2"><f>{formula}</f>{value}</c>'.encode(),
        )

    return read(rezipped(change), "a.xlsx")


def test_a_formula_gives_its_stored_result_and_is_named():
    reading = with_formula("70+5.5", "<v>75.5</v>")
    assert (values(reading), only(reading, "W_FORMULA_CACHED").value) == (RIGHT, "75.5")
    assert errors(with_formula("70+5.5", "")) == {"E_FORMULA_NO_VALUE"}
    assert warned(with_formula("[1]Sheet1!$A$1", "<v>75.5</v>")) == {"W_EXTERNAL_LINK"}


@pytest.mark.parametrize(
    "formula", ["cmd|'/C calc'!A0", 'WEBSERVICE("http://127.0.0.1:9")', 'DDE("a","b","c")']
)
def test_a_formula_that_calls_a_program_refuses_the_file(formula):
    assert errors(with_formula(formula, "<v>75.5</v>")) == {"E_FORMULA_DDE"}


def test_formulas_outside_the_figures_do_not_matter():
    assert warned(
        sent(lambda _, sheet: sheet.append(["Tổng cộng", None, "=AVERAGE(C2:C5)"]))
    ) == {"W_TOTAL_ROW"}


def test_hidden_columns_and_rows_are_read_and_named():
    def hide(_, sheet):
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[3].hidden = True

    reading = sent(hide)
    assert values(reading) == RIGHT
    assert (only(reading, "W_HIDDEN_COLUMNS").column, only(reading, "W_HIDDEN_ROWS").row) == (
        "disbursed_pct",
        3,
    )


def test_cells_merged_over_rows_of_figures_are_refused():
    assert only(sent(lambda _, sheet: sheet.merge_cells("F3:F4")), "E_MERGED_DATA").row == 3

    def titles(_, sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "BÁO CÁO"
        sheet.merge_cells("A1:F2")

    assert warned(sent(titles)) == {"W_TITLE_ROWS", "W_BLANK_LINES"} - {"W_BLANK_LINES"}


def test_merged_headers_of_two_rows_are_one_header():
    def double(_, sheet):
        sheet.insert_rows(1)
        for place, name in enumerate(NAMES, 1):
            grouped = place in {3, 4}
            sheet.cell(1, place, None if grouped else name)
            sheet.cell(2, place, name if grouped else None)
        sheet["C1"] = "Tiến độ"
        sheet.merge_cells("C1:D1")
        for letter in "ABEF":
            sheet.merge_cells(f"{letter}1:{letter}2")

    assert values(sent(double)) == RIGHT


def test_a_unit_over_planned_and_done_belongs_to_both():
    def grouped(_, sheet):
        sheet.insert_rows(1)
        sheet.insert_cols(3)
        for place, name in enumerate([*NAMES[:2], "Khối lượng (%)", None, *NAMES[3:]], 1):
            sheet.cell(1, place, name)
            sheet.cell(2, place, {3: "Kế hoạch", 4: "Thực hiện"}.get(place))
        sheet.merge_cells("C1:D1")

    reading = sent(grouped)
    assert values(reading) == RIGHT
    assert only(reading, "W_EXTRA_COLUMNS").value == "Kế hoạch"


def test_the_first_sheet_with_a_table_is_read_and_others_are_named():
    def more(made, sheet):
        made.create_sheet("Bìa", 0).append(["BÁO CÁO"])
        for title, state in (("Tháng 5", "visible"), ("Cũ", "hidden")):
            other = made.create_sheet(title)
            other.sheet_state = state
            for each in sheet.iter_rows(values_only=True):
                other.append(each)

    reading = sent(more)
    assert (values(reading), reading.sheet) == (RIGHT, "Tiến độ")
    assert only(reading, "W_OTHER_SHEETS").value == "Tháng 5"
    assert only(reading, "W_HIDDEN_SHEET").value == "Cũ"


def test_size_claims_and_far_empty_cells_cost_nothing():
    def lie(name, content):
        if name != SHEET:
            return content
        content = content.replace(b'ref="A1:F5"', b'ref="A1:XFD1048576"')
        return content.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        )

    assert read(rezipped(lie), "a.xlsx").verdict == "accept"


# Containers


def replaced(part, old, new):
    return rezipped(
        lambda name, content: content.replace(old, new) if name == part else content
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rezipped(same, more=[("xl/vbaProject.bin", b"x")]), "E_MACRO"),
        (rezipped(same, more=[("xl/macrosheets/sheet1.xml", b"<x/>")]), "E_MACRO"),
        (replaced("[Content_Types].xml", b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"), "E_MACRO"),
        (rezipped(same, more=[("xl/embeddings/oleObject1.bin", b"x")]), "E_EMBEDDED"),
        (rezipped(same, more=[("xl/activeX/activeX1.bin", b"x")]), "E_EMBEDDED"),
        (replaced(SHEET, b"<worksheet", DOCTYPE + b"<worksheet"), "E_XML_DTD"),
        (replaced("_rels/.rels", b"<Relationships", DOCTYPE + b"<Relationships"), "E_XML_DTD"),
        (rezipped(same, more=[("xl/comments1.xml", DOCTYPE + b"<x/>")]), "E_XML_DTD"),
        (rezipped(lambda n, c: c.decode().encode("utf-16") if n == SHEET else c), "E_XML_DTD"),
        (replaced(SHEET, b"<worksheet", b'<?xml version="1.0" encoding="utf-7"?><worksheet'), "E_XML_DTD"),
        (rezipped(same, more=[("../../x.txt", b"x")]), "E_ZIP_PATH"),
        (rezipped(same, more=[("/etc/x", b"x")]), "E_ZIP_PATH"),
        (rezipped(same, more=[("..\\x", b"x")]), "E_ZIP_PATH"),
        (rezipped(same, more=[("C:/x", b"x")]), "E_ZIP_PATH"),
        (rezipped(same, more=[(SHEET, b"<x/>")]), "E_ZIP_DUPLICATE"),
        (rezipped(same, more=[(SHEET.upper(), b"<x/>")]), "E_ZIP_DUPLICATE"),
        (rezipped(same, more=[(f"xl/{i}.xml", b"<x/>") for i in range(200)]), "E_ZIP_BOMB"),
        (rezipped(same, more=[("xl/zeros.bin", bytes(30_000_000))]), "E_ZIP_BOMB"),
        (rezipped(same, compression=zipfile.ZIP_BZIP2), "E_CORRUPT"),
        (replaced(SHEET, b"</sheetData>", b"<"), "E_CORRUPT"),
        (replaced(SHEET, b'<row r="3"', b'<row r="2"'), "E_CORRUPT"),
        (rezipped(lambda n, c: None if n == SHEET else c), "E_CORRUPT"),
        (rezipped(lambda n, c: None if n == "xl/workbook.xml" else c), "E_CORRUPT"),
        (book()[: len(book()) // 2], "E_CORRUPT"),
        (book() + b"more", "E_CORRUPT"),
        (b"%PDF" + book(), "E_TYPE_MISMATCH"),
        (table().encode(), "E_TYPE_MISMATCH"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "E_XLS_LEGACY"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "E_ENCRYPTED"),
    ],
)  # fmt: skip
def test_a_hostile_container_is_refused_for_what_it_is(data, code):
    reading = read(data, "a.xlsx")
    assert errors(reading) == {code}
    assert (reading.rows, reading.verdict) == ((), "reject")


def test_a_member_under_a_password_and_a_link_are_refused():
    protected = bytearray(book())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := protected.find(mark, place + 1)) >= 0:
            protected[place + at] |= 1
    assert errors(read(bytes(protected), "a.xlsx")) == {"E_ENCRYPTED"}
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    assert errors(read(rezipped(same, more=[(link, "/etc/passwd")]), "a.xlsx")) == {
        "E_ZIP_PATH"
    }


def test_what_a_printer_or_a_missing_style_leaves_is_harmless():
    printer = rezipped(same, more=[("xl/printerSettings/printerSettings1.bin", b"x")])
    assert read(printer, "a.xlsx").verdict == "accept"
    assert values(read(rezipped(lambda n, c: None if n == STYLES else c), "a.xlsx")) == RIGHT


@pytest.mark.parametrize(
    "kind", ["word/document.xml", "ppt/presentation.xml", "content.xml", "xl/workbook.bin"]
)
def test_another_office_file_under_this_name_is_named(kind):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings():
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(kind, "<x/>")
    assert errors(read(stream.getvalue(), "a.xlsx")) == {"E_TYPE_MISMATCH"}


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.tsv"])
@pytest.mark.parametrize(
    "data", [book(), b"%PDF-1.7", b"MZ\x90", b"\x1f\x8b\x08", b"<html>", b"\x89PNG"]
)
def test_something_else_under_the_name_of_a_text_is_refused(name, data):
    assert errors(read(data, name)) == {"E_TYPE_MISMATCH"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "a.csv.exe",
        "a.xlsm",
        "app.py",
        ".csv",
        "a.csv.",
        "a.csv::$DATA",
        "a.exe\0.csv",
        "..",
        "a.csv/..",
    ],
)
def test_a_name_without_an_accepted_type_is_refused(name):
    assert errors(read(table(), name)) == {"E_EXTENSION"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CON.csv", "CON.csv"), ("../../etc/a.CSV", "a.CSV"), ("C:\\fakepath\\tiến độ.csv", "tiến độ.csv"),
        ("a\r\nSet-Cookie: x=1.csv", "a Set-Cookie: x=1.csv"), ("tien\u200bdo.csv", "tiendo.csv"),
        ("a\u202ebc.csv", "abc.csv"), ("<img src=x>.csv", "<img src=x>.csv"), ("\udcff.csv", "?.csv"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_path_and_hidden_characters(name, shown):
    reading = read(table(), name)
    assert (reading.file, reading.verdict) == (shown, "accept")


def test_a_name_that_is_too_long_is_refused_and_cut():
    reading = read(table(), "đ" * 200 + ".csv")
    assert errors(reading) == {"E_NAME"}
    assert len(reading.file.encode()) <= 255
    assert reading.file.endswith(".csv")
