"""A walk over a page with the Tab key: every stop, and what a mouse reaches but no key."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

LONGEST = 700
ENOUGH = 3.0
SCRIPT = Path(__file__).with_suffix(".js")


@dataclass(frozen=True)
class Stop:
    """Where Tab has stopped; `moves`: it looks other than without focus (None: not known).

    `contrast` is that of the ring around it, 0 without one; `y` counts from the page's top.
    """

    role: str
    name: str
    where: str
    again: bool
    shadow: bool
    moves: bool | None
    contrast: float
    x: int
    right: int
    y: int
    height: int
    seen: bool

    @property
    def visible(self):
        return self.contrast >= ENOUGH or (self.moves is True and self.contrast == 0)


@dataclass(frozen=True)
class Missed:
    """Something a mouse can use and Tab has not come to."""

    role: str
    name: str
    where: str
    shadow: bool


@dataclass(frozen=True)
class Walk:
    """One page, walked through."""

    stops: list[Stop]
    missed: list[Missed]
    trapped: bool

    @property
    def unseen(self):
        """Return the stops whose focus is not to be seen."""
        return [stop for stop in self.stops if not stop.visible or not stop.seen]

    @property
    def unnamed(self):
        return [stop for stop in self.stops if not stop.name]

    @property
    def jumps(self):
        """Return pairs of stops between which the focus goes up in the same column."""
        return [
            (one, next_)
            for one, next_ in pairwise(self.stops)
            if next_.y + next_.height < one.y - 8 and next_.x < one.right
        ]


@cache
def _source():
    return SCRIPT.read_text(encoding="utf-8")


def walk(page, inside=None):
    """Press Tab from the top of a page until it leaves it, or comes back to the first stop.

    `inside` is what an opened menu is found by: the walk begins at its button and ends with it,
    and only what is in it must be reached.
    """
    page.evaluate(_source())
    page.evaluate("(inside) => __keys.start(inside)", inside)
    stops, trapped = [], False
    while len(stops) < LONGEST:
        page.keyboard.press("Tab")
        found = page.evaluate("__keys.stop()")
        if found is None or (inside and not page.evaluate("(i) => __keys.within(i)", inside)):
            break
        stop = Stop(**found)
        if stop.again:
            # the first again is the end of the round; another one holds the focus
            trapped = (stop.role, stop.where, stop.name) != _what(stops[0])
            break
        stops.append(stop)
    missed = [
        Missed(**each) for each in page.evaluate("(inside) => __keys.missed(inside)", inside)
    ]
    return Walk(stops, missed, trapped or len(stops) == LONGEST)


def _what(stop):
    return stop.role, stop.where, stop.name
