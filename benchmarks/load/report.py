"""The page `docs/load.md` and its figures as `docs/load.json`, both written from one run."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.folder import ROOT
from benchmarks.load.poison import Poisoned
from benchmarks.load.soak import FLAT_PCT, Soak
from benchmarks.load.steps import PAUSE, PUBLISH_SECONDS, Step

FIRST_S, MB_PER_VIEWER, POISON_S = 2.0, 2.0, 3.0
VIEWERS_OF_BUDGET = 100
VERSIONS = (
    "streamlit",
    "starlette",
    "uvicorn",
    "websockets",
    "protobuf",
    "shapely",
    "SQLAlchemy",
)
_HEAD = "| plan | viewers | planner | first map p50 s | p95 s | rerun p50 s | p95 s | pages | mixed | errors | MB a viewer | CPU ms an arrival | server CPU, cores | revisions seen |"


def failures(steps: Sequence[Step], soak: Soak | None, poison: Poisoned | None) -> list[str]:
    """Return what is wrong whatever the speed: errors, mixed pages, memory, children."""
    found = []
    everything = [*steps, *([soak.step] if soak else []), *([poison.step] if poison else [])]
    for step in everything:
        place = f"{step.plan}, {step.viewers} viewers"
        found += [f"{place}: {error}" for error in step.errors[:3]]
        found += [f"{place}: mixed: {mixed}" for mixed in step.mixed[:3]]
        if step.publishing and not step.published:
            found.append(f"{place}: nothing was published")
        if not step.first:
            found.append(f"{place}: nobody saw a map")
    if poison and not poison.alive:
        found.append("the server died of a file")
    if poison and poison.children_left:
        found.append(f"{poison.children_left} parsing processes were left behind")
    return found


def write(part: str, figures: Any, started: datetime) -> None:
    """Put the figures of one part into both files in `docs`; those of other parts stay."""
    path = ROOT / "docs" / "load.json"
    document = results.load(path)
    document[part] = {"machine": machine(started), "found": figures}
    results.save(path, document)
    path.with_suffix(".md").write_text(page(document), encoding="utf-8")


def machine(started: datetime) -> dict[str, Any]:
    """Return what was measured on, and how busy it was besides."""
    ask = ("git", "-C", str(ROOT))
    commit = subprocess.run(
        [*ask, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    dirty = subprocess.run(
        [*ask, "status", "--short", "-uno"], capture_output=True, text=True, check=False
    )
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return {
        "date": started.isoformat(timespec="minutes"),
        "ended": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit.stdout.strip(),
        "changed_files": len(dirty.stdout.splitlines()),
        "cores": os.cpu_count(),
        "processor": next((x.split(":")[1].strip() for x in lines if "model name" in x), "?"),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_average": [round(x, 2) for x in os.getloadavg()],
        "python": platform.python_version(),
        "versions": {name: version(name) for name in VERSIONS},
    }


def page(document: dict[str, Any]) -> str:
    """Return the page, made of nothing but the figures of the document."""
    parts = [
        "# Load: many viewers at once\n",
        "Made by `make load`; nothing here is written by hand. The figures stand in [load.json](load.json).\n",
        "## What is measured\n",
        (
            "A viewer is a websocket client that speaks Streamlit's protocol and an HTTP client of its own, without cookies. "
            "All viewers of a step open the page of the map in the same moment. *First map* is the time from asking for the page "
            "until page, run, index and every layer have come, compressed as a browser gets them; "
            "Code, which a browser keeps for a year, and drawing are not in it; *first visit* has the map's code and Leaflet too, without Streamlit's. "
            f"Then each viewer acts every {PAUSE[0]:g} to {PAUSE[1]:g} seconds: half the time another period, else something that does not touch the map. "
            f"The planner signs in, sends a file and publishes it on the page, every {PUBLISH_SECONDS:g} seconds. "
            "A page is *mixed* when its blocks name two revisions, or when the figure of the work that the planner changes is not the one of the revision named. "
            "The clients run on the same cores as the server.\n"
        ),
    ]
    if part := document.get("steps"):
        steps, new = part["found"]["crowds"], part["found"]["first_visit"]
        parts += ["## Viewers\n", _machine(part["machine"])]
        parts += [_HEAD, "|" + "---|" * (_HEAD.count(" | ") + 1)]
        parts += map(_row, [*steps, *new])
        parts += ["", _sizes(steps), "", "## Budgets\n", *_budgets(steps)]
    if part := document.get("soak"):
        parts += ["\n## Soak\n", _machine(part["machine"]), *_soak(part["found"])]
    if part := document.get("poison"):
        parts += ["\n## Files made to hurt\n", _machine(part["machine"])]
        parts += _poison(part["found"])
    return "\n".join(parts) + "\n"


def _machine(facts: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    changed = facts["changed_files"]
    return (
        f"{facts['date']}, commit {facts['commit']}"
        f"{f', with changes in {changed} files' if changed else ''}; "
        f"{facts['cores']} cores, {facts['processor']}, {facts['memory_gib']} GiB; "
        f"Python {facts['python']}, {versions}; "
        f"load average at the end {' '.join(map(str, facts['load_average']))}.\n"
    )


def _row(step: dict[str, Any]) -> str:
    cells = (
        step["plan"] + (", first visit" if step["code"] else ""), step["viewers"],
        "every 10 s" if step["publishing"] else "–",
        step["first"]["p50"], step["first"]["p95"], step["reruns"]["p50"], step["reruns"]["p95"],
        step["pages"], len(step["mixed"]), len(step["errors"]),
        "–" if step["publishing"] else step["mb_per_viewer"], step["cpu_ms_arrival"],
        step["cpu_share"], step["revisions"],
    )  # fmt: skip
    return "| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |"


def _sizes(steps: Sequence[dict[str, Any]]) -> str:
    rows = [
        "| kB, the websocket's before compression | first run | over HTTP | another period | rerun |",
        "|---|---|---|---|---|",
    ]
    for plan in dict.fromkeys(step["plan"] for step in steps):
        kb = [step["kb"] for step in steps if step["plan"] == plan and step["kb"]][-1]
        cells = (kb.get(name, "–") for name in ("first", "http", "period", "unrelated"))
        rows.append(f"| {plan} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


def _budgets(steps: Sequence[dict[str, Any]]) -> list[str]:
    rows = ["| what | budget | measured | |", "|---|---|---|---|"]
    for step in steps:
        if step["viewers"] != VIEWERS_OF_BUDGET:
            continue
        place = f"{VIEWERS_OF_BUDGET} viewers, {step['plan']}{', planner publishing' if step['publishing'] else ''}"
        rows.append(_budget(f"first map p95, {place}", FIRST_S, step["first"]["p95"], "s"))
        if not step["publishing"]:
            rows.append(
                _budget(f"memory a viewer, {place}", MB_PER_VIEWER, step["mb_per_viewer"], "MB")
            )
    rows.append(
        _budget("mixed pages, all steps", 0, sum(len(step["mixed"]) for step in steps), "")
    )
    rows.append(_budget("errors, all steps", 0, sum(len(step["errors"]) for step in steps), ""))
    return rows


def _budget(what: str, budget: float, measured: float | None, unit: str) -> str:
    met = measured is not None and measured <= budget
    verdict = (
        "met" if met else f"missed by {round((measured or 0) - budget, 2):g} {unit}".strip()
    )
    return f"| {what} | ≤ {budget:g} {unit} | {measured} {unit} | {verdict} |"


def _soak(soak: dict[str, Any]) -> list[str]:
    samples = soak["samples_mb"]
    every = max(1, len(samples) // 20)
    return [
        (
            f"{soak['minutes']:g} minutes, {soak['viewers']} viewers at a time, {soak['visits']} visits, "
            f"{soak['published']['n']} publications, {soak['pages']} pages, {len(soak['mixed'])} mixed, {len(soak['errors'])} errors; "
            f"rerun p50 {soak['reruns']['p50']} s, p95 {soak['reruns']['p95']} s; server CPU {soak['cpu_share']} cores.\n"
        ),
        (
            f"Memory of the server, MB, from beginning to end: {', '.join(f'{x:.0f}' for x in samples[::every])}. "
            f"The last quarter held {soak['growth_pct']:+} % against the quarter before it "
            f"({'flat' if soak['growth_pct'] <= FLAT_PCT else 'still growing'}; flat is up to {FLAT_PCT:g} %)."
        ),
    ]


def _poison(poison: dict[str, Any]) -> list[str]:
    rows = ["| file | sent at once | refused within, p95 s |", "|---|---|---|"]
    rows += [
        f"| {kind} | {n} | {poison['seconds_p95'][kind]} |"
        for kind, n in poison["sent"].items()
    ]
    return [
        *rows,
        "",
        (
            f"Meanwhile {poison['viewers']} viewers acted {poison['reruns']['n']} times: p50 {poison['reruns']['p50']} s, "
            f"p95 {poison['reruns']['p95']} s (budget {POISON_S:g} s), {len(poison['errors'])} errors. "
            f"At most {poison['most_children']} parsing processes ran at once; {poison['children_left']} were left at the end. "
            f"The server {'answers' if poison['alive'] else 'no longer answers'} and holds {poison['rss_mb']} MB."
        ),
    ]
