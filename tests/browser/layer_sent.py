"""A layer file as an office would send it, and the page of layers worked by hand."""

import json
import re
import tempfile
from pathlib import Path

import geopandas
from server import ROOT
from shapely import affinity

ROAD = "ql53-long-ho-ba-si"
FILE = "input[type=file]"
ORIGIN = ".st-key-tv-layer-origin"
VN2000 = 9209


def geopackage(east_m=200.0, **columns):
    """Return the road, moved to the east, as a GeoPackage in the province's VN-2000 zone."""
    roads = geopandas.read_file(ROOT / "data/geojson/national_highways.geojson")
    [shape] = roads[roads.feature_id == ROAD].to_crs(VN2000).geometry
    moved = affinity.translate(shape, xoff=east_m)
    found = geopandas.GeoDataFrame(
        {name: [value] for name, value in columns.items()}, geometry=[moved], crs=VN2000
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ql53.gpkg"
        found.to_file(path, driver="GPKG", layer="tim_tuyen")
        return path.read_bytes()


def send(page, data, name="ql53.gpkg"):
    page.locator(FILE).wait_for(state="attached")
    page.locator(FILE).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.locator("ol.steps").wait_for()


def choose(page, label, option):
    """Choose in the selectbox of that label."""
    _choose(page, page.locator(".stSelectbox").filter(has_text=label), option)


def _choose(page, box, option):
    """Choose by keys: a click on a box that is still being drawn opens nothing."""
    found = page.get_by_role("option", name=option, exact=True)
    for _ in range(10):
        box.locator("input").first.press("ArrowDown")
        page.wait_for_timeout(200)
        if found.count():
            break
    found.first.click()
    found.first.wait_for(state="detached")


def compare(page, source="Sở Xây dựng, hồ sơ hoàn công 2024"):
    """Say where the file comes from, in either language, and wait for the comparison."""
    form = page.locator(ORIGIN)
    boxes = form.locator(".stSelectbox")
    for n, option in enumerate(("Quốc lộ|National highways", "MIT", "đo đạc|surveyed")):
        _choose(page, boxes.nth(n), re.compile(f"^({option})$"))
    form.locator("textarea").fill(source)
    form.locator(".stTextInput input").fill("0,5")
    form.locator(".st-key-layer-compare button").click()
    page.locator(".st-key-layer-changes table").wait_for()


def layer_of(page, base, name="national_highways"):
    """Return the address and the features of a layer as the live map shows it."""
    page.goto(f"{base}/ban-do?lang=vi")
    page.wait_for_function(
        "() => [...(window.__tvgeoMaps ?? new Map()).values()].some((map) => map.drawnFrom)"
    )
    address = page.evaluate(
        """(name) => [...window.__tvgeoMaps.values()][0].data.layers
            .find(({ id }) => id === name).url""",
        name,
    )
    answer = page.request.get(f"{base}/{address}")
    return address, json.loads(answer.text())["features"]
