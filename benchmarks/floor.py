"""The floor: the same geometry and tooltips, compressed beforehand, from a server that does no more.

What it takes until a browser has fetched and parsed them: no map can be there before.
"""

import csv
import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks import browser

PAGE = b"<!doctype html><title>floor</title>"
FETCH = """async () => {
  const start = performance.now();
  const works = await (await fetch("works.json", { cache: "no-store" })).json();
  return [performance.now() - start, works.features.length];
}"""


def measure(data: Path, runs: int) -> list[dict[str, float]]:
    """Return what each run took, in milliseconds, and how many kB were sent."""
    body = gzip.compress(_works(data), 9)
    found = []
    with serving(body) as port, browser.chromium() as chromium:
        for _ in range(runs):
            context = browser.profile(chromium)
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            ms, _count = page.evaluate(FETCH)
            found.append({"ms": ms, "kb": len(body) / 1000})
            context.close()
    return found


@contextmanager
def serving(body: bytes) -> Iterator[int]:
    """Serve one body that is compressed already; yield the port."""

    class Bare(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            works = self.path.endswith("works.json")
            self.send_response(200)
            if works:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body if works else PAGE)))
            self.end_headers()
            self.wfile.write(body if works else PAGE)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def _works(data: Path) -> bytes:
    """Return all works as GeoJSON with name, percentage and status of the last day."""
    with (data / "progress.csv").open(encoding="utf-8", newline="") as stream:
        last = {row["project_id"]: row for row in csv.DictReader(stream)}
    features = []
    for layer in ("national_highways", "industrial_parks"):
        text = (data / "geojson" / f"{layer}.geojson").read_text(encoding="utf-8")
        for feature in json.loads(text)["features"]:
            known = feature["properties"]
            row = last.get(known["project_id"], {})
            told = {
                "name": known["name_vi"],
                "pct": row.get("physical_pct"),
                "state": row.get("status"),
            }
            features.append(
                {"type": "Feature", "properties": told, "geometry": feature["geometry"]}
            )
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
