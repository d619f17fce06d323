"""What stands around and on a map: frame, coordinates, scale bar, north arrow."""

import math
from typing import NamedTuple

import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from tvgeo import locale
from tvgeo.render import style
from tvgeo.render.plates import fonts, papers
from tvgeo.render.plates.canvas import Canvas
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import GridLine, Plate

BASE: dict[str, str] = style.PALETTE["base"]
INK, MUTED, PAPER = BASE["ink"], BASE["ink_muted"], BASE["paper"]
ZORDER = 190.0
TICK, TEXT = 1.1, 0.72
# The scale bar: mm times k from the corner of the frame, height of the bar, longest share of the map.
BAR_LEFT, BAR_UP, BAR_HIGH, BAR_LONGEST = 6.0, 6.2, 1.15, 0.32
# Where the bar is divided, by the first digit of its length.
DIVISIONS = {1: (0.0, 0.5, 1.0), 2: (0.0, 0.25, 0.5, 1.0), 5: (0.0, 0.2, 0.4, 1.0)}
# The north arrow, mm times k: height, half width, from the frame.
ARROW, ARROW_HALF, ARROW_RIGHT, ARROW_DOWN = 9.0, 2.4, 6.0, 3.2


class Tick(NamedTuple):
    """A coordinate at the frame, mm; `side` is top, bottom, left or right."""

    x: float
    y: float
    side: str
    text: str


class ScaleBar(NamedTuple):
    """A bar that is true to the scale: its left end and bottom in mm, and its marks in metres."""

    left: float
    bottom: float
    marks_m: tuple[float, ...]
    scale: float

    def x(self, metres: float) -> float:
        """Return where a distance ends on the bar, mm of the page."""
        return self.left + metres * 1000 / self.scale


def draw(canvas: Canvas, plate: Plate) -> None:
    """Draw the frame with its coordinates, the scale bar and the north arrow."""
    layout = canvas.layout
    frame = layout.map
    canvas.axes.add_patch(
        Rectangle(
            (frame.left, frame.bottom), frame.width, frame.height,
            facecolor="none", edgecolor=MUTED, linewidth=0.8 * layout.k, zorder=ZORDER,
        )
    )  # fmt: skip
    for tick in ticks(plate.graticule, layout):
        _draw_tick(canvas, tick)
    _draw_bar(canvas, plate)
    _draw_arrow(canvas, plate)


def ticks(graticule: tuple[GridLine, ...], layout: Layout) -> list[Tick]:
    """Return where the lines of the grid cross the frame, on all four sides."""
    frame = layout.map
    corners = {
        "bottom": ((frame.left, frame.bottom), (frame.right, frame.bottom)),
        "top": ((frame.left, frame.top), (frame.right, frame.top)),
        "left": ((frame.left, frame.bottom), (frame.left, frame.top)),
        "right": ((frame.right, frame.bottom), (frame.right, frame.top)),
    }
    sides = {side: shapely.linestrings(ends) for side, ends in corners.items()}
    found = []
    for line in graticule:
        drawn = shapely.affinity.affine_transform(line.line, layout.matrix())
        for side in ("bottom", "top") if line.meridian else ("left", "right"):
            for x, y in shapely.get_coordinates(drawn.intersection(sides[side])):
                found.append(Tick(float(x), float(y), side, line.text))
    return found


def _draw_tick(canvas: Canvas, tick: Tick) -> None:
    layout, k = canvas.layout, canvas.k
    across = {"bottom": (0, -1), "top": (0, 1), "left": (-1, 0), "right": (1, 0)}[tick.side]
    end = tick.x + across[0] * TICK * k, tick.y + across[1] * TICK * k
    canvas.axes.add_line(
        Line2D(
            (tick.x, end[0]), (tick.y, end[1]), color=MUTED, linewidth=0.6 * k, zorder=ZORDER
        )
    )
    pt = max(TEXT * layout.fs, papers.PAPER[layout.paper].least_pt)
    half = fonts.width(tick.text, "regular", pt) / 2
    frame = layout.map
    along, low, high = (
        (tick.x, frame.left, frame.right)
        if across[0] == 0
        else (tick.y, frame.bottom, frame.top)
    )
    if along - half < low or along + half > high:
        return
    away = TICK * k + 0.5 * k + fonts.cap_height(pt) / 2
    fonts.draw_text(
        canvas.axes,
        tick.x + across[0] * away,
        tick.y + across[1] * away,
        tick.text,
        "regular",
        pt,
        MUTED,
        ha="center",
        va="middle",
        rotation={"left": 90.0, "right": -90.0}.get(tick.side, 0.0),
        zorder=ZORDER,
    )


def scale_bar(layout: Layout) -> ScaleBar:
    """Return the scale bar: the longest round length that keeps to its corner."""
    longest_m = BAR_LONGEST * layout.map.width * layout.scale / 1000
    power = 10.0 ** math.floor(math.log10(longest_m))
    digit = next(d for d in (5, 2, 1) if d * power <= longest_m)
    marks = tuple(share * digit * power for share in DIVISIONS[digit])
    k = layout.k
    bottom = layout.map.bottom + BAR_UP * k
    return ScaleBar(layout.map.left + BAR_LEFT * k, bottom, marks, layout.scale)


def bar_box(layout: Layout) -> Box:
    """Return what the scale bar fills with its texts, mm."""
    bar, k = scale_bar(layout), layout.k
    top = bar.bottom + BAR_HIGH * k + 1.0 * k + fonts.height(_pt(layout))
    return Box(
        bar.left - 2.0 * k, layout.map.bottom + 1.5 * k, bar.x(bar.marks_m[-1]) + 6.0 * k, top
    )


def arrow_box(layout: Layout) -> Box:
    """Return what the north arrow fills with its letter, mm."""
    x, top, k = layout.map.right - ARROW_RIGHT * layout.k, layout.map.top, layout.k
    down = ARROW_DOWN * k + fonts.cap_height(layout.fs) + (1.0 + ARROW) * k
    return Box(
        x - (ARROW_HALF + 0.6) * k, top - down - 0.6 * k, x + (ARROW_HALF + 0.6) * k, top
    )


def _pt(layout: Layout) -> float:
    return max(0.8 * layout.fs, papers.PAPER[layout.paper].least_pt)


def _draw_bar(canvas: Canvas, plate: Plate) -> None:
    layout, k = canvas.layout, canvas.k
    t = locale.get(plate.language)
    bar, pt = scale_bar(layout), _pt(layout)
    high = BAR_HIGH * k
    for place, (low, far) in enumerate(zip(bar.marks_m, bar.marks_m[1:], strict=False)):
        canvas.axes.add_patch(
            Rectangle(
                (bar.x(low), bar.bottom), bar.x(far) - bar.x(low), high,
                facecolor=PAPER if place % 2 else INK, edgecolor=INK, linewidth=0.5 * k,
                zorder=ZORDER,
            )
        )  # fmt: skip
    in_km = bar.marks_m[-1] >= 1000  # noqa: PLR2004 - metres in a kilometre
    for mark in bar.marks_m:
        amount = mark / 1000 if in_km else mark
        last = mark == bar.marks_m[-1]
        text = t.quantity(amount, "km" if in_km else "m") if last else t.number(amount)
        y = bar.bottom + high + 1.0 * k
        fonts.draw_text(
            canvas.axes, bar.x(mark), y, text, "regular", pt, INK,
            ha="center", zorder=ZORDER, halo=BASE["land_neighbour"], halo_pt=1.2 * k,
        )  # fmt: skip
    if papers.PAPER[layout.paper].scale_words:
        said = t(
            "plate.scale", scale=f"1:{t.number(layout.scale, 0)}", paper=layout.paper.upper()
        )
        small = max(TEXT * layout.fs, papers.PAPER[layout.paper].least_pt)
        fonts.draw_text(
            canvas.axes, bar.left, bar.bottom - 1.0 * k, said, "regular", small, MUTED,
            va="top", zorder=ZORDER, halo=BASE["land_neighbour"], halo_pt=1.2 * k,
        )  # fmt: skip


def _draw_arrow(canvas: Canvas, plate: Plate) -> None:
    layout, k = canvas.layout, canvas.k
    t = locale.get(plate.language)
    x = layout.map.right - ARROW_RIGHT * k
    cap = fonts.cap_height(layout.fs)
    top = layout.map.top - ARROW_DOWN * k
    fonts.draw_text(
        canvas.axes, x, top - cap, t("plate.north_arrow"), "bold", layout.fs, INK,
        ha="center", zorder=ZORDER,
    )  # fmt: skip
    tip = top - cap - 1.0 * k
    foot, notch = tip - ARROW * k, tip - 0.8 * ARROW * k
    for side, colour in ((-1, INK), (1, PAPER)):
        canvas.axes.add_patch(
            Polygon(
                [(x, tip), (x + side * ARROW_HALF * k, foot), (x, notch)],
                facecolor=colour, edgecolor=INK, linewidth=0.5 * k, joinstyle="miter",
                zorder=ZORDER,
            )
        )  # fmt: skip
