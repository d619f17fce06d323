"""How long the live map takes to show another period, with many works; measured in Chromium.

    python benchmarks/recolour.py [--sizes 100 10000] [--rounds 5]

For each size a data folder is made (half lines, half areas, 20 vertices each, eight reporting
dates on each of which every work stands differently), the dashboard's own server is started on it with a
page that holds nothing but the live map and two buttons, and Chromium clicks them. Times are
milliseconds in the browser, from the click to the painted map; bytes are those of the websocket.
"""

import argparse
import csv
import json
import math
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from server import started  # noqa: E402 - the tests start the dashboard in the same way

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
DAYS = [f"{year}-{day}" for year in (2022, 2023, 2024, 2025) for day in ("06-14", "12-14")]
VERTICES = 20
WEST, SOUTH, WIDTH, HEIGHT = 105.9, 9.5, 0.7, 0.6
SETTINGS = """title = "Đo tốc độ"
province = "Mẫu"
period = ["2021-01-01", "2025-12-31"]
"""
# The live map alone: what a page adds to it (lists, tables) is not measured here.
PAGE = """
import streamlit as st
from tvgeo import locale
from tvgeo.services import view as views
from tvgeo.services.base import open_base
from tvgeo.ui.components import live_map

st.session_state.setdefault("n", 0)
st.session_state.setdefault("day", 0)
st.button("recolour", on_click=lambda: st.session_state.update(day=st.session_state.day + 1))
st.button("unrelated", on_click=lambda: st.session_state.update(n=st.session_state.n + 1))
st.write(f"clicks: {st.session_state.n}")
base = open_base()
days = views.data_days(base)
if not st.session_state.day:  # as when others have looked at these periods before
    for day in days:
        views.view_as_of(base, day)
shown = views.view_as_of(base, days[st.session_state.day % len(days)])
live_map.show(locale.get("vi"), shown, key="map")
"""
APP = """
import streamlit as st
from tvgeo.web.app import app_options
app = st.App("page.py", **app_options())
"""
# Clicks, and looks at every frame until the map has been painted with another state.
RECOLOUR = """() => new Promise((done) => {
  const map = [...window.__tvgeoMaps.values()][0], state = map.data.state, painted = __tvgeoMap;
  const button = [...document.querySelectorAll("button")].find((b) => b.innerText === "recolour");
  const start = performance.now();
  button.click();
  const look = () => map.data.state !== state && window.__tvgeoMap !== painted
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
  look();
})"""
UNRELATED = """() => new Promise((done) => {
  const said = () => document.body.innerText.match(/clicks: (\\d+)/)?.[1];
  const before = said();
  const button = [...document.querySelectorAll("button")].find((b) => b.innerText === "unrelated");
  const start = performance.now();
  button.click();
  const look = () => said() !== before ? done(performance.now() - start)
    : requestAnimationFrame(look);
  look();
})"""
READY = "() => Boolean(window.__tvgeoMap?.ready)"


def write_folder(folder: Path, size: int) -> None:
    """Write a data folder with `size` works of one feature each."""
    rng = random.Random(16)
    (folder / "plan").mkdir(parents=True)
    (folder / "geojson").mkdir()
    (folder / "tvgeo.toml").write_text(SETTINGS, encoding="utf-8")
    ids = [f"w{i:05d}" for i in range(size)]
    with (folder / "plan" / "projects.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["project_id", "name_vi", "sector", "kind", "citation"])
        rows.writerows([each, f"Công trình {each}", "transport", "road", "đo"] for each in ids)
    with (folder / "progress.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["project_id", "as_of", "physical_pct", "disbursed_pct", "status",
                       "planned_pct", "source", "quality"])  # fmt: skip
        for i, each in enumerate(ids):
            for turn, day in enumerate(DAYS):
                done = 60 - 6 * ((i + turn) % 4)
                rows.writerow(
                    [each, day, done, 0, "in_progress", 60, "minh họa", "illustrative"]
                )
    features = [feature(rng, each, area=i % 2 == 1) for i, each in enumerate(ids)]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "geojson" / "national_highways.geojson").write_text(text, encoding="utf-8")


def feature(rng: random.Random, project_id: str, *, area: bool) -> dict[str, Any]:
    """Return a ring or a wandering line somewhere in the province."""
    x, y = WEST + rng.random() * WIDTH, SOUTH + rng.random() * HEIGHT
    size = 0.004
    if area:
        ring = [
            [round(x + size * math.cos(2 * math.pi * k / (VERTICES - 1)), 5),
             round(y + size * math.sin(2 * math.pi * k / (VERTICES - 1)), 5)]
            for k in range(VERTICES - 1)
        ]  # fmt: skip
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    else:
        line = [
            [round(x + size * k / 4, 5), round(y + size * rng.random(), 5)]
            for k in range(VERTICES)
        ]
        geometry = {"type": "LineString", "coordinates": line}
    known = {
        "feature_id": f"f-{project_id}", "project_id": project_id,
        "name_vi": f"Công trình {project_id}", "source": "đo tốc độ", "licence": "own-work",
        "accuracy_m": 100, "method": "digitised",
    }  # fmt: skip
    return {"type": "Feature", "properties": known, "geometry": geometry}


@contextmanager
def counted(page: Page) -> Iterator[dict[str, int]]:
    """Count the bytes that come over the websockets opened from now on."""
    bytes_in = {"n": 0}

    def received(payload: str | bytes) -> None:
        bytes_in["n"] += len(payload.encode() if isinstance(payload, str) else payload)

    page.on("websocket", lambda socket: socket.on("framereceived", received))
    yield bytes_in


def measure(size: int, rounds: int, chromium: str) -> dict[str, Any]:
    """Return the figures of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_folder(folder / "data", size)
        (folder / "page.py").write_text(PAGE, encoding="utf-8")
        (folder / "app.py").write_text(APP, encoding="utf-8")
        command = ("-m", "streamlit", "run", str(folder / "app.py"))
        environment = {"TVGEO_DATA_DIR": str(folder / "data"), "TVGEO_TODAY": "2026-01-10"}
        begun = time.perf_counter()
        with (
            started(folder, command, **environment) as running,
            sync_playwright() as playwright,
        ):
            healthz = time.perf_counter() - begun
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(120_000)
            with counted(page) as bytes_in:
                begun = time.perf_counter()
                page.goto(running.base_url)
                page.wait_for_function(READY)
                first_map = time.perf_counter() - begun
                page.wait_for_timeout(1_500)
                found = {
                    name: repeated(page, script, rounds, bytes_in)
                    for name, script in (("recolour", RECOLOUR), ("unrelated", UNRELATED))
                }
            browser.close()
    return {"size": size, "healthz_s": healthz, "first_map_s": first_map, **found}


def repeated(
    page: Page, script: str, rounds: int, bytes_in: dict[str, int]
) -> dict[str, float]:
    """Run a script several times; return the median, the extremes and the bytes of one run."""
    times, sizes = [], []
    for _ in range(rounds):
        page.wait_for_timeout(700)
        before = bytes_in["n"]
        times.append(page.evaluate(script))
        page.wait_for_timeout(300)
        sizes.append(bytes_in["n"] - before)
    return {
        "median_ms": statistics.median(times),
        "min_ms": min(times),
        "max_ms": max(times),
        "kB": statistics.median(sizes) / 1000,
    }


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--rounds", type=int, default=5, help="at most 7: each shows a new day")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium on the PATH (Debian: apt install chromium)")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}")
    print("| works | recolour ms (min-max) | kB | unrelated ms (min-max) | kB "
          "| to /healthz s | to first map s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    for size in options.sizes:
        found = measure(size, options.rounds, chromium)
        cells = [
            f"{one['median_ms']:.0f} ({one['min_ms']:.0f}-{one['max_ms']:.0f}) | {one['kB']:.1f}"
            for one in (found["recolour"], found["unrelated"])
        ]
        print(f"| {size:,} | {cells[0]} | {cells[1]} "
              f"| {found['healthz_s']:.1f} | {found['first_map_s']:.1f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
