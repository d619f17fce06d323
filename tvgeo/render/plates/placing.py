"""Where labels go: the cheapest free place of each, one after the other, twice.

Every label has a few hundred places around its anchors, weighed once. The labels choose in the
order of their priority, and a second time with all the others in place; then pairs change places
where both together are better off. Nothing is random: the same map gives the same labels.
"""

from collections.abc import Sequence

import numpy as np

from tvgeo.render.plates import around, crossing
from tvgeo.render.plates.around import Places
from tvgeo.render.plates.cost import Flags
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.spots import GAP, Asked, Leader, Scene, Spot

# How many places are weighed for a label, so that many labels are placed in a bearable time.
_PLACES, _LEAST_PLACES, _MOST_PLACES = 12_000, 60, 500
# More labels than this choose in one order only.
_CROWD = 60
_FORWARD = 6
_MOST_ROUNDS = 10
_SWEEPS = 2
# Pushing: the price of an obligatory label beside an optional one, how it grows, how often.
_OBLIGATORY = 12.0
_PUSHED = 1.6
_PUSHES, _MOST_PUSHES = 12, 600
_HEAVIEST = 1e6
# Changing places: how many passes, how many places tried for a label, what it must gain, and
# what it is worth that a label has a place at all.
_SWAPS = 3
_TRIED = 16
_LEAST_GAIN = 0.2
_LOST = 60.0


def place(asked: Sequence[Asked], scene: Scene) -> tuple[Spot | None, ...]:
    """Return the place of each label, `None` for one that found none.

    `asked` is in the order of priority. An obligatory label that finds no place moves forward
    and all choose again; if that does not help it pushes others away, who look for another
    place. From three orders the state with the fewest lost ones, then the cheapest, is kept.
    """
    most = min(max(_PLACES // max(len(asked), 1), _LEAST_PLACES), _MOST_PLACES)
    places = [around.places(label, scene, most) for label in asked]
    states = [_settled(order, asked, places, scene.k) for order in _orders(asked, places)]
    best = min(states, key=lambda state: _rank(state, asked, places))
    return tuple(_spot(places[index], at) for index, at in enumerate(best))


def _orders(asked: Sequence[Asked], places: list[Places]) -> list[list[int]]:
    """Return orders to choose in: as asked; those with the fewest places first; backwards."""
    order = list(range(len(asked)))
    if len(order) > _CROWD:
        return [order]
    narrow = sorted(
        order, key=lambda index: (not asked[index].obligatory, len(places[index].cost))
    )
    return [order, narrow, order[::-1]]


def _settled(
    order: list[int], asked: Sequence[Asked], places: list[Places], k: float
) -> list[int]:
    """Return the best state that is reached from one order."""
    best, best_rank = [-1] * len(asked), (np.inf,) * 3
    for _ in range(_MOST_ROUNDS):
        chosen = _choose(order, places, k)
        missed = [index for index in order if asked[index].obligatory and chosen[index] < 0]
        if (rank := _rank(chosen, asked, places)) < best_rank:
            best, best_rank = chosen, rank
        moved = _forward(order, missed)
        if moved == order:
            break
        order = moved
    if best_rank[0]:
        pushed = _push(best, asked, places, k)
        best = pushed if _rank(pushed, asked, places) < best_rank else best
    return _swap(best, places, k)


def _rank(
    chosen: list[int], asked: Sequence[Asked], places: list[Places]
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
    order: list[int], places: list[Places], k: float, start: list[int] | None = None
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
    start: list[int], asked: Sequence[Asked], places: list[Places], k: float
) -> list[int]:
    """Return a state in which lost labels took places from others, who found other ones.

    A label that was pushed away before weighs more each time, so that no two go on changing
    places for ever.
    """
    chosen = list(start)
    weight = np.array([_OBLIGATORY if label.obligatory else 1.0 for label in asked])
    best, best_rank = chosen, _rank(chosen, asked, places)
    for _ in range(min(_PUSHES * len(asked), _MOST_PUSHES)):
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
        weight[index] = min(weight[index] * _PUSHED, _HEAVIEST)
        if (rank := _rank(chosen, asked, places)) < best_rank:
            best, best_rank = chosen, rank
    # optional ones that were pushed away may still find room, and others a better place
    return _choose(list(range(len(asked))), places, k, best)


def _swap(start: list[int], places: list[Places], k: float) -> list[int]:
    """Return a cheaper state, in which labels took a place from one other that has another."""
    chosen = list(start)
    for _ in range(_SWAPS):
        before = list(chosen)
        for index, own in enumerate(places):
            if len(own.cost):
                chosen = _best_swap(index, chosen, places, k)
        if chosen == before:
            break
    return chosen


def _best_swap(index: int, chosen: list[int], places: list[Places], k: float) -> list[int]:
    own, at = places[index], chosen[index]
    better = at if at >= 0 else len(own.cost)
    clash = _clashes(index, chosen, places, k)[:better]
    others = [i for i, place in enumerate(chosen) if place >= 0 and i != index]
    best, best_gain = chosen, _LEAST_GAIN
    for place in np.flatnonzero(clash.sum(axis=1) == 1)[:_TRIED]:
        other = others[int(np.argmax(clash[place]))]
        trial = list(chosen)
        trial[index], trial[other] = int(place), -1
        free = ~_clashes(other, trial, places, k).any(axis=1)
        if not free.any():
            continue
        trial[other] = int(np.argmax(free))
        cost = places[other].cost
        won = (own.cost[at] if at >= 0 else _LOST) - own.cost[place]
        gain = won + cost[chosen[other]] - cost[trial[other]]
        if gain > best_gain:
            best, best_gain = trial, gain
    return best


def _clashes(index: int, chosen: list[int], places: list[Places], k: float) -> Flags:
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


def _spot(places: Places, at: int) -> Spot | None:
    if at < 0:
        return None
    leader = Leader(*map(float, places.leaders[at])) if places.led[at] else None
    return Spot(Box(*map(float, places.boxes[at])), leader, places.anchors[at])
