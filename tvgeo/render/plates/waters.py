"""Names of rivers and canals, letter by letter along a smoothed line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from tvgeo.render import style
from tvgeo.render.plates import cost, crossing, fonts, spots
from tvgeo.render.plates.cost import Flags, Floats
from tvgeo.render.plates.layout import Box

COLOUR: str = style.PALETTE["base"]["water_label"]
SEA: str = style.PALETTE["base"]["sea"]
ZORDER = 130.0
# Between the points of a smoothed line, mm, and how far each looks to both sides.
_STEP = 1.0
_SMOOTH = 7
_WINDOW = 2.0
# The middle of small letters above their baseline, a fraction of the type size.
_MIDDLE = 0.29
_MOST_TURN = np.deg2rad(55)
# What a name costs per share of its letters on land and in the open sea, per radian it turns,
# and away from the middle.
_ON_LAND, _AT_SEA, _TURN, _AWAY = 30.0, 6.0, 4.0, 3.0
_LEAST_WET = 0.55
# What it costs when every letter has a symbol so near, mm.
_CROWDED, _CROWD = 4.0, 7.0
_MASK = 0.62


class Letter(NamedTuple):
    """One letter: the left end of its baseline in mm and its turn in degrees."""

    text: str
    x: float
    y: float
    turn: float


@dataclass(frozen=True, slots=True)
class WaterName:
    """A name along a water; `mask` is the strip of water under it where lines are hidden."""

    name: str
    letters: tuple[Letter, ...]
    face: str
    pt: float
    boxes: tuple[Box, ...]
    mask: BaseGeometry


class Type(NamedTuple):
    """How a name of water is set: face, size, spacing as a fraction of the size."""

    face: str
    pt: float
    spacing: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a name may stand: in the frame, off what is there, cheap in the raster, on water.

    `wet` and `sea` are the cells of the raster on water and on the open sea.
    """

    scene: spots.Scene
    water: BaseGeometry
    wet: Flags
    sea: Flags


def surroundings(scene: spots.Scene, water: BaseGeometry, open_: BaseGeometry) -> Surroundings:
    """Return where names of waters may stand; `water` and the open part of it are in mm."""
    wet, sea = (cost.covered(scene.frame, area) for area in (water, open_))
    return Surroundings(scene, water, wet, sea)


def write(
    name: str, line: BaseGeometry, kind: Type, around: Surroundings, *, beside: float = 0.0
) -> WaterName | None:
    """Return a name on the best stretch of a line in mm, `None` where there is no room.

    `beside` writes it on one side of the line, so many mm away: a canal is narrower than letters.
    """
    words = fonts.printable(name)
    wide = fonts.width(words, *kind[:2], spacing=kind.spacing)
    if not words or not wide:
        return None
    best: tuple[float, Floats] | None = None
    for path in _paths(line, around.scene.frame, wide):
        for side in (beside, -beside) if beside else (0.0,):
            for found in _stretches(path, words, wide, kind, side):
                price = _cost(found, kind, around, on_water=not beside)
                if price is not None and (best is None or price < best[0] - 1e-9):
                    best = price, found
    return _written(words, best[1], kind, around, beside=beside) if best else None


def _paths(line: BaseGeometry, frame: Box, wide: float) -> list[Floats]:
    """Return the visible parts of a line that are long enough, smoothed, points 1 mm apart."""
    visible = shapely.clip_by_rect(line, *frame.grown(-spots.EDGE))
    merged = shapely.line_merge(visible) if not visible.is_empty else visible
    paths = []
    for part in shapely.get_parts(merged):
        if part.length < wide + 2 * _STEP:
            continue
        n = int(part.length / _STEP)
        points = shapely.get_coordinates(
            shapely.line_interpolate_point(part, np.linspace(0.0, part.length, n + 1))
        )
        smooth = _smoothed(points)
        along = LineString(smooth)
        even = np.arange(0.0, along.length, _STEP)
        paths.append(shapely.get_coordinates(shapely.line_interpolate_point(along, even)))
    return paths


def _smoothed(points: Floats) -> Floats:
    reach = min(_SMOOTH, max((len(points) - 1) // 4, 0))
    if not reach:
        return points
    kernel = np.hanning(2 * reach + 3)[1:-1]
    kernel /= kernel.sum()
    # mirrored through the ends, so that the ends stay where they are
    before = 2 * points[0] - points[reach:0:-1]
    after = 2 * points[-1] - points[-2 : -reach - 2 : -1]
    padded = np.vstack((before, points, after))
    return np.column_stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)])


def _stretches(path: Floats, words: str, wide: float, kind: Type, side: float) -> list[Floats]:
    """Return, for places along a path, the middle and the turn of each letter."""
    long = _STEP * (len(path) - 1)
    advances = np.array(fonts.advances(words, *kind[:2]))
    spaced = advances + kind.spacing * kind.pt * fonts.MM_PER_PT
    middles = np.cumsum(spaced) - spaced + advances / 2
    found = []
    for start in np.arange(0.0, long - wide, _WINDOW):
        first, last = _at(path, np.array([start, start + wide]))
        forward = first[0] <= last[0]
        at = start + middles if forward else start + wide - middles
        points = _at(path, at)
        ahead, behind = _at(path, at + 1.5), _at(path, at - 1.5)
        way = (ahead - behind) if forward else (behind - ahead)
        turn = np.arctan2(way[:, 1], way[:, 0])
        normal = np.column_stack((-np.sin(turn), np.cos(turn)))
        share = (start + wide / 2) / long - 0.5
        found.append(
            np.column_stack((points + side * normal, turn, np.full(len(turn), abs(share))))
        )
    return found


def _at(path: Floats, along: Floats) -> Floats:
    index = np.clip(along / _STEP, 0, len(path) - 1.000001)
    low = index.astype(int)
    part = (index - low)[:, None]
    result: Floats = path[low] * (1 - part) + path[low + 1] * part
    return result


def _boxes(found: Floats, kind: Type) -> Floats:
    half = 0.55 * kind.pt * fonts.MM_PER_PT
    return np.column_stack((found[:, :2] - half, found[:, :2] + half))


def _cost(found: Floats, kind: Type, around: Surroundings, *, on_water: bool) -> float | None:
    boxes = _boxes(found, kind)
    turn = np.unwrap(found[:, 2])
    if np.abs(np.diff(turn)).max(initial=0.0) > _MOST_TURN or np.ptp(turn) > np.pi / 2:
        return None
    if crossing.meet(boxes, around.scene.solid).any():
        return None
    if crossing.cross(around.scene.lines, boxes).any():
        return None
    frame = around.scene.frame.grown(-spots.EDGE)
    if (boxes[:, :2] < frame[:2]).any() or (boxes[:, 2:] > frame[2:]).any():
        return None
    total = around.scene.raster.over(boxes).mean() + _TURN * np.abs(np.diff(turn)).sum()
    if on_water:
        rows, columns = around.wet.shape
        column = np.clip((found[:, 0] - around.scene.frame.left).astype(int), 0, columns - 1)
        row = np.clip((found[:, 1] - around.scene.frame.bottom).astype(int), 0, rows - 1)
        wet = float(around.wet[row, column].mean()) if around.wet.any() else 1.0
        if wet < _LEAST_WET:
            return None
        total += _ON_LAND * (1 - wet) + _AT_SEA * float(around.sea[row, column].mean())
    crowded = (
        crossing.meet(crossing.grown(boxes, _CROWD), around.scene.symbols).any(axis=1).mean()
    )
    return float(total + _CROWDED * crowded + _AWAY * found[0, 3])


def _written(
    words: str, found: Floats, kind: Type, around: Surroundings, *, beside: float
) -> WaterName:
    em = kind.pt * fonts.MM_PER_PT
    letters = []
    advances = fonts.advances(words, *kind[:2])
    for letter, wide, (x, y, turn, _) in zip(words, advances, found, strict=True):
        back = wide / 2
        left = x - back * np.cos(turn) + _MIDDLE * em * np.sin(turn)
        base = y - back * np.sin(turn) - _MIDDLE * em * np.cos(turn)
        letters.append(Letter(letter, float(left), float(base), float(np.rad2deg(turn))))
    mask: BaseGeometry = shapely.Point()
    if not beside and len(found) > 1:
        strip = LineString(found[:, :2]).buffer(_MASK * em)
        mask = strip.intersection(around.water)
    boxes = tuple(Box(*map(float, box)) for box in _boxes(found, kind))
    return WaterName(words, tuple(letters), kind.face, kind.pt, boxes, mask)


def draw(axes: Axes, names: Sequence[WaterName]) -> None:
    """Draw names of waters, each over a strip of plain water."""
    for name in names:
        for part in shapely.get_parts(name.mask):
            if shapely.get_dimensions(part) == 2:  # noqa: PLR2004 - areas only
                axes.add_patch(
                    PathPatch(
                        _outline(part), facecolor=SEA, edgecolor="none", zorder=ZORDER - 1
                    )
                )
        for letter in name.letters:
            fonts.draw_text(
                axes,
                letter.x,
                letter.y,
                letter.text,
                name.face,
                name.pt,
                COLOUR,
                rotation=letter.turn,
                zorder=ZORDER,
            )


def _outline(area: BaseGeometry) -> Path:
    rings = [area.exterior, *area.interiors]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring)) for ring in rings))
