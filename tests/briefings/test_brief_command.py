"""One command makes the whole briefing: every form tells the numbers of `status`."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image, ImageChops
from pptx import Presentation
from pypdf import PdfReader

from tvgeo import locale

ROOT = Path(__file__).resolve().parents[2]
DAY = "2025-12-31"
pytestmark = pytest.mark.slow
STARRED = re.compile(r"\d\*|minh họa", re.IGNORECASE)


def run(*arguments, data=ROOT / "data", store):
    """Run a command as a person does, on a store that does not exist."""
    environment = os.environ | {
        "TVGEO_DATABASE_URL": f"sqlite:///{store / 'none.sqlite3'}", "TVGEO_TODAY": "2026-02-10",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tvgeo", "--data", str(data), *arguments],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def brief(folder, *arguments, **keywords):
    """Make a briefing in `folder` and return its files by name."""
    run("brief", "--as-of", DAY, "-o", str(folder), *arguments, store=folder.parent, **keywords)
    return {path.name: path for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return brief(tmp_path_factory.mktemp("brief") / "out")


@pytest.fixture(scope="module")
def status(tmp_path_factory):
    folder = tmp_path_factory.mktemp("status")
    return json.loads(run("status", "--as-of", DAY, "--json", store=folder))


def only(files, end):
    [path] = [path for name, path in files.items() if name.endswith(end)]
    return path


def picture(path):
    """Return a picture whole, with its file closed again."""
    return Image.open(io.BytesIO(path.read_bytes()))


def text_of_docx(path):
    document = Document(path)
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def text_of_pptx(path):
    said = []
    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            said.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(said)


def text_of_xlsx(path):
    book = load_workbook(path)
    return "\n".join(
        str(cell.value)
        for sheet in book
        for row in sheet
        for cell in row
        if cell.value is not None
    )


def text_of_pdf(path):
    return "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages
    )


TEXT = {
    "docx": text_of_docx,
    "pptx": text_of_pptx,
    "xlsx": text_of_xlsx,
    "pdf": text_of_pdf,
    "html": lambda path: path.read_text(encoding="utf-8"),
}


def packed(files):
    """Return the five documents of a pack by kind; a plate is a PDF too."""
    documents = {n: p for n, p in files.items() if not re.search("-a[34]\\.pdf$", n)}
    return {kind: only(documents, f".{kind}") for kind in TEXT}


def test_every_form_is_there_and_pictures_have_their_sizes(made):
    assert set(packed(made)) == {"docx", "pptx", "xlsx", "pdf", "html"}
    sizes = {
        name.rpartition("-giao-thong-")[2]: picture(path).size
        for name, path in made.items()
        if "-giao-thong-" in name and name.endswith(".png")
    }
    assert sizes == {
        "16x9.png": (1920, 1080),
        "16x9-2x.png": (3840, 2160),
        "a4.png": (3508, 2480),
        "a3.png": (4961, 3508),
    }


@pytest.mark.parametrize("kind", ["docx", "pptx", "pdf", "html"])
def test_each_form_tells_the_percentages_of_status(made, status, kind):
    t = locale.get("vi")
    said = TEXT[kind](packed(made)[kind])
    behind = [p for p in status["projects"] if p["project_id"] in status["worst"]]
    assert behind
    for project in behind:
        figure = project["figures"]["physical_pct"]
        mark = "*" if figure["quality"] == "illustrative" else ""
        assert t.percent(figure["value"]) + mark in said


def test_the_workbook_has_the_numbers_of_status_as_numbers(made, status):
    book = load_workbook(packed(made)["xlsx"])
    numbers = {
        cell.value
        for sheet in book
        for row in sheet
        for cell in row
        if isinstance(cell.value, int | float)
    }
    for project in status["projects"]:
        if project["figures"]["physical_pct"] is not None:
            assert project["figures"]["physical_pct"]["value"] in numbers
        if project["slippage"] is not None:
            assert project["slippage"] in numbers


def test_counts_by_state_are_those_of_status(made, status):
    charts = [
        shape.chart
        for slide in Presentation(packed(made)["pptx"]).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    stacked = charts[0].plots[0]
    t = locale.get("vi")
    for series in stacked.series:
        # a sign of the state stands before its name
        [health] = [h for h in status["counts"] if series.name.endswith(f" {t(f'health.{h}')}")]
        assert sum(value or 0 for value in series.values) == status["counts"][health]


def test_the_same_input_gives_the_same_content(made, tmp_path):
    again = brief(tmp_path / "again")
    assert again.keys() == made.keys()
    for name, path in made.items():
        kind = name.rpartition(".")[2]
        if kind == "png":
            both = [picture(p).convert("RGB") for p in (path, again[name])]
            extremes = ImageChops.difference(*both).getextrema()
            assert max(high for _, high in extremes) <= 8
        else:
            assert TEXT[kind](again[name]) == TEXT[kind](path)


def test_only_sourced_figures_make_a_pack_without_any_invented_one(tmp_path):
    files = brief(tmp_path / "out", "--sourced-only")
    for kind, path in packed(files).items():
        assert "co-nguon" in path.name
        said = TEXT[kind](path)
        if kind == "html":
            said = re.sub(r"<(script|style)\b.*?</\1>", "", said, flags=re.DOTALL)
        assert STARRED.findall(said) == []
        assert "Cầu Đại Ngãi" in said


HOSTILE = {
    "name_vi": '{{7*7}} <img src=x onerror=alert(1)> & "Cầu" =1+1',
    "obstacle": '=HYPERLINK("http://x")\N{RIGHT-TO-LEFT OVERRIDE}${7*7} $x^2$ <b>',
    "proposal": "Đề nghị " + "rất dài " * 500,
}


def test_hostile_texts_are_text_in_every_form(tmp_path):
    data = Path(shutil.copytree(ROOT / "tests" / "tiny_province", tmp_path / "data"))
    plan = data / "plan" / "projects.csv"
    name = '"' + HOSTILE["name_vi"].replace('"', '""') + '"'
    plan.write_text(plan.read_text("utf-8").replace("Đường ven sông", name, 1), "utf-8")
    progress = data / "progress.csv"
    obstacle = '"' + HOSTILE["obstacle"].replace('"', '""') + '"'
    progress.write_text(
        progress.read_text("utf-8").replace(
            '"Thiếu cát, đá",', f'{obstacle},"{HOSTILE["proposal"][:3990]}"'
        ),
        "utf-8",
    )
    files = brief(tmp_path / "out", data=data)
    documents = packed(files)
    for kind in ("docx", "pptx", "pdf", "xlsx"):
        said = " ".join(TEXT[kind](documents[kind]).split())
        assert "{{7*7}} <img src=x onerror=alert(1)>" in said, kind
        assert "[U+202E]" in said, kind
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in said, kind
    values = [c for s in load_workbook(documents["xlsx"]) for row in s for c in row]
    assert not any(cell.data_type == "f" for cell in values)
    assert "<img src=x" not in documents["html"].read_text("utf-8")
    for path in files.values():
        if path.suffix == ".png":
            picture(path).verify()
