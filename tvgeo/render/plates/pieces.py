"""What stands on a sheet beside the map, as a list that can be measured before it is drawn.

A column is laid out as often as it takes to fit; only the list that fits is drawn. Everything is
in mm of the page, text sizes and line widths in pt.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely import MultiPolygon

from tvgeo.render import style
from tvgeo.render.plates import chips, fonts, samples
from tvgeo.render.plates.canvas import Canvas
from tvgeo.render.plates.layout import Box, Layout

COLOURS: dict[str, str] = style.PALETTE["base"]
INK, MUTED, FAINT = COLOURS["ink"], COLOURS["ink_muted"], COLOURS["ink_faint"]
# Above everything of the map: order 19 is the last of its layers.
ZORDER = 200.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is the middle of its capitals."""

    x: float
    y: float
    text: str
    face: str
    pt: float
    colour: str = INK
    ha: str = "left"

    @property
    def box(self) -> Box:
        """What the line fills, from the highest accent to the lowest dot."""
        wide = fonts.width(self.text, self.face, self.pt)
        left = self.x - {"left": 0.0, "center": 0.5, "right": 1.0}[self.ha] * wide
        em = self.pt * fonts.MM_PER_PT
        base = self.y - fonts.CAP / 2 * em
        return Box(left, base - fonts.BOTTOM * em, left + wide, base + fonts.TOP * em)


@dataclass(frozen=True, slots=True)
class Block:
    """A filled rectangle, with an edge if it is given a width."""

    box: Box
    fill: str
    edge: str = "none"
    pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (`x0`, `y0`) to (`x1`, `y1`)."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str = INK
    pt: float = 0.5


@dataclass(frozen=True, slots=True)
class Chip:
    """The sign of a state, its middle at `x`, `y`."""

    x: float
    y: float
    size: float
    style: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A symbol of the map between `left` and `right`, at the height `y`, in a state."""

    left: float
    right: float
    y: float
    kind: str
    style: str


@dataclass(frozen=True, slots=True)
class Area:
    """Filled shapes without an edge, on whole pixels: the modules of a code."""

    shape: MultiPolygon
    fill: str


Piece = Words | Block | Rule | Chip | Sample | Area


def draw(axes: Axes, layout: Layout, pieces: Iterable[Piece]) -> None:
    """Draw a list in its order, over the map."""
    for place, piece in enumerate(pieces):
        zorder = ZORDER + place * 0.001
        match piece:
            case Words(x, y, text, face, pt, colour, ha):
                fonts.draw_text(
                    axes, x, y, text, face, pt, colour, ha=ha, va="middle", zorder=zorder
                )
            case Block(box, fill, edge, pt):
                axes.add_patch(
                    Rectangle(
                        (box.left, box.bottom),
                        box.width,
                        box.height,
                        facecolor=fill,
                        edgecolor=edge,
                        linewidth=pt,
                        zorder=zorder,
                    )
                )
            case Rule(x0, y0, x1, y1, colour, pt):
                axes.add_line(
                    Line2D(
                        (x0, x1),
                        (y0, y1),
                        color=colour,
                        linewidth=pt,
                        solid_capstyle="butt",
                        zorder=zorder,
                    )
                )
            case Chip(x, y, size, code):
                chips.draw(axes, x, y, size, code, zorder)
            case Sample(left, right, y, kind, code):
                canvas = Canvas.within(axes, layout, Box(left, y - 3.0, right, y + 3.0))
                samples.draw(canvas, kind, code)
            case Area(shape, fill):
                axes.add_patch(
                    PathPatch(
                        _path(shape),
                        facecolor=fill,
                        linewidth=0,
                        antialiased=False,
                        zorder=zorder,
                    )
                )


def _path(shape: MultiPolygon) -> Path:
    rings = [
        Path(ring.coords, closed=True)
        for polygon in shape.geoms
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Path.make_compound_path(*rings)


def boxes(pieces: Iterable[Piece]) -> tuple[Box, ...]:
    """Return the boxes of the texts of a list."""
    return tuple(piece.box for piece in pieces if isinstance(piece, Words))
