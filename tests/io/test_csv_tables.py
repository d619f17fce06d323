"""The strict reader of our own CSV files."""

import io

import pytest

from tvgeo.io import csv_tables


def read(text: str | bytes, required=("a", "b")):
    data = text if isinstance(text, bytes) else text.encode()
    return csv_tables.read(data, file="t.csv", required=required)


def codes(table):
    return [(f.code, f.row, f.column) for f in table.findings]


def test_a_byte_order_mark_does_not_belong_to_the_first_header():
    assert read("\ufeffa,b\n1,2\n").columns == ("a", "b")


def test_cells_are_trimmed_and_composed():
    record = read("a,b\n  Đa\u0323i  , x\n").records[0]
    assert record.cells == {"a": "Đ\u1ea1i", "b": "x"}


def test_blank_rows_are_skipped_but_counted():
    table = read("a,b\n\n , \n1,2\n")
    assert [(r.row, r.cells["a"]) for r in table.records] == [(4, "1")]


def test_a_cell_of_several_lines_is_one_row_as_in_a_spreadsheet():
    table = read('a,b\n"x\r\ny",1\nz,2\n')
    assert [(r.row, r.cells["a"]) for r in table.records] == [(2, "x\ny"), (3, "z")]


def test_unknown_columns_are_kept():
    assert read("a,b,c\n1,2,3\n").records[0].cells["c"] == "3"


def test_all_missing_columns_are_reported_at_once():
    table = read("c\n1\n")
    assert codes(table) == [("missing_column", 1, "a"), ("missing_column", 1, "b")]
    assert table.records == ()


def test_a_column_that_occurs_twice_makes_the_table_unusable():
    table = read("a,b,b\n1,2,3\n")
    assert codes(table) == [("duplicate_column", 1, "b")]
    assert table.records == ()


@pytest.mark.parametrize("row", ["1", "1,2,3", "1,2,3,4"])
def test_a_row_of_another_width_is_left_out_and_the_rest_is_read(row):
    table = read(f"a,b\n{row}\n3,4\n")
    assert codes(table) == [("ragged_row", 2, None)]
    assert [r.cells["a"] for r in table.records] == ["3"]


def test_a_value_under_no_header_is_a_cell_too_many():
    table = read("a,b,\n1,2,\n3,4,x\n")
    assert codes(table) == [("ragged_row", 3, None)]


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_row():
    table = read('a,b\n1,2\n3,"4\n5,6\n')
    assert codes(table) == [("bad_quote", 3, None)]
    assert len(table.records) == 1


def test_bytes_that_are_not_utf8_are_named_with_their_line():
    table = read("a,b\n1,2\nĐ,4\n".encode("cp1258"))
    assert codes(table) == [("bad_encoding", 3, None)]


def test_an_empty_file_has_no_columns():
    assert codes(read("")) == [("missing_column", 1, "a"), ("missing_column", 1, "b")]


@pytest.mark.parametrize(
    ("number", "text"),
    [(70.0, "70"), (0.1, "0.1"), (7, "7"), (1e-7, "0.0000001"), (1e16, "1" + "0" * 16)],
)
def test_numbers_are_written_short_and_plain(number, text):
    assert csv_tables.number_text(number) == text


def test_a_lone_carriage_return_stays_inside_its_cell():
    stream = io.StringIO(newline="")
    csv_tables.write([{"a": "x\ry", "b": None}], ("a", "b"), stream)
    assert stream.getvalue() == 'a,b\n"x\ry",\n'
    assert read(stream.getvalue()).records[0].cells == {"a": "x\ny", "b": ""}


def test_a_cell_longer_than_any_other_is_still_a_cell():
    long = "x" * 200_000
    assert read(f'a,b\n1,"{long}"\n').records[0].cells == {"a": "1", "b": long}
