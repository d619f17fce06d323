"""Every document of a briefing becomes pages: LibreOffice opens it, and no page is empty."""

import os
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from tvgeo import locale
from tvgeo.render import style
from tvgeo.services import briefing, packs
from tvgeo.services.base import open_base
from tvgeo.services.view import view_as_of

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "render" / "documents")]

import facts_made  # noqa: E402 - the briefing of the documents' own tests
import render_documents as tool  # noqa: E402 - the script of the project

# How many pages each form has, about: of the small briefing, and of the shipped plan.
SMALL = {"pdf": (8, 20), "docx": (3, 12), "pptx": (6, 30), "xlsx": (4, 40)}
SHIPPED = {"pdf": (20, 60), "docx": (8, 60), "pptx": (10, 80), "xlsx": (10, 150)}
# Beyond this share of pixels that are not white, a page has something on it.
SOMETHING = 0.002
DPI = 40


def needs_office():
    """Skip where a reader's computer has no LibreOffice; the machine of the project has one."""
    try:
        tool.office()
        tool.poppler()
    except tool.CannotRenderError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


def document(kind, facts, t):
    """Return one document of some facts, without plates."""
    view = view_as_of(open_base(), date(2025, 12, 31))
    return packs.document(kind, view, t, facts, {})


def rendered(kind, facts, t, folder):
    path = folder / f"trinh-bay.{kind}"
    path.write_bytes(document(kind, facts, t))
    return tool.pages_of(path, folder / "pages", DPI)


def inked(picture):
    """Return the share of a picture that is not white."""
    with Image.open(picture) as opened:
        counts = opened.convert("L").histogram()
    return 1 - sum(counts[250:]) / sum(counts)


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(SMALL))
@pytest.mark.parametrize("facts", [facts_made.made, facts_made.sourced])
def test_a_small_briefing_becomes_pages(kind, facts, tmp_path):
    needs_office()
    pages = rendered(kind, facts(), locale.get("vi"), tmp_path)
    least, most = SMALL[kind]
    assert least <= len(pages) <= most
    assert all(inked(page) > SOMETHING for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(SHIPPED))
def test_the_shipped_plan_becomes_pages(kind, tmp_path):
    needs_office()
    t = locale.get("vi")
    facts = briefing.facts(view_as_of(open_base(), date(2025, 12, 31)), t)
    pages = rendered(kind, facts, t, tmp_path)
    least, most = SHIPPED[kind]
    assert least <= len(pages) <= most
    assert all(inked(page) > SOMETHING for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(SMALL))
def test_a_briefing_of_hostile_texts_opens(kind, tmp_path):
    needs_office()
    assert rendered(kind, facts_made.hostile(), locale.get("vi"), tmp_path)


# The script itself


def test_without_libreoffice_the_script_says_what_is_missing(tmp_path, monkeypatch):
    (tmp_path / "a.docx").write_bytes(b"")
    monkeypatch.setattr(tool.shutil, "which", lambda _: None)
    with pytest.raises(tool.CannotRenderError, match="LibreOffice is not on the PATH"):
        list(tool.render(tmp_path, tmp_path / "pages"))


def test_without_pdftoppm_the_script_says_what_is_missing(tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(b"")
    monkeypatch.setattr(tool.shutil, "which", lambda _: None)
    with pytest.raises(tool.CannotRenderError, match="pdftoppm is not on the PATH"):
        list(tool.render(tmp_path, tmp_path / "pages"))


def test_a_folder_without_documents_is_named(tmp_path):
    with pytest.raises(tool.CannotRenderError, match=r"has no \.pdf, \.docx"):
        list(tool.render(tmp_path, tmp_path / "pages"))


def test_samples_are_small_pictures_of_chosen_pages(tmp_path):
    pages = []
    for n in range(1, 6):
        pages.append(tmp_path / f"page-{n}.png")
        Image.new("RGB", (2000, 1400), (n, 40, 90)).save(pages[-1])
    made = tool.write_samples(
        [(Path("a.pdf"), pages), (Path("b.docx"), pages), (Path("ban-do.pdf"), pages[:1])],
        tmp_path,
        tmp_path / "samples",
    )
    assert [path.name for path in made] == [
        *(f"mau-pdf-{n:02}.png" for n in (1, 3, 4)),
        *(f"mau-docx-{n:02}.png" for n in (1, 2)),
    ]
    with Image.open(made[0]) as picture:
        assert (picture.mode, picture.size) == ("P", (1000, 700))


def test_a_sample_keeps_the_colours_of_the_states(tmp_path):
    picture = Image.new("RGB", (600, 600), style.SCREEN["paper"])
    for x in range(600):  # a map has many colours of its own
        for y in range(300):
            picture.putpixel((x, y), (x // 3, y // 2, (x + y) // 5))
    states = [style.health_colour(code) for code in style.HEALTH_ORDER if code != "no_data"]
    for i, colour in enumerate(states):
        picture.paste(colour, (20 * i, 400, 20 * i + 6, 406))
    picture.save(tmp_path / "page.png")
    tool.shrink(tmp_path / "page.png", tmp_path / "sample.png", 600)
    with Image.open(tmp_path / "sample.png") as opened:
        sample = opened.convert("RGB")
    for i, colour in enumerate(states):
        wanted = ImageColor.getrgb(colour)
        found = sample.getpixel((20 * i + 3, 403))
        assert max(abs(a - b) for a, b in zip(wanted, found, strict=True)) <= 12, colour
