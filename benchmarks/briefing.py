"""How long a briefing takes: each plate from facts to bytes, then the whole command.

    python benchmarks/briefing.py [--rounds 3] [--as-of 2025-12-14]

Draws every plate of the whole plan on every paper from the data folder. The first round warms up
fonts and caches and is not counted. Then `brief` makes all forms, started anew each time as a
person starts it, into a folder that is thrown away.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tvgeo import locale  # noqa: E402
from tvgeo.render.plates import draw  # noqa: E402
from tvgeo.render.plates.plate import PAPERS  # noqa: E402
from tvgeo.services import briefing  # noqa: E402
from tvgeo.services import view as views  # noqa: E402
from tvgeo.services.base import open_base  # noqa: E402

BUDGET_A3 = 3.0
BUDGET_PACK = 20.0


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, in seconds, and what it gave."""
    begun = time.perf_counter()
    made = make()
    return time.perf_counter() - begun, made


def pack(day: date) -> int:
    """Make the whole briefing as a person does, and return how many files it has."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tvgeo", "brief", "--as-of", day.isoformat()]
        subprocess.run([*command, "-o", folder], cwd=ROOT, check=True, capture_output=True)
        return len(list(Path(folder).iterdir()))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2025, 12, 14))
    options = parser.parse_args()
    t = locale.get()
    base = open_base()
    seconds, facts = timed(lambda: briefing.facts(views.view_as_of(base, options.as_of), t))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}; "
          f"facts of the briefing {seconds:.2f} s; A3 may take {BUDGET_A3} s")  # fmt: skip
    print("| plate | paper | draw s | PNG s | PNG MB | PDF s | PDF MB | drawn and PNG s |")
    print("|---|---|---|---|---|---|---|---|")
    for plate in facts.plates:
        for paper in PAPERS:
            rounds = []
            for _ in range(options.rounds + 1):
                drawing, sheet = timed(lambda p=plate, on=paper: draw.draw(p, on, t))
                png_s, png = timed(sheet.png)
                pdf_s, pdf = timed(sheet.pdf)
                rounds.append((drawing, png_s, len(png) / 1e6, pdf_s, len(pdf) / 1e6,
                               drawing + png_s))  # fmt: skip
            cells = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
            print(f"| {plate.code} | {paper} | "
                  + " | ".join(f"{cell:.2f}" for cell in cells) + " |", flush=True)  # fmt: skip
    found = [timed(lambda: pack(options.as_of)) for _ in range(options.rounds)]
    print(f"whole command, all forms, {found[0][1]} files: "
          f"{statistics.median(seconds for seconds, _ in found):.1f} s; "
          f"it may take {BUDGET_PACK} s")  # fmt: skip


if __name__ == "__main__":
    main()
