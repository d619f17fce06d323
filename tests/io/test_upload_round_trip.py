"""Export and upload change nothing; and no bytes whatever escape as an exception."""

import io
from dataclasses import replace
from datetime import date, timedelta

import corpus
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sending import CONTEXT, PROJECTS, errors, lines, read, table, values, warned

from tvgeo.core import difference, progress
from tvgeo.core.progress import COLUMNS, MAX_TEXT, Row
from tvgeo.io import csv_tables, progress_table, upload
from tvgeo.io.reading import folding, legacy

pytestmark = pytest.mark.usefixtures("in_process")
no_deadline = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FIRST = CONTEXT.settings.period[0]
HOSTILE = (
    "=cmd|'/C calc'!A0", "'=1+1", "''=x", "+1", "-5", "@SUM(A1)", "＝1", "'\t=1", "- Vướng", "a  b", "a\xa0b",
    'gói "XL-01"', "a,b;c\td|e", "dòng 1\ndòng 2", "{{7*7}}", "<img src=x onerror=alert(1)>", "x\u2028y", "'",
    "?ã", "N/A", "Tổng cộng", "0", "\ue000", "'x", "-", "Km0+000",
)  # fmt: skip


def is_canonical(text: str) -> bool:
    """Whether a stored text is one that a reader could have stored: hidden characters are gone."""
    cleaned, removed = folding.clean(text, keep_spaces=True)
    return bool(text) and cleaned == text and not removed and not legacy.is_mojibake(text)


texts = st.one_of(
    st.none(),
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60).map(
        lambda text: folding.clean(text, keep_spaces=True)[0]
    ),
).filter(lambda text: text is None or (is_canonical(text) and len(text) <= MAX_TEXT))
percents = (
    st.none()
    | st.floats(0, 100).map(lambda x: x + 0.0)
    | st.sampled_from([0.0, 0.5, 0.755, 1.0, 100.0])
)
keys = st.tuples(
    st.sampled_from(sorted(PROJECTS)),
    st.integers(0, 1_900).map(lambda n: FIRST + timedelta(days=n)),
)
rows = st.builds(
    lambda key, **more: Row(*key, **more),
    keys,
    physical_pct=percents, disbursed_pct=percents, planned_pct=percents, site_clearance_pct=percents,
    actual_value=st.none() | st.floats(-1e9, 1e9).map(lambda x: x + 0.0),
    status=st.none() | st.sampled_from(progress.STATUSES),
    physical_basis=st.none() | st.sampled_from(progress.PHYSICAL_BASES),
    disbursed_basis=st.none() | st.sampled_from(progress.DISBURSED_BASES),
    obstacle=texts, proposal=texts, note=texts, source=texts,
    quality=st.sampled_from(progress.QUALITIES),
)  # fmt: skip
published = st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row.key)


def exported(made) -> bytes:
    stream = io.StringIO(newline="")
    progress_table.write_csv(made, stream)
    return stream.getvalue().encode()


def says_something(row: Row) -> bool:
    quiet = {"project_id", "as_of", "physical_basis", "disbursed_basis", "quality"}
    return any(getattr(row, column) is not None for column in COLUMNS if column not in quiet)


@given(published)
@settings(no_deadline, max_examples=200)
@example([Row("DA-001", date(2026, 6, 30), 0.755, 0.5, note=text) for text in HOSTILE[:1]])
def test_export_then_upload_changes_nothing_and_asks_nothing(made):
    reading = read(exported(made), published=made)
    said = [row for row in made if says_something(row)]
    if not said:
        assert errors(reading) == {"E_NOT_FILLED"}
        return
    assert list(reading.rows) == said
    assert warned(reading) <= {"W_NO_SOURCE", "W_LOSSY_TEXT", "W_MIXED_DECIMAL"}
    after = difference.upsert(made, reading.rows, columns=reading.columns)
    assert difference.between(made, after).changes == ()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_comes_back_as_it_is(text):
    made = [Row("DA-001", date(2026, 6, 30), 0.5, 0.2, "in_progress", note=text)]
    assert read(exported(made), published=made).rows == tuple(made)


def test_the_template_is_in_points_however_small_its_figures_are():
    made = [Row(p, date(2026, 6, 30), 0.5, 1.0, "in_progress") for p in PROJECTS]
    reading = read(exported(made))
    assert set(values(reading)) == {0.5}
    assert not {"W_FRACTION_SCALE", "E_AMBIGUOUS_SCALE", "W_SMALL_PCT"} & (
        warned(reading) | errors(reading)
    )


def test_rows_of_the_template_that_are_not_filled_in_are_left_out():
    """A template lists all works of an office; reporting on some must not clear the others."""
    codes = ",".join(COLUMNS)
    blank = "," * (len(COLUMNS) - 2)
    text = lines(
        codes,
        f"DA-001,2026-06-30{blank}",
        "DA-002,2026-06-30,50" + "," * (len(COLUMNS) - 3),
        f"DA-003,{blank}",
    )
    reading = read(text)
    assert [row.project_id for row in reading.rows] == ["DA-002"]
    assert reading.verdict in {"accept", "accept_with_warnings"}


def test_a_blank_that_clears_a_published_value_is_said():
    made = [Row("DA-001", date(2026, 6, 30), 50.0, 40.0, "in_progress")]
    cleared = [Row("DA-001", date(2026, 6, 30), None, 40.0, "in_progress")]
    assert warned(read(exported(cleared), published=made)) == {"W_BLANK_VALUE"}
    assert warned(read(exported(cleared), published=cleared)) == set()


# No bytes escape

names = st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a.xls"])
TABLE = table().encode()
FILES = [case for case in corpus.cases() if len(case.data) < 6_000]


def check(data: bytes, name: str) -> None:
    reading = read(data, name)
    assert (reading.verdict == "reject") == any(f.severity == "error" for f in reading.findings)
    assert reading.verdict != "reject" or reading.rows == ()
    for finding in reading.findings:
        assert csv_tables.cell_text(finding.value or "") is not None


@given(st.binary(max_size=3_000), names)
@settings(no_deadline, max_examples=300)
def test_no_bytes_escape_as_an_exception(data, name):
    check(data, name)


@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
@settings(no_deadline, max_examples=300)
def test_no_text_below_a_header_escapes_as_an_exception(text, encoding):
    try:
        check((TABLE.decode() + text).encode(encoding), "a.csv")
    except UnicodeEncodeError:
        check(text.encode("utf-8", "surrogatepass"), "a.csv")


@given(st.sampled_from(FILES), st.data())
@settings(no_deadline, max_examples=400)
def test_no_mutated_file_of_the_corpus_escapes_as_an_exception(case, data):
    content = bytearray(case.data)
    for _ in range(data.draw(st.integers(1, 4))):
        if not content:
            break
        start = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 12))
        content[start : start + length] = data.draw(st.binary(max_size=12))
    check(bytes(content), case.name or case.file)


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["DA-001", "2026-06-30", "75,5", "Đang thi công", "Tổng cộng", "(1)", "I.", ""]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from([",", ";"]))
@settings(no_deadline, max_examples=300)
def test_no_table_escapes_as_an_exception(cells, delimiter):
    text = "\r\n".join(
        delimiter.join('"' + c.replace('"', '""') + '"' for c in row) for row in cells
    )
    check((table(delimiter=delimiter) + text).encode("utf-8", "surrogatepass"), "a.csv")
    check(text.encode("utf-8", "surrogatepass"), "a.csv")


def test_the_day_is_told_not_taken_from_a_clock():
    for today, refused in ((date(2026, 6, 28), True), (date(2026, 6, 30), False)):
        reading = upload.read(TABLE, "a.csv", replace(CONTEXT, today=today))
        assert ("E_DATE_FUTURE" in {f.code for f in reading.findings}) is refused


def test_a_workbook_of_every_code_is_the_same_form():
    """Dates as ISO text, figures as numbers, text guarded: as exports write it."""
    made = [
        Row("DA-001", date(2026, 6, 30), 0.5, 1.0, "in_progress", note="=1+1"),
        Row("DA-002", date(2026, 6, 30), 100.0, 98.7, "completed", actual_value=18.125),
    ]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(COLUMNS)
    for row in made:
        record = progress_table.record(row)
        cells = {
            c: csv_tables.cell_text(v) if isinstance(v, str | date) else v
            for c, v in record.items()
        }
        sheet.append(list(cells.values()))
    stream = io.BytesIO()
    workbook.save(stream)
    workbook.close()
    reading = upload.read(stream.getvalue(), "a.xlsx", replace(CONTEXT, published=made))
    assert (reading.verdict, reading.rows) == ("accept", tuple(made))
