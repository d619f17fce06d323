"""Every map layer of the corpus becomes exactly what it must become, and reaches for nothing else."""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.io import data_folder
from tvgeo.io.layer_files import reader
from tvgeo.io.layer_files.reader import Context, Options
from tvgeo.io.reading import process

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "layer_corpus"
METRES = 111_320.0


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    expected: str
    allowed: frozenset[str]
    codes: frozenset[str]
    crs: str
    ids: list[str]
    kinds: frozenset[str]
    bounds: list[float]
    tolerance_m: float

    @property
    def data(self) -> bytes:
        return (FOLDER / self.file).read_bytes()


def cases() -> list[Case]:
    with (FOLDER / "expect.csv").open(encoding="utf-8", newline="") as stream:
        records = [each for each in csv.DictReader(stream) if each["on_demand"] == "0"]
    return [
        Case(
            file=record["file"],
            name=json.loads(record["upload_name"]),
            expected=record["expected"],
            allowed=frozenset(
                {record["expected"], *filter(None, record["also_ok"].split("|"))}
            ),
            codes=frozenset(filter(None, record["codes"].split("|"))),
            crs=record["crs"],
            ids=json.loads(record["ids_json"] or "[]"),
            kinds=frozenset(record["geom_types"].split("|")),
            bounds=json.loads(record["bounds_4326"] or "[]"),
            tolerance_m=float(record["tol_m"] or 0),
        )
        for record in records
    ]


CASES = cases()
# Where an outcome of `also_ok` is ours, and why.
OURS = {
    "s_prj_vn2000_labelled_wgs84.zip": "reject",  # refused with the reason, unless a CRS is chosen
    "s_prj_wrong_meridian.zip": "accept_with_warnings",  # it lies inside the box, by 10 cm
    "g_property_http_links.geojson": "accept_with_warnings",  # its links are columns nobody uses
}
# What the findings say besides, where the corpus leaves the name to us.
NAMED = {
    "s_prj_vn2000_labelled_wgs84.zip": {"E_DATUM_SUSPECT"},
    "s_prj_wrong_meridian.zip": {"W_OTHER_ZONE"},
    "p_text.gpkg": {"E_DRIVER"},
}


@pytest.fixture(scope="module")
def context() -> Context:
    folder = data_folder.load(ROOT / "tests/corpus/data", today=date(2026, 7, 5))
    return Context(projects=folder.registry.projects, settings=folder.registry.settings)


def test_the_corpus_is_here_whole():
    """A missing corpus would let everything below pass unseen."""
    assert len(CASES) == 76
    assert all((FOLDER / case.file).exists() for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_layer_gives_its_outcome_and_says_why(case, context):
    reading = reader.read(case.data, case.name, context, Options())
    found = {finding.code for finding in reading.findings}
    assert reading.verdict == OURS.get(case.file, case.expected), found
    assert reading.verdict in case.allowed
    assert not case.codes or found & (case.codes | NAMED.get(case.file, set())), found
    for finding in reading.findings:
        for language in locale.LANGUAGES:
            t = locale.get(language)
            assert t.problem(finding)
            assert t.remedy(finding).endswith(".")
            assert "xlsx" not in t.remedy(finding)
    if "reject" not in {reading.verdict, case.expected}:
        check_features(case, reading)


def check_features(case, reading):
    assert [f.stated.get("project_id") for f in reading.features] == case.ids
    assert {f.kind for f in reading.features} <= case.kinds
    off = max(abs(a - b) for a, b in zip(reading.bounds, case.bounds, strict=True))
    assert off * METRES <= case.tolerance_m
    if case.file not in OURS:
        assert reading.crs == case.crs


def test_two_million_vertices_and_sixty_megabytes_are_refused(context):
    ring = ",".join(
        f"[{105.6 + i % 1000 * 1e-6:.6f},{18.2 + i * 1e-8:.8f}]" for i in range(100_000)
    )
    feature = '{{"type":"Feature","properties":{{"project_id":"DA-001"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}'
    many = (
        '{"type":"FeatureCollection","features":['
        + ",".join([feature.format(ring)] * 20)
        + "]}"
    )
    for data, code in (
        (many.encode(), "E_TOO_MANY_VERTICES"),
        (b"{" + b" " * 60_000_000, "E_TOO_LARGE"),
    ):
        reading = reader.read(data, "a.geojson", context, Options())
        assert [f.code for f in reading.findings] == [code]


# What the reading reaches for


class Listener(threading.Thread):
    """Counts who connects to the port that the hostile files name."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.calls = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(0.2)
        self.ended = threading.Event()

    @property
    def port(self) -> int:
        return self.server.getsockname()[1]

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.server.accept()[0].close()
                self.calls += 1
            except TimeoutError:
                continue


@pytest.fixture
def listener():
    thread = Listener()
    thread.start()
    yield thread
    thread.ended.set()
    thread.join()
    thread.server.close()


def test_nothing_is_asked_of_an_address_that_a_file_names(context, listener):
    named = [case for case in CASES if b"127.0.0.1:9" in case.data]
    assert len(named) >= 5
    for case in named:
        data = case.data.replace(b"127.0.0.1:9", f"127.0.0.1:{listener.port}".encode())
        reader.read(data, case.name, context, Options())
    assert listener.calls == 0


def test_no_file_of_the_machine_is_read_into_an_answer(context, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nHOANG-SA-1974\n", encoding="utf-8")
    for case in (case for case in CASES if b"/etc/passwd" in case.data):
        data = case.data.replace(b"/etc/passwd", str(secret).encode())
        reading = reader.read(data, case.name, context, Options())
        assert reading.verdict == "reject"
        assert "HOANG-SA-1974" not in repr(reading)


WATCHED = """
import json, sys
sys.path.insert(0, {root!r})
from tvgeo.io.reading import process
for form, path in json.loads(sys.argv[1]):
    with open(path, "rb") as file:
        process.ask({{"kind": "layer", "form": form}}, file.read())
"""
# Python and its libraries, their data, and what the system shows every process of itself.
OWN = (
    str(ROOT / "tvgeo"), sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), str(FOLDER),
    "/lib", "/usr/lib", "/usr/local/lib", "/usr/share", "/usr/local/share", "/etc/ld.so", "/proc/", "/sys/", "/dev/null",
    "/etc/localtime", "/usr/bin", "/etc/ssl/openssl.cnf",
)  # fmt: skip


@pytest.mark.slow
def test_the_kernel_saw_no_file_of_others_opened_and_no_connection(tmp_path):
    if shutil.which("strace") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs strace to watch what the reading of layers opens")
        pytest.skip("strace is not installed")
    forms = {".geojson": "geojson", ".json": "geojson", ".gpkg": "gpkg", ".zip": "zip"}
    files = [
        (forms[Path(case.file).suffix], str(FOLDER / case.file))
        for case in CASES
        if Path(case.file).suffix in forms
    ]
    log = tmp_path / "calls"
    command = [
        "strace", "-f", "-qq", "-o", str(log), "-s", "300",
        "-e", "trace=open,openat,connect,sendto", "-e", "status=successful",
        sys.executable, "-I", "-B", "-c", WATCHED.format(root=str(ROOT)), json.dumps(files),
    ]  # fmt: skip
    ended = subprocess.run(
        command, capture_output=True, timeout=350, check=False, env={"HOME": process.NOWHERE}
    )
    if b"ptrace" in ended.stderr and not log.exists():
        pytest.skip("this system lets nobody watch a process")
    assert ended.returncode == 0, ended.stderr.decode()
    calls = log.read_text(errors="replace")
    opened = set(re.findall(r'open(?:at)?\(.*?"([^"]*)"', calls))
    assert any(path.endswith("proj.db") for path in opened)  # the watch sees what is opened
    foreign = {
        path for path in opened - {str(ROOT)} if path[:1] == "/" and not path.startswith(OWN)
    }
    assert foreign == set()
    assert "connect(" not in calls
