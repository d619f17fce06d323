"""Runs the process that parses an upload, and survives whatever becomes of it.

A fresh process for every file, run by its path, with an empty environment and its own limits
(`tvgeo.io.parsing.child`); here are the wall clock and the bound on what it may answer. On a
system without such limits (Windows) the wall clock is what remains.
"""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

CHILD = Path(__file__).resolve().parents[1] / "parsing" / "child.py"
WALL_SECONDS = 30
MAX_ANSWER = 300_000_000
CHUNK = 1 << 20
MEMORY_LIMIT, TIME_LIMIT = "1 GB", "20 s"
# Nothing of the server's environment, but Windows cannot start Python without its root.
KEPT = ("SYSTEMROOT",)
NOWHERE = "/nonexistent"
# Each may take a processor and 1 GB: however many files come at once, the others wait their turn,
# and the readers of the pages keep theirs.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


def parse(
    data: bytes,
    *,
    kind: str,
    words: Collection[str] = (),
    sheet: int | None = None,
    most_rows: int,
    wall_seconds: float = WALL_SECONDS,
) -> dict[str, object]:
    """Return the grid of a table, or ``{"refused": [code, values]}``; never raises for any bytes.

    `kind` is `text` or `xlsx`; `words` are known headers in lower case, by which a delimiter is
    found; `sheet` is the number of a worksheet, `None` the first that is not hidden.
    """
    request = {"kind": kind, "words": list(words), "sheet": sheet, "rows": most_rows}
    return ask(request, data, wall_seconds=wall_seconds)


def ask(
    request: Mapping[str, object], data: bytes, *, wall_seconds: float = WALL_SECONDS
) -> dict[str, object]:
    """Return what the process answers; ``{"refused": [code, values]}`` whatever becomes of it."""
    with _turns:
        answer, ended = _run(json.dumps(request).encode() + b"\n", data, wall_seconds)
    if ended == "time":
        return _refused("E_PARSE_LIMIT", limit=f"{wall_seconds:g} s")
    if ended == "size":
        return _refused("E_PARSE_LIMIT", limit="300 MB")
    try:
        grid = _decoded(answer)
    except ValueError:
        # Killed by a limit of the system, or by its own parser.
        return _refused("E_PARSE_LIMIT", limit=f"{TIME_LIMIT}, {MEMORY_LIMIT}")
    return grid if isinstance(grid, dict) else _refused("E_CORRUPT")


def _decoded(answer: bytes) -> object:
    """Return the document, its rows line by line: one long call would hold up every reader."""
    lines = io.BytesIO(answer)
    head = next(lines, b"")
    if not head.endswith(b'"rows":[\n'):
        return json.loads(answer)
    grid = json.loads(head + b"]}")
    for line in lines:
        if line == b"]}":
            return grid
        grid["rows"] += json.loads(b"[" + line.rstrip(b",\n") + b"]")
    msg = "the answer breaks off"
    raise ValueError(msg)


def _refused(code: str, **values: object) -> dict[str, object]:
    return {"refused": [code, values]}


def _run(head: bytes, data: bytes, wall_seconds: float) -> tuple[bytes, str]:
    """Return what the process answered and how it ended: `done`, `time` or `size`."""
    ended = "done"
    process = subprocess.Popen(  # noqa: S603 - our own file, no shell, no argument of a user
        [sys.executable, "-I", "-B", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        close_fds=True,
    )
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    clock = threading.Timer(wall_seconds, expire)
    feeder = threading.Thread(target=_feed, args=(process, head, data), daemon=True)
    clock.start()
    feeder.start()
    chunks, size = [], 0
    with process:
        assert process.stdout is not None
        while chunk := process.stdout.read(CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_ANSWER:
                ended = "size"
                process.kill()
                break
        process.wait()
        clock.cancel()
        feeder.join()
    return b"".join(chunks), "time" if expired.is_set() else ended


def _feed(process: "subprocess.Popen[bytes]", head: bytes, data: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(head)
        process.stdin.write(data)
        process.stdin.close()
    except (BrokenPipeError, OSError, ValueError):
        return  # it died before it had read everything: the answer says so


def _environment() -> dict[str, str]:
    import os  # noqa: PLC0415

    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # Without a home Python would look one up in the list of the machine's users.
    return {"LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "HOME": NOWHERE} | kept
