"""The benchmarks: data like real data, and a page that says of the numbers what they say."""

import csv
import json
import statistics

from benchmarks import budgets, cells, folder, report, results
from tvgeo.services.base import open_base


def test_half_of_the_works_are_lines_and_their_drawings_have_twenty_vertices_on_average(
    tmp_path,
):
    folder.write(tmp_path / "data", 1_000)
    shapes = {}
    for path in (tmp_path / "data" / "geojson").glob("*_*.geojson"):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            points = feature["geometry"]["coordinates"]
            ring = points[0] if feature["geometry"]["type"] == "Polygon" else points
            shapes.setdefault(feature["geometry"]["type"], []).append(len(ring))
    assert {shape: len(sizes) for shape, sizes in shapes.items()} == {
        "LineString": 500,
        "Polygon": 500,
    }
    assert round(statistics.mean(n for sizes in shapes.values() for n in sizes)) == 20


def test_the_dashboard_reads_every_work_of_the_synthetic_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", folder.TODAY)
    folder.write(tmp_path / "data", 50)
    base = open_base(str(tmp_path / "data"))
    assert len(base.join.located) == 50
    assert {row.as_of.isoformat() for row in base.rows} == set(folder.DAYS)
    assert not [f for f in base.folder.findings if f.severity == "error"]


def test_the_last_work_changes_its_state_with_every_period(tmp_path):
    folder.write(tmp_path / "data", 20)
    with (tmp_path / "data" / "progress.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["project_id"] == "ct-000019"]
    behind = [float(row["planned_pct"]) - float(row["physical_pct"]) >= 15 for row in rows]
    assert behind == [True, False] * 4
    assert [folder.marker_state(n) for n in range(2)] == ["critical", "on_track"]


def test_a_budget_says_that_it_is_met_or_how_many_times_it_is_missed():
    assert budgets.Budget("x", 350, "ms", 350).row[-1] == "met"
    assert budgets.Budget("x", 350, "ms", 700).row[-1] == "**missed**: 2.00 times the budget"
    assert (
        budgets.Budget("x", 10, "times faster", 5, least=True)
        .row[-1]
        .startswith("**missed**: 2.00")
    )
    assert budgets.Budget("x", 350, "ms", None).row[-1] == "not measured"


def test_a_number_is_written_with_the_digits_that_count():
    assert [cells.number(n) for n in (0.123, 12.34, 1234.5, 5.0, None)] == [
        "0.12",
        "12.3",
        "1,234",
        "5",
        "",
    ]
    assert cells.spread([3, 1, 2]) == "2 (1–3)"
    assert cells.exponent(10, 100, 10) == "1.00"


def test_what_has_been_measured_so_far_is_rendered(tmp_path):
    """An interrupted run: one tool at one size, given up at its second step."""
    run = {"ms": 100.0, "done_ms": 120.0, "kb": 3.0, "cpu_s": 0.1}
    machine = {
        "date": "2026-01-10T00:00+00:00", "commit": "abc", "changed_files": 0, "load": 0.1, "cores": 2,
        "processor": "P", "memory_gib": 4, "system": "S", "python": "3.11", "chromium": "C", "own": {},
        "peers": {},
    }  # fmt: skip
    one = {
        "steps": {"cold": [run]},
        "heap_mb": [],
        "stopped": "warm",
        "limit_s": 60,
        "machine": machine,
    }
    results.save(tmp_path / "n.json", {"map": {"sizes": {"100000": {"leafmap_page": one}}}})
    report.write(results.load(tmp_path / "n.json"), tmp_path / "n.md")
    text = (tmp_path / "n.md").read_text(encoding="utf-8")
    assert "| leafmap | 100 | > 60 s, stopped |" in text
    assert "recolour, 100 works | ≤ 350 ms |  | not measured" in text
