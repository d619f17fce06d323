"""Numbers of roads in small boxes, once or twice along each, where nothing else is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from tvgeo.render import style
from tvgeo.render.plates import crossing, fonts, spots
from tvgeo.render.plates.cost import Floats
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import Road

ZORDER = 160.0
SIZE = 0.72
_EDGE_COLOUR: str = style.PALETTE["base"]["ink_muted"]
_INK: str = style.PALETTE["base"]["ink"]
_PAPER: str = style.PALETTE["base"]["paper"]
# A number this long is no number of a road.
_LONGEST = 12
# Places along a road, mm; from this length on a road has its number twice, mm times k.
_STEP = 2.0
_TWICE = 75.0
_APART = 28.0
# Seen clear of the ends, where roads meet.
_ENDS = 5.0


class Shield(NamedTuple):
    """The number of a road and its box, mm."""

    ref: str
    box: Box


def lay(roads: Sequence[Road], layout: Layout, scene: spots.Scene) -> tuple[Shield, ...]:
    """Return the shields of roads: clear of what is there and of each other, off the works."""
    numbers = sorted({road.ref for road in roads if road.ref.strip()})
    placed: list[Shield] = []
    for ref in numbers:
        lines = [road.geometry for road in roads if road.ref == ref]
        placed += _along(fonts.printable(ref)[:_LONGEST], lines, layout, scene, placed)
    return tuple(placed)


def _along(
    ref: str,
    lines: Sequence[shapely.Geometry],
    layout: Layout,
    scene: spots.Scene,
    placed: Sequence[Shield],
) -> list[Shield]:
    points, long = _points(lines, layout)
    if not len(points):
        return []
    half = _half(ref, layout)
    boxes = np.column_stack((points - half, points + half))
    free = np.asarray(~crossing.meet(boxes, scene.solid).any(axis=1))
    free &= ~crossing.cross(scene.lines, boxes).any(axis=0)
    frame = scene.frame.grown(-spots.EDGE)
    free &= (boxes[:, :2] >= frame[:2]).all(axis=1) & (boxes[:, 2:] <= frame[2:]).all(axis=1)
    if placed:
        others = np.array([shield.box.grown(2.0) for shield in placed])
        free &= ~crossing.meet(boxes, others).any(axis=1)
    middle = np.array([(frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2])
    away = np.hypot(*(points - middle).T) / frame.width
    cost = scene.raster.over(boxes) + 2.0 * away
    chosen: list[int] = []
    for at in np.argsort(cost, kind="stable"):
        far = all(np.hypot(*(points[at] - points[i])) > _APART * layout.k for i in chosen)
        if free[at] and far:
            chosen.append(int(at))
        if len(chosen) == (2 if long > _TWICE * layout.k else 1):
            break
    return [Shield(ref, Box(*map(float, boxes[at]))) for at in chosen]


def _points(lines: Sequence[shapely.Geometry], layout: Layout) -> tuple[Floats, float]:
    """Return points along the visible parts of a road in mm, and their length."""
    frame = layout.map.grown(-spots.EDGE)
    found, long = [], 0.0
    for line in lines:
        page = shapely.affinity.affine_transform(line, layout.matrix())
        visible = shapely.clip_by_rect(page, *frame)
        merged = shapely.line_merge(visible) if visible.length else visible
        for part in shapely.get_parts(merged):
            long += part.length
            if part.length > 2 * _ENDS:
                at = np.arange(_ENDS, part.length - _ENDS, _STEP)
                found.append(shapely.get_coordinates(shapely.line_interpolate_point(part, at)))
    return (np.vstack(found) if found else np.zeros((0, 2))), long


def _half(ref: str, layout: Layout) -> Floats:
    pt = SIZE * layout.fs
    wide = fonts.width(ref, "bold", pt) + 0.75 * pt * fonts.MM_PER_PT
    return np.array([wide, 1.32 * pt * fonts.MM_PER_PT]) / 2


def draw(axes: Axes, shields: Sequence[Shield], layout: Layout) -> None:
    """Draw shields."""
    corner = 0.55 * layout.k
    for shield in shields:
        box = shield.box.grown(-corner)
        axes.add_patch(
            FancyBboxPatch(
                (box.left, box.bottom),
                box.width,
                box.height,
                boxstyle=f"round,pad={corner}",
                facecolor=_PAPER,
                edgecolor=_EDGE_COLOUR,
                linewidth=0.8 * layout.k,
                zorder=ZORDER,
            )
        )
        fonts.draw_text(
            axes,
            (box.left + box.right) / 2,
            (box.bottom + box.top) / 2,
            shield.ref,
            "bold",
            SIZE * layout.fs,
            _INK,
            ha="center",
            va="middle",
            zorder=ZORDER + 1,
        )
