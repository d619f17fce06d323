"""The template as it comes back from a planner: filled, half filled, untouched, marked, corrected."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tvgeo import locale
from tvgeo.core.access import Actor
from tvgeo.services import drafts, publishing, templates
from tvgeo.services.base import open_base

TINY = Path(__file__).parents[1] / "tiny_province"
ROAD, PORTAL = "duong-ven-song", "cong-du-lieu"
DAY = date(2025, 12, 14)
LAN = Actor(name="Lan", role="admin", account=False)


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path / "data"))
    return Path(shutil.copytree(TINY, tmp_path / "data"))


def filled(content, *rows):
    """Return a workbook with values put below the codes of its second row, by row number."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[2]}
    for number, cells in rows:
        for code, value in cells.items():
            sheet.cell(number, places[code]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(data, name="mau.xlsx"):
    return drafts.preview(open_base(), data, name, LAN)


def said(draft):
    """Return what has to be looked at: rows that are not filled in are for information."""
    return [
        (f.severity, f.code, f.row, f.column, f.value)
        for f in draft.reading.findings
        if f.severity != "note"
    ]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_a_filled_template_is_accepted_without_a_warning(language):
    t = locale.get(language)
    status = t.status("in_progress", "road")
    basis = t("choice.disbursed_basis.total")
    data = filled(
        templates.template_xlsx(open_base(), t),
        (3, {"physical_pct": 62.5, "disbursed_pct": "40,5", "status": status, "planned_pct": 70,
             "disbursed_basis": basis, "completed_chainage": "Km0+000-Km4+000", "note": "ước"}),
        (4, {"physical_pct": 0.5, "disbursed_pct": 0, "status": t.status("in_progress", None)}),
    )  # fmt: skip
    draft = sent(data)
    assert said(draft) == []
    assert draft.reading.verdict == "accept"
    road, portal = draft.reading.rows
    assert (road.key, road.physical_pct, road.disbursed_pct) == ((ROAD, DAY), 62.5, 40.5)
    assert (road.status, road.disbursed_basis, road.quality) == (
        "in_progress",
        "total",
        "official",
    )
    assert portal.physical_pct == 0.5  # all the codes are there: never taken for 50


def test_a_filled_csv_template_is_accepted_without_a_warning(vi):
    text = templates.template_csv(open_base(), vi).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    rows[0] |= {"physical_pct": "0.5", "disbursed_pct": "10", "status": "in_progress"}
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.DictWriter(stream, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    draft = sent(stream.getvalue().encode(), "mau.csv")
    assert said(draft) == []
    assert [(row.key, row.physical_pct) for row in draft.reading.rows] == [((ROAD, DAY), 0.5)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_untouched_template_publishes_nothing_and_says_so(vi, kind):
    make = templates.template_xlsx if kind == "xlsx" else templates.template_csv
    draft = sent(make(open_base(), vi), f"mau.{kind}")
    assert draft.reading.verdict == "reject"
    assert [(severity, code) for severity, code, *_ in said(draft)] == [
        ("error", "E_NOT_FILLED")
    ]
    assert not draft.publishable


def test_a_row_that_was_not_filled_in_changes_nothing(vi):
    status = vi.status("in_progress", "road")
    data = filled(
        templates.template_xlsx(open_base(), vi),
        (3, {"physical_pct": 50, "disbursed_pct": 40, "status": status}),
    )
    draft = sent(data)
    assert draft.reading.verdict == "accept"
    [note] = draft.reading.findings
    assert vi.problem(note).startswith("Có 1 dòng của tệp mẫu chưa điền")
    assert [change.key for change in draft.difference.changes] == [(ROAD, DAY)]


def test_what_is_already_reported_comes_back_without_a_change(vi):
    data = filled(
        templates.template_xlsx(open_base(), vi),
        (
            3,
            {
                "physical_pct": 50,
                "disbursed_pct": 40,
                "status": "Đang thi công",
                "note": "'=1+1",
            },
        ),
    )
    draft = sent(data)
    publishing.publish(draft, LAN, confirmed=True)
    assert open_base().rows[-1].note == "=1+1"
    again = sent(templates.template_xlsx(open_base(), vi))
    assert again.reading.verdict != "reject"
    assert again.difference.changes == ()


def test_a_row_that_was_not_filled_in_never_takes_the_place_of_what_is_published(folder, vi):
    path = folder / "progress.csv"
    path.write_text(path.read_text("utf-8").replace("2024-12-14", "2025-12-14"), "utf-8")
    cells = {"physical_pct": 5, "disbursed_pct": 5, "status": "Đang thực hiện"}
    draft = sent(filled(templates.template_xlsx(open_base(), vi), (4, cells)))
    assert draft.reading.verdict == "accept"
    assert [change.key for change in draft.difference.changes] == [(PORTAL, DAY)]
    assert draft.displaced == ()


def test_a_row_for_another_date_may_be_added(vi):
    cells = {"project_id": ROAD, "as_of": date(2025, 6, 14), "physical_pct": 40,
             "disbursed_pct": 30, "status": "Đang thi công"}  # fmt: skip
    draft = sent(filled(templates.template_xlsx(open_base(), vi), (5, cells)))
    assert said(draft) == []
    assert [row.key for row in draft.reading.rows] == [(ROAD, date(2025, 6, 14))]


def test_findings_name_the_columns_as_the_template_shows_them(vi):
    cells = {"physical_pct": 140, "disbursed_pct": 40, "status": "Đang thi công"}
    draft = sent(filled(templates.template_xlsx(open_base(), vi), (3, cells)))
    assert said(draft) == [("error", "E_RANGE", 3, "Khối lượng thực hiện (%)", "140")]


def test_a_cell_that_excel_made_a_percentage_keeps_its_meaning(vi):
    content = templates.template_xlsx(open_base(), vi)
    cells = {"physical_pct": 0.5, "disbursed_pct": 40, "status": "Đang thi công"}
    book = openpyxl.load_workbook(io.BytesIO(filled(content, (3, cells))))
    [column] = [cell.column for cell in book.worksheets[0][2] if cell.value == "physical_pct"]
    book.worksheets[0].cell(3, column).number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    assert [row.physical_pct for row in sent(stream.getvalue()).reading.rows] == [50]


BAD = {
    "xlsx": {"physical_pct": 140, "disbursed_pct": 40, "status": "Đang thi công"},
    "csv": "Mã dự án;Ngày báo cáo;Khối lượng thực hiện (%);Tỷ lệ giải ngân (%);Tình trạng\n"
    f"{ROAD};14/12/2025;140;40;Đang thi công\n",
}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_marked_file_is_accepted_once_its_cell_is_corrected(vi, kind):
    data = (
        filled(templates.template_xlsx(open_base(), vi), (3, BAD["xlsx"]))
        if kind == "xlsx"
        else BAD["csv"].encode()
    )
    draft = sent(data, f"bao-cao.{kind}")
    assert [code for _, code, *_ in said(draft)] == ["E_RANGE"]
    marked = templates.marked_xlsx(draft, vi)
    book = openpyxl.load_workbook(io.BytesIO(marked))
    [bad] = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert str(bad.value) == "140"
    again = sent(marked, "danh-dau.xlsx")
    assert [code for _, code, *_ in said(again)] == ["E_RANGE"]
    bad.value = 72
    stream = io.BytesIO()
    book.save(stream)
    corrected = sent(stream.getvalue(), "danh-dau.xlsx")
    assert corrected.reading.verdict != "reject"
    assert [row.physical_pct for row in corrected.reading.rows] == [72]


def test_in_a_head_of_two_rows_and_broken_lines_the_bad_cell_is_marked_and_mended(vi):
    book = openpyxl.Workbook()
    head = [
        "STT",
        "Tên công\ntrình",
        "Khối lượng (%)",
        "",
        "Tỷ lệ\ngiải ngân (%)",
        "Tình\ntrạng",
    ]
    for row in (
        [*head, "Số liệu\nđến ngày"],
        ["", "", "Kế hoạch", "Thực hiện"],
        [1, "Đường ven song", "80,0", "140", "200", "Đang thi công", "14/12/2025"],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    draft = drafts.preview(
        open_base(), stream.getvalue(), "bieu.xlsx", LAN, corrections={(3, "project_id"): ROAD}
    )
    marked = openpyxl.load_workbook(io.BytesIO(templates.marked_xlsx(draft, vi))).worksheets[0]
    about = {
        c.coordinate: c.comment.text for row in marked.iter_rows(3) for c in row if c.comment
    }
    assert {"D3", "E3"} == set(about)
    assert "140" in about["D3"]
    assert marked["B3"].value == ROAD


def test_of_a_file_that_is_no_table_there_is_the_list_alone(vi):
    draft = sent(b"PK\x03\x04 broken", "hong.xlsx")
    assert draft.reading.verdict == "reject"
    for content in (templates.marked_xlsx(draft, vi), templates.findings_xlsx(draft, vi)):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["Lỗi, cảnh báo"]


def test_a_table_without_a_usable_head_comes_back_with_its_findings(vi):
    draft = sent(b"a;b\n1;2\n3;4\n", "la.csv")
    assert draft.reading.verdict == "reject"
    book = openpyxl.load_workbook(io.BytesIO(templates.marked_xlsx(draft, vi)))
    assert book.worksheets[0]["A1"].value == "a"
    assert book.worksheets[1]["A6"].value == "◆ Lỗi"
