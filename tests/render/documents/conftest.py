"""What the tests of documents share: a real office program that opens them."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))

import render_documents as tool


@pytest.fixture
def as_pdf(tmp_path):
    """Return a function that lets LibreOffice print a document; where is none, skip.

    The machine of the project has one: there its absence is a failure.
    """
    try:
        tool.office()
    except tool.CannotRenderError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))
    return lambda path: tool.as_pdf(path, tmp_path)
