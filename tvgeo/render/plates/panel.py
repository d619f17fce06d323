"""The panel of a sheet: the answer, the table of works, the legend of states, the symbols, notes.

Everything stands on the page whatever the number of works: type and pitch shrink to the smallest
that the paper allows, then rows are left out and counted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.plates import fonts, keys, lines, papers, symbols, table
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.pieces import INK, MUTED, Piece, Words
from tvgeo.render.plates.plate import Plate
from tvgeo.render.plates.sizes import EASY, STEPS, Sizes

MESSAGE, MESSAGE_LEAST = 1.4, 0.9
SECTION = 5.0
BESIDE_INSET = 4.0
# Names that found no room on the map and are said in the notes; the others are in the table.
LONGEST_NOTE, LONGEST_NAME = 400, 60
# Lines of one text beside the inset.
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel laid out: `bottom` is where it ends, `rows` how many works its table shows."""

    pieces: tuple[Piece, ...]
    bottom: float
    rows: int
    sizes: Sizes


def lay(plate: Plate, layout: Layout, t: Locale, *, lost: Sequence[str] = ()) -> Panel:
    """Lay out the panel of a plate; `lost` are names of works that have no flag on the map."""
    answer, notes = _answer(plate, layout), tuple(_notes(lost, t))
    content = _Content(plate, layout, t, tuple(table.rows(plate)), notes, answer)
    rows, bottom = content.rows, _bottom(plate, layout)
    # What is neither on the map nor has a figure is left out before all the rest gets small.
    told = [row for row in rows if row.placed or row.number is not None]
    smallest = Sizes.of(layout, STEPS[-1])
    most = int(layout.panel.height / smallest.mm(table.ROW))
    for steps, shown in ((EASY, rows), (EASY, told), (STEPS[len(EASY) :], told)):
        for step in steps if len(shown) <= most else ():
            found = content.lay(Sizes.of(layout, step), shown)
            if found.bottom >= bottom:
                return found
    n = min(len(told), most)
    while True:
        n = _whole(told, n)
        found = content.lay(smallest, told[:n])
        over = bottom - found.bottom
        if over <= 0 or n == 0:
            return found
        n = max(n - max(int(over / smallest.mm(table.ROW)), 1), 0)


def _bottom(plate: Plate, layout: Layout) -> float:
    """Return how far down the panel may reach: to the footer, or to the inset in it."""
    if plate.inset is not None and papers.PAPER[layout.paper].inset_in_panel:
        return papers.inset_box(plate, layout).top + SECTION
    return layout.panel.bottom


def _whole(rows: Sequence[table.Row], n: int) -> int:
    """Return how many rows to show so that no whole stands without its parts."""
    while 0 < n < len(rows) and rows[n].is_part:
        n -= 1
    return n


@dataclass(frozen=True, slots=True)
class _Content:
    """What a panel says, to be laid out at several sizes."""

    plate: Plate
    layout: Layout
    t: Locale
    rows: tuple[table.Row, ...]
    notes: tuple[str, ...]
    answer: tuple[list[Piece], float]

    def lay(self, sizes: Sizes, shown: Sequence[table.Row]) -> Panel:
        """Lay everything out with these sizes and rows, however far down it reaches."""
        plate, t, column = self.plate, self.t, self.layout.panel
        pieces, y = list(self.answer[0]), self.answer[1] - sizes.mm(6.0)
        if self.rows:
            known = {id(row) for row in shown}
            left_out = [row for row in self.rows if id(row) not in known]
            head = column._replace(top=y)
            found, y = table.lay(plate.table_title, shown, left_out, head, sizes, t)
            pieces += found
            y -= sizes.mm(SECTION - 2.0)
        if plate.keys:
            found, y = keys.lay(plate.keys, column._replace(top=y), sizes, t)
            pieces += found
            y -= sizes.mm(SECTION - 2.0)
        found, y = symbols.lay(plate, column._replace(top=y), sizes, t)
        pieces += found
        found, y = _said(self.notes, column, y, sizes)
        pieces += found
        if plate.inset is not None and papers.PAPER[self.layout.paper].inset_in_panel:
            pieces += _beside(plate, self.layout, t, sizes, {row.name for row in shown})
        return Panel(tuple(pieces), y, len(shown), sizes)


def _answer(plate: Plate, layout: Layout) -> tuple[list[Piece], float]:
    """Return the answer in two lines, if it can be, from the top of the panel, and its end."""
    column = layout.panel
    largest, least = MESSAGE * layout.fs, MESSAGE_LEAST * layout.fs
    message = plain.shortened(plain.line(plate.message), LONGEST_NOTE)
    way = lines.fitted(message, "bold", largest, least, column.width, most=2)
    if way is None or (way.cost >= lines.ANYWHERE and way.pt < layout.fs):
        # small lines that tear apart what belongs together are worse than a third one
        more = lines.fitted(message, "bold", 1.15 * layout.fs, least, column.width, most=3)
        way = more or way
    pt = way.pt if way else least
    found = way.lines if way else fonts.wrap(message, "bold", pt, column.width, most=3)
    step = 1.3 * pt * fonts.MM_PER_PT
    y = column.top - fonts.cap_height(pt) / 2 - 0.28 * pt * fonts.MM_PER_PT
    pieces: list[Piece] = [
        Words(column.left, y - i * step, line, "bold", pt, INK) for i, line in enumerate(found)
    ]
    return pieces, y - (len(found) - 1) * step


def _notes(lost: Sequence[str], t: Locale) -> list[str]:
    names = [plain.shortened(plain.line(name), LONGEST_NAME) for name in lost]
    if not names:
        return []
    return [plain.shortened(t("plate.not_named", names=names), LONGEST_NOTE)]


def _said(
    notes: Sequence[str], column: Box, y: float, sizes: Sizes
) -> tuple[list[Piece], float]:
    pieces: list[Piece] = []
    for note in notes:
        y -= sizes.mm(3.0)
        for line in fonts.wrap(note, "regular", sizes.small, column.width):
            pieces.append(Words(column.left, y, line, "regular", sizes.small, MUTED))
            y -= sizes.line(0.785)
    return pieces, y


def _beside(
    plate: Plate, layout: Layout, t: Locale, sizes: Sizes, told: Collection[str]
) -> list[Piece]:
    """Return what stands beside an inset in the panel: what it shows, works without a place."""
    box = papers.inset_box(plate, layout)
    left = box.right + BESIDE_INSET
    room = layout.panel.right - left
    step = sizes.line(0.785)
    y = box.top - step / 2
    pieces: list[Piece] = []
    for paragraph in _paragraphs(plate, t, told):
        found = [
            (line, face)
            for text, face in paragraph
            for line in fonts.wrap(text, face, sizes.small, room, most=MOST_LINES)
        ]
        if y - len(found) * step < box.bottom:
            break
        for line, face in found:
            pieces.append(Words(left, y, line, face, sizes.small, MUTED))
            y -= step
        y -= step * 0.6
    return pieces


def _paragraphs(
    plate: Plate, t: Locale, told: Collection[str]
) -> Iterable[list[tuple[str, str]]]:
    """Yield what the inset shows, then why works have no place: first those not in the table."""
    if plate.base.province_name:
        yield [(t("plate.inset", province=plate.base.province_name), "regular")]
    reasons = [fact for fact in plate.elsewhere if fact.no_location]
    reasons.sort(key=lambda fact: plain.line(fact.name) in told)
    for place, fact in enumerate(reasons):
        head = [] if place else [(t("plate.no_place"), "bold")]
        yield [*head, (fact.name, "semibold"), (fact.no_location, "regular")]
