"""Another province adopts the product by replacing data: names, dates, thresholds, zone."""

from datetime import date
from pathlib import Path

from tvgeo.io import data_folder

TINY = Path(__file__).parents[1] / "tiny_province"


def test_a_tiny_second_province_loads_without_an_error():
    tiny = data_folder.load(TINY, today=date(2026, 1, 31))
    assert [f for f in tiny.findings if f.severity != "note"] == []
    settings = tiny.registry.settings
    assert (settings.province, settings.crs) == ("Sông Thử", 9210)
    assert settings.period == (date(2023, 1, 1), date(2027, 12, 31))
    assert (settings.slow, settings.late, settings.critical) == (3.0, 6.0, 9.0)
    assert len(tiny.registry.projects) == 3
    assert {f.layer for f in tiny.features} == {"roads"}
    assert len(tiny.rows) == 2
    assert len(tiny.registry.missing_files) == 6


def test_the_shipped_province_loads_without_an_error():
    shipped = data_folder.load(TINY.parents[1] / "data", today=date(2026, 11, 23))
    assert [f for f in shipped.findings if f.severity == "error"] == []
