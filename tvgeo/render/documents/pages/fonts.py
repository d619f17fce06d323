"""The faces of a PDF, and data texts as paragraphs in them: every letter has a drawing.

Open Sans is shipped with the product and has all of Vietnamese. What it lacks (arrows, other
scripts) is set in the DejaVu Sans that comes with matplotlib; what neither has is written as the
code of the letter, never as an empty box.
"""

import importlib.util
import re
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tvgeo.render.briefing import plain

FOLDER = Path(__file__).parents[2] / "fonts"

REGULAR = "tvgeo-regular"
ITALIC = "tvgeo-italic"
SEMIBOLD = "tvgeo-semibold"
SEMIBOLD_ITALIC = "tvgeo-semibold-italic"
BOLD = "tvgeo-bold"
BOLD_ITALIC = "tvgeo-bold-italic"
EXTRA_BOLD = "tvgeo-extra-bold"

# Our name of a face -> its file, and the file of the face that stands in for missing letters.
FACES = {
    REGULAR: ("OpenSans-Regular", "DejaVuSans"),
    ITALIC: ("OpenSans-Italic", "DejaVuSans-Oblique"),
    SEMIBOLD: ("OpenSans-Semibold", "DejaVuSans-Bold"),
    SEMIBOLD_ITALIC: ("OpenSans-SemiboldItalic", "DejaVuSans-BoldOblique"),
    BOLD: ("OpenSans-Bold", "DejaVuSans-Bold"),
    BOLD_ITALIC: ("OpenSans-BoldItalic", "DejaVuSans-BoldOblique"),
    EXTRA_BOLD: ("OpenSans-ExtraBold", "DejaVuSans-Bold"),
}
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


@cache
def register() -> None:
    """Make the faces known to reportlab, once per process."""
    for face, (file, _) in FACES.items():
        pdfmetrics.registerFont(TTFont(face, str(FOLDER / f"{file}.ttf")))
    for family, faces in {
        REGULAR: (REGULAR, BOLD, ITALIC, BOLD_ITALIC),
        SEMIBOLD: (SEMIBOLD, BOLD, SEMIBOLD_ITALIC, BOLD_ITALIC),
        BOLD: (BOLD, EXTRA_BOLD, BOLD_ITALIC, BOLD_ITALIC),
    }.items():
        normal, bold, italic, bold_italic = faces
        pdfmetrics.registerFontFamily(
            family, normal=normal, bold=bold, italic=italic, boldItalic=bold_italic
        )


@cache
def _letters(face: str) -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


@cache
def _fallback(face: str) -> str | None:
    """Return the name of the face for what `face` lacks, or `None` where it is not installed."""
    found = importlib.util.find_spec("matplotlib")
    file = f"{FACES[face][1]}.ttf"
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "mpl-data" / "fonts" / "ttf" / file
        if path.is_file():
            name = f"{face}-more"
            pdfmetrics.registerFont(TTFont(name, str(path)))
            return name
    return None


def markup(text: str, face: str = REGULAR, *, links: bool = False) -> str:
    """Return a text from data as the markup of a paragraph that shows exactly this text.

    Lines stay lines. With `links`, web addresses can be followed.
    """
    text = unicodedata.normalize("NFC", plain.clean(text))
    if not links:
        return _lines(text, face)
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        parts.append(_lines(text[end : found.start()], face))
        href = escape(found[0], {'"': "&quot;"})
        parts.append(f'<link href="{href}">{_lines(found[0], face)}</link>')
        end = found.end()
    return "".join((*parts, _lines(text[end:], face)))


def _lines(text: str, face: str) -> str:
    return "<br/>".join(_line(line, face) for line in text.split("\n"))


def _line(text: str, face: str) -> str:
    own = _letters(face)
    if all(ord(letter) in own for letter in text):
        return escape(text)
    found: list[tuple[str, str]] = []
    for letter in text:
        name, shown = _drawn(letter, face)
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + shown)
        else:
            found.append((name, shown))
    return "".join(
        escape(said) if name == face else f'<font name="{name}">{escape(said)}</font>'
        for name, said in found
    )


def _drawn(letter: str, face: str) -> tuple[str, str]:
    """Return in which face a letter stands, and as what."""
    code = ord(letter)
    if code in _letters(face):
        return face, letter
    more = _fallback(face)
    if more is not None and code in _more_letters(more):
        return more, letter
    return face, f"[U+{code:04X}]"


@cache
def _more_letters(name: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(name).face.charToGlyph)


def width(text: str, face: str, size: float) -> float:
    """Return the width of a text of ours, pt."""
    register()
    return float(pdfmetrics.stringWidth(text, face, size))
