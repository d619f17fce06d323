"""Making a briefing for a reader of the dashboard: in a child process, a few kept for the next.

The dashboard stays as fast and as small as it was: whatever a document needs is imported, drawn
and forgotten elsewhere. One pack is made at a time on the whole server.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tvgeo.errors import TvgeoError, UsageError
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import briefing, drawing, packs
from tvgeo.services.packs import File, Step
from tvgeo.services.view import View

CHILD = "tvgeo.services.making_child"
WALL_SECONDS = 300.0
WAIT_SECONDS = 180.0
KEPT_BYTES = 120 * 1024 * 1024

_one_at_a_time = threading.BoundedSemaphore(1)
_kept: OrderedDict[tuple[object, ...], tuple[File, ...]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A plate as the page shows it, with what a reader hears instead."""

    code: str
    title: str
    alt: str
    data: bytes


def make(view: View, t: Locale, scope: Scope, formats: Sequence[str]) -> Iterator[Step]:
    """Make a pack, step by step; one that was made before is handed out at once.

    Raises
    ------
    UsageError
        ``error.briefing_busy`` while another pack is being made for minutes,
        ``error.briefing_changed`` if the data folder is not any more what the view shows, or
        ``error.briefing_failed`` if the child ended without its files.
    """
    yield from _made(view, t, scope, _asked(formats))


def kept(
    view: View, t: Locale, scope: Scope, formats: Sequence[str]
) -> tuple[File, ...] | None:
    """Return the files of a pack that was made before and is still there; make nothing."""
    return _find(_key(view, t, scope, _asked(formats)))


def _asked(formats: Sequence[str]) -> dict[str, Any]:
    return {"formats": [kind for kind in packs.FORMATS if kind in formats]}


def _key(view: View, t: Locale, scope: Scope, asked: dict[str, Any]) -> tuple[object, ...]:
    return (
        view.base,
        view.day,
        view.sourced_only,
        view.units,
        t.language,
        scope,
        json.dumps(asked),
    )


def preview(view: View, t: Locale, scope: Scope) -> tuple[Picture, ...]:
    """Return the plates of a briefing as 16:9 pictures.

    Raises
    ------
    UsageError
        As for `make`.
    """
    plates = briefing.facts(view, t, scope).plates
    if not plates:
        return ()
    request = {"formats": [], "pictures": [drawing.SLIDE]}
    files = [step.file for step in _made(view, t, scope, request) if step.file is not None]
    return tuple(
        Picture(plate.code, plate.title, plate.alt, file.data)
        for plate, file in zip(plates, files, strict=True)
    )


def _made(view: View, t: Locale, scope: Scope, asked: dict[str, Any]) -> Iterator[Step]:
    key = _key(view, t, scope, asked)
    if _find(key) is None:
        if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
            raise UsageError("error.briefing_busy")
        try:
            # whoever waited for the same pack does not make it a second time
            if _find(key) is None:
                found = []
                for step in _sound(_steps(view, t, scope, asked)):
                    if step.file is not None:
                        found.append(step.file)
                    yield step
                _keep(key, tuple(found))
                return
        finally:
            _one_at_a_time.release()
    known = _find(key) or ()
    for i, file in enumerate(known, start=1):
        yield Step(file.name, i, len(known), file)


def _sound(steps: Iterator[Step]) -> Iterator[Step]:
    """Pass on steps; what the system has against their making is no text for a reader."""
    try:
        yield from steps
    except OSError as error:
        raise UsageError("error.briefing_failed") from error


def _steps(view: View, t: Locale, scope: Scope, asked: dict[str, Any]) -> Iterator[Step]:
    """Run the child and pass on what it says; its files are read as soon as they are there."""
    request = asked | {
        "data": str(view.base.folder.folder),
        "files": view.base.fingerprint,
        "revision": view.base.revision,
        "as_of": view.day.isoformat(),
        "sourced_only": view.sourced_only,
        "units": view.units,
        "language": t.language,
        "scope": [scope.kind, scope.code],
    }
    with tempfile.TemporaryDirectory(prefix="tvgeo-") as folder:
        request["folder"] = folder
        process = subprocess.Popen(  # noqa: S603 - our own module, no value of a reader in it
            [sys.executable, "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ | {"PYTHONUTF8": "1"},
            start_new_session=True,
        )
        watch = threading.Timer(WALL_SECONDS, _end, (process,))
        watch.daemon = True
        watch.start()
        try:
            yield from _heard(process, json.dumps(request), Path(folder))
        finally:
            watch.cancel()
            _end(process)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _end(process: "subprocess.Popen[str]") -> None:
    """Kill the child and the workers it has started: they would wait for it for ever."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _heard(process: "subprocess.Popen[str]", request: str, folder: Path) -> Iterator[Step]:
    if process.stdin is None or process.stdout is None:
        raise UsageError("error.briefing_failed")
    with process.stdin as stdin:
        stdin.write(request)
    done = False
    for line in process.stdout:
        said = json.loads(line)
        if "error" in said:
            raise TvgeoError(said["error"], **said["values"])
        done = said.get("done", False)
        if done:
            break
        file = None
        if said["made"]:
            data = (folder / said["name"]).read_bytes()
            file = File(said["name"], data, packs.MEDIA_TYPES[said["name"].rpartition(".")[2]])
        yield Step(said["name"], said["i"], said["n"], file)
    if not done:
        raise UsageError("error.briefing_failed")


def _find(key: tuple[object, ...]) -> tuple[File, ...] | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _keep(key: tuple[object, ...], files: tuple[File, ...]) -> None:
    with _lock:
        _kept[key] = files
        while len(_kept) > 1 and _size() > KEPT_BYTES:
            _kept.popitem(last=False)


def _size() -> int:
    return sum(len(file.data) for files in _kept.values() for file in files)
