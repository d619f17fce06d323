"""Text of a plate: how wide it is, where it is broken, and drawing it, in mm of the page.

Widths come from the shaped outlines without hinting, so that what is measured is what is drawn,
on a screen of 144 dpi as on paper, and labels can be placed before anything is drawn. Open Sans
has every Vietnamese letter; letters it lacks come from DejaVu Sans, what neither has is shown as
a replacement character.
"""

import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from tvgeo.render.briefing import plain
from tvgeo.render.plates.layout import Box

MM_PER_PT = 25.4 / 72
FACES = (
    "regular", "italic", "semibold", "semibold_italic", "bold", "bold_italic", "extrabold",
)  # fmt: skip
MISSING = "\ufffd"
# Fractions of the type size: a capital, the top of "Ễ", the bottom of "ỵ", a line of text.
CAP = 0.714
TOP = 1.05
BOTTOM = 0.25
LINE = 1.36
_OWN = Path(__file__).parents[1] / "fonts"
_FILES = {
    "regular": "Regular",
    "italic": "Italic",
    "semibold": "Semibold",
    "semibold_italic": "SemiboldItalic",
    "bold": "Bold",
    "bold_italic": "BoldItalic",
    "extrabold": "ExtraBold",
}
_FALLBACK = {
    "regular": "DejaVuSans",
    "italic": "DejaVuSans-Oblique",
    "semibold": "DejaVuSans-Bold",
    "semibold_italic": "DejaVuSans-BoldOblique",
    "bold": "DejaVuSans-Bold",
    "bold_italic": "DejaVuSans-BoldOblique",
    "extrabold": "DejaVuSans-Bold",
}
# Marks above or below one letter; more of them would climb over the lines around.
_MOST_MARKS = 2
_MEASURED_AT = 1000
_measuring = threading.Lock()


class Run(NamedTuple):
    """Letters that stand in one font file; `width` is a fraction of the type size."""

    text: str
    file: Path
    width: float


def file(face: str) -> Path:
    """Return the font file of a face of `FACES`."""
    return _OWN / f"OpenSans-{_FILES[face]}.ttf"


def fallback_file(face: str) -> Path:
    """Return the font file with the letters that the face itself lacks."""
    return Path(mpl.get_data_path(), "fonts", "ttf", f"{_FALLBACK[face]}.ttf")


@lru_cache(maxsize=32)
def _font(path: Path) -> FT2Font:
    font = FT2Font(str(path))
    font.set_size(_MEASURED_AT, 72)
    return font


@lru_cache(maxsize=32)
def letters(path: Path) -> frozenset[int]:
    """Return the code points that a font file can draw."""
    with _measuring:
        return frozenset(_font(path).get_charmap())


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return `text` in one line, composed, with hidden characters as codes."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", plain.line(text)):
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _advance(text: str, path: Path) -> float:
    # The position of a space after the text: kerning and ligatures are in it.
    with _measuring:
        positions = _font(path).set_text(text + " ", 0.0, flags=LoadFlags.NO_HINTING)
    return float(np.asarray(positions)[-1][0]) / 64 / _MEASURED_AT


@lru_cache(maxsize=4096)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """Return a text that is `printable`, cut where the font file changes."""
    own, other = file(face), fallback_file(face)
    pieces: list[tuple[str, Path]] = []
    for character in text:
        code = ord(character)
        path = own if code in letters(own) else other
        shown = character if code in letters(path) else MISSING
        if pieces and pieces[-1][1] == path:
            pieces[-1] = (pieces[-1][0] + shown, path)
        else:
            pieces.append((shown, path))
    return tuple(Run(piece, path, _advance(piece, path)) for piece, path in pieces)


def _em(text: str, face: str, spacing: float = 0.0) -> float:
    # The width of a printable text as a fraction of the type size.
    if spacing:
        return sum(_em(letter, face) + spacing for letter in text) - (spacing if text else 0.0)
    return sum(run.width for run in runs(text, face))


def width(text: str, face: str, pt: float, *, spacing: float = 0.0) -> float:
    """Return the width of a line in mm; `spacing` between letters is a fraction of the size."""
    return _em(printable(text), face, spacing) * pt * MM_PER_PT


def advances(text: str, face: str, pt: float) -> list[float]:
    """Return the width in mm of each letter of a printable text, one by one."""
    return [_em(letter, face) * pt * MM_PER_PT for letter in text]


def height(pt: float, n: int = 1) -> float:
    """Return the height of `n` lines in mm, from the highest accent to the lowest dot."""
    return (TOP + BOTTOM + (n - 1) * LINE) * pt * MM_PER_PT


def cap_height(pt: float) -> float:
    """Return the height of a capital without accent in mm."""
    return CAP * pt * MM_PER_PT


def shorten(text: str, face: str, pt: float, width_mm: float, *, spacing: float = 0.0) -> str:
    """Return as much of a line as fits, with an ellipsis where something is left out."""
    whole = printable(text)
    if width(whole, face, pt, spacing=spacing) <= width_mm:
        return whole
    low, high = 0, min(len(whole), int(width_mm / (0.1 * pt * MM_PER_PT)) + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if width(whole[:middle].rstrip() + "…", face, pt, spacing=spacing) <= width_mm:
            low = middle
        else:
            high = middle - 1
    return (plain.shortened(whole, low + 1) if low else "") or "…"


def wrap(text: str, face: str, pt: float, width_mm: float, *, most: int = 0) -> list[str]:
    """Break a text into lines that fit; `most` lines at most, the last one shortened.

    A word wider than a line is broken inside. An empty text is one empty line.
    """
    lines: list[str] = []
    rest = printable(text)
    while rest and width(rest, face, pt) > width_mm:
        if most and len(lines) == most - 1:
            return [*lines, shorten(rest, face, pt, width_mm)]
        cut = _longest(rest, face, pt, width_mm)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest] if rest or not lines else lines


def _longest(text: str, face: str, pt: float, width_mm: float) -> int:
    # How many characters stand in the first line: whole words, or part of one too wide.
    low, high = 1, max(1, min(len(text), int(width_mm / (0.1 * pt * MM_PER_PT)) + 1))
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip(), face, pt) <= width_mm:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", 0, low + 1)
    return space if space > 0 else low


def shrink(text: str, face: str, pt: float, width_mm: float, *, smallest: float) -> float:
    """Return the largest size up to `pt` at which a line fits, but never below `smallest`."""
    needed = width(text, face, pt)
    return pt if needed <= width_mm else max(smallest, pt * width_mm / needed)


def draw_text(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    face: str,
    pt: float,
    colour: str,
    *,
    ha: str = "left",
    va: str = "baseline",
    halo: str = "",
    halo_pt: float = 1.9,
    rotation: float = 0.0,
    spacing: float = 0.0,
    alpha: float = 1.0,
    zorder: float = 180.0,
) -> Box:
    """Draw one line at a point in mm and return the box it fills, before any rotation.

    `va` is baseline, middle (of a capital), top (of the highest accent) or bottom; `halo` is the
    colour of a rim under the letters, "" for none; `rotation` turns around the point, degrees.
    """
    em = pt * MM_PER_PT
    wide = width(text, face, pt, spacing=spacing)
    left = -{"left": 0.0, "center": 0.5, "right": 1.0}[ha] * wide
    base = {"baseline": 0.0, "middle": -CAP / 2, "top": -TOP, "bottom": BOTTOM}[va] * em
    turn = np.deg2rad(rotation)
    for piece, path, at in _pieces(text, face, spacing):
        along = left + at * em
        place = (
            x + along * np.cos(turn) - base * np.sin(turn),
            y + along * np.sin(turn) + base * np.cos(turn),
        )
        if halo:
            # A text of its own: letters with an effect would be outlines in a PDF, not text.
            rim = _artist(place, piece, path, pt, halo, rotation, alpha, zorder - 0.5)
            rim.set_path_effects(
                [Stroke(linewidth=halo_pt, foreground=halo, joinstyle="round")]
            )
            axes.add_artist(rim)
        axes.add_artist(_artist(place, piece, path, pt, colour, rotation, alpha, zorder))
    return Box(x + left, y + base - BOTTOM * em, x + left + wide, y + base + TOP * em)


def _pieces(text: str, face: str, spacing: float) -> list[tuple[str, Path, float]]:
    # What is drawn as one piece, with its place in fractions of the type size.
    pieces, at = [], 0.0
    whole = printable(text)
    for part in whole if spacing else (whole,):
        for run in runs(part, face):
            if run.text.strip():
                pieces.append((run.text, run.file, at))
            at += run.width
        at += spacing
    return pieces


def _artist(
    place: tuple[float, float],
    text: str,
    path: Path,
    pt: float,
    colour: str,
    rotation: float,
    alpha: float,
    zorder: float,
) -> Text:
    return Text(
        *place,
        text,
        font=path,
        fontsize=pt,
        color=colour,
        rotation=rotation,
        alpha=alpha,
        zorder=zorder,
        ha="left",
        va="baseline",
        rotation_mode="anchor",
        parse_math=False,
        clip_on=False,
    )
