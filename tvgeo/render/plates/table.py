"""The table of works beside a map: sign, name, bar with the plan's tick, figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates import fonts
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.pieces import COLOURS, INK, MUTED, Block, Chip, Piece, Rule, Words
from tvgeo.render.plates.plate import Plate
from tvgeo.render.plates.sizes import Sizes

ROW, AGAIN, HEAD, NOTE = 5.2, 5.6, 5.6, 5.0
BAR_WIDTH, BAR_HEIGHT, TICK_HEIGHT = 0.2, 2.0, 3.6
# From the left edge to a name, and further for a part.
NAME, INDENT, CHIP = 4.9, 2.6, 3.4
GAP = 2.0
# No table has room for more of a name than this many characters.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One work: a figure 0-100 with its plan, or words where there is none."""

    style: str
    name: str
    placed: bool
    is_part: bool
    number: float | None
    planned: float | None
    value: str
    illustrative: bool


def rows(plate: Plate) -> list[Row]:
    """Return the works of a plate: those on the map, then those without a place.

    The worst stand first, each part after its whole.
    """
    placed = [(work.fact, work.label, work.fact.style) for work in plate.works]
    others = [(fact, fact.name, fact.style) for fact in plate.elsewhere]
    return [*_rows(placed, placed=True), *_rows(others, placed=False)]


def _rows(every: Sequence[tuple[WorkFact, str, str]], *, placed: bool) -> list[Row]:
    ids = {fact.project_id for fact, *_ in every}
    wholes = sorted(
        (entry for entry in every if entry[0].part_of not in ids),
        key=lambda entry: _rank(entry[0], entry[2]),
    )
    found = []
    for fact, name, code in wholes:
        found.append(_row(fact, name, code, placed=placed, is_part=False))
        parts = [part for part in every if part[0].part_of == fact.project_id]
        found += [_row(*part, placed=placed, is_part=True) for part in parts]
    return found


def _rank(fact: WorkFact, code: str) -> tuple[int, float]:
    # What has not begun stands between the verdicts and the unknown.
    order = [*style.HEALTH_ORDER[:-1], "prep", style.HEALTH_ORDER[-1]]
    slippage = fact.slippage.number
    return order.index(code), slippage if slippage is not None else float("inf")


def _row(fact: WorkFact, name: str, code: str, *, placed: bool, is_part: bool) -> Row:
    number = None if code == "prep" else fact.physical.number
    if number is not None:
        value = fact.physical.text
    elif code == "prep" or (code == "no_plan" and fact.status):
        value = _inline(fact.status)
    elif code == "no_data":
        value = _inline(fact.physical.text)
    else:
        value = _inline(fact.state)
    return Row(
        code,
        plain.shortened(plain.line(name), LONGEST),
        placed,
        is_part,
        number,
        fact.planned.number,
        value,
        fact.physical.illustrative,
    )


def _inline(text: str) -> str:
    return text[:1].lower() + text[1:]


def lay(
    title: str,
    found: Sequence[Row],
    left_out: Sequence[Row],
    column: Box,
    sizes: Sizes,
    t: Locale,
) -> tuple[list[Piece], float]:
    """Lay the table out from the top of a column; return its pieces and where it ends.

    The last line says how many rows are left out.
    """
    pieces, y = heading(title, "", column, sizes)
    on_map = True
    for place, row in enumerate(found):
        if on_map and not row.placed:
            on_map = False
            y -= sizes.mm(AGAIN - ROW) if place else 0.0
            text = t("plate.no_place")
            pieces.append(Words(column.left, y, text, "semibold", sizes.small, MUTED))
            y -= sizes.mm(ROW - 0.4)
        elif place:
            pieces.append(_hair(column, y + sizes.mm(ROW) / 2))
        lines, height = _name(row, column, sizes)
        pieces += _drawn(row, lines, column, y, sizes)
        y -= height
    if left_out:
        pieces.append(_hair(column, y + sizes.mm(ROW) / 2))
        unknown = all(row.style == "no_data" for row in left_out)
        text = t("plate.more_unknown" if unknown else "plate.more", n=len(left_out))
        x = column.left + NAME * sizes.k
        pieces.append(Words(x, y, text, "italic", sizes.said, MUTED))
        y -= sizes.mm(ROW)
    y += sizes.mm(ROW - NOTE)
    return _noted(pieces, found, column, y, sizes, t)


def heading(title: str, at_right: str, column: Box, sizes: Sizes) -> tuple[list[Piece], float]:
    """Return a rule with a heading in capitals, and the middle of the first row under it."""
    y = column.top - sizes.mm(2.7)
    pieces: list[Piece] = [
        Rule(column.left, column.top, column.right, column.top, COLOURS["rule"], 1.1)
    ]
    room = column.width
    if at_right:
        pieces.append(Words(column.right, y, at_right, "regular", sizes.small, MUTED, "right"))
        room -= fonts.width(at_right, "regular", sizes.small) + GAP * sizes.k
    text = title.upper()
    pt = fonts.shrink(text, "bold", sizes.pt(0.92), room, smallest=sizes.least)
    text = fonts.shorten(text, "bold", pt, room)
    pieces.append(Words(column.left, y, text, "bold", pt, COLOURS["rule"]))
    return pieces, y - sizes.mm(HEAD)


def _hair(column: Box, y: float) -> Rule:
    return Rule(column.left, y, column.right, y, COLOURS["panel_line"], 0.5)


def _face(row: Row) -> tuple[str, str]:
    # Invented figures are italic, sourced ones upright; words are quiet.
    if row.number is None:
        return "regular", MUTED
    return ("bold_italic" if row.illustrative else "bold"), INK


def _value_width(row: Row, sizes: Sizes) -> float:
    pt = sizes.said if row.number is None else sizes.value
    return fonts.width(row.value, _face(row)[0], pt)


def _room(row: Row, column: Box, sizes: Sizes) -> float:
    """Return the width for the name of a row."""
    left = (NAME + INDENT * row.is_part) * sizes.k
    right = GAP * sizes.k + (
        _value_width(row, sizes)
        if row.number is None
        else _figure(column, sizes) + GAP * sizes.k + BAR_WIDTH * column.width
    )
    return column.width - left - right


def _figure(column: Box, sizes: Sizes) -> float:
    """Return the width of the column of figures."""
    return max(fonts.width("100,0%*", "bold_italic", sizes.value), 0.12 * column.width)


def _name(row: Row, column: Box, sizes: Sizes) -> tuple[list[str], float]:
    """Return the lines of a name and the height of its row in mm."""
    room = _room(row, column, sizes)
    lines = fonts.wrap(row.name, "regular", sizes.body, room, most=sizes.step.lines)
    return lines, sizes.mm(ROW) + (len(lines) - 1) * sizes.line(0.92)


def _drawn(
    row: Row, lines: Sequence[str], column: Box, y: float, sizes: Sizes
) -> Iterable[Piece]:
    left = column.left + INDENT * sizes.k * row.is_part
    size = CHIP * sizes.fs / 9.6 * sizes.step.type
    yield Chip(left + size / 2, y, size, row.style)
    for i, line in enumerate(lines):
        x = left + NAME * sizes.k
        yield Words(x, y - i * sizes.line(0.92), line, "regular", sizes.body)
    face, colour = _face(row)
    pt = sizes.said if row.number is None else sizes.value
    yield Words(column.right, y, row.value, face, pt, colour, "right")
    if row.number is not None:
        yield from _bar(row, column, y, sizes)


def _bar(row: Row, column: Box, y: float, sizes: Sizes) -> Iterable[Piece]:
    width = BAR_WIDTH * column.width
    left = column.right - _figure(column, sizes) - GAP * sizes.k - width
    half = BAR_HEIGHT * sizes.k * sizes.step.type / 2
    track = Box(left, y - half, left + width, y + half)
    yield Block(track, COLOURS["bar_track"])
    done = min(max(row.number or 0.0, 0.0), 100.0) / 100
    if done:
        yield Block(track._replace(right=left + done * width), style.health_colour(row.style))
    if row.planned is not None:
        x = left + min(max(row.planned, 0.0), 100.0) / 100 * width
        half *= TICK_HEIGHT / BAR_HEIGHT
        yield Rule(x, y - half, x, y + half, INK, 1.1)


def _noted(
    pieces: list[Piece], found: Sequence[Row], column: Box, y: float, sizes: Sizes, t: Locale
) -> tuple[list[Piece], float]:
    """Add what the tick and the indent mean, where there are any; return where it ends."""
    ticks = any(row.number is not None and row.planned is not None for row in found)
    said = []
    if ticks:
        said.append(t("plate.tick"))
    if any(row.is_part for row in found):
        said.append(t("plate.parts"))
    if not said:
        return pieces, y + sizes.mm(1.2)
    x = column.left
    if ticks:
        half = sizes.mm(1.1)
        pieces.append(Rule(x + 0.6, y - half, x + 0.6, y + half, INK, 1.1))
        x += 2.0 * sizes.k
    text, room = " ".join(said), column.right - x
    pt = fonts.shrink(text, "regular", sizes.small, room, smallest=sizes.least)
    lines = fonts.wrap(text, "regular", pt, room)
    for i, line in enumerate(lines):
        pieces.append(Words(x, y - i * sizes.line(0.785), line, "regular", pt, MUTED))
    return pieces, y - (len(lines) - 1) * sizes.line(0.785) - sizes.mm(2.0)
