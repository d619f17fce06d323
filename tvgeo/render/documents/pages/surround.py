"""What stands on every page around its content: sizes, mark, foot, list of contents, QR code.

Sizes in pt; everything is drawn when the number of pages is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape

from tvgeo.render.briefing import plain
from tvgeo.render.documents.pages import flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Text, look

PAGE = landscape(A4)
SIDE = 12 * MM
WIDTH = PAGE[0] - 2 * SIDE
TOP = PAGE[1] - 9 * MM
# Below this line stand the page number and what the page must say of its figures, nothing else.
BOTTOM = 11 * MM
FOOT = 4.4 * MM
BAND = 5.6 * MM
GAP = 3 * MM
QR = 17 * MM
CONTENTS_COLUMNS, LINE = 3, 4.5 * MM
# Sizes of an entry, pt: a long one is set smaller before it is cut.
ENTRIES = (8.2, 7.8, 7.4, 7.0)
# A title is a sentence: two lines of it at most, however long a name is.
LONGEST_RUNNING, LONGEST_FOOT = 120, 84


@dataclass(frozen=True, slots=True)
class Wording:
    """What every page says: `band` and `note` are "" when nothing was invented.

    `number` makes "3/34"; `continued` makes the title of a later page; `corner` is drawn at the
    right of the first head, as a matrix of a QR code.
    """

    title: str
    subject: str
    author: str
    language: str
    stamp: str
    band: str
    note: str
    foot_mark: str
    foot_schematic: str
    number: Callable[[int, int], str]
    continued: Callable[[str], str]
    corner: Sequence[Sequence[int]] = ()
    corner_words: str = ""
    contents: str = ""


def band(canvas: Any, words: Wording, top: float) -> None:
    """Draw the mark across the page: the words on their ground, then what they mean."""
    size = 8.2
    block = fonts.width(words.band, fonts.EXTRA_BOLD, size) + 14
    y = top - BAND
    canvas.setFillColor(HexColor(paint.MARK_GROUND))
    canvas.setStrokeColor(HexColor(paint.MARK))
    canvas.setLineWidth(0.6)
    canvas.rect(SIDE + 0.3, y + 0.3, WIDTH - 0.6, BAND - 0.6, fill=1, stroke=1)
    canvas.setFillColor(HexColor(paint.MARK))
    canvas.rect(SIDE, y, block, BAND, fill=1, stroke=0)
    canvas.setFillColor(HexColor(paint.PAPER))
    base = y + BAND / 2 - 0.36 * size
    canvas.setFont(fonts.EXTRA_BOLD, size)
    canvas.drawString(SIDE + 7, base, words.band)
    canvas.setFillColor(HexColor(paint.MARK))
    room = WIDTH - block - 14
    wide = fonts.width(words.note, fonts.SEMIBOLD, size)
    canvas.setFont(fonts.SEMIBOLD, size if wide <= room else size * room / wide)
    canvas.drawString(SIDE + block + 7, base, words.note)


def foot(canvas: Any, words: Wording) -> None:
    """Draw the line at the foot of a page, with the title of the pack."""
    title = Text(plain.shortened(words.title, LONGEST_FOOT), look(7.2, ink=paint.MUTED))
    _, height = title.wrap(0.4 * WIDTH, BOTTOM)
    title.drawOn(canvas, SIDE, FOOT - 1.7 - max(0, height - 7.2 * flow.LEADING))
    canvas.setStrokeColor(HexColor(paint.HAIRLINE))
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, FOOT + 9, PAGE[0] - SIDE, FOOT + 9)


def contents_height(entries: int) -> float:
    """Return the height of a list of contents with so many entries, pt."""
    return LINE * -(-entries // CONTENTS_COLUMNS) + 9 * MM


def contents(
    canvas: Any, words: Wording, outline: Sequence[tuple[str, int, int]], height: float
) -> list[tuple[tuple[float, float, float, float], int]]:
    """Draw what is on which page, in columns; return the place of each entry and its page."""
    top = BOTTOM + height - 2 * MM
    canvas.setStrokeColor(HexColor(paint.RULE))
    canvas.setLineWidth(0.9)
    canvas.line(SIDE, top, SIDE + WIDTH, top)
    heading = Text(words.contents, look(9.6, fonts.BOLD))
    _, tall = heading.wrap(WIDTH, height)
    heading.drawOn(canvas, SIDE, top - tall - 3)
    rows = -(-len(outline) // CONTENTS_COLUMNS)
    wide = (WIDTH - (CONTENTS_COLUMNS - 1) * 8 * MM) / CONTENTS_COLUMNS
    places = []
    for i, (title, level, page) in enumerate(outline):
        column, row = divmod(i, rows)
        x = SIDE + column * (wide + 8 * MM)
        y = top - tall - 6 - (row + 1) * LINE + 3
        indent = 4 * MM * level
        room = wide - 6 * MM - indent
        size = next((s for s in ENTRIES if fonts.width(title, fonts.REGULAR, s) <= room), 0)
        said = title if size else _fitting(title, room)
        entry = Text(said, look(size or ENTRIES[0], indent=indent))
        entry.wrap(wide, LINE)
        entry.drawOn(canvas, x, y)
        places.append(((x, y, x + wide, y + LINE), page))
        canvas.setFillColor(HexColor(paint.MUTED))
        canvas.setFont(fonts.SEMIBOLD, 8.2)
        canvas.drawRightString(x + wide, y + 2.6, str(page))
    return places


def _fitting(title: str, room: float) -> str:
    """Return a title cut to one line."""
    longest = LONGEST_RUNNING
    while (
        longest > 1
        and fonts.width(plain.shortened(title, longest), fonts.REGULAR, ENTRIES[0]) > room
    ):
        longest -= 1
    return plain.shortened(title, longest)


def code(canvas: Any, matrix: Sequence[Sequence[int]], right: float, top: float) -> None:
    """Draw a QR code, its corner at `right` and `top`."""
    unit = QR / len(matrix)
    canvas.setFillColor(HexColor(paint.INK))
    for i, row in enumerate(matrix):
        start = None
        for j, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = j
            elif not dark and start is not None:
                canvas.rect(
                    right - QR + start * unit, top - (i + 1) * unit, (j - start) * unit, unit,
                    fill=1, stroke=0,
                )  # fmt: skip
                start = None
