"""Open data from a dashboard that was really started: read by GDAL, the driver of QGIS."""

import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import zipfile

import pyogrio
import pytest

# Each file is read in a process of its own: the long run has the time.
pytestmark = pytest.mark.slow

WORKS = "/api/v1/projects.geojson?as_of=2025-12-31"


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    """Ask the server itself, whatever stands between this machine and others."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="module")
def ogrinfo():
    """Return GDAL's own program; without one skip, but fail where it must be there."""
    path = shutil.which("ogrinfo")
    if path is None:
        reason = "no ogrinfo on the PATH (Debian: apt install gdal-bin)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    def told(*arguments):
        done = subprocess.run(
            [path, "-ro", *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return told


def test_gdal_reads_the_works_from_their_address(server):
    frame = pyogrio.read_dataframe(f"{server.base_url}{WORKS}")
    document = json.loads(server.ask("GET", WORKS)[2])
    assert len(frame) == document["numberMatched"] == 35
    assert frame.crs.to_epsg() == 4326
    told = {f["id"]: f["properties"] for f in document["features"]}
    for row in frame.to_dict("records"):
        figures = told[row["feature_id"]]
        assert row["name_vi"] == figures["name_vi"]
        missing = figures["physical_pct"] is None
        assert math.isnan(row["physical_pct"]) is missing
        assert missing or row["physical_pct"] == figures["physical_pct"]


def test_the_program_of_gdal_reads_the_works_from_their_address(server, ogrinfo):
    told = ogrinfo("-so", "-al", f"{server.base_url}{WORKS}")
    assert "Feature Count: 35" in told
    assert "physical_pct: Real" in told


def test_gdal_reads_the_geopackage_of_the_archive_with_its_styles(server, ogrinfo, tmp_path):
    status, _, content = server.ask("GET", "/api/v1/open-data.zip?as_of=2025-12-31")
    assert status == 200
    (tmp_path / "a.zip").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path)
    package = tmp_path / "projects.gpkg"
    told = ogrinfo(package)
    assert re.search(r"national_highways \(Line String\)", told)
    assert re.search(r"layer_styles \(None\)", told)
    counted = re.findall(r"Feature Count: (\d+)", ogrinfo("-so", "-al", package))
    layers = re.findall(r"^\d+: (\w+) \((?!None)", told, re.MULTILINE)
    assert sum(map(int, counted)) == 35 + len(layers)  # a style for each


def test_a_reader_who_has_the_works_is_told_so(server):
    status, headers, _ = server.ask("GET", WORKS)
    assert (status, headers["content-type"]) == (200, "application/geo+json")
    again = server.ask("GET", WORKS, If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")


@pytest.mark.browser
def test_one_click_on_the_map_page_takes_everything_along(chromium_page, server):
    page = chromium_page
    page.goto(f"{server.base_url}/ban-do")
    page.get_by_role("button", name="Tải về").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bộ dữ liệu mở").click()
    assert re.fullmatch(r"tvgeo-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)
    with zipfile.ZipFile(download.value.path()) as archive:
        lines = archive.read("SHA256SUMS").decode().splitlines()
        assert len(lines) > 20
        for line in lines:
            digest, path = line.split("  ", 1)
            assert hashlib.sha256(archive.read(path)).hexdigest() == digest
