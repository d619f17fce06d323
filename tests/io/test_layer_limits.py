"""A layer file that never ends is ended, an ordinary user reads the same, and the server goes on."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import uvicorn
from layer_making import codes, collection, feature, geopackage, read, shape, shapefile, zipped
from starlette.applications import Starlette

from tvgeo.io.reading import process
from tvgeo.web.routes import routes

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
ENDLESS = """
CREATE VIEW v AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)
    SELECT t.n AS fid, geom FROM t, roads WHERE t.n < 0;
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 9209);
INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'LINESTRING', 9209, 0, 0);
"""
# The reading as the process does it, without the look at the schema that refuses views.
WITHOUT_THE_LOOK = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tvgeo.io.parsing import child
child.SECONDS = 3
child.limit()
child.disconnect()
sys.addaudithook(child.forbid)
from tvgeo.io.layer_files import gdal
print(len(gdal.read(sys.stdin.buffer.read(), "GPKG", layer="v")))
"""
AS_NOBODY = f"""
import json, os, sys
sys.path.insert(0, {str(ROOT)!r})
from tvgeo.io.parsing import child, refusal
from tvgeo.io.layer_files import gdal, parsing
gdal._loaded()
for codec in ("cp437", "utf-8-sig", "latin-1", "ascii"):
    "".encode(codec)
parsing.crs.source_operation(9209)
import ctypes, resource
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
child.main()
"""


def tangle():
    """Return an area whose outline crosses itself so often that mending it takes minutes."""
    rng = np.random.default_rng(1)
    places = np.round(rng.uniform((106.2, 9.7), (106.4, 9.9), (200_000, 2)), 6).tolist()
    return collection(feature(shape("Polygon", [[*places, places[0]]])))


def test_an_endless_view_is_refused_before_it_is_asked(tmp_path):
    data = geopackage(tmp_path, sql=ENDLESS)
    assert codes(read(data, "a.gpkg", layer_name="v")) == {"E_GPKG_VIEW"}


@linux
@pytest.mark.slow
def test_an_endless_view_that_were_asked_is_ended_by_the_limit_of_time(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_THE_LOOK], input=geopackage(tmp_path, sql=ENDLESS),
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) in {(-signal.SIGKILL, b""), (-signal.SIGXCPU, b"")}


@linux
@pytest.mark.parametrize("form", ["gpkg", "zip", "geojson"])
def test_an_ordinary_user_gets_the_same_layer(tmp_path, form):
    data = {
        "gpkg": lambda: geopackage(tmp_path), "zip": lambda: zipped(shapefile(tmp_path)),
        "geojson": collection,
    }[form]()  # fmt: skip
    request = {"kind": "layer", "form": form, "layer": None, "crs": None, "ref": None}
    ended = subprocess.run(
        [sys.executable, "-I", "-c", AS_NOBODY], input=json.dumps(request).encode() + b"\n" + data,
        capture_output=True, timeout=120, check=False, env={"LANG": "C.UTF-8", "HOME": process.NOWHERE},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()
    assert json.loads(ended.stdout) == process.ask(request, data)


@contextmanager
def served():
    """Serve the dashboard's own addresses from this process, as the dashboard does."""
    config = uvicorn.Config(Starlette(routes=routes()), port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def healthy(port):
    """Ask for the health of the server; more than a second's silence is a failure."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    connection.request("GET", "/healthz")
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer["status"] == "ok"


@linux
@pytest.mark.slow
def test_the_server_answers_within_a_second_while_an_endless_file_is_read():
    found = []
    reading = threading.Thread(target=lambda: found.append(read(tangle(), "a.geojson")))
    with served() as port:
        reading.start()
        asked = 0
        while reading.is_alive():
            assert healthy(port)
            asked += 1
            reading.join(0.2)
    assert codes(found[0]) == {"E_PARSE_LIMIT"}
    assert asked > 10
    assert not any(_is_ours(entry) for entry in Path("/proc").glob("[0-9]*/stat"))


def _is_ours(entry):
    """Whether a process that ended is ours and was never waited for."""
    try:
        state, parent = entry.read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return False
    return (state, int(parent)) == ("Z", os.getpid())
