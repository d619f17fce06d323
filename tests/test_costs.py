"""What the README says that things cost is what was measured."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import costs  # noqa: E402

RUNS = [{"ms": 310.0, "kb": 31.26}, {"ms": 290.0, "kb": 31.24}, {"ms": 999.0, "kb": 31.25}]
OWN = {
    "machine": {
        "date": "2026-11-26T00:10+00:00", "cores": 2, "python": "3.11.7",
        "chromium": "Chromium 156.0.1",
    },
    "steps": {"recolour": RUNS, "unrelated": [{"ms": 41.0, "kb": 1.5}]},
}  # fmt: skip
PEER = {"steps": {"recolour": [{"ms": 6_200.0, "kb": 7_241.0}], "unrelated": []}}
BENCHMARKS = {
    "map": {"sizes": {"10000": {"tvgeo": OWN, "folium_plain": PEER}}},
    "start": {
        "runs": [{"works": "shipped", "start": "first", "healthz_s": 2.04, "map_s": 1.5}]
    },
    "read": {"files": {"template.csv": {"tvgeo": {"seconds": [1.2, 1.4, 1.3]}}}},
    "brief": {
        "packs": [{"seconds": 12.0}],
        "plates": [{"paper": "a3", "rounds": [{"drawn_and_png_s": 1.9}]}],
    },
}
CROWDS = [
    {
        "plan": "shipped plan",
        "viewers": 100,
        "publishing": False,
        "first": {"p95": 1.31},
        "mb_per_viewer": 0.9,
    },
    {
        "plan": "shipped plan",
        "viewers": 100,
        "publishing": True,
        "first": {"p95": 9.0},
        "mb_per_viewer": 9.0,
    },
    {
        "plan": "shipped plan",
        "viewers": 200,
        "publishing": False,
        "first": {"p95": 8.0},
        "mb_per_viewer": 8.0,
    },
]
CROWDS.append(CROWDS[0] | {"plan": "10,000 works", "first": {"p95": 7.0}})
LOAD = {"steps": {"found": {"crowds": CROWDS}}}


@pytest.fixture
def readme(tmp_path, monkeypatch):
    """Return a README of two halves with the figures above quoted."""
    for name, content in (("BENCHMARKS", BENCHMARKS), ("LOAD", LOAD)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        monkeypatch.setattr(costs, name, path)
    half = "before\n<!-- costs -->\nold\n<!-- /costs -->\nafter\n"
    return costs.renewed(f"{half}\n---\n{half}").split("\n---\n")


def test_the_readme_quotes_the_last_measurements():
    """Renew with `python tools/costs.py --write`."""
    text = costs.README.read_text(encoding="utf-8")
    assert len(costs.PLACE.findall(text)) == 2
    assert costs.renewed(text) == text


def test_medians_stand_in_the_words_and_numbers_of_each_language(readme):
    vi, en = readme
    assert "| Tô lại toàn bộ, 10.000 công trình | 0,31 s | ≤ 0,35 s |" in vi
    assert "| Recolour everything, 10,000 works | 0.31 s | ≤ 0.35 s |" in en
    assert "| Kiểm tra tệp 50.000 dòng, CSV | 1,3 s | ≤ 2 s |" in vi
    assert "Đo ngày 26/11/2026, 2 nhân, Python 3.11.7, Chromium 156" in vi
    assert "old" not in vi + en


def test_viewers_are_a_hundred_of_the_shipped_plan_with_nobody_publishing(readme):
    assert "| 100 viewers of Plan 16 at once: first map, p95 | 1.3 s | ≤ 2 s |" in readme[1]
    assert "| … server memory for each | 0.9 MB | ≤ 2 MB |" in readme[1]


def test_an_alternative_stands_beside_with_its_ratio(readme):
    assert "| streamlit-folium | 6,2 s | 20,0 × | 7.241 kB | chưa đo |" in readme[0]


def test_what_was_not_measured_is_said_to_be_so(readme):
    assert "| Tô lại toàn bộ, 100.000 công trình | chưa đo | ≤ 1,0 s * |" in readme[0]
    assert "| pydeck | not measured | not measured | not measured | not measured |" in readme[1]


def test_without_measurements_nothing_is_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(costs, "BENCHMARKS", tmp_path / "none.json")
    assert (
        costs.renewed("<!-- costs -->\nold\n<!-- /costs -->")
        == "<!-- costs -->\nold\n<!-- /costs -->"
    )
