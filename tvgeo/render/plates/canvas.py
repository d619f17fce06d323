"""Where the map of a plate is drawn: geometry in metres becomes patches in mm of the page.

Everything is cut at the frame. Widths of lines are in pt, dots and distances in mm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import CircleCollection, LineCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates.layout import Box, Layout

PT_PER_MM = 72 / 25.4
Floats = NDArray[np.float64]
# What is drawn may begin so far outside the frame, mm: no line shows its end there.
_OUTSIDE = 4.0
_AREA = 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """The axes of a page in mm, and the layout of its map."""

    axes: Axes
    layout: Layout
    frame: Box
    _clip: Rectangle = field(repr=False)

    @classmethod
    def of(cls, axes: Axes, layout: Layout) -> "Canvas":
        """Return the canvas of the map of a layout."""
        return cls.within(axes, layout, layout.map)

    @classmethod
    def within(cls, axes: Axes, layout: Layout, frame: Box) -> "Canvas":
        """Return a canvas that cuts at another frame, such as that of an inset."""
        clip = Rectangle(
            (frame.left, frame.bottom), frame.width, frame.height, transform=axes.transData
        )
        return cls(axes, layout, frame, clip)

    @property
    def k(self) -> float:
        """The factor of symbols and line widths."""
        return self.layout.k

    def page(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return what is seen of a geometry in metres, in mm of the page."""
        return seen(geometry, self.layout, _OUTSIDE)

    def add(self, artist: Artist) -> None:
        """Put an artist on the page, cut at the frame."""
        self.axes.add_artist(artist)
        artist.set_clip_path(self._clip)

    def fill(
        self, areas: BaseGeometry, colour: str, zorder: float, *, edge: str = "none",
        pt: float = 0.0, alpha: float = 1.0,
    ) -> None:  # fmt: skip
        """Fill areas in mm; `edge` is the colour of a line of `pt` around them."""
        for area in parts(areas, _AREA):
            patch = PathPatch(
                outline(area),
                facecolor=colour,
                edgecolor=edge,
                linewidth=pt,
                alpha=alpha,
                joinstyle="round",
                zorder=zorder,
            )
            self.add(patch)

    def stroke(
        self, lines: BaseGeometry, colour: str, pt: float, zorder: float, *,
        dash: Sequence[float] = (), caps: str = "round",
    ) -> None:  # fmt: skip
        """Draw lines in mm; `dash` is in line widths, on and off."""
        drawn = LineCollection(
            [shapely.get_coordinates(line) for line in parts(lines, 1)],
            colors=colour,
            linewidths=pt,
            linestyles=(0, tuple(dash)) if dash else "solid",
            capstyle="butt" if dash else caps,
            joinstyle="round",
            zorder=zorder,
        )
        self.add(drawn)

    def dots(
        self, points: Floats, radius_mm: float, colour: str, zorder: float, *,
        edge: str = "none", pt: float = 0.0,
    ) -> None:  # fmt: skip
        """Draw dots in mm; an edge is half inside the radius."""
        if not len(points):
            return
        drawn = CircleCollection(
            [np.pi * (radius_mm * PT_PER_MM) ** 2],
            offsets=points,
            offset_transform=self.axes.transData,
            facecolors=colour,
            edgecolors=edge,
            linewidths=pt,
            zorder=zorder,
        )
        self.add(drawn)


def seen(geometry: BaseGeometry, layout: Layout, outside: float = 0.0) -> BaseGeometry:
    """Return the part of a geometry in metres that lies in the frame, in mm of the page."""
    if geometry.is_empty:
        return geometry
    placed = affinity.affine_transform(geometry, layout.matrix())
    if not placed.is_valid:
        placed = shapely.make_valid(placed)
    return shapely.clip_by_rect(placed, *layout.map.grown(outside))


def parts(geometry: BaseGeometry, dimension: int) -> list[BaseGeometry]:
    """Return the parts of a geometry that are lines (1) or areas (2)."""
    flat = shapely.get_parts(geometry)
    flat = shapely.get_parts(flat)
    return [
        part for part in flat if shapely.get_dimensions(part) == dimension and not part.is_empty
    ]


def outline(area: BaseGeometry) -> Path:
    """Return the path of a polygon with its holes."""
    rings = [area.exterior, *area.interiors]
    return Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )


def along(lines: BaseGeometry | Iterable[BaseGeometry], step: float) -> tuple[Floats, Floats]:
    """Return points every `step` mm along lines, clear of their ends, and the direction there.

    Directions are unit vectors.
    """
    found, ways = [np.zeros((0, 2))], [np.zeros((0, 2))]
    merged = shapely.line_merge(lines) if isinstance(lines, BaseGeometry) else lines
    for line in parts(merged, 1) if isinstance(merged, BaseGeometry) else merged:
        n = max(int(line.length / step), 1)
        at = (np.arange(n) + 0.5) * line.length / n
        points = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
        ends = [
            shapely.get_coordinates(
                shapely.line_interpolate_point(line, np.clip(at + by, 0.0, line.length))
            )
            for by in (-0.2, 0.2)
        ]
        way = ends[1] - ends[0]
        found.append(points)
        ways.append(way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None])
    return np.vstack(found), np.vstack(ways)
