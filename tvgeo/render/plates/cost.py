"""What it costs to cover the map: a raster of weights, and its sums over boxes and leaders at once.

The raster has cells of 1 mm. Its summed-area table gives the cost of any box from four numbers,
so that hundreds of places can be weighed for each label in no time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.obstacles import Weight

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CELL = 1.0
_STEP = 0.5
_ALONG_LEADER = 20
_LEADER = 1.2


@dataclass(frozen=True, slots=True)
class Raster:
    """Cost per mm² of each cell (rows from the bottom up), and its summed-area table.

    `left` and `bottom` are the mm of its corner on the page.
    """

    left: float
    bottom: float
    cells: Floats
    table: Floats

    def over(self, boxes: Floats) -> Floats:
        """Return the cost of each box, rows of left, bottom, right, top in mm of the page."""
        left, bottom, right, top = boxes.T
        return (
            self._sum(right, top)
            - self._sum(left, top)
            - self._sum(right, bottom)
            + self._sum(left, bottom)
        )

    def along(self, leaders: Floats) -> Floats:
        """Return the cost of each leader, rows of x, y, x, y in mm of the page."""
        steps = np.linspace(0.0, 1.0, _ALONG_LEADER)
        x = leaders[:, [0]] + (leaders[:, [2]] - leaders[:, [0]]) * steps
        y = leaders[:, [1]] + (leaders[:, [3]] - leaders[:, [1]]) * steps
        long = np.hypot(leaders[:, 2] - leaders[:, 0], leaders[:, 3] - leaders[:, 1])
        rows, columns = self.cells.shape
        column = np.clip(((x - self.left) / CELL).astype(int), 0, columns - 1)
        row = np.clip(((y - self.bottom) / CELL).astype(int), 0, rows - 1)
        cost: Floats = self.cells[row, column].mean(axis=1) * long * _LEADER
        return cost

    def _sum(self, x: Floats, y: Floats) -> Floats:
        # Between the corners of cells the table is interpolated: parts of cells count in part.
        rows, columns = self.cells.shape
        across = np.clip((x - self.left) / CELL, 0.0, columns)
        up = np.clip((y - self.bottom) / CELL, 0.0, rows)
        column = np.minimum(across.astype(int), columns - 1)
        row = np.minimum(up.astype(int), rows - 1)
        dx, dy = across - column, up - row
        table = self.table
        low = table[row, column] * (1 - dx) + table[row, column + 1] * dx
        high = table[row + 1, column] * (1 - dx) + table[row + 1, column + 1] * dx
        result: Floats = low * (1 - dy) + high * dy
        return result


def raster(frame: Box, weights: Sequence[Weight]) -> Raster:
    """Return the cost of covering each part of a frame; weights on one cell add up."""
    cells = np.zeros((math.ceil(frame.height / CELL), math.ceil(frame.width / CELL)))
    for weight in weights:
        cells += weight.cost * covered(frame, weight.geometry, weight.width)
    return from_cells(frame, cells)


def from_cells(frame: Box, cells: Floats) -> Raster:
    """Return the raster of given cells, the first one at the lower left corner of the frame."""
    table = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
    table[1:, 1:] = cells.cumsum(axis=0).cumsum(axis=1) * CELL * CELL
    return Raster(frame.left, frame.bottom, cells, table)


def covered(frame: Box, geometry: BaseGeometry, width: float = 0.0) -> Flags:
    """Return which cells of a frame a geometry in mm covers; lines and points are `width` wide."""
    shape = (math.ceil(frame.height / CELL), math.ceil(frame.width / CELL))
    mask = np.zeros(shape, dtype=bool)
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    areas = [part for part in parts if shapely.get_dimensions(part) == 2]  # noqa: PLR2004
    thin = [part for part in parts if shapely.get_dimensions(part) in {0, 1}]
    for area in areas:
        _fill(mask, frame, area)
    if thin:
        _stroke(mask, frame, shapely.geometrycollections(thin), width)
    return mask


def _fill(mask: Flags, frame: Box, area: BaseGeometry) -> None:
    left, bottom, right, top = area.bounds
    rows, columns = mask.shape
    first_column = max(math.floor((left - frame.left) / CELL), 0)
    last_column = min(math.ceil((right - frame.left) / CELL), columns)
    first_row = max(math.floor((bottom - frame.bottom) / CELL), 0)
    last_row = min(math.ceil((top - frame.bottom) / CELL), rows)
    if first_column >= last_column or first_row >= last_row:
        return
    x = frame.left + (np.arange(first_column, last_column) + 0.5) * CELL
    y = frame.bottom + (np.arange(first_row, last_row) + 0.5) * CELL
    shapely.prepare(area)
    inside = shapely.contains_xy(area, *np.meshgrid(x, y))
    mask[first_row:last_row, first_column:last_column] |= inside


def _stroke(mask: Flags, frame: Box, lines: BaseGeometry, width: float) -> None:
    near = shapely.clip_by_rect(lines, *frame.grown(width))
    if near.is_empty:
        return
    points = shapely.get_coordinates(shapely.segmentize(near, _STEP))
    reach = np.arange(-width / 2, width / 2 + 1e-9, _STEP) if width > _STEP else np.zeros(1)
    dx, dy = (grid.ravel() for grid in np.meshgrid(reach, reach))
    round_pen = (
        np.hypot(dx, dy) <= width / 2 + 1e-9 if width > _STEP else np.ones(1, dtype=bool)
    )
    x = (points[:, [0]] + dx[round_pen] - frame.left) / CELL
    y = (points[:, [1]] + dy[round_pen] - frame.bottom) / CELL
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    rows, columns = mask.shape
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    mask[row[inside], column[inside]] = True
