"""How long the dashboard takes to start, and then to its first map in a fresh Chromium.

The shipped plan, and a folder of many works; each once without a store, which is made then, and
once more with it.
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks import browser, folder, machine, report, results, tools
from benchmarks.options import Options

MANY, MANY_RUNS = 10_000, 3
LIMIT_S = 120.0


def measure(options: Options, found: results.Numbers) -> None:
    """Start the dashboard again and again, and keep the seconds."""
    many, runs = (100, 1) if options.quick else (MANY, 5)
    part: dict[str, Any] = {"machine": machine.described(), "runs": []}
    found["start"] = part
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        folder.write(data, many)
        for works, path in (("shipped", tools.ROOT / "data"), (str(many), data)):
            if options.quick and path is data:
                continue
            for run in range(runs if path != data else min(runs, MANY_RUNS)):
                place = Path(name) / f"{works}-{run}"
                for start in ("first", "again"):
                    one = {"works": works, "start": start} | started(path, place)
                    part["runs"].append(one)
                    options.say("start: " + ", ".join(f"{k} {v}" for k, v in one.items()))
                report.keep(found, options)


def started(data: Path, place: Path) -> dict[str, float]:
    """Start once; return the seconds to /healthz and from there to the painted map."""
    with tools.own_server(data, place) as server, browser.chromium() as chromium:
        cpu = server.cpu_s()
        page = browser.profile(chromium).new_page()
        page.goto(server.address + tools.OWN.path, wait_until="commit")
        ms = browser.until_painted(page, {"tool": "tvgeo", "count": None}, LIMIT_S)
        if ms is None:
            raise TimeoutError("no map")
        return {
            "healthz_s": round(server.ready_s, 3),
            "map_s": round(ms / 1000, 3),
            "cpu_s": cpu,
        }
