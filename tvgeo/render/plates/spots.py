"""What labels ask for, what is there before them, and the place that each one gets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tvgeo.render.plates import crossing
from tvgeo.render.plates.cost import Floats, Raster
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.obstacles import Anchor

# From the rim of the symbol to the label, mm times k.
DISTANCES = (1.2, 2.4, 4.0, 6.5, 10.0, 15.0, 21.0, 28.0)
LEAST_LEADER = 2.9
GAP = 0.7
EDGE = 1.5


class Leader(NamedTuple):
    """A line from the rim of a symbol to its flag, mm."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A label that asks for a place: its size in mm, the points it may belong to, its owner.

    `reach` is how many of `DISTANCES` it may stand away; one that reaches no further than
    the second has no leader. `owner` is the work whose own symbols a leader may touch. A place
    that costs more than the label is worth is not taken.
    """

    width: float
    height: float
    anchors: tuple[Anchor, ...]
    owner: int = -1
    obligatory: bool = True
    reach: int = len(DISTANCES)
    worth: float = math.inf


class Spot(NamedTuple):
    """The place a label got; `leader` is `None` where it stands beside its symbol."""

    box: Box
    leader: Leader | None
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Scene:
    """What is there before the labels: the frame, what is never to be covered, and the cost.

    `symbols` are boxes of symbols with their `owners`; `hard` all other boxes. Rows are left,
    bottom, right, top. No label may stand on `lines`, rows of x, y, x, y, nor a leader cross one.
    """

    frame: Box
    k: float
    raster: Raster
    hard: Floats
    lines: Floats
    symbols: Floats
    owners: Floats

    @property
    def solid(self) -> Floats:
        """All boxes, symbols or not."""
        return np.vstack((self.hard, self.symbols))

    def joined(self, boxes: Sequence[Box], lines: Sequence[Leader] = ()) -> "Scene":
        """Return the scene with more boxes and lines."""
        return replace(
            self,
            hard=np.vstack((self.hard, rows(boxes))),
            lines=np.vstack((self.lines, rows(lines))),
        )

    def is_free(self, box: Box) -> bool:
        """Whether a box touches no other and no line."""
        one = rows([box])
        met = crossing.meet(one, self.solid).any() or crossing.cross(self.lines, one).any()
        return not bool(met)


def rows(boxes: Sequence[Box | Leader]) -> Floats:
    """Return boxes or lines as rows of four numbers."""
    return np.array([tuple(box) for box in boxes], dtype=float).reshape(-1, 4)
