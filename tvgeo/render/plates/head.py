"""The head of a sheet: title, date line, and the mark band when anything was invented."""

from tvgeo.render.briefing import plain
from tvgeo.render.plates import fonts, lines, papers
from tvgeo.render.plates.layout import Layout
from tvgeo.render.plates.pieces import COLOURS, MUTED, Block, Piece, Words
from tvgeo.render.plates.plate import Plate

# A title shrinks so far in one line before it is given two.
ONE_LINE = 0.72
TWO_LINES = 0.6
STEP = 1.28
# No head has room for more characters of one text than this.
LONGEST = 400
DATE, DATE_LOW, DATE_LEAST = 1.1, 0.98, 0.85
MARK, NOTE = 1.1, 1.0


def pieces(plate: Plate, layout: Layout) -> list[Piece]:
    """Return title, date line and mark band, from the top margin down."""
    return [*_title(plate, layout), *(_band(plate, layout) if plate.illustrative else ())]


def _title(plate: Plate, layout: Layout) -> list[Piece]:
    x, width = layout.margin, layout.map.right - layout.margin
    pt, least = layout.title_pt, ONE_LINE * layout.title_pt
    title, date_line = _line(plate.title), _line(plate.date_line)
    size = fonts.shrink(title, "bold", pt, width, smallest=least)
    said, date = [title], DATE * layout.fs
    if fonts.width(title, "bold", size) > width:
        size, date = TWO_LINES * pt, DATE_LOW * layout.fs
        way = lines.broken(title, "bold", size, width, most=2)
        said = [*way.lines] if way else fonts.wrap(title, "bold", size, width, most=2)
    top, k = layout.height - layout.margin, layout.k
    y = top - fonts.cap_height(size) / 2 - (0.5 * k if len(said) == 1 else 0.0)
    step = STEP * size * fonts.MM_PER_PT
    found: list[Piece] = [
        Words(x, y - step * i, line, "bold", size) for i, line in enumerate(said)
    ]
    date = fonts.shrink(date_line, "regular", date, width, smallest=DATE_LEAST * layout.fs)
    text = fonts.shorten(date_line, "regular", date, width)
    below = top - 12.4 * k if len(said) > 1 else y - 7.7 * k
    return [*found, Words(x, below, text, "regular", date, MUTED)]


def _line(text: str) -> str:
    return plain.shortened(plain.line(text), LONGEST)


def _band(plate: Plate, layout: Layout) -> list[Piece]:
    box, k = papers.band_box(layout), layout.k
    colour, ground = COLOURS["illustrative"], COLOURS["illustrative_bg"]
    mark, pt = plate.mark.upper(), MARK * layout.fs
    block = box._replace(right=box.left + fonts.width(mark, "extrabold", pt) + 5.6 * k)
    least = papers.PAPER[layout.paper].least_pt
    room = box.right - block.right - 5.6 * k
    text = _line(plate.note)
    size = fonts.shrink(text, "semibold", NOTE * layout.fs, room, smallest=least)
    note = fonts.shorten(text, "semibold", size, room)
    middle = (box.bottom + box.top) / 2
    return [
        Block(box, ground, colour, 0.6),
        Block(block, colour),
        Words(
            (block.left + block.right) / 2,
            middle,
            mark,
            "extrabold",
            pt,
            COLOURS["paper"],
            "center",
        ),
        Words(block.right + 2.8 * k, middle, note, "semibold", size, colour),
    ]
