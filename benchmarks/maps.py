"""The dashboard's map and its alternatives at each size: how often each is tried, and the order."""

import tempfile
import traceback
from pathlib import Path

from benchmarks import browser, floor, folder, machine, report, results, rounds, tools
from benchmarks.options import Options
from benchmarks.rounds import Plan

SIZES = (100, 1_000, 10_000, 100_000)
LARGE = 10_000  # from here on too slow is what was measured, not a click that was lost
HOPELESS = 100_000  # the alternatives are tried once here
ATTEMPTS = 2  # now and then a click is lost between two runs of a page
LIMIT_S, HOPELESS_S = 120.0, 60.0


def measure(options: Options, found: results.Numbers) -> None:
    """Measure every tool at every size asked for; the results are written after each."""
    sizes = options.sizes or ([100] if options.quick else list(SIZES))
    part = found.setdefault("map", {"sizes": {}})
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            data = Path(name) / str(size)
            options.say(f"data of {size:,} works")
            folder.write(data, size)
            found.setdefault("floor", {})[str(size)] = floor.measure(
                data, 2 if options.quick else 5
            )
            for tool in tools.selected(options.tools):
                one = measured(tool, size, data, options)
                one["machine"] = machine.described()
                part["sizes"].setdefault(str(size), {})[tool.code] = one
                report.keep(found, options)


def measured(tool: tools.Tool, size: int, data: Path, options: Options) -> results.Numbers:
    """Measure one tool at one size; once more when it did not get through where it should."""
    for attempt in range(ATTEMPTS):
        found = _tried(tool, size, data, options)
        if not found["failed"] and (not found["stopped"] or size >= LARGE):
            break
        if attempt + 1 == ATTEMPTS:
            options.failed.append(f"{tool.code} at {size}")
    return found | {"attempts": attempt + 1}


def _tried(tool: tools.Tool, size: int, data: Path, options: Options) -> results.Numbers:
    """Measure one tool at one size; what it dies of is part of the result."""

    def say(what: str) -> None:
        options.say(f"{size:,} works, {tool.code}: {what}")

    often = plan(tool, size, quick=options.quick)
    try:
        with browser.chromium() as chromium:
            return rounds.measure(tool, size, data, often, chromium, say) | {"failed": None}
    except Exception as error:  # noqa: BLE001 - another tool may still function
        traceback.print_exc()
        return vars(rounds.Found()) | {"failed": f"{type(error).__name__}: {error}"[:300]}


def plan(tool: tools.Tool, size: int, *, quick: bool) -> Plan:
    """Return how often a tool is tried at a size."""
    if quick:
        return Plan(starts=1, runs=2, limit_s=60)
    if size >= HOPELESS and not tool.own:
        return Plan(starts=1, runs=1, limit_s=HOPELESS_S)
    return Plan(starts=_starts(tool, size), runs=5, limit_s=LIMIT_S)


def _starts(tool: tools.Tool, size: int) -> int:
    """Return how often the server is started for the cold view: it is the costliest step."""
    if size == min(SIZES):
        return 5
    return 5 if tool.own and size < HOPELESS else 1
