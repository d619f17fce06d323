"""`tvgeo compare`: two periods, in words and as one JSON document."""

import json
import shutil
from pathlib import Path

import pytest

TINY = Path(__file__).parent / "tiny_province"
ROWS = """project_id,as_of,physical_pct,disbursed_pct,status,planned_pct,source,quality
duong-ven-song,2024-06-14,20,,,,,illustrative
duong-ven-song,2024-12-14,32.5,,,,BC 2,public
"""


@pytest.fixture
def folder(tmp_path):
    copy = Path(shutil.copytree(TINY, tmp_path / "data"))
    (copy / "progress.csv").write_text(ROWS, encoding="utf-8")
    return copy


def test_a_change_is_said_in_points_with_its_mark_and_both_periods_are_named(tvgeo):
    code, said, _ = tvgeo("--lang", "vi", "compare", "--from", "2024-H1", "--to", "2024")
    assert code == 0
    lines = said.splitlines()
    assert lines[0].startswith(
        "Cả năm 2024 (đến 14/12/2024) so với 6 tháng đầu năm 2024 (đến 14/06/2024)"
    )
    assert "Tăng: 1" in lines
    assert "Chưa có số liệu: 1" in lines
    assert lines[-2].endswith("20,0%* → 32,5%, tăng 12,5 điểm %*")
    assert lines[-1] == "* Số liệu minh họa"


def test_without_invented_figures_there_is_a_first_figure_and_no_mark(tvgeo):
    _, said, _ = tvgeo(
        "--lang", "en", "compare", "--from", "2024-H1", "--to", "2024", "--sourced-only"
    )
    assert said.splitlines()[-1].endswith("– → 32.5%, first figure")
    assert "*" not in said


def test_json_is_one_document_with_counts_and_both_figures(tvgeo):
    _, said, _ = tvgeo("compare", "--from", "2024-H1", "--to", "2024", "--json")
    document = json.loads(said)
    assert (document["from_day"], document["to_day"]) == ("2024-06-14", "2024-12-14")
    assert document["counts"]["more"] == 1
    first = document["projects"][0]
    assert (first["before_pct"], first["after_pct"], first["change_points"]) == (20, 32.5, 12.5)


@pytest.mark.parametrize(
    ("earlier", "later", "arg"),
    [("2024", "2024", "--from"), ("2025", "2024", "--from"), ("2024", "1999", "--to")],
)
def test_only_an_earlier_period_that_is_known_can_be_compared_with(tvgeo, earlier, later, arg):
    code, _, complaint = tvgeo("compare", "--from", earlier, "--to", later)
    assert code == 2
    assert complaint.startswith(f"{arg}: ")
