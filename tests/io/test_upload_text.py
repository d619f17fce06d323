"""Encodings, delimiters, quotes and lines of delimited text."""

import pytest
from sending import CODES, ROWS, errors, lines, only, read, table, values, warned

pytestmark = pytest.mark.usefixtures("in_process")
RIGHT = [75.5, 100.0, 0.0, 42.0]
VNI = "Ñang thi coâng", "Hoaøn thaønh", "Chöa khôûi coâng", "Taïm döøng"
TCVN3 = "\xa7ang thi c\xabng", "Ho\xb5n th\xb5nh", "Ch\xada kh\xebi c\xabng", "T\xb9m d\xf5ng"


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_gives_the_same_rows(delimiter, end):
    reading = read(table(delimiter=delimiter, end=end))
    assert (reading.verdict, values(reading)) == ("accept", RIGHT)


def test_decimal_commas_do_not_pass_for_a_delimiter():
    rows = [[c.replace(".", ",") if i in {2, 3} else c for i, c in enumerate(r)] for r in ROWS]
    assert values(read(table(rows=rows, delimiter=";"))) == RIGHT


def test_the_line_that_tells_a_spreadsheet_its_delimiter_is_understood():
    assert values(read("sep=;\r\n" + table(delimiter=";"))) == RIGHT


@pytest.mark.parametrize("words", [VNI, TCVN3])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_text_of_a_legacy_font_is_converted_and_said(words, encoding):
    texts = [[*r[:4], w, w] for r, w in zip(ROWS, words, strict=True)]
    reading = read(table({(2, "physical_pct"): "100"}, rows=texts).encode(encoding))
    assert values(reading, "status") == ["in_progress", "completed", "not_started", "paused"]
    assert values(reading, "note") == [
        "Đang thi công",
        "Hoàn thành",
        "Chưa khởi công",
        "Tạm dừng",
    ]
    assert "W_LEGACY_FONT" in warned(reading)


def test_windows_1258_is_read_although_no_status_needs_it():
    text = table({(1, "note"): "Hoàn thành móng"}, rows=[[*ROWS[0][:4], "in_progress", "x"]])
    reading = read(text.encode("cp1258"))
    assert values(reading, "note") == ["Hoàn thành móng"]
    assert only(reading, "W_ENCODING_GUESSED").values["suggestion"] == "Windows-1258"


@pytest.mark.parametrize(
    "data",
    [
        table().encode("utf-32"),
        table().encode() + b"\xff",
        table().encode() + "Đang".encode("cp1258", "ignore") + b"\xd0",
        table({(1, "note"): "进行中"}).encode("gb18030"),
        b"\xff\xfe" + table().encode("utf-16-le") + b"x",
    ],
)
def test_what_is_in_no_known_encoding_is_refused(data):
    assert errors(read(data)) == {"E_ENCODING"}


def test_utf_16_without_its_mark_and_any_other_nul_are_refused():
    for data in (table().encode("utf-16-le"), table().encode() + b"\0" * 9, b"\0"):
        assert errors(read(data)) == {"E_NUL_BYTES"}


def test_garbled_unicode_is_refused_even_in_a_note():
    garbled = "Đã hoàn thành".encode().decode("latin-1")
    finding = only(read(table({(1, "note"): garbled})), "E_MOJIBAKE")
    assert (finding.row, finding.column) == (2, "note")


def test_a_note_that_lost_letters_is_kept_and_said():
    for text in ("?ã xong ph?n móng", "m\ufffdng"):
        reading = read(table({(1, "note"): text}))
        assert values(reading, "note")[0] == text
        assert warned(reading) == {"W_LOSSY_TEXT"}
    for text in ("Bao giờ xong?", "http://a.vn/?q=1"):
        assert read(table({(1, "note"): text})).verdict == "accept"


def test_a_quotation_mark_that_is_never_closed_is_refused_in_its_row():
    text = lines(",".join(CODES), ",".join(ROWS[0]), 'DA-002,2026-06-30,1,1,Hoàn thành,"x', "DA-003,2026-06-30,1,1,a,b")  # fmt: skip
    assert only(read(text), "E_QUOTE").row == 3


def test_rows_swallowed_by_two_quotation_marks_are_noticed():
    """Closed by accident in a later row, they would make one cell of three rows."""
    swallowed = ",".join(ROWS[1][:5])
    text = lines(",".join(CODES), ",".join(ROWS[0]), f'{swallowed},"a', ",".join(ROWS[2]), f'{swallowed},b"')  # fmt: skip
    assert only(read(text), "E_QUOTE").row == 3


def test_quotation_marks_inside_a_cell_are_text():
    text = table().replace("Đã xong phần móng", 'Gói "XL-01"')
    reading = read(text)
    assert values(reading, "note")[0] == 'Gói "XL-01"'
    assert only(reading, "W_QUOTES").row == 2


def test_rows_count_as_a_spreadsheet_counts_them():
    """A cell of two lines is one row, a blank line is a row."""
    text = table({(1, "note"): "a\nb", (3, "physical_pct"): "x"}).replace(
        "DA-003", "\r\nDA-003", 1
    )
    assert only(read(text), "E_NUMBER").row == 5


def test_a_torn_row_is_refused():
    short, long = "DA-005,2026-06-30,1,1\r\n", ",".join([*ROWS[0], "x"]) + "\r\n"
    assert only(read(table() + short), "E_RAGGED").value == "4"
    assert "E_RAGGED" in errors(read(table() + long))
    assert read(table() + "DA-005,2026-06-30,1,1,Đang thi công,a,,,\r\n").verdict == "accept"


def test_blank_cells_that_excel_left_out_at_the_end_of_a_row_are_blank():
    reading = read(table() + "DA-005,2026-06-30,1,1,Đang thi công\r\n")
    assert (reading.rows[-1].note, only(reading, "W_RAGGED").row) == (None, 6)


def test_blank_lines_are_counted_but_one_at_the_end_is_ordinary():
    assert read(table() + "\r\n").verdict == "accept"
    assert only(read(table() + "\r\n" * 5), "W_BLANK_LINES").value == "5"
    assert only(read(table().replace("\r\n", "\r\n\r\n")), "W_BLANK_LINES").value == "5"


@pytest.mark.parametrize("data", ["", "\ufeff", " \r\n\t", ",,,\r\n,,"])
def test_nothing_is_refused_as_nothing(data):
    assert errors(read(data)) == {"E_EMPTY"}


def test_a_header_alone_never_clears_what_is_published():
    assert errors(read(table(rows=[]))) == {"E_NO_ROWS"}
