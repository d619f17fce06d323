"""What was measured on: the machine, the versions, how busy it was, which commit."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from benchmarks.tools import PEER_PYTHON, ROOT

OWN = (
    "streamlit",
    "starlette",
    "pandas",
    "geopandas",
    "shapely",
    "folium",
    "matplotlib",
    "playwright",
)
PEERS = ("streamlit", "streamlit-folium", "folium", "geopandas", "leafmap", "pydeck", "pandera")
ASK = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"


def described() -> dict[str, object]:
    """Return what is measured on, and how busy it is now."""
    return {**_unchanging(), "load": round(os.getloadavg()[0], 2)}


@cache
def _unchanging() -> dict[str, object]:
    """Return date, commit, processor, memory and versions as they are when a run begins."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "changed_files": len(
            _output("git", "-C", str(ROOT), "status", "--short", "-uno").splitlines()
        ),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": _system(),
        "python": platform.python_version(),
        "chromium": _output(shutil.which("chromium") or "chromium-browser", "--version"),
        "own": {name: version(name) for name in OWN},
        "peers": dict(
            zip(PEERS, _output(str(PEER_PYTHON), "-c", ASK, *PEERS).split(), strict=False)
        ),
    }


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next(
        (line.split(":")[1].strip() for line in lines if "model name" in line),
        platform.machine(),
    )
