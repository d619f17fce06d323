"""The page of results, made of the raw numbers alone; remarks.md is what a person adds to it."""

from pathlib import Path
from typing import Any

from benchmarks import budgets, cells, report_map, results
from benchmarks.options import Options

LOAD = "load.md"  # what `make load` writes beside this page
REMARKS = Path(__file__).parent / "remarks.md"


def keep(found: results.Numbers, options: Options) -> None:
    """Write the numbers measured so far, and the page of them."""
    results.save(options.numbers, found)
    write(found, options.page)


def write(found: results.Numbers, page: Path) -> None:
    """Write the page."""
    lines = [
        "# Benchmarks",
        "",
        *_machines(found),
        "## Budgets of the design",
        "",
        *budgets.table(found),
    ]
    if (page.parent / LOAD).exists():
        lines += [f"100 viewers at once, memory of each: [{LOAD}]({LOAD}).", ""]
    lines += ["## The map", ""]
    for size, measured in report_map.sizes(found).items():
        lines += report_map.of_size(size, measured, found.get("floor", {}).get(str(size)))
    growth = report_map.growth(found)
    if growth:
        lines += [
            "### Growth",
            "",
            "The exponent k of time ~ works^k: 1 is proportional, 0 does not grow.",
            "",
            *growth,
        ]
    for part, section in (("start", _start), ("read", _read), ("brief", _brief)):
        if part in found:
            lines += section(found[part])
    lines += [REMARKS.read_text(encoding="utf-8").rstrip(), ""]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines), encoding="utf-8")


def _machines(found: results.Numbers) -> list[str]:
    """Say on what each part was measured; parts measured together share one line."""
    measured: dict[str, tuple[list[str], Any]] = {}
    for name, machine in _measured(found):
        key = f"{machine['date'][:10]} {machine['commit']}"
        measured.setdefault(key, ([], machine))[0].append(f"{name} at load {machine['load']}")
    lines = []
    for names, one in measured.values():
        changed = f" with {one['changed_files']} changed files" if one["changed_files"] else ""
        versions = ", ".join(
            f"{name} {version}" for name, version in {**one["own"], **one["peers"]}.items()
        )
        lines += [
            (
                f"- {one['date'][:10]}, commit {one['commit']}{changed}: {'; '.join(names)}. {one['processor']}, "
                f"{one['cores']} cores, {one['memory_gib']} GiB, {one['system']}, Python {one['python']}, "
                f"{one['chromium'].split(' built')[0]}. {versions}."
            ),
        ]
    return [*lines, ""]


def _measured(found: results.Numbers) -> list[tuple[str, Any]]:
    known = [
        (f"map {size:,} {code}", one["machine"])
        for size, tools in report_map.sizes(found).items()
        for code, one in tools.items()
        if code == "tvgeo" or "tvgeo" not in tools
    ]
    return known + [
        (part, found[part]["machine"]) for part in ("start", "read", "brief") if part in found
    ]


def _start(part: Any) -> list[str]:
    rows = []
    for works, start in dict.fromkeys((r["works"], r["start"]) for r in part["runs"]):
        runs = [r for r in part["runs"] if (r["works"], r["start"]) == (works, start)]
        what = "shipped plan" if works == "shipped" else f"{int(works):,} works"
        words = "first start: the store is made" if start == "first" else "restart"
        row = (cells.spread(r[key] for r in runs) for key in ("healthz_s", "map_s", "cpu_s"))
        rows.append([f"{what}, {words}", *row])
    heads = (
        "seconds",
        "to /healthz",
        "from there to the first map",
        "processor until /healthz",
    )
    return ["## Start", "", *cells.table(heads, rows)]


def _read(part: Any) -> list[str]:
    rows = []
    for name, one in part["files"].items():
        ours, theirs = one["tvgeo"], one["pandera"]
        rows.append([
            name, cells.spread(ours["seconds"]), cells.spread(theirs["seconds"]),
            cells.times(cells.median(theirs["seconds"]), cells.median(ours["seconds"])),
            f"{ours['own_mb']} + {ours['parser_mb']}", str(theirs["own_mb"]),
        ])  # fmt: skip
    heads = (
        "file",
        "tvgeo s",
        "pandas + pandera s",
        "theirs ÷ ours",
        "peak MB, reader + parser",
        "peak MB, pandas",
    )
    return [f"## Reading {part['rows']:,} rows", "", *cells.table(heads, rows)]


def _brief(part: Any) -> list[str]:
    keys = ("draw_s", "png_s", "png_mb", "pdf_s", "pdf_mb")
    rows = [
        [
            f"{one['plate']}, {one['paper']}",
            *(cells.number(cells.median(r[k] for r in one["rounds"])) for k in keys),
        ]
        for one in part["plates"]
    ]
    packs = part["packs"]
    lines = ["## Briefing", ""]
    if packs:
        lines += [
            f"The whole command, all forms, {packs[0]['files']} files: {cells.spread(p['seconds'] for p in packs)} s.",
            "",
        ]
    return lines + cells.table(
        ("plate", "drawing s", "PNG s", "PNG MB", "PDF s", "PDF MB"), rows
    )
