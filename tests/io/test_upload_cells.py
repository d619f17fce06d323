"""What a cell means: numbers and their scale, dates, ids, statuses, text; and what is refused."""

from datetime import date

import pytest
from sending import CODES, PROJECTS, column, errors, only, read, row, table, values, warned

from tvgeo import locale
from tvgeo.core.plan import Project

pytestmark = pytest.mark.usefixtures("in_process")
ZERO_WIDTH, RIGHT_TO_LEFT = "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}"


def one(name, text):
    return read(table({(1, name): text}))


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("75.5", 75.5), ("75,5", 75.5), ("75.5%", 75.5), ("75,5 %", 75.5), ("+75.5", 75.5), ("00075", 75.0),
        ("\xa075,5\xa0%", 75.5), ("75.5％", 75.5), ("7,55E+01", 75.5), ("'75.5", 75.5), ("-0", 0.0),
        ("100.00000000000001", 100.0), ("1,234", 1.234), ("1.234", 1.234), (f"75.5{ZERO_WIDTH}", 75.5),
    ],
)  # fmt: skip
def test_one_separator_is_the_decimal_mark_and_a_percent_sign_is_read(text, value):
    assert values(one("physical_pct", text))[0] == value


@pytest.mark.parametrize(
    "text",
    ["7,5,5", "7_5", "٧٥", "７５", "NaN", "inf", "TRUE", "#N/A", "#DIV/0!", "####", "=75+1", ">90%", "~75", "75-80",
     "75/100", "½", "75 5", "0x4B", "75.5%%", "755‰", "75,5 tỷ", "khoảng 75", "05/06/2026", "75.", ".5", "9" * 500,
     "null", "x", "(75)", "75.5đ"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_place(text):
    finding = only(one("physical_pct", text), "E_NUMBER")
    assert (finding.row, finding.column, finding.value) == (2, "physical_pct", text)


@pytest.mark.parametrize("text", ["101", "-5", "−5", "1e308", "1.234,5", "1,234.5", "100,1"])
def test_a_percentage_beyond_0_to_100_is_refused(text):
    assert only(one("physical_pct", text), "E_RANGE").values["limit"] == "0–100"


@pytest.mark.parametrize("text", ["", " ", "-", "–", "chưa có", "Chưa có số liệu", "n/a", "…"])
def test_a_blank_cell_and_a_word_for_it_are_no_figure_and_never_zero(text):
    reading = one("disbursed_pct", text)
    assert values(reading, "disbursed_pct")[0] is None
    assert only(reading, "W_BLANK_VALUE").row == 2


def test_shares_of_one_are_multiplied_and_said():
    reading = read(column("physical_pct", "0,755", "1", "0", "0,42"))
    assert values(reading) == [75.5, 100.0, 0.0, 42.0]
    finding = only(reading, "W_FRACTION_SCALE")
    assert (finding.value, finding.values["suggestion"]) == ("0,755", 75.5)


def test_only_zero_and_one_may_be_either_and_are_refused():
    assert errors(read(column("physical_pct", "0", "1", "0", "1"))) == {"E_AMBIGUOUS_SCALE"}
    assert read(column("physical_pct", "0", "0", "0", "0")).verdict != "reject"
    assert read(column("physical_pct", "0%", "1%", "0%", "1%")).verdict != "reject"


def test_a_quarter_of_shares_among_points_is_refused_fewer_are_points():
    assert errors(read(column("physical_pct", "0,755", "100", "0", "42"))) == {"E_MIXED_SCALE"}
    more = [
        *(
            ["DA-004", f"2026-06-{n:02d}", "42", "35.4", "Đang thi công", ""]
            for n in range(1, 6)
        )
    ]
    rows = [["DA-001", "2026-06-30", "0.5", "0.2", "Đang thi công", ""], *more]
    reading = read(table(rows=rows))
    assert values(reading)[0] == 0.5
    assert {f.row for f in reading.findings if f.code == "W_SMALL_PCT"} == {2}


def test_two_decimal_marks_in_a_column_are_said():
    finding = only(read(column("physical_pct", "75,5", "99.5")), "W_MIXED_DECIMAL")
    assert finding.value == "75,5, 99.5"


# Dates


@pytest.mark.parametrize(
    ("text", "day", "doubt"),
    [
        ("2026-06-30", date(2026, 6, 30), None), ("30/06/2026", date(2026, 6, 30), None), ("30-6-2026", date(2026, 6, 30), None),
        ("30.06.2026", date(2026, 6, 30), None), ("2026/06/30", date(2026, 6, 30), None),
        ("30/06/2026 00:00:00", date(2026, 6, 30), None), ("30/06/2026 17:30", date(2026, 6, 30), "W_DATE_TIME"),
        ("05/06/2026", date(2026, 6, 5), "W_DATE_DMY_ASSUMED"), ("6/6/2026", date(2026, 6, 6), None),
        ("2026-06-29T17:00:00Z", date(2026, 6, 30), "W_DATE_TZ"), ("46203", date(2026, 6, 30), "W_DATE_SERIAL"),
        ("Ngày 30 tháng 6 năm 2026", date(2026, 6, 30), "W_DATE_FORMAT"), ("ngày 30/6/2026", date(2026, 6, 30), "W_DATE_FORMAT"),
        ("2026-07-06", date(2026, 7, 6), "W_DATE_FUTURE"), ("12/12/2025", date(2025, 12, 12), None),
    ],
)  # fmt: skip
def test_a_date_is_iso_or_has_the_day_first(text, day, doubt):
    reading = read(column("as_of", text, text, text, text))
    assert values(reading, "as_of") == [day] * 4
    assert {c for c in warned(reading) if c.startswith("W_DATE")} == (
        {doubt} if doubt else set()
    )


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "06/30/2026", "06/2026", "Quý II/2026", "hôm qua", "30/06/26", "30/6", "20260630", "46203.7",
     "30/06/0026", "00/00/0000", "2026-13-01", "29/02/2026", "30-Jun-2026", "6 tháng đầu năm 2026", "３０/06/2026",
     "01/06-30/06/2026", "TRUE"],
)  # fmt: skip
def test_what_is_no_whole_date_is_refused(text):
    assert errors(one("as_of", text)) == {"E_DATE"}


def test_dates_outside_the_period_and_after_today_are_refused():
    assert errors(one("as_of", "30/06/2569")) == {"E_PERIOD"}
    assert errors(one("as_of", "2020-12-31")) == {"E_PERIOD"}
    assert errors(one("as_of", "2026-12-31")) == {"E_DATE_FUTURE"}
    assert errors(one("as_of", "")) == {"E_MISSING_VALUE"}


def test_an_estimate_for_a_later_day_is_refused_with_the_closing_day():
    for text in ("ước đến 30/9/2026", "Ước thực hiện đến 31/12", "dự kiến 30/09/2026"):
        finding = only(one("as_of", text), "E_DATE_ESTIMATE")
        assert finding.values["suggestion"] == date(2026, 6, 14)
    assert "ghi “ước” ở cột “Ghi chú”" in locale.get("vi").remedy(finding)


def test_two_ways_of_writing_dates_are_said():
    assert (
        only(read(column("as_of", "30/06/2026")), "W_DATE_MIXED").value
        == "30/06/2026, 2026-06-30"
    )


# Ids


@pytest.mark.parametrize(
    "text",
    ["da-001", " DA-001 ", "DA–001", "DA—001", "DA‑001", "DA−001", "DA 001", "DA - 001", "ＤＡ－００１", "'DA-001",
     f"DA-{ZERO_WIDTH}001", "\ufeffDA-001"],
)  # fmt: skip
def test_an_id_that_folds_to_one_known_id_is_read_and_said(text):
    reading = one("project_id", text)
    assert reading.rows[0].project_id == "DA-001"
    assert only(reading, "W_ID_NORMALISED").values["suggestion"] == "DA-001"


@pytest.mark.parametrize(
    "text",
    ["ĐA-001", "D\u0410-001", "DA-OO1", "DA-1", "DA001", "DA-0001", f"DA-{RIGHT_TO_LEFT}100", "\u202aDA-001\u202c",
     "ⅮA-001", "DA-٠٠١", "DA_001", "DA-001'; DROP TABLE revision;--", "DA-" + "0" * 5_000 + "1"],
)  # fmt: skip
def test_an_id_that_only_looks_alike_is_refused_with_the_nearest(text):
    reading = one("project_id", text)
    assert errors(reading) == {"E_ID_UNKNOWN"}
    (unknown,) = reading.unknown
    assert unknown.rows == (2,)
    assert len(unknown.nearest) <= 5


def test_an_id_that_folds_to_two_known_ids_is_refused():
    twins = PROJECTS | {"da-001": Project("da-001", "Khác", "urban")}
    assert errors(read(table({(1, "project_id"): "Da-001"}), projects=twins)) == {
        "E_ID_UNKNOWN"
    }


def test_a_name_or_alias_of_the_plan_stands_for_its_id():
    for text in ("Cầu Đại Ngãi", "CẦU ĐẠI NGÃI", "cầu  đn"):
        assert one("project_id", text).rows[0].project_id == "DA-001"
    other_dash = read(table({(2, "project_id"): "quốc lộ 53, đoạn long hồ - ba si"}))
    assert other_dash.rows[1].project_id == "DA-002"


def test_the_place_of_a_tone_mark_does_not_make_another_name():
    projects = PROJECTS | {"hb": Project("hb", "Cầu Hòa Bình, xã Thủy", "transport")}
    assert (
        read(table({(1, "project_id"): "cầu hoà bình, xã thuỷ"}), projects=projects)
        .rows[0]
        .project_id
        == "hb"
    )


def test_an_exact_repeat_counts_once_another_value_is_refused():
    rows = [["DA-001", "2026-06-30", "75.5", "60", "Đang thi công", ""]] * 2
    assert only(read(table(rows=rows)), "W_DUP_ROW").values["nearest"] == 2
    other = [rows[0], ["da-001", "2026-06-30", "80", "60", "Đang thi công", ""]]
    assert only(read(table(rows=other)), "E_DUP_CONFLICT").row == 3


# Statuses and text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in_progress", "in_progress"), ("ĐANG THI CÔNG", "in_progress"), (" đang  thực hiện", "in_progress"),
        ("Chưa triển khai", "not_started"), ("Dừng thực hiện", "cancelled"), ("Chuẩn bị đầu tư", "preparation"),
        ("Under construction", "in_progress"), ("dang thi cong", "in_progress"), ("Đã hoàn thành", "completed"),
    ],
)  # fmt: skip
def test_statuses_of_both_label_sets_are_read(text, code):
    assert values(one("status", text), "status")[0] == code


def test_missing_diacritics_of_a_status_are_said_wrong_ones_refused():
    folded = only(one("status", "dang thi cong"), "W_STATUS_FOLDED")
    assert "“Đang thi công”" in locale.get("vi").problem(folded)
    finding = only(one("status", "Đang thí công"), "E_STATUS")
    for language, first in (
        ("vi", "Có phải “Đang thi công”? Chọn một trong: Chưa khởi công, "),
        ("en", "Is it “Under construction”? Choose one of: Not started, "),
    ):
        assert locale.get(language).remedy(finding).startswith(first)
    assert errors(one("status", "")) == {"E_MISSING_VALUE"}


def test_hidden_and_control_characters_leave_text_and_that_is_said():
    reading = one("note", f"a{ZERO_WIDTH}b{RIGHT_TO_LEFT}c\x1b[31md")
    assert values(reading, "note")[0] == "abc[31md"
    assert {"W_INVISIBLE_CHARS", "W_CONTROL_CHARS"} <= warned(reading)


def test_pictures_joined_by_a_hidden_character_stay_whole():
    assert values(one("note", "👷\u200d♂️"), "note")[0] == "👷\u200d♂️"


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-1+1", "@x", "＝1+1", "=cmd|'/C calc'!A0"]
)
def test_text_like_a_formula_is_kept_as_text_and_said(text):
    reading = one("note", text)
    assert values(reading, "note")[0] == text
    assert warned(reading) == {"W_FORMULA_TEXT"}


def test_a_list_with_dashes_is_no_formula():
    assert one("note", "- Vướng mặt bằng\n- Chờ vốn").verdict == "accept"


def test_text_is_composed_trimmed_and_its_spaces_are_single():
    assert (
        values(one("note", "Đa\u0303\xa0\xa0hoàn thành\u3000"), "note")[0]
        == "Đ\u00e3 hoàn thành"
    )
    assert values(one("note", "Hoà"), "note")[0] == "Hoà"


def test_text_may_have_four_thousand_characters():
    assert read(table({(1, "note"): "x" * 4_000})).verdict == "accept"
    assert only(one("note", "x" * 4_001), "E_CELL_TOO_LONG").value == "4001"


def test_other_columns_are_read_by_the_same_rules():
    header = [*CODES, "planned_pct", "Cơ sở tính giải ngân", "Chất lượng số liệu"]
    rows = [
        [
            "DA-001",
            "30/06/2026",
            "75,5",
            "60",
            "Đang thi công",
            "",
            "80%",
            "Kế hoạch vốn năm 2026",
            "mình họa",
        ]
    ]
    reading = read(table(header=header, rows=rows))
    assert errors(reading) == {"E_CHOICE"}
    rows[0][-1] = "minh hoạ"
    made = read(table(header=header, rows=rows)).rows[0]
    assert (made.planned_pct, made.disbursed_basis, made.quality) == (
        80.0,
        "year_plan",
        "illustrative",
    )


def test_what_was_published_is_compared_with():
    published = (row(physical_pct=90.0, disbursed_pct=10.0),)
    finding = only(read(table(), published=published), "W_PROGRESS_DECREASED")
    assert (finding.row, finding.value, finding.values["nearest"]) == (2, "75.5", 90.0)
    assert "số đã công bố 90" in locale.get("vi").problem(finding)


@pytest.mark.parametrize(
    ("written", "either"), [("18.000", "18000; 18,0"), ("1,250", "1250; 1,25")]
)
def test_an_amount_that_may_be_thousands_or_a_decimal_is_asked_for_again(written, either):
    head = "Mã dự án;Số liệu đến ngày;Khối lượng thực hiện (%);Tỷ lệ giải ngân (%);Tình trạng"
    text = f"{head};Giá trị đạt được\nDA-001;30/06/2026;75;50;Đang thi công;{written}\n"
    [finding] = [f for f in read(text).findings if f.severity == "error"]
    assert (finding.code, finding.value) == ("E_NUMBER", written)
    assert finding.values["suggestion"] == either
