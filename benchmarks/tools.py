"""What is compared: the dashboard, and what a user would pick instead, each on its own page."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks import folder, servers

ROOT = folder.ROOT
PEERS = ROOT / "benchmarks" / "peers"
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True)
class Tool:
    """One way to show the map: its code, what readers of the table call it, how it draws."""

    code: str
    name: str
    draws: str  # what `instrument.js` looks at: tvgeo, leaflet or deck

    @property
    def own(self) -> bool:
        """Whether this is the dashboard itself."""
        return self.draws == "tvgeo"

    @property
    def path(self) -> str:
        """Where its page is, below the server's address."""
        return "/ban-do" if self.own else "/"

    def started(self, data: Path, place: Path) -> AbstractContextManager[servers.Server]:
        """Start its server on a data folder; `place` takes what it writes."""
        if self.own:
            return own_server(data, place)
        return servers.started(
            [str(PEER_PYTHON), "-m", "streamlit", "run", f"{self.code}.py", *_OPTIONS],
            _peer_folder(place), "/_stcore/health", {"BENCH_DATA": str(data)},
        )  # fmt: skip

    def want(self, count: int, period: int, *, marker: bool = True) -> dict[str, Any]:
        """Return what the map must show: how many works, and the state of the last one."""
        state, other = folder.marker_state(period), folder.marker_state(period + 1)
        found: dict[str, Any] = {"tool": self.draws, "count": count}
        if marker:
            found |= {
                "state": state,
                "colour": folder.colour(state),
                "other": folder.colour(other),
            }
        return found


OWN = Tool("tvgeo", "tvgeo", "tvgeo")
ALTERNATIVES = (
    Tool("folium_plain", "streamlit-folium", "leaflet"),
    Tool("folium_group", "streamlit-folium, feature group", "leaflet"),
    Tool("explore", "geopandas explore", "leaflet"),
    Tool("leafmap_page", "leafmap", "leaflet"),
    Tool("pydeck_page", "pydeck", "deck"),
)
TOOLS = (OWN, *ALTERNATIVES)
_OPTIONS = (
    "--server.port", "{port}", "--server.headless", "true", "--server.address", "127.0.0.1",
    "--server.enableStaticServing", "true", "--server.fileWatcherType", "none",
    "--browser.gatherUsageStats", "false", "--browser.serverAddress", "127.0.0.1",
)  # fmt: skip


def own_server(data: Path, place: Path) -> AbstractContextManager[servers.Server]:
    """Start the dashboard on a data folder; its store is made in `place` when it is not there."""
    place.mkdir(parents=True, exist_ok=True)
    return servers.started(
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", "{port}"],
        place, "/healthz",
        {
            "PYTHONPATH": str(ROOT), "TVGEO_DATA_DIR": str(data), "TVGEO_TODAY": folder.TODAY,
            "TVGEO_DATABASE_URL": f"sqlite:///{place / 'tvgeo.sqlite3'}",
        },
    )  # fmt: skip


def _peer_folder(place: Path) -> Path:
    """Lay the pages of the peers beside a copy of Leaflet: without internet they draw nothing."""
    home = place / "peers"
    if not home.exists():
        shutil.copytree(PEERS, home)
        leaflet = files("xstatic.pkg.leaflet") / "data"
        shutil.copytree(str(leaflet), home / "static" / "leaflet")
        style = {"version": 8, "sources": {}, "layers": []}
        (home / "static" / "empty-style.json").write_text(json.dumps(style))
    return home


def selected(codes: list[str]) -> Iterator[Tool]:
    """Yield the tools of these codes, all when there are none."""
    yield from (tool for tool in TOOLS if not codes or tool.code in codes)
