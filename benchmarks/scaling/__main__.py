"""Measure a nation in one PostgreSQL database; write docs/scaling.json and the tables of docs/scaling.md.

    python -m benchmarks.scaling --url postgresql://USER@HOST/EMPTY_DATABASE
    python -m benchmarks.scaling --url … --quick      everything small, for function

34 provinces with 1,000 works each that reported every month for ten years; beside them one
province at several lengths of history, for how the times grow.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import browser, machine, results, servers
from benchmarks.scaling import nation, province, report

ROOT = Path(__file__).resolve().parents[2]
BEGUN = time.monotonic()
RUNS = 3


def main() -> None:
    """Make the nation, measure, write."""
    parser = argparse.ArgumentParser(prog="benchmarks.scaling", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--url", required=True, help="an empty PostgreSQL database")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--folders", type=Path, help="where the data folders are kept")
    parser.add_argument("--only", choices=("build", "measure"), help="one of the two phases")
    given = parser.parse_args()
    works, months, provinces = (
        (40, [3, 6], 3) if given.quick else (1_000, [30, 60, 120, 240], 34)
    )
    size = Size(works, months, provinces)
    with tempfile.TemporaryDirectory() as temporary:
        place = given.folders or Path(temporary)
        if given.only != "measure":
            _build(given.url, place, size)
        if given.only == "build":
            return
        found = _measured(given.url, place, size)
    out = Path(tempfile.mkdtemp()) if given.quick else ROOT / "docs"
    results.save(out / "scaling.json", found)
    if given.quick:
        say(report.tables(found))
    else:
        report.write(found, out / "scaling.md")
    say(f"written: {out}")


class Size(NamedTuple):
    """How many works a province has, how many months they reported, how many provinces."""

    works: int
    months: list[int]
    provinces: int

    @property
    def histories(self) -> list[str]:
        """Names of the stores by which growth is measured."""
        return [f"dai_{length}" for length in self.months]

    @property
    def nation(self) -> list[str]:
        """Names of the stores of the nation."""
        return [f"tinh_{n:02d}" for n in range(1, self.provinces + 1)]


def _build(url: str, place: Path, size: Size) -> None:
    for name, length in zip(size.histories, size.months, strict=True):
        province.write(place / name, size.works, f"Tỉnh {length} tháng")
        nation.make(url, name, place / name, works=size.works, months=length, say=say)
    usual = size.histories[-2]
    for name in size.nation:
        province.write(place / name, size.works, name.replace("tinh_", "Tỉnh "))
        nation.copy(url, usual, name, place / name)
        say(f"{name}: copied")
    nation.settle(url)


def _measured(url: str, place: Path, size: Size) -> dict[str, Any]:
    """Measure while all stores are there, then one province alone, the others gone."""
    middle = size.nation[size.provinces // 2]
    found: dict[str, Any] = {
        "machine": machine.described(), "database": nation.described(url),
        "provinces": size.provinces, "rows": nation.rows(url, size.nation),
    }  # fmt: skip
    found["growth"] = [_one(url, name, place) for name in size.histories]
    found["nation"] = _one(url, middle, place)
    found["map"] = _first_map(url, middle, place)
    nation.forget(url, [*size.histories, *(name for name in size.nation if name != middle)])
    nation.settle(url)
    found["alone"] = _one(url, middle, place)
    return found


def _one(url: str, name: str, place: Path) -> dict[str, Any]:
    """Return the times of one province, the middle of several runs."""
    found: dict[str, Any] = {}
    for task in ("read", "parts", "history", "publish", "sql"):
        found |= _middle([_run(url, name, place, task) for _ in range(RUNS)])
    found |= _middle([_seen(url, name, place) for _ in range(RUNS)])
    say(f"{name}: " + ", ".join(f"{k} {v:.3g}" for k, v in found.items()))
    return found


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return {key: sorted(run[key] for run in runs)[len(runs) // 2] for key in runs[0]}


def _environment(url: str, name: str, place: Path) -> dict[str, str]:
    return {
        **os.environ, "TVGEO_DATABASE_URL": nation.address(url, name), "PYTHONPATH": str(ROOT),
        "TVGEO_DATA_DIR": str(place / name), "TVGEO_TODAY": province.TODAY,
    }  # fmt: skip


def _started(url: str, name: str, place: Path, task: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.scaling.one", task], cwd=ROOT, text=True,
        env=_environment(url, name, place), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _run(url: str, name: str, place: Path, task: str) -> dict[str, Any]:
    with _started(url, name, place, task) as process:
        out, _ = process.communicate()
    return dict(json.loads(out))


def _seen(url: str, name: str, place: Path) -> dict[str, Any]:
    """Return how long a dashboard that is open needs to show what another one has published."""
    with _started(url, name, place, "see") as other:
        assert other.stdout is not None
        other.stdout.readline()
        _run(url, name, place, "publish")
        out, _ = other.communicate("\n")
    return dict(json.loads(out))


def _first_map(url: str, name: str, place: Path) -> dict[str, float]:
    """Start the dashboard of one province; return the seconds until its map is painted."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    with (
        servers.started(
            [*command, "--server.port", "{port}"], place, "/healthz",
            _environment(url, name, place),
        ) as server,
        browser.chromium() as chromium,
    ):  # fmt: skip
        page = browser.profile(chromium).new_page()
        page.goto(f"{server.address}/ban-do", wait_until="commit")
        ms = browser.until_painted(page, {"tool": "tvgeo", "count": None}, 120)
        assert ms is not None, "no map within two minutes"
        return {"healthz_s": round(server.ready_s, 3), "map_s": round(ms / 1000, 3)}


def say(line: str) -> None:
    """Print one line with the seconds since the beginning."""
    print(f"[{time.monotonic() - BEGUN:6.0f} s] {line}", flush=True)


if __name__ == "__main__":
    main()
