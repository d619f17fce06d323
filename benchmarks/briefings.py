"""How long a briefing takes: each plate from facts to bytes, then the whole command.

Every plate of the whole plan is drawn from the shipped data folder on every paper; the first
round warms up fonts and caches and is not counted. Then `brief` makes all forms, started anew
each time as a person starts it, into a folder that is thrown away.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import machine, report, results, tools
from benchmarks.options import Options
from tvgeo import locale
from tvgeo.render.plates import draw
from tvgeo.render.plates.plate import PAPERS
from tvgeo.services import briefing
from tvgeo.services import view as views
from tvgeo.services.base import open_base

DAY = date(2025, 12, 14)


def measure(options: Options, found: results.Numbers) -> None:
    """Draw the plates, then make the packs."""
    rounds = 1 if options.quick else 5
    part: dict[str, Any] = {"machine": machine.described(), "plates": [], "packs": []}
    found["brief"] = part
    t = locale.get()
    base = open_base(str(tools.ROOT / "data"))
    facts = briefing.facts(views.view_as_of(base, DAY), t)
    for plate in facts.plates[: 1 if options.quick else None]:
        for paper in PAPERS:
            part["plates"].append(
                {"plate": plate.code, "paper": paper, "rounds": drawn(plate, paper, t, rounds)}
            )
        options.say(f"brief: plate {plate.code}")
        report.keep(found, options)
    for _ in range(rounds):
        seconds, files = timed(pack)
        part["packs"].append({"seconds": seconds, "files": files})
        options.say(f"brief: {files} files in {seconds:.1f} s")


def drawn(plate: Any, paper: str, t: locale.Locale, rounds: int) -> list[dict[str, float]]:
    """Draw a plate on a paper; return the seconds and sizes of each round but the first."""
    found = []
    for _ in range(rounds + 1):
        drawing, sheet = timed(lambda: draw.draw(plate, paper, t))
        png_s, png = timed(sheet.png)
        pdf_s, pdf = timed(sheet.pdf)
        found.append({
            "draw_s": drawing, "png_s": png_s, "png_mb": len(png) / 1e6, "pdf_s": pdf_s,
            "pdf_mb": len(pdf) / 1e6, "drawn_and_png_s": drawing + png_s,
        })  # fmt: skip
    return found[1:]


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, in seconds, and what it gave."""
    begun = time.perf_counter()
    made = make()
    return time.perf_counter() - begun, made


def pack() -> int:
    """Make the whole briefing as a person does, and return how many files it has."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tvgeo", "brief", "--as-of", DAY.isoformat()]
        subprocess.run(
            [*command, "-o", folder], cwd=tools.ROOT, check=True, capture_output=True
        )
        return len(list(Path(folder).iterdir()))
