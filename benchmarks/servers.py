"""Servers under measurement: started as a user would, watched from outside."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A started server: where it answers, and how long it took until it did."""

    port: int
    pid: int
    ready_s: float
    output: Path

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_s(self) -> float:
        """Return the processor time it has used, with its children, living and dead."""
        return sum(_ticks(pid) for pid in _family(self.pid)) / TICKS


@contextmanager
def started(
    command: Sequence[str], folder: Path, health: str, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Start `command` with `{port}` filled in, wait until `health` answers 200, stop it at the end."""
    port = free_port()
    output = folder / f"server-{port}.log"
    with output.open("wb") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(process, port, health, output)
        yield Server(port, process.pid, time.perf_counter() - begun, output)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, health: str, output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", health)
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise RuntimeError(
        "the server does not answer: " + output.read_text(encoding="utf-8")[-2000:]
    )


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        children = Path(f"/proc/{parent}/task/{parent}/children")
        if children.exists():
            found += [int(child) for child in children.read_text().split()]
    return found


def _ticks(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # it has ended meanwhile: its parent counts it
        return 0
    # after the name in brackets: user, system, and of the children that have been waited for
    return sum(map(int, text.rpartition(")")[2].split()[11:15]))
