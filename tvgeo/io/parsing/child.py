"""The process that parses one upload: limits first, then bytes in, rows out, then gone.

Run by its path (``python -I child.py``), never imported for what it does. Standard input is one
line of JSON (what is asked) and the bytes of the file; standard output is one JSON document:
the grid of a table or the features of a layer, or ``{"refused": [code, values]}``. What is long
are the rows: they stand last, on lines of their own.
"""

import json
import os
import sys
from pathlib import Path

MEMORY = 1_000_000_000
SECONDS = 20
FILES = 64
NICE = 5
ROWS_TO_A_LINE = 200
# What would reach out of the process; the network is also taken away where the system allows it.
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.kill", "os.truncate",
    "urllib.", "http.", "ftplib.", "smtplib.", "pty.", "shutil.", "tempfile.", "winreg.",
)  # fmt: skip


def limit() -> None:
    """Bound memory, time, files and processes; a system without such limits has the parent's clock.

    Whoever looks at a page comes first: this process gets what processor time is left.
    """
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": MEMORY, "RLIMIT_CPU": SECONDS, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": FILES, "RLIMIT_NPROC": 0,
    }  # fmt: skip
    for name, value in wanted.items():
        which = getattr(resource, name, None)
        if which is None:
            continue
        try:
            resource.setrlimit(which, (value, value))
        except (ValueError, OSError):
            continue  # a limit that is lower already, or that this system does not know


def disconnect() -> bool:
    """Leave the network: a namespace of its own where the system lets an ordinary user have one."""
    try:
        import ctypes  # noqa: PLC0415 - Linux only

        libc = ctypes.CDLL(None)
        new_user, new_net = 0x1000_0000, 0x4000_0000
        return not libc.unshare(new_net) or not libc.unshare(new_user | new_net)
    except (ImportError, OSError, AttributeError, TypeError):
        return False


def forbid(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what a parser of bytes never needs: connections, processes, writing to files."""
    writes = (
        event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    )
    if writes or event.startswith(FORBIDDEN):
        msg = f"{event} is not for this process"
        raise PermissionError(msg)


def answer(raw: bytes) -> dict[str, object]:
    """Return the grid or the layer of a request, or why there is none."""
    from tvgeo.io.parsing.refusal import Refused  # noqa: PLC0415 - after the limits

    line, _, data = raw.partition(b"\n")
    request = json.loads(line)
    try:
        if request["kind"] == "xlsx":
            from tvgeo.io.parsing import workbook  # noqa: PLC0415 - only what this file needs

            return workbook.parse(data, sheet=request["sheet"], most_rows=request["rows"])
        if request["kind"] == "layer":
            from tvgeo.io.layer_files import parsing  # noqa: PLC0415

            return parsing.parse(data, request)
        from tvgeo.io.parsing import plain_text  # noqa: PLC0415

        words = frozenset(request["words"])
        return plain_text.parse(data, words=words, most_rows=request["rows"])
    except Refused as refused:
        return {"refused": [refused.code, refused.values]}
    except (MemoryError, RecursionError):
        return {"refused": ["E_PARSE_LIMIT", {"limit": f"{MEMORY // 1_000_000} MB"}]}


def written(answer: dict[str, object]) -> str:
    """Return the document, its rows last and a few to a line, so that it can be read in pieces."""
    rows = answer.pop("rows", None)
    if not isinstance(rows, list):
        return dumped(answer)
    head = dumped({**answer, "rows": []}).removesuffix("]}")
    starts = range(0, len(rows), ROWS_TO_A_LINE)
    lines = (dumped(rows[start : start + ROWS_TO_A_LINE])[1:-1] for start in starts)
    return "\n".join((head, ",\n".join(lines), "]}"))


def dumped(value: object) -> str:
    """Return a value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encoded(answer: dict[str, object]) -> bytes:
    """Return the document as bytes; half a character, which JSON can spell, becomes "?".

    Nothing could write it again, neither a page nor a terminal.
    """
    return written(answer).encode("utf-8", "replace")


def main() -> None:
    """Answer one request."""
    limit()
    disconnect()
    # Everything that is imported must be found before files and processes are out of reach.
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    sys.addaudithook(forbid)
    raw = sys.stdin.buffer.read()
    sys.stdout.buffer.write(encoded(answer(raw)))


if __name__ == "__main__":
    main()
