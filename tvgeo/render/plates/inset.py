"""The small map of the country with its archipelagos, and where the plate lies in it."""

import math

import shapely
from matplotlib.patches import Rectangle
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo import locale
from tvgeo.render import style
from tvgeo.render.plates import fonts, papers
from tvgeo.render.plates.canvas import Canvas
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.plate import Inset, Place, Plate

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


def draw(canvas: Canvas, plate: Plate) -> None:
    """Draw the inset of a plate at its place, if it has one."""
    inset = plate.inset
    if inset is None:
        return
    box = papers.inset_box(plate, canvas.layout)
    small = Canvas.within(canvas.axes, canvas.layout, box)
    small.fill(shapely.box(*box), COLOURS["ground"], ZORDER)
    country = placed(inset.country, box)
    small.fill(country, COLOURS["vietnam"], ZORDER + 1, edge=COLOURS["line"], pt=0.45 * canvas.k)
    _islands(small, plate, inset, country)
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


def names(plate: Plate, inset: Inset, box: Box, layout_fs: float, least_pt: float, k: float,
          country: BaseGeometry) -> list[tuple[Place, float, Box]]:  # fmt: skip
    """Return the archipelagos with the middle and the box of their names, clear of the coast."""
    t = locale.get(plate.language)
    pt = max(TEXT * layout_fs, least_pt)
    found = []
    for place in inset.islands:
        dots = placed(_dots(place), box)
        wide = max(
            fonts.width(place.name, "semibold_italic", pt),
            fonts.width(t("inset.country"), "italic", pt),
        )
        bottom = dots.bounds[3] + _GAP * k
        top = bottom + fonts.height(pt, 2)
        x = (dots.bounds[0] + dots.bounds[2]) / 2
        x = min(max(x, box.left + wide / 2 + _GAP * k), box.right - wide / 2 - _GAP * k)
        name = Box(x - wide / 2, bottom, x + wide / 2, top)
        # a coast to the left pushes the name to the right, as far as the frame
        while country.intersects(shapely.box(*name.grown(0.5 * k))) and (
            name.right + 0.25 < box.right - _GAP * k
        ):
            x += 0.25
            name = Box(name.left + 0.25, name.bottom, name.right + 0.25, name.top)
        found.append((place, x, name))
    return found


def _dots(place: Place) -> BaseGeometry:
    point = place.geometry.representative_point()
    around = _WIDE if place.rank > 1 else _NEAR
    return shapely.multipoints([(point.x + dx, point.y + dy) for dx, dy in around])


def _islands(canvas: Canvas, plate: Plate, inset: Inset, country: BaseGeometry) -> None:
    t = locale.get(plate.language)
    layout, k = canvas.layout, canvas.k
    least = papers.PAPER[layout.paper].least_pt
    pt = max(TEXT * layout.fs, least)
    found = names(plate, inset, canvas.frame, layout.fs, least, k, country)
    for place, x, name in found:
        dots = shapely.get_coordinates(placed(_dots(place), canvas.frame))
        canvas.dots(dots, _DOT * k, COLOURS["line"], ZORDER + 2)
        line = fonts.LINE * pt * fonts.MM_PER_PT
        base = name.bottom + fonts.BOTTOM * pt * fonts.MM_PER_PT
        for text, face, y in (
            (t("inset.country"), "italic", base),
            (place.name, "semibold_italic", base + line),
        ):
            fonts.draw_text(
                canvas.axes, x, y, text, face, pt, BASE["ink"], ha="center", zorder=ZORDER + 3
            )
    if found:
        x = sum(middle for _, middle, _ in found) / len(found)
        y = _free(canvas.frame, [name for _, _, name in found], found)
        fonts.draw_text(
            canvas.axes, x, y, t("map.east_sea").upper(), "italic", pt, BASE["water_label"],
            ha="center", va="middle", zorder=ZORDER + 3,
        )  # fmt: skip


def _free(box: Box, taken: list[Box], found: list[tuple[Place, float, Box]]) -> float:
    """Return the height of the name of the sea: in the middle of the widest gap between names."""
    edges = [(name.bottom - (name.bottom - placed(_dots(place), box).bounds[1]), name.top)
             for place, _, name in found]  # fmt: skip
    edges.sort()
    gaps = [(low[1], high[0]) for low, high in zip(edges, edges[1:], strict=False)]
    low, high = max(gaps, key=lambda gap: gap[1] - gap[0], default=(taken[0].top, box.top))
    return (low + high) / 2


def _here(canvas: Canvas, here: tuple[float, float, float, float]) -> None:
    """Mark the window of the plate, never smaller than the eye finds."""
    west, south, east, north = placed(shapely.box(*here), canvas.frame).bounds
    least = 2.0 * canvas.k
    across, up = max(east - west, least), max(north - south, least)
    x, y = (west + east) / 2, (south + north) / 2
    mark = shapely.box(x - across / 2, y - up / 2, x + across / 2, y + up / 2)
    canvas.fill(mark, COLOURS["frame"], ZORDER + 4)
