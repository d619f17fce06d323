"""The process that makes a briefing for the dashboard: a request in, a line per step out.

``python -m tvgeo.services.making_child`` reads one JSON object from standard input and writes the
files into the folder that it names. It reads the same store and data folder as its parent, at the
revision its parent shows.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tvgeo import locale
from tvgeo.errors import TvgeoError, UsageError
from tvgeo.services import briefing, packs, units
from tvgeo.services.base import at_revision, open_base
from tvgeo.services.view import view_on


def main() -> None:
    """Make what is asked for; an error is told as its key and values, for the parent to say."""
    # what a library may print goes to the log and not between the lines for the parent
    sys.stdout = sys.stderr
    try:
        _make(json.load(sys.stdin))
    except TvgeoError as error:
        values = {name: str(value) for name, value in error.values.items()}
        _say(error=error.key, values=values)
    else:
        _say(done=True)


def _make(request: dict[str, Any]) -> None:
    base = at_revision(open_base(request["data"]), request["revision"])
    if [list(file) for file in base.fingerprint] != request["files"]:
        raise UsageError("error.briefing_changed")
    day = date.fromisoformat(request["as_of"])
    view = units.seen(
        view_on(base, day, sourced_only=request["sourced_only"]), request["units"]
    )
    t = locale.get(request["language"])
    kind, code = request["scope"]
    steps = packs.make(
        view,
        t,
        scope=briefing.scope_of(view, t, kind, code),
        formats=request["formats"],
        pictures=request.get("pictures"),
    )
    for step in steps:
        packs.save(step, Path(request["folder"]))
        _say(name=step.name, i=step.i, n=step.n, made=step.file is not None)


def _say(**said: object) -> None:
    print(json.dumps(said), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main()
