"""The guides name what stands on the pages: a reader finds the button that the guide speaks of."""

import re
from pathlib import Path

import pytest

from tvgeo.locale import catalogue

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted((ROOT / "docs").glob("huong-dan-*.md"))
OPERATION = [ROOT / "docs" / f"{name}.md" for name in ("van-hanh", "nhieu-may", "postgresql")]
# What the installer says stands in the installer, in pieces of lines.
INSTALLER = re.sub(r'"\s+f?"', "", (ROOT / "deploy" / "install.py").read_text(encoding="utf-8"))


def said():
    """Return all that the pages can say, with … where something of the day stands."""
    sentences = [re.sub(r"\{\w+\}", "…", one) for one in catalogue.read("vi").values()]
    return re.sub(r"\{[^}]*\}", "…", INSTALLER) + "\n".join(sentences)


def name(path):
    return path.name


def unknown(quoted):
    """Return what no page says of the quoted texts; … and numbers are of the day."""
    everything = said()
    return [
        text
        for text in quoted
        for part in re.split(r"…|[±\d]+", text)
        if part.strip() and part.strip() not in everything
    ]


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_what_a_guide_sets_in_bold_stands_on_a_page(path):
    bold = re.findall(r"\*\*(.+?)\*\*", path.read_text(encoding="utf-8"))
    assert unknown(bold) == []


@pytest.mark.parametrize("path", [*GUIDES, *OPERATION], ids=name)
def test_a_sentence_that_a_table_of_troubles_quotes_is_one_of_ours(path):
    rows = re.findall(r"^\| [^|“]*“(.+?)”", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert unknown(rows) == []


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_a_guide_shows_the_pages_it_speaks_of(path):
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"^!\[.+\]\(images/\S+\.png\)$", text, re.MULTILINE)) >= 1
