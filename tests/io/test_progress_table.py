"""progress.csv: strict in, canonical out, unchanged in between."""

import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvgeo.core import progress
from tvgeo.core.plan import Settings
from tvgeo.io import data_folder, progress_table

FILE = "progress.csv"
SHIPPED = Path(__file__).parents[2] / "data" / FILE
SETTINGS = Settings("T", "P", (date(2021, 1, 1), date(2025, 12, 31)))


def read(data: bytes, *, ids=("ql",), features=(), today=date(2026, 1, 31)):
    return progress_table.read(data, SETTINGS, project_ids=ids, features=features, today=today)


def written(rows) -> bytes:
    stream = io.StringIO(newline="")
    progress_table.write_csv(rows, stream)
    return stream.getvalue().encode()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("project_id", "", "blank_required"),
        ("project_id", "QL", "unknown_id"),
        ("as_of", "", "blank_required"),
        ("as_of", "14/06/2024", "bad_date"),
        ("as_of", "2025-02-30", "bad_date"),
        ("as_of", "20240614", "bad_date"),
        ("as_of", "2024-06", "bad_date"),
        ("as_of", "٢٠٢٤-٠٦-١٤", "bad_date"),
        ("as_of", "2020-12-31", "before_period"),
        ("as_of", "2026-02-01", "future_date"),
        ("physical_pct", "140", "out_of_range"),
        ("physical_pct", "-0.1", "out_of_range"),
        ("disbursed_pct", "100.01", "out_of_range"),
        ("planned_pct", "12,5", "bad_number"),
        ("site_clearance_pct", "50%", "bad_number"),
        ("physical_pct", "nan", "bad_number"),
        ("physical_pct", "NaN", "bad_number"),
        ("physical_pct", "inf", "bad_number"),
        ("physical_pct", "1e1", "bad_number"),
        ("physical_pct", "7_5", "bad_number"),
        ("physical_pct", "٧٥", "bad_number"),
        ("physical_pct", "７５", "bad_number"),
        ("physical_pct", "0x10", "bad_number"),
        ("physical_pct", ".5", "bad_number"),
        ("actual_value", "-inf", "bad_number"),
        ("status", "done", "bad_value"),
        ("status", "Hoàn thành", "bad_value"),
        ("physical_basis", "year_plan", "bad_value"),
        ("disbursed_basis", "all", "bad_value"),
        ("quality", "true", "bad_value"),
        ("completed_chainage", "Km12+35-Km13+000", "bad_chainage"),
        ("completed_chainage", "Km5+000-Km4+000", "bad_chainage"),
        ("completed_chainage", "Km5+000-Km12+000", "chainage_out_of_range"),
        ("completed_chainage", "Km0+000-Km1+000; Km20+000-Km21+000", "chainage_out_of_range"),
    ],
)
def test_a_bad_cell_leaves_its_row_out_and_names_it(folder, column, value, code):
    good = {"project_id": "ql", "as_of": "2024-06-14", "physical_pct": "40"}
    folder.progress([good, good | {"as_of": "2024-12-14"} | {column: value}])
    assert folder.faults(FILE) == [(code, 3, column, value or None)]
    assert [row.as_of for row in folder.load().rows] == [date(2024, 6, 14)]


@pytest.mark.parametrize("column", ["obstacle", "proposal", "note", "source"])
def test_text_longer_than_the_limit_is_refused(folder, column):
    row = {"project_id": "ql", "as_of": "2024-06-14"}
    folder.progress(
        [row | {column: "ă" * 4000}, row | {"as_of": "2024-12-14", column: "ă" * 4001}]
    )
    assert [fault[:3] for fault in folder.faults(FILE)] == [("too_long", 3, column)]


def test_a_key_occurs_once_and_the_first_row_is_used(folder):
    row = {"project_id": "ql", "as_of": "2024-06-14"}
    folder.progress([row | {"physical_pct": "40"}, row | {"physical_pct": "41"}])
    assert folder.faults(FILE) == [("duplicate_key", 3, "as_of", "2024-06-14")]
    assert [r.physical_pct for r in folder.load().rows] == [40.0]


def test_chainage_needs_a_line_with_km(folder, make_feature):
    row = {"project_id": "ql", "as_of": "2024-06-14", "completed_chainage": "Km0+000-Km1+000"}
    point = {"type": "Point", "coordinates": [106.2, 9.8]}
    folder.layer("roads", [make_feature("a", "ql", from_km=None, to_km=None),
                           make_feature("b", "ql", point)])  # fmt: skip
    folder.progress([row])
    assert [fault[:3] for fault in folder.faults(FILE)] == [
        ("chainage_without_km", 2, "completed_chainage")
    ]


def test_chainage_out_of_range_says_the_range(folder):
    row = {"project_id": "ql", "as_of": "2024-06-14", "completed_chainage": "Km11+000-Km12+000"}
    folder.progress([row])
    finding = next(f for f in folder.load().findings if f.code == "chainage_out_of_range")
    assert finding.values == {"limit": "Km0+000–Km11+000"}


def test_chainage_may_run_against_the_drawing(folder, make_feature):
    folder.layer("roads", [make_feature("a", "ql", from_km=11, to_km=0)])
    row = {
        "project_id": "ql",
        "as_of": "2024-06-14",
        "completed_chainage": "Km9+000 ÷ Km11+000",
    }
    folder.progress([row])
    assert folder.faults(FILE) == []


def test_today_is_the_last_day_that_figures_may_be_true_for():
    data = b"project_id,as_of,physical_pct,disbursed_pct,status\nql,2024-06-15,1,1,paused\n"
    assert len(read(data, today=date(2024, 6, 15))[0]) == 1
    rows, findings = read(data, today=date(2024, 6, 14))
    assert rows == ()
    assert findings[0].values == {"limit": "2024-06-14"}


def test_only_the_five_required_columns_are_needed_and_blank_is_none():
    rows, findings = read(
        b"project_id,as_of,physical_pct,disbursed_pct,status\nql,2024-06-14,,,\n"
    )
    assert findings == ()
    assert rows == (progress.Row("ql", date(2024, 6, 14)),)
    assert rows[0].quality == "official"


def test_all_missing_columns_are_said_at_once():
    findings = read(b"project_id,as_of\nql,2024-06-14\n")[1]
    assert [f.column for f in findings] == ["physical_pct", "disbursed_pct", "status"]


def test_a_public_figure_without_a_source_is_a_warning(folder):
    folder.progress([{"project_id": "ql", "as_of": "2024-06-14", "quality": "public"}])
    assert folder.faults(FILE) == [("no_source", 2, "source", None)]
    assert len(folder.load().rows) == 1


def test_the_shipped_file_is_canonical():
    shipped = data_folder.load(SHIPPED.parent, today=date(2026, 11, 23))
    assert written(shipped.rows) == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "'=1", "''@x", "-5", "+84 294", "＝A1", "{{7*7}}", "${7*7}", "</script>",
     'a "b", c', "hai\ndòng", "<img src=x onerror=alert(1)>", "\u202eđảo", "'"],
)  # fmt: skip
def test_hostile_text_survives_literally(text):
    row = progress.Row("ql", date(2024, 6, 14), note=text, source=text)
    data = written([row])
    assert read(data) == ((row,), ())
    assert written(read(data)[0]) == data


# the same cases on every machine, however busy
few = settings(derandomize=True, database=None, deadline=None)
cells = st.text(max_size=30).map(
    lambda text: unicodedata.normalize("NFC", text.replace("\r", "")).strip()
)
texts = st.none() | cells.filter(bool)
percents = st.none() | st.floats(0, 100).map(lambda number: number + 0.0)


@few
@given(
    st.builds(
        progress.Row,
        project_id=st.just("ql"),
        as_of=st.dates(date(2021, 1, 1), date(2026, 1, 31)),
        physical_pct=percents,
        disbursed_pct=percents,
        status=st.none() | st.sampled_from(progress.STATUSES),
        actual_value=st.none() | st.floats(-1e15, 1e15).map(lambda n: n + 0.0),
        disbursed_basis=st.none() | st.sampled_from(progress.DISBURSED_BASES),
        obstacle=texts,
        note=texts,
        source=texts,
        quality=st.sampled_from(["official", "illustrative"]),
    )
)
def test_every_row_comes_back_unchanged(row):
    assert read(written([row])) == ((row,), ())


def test_a_section_may_run_from_one_feature_of_the_work_to_the_next(folder, make_feature):
    folder.layer("roads", [
        make_feature("first", "ql", from_km=0, to_km=5),
        make_feature("second", "ql", from_km=11, to_km=5),
        make_feature("apart", "ql", from_km=20, to_km=30),
    ])  # fmt: skip
    folder.progress([
        {"project_id": "ql", "as_of": "2024-06-14", "completed_chainage": "Km4+000-Km6+000"},
        {"project_id": "ql", "as_of": "2024-12-14", "completed_chainage": "Km4+000-Km21+000"},
    ])  # fmt: skip
    assert [fault[:3] for fault in folder.faults(FILE)] == [
        ("chainage_out_of_range", 3, "completed_chainage")
    ]
    limit = folder.load().findings
    assert next(f for f in limit if f.code == "chainage_out_of_range").values == {
        "limit": "Km0+000–Km11+000; Km20+000–Km30+000"
    }


def test_an_amount_without_end_is_out_of_range(folder):
    folder.progress([{"project_id": "ql", "as_of": "2024-06-14", "actual_value": "9" * 300}])
    assert [fault[0] for fault in folder.faults(FILE)] == ["out_of_range"]
