"""The notebooks run from beginning to end, on the shipped data, and are stored without outputs."""

import ast
import os
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SECONDS = 240
# What somebody who runs a notebook must come to see.
SEEN = {
    "01": ("Km10+700–Km12+700", "EPSG:6960", "226 m", "27.4 km", "0.81", "folium-map"),
    "02": ("cau-dai-ngai", "Cầu Đại Ngãi", "image/png", "theo chiều dài", "14/83"),
    "03": ("Giao thông", "image/png", ".docx", "BÁO CÁO", "folium-map"),
}
FORBIDDEN = {"folium", "branca", "leafmap", "requests", "urllib"}


@pytest.fixture
def nbformat():
    if os.environ.get("CI") != "true":
        pytest.importorskip("ipykernel", reason="the kernel is not installed")
    import nbformat

    return nbformat


def test_there_are_three_notebooks_in_order():
    assert [path.stem[:2] for path in NOTEBOOKS] == sorted(SEEN)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(nbformat, path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/Users/|[A-Z]:\\\\", text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reaches_for_maps_only_through_the_product(nbformat, path):
    """Nothing in a notebook may hand data to folium unencoded, or ask the network for anything."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & FORBIDDEN


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_everything_in_both_languages(nbformat, path):
    """Vietnamese first; English stands below it in italics, a heading's at least."""
    notebook = nbformat.read(path, as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert all(re.search(r"^\*[A-Z`].*\*$", text, re.MULTILINE) for text in prose)


# The kernel's own libraries warn of each other; the notebook's warnings stay in its kernel.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_where_it_stands(nbformat, path, monkeypatch, tmp_path):
    from nbclient import NotebookClient

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delenv("TVGEO_DATA_DIR", raising=False)
    # Streamlit, once imported, tells every child to draw into no window: charts would be lost
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    shown = " ".join(str(o.get("text", "")) + str(o.get("data", "")) for o in outputs)
    assert [words for words in SEEN[path.stem[:2]] if words not in shown] == []
    assert not [o.text for o in outputs if o.get("name") == "stderr"]
