"""The page of results, made of the raw numbers alone."""

import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks import results, tools


def write(found: results.Numbers, page: Path) -> None:
    """Write the page."""
    lines = ["# Benchmarks", ""]
    for size, measured in found.get("map", {}).get("sizes", {}).items():
        lines += [f"## {int(size):,} works", "", *table(measured), ""]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines), encoding="utf-8")


def table(measured):
    steps = (
        "cold",
        "warm",
        "again",
        "recolour_first",
        "recolour",
        "filter",
        "step",
        "unrelated",
    )
    lines = [
        "| tool | " + " | ".join(f"{s} ms | kB" for s in steps) + " | heap MB |",
        "|---" * (2 * len(steps) + 2) + "|",
    ]
    for tool in tools.TOOLS:
        if tool.code not in measured:
            continue
        one = measured[tool.code]
        cells = []
        for s in steps:
            runs = one["steps"].get(s, [])
            for k in ("ms", "kb"):
                v = [r[k] for r in runs]
                cells.append(
                    f"{statistics.median(v):.0f} ({min(v):.0f}–{max(v):.0f})" if v else ""
                )
        heap = one["heap_mb"]
        lines.append(
            f"| {tool.name} | "
            + " | ".join(cells)
            + f" | {statistics.median(heap) if heap else 0:.0f} |"
        )
    return lines
