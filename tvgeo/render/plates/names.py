"""Names of areas, on the freest point of what is seen of them, and names of towns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo.render import style
from tvgeo.render.plates import cost, crossing, flags, fonts, spots
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Anchor
from tvgeo.render.plates.plate import Place

_BASE: dict[str, str] = style.PALETTE["base"]
DISTRICT_ZORDER = 130.0
TOWN_ZORDER = 155.0
# Points of the grid on which an area name is tried, mm apart.
_GRID = 2.0
_LEAST_INSIDE = 0.72
# What a name costs per share outside its area, and at the far end of it from the centre.
_OUTSIDE, _AWAY = 14.0, 6.0
_LINE = 1.35
# Room around the name of an area, mm times k.
_CLEAR = 0.9
# Water narrower than twice this, mm times k, is a river.
_RIVER = 5.0
# A town of the base map is left out this near to a town of the plan, mm times k.
_SAME = 4.0
# Its name is left out rather than written over a work.
_WORTH = 4.5


class AreaType(NamedTuple):
    """How names of one kind of area are set; `capitals` and whether they may take two lines."""

    face: str
    size: float
    spacing: float
    colour: str
    capitals: bool = True
    two_lines: bool = True


NEIGHBOUR = AreaType("semibold", 1.25, 0.30, _BASE["neighbour_label"])
DISTRICT = AreaType("regular", 0.86, 0.14, _BASE["district_label"])
SEA = AreaType("semibold_italic", 1.5, 0.35, _BASE["water_label"])


@dataclass(frozen=True, slots=True)
class AreaName:
    """A name on an area: its lines, its box, how it is set."""

    lines: tuple[str, ...]
    box: Box
    kind: AreaType
    pt: float


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its dot and the tag that names it."""

    place: Place
    dot: Anchor
    tag: flags.Tag

    @property
    def chief(self) -> bool:
        """Whether it is the chief town."""
        return self.place.rank == 0

    @property
    def box(self) -> Box:
        """The box of the dot."""
        x, y, rim = self.dot
        return Box(x - rim, y - rim, x + rim, y + rim)


def towns(
    places: Sequence[Place],
    layout: Layout,
    scene: spots.Scene,
    planned: Sequence[tuple[str, Box]],
) -> tuple[Town, ...]:
    """Return the towns in the frame, the most important first, but not on symbols or boxes.

    `planned` are names and symbols of towns that are works: they are named as such.
    """
    found: list[Town] = []
    frame = layout.map.grown(-spots.EDGE)
    for place in sorted(places, key=lambda place: (place.rank, place.name)):
        point = affinity.affine_transform(
            place.geometry.representative_point(), layout.matrix()
        )
        if point.is_empty:
            continue
        chief = place.rank == 0
        face, size = ("semibold", 1.02) if chief else ("regular", 0.84)
        tag = flags.plain_tag([(place.name, face, size * layout.fs, flags.INK)], 40 * layout.k)
        dot = Anchor(point.x, point.y, (1.15 if chief else 0.9) * layout.k)
        town = Town(place, dot, tag)
        if any(
            _is_named(place.name, town.box.grown(_SAME * layout.k), each) for each in planned
        ):
            continue
        apart = not any(town.box.meets(other.box) for other in found)
        if apart and town.box.inside(frame) and scene.is_free(town.box):
            found.append(town)
    return tuple(found)


def ask(town: Town) -> spots.Asked:
    """Return the request for a place of the name of a town, right beside its dot."""
    worth = math.inf if town.chief else _WORTH
    size = town.tag.width, town.tag.height
    return spots.Asked(*size, (town.dot,), obligatory=False, reach=1, worth=worth)


def _is_named(name: str, near: Box, planned: tuple[str, Box]) -> bool:
    words, symbol = planned
    return near.meets(symbol) or fonts.printable(name) in fonts.printable(words)


def draw_dot(axes: Axes, town: Town, k: float) -> None:
    """Draw the dot of a town."""
    chief = town.chief
    axes.add_patch(
        Circle(
            (town.dot.x, town.dot.y),
            (0.95 if chief else 0.72) * k,
            facecolor=flags.PAPER,
            edgecolor=flags.INK,
            linewidth=(1.3 if chief else 1.0) * k,
            zorder=TOWN_ZORDER,
        )
    )


def area(
    name: str, visible: BaseGeometry, kind: AreaType, layout: Layout, scene: spots.Scene,
) -> AreaName | None:  # fmt: skip
    """Return the name of an area on its freest point, `None` where it has no room.

    `visible` is the part of the area in the frame, mm. A name of several words may take two
    lines.
    """
    words = fonts.printable(name)
    words = words.upper() if kind.capitals else words
    if not words or visible.is_empty:
        return None
    inside = cost.from_cells(scene.frame, cost.covered(scene.frame, visible).astype(float))
    pt = kind.size * layout.fs
    best: tuple[float, AreaName] | None = None
    for lines in _settings(words, kind, layout, pt):
        found = _freest(lines, visible, kind, pt, scene, inside)
        # a second line has to be worth it
        extra = 1.5 * (len(lines) - 1)
        if found and (best is None or found[0] + extra < best[0]):
            best = found[0] + extra, found[1]
    return best[1] if best else None


def _settings(words: str, kind: AreaType, layout: Layout, pt: float) -> list[tuple[str, ...]]:
    widest = layout.map.width * 0.45
    shown = fonts.shorten(words, kind.face, pt, widest, spacing=kind.spacing)
    settings: list[tuple[str, ...]] = [(shown,)]
    parts = shown.split(" ")
    if kind.two_lines and len(parts) > 1:
        halves = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts))]
        settings.append(min(halves, key=lambda pair: max(map(len, pair))))
    return settings


def _freest(
    lines: tuple[str, ...], visible: BaseGeometry, kind: AreaType, pt: float,
    scene: spots.Scene, inside: cost.Raster,
) -> tuple[float, AreaName] | None:  # fmt: skip
    em = pt * fonts.MM_PER_PT
    wide = max(fonts.width(line, kind.face, pt, spacing=kind.spacing) for line in lines)
    size = np.array([wide, (fonts.TOP + fonts.BOTTOM + (len(lines) - 1) * _LINE) * em])
    frame = scene.frame.grown(-spots.EDGE)
    left, bottom, right, top = visible.bounds
    x, y = np.meshgrid(np.arange(left, right + _GRID, _GRID), np.arange(bottom, top, _GRID))
    middle = np.column_stack((x.ravel(), y.ravel()))
    boxes = np.column_stack((middle - size / 2, middle + size / 2))
    share = inside.over(boxes) / (size[0] * size[1])
    roomy = crossing.grown(boxes, _CLEAR * scene.k)
    free = (share >= _LEAST_INSIDE) & ~crossing.meet(roomy, scene.solid).any(axis=1)
    free &= (boxes[:, :2] >= frame[:2]).all(axis=1) & (boxes[:, 2:] <= frame[2:]).all(axis=1)
    free &= ~crossing.cross(scene.lines, boxes).any(axis=0)
    if not free.any():
        return None
    boxes, middle, share = boxes[free], middle[free], share[free]
    centre = np.array(visible.centroid.coords[0])
    far = np.hypot(*(middle - centre).T) / max(np.hypot(right - left, top - bottom) / 2, 1.0)
    total = _OUTSIDE * (1 - share) + _AWAY * far + scene.raster.over(boxes)
    at = int(np.argmin(total))
    return float(total[at]), AreaName(lines, Box(*map(float, boxes[at])), kind, pt)


def draw_area(axes: Axes, name: AreaName) -> None:
    """Draw the name of an area, letterspaced."""
    em = name.pt * fonts.MM_PER_PT
    for number, line in enumerate(name.lines):
        fonts.draw_text(
            axes,
            (name.box.left + name.box.right) / 2,
            name.box.top - (fonts.TOP + number * _LINE) * em,
            line,
            name.kind.face,
            name.pt,
            name.kind.colour,
            ha="center",
            spacing=name.kind.spacing,
            zorder=DISTRICT_ZORDER,
        )


def part(place: Place, layout: Layout) -> BaseGeometry:
    """Return the largest visible part of an area of the base map, in mm of the page."""
    page = affinity.affine_transform(place.geometry, layout.matrix())
    frame = shapely.box(*layout.map.grown(-spots.EDGE))
    clean = page if page.is_valid else page.buffer(0)
    return _largest(clean.intersection(frame))


def open_water(water: BaseGeometry, k: float) -> BaseGeometry:
    """Return water in mm without its rivers."""
    return water.simplify(0.2).buffer(-_RIVER * k).buffer(_RIVER * k)


def sea(place: Place, open_: BaseGeometry, layout: Layout) -> BaseGeometry:
    """Return the open water at a point, in mm of the page."""
    point = affinity.affine_transform(place.geometry, layout.matrix())
    near = [
        part
        for part in shapely.get_parts(open_)
        if part.area > 0 and part.distance(point) < 2 * _RIVER * layout.k
    ]
    return max(near, key=lambda part: part.area, default=shapely.Point())


def _largest(geometry: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(geometry) if part.area > 0]
    return max(parts, key=lambda part: part.area, default=shapely.Point())
