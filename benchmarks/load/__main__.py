"""Load the dashboard as a meeting does, on this machine only; `make load` runs it.

    python -m benchmarks.load [--quick] [--soak MINUTES] [--only steps soak poison]

It starts the server itself, on 127.0.0.1, and stops by itself. It ends with 1 when a page mixed
two revisions, when anything failed, or when a file killed the server; never for being slow.
"""

import argparse
import sys
from datetime import UTC, datetime

from benchmarks.load import poison, report, soak, steps
from benchmarks.load.steps import SHIPPED, Plan

VIEWERS = (1, 10, 50, 100, 200)
READ_SECONDS = 20.0
SOAK_VIEWERS = 50
NEWCOMERS = 100
LARGE = Plan("10,000 works", 10_000, "ct-009999")
LARGE_VIEWERS = (10, 100)
PARTS = ("steps", "poison", "soak")


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="5 and 10 viewers, for function; writes nothing"
    )
    parser.add_argument("--soak", type=float, default=20.0, metavar="MINUTES")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, help="these parts; the others stay"
    )
    options = parser.parse_args()
    if options.quick:
        crowds = steps.crowds(SHIPPED, (5, 10), 8.0, pause=(1.0, 2.0))
        wrong = report.failures(
            crowds, None, poison.poisoned(SHIPPED, viewers=3, parallel=3, kinds=1)
        )
    else:
        wrong = [
            one
            for part in PARTS
            if part in options.only
            for one in measured(part, options.soak)
        ]
    for one in wrong:
        print(f"FAILED {one}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


def measured(part: str, minutes: float) -> list[str]:
    """Measure one part and write it down; return what is wrong."""
    started = datetime.now(UTC)
    if part == "steps":
        crowds = steps.crowds(SHIPPED, VIEWERS, READ_SECONDS)
        crowds += steps.crowds(LARGE, LARGE_VIEWERS, READ_SECONDS)
        new = [steps.newcomers(plan, NEWCOMERS) for plan in (SHIPPED, LARGE)]
        found: object = {
            "crowds": [step.summary() for step in crowds],
            "first_visit": [step.summary() for step in new],
        }
        wrong = report.failures([*crowds, *new], None, None)
    elif part == "poison":
        bad = poison.poisoned(SHIPPED, viewers=20, parallel=20)
        found, wrong = bad.summary(), report.failures([], None, bad)
    else:
        long = soak.soaked(SHIPPED, SOAK_VIEWERS, minutes)
        found, wrong = long.summary(), report.failures([], long, None)
    report.write(part, found, started)
    return wrong


if __name__ == "__main__":
    main()
