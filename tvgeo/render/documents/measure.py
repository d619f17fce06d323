"""How much room a text takes in the face of the deck, before any program has laid it out.

The widths are those of Helvetica, which the face shares by design; letters with marks are as wide
as their base. Programs differ by a hair, so a little room is always left.
"""

import unicodedata

from reportlab.pdfbase import pdfmetrics

from tvgeo.render.briefing import plain

LINE = 1.2  # height of a line, in sizes of the text
_ROOM = 1.03
_WIDE = 1000
_PLAIN, _BOLD = (pdfmetrics.getFont(name).widths for name in ("Helvetica", "Helvetica-Bold"))
_NARROW = str.maketrans("đĐơƠưƯ–−…“”‘’·", "dDoOuUn+M\"\"''.")
_ASCII = 128
INCH = 72.0


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line, in inches; `size` in pt."""
    widths = _BOLD if bold else _PLAIN
    total = 0
    for character in unicodedata.normalize("NFD", text.translate(_NARROW)):
        if ord(character) < _ASCII:
            total += widths[ord(character)]
        elif not unicodedata.combining(character):
            total += widths[32] if character.isspace() else _WIDE
    return total * size / 1000 / INCH * _ROOM


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return in how many lines a text stands in `room` inches."""
    return sum(len(_broken(part, size, room, bold=bold)) for part in text.split("\n"))


def broken(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return the lines in which a text stands in `room` inches."""
    return [line for part in text.split("\n") for line in _broken(part, size, room, bold=bold)]


def _broken(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    found, taken = [""], 0.0
    space = width(" ", size, bold=bold)
    for word in text.split(" "):
        wide = width(word, size, bold=bold)
        if found[-1] and taken + space + wide > room:
            found.append("")
            taken = 0.0
        elif found[-1]:
            found[-1] += " "
            taken += space
        if wide <= room:
            found[-1] += word
            taken += wide
            continue
        for character in word:  # a word without a place to break is broken anywhere
            step = width(character, size, bold=bold)
            if found[-1] and taken + step > room:
                found.append("")
                taken = 0.0
            found[-1] += character
            taken += step
    return found


def height(count: int, size: float) -> float:
    """Return the height of so many lines, in inches."""
    return count * size * LINE / INCH


def fitted(
    text: str, size: float, room: float, most: int, *, bold: bool = False, mark: str = ""
) -> str:
    """Return a text in at most `most` lines of `room` inches, cut with "…" where it is longer.

    A `mark` at the end of the text stays: what was invented is seen to be, however short.
    """
    if lines(text, size, room, bold=bold) <= most:
        return text
    end = mark if mark and text.endswith(mark) else ""
    low, high = 1, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        shown = plain.shortened(text, middle) + end
        low, high = (
            (middle, high) if lines(shown, size, room, bold=bold) <= most else (low, middle)
        )
    return plain.shortened(text, low) + end
