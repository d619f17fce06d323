"""The small map of the country with its archipelagos, and where the plate lies in it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from matplotlib.patches import Rectangle
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo import locale
from tvgeo.render import style
from tvgeo.render.plates import fonts, papers
from tvgeo.render.plates.canvas import Canvas
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import Place, Plate

COLOURS: dict[str, str] = style.PALETTE["inset"]
BASE: dict[str, str] = style.PALETTE["base"]
ZORDER = 192.0
# West, south, east, north in degrees.
EXTENT = (101.4, 7.0, 119.2, 24.0)
TEXT = 0.7
# Symbolic dots of an archipelago around its label point, degrees; the islands are smaller than a
# dot. A wide group (rank 2) has more of them, further apart.
_NEAR = ((-0.55, 0.1), (-0.45, 0.3), (-0.42, -0.1), (-0.15, -0.15), (0.05, 0.2), (0.1, -0.02),
         (0.5, 0.03))  # fmt: skip
_WIDE = (
    (-1.2, 1.2), (-1.3, 0.9), (-0.1, 0.9), (0.1, 1.05), (0.5, 0.95), (0.6, 0.8), (-0.4, 0.6),
    (-0.4, 0.4), (-0.75, 0.1), (-0.85, 0.0), (-0.7, -0.1), (0.2, 0.25), (-0.3, -0.3),
    (-0.1, -0.3), (0.65, -0.35), (1.5, 0.0), (1.0, -0.95), (0.5, -1.15),
)  # fmt: skip
_DOT = 0.22
# From a name to the dots below it and the frame, mm times k.
_GAP = 1.1
_COAST = 0.9
_STEP = 0.1


def draw(canvas: Canvas, plate: Plate) -> None:
    """Draw the inset of a plate at its place, if it has one."""
    inset = plate.inset
    if inset is None:
        return
    box = papers.inset_box(plate, canvas.layout)
    small = Canvas.within(canvas.axes, canvas.layout, box)
    small.fill(shapely.box(*box), COLOURS["ground"], ZORDER)
    country = placed(inset.country, box)
    small.fill(
        country, COLOURS["vietnam"], ZORDER + 1, edge=COLOURS["line"], pt=0.45 * canvas.k
    )
    _islands(small, plate)
    if inset.here is not None:
        _here(small, inset.here)
    canvas.axes.add_patch(
        Rectangle(
            (box.left, box.bottom), box.width, box.height, facecolor="none",
            edgecolor=BASE["ink_muted"], linewidth=0.8 * canvas.k, zorder=ZORDER + 5,
        )
    )  # fmt: skip


def placed(geometry: BaseGeometry, box: Box) -> BaseGeometry:
    """Return a geometry in degrees in mm of the page."""
    west, south, east, _ = EXTENT
    across = box.width / (east - west)
    middle = math.radians((EXTENT[1] + EXTENT[3]) / 2)
    up = across / math.cos(middle)
    return affinity.affine_transform(
        geometry, (across, 0.0, 0.0, up, box.left - west * across, box.bottom - south * up)
    )


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an archipelago in two lines, mm: its middle, its box, its size in pt."""

    place: Place
    x: float
    box: Box
    pt: float


def names(plate: Plate, layout: Layout, box: Box) -> list[Name]:
    """Return the names of the archipelagos over their dots, clear of coast and frame.

    They shrink together, as far as the paper allows.
    """
    if plate.inset is None:
        return []
    country = placed(plate.inset.country, box).buffer(_COAST * layout.k)
    least = papers.PAPER[layout.paper].least_pt
    pt = max(TEXT * layout.fs, least)
    while True:
        found = [_name(place, plate, layout, box, pt, country) for place in plate.inset.islands]
        touched = any(country.intersects(shapely.box(*name.box)) for name in found)
        if not touched or pt <= least:
            return found
        pt = max(pt - _STEP, least)


def _name(
    place: Place, plate: Plate, layout: Layout, box: Box, pt: float, country: BaseGeometry
) -> Name:
    t, k = locale.get(plate.language), layout.k
    dots = placed(_dots(place), box).bounds
    wide = max(
        fonts.width(place.name, "semibold_italic", pt),
        fonts.width(t("inset.country"), "italic", pt),
    )
    bottom = dots[3] + _GAP * k
    top = bottom + fonts.height(pt, 2)
    last = box.right - wide / 2 - _GAP * k
    x = min(max((dots[0] + dots[2]) / 2, box.left + wide / 2 + _GAP * k), last)
    while x < last and country.intersects(shapely.box(x - wide / 2, bottom, x + wide / 2, top)):
        x = min(x + _STEP, last)
    return Name(place, x, Box(x - wide / 2, bottom, x + wide / 2, top), pt)


def _dots(place: Place) -> BaseGeometry:
    point = place.geometry.representative_point()
    around = _WIDE if place.rank > 1 else _NEAR
    return shapely.multipoints([(point.x + dx, point.y + dy) for dx, dy in around])


def _islands(canvas: Canvas, plate: Plate) -> None:
    t, k = locale.get(plate.language), canvas.k
    found = names(plate, canvas.layout, canvas.frame)
    for name in found:
        dots = shapely.get_coordinates(placed(_dots(name.place), canvas.frame))
        canvas.dots(dots, _DOT * k, COLOURS["line"], ZORDER + 2)
        em = name.pt * fonts.MM_PER_PT
        base = name.box.bottom + fonts.BOTTOM * em
        for text, face, y in (
            (t("inset.country"), "italic", base),
            (name.place.name, "semibold_italic", base + fonts.LINE * em),
        ):
            fonts.draw_text(
                canvas.axes, name.x, y, text, face, name.pt, BASE["ink"],
                ha="center", zorder=ZORDER + 3,
            )  # fmt: skip
    if found:
        x = sum(name.x for name in found) / len(found)
        y = _between(canvas.frame, found)
        fonts.draw_text(
            canvas.axes, x, y, t("map.east_sea").upper(), "italic", found[0].pt,
            BASE["water_label"], ha="center", va="middle", zorder=ZORDER + 3,
        )  # fmt: skip


def _between(box: Box, found: Sequence[Name]) -> float:
    """Return the height of the name of the sea: the middle of the widest gap between groups."""
    groups = sorted((placed(_dots(name.place), box).bounds[1], name.box.top) for name in found)
    gaps = [(low[1], high[0]) for low, high in pairwise(groups)]
    low, high = max(gaps, key=lambda gap: gap[1] - gap[0], default=(groups[-1][1], box.top))
    return (low + high) / 2


def _here(canvas: Canvas, here: tuple[float, float, float, float]) -> None:
    """Mark the window of the plate, never smaller than the eye finds."""
    west, south, east, north = placed(shapely.box(*here), canvas.frame).bounds
    least = 2.0 * canvas.k
    across, up = max(east - west, least), max(north - south, least)
    x, y = (west + east) / 2, (south + north) / 2
    mark = shapely.box(x - across / 2, y - up / 2, x + across / 2, y + up / 2)
    canvas.fill(mark, COLOURS["frame"], ZORDER + 4)
