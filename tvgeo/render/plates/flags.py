"""Flags of works: what stands on them, how large they are, in which order they ask for a place.

A flag has a chip, the name, the value; a second line in grey says what the figure does not. What
already wears its state as a symbol with a numeral or a small chip is named without a box.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

from tvgeo.render import style
from tvgeo.render.plates import chips, fonts, spots
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Anchor
from tvgeo.render.plates.plate import Plate, PlateWork

INK: str = style.PALETTE["base"]["ink"]
INK_MUTED: str = style.PALETTE["base"]["ink_muted"]
INK_FAINT: str = style.PALETTE["base"]["ink_faint"]
PAPER: str = style.PALETTE["base"]["paper"]
LEADER_ZORDER = 170.0
ZORDER = 180.0
SEPARATOR = " · "
# A flag is never wider than this share of the map, whatever its name.
WIDEST = 0.4
# Fractions of the type size: room above a capital and below a line, between the baselines.
_ABOVE = 0.42
_BELOW = 0.34
_PITCH = 1.14
_CHIP = 1.06
_AFTER_CHIP = 0.32
_SIDE = 0.34
_SECOND = 0.84
# How far a name without a box may stand from its symbol, as a number of distances: a name
# that has to be there may have a leader.
_NEAR, _FAR = 2, len(spots.DISTANCES)
# The name of a study is left out rather than written over a work.
_STUDY_WORTH = 6.0
# The names of parts and ports are smaller; towns and clusters stand without a box.
_SMALL_KINDS = {"port"}
_TOWNS = {"urban_areas", "urban"}
_CLUSTER = "cluster"


class Piece(NamedTuple):
    """Letters of one face in a line, `x` mm from where the line begins."""

    text: str
    face: str
    pt: float
    colour: str
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tag: indented from the left, its baseline so far below the top, mm."""

    pieces: tuple[Piece, ...]
    indent: float
    width: float
    down: float


@dataclass(frozen=True, slots=True)
class Tag:
    """What stands at a place: lines of text, with a box and a chip or with a halo only."""

    lines: tuple[Line, ...]
    width: float
    height: float
    boxed: bool
    chip: str
    chip_mm: float


def is_study(work: PlateWork) -> bool:
    """Whether a work is a study, which has a small name in italics and no flag."""
    return work.style == "study"


def is_town(work: PlateWork) -> bool:
    """Whether the symbol of a work is the circle of a town with its class."""
    return any(shape.layer in _TOWNS for shape in work.shapes)


def is_cluster(work: PlateWork) -> bool:
    """Whether a work is one small park, named without a box; a group of them has a flag."""
    return len(work.shapes) == 1 and work.shapes[0].ref == _CLUSTER


def tag(work: PlateWork, layout: Layout) -> Tag:
    """Return what stands on the flag of a work, shortened where it would be too wide."""
    widest = layout.map.width * WIDEST
    if is_study(work):
        words = f"{work.label} ({work.second})" if work.second else work.label
        return plain_tag([(words, "italic", 0.74 * layout.fs, INK_MUTED)], widest)
    if is_cluster(work):
        return plain_tag([(work.label, "regular", 0.88 * layout.fs, INK)], widest)
    if is_town(work) and work.style != "completed":
        second = (
            [(work.second, "regular", _SECOND * layout.fs, INK_MUTED)] if work.second else []
        )
        return plain_tag([(work.label, "semibold", layout.fs, INK), *second], widest)
    return _flag(work, layout, widest)


def plain_tag(lines: list[tuple[str, str, float, str]], widest: float) -> Tag:
    """Return a tag without a box: lines of text, face, pt and colour."""
    made, down = [], 0.0
    for number, (text, face, pt, colour) in enumerate(lines):
        em = pt * fonts.MM_PER_PT
        down += _PITCH * em if number else fonts.TOP * em
        shown = fonts.shorten(text, face, pt, widest)
        wide = fonts.width(shown, face, pt)
        made.append(Line((Piece(shown, face, pt, colour, 0.0),), 0.0, wide, down))
    last = lines[-1][2] * fonts.MM_PER_PT
    width = max(line.width for line in made)
    return Tag(
        tuple(made), width, down + fonts.BOTTOM * last, boxed=False, chip="", chip_mm=0.0
    )


def _flag(work: PlateWork, layout: Layout, widest: float) -> Tag:
    pt, face = _level(work, layout)
    em = pt * fonts.MM_PER_PT
    chip_mm = 0.0 if is_town(work) else _CHIP * em
    indent = _SIDE * em + (chip_mm + _AFTER_CHIP * em if chip_mm else 0.0)
    room = max(widest - indent - _SIDE * em, em)
    first = _first_line(work, face, pt, indent, room)
    lines = [Line(first.pieces, first.indent, first.width, (_ABOVE + fonts.CAP) * em)]
    height = (_ABOVE + fonts.CAP + _BELOW) * em
    if work.second:
        small = _SECOND * pt
        text = fonts.shorten(work.second, "regular", small, room)
        wide = fonts.width(text, "regular", small)
        down = (_ABOVE + fonts.CAP + _PITCH) * em
        lines.append(Line((Piece(text, "regular", small, INK_MUTED, 0.0),), indent, wide, down))
        height += _PITCH * em - (1 - _SECOND) * _BELOW * em
    width = indent + max(line.width for line in lines) + _SIDE * em
    chip = work.style if chip_mm else ""
    return Tag(tuple(lines), width, height, boxed=True, chip=chip, chip_mm=chip_mm)


def _level(work: PlateWork, layout: Layout) -> tuple[float, str]:
    if work.main:
        return 1.12 * layout.fs, "bold"
    small = work.fact.is_part or work.fact.kind in _SMALL_KINDS
    return (0.9 if small else 1.0) * layout.fs, "semibold"


def _first_line(work: PlateWork, face: str, pt: float, indent: float, room: float) -> Line:
    value = work.fact.physical
    # what has not begun says so on its second line; a town has reached its class or not
    silent = (
        value.number is None or is_town(work) or (work.style == "prep" and not value.number)
    )
    figure = "" if silent else fonts.printable(value.text)
    figure_face = "bold_italic" if value.illustrative else "bold"
    dot_mm = (
        fonts.width("·", "semibold", pt) + 2 * 0.26 * pt * fonts.MM_PER_PT if figure else 0.0
    )
    figure_mm = fonts.width(figure, figure_face, pt)
    name = fonts.shorten(work.label, face, pt, max(room - dot_mm - figure_mm, room / 4))
    name_mm = fonts.width(name, face, pt)
    pieces = [Piece(name, face, pt, INK, 0.0)]
    if figure:
        dot = name_mm + 0.26 * pt * fonts.MM_PER_PT
        pieces += [
            Piece("·", "semibold", pt, INK, dot),
            Piece(figure, figure_face, pt, INK, name_mm + dot_mm),
        ]
    return Line(tuple(pieces), indent, name_mm + dot_mm + figure_mm, 0.0)


def order(plate: Plate) -> list[int]:
    """Return the works of a plate in the order in which their labels choose."""

    def rank(index: int) -> tuple[bool, bool, bool, bool, int]:
        work = plate.works[index]
        points = any(shape.kind == "point" for shape in work.shapes)
        return not work.main, is_study(work), work.optional, not points, index

    return sorted(range(len(plate.works)), key=rank)


def ask(work: PlateWork, index: int, tagged: Tag, anchors: tuple[Anchor, ...]) -> spots.Asked:
    """Return the request for a place of the tag of one work."""
    obligatory = not work.optional and not is_study(work)
    return spots.Asked(
        tagged.width,
        tagged.height,
        anchors,
        owner=index,
        obligatory=obligatory,
        worth=_STUDY_WORTH if is_study(work) else math.inf,
        reach=len(spots.DISTANCES) if tagged.boxed else _FAR if obligatory else _NEAR,
    )


def draw_tag(axes: Axes, tagged: Tag, spot: spots.Spot, k: float) -> None:
    """Draw a tag at its place; a name on the left of its symbol ends at the symbol."""
    box = spot.box
    if tagged.boxed:
        _draw_box(axes, box, k)
    if tagged.chip:
        first = tagged.lines[0]
        middle = box.top - first.down + fonts.cap_height(first.pieces[0].pt) / 2
        left = box.left + (first.indent - tagged.chip_mm) / 2
        chips.draw(
            axes, left + tagged.chip_mm / 2, middle, tagged.chip_mm, tagged.chip, ZORDER + 2
        )
    middle_x = (box.left + box.right) / 2
    to_right = not tagged.boxed and box.right <= spot.anchor.x
    centred = not tagged.boxed and not to_right and box.left < spot.anchor.x
    for line in tagged.lines:
        left = box.left + line.indent
        if to_right:
            left = box.right - line.width
        elif centred:
            left = middle_x - line.width / 2
        for piece in line.pieces:
            fonts.draw_text(
                axes,
                left + piece.x,
                box.top - line.down,
                piece.text,
                piece.face,
                piece.pt,
                piece.colour,
                halo="" if tagged.boxed else PAPER,
                halo_pt=1.9 * k,
                zorder=ZORDER + 2,
            )


def _draw_box(axes: Axes, box: Box, k: float) -> None:
    corner = 0.7 * k
    axes.add_patch(
        FancyBboxPatch(
            (box.left + corner, box.bottom + corner),
            box.width - 2 * corner,
            box.height - 2 * corner,
            boxstyle=f"round,pad={corner}",
            facecolor=(1, 1, 1, 0.95),
            edgecolor=INK_FAINT,
            linewidth=0.35 * k,
            zorder=ZORDER,
            clip_on=False,
        )
    )


def draw_leader(axes: Axes, leader: spots.Leader, k: float) -> None:
    """Draw a leader: a dark line on a white one."""
    x, y = (leader.x, leader.to_x), (leader.y, leader.to_y)
    for number, (colour, pt) in enumerate(((PAPER, 1.7), (INK, 0.6))):
        axes.add_line(
            Line2D(
                x,
                y,
                color=colour,
                linewidth=pt * k,
                solid_capstyle="butt",
                zorder=LEADER_ZORDER + number,
                clip_on=False,
            )
        )
