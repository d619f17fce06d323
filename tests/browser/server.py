"""The dashboard as a user starts it: a process of its own, on a free port."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STREAMLIT_RUN = ("-m", "streamlit", "run", str(ROOT / "app.py"))
START_SECONDS = 60
# A day after the plan has ended: the pages open on the full year 2025.
TODAY = "2026-02-10"


@dataclass(frozen=True)
class Running:
    """A started dashboard: where it is, and the file that holds all it has printed."""

    port: int
    output: Path

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, **headers):
        """Send one request; return status, headers (lower case) and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=names)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            connection.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def started(
    folder,
    command=STREAMLIT_RUN,
    port_option="--server.port",
    cwd=None,
    port=None,
    **environment,
):
    """Start the dashboard, wait until it answers, and stop it at the end.

    `folder` takes what it prints; `cwd` is where it is started (default `folder`, so that
    nothing is found by chance); `port` is one that had to be known before, None any free one;
    `environment` is added to this process's own. Its store is in
    `folder`, unless `environment` names another.
    """
    port = port or free_port()
    output = folder / f"server-{port}.log"
    store = {"TVGEO_DATABASE_URL": f"sqlite:///{folder / 'store' / 'tvgeo.sqlite3'}"}
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command, port_option, str(port)],
            cwd=cwd or folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **store, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        running = Running(port, output)
        _wait(running, process)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(running, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            running.ask("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("not started: " + running.output.read_text(encoding="utf-8"))
