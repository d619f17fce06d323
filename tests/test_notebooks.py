"""The notebooks run from beginning to end, on the shipped data, and are stored without outputs."""

import os
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SECONDS = 240


@pytest.fixture
def nbformat():
    if os.environ.get("CI") != "true":
        pytest.importorskip("ipykernel", reason="the kernel is not installed")
    import nbformat

    return nbformat


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(nbformat, path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


# The kernel's own libraries warn of each other; the notebook's warnings stay in its kernel.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_where_it_stands(nbformat, path, monkeypatch, tmp_path):
    from nbclient import NotebookClient

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delenv("TVGEO_DATA_DIR", raising=False)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    shown = " ".join(str(o.get("text", "")) + str(o.get("data", "")) for o in outputs)
    assert "Km10+700–Km12+700" in shown
    assert "VN-2000" in shown
    assert "folium-map" in shown
