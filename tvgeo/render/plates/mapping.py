"""The map of a plate: background, works, signs, furniture; and what it leaves to the labels."""

from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates import basemap, furniture, inset, papers, signs, spots, strokes
from tvgeo.render.plates.canvas import Canvas, parts, seen
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Anchor, Obstacles, Weight
from tvgeo.render.plates.plate import Plate, PlateWork

# Points along a line or in an area that a flag may point to, and how far from them it starts.
LINE_RIM, AREA_RIM = 0.6, 0.6
_LEAST, _MOST, _EVERY = 3, 7, 14.0
# What covering something costs per mm², and how wide a line is for that, mm.
MAIN, WORK, CANAL, ROAD, BORDER, SHORE, LAND = 1.2, 0.9, 0.6, 0.35, 0.3, 0.12, 0.004
_WORK_WIDTH, _THIN = 2.0, 1.0


class _Lines(NamedTuple):
    """The lines of a work in mm: all of them, and those with finished stretches."""

    whole: BaseGeometry
    finished: BaseGeometry | None


def draw(axes: Axes, plate: Plate, layout: Layout) -> None:
    """Draw the map of a plate, without the labels."""
    canvas = Canvas.of(axes, layout)
    basemap.draw(canvas, plate)
    signs.zones(canvas, plate)
    points = signs.of(plate, layout)
    rings = signs.rings(plate, points, layout)
    noted = signs.notes(plate, rings, points, layout, _furniture(plate, layout))
    signs.draw_rings(canvas, rings, noted)
    # the works that are furthest behind are drawn last, over the others
    for work in reversed(plate.works):
        _draw_lines(canvas, work)
    signs.draw(canvas, plate, points)
    furniture.draw(canvas, plate)
    inset.draw(canvas, plate)


def _draw_lines(canvas: Canvas, work: PlateWork) -> None:
    shapes = [shape for shape in work.shapes if shape.kind == "line"]
    for schematic in (True, False):
        lines = _joined([canvas.page(s.geometry) for s in shapes if s.schematic is schematic])
        if lines.is_empty:
            continue
        if work.finished is None:
            strokes.line(canvas, lines, work.style, schematic=schematic)
        else:
            done = canvas.page(work.finished)
            strokes.stretches(canvas, lines, done, work.style, schematic=schematic)


def _joined(lines: list[BaseGeometry]) -> BaseGeometry:
    """Return lines as one geometry, joined where they meet."""
    flat = [part for line in lines for part in parts(line, 1)]
    return (
        shapely.line_merge(shapely.MultiLineString(flat)) if flat else shapely.MultiLineString()
    )


def obstacles(plate: Plate, layout: Layout) -> Obstacles:
    """Return what labels may point to and what they may not cover."""
    points = signs.of(plate, layout)
    rings = signs.rings(plate, points, layout)
    hard = _furniture(plate, layout)
    hard += [noted.box for noted in signs.notes(plate, rings, points, layout, hard)]
    return Obstacles(
        frame=layout.map,
        anchors=tuple(
            tuple(_anchors(number, work, points, layout))
            for number, work in enumerate(plate.works)
        ),
        symbols=tuple(
            tuple(sign.box for sign in points if sign.work == number)
            for number in range(len(plate.works))
        ),
        hard=tuple(hard),
        weights=tuple(_weights(plate, layout)),
    )


def _furniture(plate: Plate, layout: Layout) -> list[Box]:
    """Return the boxes of what always stands on the map."""
    found = [furniture.bar_box(layout), furniture.arrow_box(layout)]
    if plate.inset is not None and not papers.PAPER[layout.paper].inset_in_panel:
        found.append(papers.inset_box(plate, layout).grown(0.8 * layout.k))
    return found


def _anchors(
    number: int, work: PlateWork, points: list[signs.Sign], layout: Layout
) -> list[Anchor]:
    """Return the points of a work that is seen: its signs, else points along or in it."""
    own = [Anchor(sign.x, sign.y, sign.rim) for sign in points if sign.work == number]
    if own:
        return own
    inner = layout.map.grown(-spots.EDGE)
    lines = [s.geometry for s in work.shapes if s.kind == "line"]
    if lines:
        done = [work.finished] if work.finished is not None else []
        found = [
            anchor
            for geometry in (*done, shapely.union_all(lines))
            for anchor in _along(_inside(geometry, layout, inner), layout.k)
        ]
        return found[:_MOST]
    areas = [_inside(s.geometry, layout, inner) for s in work.shapes if s.kind == "area"]
    return [anchor for area in areas for anchor in _within(area)][:_MOST]


def _inside(geometry: BaseGeometry, layout: Layout, box: Box) -> BaseGeometry:
    return shapely.clip_by_rect(seen(geometry, layout), *box)


def _along(lines: BaseGeometry, k: float) -> list[Anchor]:
    merged = _joined([lines])
    pieces = sorted(parts(merged, 1), key=lambda part: -part.length)
    found: list[Anchor] = []
    for piece in pieces:
        n = min(max(int(piece.length / (_EVERY * k)), _LEAST if not found else 1), _MOST)
        # from the middle outwards
        at = sorted((np.arange(n) + 0.5) / n, key=lambda share: abs(share - 0.5))
        for share in at:
            point = piece.interpolate(float(share), normalized=True)
            found.append(Anchor(point.x, point.y, LINE_RIM * k))
    return found


def _within(area: BaseGeometry) -> list[Anchor]:
    found = []
    for part in sorted(parts(area, 2), key=lambda each: -each.area)[:1]:
        for place in (part, *_quarters(part)):
            point = place.representative_point()
            found.append(Anchor(point.x, point.y, AREA_RIM))
    return found


def _quarters(area: BaseGeometry) -> list[BaseGeometry]:
    left, bottom, right, top = area.bounds
    x, y = (left + right) / 2, (bottom + top) / 2
    boxes = (
        (left, bottom, x, y), (x, bottom, right, y), (left, y, x, top), (x, y, right, top),
    )  # fmt: skip
    cut = [area.intersection(shapely.box(*box)) for box in boxes]
    return [piece for piece in cut if parts(piece, 2)]


def _weights(plate: Plate, layout: Layout) -> list[Weight]:
    base, k = plate.base, layout.k

    def of(geometry: BaseGeometry, width: float, cost: float) -> Weight:
        return Weight(seen(geometry, layout), width, cost)

    found = [
        of(base.province, 0.0, LAND),
        of(base.water.boundary, _THIN * k, SHORE),
        of(base.outline, _THIN * k, BORDER),
        *(of(road.geometry, _THIN * k, ROAD) for road in base.roads),
        *(of(place.geometry, 1.3 * k, CANAL) for place in base.canals),
    ]
    for work in plate.works:
        for shape in work.shapes:
            if shape.kind == "line":
                cost = MAIN if work.main else WORK
                thin = work.style == "study"
                found.append(
                    of(
                        shape.geometry,
                        _THIN * k if thin else _WORK_WIDTH * k,
                        ROAD if thin else cost,
                    )
                )
    return [weight for weight in found if not weight.geometry.is_empty]
