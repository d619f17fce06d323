"""The places around the anchors of one label, weighed for what they cover and how far away."""

from dataclasses import dataclass

import numpy as np

from tvgeo.render.plates import crossing
from tvgeo.render.plates.cost import Flags, Floats
from tvgeo.render.plates.obstacles import Anchor
from tvgeo.render.plates.spots import DISTANCES, EDGE, GAP, LEAST_LEADER, Asked, Scene

# Cost of the directions around the anchor, every 30 degrees counter-clockwise from the right: to
# the right and above on the right read best. Those between cost what lies between, and a little.
_EVERY = 30
_TURNS = (0.0, 0.1, 0.5, 0.8, 0.9, 0.8, 0.7, 1.1, 1.2, 1.0, 0.9, 0.5)
_BETWEEN = 0.05
DIRECTIONS = tuple(
    (degrees, cost)
    for number, turn in enumerate(_TURNS)
    for degrees, cost in (
        (number * _EVERY, turn),
        (
            number * _EVERY + _EVERY / 2,
            (turn + _TURNS[(number + 1) % len(_TURNS)]) / 2 + _BETWEEN,
        ),
    )
)
# A leader ends on a side of its flag so far from the corner, where there is room.
_CORNER = 1.4
_SYMBOL = 5.0


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one label, the cheapest first; `led` says which have a leader.

    Rows of `boxes` are left, bottom, right, top, those of `leaders` x, y, x, y.
    """

    boxes: Floats
    leaders: Floats
    led: Flags
    cost: Floats
    anchors: tuple[Anchor, ...]


def places(label: Asked, scene: Scene, most: int) -> Places:
    """Return the `most` cheapest places of a label that are free of what never moves."""
    k, frame = scene.k, scene.frame.grown(-EDGE)
    parts = [_around(label, anchor, number, k) for number, anchor in enumerate(label.anchors)]
    if not parts:
        return Places(np.zeros((0, 4)), np.zeros((0, 4)), np.zeros(0, bool), np.zeros(0), ())
    boxes, leaders, led, cost, numbers = (
        np.concatenate(each) for each in zip(*parts, strict=True)
    )
    kept = (
        (boxes[:, 0] >= frame.left)
        & (boxes[:, 1] >= frame.bottom)
        & (boxes[:, 2] <= frame.right)
        & (boxes[:, 3] <= frame.top)
    )
    kept &= ~crossing.meet(crossing.grown(boxes, GAP * k / 2), scene.hard).any(axis=1)
    kept &= ~crossing.meet(crossing.grown(boxes, GAP * k / 4), scene.symbols).any(axis=1)
    if len(scene.lines):
        kept &= ~crossing.cross(scene.lines, crossing.grown(boxes, GAP * k / 2)).any(axis=0)
        kept &= ~(led & crossing.intersect(leaders, scene.lines).any(axis=1))
    boxes, leaders, led, cost, numbers = (
        each[kept] for each in (boxes, leaders, led, cost, numbers)
    )
    crossed = crossing.cross(leaders, scene.symbols) & (scene.owners != label.owner)
    passed = crossed.sum(axis=1) + crossing.cross(leaders, scene.hard).sum(axis=1)
    cost = cost + scene.raster.over(boxes)
    cost = cost + led * (scene.raster.along(leaders) + _SYMBOL * passed)
    best = np.argsort(cost, kind="stable")
    best = best[cost[best] <= label.worth][:most]
    anchors = tuple(label.anchors[int(number)] for number in numbers[best])
    return Places(boxes[best], leaders[best], led[best], cost[best], anchors)


def _around(
    label: Asked, anchor: Anchor, number: int, k: float
) -> tuple[Floats, Floats, Flags, Floats, Floats]:
    """Return the places of a label around one anchor: boxes, leaders, led or not, cost, anchor."""
    ways = np.array(DIRECTIONS)
    steps = np.arange(min(label.reach, len(DISTANCES)))
    angle, distance = np.meshgrid(np.deg2rad(ways[:, 0]), np.array(DISTANCES)[steps] * k)
    away = anchor.rim + distance
    cos, sin = np.cos(angle).ravel(), np.sin(angle).ravel()
    x = anchor.x + away.ravel() * cos + np.clip(1.6 * cos, -1, 1) * label.width / 2
    y = anchor.y + away.ravel() * sin + np.clip(1.6 * sin, -1, 1) * label.height / 2
    half_width, half_height = label.width / 2, label.height / 2
    boxes = np.column_stack((x - half_width, y - half_height, x + half_width, y + half_height))
    cost = (ways[:, 1][None, :] + (0.8 * steps + 0.3 * steps**2)[:, None]).ravel()
    leaders = _leaders(anchor, boxes)
    long = np.hypot(leaders[:, 2] - anchor.x, leaders[:, 3] - anchor.y)
    led = long > anchor.rim + LEAST_LEADER * k
    if label.reach <= 2:  # noqa: PLR2004 - two steps away is still beside the symbol
        led[:] = False
    return boxes, leaders, led, cost, np.full(len(cost), number)


def _leaders(anchor: Anchor, boxes: Floats) -> Floats:
    """Return the lines from the rim of the symbol to the edge of each box that faces it."""
    left, bottom, right, top = boxes.T
    beside = np.maximum(left - anchor.x, anchor.x - right)
    above = np.maximum(bottom - anchor.y, anchor.y - top)
    # near a corner the leader ends on the side that it meets less flatly
    at_side = beside > above
    in_x = np.where(at_side, 0.0, np.minimum(_CORNER, (right - left) / 4))
    in_y = np.where(at_side, np.minimum(_CORNER, (top - bottom) / 4), 0.0)
    to_x = np.clip(anchor.x, left + in_x, right - in_x)
    to_y = np.clip(anchor.y, bottom + in_y, top - in_y)
    dx, dy = to_x - anchor.x, to_y - anchor.y
    share = anchor.rim / np.maximum(np.hypot(dx, dy), anchor.rim + 1e-6)
    return np.column_stack((anchor.x + dx * share, anchor.y + dy * share, to_x, to_y))
