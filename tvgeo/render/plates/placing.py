"""Where labels go: the cheapest free place of each, one after the other, twice.

Every label has a few hundred places around its anchors, weighed once for what they cover and how
far away they are. Then the labels choose in the order of their priority, and a second time with
all the others in place. Nothing is random: the same map gives the same labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tvgeo.render.plates import crossing
from tvgeo.render.plates.cost import Flags, Floats, Raster
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.obstacles import Anchor

# Degrees around the anchor, each with its cost: to the right and above on the right read best.
DIRECTIONS = (
    (0, 0.0), (30, 0.1), (330, 0.5), (60, 0.5), (150, 0.8), (180, 0.7),
    (90, 0.8), (120, 0.9), (210, 1.1), (270, 1.0), (300, 0.9), (240, 1.2),
)  # fmt: skip
# From the rim of the symbol to the label, mm times k.
DISTANCES = (0.9, 3.0, 6.0, 10.0, 15.0, 21.0, 28.0)
LEAST_LEADER = 2.9
GAP = 0.7
EDGE = 1.5
# A leader ends on a side of its flag so far from the corner, where there is room.
_CORNER = 1.4
_SYMBOL = 5.0
_FORWARD = 6
_MOST_ROUNDS = 10
_SWEEPS = 2
# Pushing: the price of an obligatory label beside an optional one, how it grows, how often.
_OBLIGATORY = 12.0
_PUSHED = 1.6
_PUSHES = 4


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
    the second has no leader. `owner` is the work whose own symbols a leader may touch.
    """

    width: float
    height: float
    anchors: tuple[Anchor, ...]
    owner: int = -1
    obligatory: bool = True
    reach: int = len(DISTANCES)


class Spot(NamedTuple):
    """The place a label got; `leader` is `None` where it stands beside its symbol."""

    box: Box
    leader: Leader | None
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Scene:
    """What is there before the labels: the frame, boxes never to be covered, and the cost.

    `symbols` are boxes of symbols with their `owners`; `hard` all other boxes. Rows are left,
    bottom, right, top.
    """

    frame: Box
    k: float
    raster: Raster
    hard: Floats
    symbols: Floats
    owners: Floats


@dataclass(frozen=True, slots=True)
class _Places:
    # The places of one label that are free of what never moves, the best first.
    boxes: Floats
    leaders: Floats
    led: Flags
    cost: Floats
    anchors: tuple[Anchor, ...]


def place(asked: Sequence[Asked], scene: Scene) -> tuple[Spot | None, ...]:
    """Return the place of each label, `None` for one that found none.

    `asked` is in the order of priority. An obligatory label that finds no place moves forward
    and all choose again; if that does not help it pushes others away, who look for another
    place. The state with the fewest lost ones is kept.
    """
    places = [_places(label, scene) for label in asked]
    order = list(range(len(asked)))
    best, best_rank = [-1] * len(asked), (np.inf,) * 3
    for _ in range(_MOST_ROUNDS):
        chosen = _choose(order, places, scene.k)
        missed = [index for index in order if asked[index].obligatory and chosen[index] < 0]
        if (rank := _rank(chosen, asked, places)) < best_rank:
            best, best_rank = chosen, rank
        moved = _forward(order, missed)
        if moved == order:
            break
        order = moved
    if best_rank[0]:
        pushed = _push(best, asked, places, scene.k)
        best = pushed if _rank(pushed, asked, places) < best_rank else best
    return tuple(_spot(places[index], at) for index, at in enumerate(best))


def _rank(
    chosen: list[int], asked: Sequence[Asked], places: list[_Places]
) -> tuple[float, float, float]:
    lost = [label.obligatory for label, at in zip(asked, chosen, strict=True) if at < 0]
    cost = sum(places[index].cost[at] for index, at in enumerate(chosen) if at >= 0)
    return float(sum(lost)), float(len(lost)), float(cost)


def _forward(order: list[int], missed: list[int]) -> list[int]:
    moved = list(order)
    for index in missed:
        at = moved.index(index)
        moved.insert(max(at - _FORWARD, 0), moved.pop(at))
    return moved


def _choose(
    order: list[int], places: list[_Places], k: float, start: list[int] | None = None
) -> list[int]:
    """Return which of its places each label takes, -1 for none."""
    chosen = list(start) if start else [-1] * len(places)
    for _ in range(_SWEEPS):
        for index in order:
            clash = _clashes(index, chosen, places, k)
            free = ~clash.any(axis=1)
            chosen[index] = int(np.argmax(free)) if free.any() else -1
    return chosen


def _push(
    start: list[int], asked: Sequence[Asked], places: list[_Places], k: float
) -> list[int]:
    """Return a state in which lost labels took places from others, who found other ones.

    A label that was pushed away before weighs more each time, so that no two go on changing
    places for ever.
    """
    chosen = list(start)
    weight = np.array([_OBLIGATORY if label.obligatory else 1.0 for label in asked])
    best, best_rank = chosen, _rank(chosen, asked, places)
    for _ in range(_PUSHES * len(asked)):
        lost = [i for i, at in enumerate(chosen) if at < 0 and len(places[i].cost)]
        waiting = [index for index in lost if asked[index].obligatory]
        if not waiting:
            break
        index = waiting[0]
        clash = _clashes(index, chosen, places, k)
        others = [i for i, at in enumerate(chosen) if at >= 0 and i != index]
        price = places[index].cost + clash @ weight[others] if others else places[index].cost
        at = int(np.argmin(price))
        chosen = list(chosen)
        chosen[index] = at
        for number, other in enumerate(others):
            if clash[at, number]:
                chosen[other] = -1
        weight[index] *= _PUSHED
        if (rank := _rank(chosen, asked, places)) < best_rank:
            best, best_rank = chosen, rank
    # optional ones that were pushed away may still find room, and others a better place
    return _choose(list(range(len(asked))), places, k, best)


def _clashes(index: int, chosen: list[int], places: list[_Places], k: float) -> Flags:
    """Return which places of a label (rows) touch a box or a leader of which placed others."""
    own = places[index]
    others = [(places[i], at) for i, at in enumerate(chosen) if at >= 0 and i != index]
    if not others or not len(own.cost):
        return np.zeros((len(own.cost), len(others)), dtype=bool)
    boxes = np.array([places.boxes[at] for places, at in others])
    leaders = np.array([places.leaders[at] for places, at in others])
    led = np.array([places.led[at] for places, at in others])
    own_led = own.led[:, None]
    clash = crossing.meet(crossing.grown(own.boxes, GAP * k), boxes)
    clash |= own_led & crossing.cross(own.leaders, crossing.grown(boxes, GAP * k / 2))
    clash |= led & crossing.cross(leaders, crossing.grown(own.boxes, GAP * k / 2)).T
    clash |= own_led & led & crossing.intersect(own.leaders, leaders)
    return clash


def _places(label: Asked, scene: Scene) -> _Places:
    k, frame = scene.k, scene.frame.grown(-EDGE)
    parts = [_around(label, anchor, number, k) for number, anchor in enumerate(label.anchors)]
    if not parts:
        return _Places(np.zeros((0, 4)), np.zeros((0, 4)), np.zeros(0, bool), np.zeros(0), ())
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
    boxes, leaders, led, cost, numbers = (
        each[kept] for each in (boxes, leaders, led, cost, numbers)
    )
    crossed = crossing.cross(leaders, scene.symbols) & (scene.owners != label.owner)
    passed = crossed.sum(axis=1) + crossing.cross(leaders, scene.hard).sum(axis=1)
    cost = cost + scene.raster.over(boxes)
    cost = cost + led * (scene.raster.along(leaders) + _SYMBOL * passed)
    best = np.argsort(cost, kind="stable")
    anchors = tuple(label.anchors[int(number)] for number in numbers[best])
    return _Places(boxes[best], leaders[best], led[best], cost[best], anchors)


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
    cost = (ways[:, 1][None, :] + (0.8 * steps + 0.16 * steps**2)[:, None]).ravel()
    leaders = _leaders(anchor, boxes)
    long = np.hypot(leaders[:, 2] - anchor.x, leaders[:, 3] - anchor.y)
    led = long > anchor.rim + LEAST_LEADER * k
    if label.reach <= 2:  # noqa: PLR2004 - two steps away is still beside the symbol
        led[:] = False
    return boxes, leaders, led, cost, np.full(len(cost), number)


def _leaders(anchor: Anchor, boxes: Floats) -> Floats:
    """Return the lines from the rim of the symbol to the nearest point of each box's edge."""
    corner = np.minimum(_CORNER, (boxes[:, 2] - boxes[:, 0]) / 4)
    beside = (anchor.y > boxes[:, 1]) & (anchor.y < boxes[:, 3])
    corner = np.where(beside, 0.0, corner)
    to_x = np.clip(anchor.x, boxes[:, 0] + corner, boxes[:, 2] - corner)
    to_y = np.clip(anchor.y, boxes[:, 1], boxes[:, 3])
    dx, dy = to_x - anchor.x, to_y - anchor.y
    share = anchor.rim / np.maximum(np.hypot(dx, dy), anchor.rim + 1e-6)
    return np.column_stack((anchor.x + dx * share, anchor.y + dy * share, to_x, to_y))


def _spot(places: _Places, at: int) -> Spot | None:
    if at < 0:
        return None
    leader = Leader(*map(float, places.leaders[at])) if places.led[at] else None
    return Spot(Box(*map(float, places.boxes[at])), leader, places.anchors[at])
