"""One province that has reported every month for years: its plan and layers, and all its rows."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from benchmarks import folder, names
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io import progress_table

FIRST_YEAR = 2016
TODAY = "2036-01-10"
SETTINGS = folder.SETTINGS.replace(
    '["2021-01-01", "2025-12-31"]', '["2016-01-01", "2045-12-31"]'
)


def days(months: int) -> list[date]:
    """Return the closing day of each month, the first ones first."""
    return [date(FIRST_YEAR + n // 12, n % 12 + 1, 14) for n in range(months)]


def write(place: Path, works: int, title: str) -> None:
    """Write a data folder whose figures all come from the store."""
    folder.write(place, works)
    settings = SETTINGS.replace('province = "Trà Vinh"', f'province = "{title}"')
    (place / "tvgeo.toml").write_text(settings, encoding="utf-8")
    header = ",".join(COLUMNS)
    (place / progress_table.FILE).write_text(f"{header}\n", encoding="utf-8")


def months_of(works: int, months: int) -> Iterator[list[Row]]:
    """Yield the reports of each month: every work reports, and slows down as it nears its end."""
    rng = random.Random(works)
    done = [rng.uniform(0, 20) for _ in range(works)]
    pace = [rng.uniform(0.2, 1.6) for _ in range(works)]
    for n, day in enumerate(days(months)):
        reports = []
        for work in range(works):
            done[work] = min(99.5, done[work] + pace[work] * rng.uniform(0, 2))
            reports.append(
                Row(
                    f"ct-{work:06d}", day, round(done[work], 1),
                    round(done[work] * rng.uniform(0.7, 1.0), 1), "in_progress",
                    planned_pct=round(min(100.0, 10 + n * 0.8), 1),
                    obstacle=names.obstacle(rng, "Càng Long") if rng.random() < 0.1 else None,
                    source=f"{rng.randrange(1, 900)}/BC-UBND", quality="official",
                )
            )  # fmt: skip
        yield reports


def corrected(rows: list[Row], count: int) -> Iterator[Row]:
    """Yield the latest `count` rows with another percentage: a large upload of corrections."""
    latest = sorted(rows, key=lambda row: row.as_of, reverse=True)
    for row in islice(latest, count):
        yield replace(row, physical_pct=round(((row.physical_pct or 0) + 1) % 100, 1))
