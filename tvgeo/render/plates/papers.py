"""The three papers, and the round scale at which a window fits on each.

The numbers of a paper are measured on drawings that were looked at; what a province changes is
only the scale and the place of the map's lower left corner.
"""

import math
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import PAPERS, BaseMap, Plate

# n of 1:n is one of these times a power of ten: a scale that can be said and measured with.
ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0)
LARGEST_SCALE = 10_000.0
# What stays free between the window and the frame of the map, mm.
FREE = 4.0
# Between frame and mark band stand the coordinates: so many mm times k.
COORDINATES = 4.6
# The wider side of the map may get this share of what the window leaves free.
TOWARDS_WATER = 0.76
# Height by width of the inset, which shows 101.4-119.2 degrees east, 7-24 degrees north.
INSET_SHAPE = 0.99
INSET_EDGE = 2.4
# An inset may hide so much of its corner, as a share of its own area, before it moves.
BEARABLE = 0.1
# Hiding a work that is a point counts as so many mm of a line, a box full of land as so many.
POINT, BOX = 20.0, 40.0


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: sizes in mm, text sizes in pt; `map` is as with the mark band above it.

    `least_pt` is the smallest text that may stand on it. `scale_words` says whether the scale
    is said in words: a slide has no size of its own, so its scale means nothing.
    """

    width: float
    height: float
    dpi: int
    margin: float
    k: float
    fs: float
    least_pt: float
    title_pt: float
    panel: float
    map: Box
    band: float
    footer: float
    inset: float
    inset_in_panel: bool
    scale_words: bool


PAPER = {
    "16x9": Paper(
        width=1920 / 144 * 25.4,
        height=1080 / 144 * 25.4,
        dpi=144,
        margin=8.0,
        k=1.0,
        fs=9.6,
        least_pt=6.3,
        title_pt=20.0,
        panel=91.0,
        map=Box(12.2, 24.0, 229.0, 156.4),
        band=6.0,
        footer=10.5,
        inset=44.0,
        inset_in_panel=False,
        scale_words=False,
    ),
    "a4": Paper(
        width=297.0,
        height=210.0,
        dpi=300,
        margin=8.0,
        k=0.86,
        fs=8.2,
        least_pt=5.5,
        title_pt=18.5,
        panel=72.0,
        map=Box(11.4, 22.8, 208.0, 177.8),
        band=5.2,
        footer=10.5,
        inset=36.0,
        inset_in_panel=False,
        scale_words=True,
    ),
    "a3": Paper(
        width=420.0,
        height=297.0,
        dpi=300,
        margin=11.0,
        k=1.12,
        fs=10.2,
        least_pt=6.7,
        title_pt=25.0,
        panel=104.0,
        map=Box(15.7, 28.7, 293.8, 253.9),
        band=7.0,
        footer=11.5,
        inset=58.0,
        inset_in_panel=True,
        scale_words=True,
    ),
}


def lay(plate: Plate, paper: str) -> Layout:
    """Return where everything of a plate stands on a paper.

    Raises
    ------
    ValueError
        If there is no such paper.
    """
    if paper not in PAPER:
        msg = f"no paper {paper!r}; one of {', '.join(PAPERS)}"
        raise ValueError(msg)
    sheet = PAPER[paper]
    frame = _frame(sheet, illustrative=plate.illustrative)
    scale = round_scale(plate.window, frame)
    west, south = _corner(plate.window, frame, scale, plate.base)
    right = sheet.width - sheet.margin
    return Layout(
        paper=paper,
        width=sheet.width,
        height=sheet.height,
        dpi=sheet.dpi,
        margin=sheet.margin,
        k=sheet.k,
        fs=sheet.fs,
        title_pt=sheet.title_pt,
        map=frame,
        panel=Box(
            right - sheet.panel,
            sheet.margin + sheet.footer + 2.5,
            right,
            sheet.height - sheet.margin,
        ),
        footer_height=sheet.footer,
        scale=scale,
        west=west,
        south=south,
    )


def band_box(layout: Layout) -> Box:
    """Return the place of the mark band: over the full width of the map, above its coordinates."""
    bottom = layout.map.top + layout.k * COORDINATES
    band = PAPER[layout.paper].band
    return Box(layout.map.left, bottom, layout.map.right, bottom + band)


def inset_box(plate: Plate, layout: Layout) -> Box:
    """Return the place of the inset: in the panel on A3, else in the corner that hides least.

    The lower left corner belongs to the scale bar, the upper right one to the north arrow.
    """
    width = PAPER[layout.paper].inset
    height = width * INSET_SHAPE
    if PAPER[layout.paper].inset_in_panel:
        left, bottom = layout.panel.left, layout.map.bottom
        return Box(left, bottom, left + width, bottom + height)
    edge = INSET_EDGE * layout.k
    frame = layout.map.grown(-edge)
    corners = (
        Box(frame.right - width, frame.bottom, frame.right, frame.bottom + height),
        Box(frame.left, frame.top - height, frame.left + width, frame.top),
    )
    return min(corners, key=lambda box: _hidden(plate, layout, box))


def round_scale(window: tuple[float, float, float, float], frame: Box) -> float:
    """Return n of the largest round scale 1:n at which `window` fits in `frame` with room.

    The window is in metres, the frame in mm.
    """
    west, south, east, north = window
    needed = max(
        (east - west) * 1000 / (frame.width - 2 * FREE),
        (north - south) * 1000 / (frame.height - 2 * FREE),
        LARGEST_SCALE,
    )
    power = 10.0 ** math.floor(math.log10(needed))
    # a whisker more than a round scale is that scale: the bounds of a window are not exact
    return next(
        (step * power for step in ROUND if step * power * 1.000001 >= needed), 10 * power
    )


def _frame(sheet: Paper, *, illustrative: bool) -> Box:
    """Return the frame of the map, which takes the place of a mark band that is not needed."""
    if illustrative:
        return sheet.map
    return sheet.map._replace(top=sheet.map.top + sheet.band)


def _corner(
    window: tuple[float, float, float, float], frame: Box, scale: float, base: BaseMap
) -> tuple[float, float]:
    """Return the metres of the lower left corner of the map.

    What the paper is wider than the window goes to the side where more water is, for there is
    room for flags and the inset.
    """
    west, south, east, north = window
    width, height = frame.width * scale / 1000, frame.height * scale / 1000
    free = width - (east - west)
    left = _water(base.water, (west - free, south, west, north))
    right = _water(base.water, (east, south, east + free, north))
    share = right / (left + right) if left + right else 0.5
    share = min(max(share, 1 - TOWARDS_WATER), TOWARDS_WATER)
    start = west - free * (1 - share)
    if left + right:
        # an open sea ends where its layer does: land would be drawn beyond
        edges = base.water.bounds
        if right > left:
            start = max(min(start, edges[2] - width), west - free)
        else:
            start = min(max(start, edges[0]), west)
    return start, (south + north - height) / 2


def _water(water: BaseGeometry, box: tuple[float, float, float, float]) -> float:
    return float(shapely.clip_by_rect(water, *box).area) if not water.is_empty else 0.0


def _hidden(plate: Plate, layout: Layout, box: Box) -> float:
    """Return how much a box on the map would hide: mm of works, and land of the province."""
    mm = layout.scale / 1000
    west, south = (
        layout.west + (box.left - layout.map.left) * mm,
        layout.south + (box.bottom - layout.map.bottom) * mm,
    )
    area = shapely.box(west, south, west + box.width * mm, south + box.height * mm)
    shapes = [shape.geometry for work in plate.works for shape in work.shapes]
    works = sum(_seen_in(geometry, area) / mm for geometry in shapes)
    points = sum(geometry.geom_type == "Point" and geometry.within(area) for geometry in shapes)
    land = float(shapely.clip_by_rect(plate.base.province, *area.bounds).area / area.area)
    return float(works + POINT * points + BOX * max(land - BEARABLE, 0.0))


def _seen_in(geometry: BaseGeometry, area: BaseGeometry) -> float:
    """Return the length of a line, or the width of an area, inside a box in metres."""
    inside = geometry.intersection(area)
    return float(inside.length if shapely.get_dimensions(inside) == 1 else inside.area**0.5)
