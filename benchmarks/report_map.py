"""The tables of the map: times, bytes, memory, processor, ratios, growth."""

from typing import Any

from benchmarks import cells, results, tools

STEPS = {
    "cold": "first view, cold",
    "warm": "first view, warm",
    "again": "view again",
    "recolour": "recolour",
    "filter": "filter",
    "unrelated": "rerun",
}
MEASURED = {"ms": "time", "kb": "bytes", "cpu_s": "server CPU"}
OWN = tools.OWN.code


def sizes(found: results.Numbers) -> dict[int, Any]:
    """Return what was measured by number of works, the fewest first."""
    known = found.get("map", {}).get("sizes", {})
    return {int(size): known[size] for size in sorted(known, key=int)}


def values(one: Any, step: str, what: str = "ms") -> list[float]:
    """Return the numbers of a step of one tool."""
    return [run[what] for run in (one or {}).get("steps", {}).get(step, ())]


def median(one: Any, step: str, what: str = "ms") -> float | None:
    """Return the median of a step of one tool."""
    return cells.median(values(one, step, what))


def best(measured: Any, step: str) -> float | None:
    """Return the least time that an alternative needs for a step."""
    known = (median(measured.get(tool.code), step) for tool in tools.ALTERNATIVES)
    return min((value for value in known if value is not None), default=None)


def of_size(size: int, measured: Any, floor: Any) -> list[str]:
    """Return the section of one number of works."""
    lines = [f"### {size:,} works", ""]
    for what, unit in (
        ("ms", "Milliseconds"),
        ("kb", "kB received"),
        ("cpu_s", "Seconds of the server's processor"),
    ):
        lines += [f"{unit}, median (least–most):", ""]
        heads = ["", *STEPS.values()] + (["heap MB"] if what == "kb" else [])
        lines += cells.table(heads, _rows(measured, what))
        if what == "ms":
            lines += [
                "How many times as long as tvgeo:",
                "",
                *cells.table(heads, _ratios(measured)),
            ]
    lines += _failed(measured)
    lines += _own(measured.get(OWN))
    if floor:
        lines += [
            (
                "The floor: the same works as compressed GeoJSON from a bare server, fetched and parsed, take "
                f"{cells.spread(run['ms'] for run in floor)} ms and {cells.number(floor[0]['kb'])} kB."
            ),
            "",
        ]
    return lines


def _rows(measured: Any, what: str) -> list[list[str]]:
    rows = []
    for tool in tools.TOOLS:
        one = measured.get(tool.code)
        if one is None:
            continue
        row = [tool.name, *(_cell(one, step, what) for step in STEPS)]
        rows.append(row + ([cells.spread(one["heap_mb"])] if what == "kb" else []))
    return rows


def _ratios(measured: Any) -> list[list[str]]:
    """Return how many times as long each alternative takes, and the best of them."""
    ours = measured.get(OWN)
    rows = [
        [t.name, *(cells.times(median(measured[t.code], s), median(ours, s)) for s in STEPS)]
        for t in tools.ALTERNATIVES
        if t.code in measured
    ]
    least = (cells.times(best(measured, step), median(ours, step)) for step in STEPS)
    return [*rows, ["best alternative", *least]]


def _cell(one: Any, step: str, what: str) -> str:
    """Return the numbers of a step; where a tool was given up, what it had done and that it was."""
    found = cells.spread(values(one, step, what))
    if one.get("stopped") == step and what == "ms":
        return ", then ".join(filter(None, [found, f"> {one['limit_s']:.0f} s, stopped"]))
    return found


def _failed(measured: Any) -> list[str]:
    found = [
        f"{tool.name} did not function: {measured[tool.code]['failed']}"
        for tool in tools.TOOLS
        if measured.get(tool.code, {}).get("failed")
    ]
    return [*found, ""] if found else []


def _own(one: Any) -> list[str]:
    """Return what only the dashboard has: the player, a period nobody has looked at yet."""
    if not one:
        return []
    lines = []
    whole = [cells.number(median(one, each, "done_ms")) for each in ("recolour", "filter")]
    if all(whole):
        lines.append(
            f"List and detail beside the map are there as well after {whole[0]} ms (recolour) and {whole[1]} ms (filter)."
        )
    first, step, played = values(one, "recolour_first"), values(one, "step"), one.get("played")
    if first:
        lines.append(
            f"A period nobody has looked at since the start: {cells.spread(first)} ms."
        )
    if step:
        lines.append(f"A step of the player by hand: {cells.spread(step)} ms.")
    if played:
        lines.append(
            f"Played: {played['painted']} of {played['periods']} periods painted, the slowest step "
            f"{cells.number(played['slowest_ms'])} ms, {cells.number(played['kb'])} kB in all."
        )
    return [" ".join(lines), ""] if lines else []


def growth(found: results.Numbers) -> list[str]:
    """Return the exponents of growth between the sizes, of the dashboard and of the others."""
    known = sizes(found)
    pairs = list(zip(known, list(known)[1:], strict=False))
    rows = []
    for tool in tools.TOOLS:
        for step in ("warm", "recolour", "unrelated"):
            row = [
                cells.exponent(
                    median(known[a].get(tool.code), step),
                    median(known[b].get(tool.code), step),
                    b / a,
                )
                for a, b in pairs
            ]
            if any(row):
                rows.append([f"{tool.name}, {STEPS[step]}", *row])
    return cells.table(["", *(f"{a:,} → {b:,}" for a, b in pairs)], rows) if rows else []
