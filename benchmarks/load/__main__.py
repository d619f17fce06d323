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
READ_SECONDS = 30.0
SOAK_VIEWERS = 50
NEWCOMERS = 100
LARGE = Plan("10,000 works", 10_000, "ct-009999")
PARTS = ("steps", "soak", "poison")


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="5 and 10 viewers, for function; writes nothing"
    )
    parser.add_argument("--soak", type=float, default=20.0, metavar="MINUTES")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, help="writes nothing unless all ran"
    )
    parser.add_argument("--viewers", type=int, nargs="+", default=VIEWERS)
    options = parser.parse_args()
    if options.quick:
        crowds = steps.crowds(SHIPPED, (5, 10), 8.0, pause=(1.0, 2.0))
        wrong = report.failures(
            crowds, None, poison.poisoned(SHIPPED, viewers=3, parallel=3, kinds=1)
        )
    else:
        started = datetime.now(UTC)
        crowds, new = [], []
        if "steps" in options.only:
            for plan in (SHIPPED, LARGE):
                crowds += steps.crowds(plan, options.viewers, READ_SECONDS)
                new.append(steps.newcomers(plan, NEWCOMERS))
        bad = (
            poison.poisoned(SHIPPED, viewers=20, parallel=20)
            if "poison" in options.only
            else None
        )
        long = (
            soak.soaked(SHIPPED, SOAK_VIEWERS, options.soak) if "soak" in options.only else None
        )
        if set(options.only) == set(PARTS):
            report.write(crowds, new, long, bad, started)
        wrong = report.failures([*crowds, *new], long, bad)
    for one in wrong:
        print(f"FAILED {one}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
