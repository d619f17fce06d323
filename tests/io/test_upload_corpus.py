"""Every file of the corpus becomes exactly what it must become, under any harmless name and encoding."""

import csv
import io

import corpus
import pytest
from corpus import Case

from tvgeo import locale
from tvgeo.io import data_folder, upload

CASES = corpus.cases()
TEXTS = [c for c in CASES if c.expected != "reject" and not c.file.endswith(".xlsx")]


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.file)


@pytest.fixture(scope="module")
def context() -> upload.Context:
    folder = data_folder.load(corpus.FOLDER / "data", today=corpus.TODAY)
    return upload.Context(
        projects=folder.registry.projects, settings=folder.registry.settings,
        published=folder.rows, today=corpus.TODAY, any_quality=True,
    )  # fmt: skip


def rows_of(reading):
    return tuple(map(corpus.of_row, reading.rows))


def check(case: Case, reading: upload.Reading) -> None:
    assert reading.verdict in case.allowed, [f.code for f in reading.findings]
    if reading.verdict == "reject":
        assert reading.rows == ()
    else:
        assert rows_of(reading) in case.rows


def test_the_corpus_is_here_whole():
    """A missing corpus would let everything below pass unseen."""
    assert len(CASES) == 188
    assert all((corpus.TABLES / case.file).exists() for case in CASES)


@named(CASES)
def test_a_file_gives_its_outcome_and_every_value_and_says_why(case, context):
    reading = upload.read(case.data, case.name, context)
    check(case, reading)
    found = {finding.code for finding in reading.findings}
    assert not case.codes or found & case.codes, found
    for finding in reading.findings:
        for language in locale.LANGUAGES:
            t = locale.get(language)
            assert t.problem(finding)
            assert t.remedy(finding).endswith(".")


@named([c for c in CASES if c.name.rpartition(".")[2].lower() in {"csv", "xlsx", "tsv"}])
@pytest.mark.usefixtures("in_process")
def test_a_harmless_name_changes_nothing(case, context):
    extension = case.name.rpartition(".")[2]
    for name in (
        f"Tiến độ tháng 6 (lần 2).{extension.upper()}",
        f"C:\\Users\\x\\a.b.{extension}",
    ):
        check(case, upload.read(case.data, name, context))


def text_of(case: Case) -> str | None:
    try:
        return case.data.decode("utf-16" if case.data[:2] == b"\xff\xfe" else "utf-8-sig")
    except UnicodeDecodeError:
        return None


@named([case for case in TEXTS if text_of(case) is not None])
@pytest.mark.usefixtures("in_process")
def test_another_encoding_of_unicode_changes_nothing(case, context):
    text = text_of(case)
    for encoding, mark in (
        ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
    ):  # fmt: skip
        check(case, upload.read(mark + text.encode(encoding), "a.csv", context))


@named([case for case in TEXTS if text_of(case) is not None and "\x1a" not in text_of(case)])
@pytest.mark.usefixtures("in_process")
def test_another_delimiter_and_line_end_change_nothing(case, context):
    text = text_of(case)
    delimiter = max(",;\t|", key=text.partition("as_of")[2][:40].count)
    delimiter = ";" if "Mã dự án;" in text else delimiter
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for other in ",;\t|":
        for end in ("\n", "\r\n", "\r"):
            stream = io.StringIO(newline="")
            # csv.writer leaves a line feed bare when lines end otherwise
            quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
            csv.writer(stream, delimiter=other, lineterminator=end, quoting=quoting).writerows(
                rows
            )
            check(case, upload.read(stream.getvalue().encode(), "a.txt", context))


def test_a_planner_is_told_where_a_wrong_cell_is(context):
    case = next(case for case in CASES if case.file == "lay_full_official.csv")
    data = case.data.replace(b";12,25;", b";12,2x;")
    reading = upload.read(data, "tiến độ.csv", context)
    finding = next(f for f in reading.findings if f.severity == "error")
    assert (finding.code, finding.row, finding.value) == ("E_NUMBER", 13, "12,2x")
    assert finding.column == "Khối lượng thực hiện (%)"
    assert finding.values["code"] == "physical_pct"
    assert locale.get("vi").problem(finding) == (
        "Dòng 13, cột “Khối lượng thực hiện (%)”: “12,2x” không phải là số hợp lệ"
    )


def test_pandas_defaults_read_fewer_files_right():
    """The figure that the README quotes: `python tests/io/corpus.py`."""
    accepted = [corpus.of_pandas(case) for case in CASES if case.expected != "reject"]
    rejected = [corpus.of_pandas(case) for case in CASES if case.expected == "reject"]
    assert (accepted.count("right"), len(accepted)) == (55, 103)
    assert (len(rejected) - rejected.count("failed"), len(rejected)) == (56, 85)
