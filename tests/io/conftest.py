"""A small sound data folder made in code, for tests to break one thing at a time."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from tvgeo.core.progress import COLUMNS
from tvgeo.io import data_folder
from tvgeo.io.parsing import plain_text, workbook
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading import process

TODAY = date(2026, 1, 31)
SETTINGS = """
title = "Kế hoạch thử"
province = "Thử"
period = ["2021-01-01", "2025-12-31"]
crs = 9209
timezone = "Asia/Ho_Chi_Minh"
"""


class Folder:
    """A data folder under construction; every file is written from plain Python values."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("plan", "geojson"):
            (path / name).mkdir(parents=True)
        self.write("tvgeo.toml", SETTINGS)
        self.table("plan/projects.csv", [project("ql"), project("cau")])
        self.layer("roads", [feature("ql-1", "ql")])
        self.progress([{"project_id": "ql", "as_of": "2024-06-14", "physical_pct": "40"}])

    def write(self, name: str, content: str | bytes) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(data)

    def table(self, name: str, rows: list[dict], columns: list[str] | None = None) -> None:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns or list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write(name, stream.getvalue())

    def layer(self, name: str, features: list, **members) -> None:
        document = {"type": "FeatureCollection", "features": features, **members}
        self.write(f"geojson/{name}.geojson", json.dumps(document))

    def progress(self, rows: list[dict]) -> None:
        self.table("progress.csv", [dict.fromkeys(COLUMNS, "") | row for row in rows])

    def load(self) -> data_folder.DataFolder:
        return data_folder.load(self.path, today=TODAY)

    def faults(self, file: str) -> list[tuple]:
        """Return (code, row, column, value) of the errors and warnings of one file."""
        return [
            (f.code, f.row, f.column, f.value)
            for f in self.load().findings
            if f.file == file and f.severity != "note"
        ]


def project(project_id: str, **cells: str) -> dict[str, str]:
    """Return a row of projects.csv with every column of the format."""
    columns = (
        "project_id,part_of,name_vi,name_en,sector,kind,layer,task_no,lead_agency,"
        "coop_agencies,owner,districts,start_date,due_date,due_basis,target_kind,target_value,"
        "target_unit,reports,length_km,area_ha,cost_bn_vnd,aliases,citation,note,no_location"
    )
    row = dict.fromkeys(columns.split(","), "")
    row |= {"project_id": project_id, "name_vi": f"Công trình {project_id}"}
    return row | {"sector": "transport", "citation": "Mục II.2"} | cells


def feature(feature_id: str, project_id: str | None, geometry: object = None, **properties):
    """Return a GeoJSON feature: a west-east line of about 11 km unless told otherwise."""
    line = {"type": "LineString", "coordinates": [[106.2, 9.8], [106.3, 9.8]]}
    sound = {
        "feature_id": feature_id,
        "project_id": project_id,
        "from_km": 0,
        "to_km": 11,
        "source": "Thử",
        "licence": "own-work",
        "accuracy_m": 50,
        "method": "digitised",
    }
    return {"type": "Feature", "properties": sound | properties, "geometry": geometry or line}


@pytest.fixture
def folder(tmp_path) -> Folder:
    """Make a sound folder: two projects, one layer, one row of progress."""
    return Folder(tmp_path / "data")


@pytest.fixture
def make_project():
    """Return the maker of rows of projects.csv."""
    return project


@pytest.fixture
def make_feature():
    """Return the maker of GeoJSON features."""
    return feature


@pytest.fixture
def in_process(monkeypatch):
    """Parse in this process: many small files need not start one each."""
    monkeypatch.setattr(process, "parse", parse_here)


def parse_here(data, *, kind, words=(), sheet=None, most_rows, **_):
    """Do what the process that parses does, and hand its answer over as it would."""
    try:
        if kind == "xlsx":
            answer = workbook.parse(data, sheet=sheet, most_rows=most_rows)
        else:
            answer = plain_text.parse(data, words=frozenset(words), most_rows=most_rows)
    except Refused as refused:
        answer = {"refused": [refused.code, refused.values]}
    return json.loads(json.dumps(answer, ensure_ascii=False))
