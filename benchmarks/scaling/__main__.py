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
from typing import Any

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
    given = parser.parse_args()
    works, months, provinces = (
        (40, [3, 6], 3) if given.quick else (1_000, [30, 60, 120, 240], 34)
    )
    out = Path(tempfile.mkdtemp()) if given.quick else ROOT / "docs"
    with tempfile.TemporaryDirectory() as place:
        found = _measured(given.url, Path(place), works, months, provinces)
    results.save(out / "scaling.json", found)
    if given.quick:
        say(report.tables(found))
    else:
        report.write(found, out / "scaling.md")
    say(f"written: {out}")


def _measured(
    url: str, place: Path, works: int, months: list[int], provinces: int
) -> dict[str, Any]:
    found: dict[str, Any] = {"machine": machine.described(), "growth": [], "nation": {}}
    for length in months:
        name = f"dai_{length}"
        province.write(place / name, works, f"Tỉnh {length} tháng")
        nation.make(url, name, place / name, works=works, months=length, say=say)
    nation.settle(url)
    for length in months:
        found["growth"].append({"months": length} | _one(url, f"dai_{length}", place))
    usual = months[-2]
    for n in range(1, provinces + 1):
        name = f"tinh_{n:02d}"
        province.write(place / name, works, f"Tỉnh {n:02d}")
        nation.copy(url, f"dai_{usual}", name, place / name)
        say(f"{name}: copied")
    nation.settle(url)
    middle = f"tinh_{provinces // 2:02d}"
    found["nation"] = {
        "provinces": provinces, "rows": nation.rows(url), "database": nation.described(url),
        "one": _one(url, middle, place), "map": _first_map(url, middle, place),
    }  # fmt: skip
    return found


def _one(url: str, name: str, place: Path) -> dict[str, Any]:
    """Return the times of one province, the middle of several runs."""
    found: dict[str, Any] = {}
    for task in ("read", "parts", "history", "publish"):
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
