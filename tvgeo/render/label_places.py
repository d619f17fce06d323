"""Where a label of a drawing goes: the first place that covers neither a line nor a label."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tvgeo.render.node import Node, h

Point = tuple[float, float]
LINE_HEIGHT = 15.0  # px, of 12 px text
_SAMPLE = 3.0  # px between the points by which a line is felt
# Source Sans at 12 px: mean advance of a letter. A label is rather thought too long.
_LETTER, _BOLD_LETTER = 6.1, 6.5


def text_width(text: str, *, bold: bool = False) -> float:
    """Estimate the width of 12 px text, in px."""
    return len(text) * (_BOLD_LETTER if bold else _LETTER)


@dataclass(frozen=True, slots=True)
class Place:
    """A baseline point and how the text hangs on it: `start`, `middle` or `end`."""

    x: float
    y: float
    anchor: str = "start"

    def box(self, width: float) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of a text of that width."""
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - 11, left + width, self.y + 4


@dataclass(slots=True)
class Labels:
    """Labels of one drawing inside a frame (left, top, right, bottom), in px."""

    frame: tuple[float, float, float, float]
    _felt: list[Point] = field(default_factory=list)
    _boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def avoid(self, line: Sequence[Point]) -> None:
        """Keep labels off a drawn line."""
        for (x1, y1), (x2, y2) in pairwise(line):
            steps = max(1, round(max(abs(x2 - x1), abs(y2 - y1)) / _SAMPLE))
            self._felt.extend(
                (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)
                for step in range(steps + 1)
            )

    def place(
        self, text: str, places: Iterable[Place], *, style: str, bold: bool = False
    ) -> Node:
        """Draw `text` at the best of the `places`; the earlier wins between equals.

        A label is never left out: what the picture says must be readable, so the least bad
        place is taken when none is free.
        """
        width = text_width(text, bold=bold)
        best = min(places, key=lambda place: self._cost(place.box(width)))
        left, top, right, bottom = best.box(width)
        shift = max(self.frame[0] - left, 0.0) - max(right - self.frame[2], 0.0)
        self._boxes.append((left + shift, top, right + shift, bottom))
        return h(
            "text",
            {
                "class": f"halo {style}".strip(),
                "x": round(best.x + shift, 1),
                "y": round(best.y, 1),
                "text-anchor": None if best.anchor == "start" else best.anchor,
            },
            text,
        )

    def _cost(self, box: tuple[float, float, float, float]) -> float:
        left, top, right, bottom = box
        crossed = sum(left - 2 < x < right + 2 and top < y < bottom for x, y in self._felt)
        met = sum(
            left < other_right + 4
            and other_left < right + 4
            and top < other_bottom
            and other_top < bottom
            for other_left, other_top, other_right, other_bottom in self._boxes
        )
        outside = (
            max(self.frame[0] - left, 0.0)
            + max(right - self.frame[2], 0.0)
            + max(self.frame[1] - top, 0.0)
            + max(bottom - self.frame[3], 0.0)
        )
        return crossed + 200.0 * met + 5.0 * outside


def around(x: float, y: float) -> list[Place]:
    """Return places around a point, below it and to its right first."""
    return [
        Place(x + 8, y + 14),
        Place(x + 8, y + 24),
        Place(x - 8, y + 20, "end"),
        Place(x - 8, y - 8, "end"),
        Place(x + 8, y - 8),
        Place(x, y + 24, "middle"),
        Place(x, y - 12, "middle"),
    ]


def beside(x: float, top: float, bottom: float) -> list[Place]:
    """Return places at both sides of an upright line, from its middle."""
    heights = [top + (bottom - top) * share + 4 for share in (0.5, 0.4, 0.65, 0.25, 0.8, 0.1)]
    right = [Place(x + 8, y) for y in heights]
    left = [Place(x - 8, y, "end") for y in heights]
    return right[:3] + left + right[3:]


def foot(x: float, floor: float) -> list[Place]:
    """Return places at the foot of an upright line, then higher up along it.

    Below the first there is room for one label that belongs to no line.
    """
    rows = [floor - 19 - LINE_HEIGHT * row for row in range(8)]
    right = [Place(x + 6, y) for y in rows]
    left = [Place(x - 6, y, "end") for y in rows]
    return [place for pair in zip(right, left, strict=True) for place in pair]


def along(line: Sequence[Point]) -> list[Place]:
    """Return places at both sides of a rising line, from its middle."""
    places = []
    for share in (0.5, 0.45, 0.6, 0.35, 0.7, 0.25):
        x, y = at(line, share)
        places += [Place(x - 14, y - 4, "end"), Place(x + 14, y + 14)]
    return places


def right_of(line: Sequence[Point]) -> list[Place]:
    """Return places beyond the top of a rising line, then right of it, then at both sides."""
    x, y = line[-1]
    points = [at(line, share) for share in (0.75, 0.6, 0.45)]
    return [
        Place(x + 6, y + LINE_HEIGHT),
        *(Place(px + 10, py + 14) for px, py in points),
        *along(line),
    ]


def at(line: Sequence[Point], share: float) -> Point:
    """Return the point at a share of the line's reach in x."""
    x = line[0][0] + share * (line[-1][0] - line[0][0])
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 <= x <= x2 and x2 > x1:
            return x, y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return line[-1]
