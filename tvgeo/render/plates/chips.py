"""The sign of a state: a rounded square with its glyph, on the map as in flags and tables.

A colour never speaks alone: every state has a glyph that grey paper shows as well. A town bears
the numeral of its class instead.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from tvgeo.render import style
from tvgeo.render.plates import fonts

PT_PER_MM = 72 / 25.4
PAPER: str = style.PALETTE["base"]["paper"]
INK: str = style.PALETTE["base"]["ink"]
PREP: str = style.PALETTE["status"]["prep"]["chip_line"]
HATCH: str = style.HATCH_COLOUR
EMPTY = ("prep", "study")
# Fractions of the size of a chip.
CORNER, EDGE, HATCH_EDGE = 0.17, 0.075, 0.055
# A town: radius in mm times k; a numeral is at most so wide in it, and so long.
TOWN_RADIUS, NUMERAL_WIDTH, NUMERAL_LETTERS = 2.0, 1.45, 4
_STEPS = 0.001


class Mark(NamedTuple):
    """A glyph in a square of side 1 around 0: its outline, and the width of a stroke, 0 if filled."""

    path: Path
    stroke: float = 0.0


def _polygon(*points: tuple[float, float]) -> Path:
    return Path([*points, points[0]], closed=True)


def _lines(*lines: Sequence[tuple[float, float]]) -> Path:
    return Path.make_compound_path(*(Path(line) for line in lines))


def _bar(x: float) -> Path:
    return _polygon((x - 0.07, -0.24), (x + 0.07, -0.24), (x + 0.07, 0.24), (x - 0.07, 0.24))


MARKS = {
    "square": Mark(_polygon((-0.2, -0.2), (0.2, -0.2), (0.2, 0.2), (-0.2, 0.2))),
    "diamond": Mark(_polygon((0, -0.29), (0.29, 0), (0, 0.29), (-0.29, 0))),
    "triangle": Mark(_polygon((-0.29, 0.2), (0.29, 0.2), (0, -0.28))),
    "triangle-hollow": Mark(_polygon((-0.26, 0.18), (0.26, 0.18), (0, -0.25)), 0.11),
    "check": Mark(_lines([(-0.25, 0.0), (-0.08, -0.19), (0.26, 0.2)]), 0.13),
    "disc": Mark(Path.circle((0, 0), 0.19)),
    "ring": Mark(Path.circle((0, 0), 0.2), 0.1),
    "bars": Mark(Path.make_compound_path(_bar(-0.14), _bar(0.14))),
    "cross": Mark(_lines([(-0.2, -0.2), (0.2, 0.2)], [(-0.2, 0.2), (0.2, -0.2)]), 0.11),
}


def draw(
    axes: Axes,
    x: float,
    y: float,
    size_mm: float,
    code: str,
    zorder: float,
    *,
    rim_mm: float = 0.0,
    round_: bool = False,
) -> None:
    """Draw the chip of a state with its middle at a point, mm of the page.

    `code` is a state of `style.HEALTH_ORDER`, "prep" or "study". A chip on the map has a white
    rim of `rim_mm`; `round_` makes it a circle.
    """
    fill, edge, edge_mm = _colours(code, size_mm)
    if rim_mm:
        axes.add_patch(
            _body(x, y, size_mm + 2 * rim_mm, PAPER, "none", 0.0, zorder, round_=round_)
        )
    axes.add_patch(
        _body(x, y, size_mm - edge_mm, fill, edge, edge_mm, zorder + _STEPS, round_=round_)
    )
    if code == "no_data":
        inside = size_mm - 2 * edge_mm
        for piece in _hatched(x, y, inside, round_=round_):
            axes.add_patch(_stroke(piece, HATCH, 0.07 * size_mm, zorder + 2 * _STEPS))
    elif code not in EMPTY:
        mark = MARKS[style.health(code).glyph]
        placed = mark.path.transformed(Affine2D().scale(size_mm).translate(x, y))
        colour = style.health(code).on
        if mark.stroke:
            patch = _stroke(placed, colour, mark.stroke * size_mm, zorder + 2 * _STEPS)
        else:
            patch = PathPatch(
                placed, facecolor=colour, edgecolor="none", zorder=zorder + 2 * _STEPS
            )
        axes.add_patch(patch)


def town(
    axes: Axes, x: float, y: float, numeral: str, code: str, k: float, pt: float, zorder: float
) -> None:
    """Draw a town with the numeral of the class it aims at: filled where it was reached."""
    radius = TOWN_RADIUS * k
    reached = code == "completed"
    fill = style.health_colour(code) if reached else PAPER
    edge = PAPER if reached else INK
    axes.add_patch(
        Circle((x, y), radius + 0.4 * k, facecolor=PAPER, edgecolor="none", zorder=zorder)
    )
    axes.add_patch(
        Circle((x, y), radius, facecolor=fill, edgecolor="none", zorder=zorder + _STEPS)
    )
    if code == "no_data":
        for piece in _hatched(x, y, 2 * radius, round_=True):
            axes.add_patch(_stroke(piece, HATCH, 0.2 * k, zorder + 2 * _STEPS))
    axes.add_patch(
        Circle(
            (x, y),
            radius - 0.15 * k,
            facecolor="none",
            edgecolor=style.health_colour(code) if reached else edge,
            linewidth=0.3 * k * PT_PER_MM,
            zorder=zorder + 3 * _STEPS,
        )
    )
    text = fonts.printable(numeral)[:NUMERAL_LETTERS]
    size = fonts.shrink(text, "bold", pt, 2 * NUMERAL_WIDTH * k, smallest=0.6 * pt)
    fonts.draw_text(
        axes,
        x,
        y,
        text,
        "bold",
        size,
        PAPER if reached else INK,
        ha="center",
        va="middle",
        halo="" if code != "no_data" else PAPER,
        halo_pt=1.6 * k,
        zorder=zorder + 4 * _STEPS,
    )


def _colours(code: str, size_mm: float) -> tuple[str, str, float]:
    """Return fill, edge and the width of the edge in mm."""
    if code in EMPTY:
        return PAPER, PREP, EDGE * size_mm
    if code == "no_data":
        return PAPER, HATCH, HATCH_EDGE * size_mm
    return style.health_colour(code), "none", 0.0


def _body(
    x: float,
    y: float,
    size: float,
    fill: str,
    edge: str,
    edge_mm: float,
    zorder: float,
    *,
    round_: bool,
) -> FancyBboxPatch | Circle:
    patch: FancyBboxPatch | Circle
    if round_:
        patch = Circle((x, y), size / 2)
    else:
        corner = CORNER * size
        side = size - 2 * corner
        corners = f"round,pad={corner}"
        patch = FancyBboxPatch((x - side / 2, y - side / 2), side, side, boxstyle=corners)
    patch.set(facecolor=fill, edgecolor=edge, linewidth=edge_mm * PT_PER_MM, zorder=zorder)
    return patch


def _stroke(path: Path, colour: str, width_mm: float, zorder: float) -> PathPatch:
    return PathPatch(
        path,
        facecolor="none",
        edgecolor=colour,
        linewidth=width_mm * PT_PER_MM,
        capstyle="butt",
        joinstyle="miter",
        zorder=zorder,
    )


def _hatched(x: float, y: float, size: float, *, round_: bool) -> Iterable[Path]:
    """Yield lines that rise to the right, cut to a square or a circle."""
    reach: Callable[[float], float] = _in_circle if round_ else _in_square
    for across in np.linspace(-0.45, 0.45, 4) * size:
        half = reach(float(across) / size) * size
        if half > 0.0:
            way = np.array([1.0, 1.0]) / math.sqrt(2)
            middle = np.array([x, y]) + np.array([1.0, -1.0]) / math.sqrt(2) * across
            yield Path([middle - half * way, middle + half * way])


def _in_circle(across: float) -> float:
    return math.sqrt(max(0.25 - across**2, 0.0))


def _in_square(across: float) -> float:
    return max(math.sqrt(2) / 2 - abs(across), 0.0)
