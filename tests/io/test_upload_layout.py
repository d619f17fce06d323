"""Where the table is: titles, headers, numbering, sections, totals, signatures; and what a planner corrects."""

from datetime import date

import pytest
from sending import (
    CODES,
    NAMES,
    ROWS,
    errors,
    lines,
    only,
    read,
    row,
    table,
    values,
    warned,
)
from shapely import LineString

from tvgeo import locale
from tvgeo.core.access import Scope
from tvgeo.core.features import Feature
from tvgeo.core.plan import Project
from tvgeo.io import upload
from tvgeo.io.reading.identities import Identities

pytestmark = pytest.mark.usefixtures("in_process")
RIGHT = [75.5, 100.0, 0.0, 42.0]
BODY = [",".join(r) for r in ROWS]
OFFICE = [
    "ỦY BAN NHÂN DÂN TỈNH,,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "",
    "BÁO CÁO TIẾN ĐỘ ĐẾN NGÀY 30/6/2026",
    "(Đơn vị tính: %)",
]
SIGNED = [
    "",
    ',,,"Trà Vinh, ngày 30 tháng 6 năm 2026"',
    "Người lập biểu,,,KT. CHỦ TỊCH",
    '"(Ký, ghi rõ họ tên)",,,',
    "Trần Thị B,,,Nguyễn Văn A",
]


@pytest.mark.parametrize(
    "header",
    [CODES, NAMES, [f" {c.upper()} " for c in CODES], [n.replace(" ", "\n") for n in NAMES]],
)
def test_headers_are_recognised_by_code_or_name_case_and_spaces_aside(header):
    reading = read(table(header=header))
    assert (reading.verdict, values(reading), reading.columns) == (
        "accept",
        RIGHT,
        tuple(CODES),
    )


def test_missing_diacritics_of_a_header_are_said_wrong_ones_refused():
    reading = read(table(header=["Ma du an", *NAMES[1:]]))
    assert (values(reading), only(reading, "W_HEADER_FOLDED").value) == (RIGHT, "Ma du an")
    finding = only(read(table(header=["Mạ dự án", *NAMES[1:]])), "E_MISSING_COLUMN")
    assert (finding.column, finding.values["nearest"]) == ("Mã dự án", "Mạ dự án")


def test_a_typo_in_a_header_is_suggested_never_guessed():
    reading = read(table(header=[c.replace("physical", "physcal") for c in CODES]))
    finding = only(reading, "E_MISSING_COLUMN")
    t = locale.get("vi")
    assert (
        t.remedy(finding)
        == "Nếu cột “physcal_pct” là cột này, đổi tiêu đề thành “physical_pct”."
    )
    none = only(
        read(lines("project_id,as_of,disbursed_pct,status", "DA-001,2026-06-30,1,Hoàn thành")),
        "E_MISSING_COLUMN",
    )
    assert t.remedy(none) == "Thêm cột “physical_pct” như trong tệp mẫu."


def test_one_column_twice_is_refused_by_either_of_its_names():
    finding = only(read(table(header=[*CODES[:5], "Tình trạng"])), "E_DUP_HEADER")
    assert (finding.value, finding.values["nearest"]) == ("status", "Tình trạng")


def test_columns_that_nobody_needs_are_named():
    rows = [["1", *r, "Sở GTVT"] for r in ROWS]
    reading = read(table(header=["STT", *CODES, "Chủ đầu tư"], rows=rows))
    assert only(reading, "W_EXTRA_COLUMNS").value == "STT, Chủ đầu tư"


def test_no_header_and_too_many_columns_are_refused():
    assert errors(read("a,b\r\n1,2\r\n")) == {"E_HEADER"}
    assert errors(
        read(",".join([*CODES, *(f"c{i}" for i in range(60))]) + "\r\n" + BODY[0])
    ) == {"E_TOO_MANY_COLUMNS"}
    assert errors(read(",".join(f"c{i}" for i in range(10_000)))) == {"E_TOO_MANY_COLUMNS"}


@pytest.mark.parametrize(
    "heads",
    [
        ["Mã dự án,Ngày báo cáo,Tiến độ,,Tình trạng,Ghi chú", ",,Khối lượng thực hiện (%),Tỷ lệ giải ngân (%),,"],
        ["Mã dự án,Ngày báo cáo,Khối lượng,Tỷ lệ,Tình trạng,Ghi chú", ",,thực hiện (%),giải ngân (%),,"],
    ],
)  # fmt: skip
def test_a_header_of_two_rows_is_one(heads):
    reading = read(lines(*heads, *BODY))
    assert (values(reading), reading.header_row) == (RIGHT, 2)


def test_the_form_of_an_office_is_read_and_what_was_left_out_is_said():
    text = lines(
        *OFFICE,
        ",".join(NAMES),
        "(1),(2),(3),(4)=(3)/(2),(5),(6)",
        "I. Giao thông",
        *BODY[:2],
        "II,Đô thị",
        *BODY[2:],
        ",Tổng cộng,217.5",
        *SIGNED,
    )
    reading = read(text)
    assert (values(reading), reading.header_row) == (RIGHT, 5)
    assert {c: only(reading, c).row for c in ("W_TITLE_ROWS", "W_INDEX_ROW", "W_TOTAL_ROW", "W_FOOTER")} == {
        "W_TITLE_ROWS": 5, "W_INDEX_ROW": 6, "W_TOTAL_ROW": 13, "W_FOOTER": 15,
    }  # fmt: skip
    assert [f.row for f in reading.findings if f.code == "W_SECTION_ROW"] == [7, 10]


@pytest.mark.parametrize(
    "text",
    [
        "Tổng cộng,,217",
        "TỔNG CỘNG:,2026-06-30,217",
        "Cộng,,1",
        ",Tổng số (4 dự án),217",
        "Tổng cộng I,,3",
    ],
)
def test_a_total_is_no_project(text):
    reading = read(lines(",".join(CODES), *BODY, text))
    assert (values(reading), warned(reading)) == (RIGHT, {"W_TOTAL_ROW"})


@pytest.mark.parametrize(
    "text",
    [
        ",2026-06-30,48,3,Đang thi công,x",
        "Dự án chuyển tiếp,,,,,",
        "I. Giao thông,,48,3,Đang thi công,",
        "Tổng công ty Điện lực,2026-06-30,1,1,Hoàn thành,",
    ],
)
def test_a_row_that_fits_no_closed_form_is_refused(text):
    reading = read(lines(",".join(CODES), *BODY, text))
    assert errors(reading) & {"E_ROW_NO_ID", "E_ID_UNKNOWN"}
    assert reading.rows == ()


def test_a_group_may_carry_its_own_figures():
    reading = read(lines(",".join(CODES), "I. Giao thông,,58,3,,", *BODY, "II,Đô thị,12,3,,"))
    assert values(reading) == RIGHT
    assert [f.row for f in reading.findings if f.code == "W_SECTION_ROW"] == [2, 7]


def test_a_signature_above_figures_does_not_cut_them_off():
    reading = read(lines(",".join(CODES), *BODY[:2], "Người lập biểu,,,Giám đốc,,", *BODY[2:]))
    assert "E_ID_UNKNOWN" in errors(reading)


def test_errors_come_all_at_once_and_first():
    text = table(
        {
            (1, "physical_pct"): "x",
            (2, "as_of"): "y",
            (3, "status"): "z",
            (4, "disbursed_pct"): "",
        }
    )
    reading = read(text)
    assert [f.code for f in reading.findings] == [
        "E_NUMBER",
        "E_DATE",
        "E_STATUS",
        "W_BLANK_VALUE",
    ]


def test_many_findings_of_a_kind_are_counted_not_listed():
    rows = [
        [
            "DA-001",
            f"{2021 + i // 300}-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
            "x",
            "1",
            "Đang thi công",
            "",
        ]
        for i in range(1_000)
    ]
    reading = read(table(rows=rows))
    listed = [f for f in reading.findings if f.code == "E_NUMBER"]
    assert int(only(reading, "E_MORE").value) == 1_000 - len(listed)


# What the office calls its works, and what is typed in the page


def test_names_under_a_known_header_stand_for_ids():
    rows = [
        ["Cầu Đại Ngãi", *ROWS[0][1:]],
        ["Đường tránh", *ROWS[1][1:]],
        ["Đường tránh", "2026-05-31", *ROWS[1][2:]],
    ]
    reading = read(table(header=["Danh mục công trình", *CODES[1:]], rows=rows))
    assert errors(reading) == {"E_ID_UNKNOWN"}
    (unknown,) = reading.unknown
    assert (unknown.written, unknown.rows) == ("Đường tránh", (3, 4))


def test_a_file_with_the_offices_own_names_goes_straight_through_the_second_time():
    rows = [["Cầu lớn", *ROWS[0][1:]], ["Hội nghị", *ROWS[1][1:]]]
    text = table(header=["Tên công trình", *CODES[1:]], rows=rows)
    names = {upload.fold("cầu  lớn"): "DA-001", upload.fold("Hội nghị"): ""}
    reading = read(text, names=names)
    assert [r.project_id for r in reading.rows] == ["DA-001"]
    assert only(reading, "W_ROW_LEFT_OUT").value == "Hội nghị"


def test_the_most_similar_works_are_suggested_first():
    (unknown,) = read(table({(1, "project_id"): "Cầu Đại Ngải"})).unknown
    assert unknown.nearest[0] == "DA-001"


def test_a_work_with_another_number_is_suggested_after_one_with_the_same():
    projects = {
        code: Project(project_id=code, name_vi=name, sector="transport")
        for code, name in (
            ("ql53-tranh", "QL53: tuyến tránh TP Trà Vinh"),
            ("ql60-binh-phu", "QL60 đoạn Bình Phú – cầu Đại Ngãi"),
        )
    }
    assert Identities(projects, {}).nearest("QL60 đoạn qua Trà Vinh")[0] == "ql60-binh-phu"


def test_what_is_typed_in_the_page_takes_the_place_of_the_cell():
    text = table({(1, "physical_pct"): "x", (2, "project_id"): "?"})
    assert errors(read(text)) == {"E_NUMBER", "E_ID_UNKNOWN"}
    fixed = {
        (2, "physical_pct"): "80,5",
        (3, "project_id"): "DA-005",
        (99, "note"): "x",
        (2, "source"): "y",
    }
    reading = read(text, corrections=fixed)
    assert values(reading)[0] == 80.5
    assert reading.rows[1].project_id == "DA-005"
    assert values(read(text, skipped=frozenset({2, 3}))) == [0.0, 42.0]


def test_rows_outside_the_planners_scope_are_refused():
    reading = read(table(), scope=Scope("Sở Xây dựng", frozenset()))
    assert errors(reading) == {"E_SCOPE"}
    mine = Scope(
        "Sở Giao thông vận tải", frozenset({row.project_id for row in read(table()).rows})
    )
    assert read(table(), scope=mine).verdict == "accept"


def test_what_a_planner_sends_is_official_whatever_it_says():
    rows = [[*ROWS[0], "public"], [*ROWS[1], ""], [*ROWS[2], "Chính thức"]]
    text = table(header=[*CODES, "quality"], rows=rows)
    reading = read(text, any_quality=False)
    assert values(reading, "quality") == ["official"] * 3
    assert only(reading, "W_QUALITY_SET").row == 2
    assert values(read(text), "quality") == ["public", "official", "official"]
    assert only(read(text), "W_NO_SOURCE").row == 2


def test_keys_know_their_rows():
    reading = read(lines(*OFFICE, ",".join(CODES), *BODY))
    assert reading.row_numbers[("DA-001", date(2026, 6, 30))] == 6
    assert reading.shape == (4, 6)


# Chainage


LINE = LineString([(106.0, 9.9), (106.1, 9.9)])
ROUTE = Feature(
    "f", "roads", LINE, "s", "own-work", 10, "digitised", "DA-001", from_km=0, to_km=10
)


def chainage(text, features=()):
    return read(
        table(header=[*CODES, "Đoạn đã hoàn thành"], rows=[[*ROWS[0], text]]), features=features
    )


def test_a_chainage_must_be_read_and_lie_on_the_route():
    assert errors(chainage("Km0-Km2")) == {"E_CHAINAGE"}
    assert errors(chainage("Km0+000-Km2+000")) == {"E_CHAINAGE_NO_KM"}
    assert errors(chainage("Km9+000-Km12+000", [ROUTE])) == {"E_CHAINAGE_RANGE"}
    assert (
        chainage("Km0+000 ÷ Km2+000", [ROUTE]).rows[0].completed_chainage == "Km0+000 ÷ Km2+000"
    )


def test_published_rows_of_the_same_date_warn_of_a_cleared_value():
    reading = read(table({(1, "disbursed_pct"): ""}), published=(row(disbursed_pct=5.0),))
    assert only(reading, "W_BLANK_VALUE").column == "disbursed_pct"
