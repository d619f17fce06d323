"""What the drawn map leaves to the labels: where they may point to and what they may not cover."""

from dataclasses import dataclass
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates.layout import Box


class Anchor(NamedTuple):
    """A point of a symbol that a flag may point to, mm; a leader starts `rim` mm from it."""

    x: float
    y: float
    rim: float


class Weight(NamedTuple):
    """Something a label had better not cover: a geometry in mm of the page, its cost per mm²."""

    geometry: BaseGeometry
    width: float
    cost: float


@dataclass(frozen=True, slots=True)
class Obstacles:
    """The map as the labels feel it.

    `anchors` has, for each work of the plate by its place in `plate.works`, the points of its
    visible symbols; a work outside the window has none. `symbols` are the boxes of symbols by
    work; `hard` the other boxes that no label may touch (inset, scale bar, north arrow, notes).
    """

    frame: Box
    anchors: tuple[tuple[Anchor, ...], ...]
    symbols: tuple[tuple[Box, ...], ...]
    hard: tuple[Box, ...]
    weights: tuple[Weight, ...]
