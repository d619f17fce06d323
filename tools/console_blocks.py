"""The commands shown in the documents, and what they really print.

    python tools/console_blocks.py          # exit 1 where a document shows something else
    python tools/console_blocks.py --write  # put in what the commands print now

A block is fenced as ```console and holds commands after `$ `, each followed by its output. A
line that is `…` stands for any lines between; the number of lines around it is kept.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?<=```console\n).*?(?=^```)", re.DOTALL | re.MULTILINE)
LEFT_OUT = "…"
PROMPT = "$ "
PYTHON = "python "


def documents() -> list[Path]:
    """Return the documents that may hold such blocks."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines shown below it."""
    for part in block.split(f"\n{PROMPT}"):
        command, _, shown = part.removeprefix(PROMPT).partition("\n")
        yield command, shown.splitlines()


def printed(command: str) -> list[str]:
    """Run a command of ours in an empty folder, on the shipped data; return what it prints."""
    if not command.startswith(PYTHON):
        sys.exit(f"not a command of ours: {command}")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TVGEO_")}
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [sys.executable, *shlex.split(command)[1:]],
            cwd=folder,
            env=environment
            | {
                "PYTHONPATH": str(ROOT),
                "PYTHONIOENCODING": "utf-8",
                "TVGEO_DATABASE_URL": f"sqlite:///{folder}/tvgeo.sqlite3",
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
    return (ended.stdout + ended.stderr).splitlines()


def as_shown(lines: list[str], shown: list[str]) -> list[str]:
    """Return what is printed, shortened in the place where the document is."""
    if LEFT_OUT not in shown:
        return lines
    at = shown.index(LEFT_OUT)
    tail = len(shown) - at - 1
    return [*lines[:at], LEFT_OUT, *(lines[-tail:] if tail else [])]


def renewed(text: str) -> str:
    """Return a document with the true output in every block."""

    def block(match: re.Match[str]) -> str:
        parts = [
            "\n".join([PROMPT + command, *as_shown(printed(command), shown)])
            for command, shown in commands(match[0].rstrip("\n"))
        ]
        return "\n".join(parts) + "\n"

    return BLOCK.sub(block, text)


def main() -> None:
    """Compare or write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    stale = []
    for path in documents():
        text = path.read_text(encoding="utf-8")
        new = renewed(text)
        if new != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if write:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(("written: " if write else "shows something else: ") + name)
    sys.exit(1 if stale and not write else 0)


if __name__ == "__main__":
    main()
