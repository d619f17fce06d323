"""The server that is loaded: started as a user does, looked at from outside."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import servers
from benchmarks.folder import ROOT

TODAY = "2026-02-10"
PASSWORD = "song-hau-chay-ra-bien-1"
PLANNER = "lan"
_TICKS = os.sysconf("SC_CLK_TCK")
# As `tvgeo admin create` does, for many at once.
_ACCOUNTS = f"""
import sys
from tvgeo.core.access import Actor
from tvgeo.services import accounts
from tvgeo.services.base import ensure_store
operator = Actor("load", "admin", account=False)
for name in sys.argv[1:]:
    accounts.create(ensure_store(), name, {PASSWORD!r}, role="planner", actor=operator)
"""


@dataclass(frozen=True)
class Loaded:
    """A running server: its port, its process, and where it writes what it has to say."""

    port: int
    pid: int
    log: Path
    started_s: float

    def rss_mb(self) -> float:
        """Return the memory it holds, in MB."""
        return _status(self.pid, "VmRSS") / 1024

    def peak_mb(self) -> float:
        """Return the most it has held, in MB."""
        return _status(self.pid, "VmHWM") / 1024

    def cpu_s(self) -> float:
        """Return the processor time it has used, its ended children's included."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS

    def children(self) -> list[int]:
        """Return its child processes, those that nobody has waited for included."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(path.read_text().rpartition(")")[2].split()[1]) == self.pid:
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return found

    def alive(self) -> bool:
        """Tell whether it still answers."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/healthz", timeout=10
            ) as answer:
                return b'"ok"' in answer.read()
        except OSError:
            return False

    def complaints(self) -> list[str]:
        """Return the lines of its log that speak of a failure."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if "Traceback" in line or "ERROR" in line.upper()[:60]]


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise KeyError(name)


@contextmanager
def serving(folder: Path, data: Path, planners: Sequence[str] = (PLANNER,)) -> Iterator[Loaded]:
    """Start `tvgeo serve` on any free port with a store in `folder`; stop it in the end.

    The `planners` have accounts, with `PASSWORD`.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        ),
        "TVGEO_DATA_DIR": str(data),
        "TVGEO_DATABASE_URL": f"sqlite:///{folder / 'store' / 'tvgeo.sqlite3'}",
        "TVGEO_TODAY": TODAY,
    }
    subprocess.run([sys.executable, "-c", _ACCOUNTS, *planners], env=environment, check=True)
    command = [sys.executable, "-m", "tvgeo", "serve", "--port", "{port}"]
    with servers.started(command, folder, "/healthz", environment) as server:
        yield Loaded(server.port, server.pid, server.output, server.ready_s)
