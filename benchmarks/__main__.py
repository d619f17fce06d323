"""Measure the dashboard and write docs/benchmarks.md and docs/benchmarks.json.

    python -m benchmarks [--only start,read,brief,map] [--sizes 100,10000] [--tools tvgeo]
    python -m benchmarks --quick      everything small, into a folder that is thrown away

What has been measured is written after each tool and size, so an interrupted run keeps it; a part
or a size that is asked for alone replaces its own numbers, and the page is rendered anew.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks import briefings, maps, reading, report, results, starting, tools
from benchmarks.options import Options

PARTS: dict[str, Callable[[Options, results.Numbers], None]] = {
    "start": starting.measure,
    "read": reading.measure,
    "brief": briefings.measure,
    "map": maps.measure,
}
BEGUN = time.monotonic()


def main() -> None:
    """Measure what is asked for; end with 1 when a part does not function."""
    options = _asked()
    found = results.load(options.numbers)
    failed = []
    for part in options.only or PARTS:
        try:
            PARTS[part](options, found)
        except Exception:  # noqa: BLE001 - the other parts are measured all the same
            traceback.print_exc()
            failed.append(part)
        report.keep(found, options)
    failed += options.failed
    options.say(f"written: {options.page}")
    if failed:
        sys.exit(f"does not function: {', '.join(failed)}")


def _asked() -> Options:
    parser = argparse.ArgumentParser(
        prog="benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", type=_words, default=[], help=", ".join(PARTS))
    parser.add_argument("--sizes", type=_words, default=[], help="numbers of works")
    parser.add_argument(
        "--tools", type=_words, default=[], help=", ".join(t.code for t in tools.TOOLS)
    )
    parser.add_argument(
        "--quick", action="store_true", help="everything small, into a temporary folder"
    )
    parser.add_argument("--out", type=Path, help="folder of benchmarks.md and benchmarks.json")
    given = parser.parse_args()
    for part in given.only:
        if part not in PARTS:
            parser.error(f"--only {part}: one of {', '.join(PARTS)}")
    out = given.out or (Path(tempfile.mkdtemp()) if given.quick else tools.ROOT / "docs")
    return Options(
        only=given.only, sizes=[int(size) for size in given.sizes], tools=given.tools,
        quick=given.quick, out=out, say=_say,
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _say(line: str) -> None:
    print(f"[{time.monotonic() - BEGUN:6.0f} s] {line}", flush=True)


if __name__ == "__main__":
    main()
