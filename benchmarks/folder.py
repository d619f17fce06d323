"""A synthetic but realistic data folder: works, figures of eight periods, lines and areas.

One feature a work, half of them lines and half areas, 20 vertices on average. Percentages, plans
and obstacles vary from work to work and from period to period, so that compression finds no more
in them than in real reports. The last work lies in the middle of the map and changes its state
with every period: that is how a browser is seen to have painted another period.
"""

import csv
import json
import math
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import names

ROOT = Path(__file__).resolve().parents[1]
DAYS = tuple(
    date(year, month, 14).isoformat() for year in (2022, 2023, 2024, 2025) for month in (6, 12)
)
# As the period picker of the dashboard, and that of a peer's page, calls these days.
PERIODS = tuple(
    f"6 tháng đầu năm {day[:4]}" if day[5:7] == "06" else f"Cả năm {day[:4]}" for day in DAYS
)
TODAY = "2026-01-10"
SECTORS = ("transport", "economic_zone", "ict", "urban", "cross_cutting")
BASE_MAP = ("province", "water", "districts")
WEST, SOUTH, EAST, NORTH = 105.95, 9.55, 106.6, 10.05
CENTRE = (106.275, 9.8)
SETTINGS = """title = "Đo tốc độ"
province = "Trà Vinh"
period = ["2021-01-01", "2025-12-31"]
crs = 9209
timezone = "Asia/Ho_Chi_Minh"
bounds = [105.75, 9.35, 106.85, 10.35]
"""
PROJECT_COLUMNS = (
    "project_id", "name_vi", "sector", "kind", "layer", "lead_agency", "districts", "start_date",
    "due_date", "due_basis", "target_kind", "citation",
)  # fmt: skip
PROGRESS_COLUMNS = (
    "project_id", "as_of", "physical_pct", "disbursed_pct", "status", "planned_pct", "obstacle",
    "source", "quality",
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """One work: what the plan says of it, and what its drawing is."""

    number: int
    project_id: str
    name: str
    sector: str
    agency: str
    district: str
    area: bool


PALETTE = json.loads((ROOT / "tvgeo" / "render" / "palette.json").read_text(encoding="utf-8"))


def colour(state: str) -> str:
    """Return the colour of a state, the same for every tool."""
    return str(PALETTE["health"][state]["fill"])


def write(folder: Path, size: int) -> None:
    """Write a data folder with `size` works, and beside it what the pages of the peers need."""
    rng = random.Random(size)
    (folder / "geojson").mkdir(parents=True)
    (folder / "plan").mkdir()
    (folder / "tvgeo.toml").write_text(SETTINGS, encoding="utf-8")
    shutil.copy(ROOT / "data" / "plan" / "agencies.csv", folder / "plan")
    for layer in BASE_MAP:
        shutil.copy(ROOT / "data" / "geojson" / f"{layer}.geojson", folder / "geojson")
    works = [_work(rng, number, last=number == size - 1) for number in range(size)]
    _table(folder / "plan" / "projects.csv", PROJECT_COLUMNS, map(_plan_row, works))
    _table(folder / "progress.csv", PROGRESS_COLUMNS, _progress(rng, works))
    for layer, area in (("national_highways", False), ("industrial_parks", True)):
        features = (_feature(rng, work, size) for work in works if work.area is area)
        _write_layer(folder / "geojson" / f"{layer}.geojson", features)
    known = {
        "sectors": SECTORS,
        "periods": dict(zip(PERIODS, DAYS, strict=True)),
        "colours": {state: colour(state) for state in PALETTE["health"]},
    }
    (folder / "peers.json").write_text(json.dumps(known), encoding="utf-8")


def _table(path: Path, columns: tuple[str, ...], rows: Iterator[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _write_layer(path: Path, features: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type":"FeatureCollection","features":[\n')
        for n, each in enumerate(features):
            stream.write(",\n" * bool(n) + json.dumps(each, ensure_ascii=False))
        stream.write("\n]}\n")


def _work(rng: random.Random, number: int, *, last: bool) -> Work:
    area = last or number % 2 == 1
    district, agency = rng.choice(names.DISTRICTS)
    return Work(
        number=number,
        project_id=f"ct-{number:06d}",
        name=names.area(rng, number) if area else names.line(rng, number),
        sector=SECTORS[number % len(SECTORS)],
        agency=rng.choice((agency, *names.DEPARTMENTS)),
        district=district,
        area=area,
    )


def _plan_row(work: Work) -> tuple[str, ...]:
    kind, layer = (
        ("industrial_park", "industrial_parks") if work.area else ("road", "national_highways")
    )
    return (
        work.project_id, work.name, work.sector, kind, layer, work.agency, work.district,
        "2021-06-01", "2026-06-30", "stated", "cumulative", f"Phụ lục, dòng {work.number + 1}",
    )  # fmt: skip


def _progress(rng: random.Random, works: list[Work]) -> Iterator[tuple[object, ...]]:
    for work in works[:-1]:
        yield from _rows(rng, work)
    yield from _marker_rows(works[-1])


def _rows(rng: random.Random, work: Work) -> Iterator[tuple[object, ...]]:
    """Yield a work's reports: a plan, a pace of its own, halts, gaps where nobody reported."""
    first = rng.choice((0, 0, 0, 1, 2, 4, 9))  # 9: never reports
    pace, plan, done = rng.uniform(4, 18), rng.uniform(6, 15), 0.0
    planned = rng.uniform(0, 12)
    for turn, day in enumerate(DAYS):
        planned = min(100.0, planned + plan * rng.uniform(0.6, 1.4))
        halted = rng.random() < 0.06
        done = min(100.0, done + (0 if halted else pace * rng.uniform(0.2, 1.8)))
        if turn < first or rng.random() < 0.05:
            continue
        status = "completed" if done >= 100 else "paused" if halted else "in_progress"
        obstacle = names.obstacle(rng, work.district) if rng.random() < 0.3 else ""
        yield (
            work.project_id, day, round(done, 1), round(done * rng.uniform(0.7, 1.1) % 100, 1),
            status, round(planned, 1), obstacle, f"{rng.randrange(1, 900)}/BC-UBND", "official",
        )  # fmt: skip


def _marker_rows(work: Work) -> Iterator[tuple[object, ...]]:
    for turn, day in enumerate(DAYS):
        done = 40.0 + turn if turn % 2 else 10.0 + turn
        yield (
            work.project_id,
            day,
            done,
            done,
            "in_progress",
            45.0,
            "",
            "1/BC-UBND",
            "official",
        )


def marker_state(period: int) -> str:
    """Return the state of the last work in a period, by number."""
    return "on_track" if period % 2 else "critical"


def _feature(rng: random.Random, work: Work, size: int) -> dict[str, Any]:
    last = work.number == size - 1
    x, y = CENTRE if last else (rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH))
    count = rng.randint(8, 32)
    if work.area:
        geometry = {
            "type": "Polygon",
            "coordinates": [_ring(rng, x, y, count, 0.03 if last else None)],
        }
    else:
        geometry = {"type": "LineString", "coordinates": _line(rng, x, y, count)}
    known = {
        "feature_id": f"f-{work.project_id}", "project_id": work.project_id, "name_vi": work.name,
        "source": "sinh ngẫu nhiên để đo tốc độ", "licence": "own-work", "accuracy_m": 100,
        "method": "digitised",
    }  # fmt: skip
    return {"type": "Feature", "properties": known, "geometry": geometry}


def _ring(
    rng: random.Random, x: float, y: float, count: int, size: float | None
) -> list[list[float]]:
    """Return a closed ring of `count` points around a place; `size` in degrees."""
    radius = size or rng.uniform(0.002, 0.008)
    corners = count - 1
    ring = []
    for k in range(corners):
        turn = 2 * math.pi * (k + rng.uniform(-0.3, 0.3)) / corners
        reach = radius * (1 if size else rng.uniform(0.6, 1.1))
        ring.append(
            [round(x + reach * math.cos(turn), 5), round(y + reach * math.sin(turn), 5)]
        )
    return [*ring, ring[0]]


def _line(rng: random.Random, x: float, y: float, count: int) -> list[list[float]]:
    """Return a wandering line of `count` points, 1 to 8 km long."""
    step = rng.uniform(0.01, 0.07) / count
    heading = rng.uniform(0, 2 * math.pi)
    line = []
    for _ in range(count):
        line.append([round(x, 5), round(y, 5)])
        heading += rng.uniform(-0.5, 0.5)
        x += step * math.cos(heading)
        y += step * math.sin(heading)
    return line
