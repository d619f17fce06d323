"""The strip map: a work laid straight along its chainage, in km.

From top to bottom: former provinces with their boundary, names of the parts, the line with the
parts as frames in the colour of their state, finished stretches, the axis. A percentage never
draws a part of the line: only reported stretches do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tvgeo.render.glyphs import shapes
from tvgeo.render.label_places import LINE_HEIGHT, text_width
from tvgeo.render.node import Child, Node, h


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work with its own state; `figure` is its percentage as text, or `None`."""

    name: str
    from_km: float
    to_km: float
    health: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch between two chainages and its words: a finished one, or a former province."""

    text: str
    from_km: float
    to_km: float


@dataclass(frozen=True, slots=True)
class Strip:
    """What one strip shows. `km` writes a chainage ("Km15+140"); `label` says it all in words."""

    label: str
    from_km: float
    to_km: float
    km: Callable[[float], str]
    health: str = "no_data"
    schematic: bool = False
    start_text: str = ""
    end_text: str = ""
    parts: Sequence[Part] = ()
    finished: Sequence[Stretch] = ()
    provinces: Sequence[Stretch] = ()


class _Spanned(Protocol):
    @property
    def from_km(self) -> float: ...
    @property
    def to_km(self) -> float: ...


_SIDE = 8
_TICK_ROOM = 4  # px between ticks, at least
_LABEL_ROOM = 64  # px between labels of the axis, at least
_FRAME_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class _Scale:
    strip: Strip
    width: int

    def x(self, km: float) -> float:
        reach = self.strip.to_km - self.strip.from_km
        share = min(max((km - self.strip.from_km) / reach, 0.0), 1.0)
        return round(_SIDE + share * (self.width - 2 * _SIDE), 1)

    def span(self, part: _Spanned) -> tuple[float, float]:
        return self.x(part.from_km), self.x(part.to_km)

    def inside(self, middle: float, text_px: float) -> float:
        """Move the middle of a text so that it stays in the drawing."""
        half = text_px / 2
        return round(min(max(middle, half), self.width - half), 1)


def strip(drawn: Strip, *, width: int = 1240) -> Node:
    """Draw a strip `width` px wide."""
    if drawn.to_km <= drawn.from_km:
        msg = f"a strip runs upwards, not from Km {drawn.from_km} to Km {drawn.to_km}"
        raise ValueError(msg)
    scale = _Scale(drawn, width)
    part_rows = _rows([_part_box(scale, part) for part in drawn.parts])
    parts = list(zip(drawn.parts, part_rows, strict=True))
    done_rows = _rows([_text_box(scale, done) for done in drawn.finished])
    top = 32 if drawn.provinces else 0
    line_y = top + 16 + 2 * LINE_HEIGHT * max([1, *(row + 1 for row in part_rows)])
    if not drawn.parts:
        line_y = top + 16
    done_y = line_y + 20
    axis_y = line_y + 24
    if drawn.finished:
        axis_y = done_y + 22 + LINE_HEIGHT * max(row + 1 for row in done_rows)
    height = axis_y + 18 + (LINE_HEIGHT if drawn.start_text or drawn.end_text else 0)
    return h(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {width} {height:g}",
            "role": "img",
            "aria-label": drawn.label,
        },
        h("g", {}, *_provinces(scale)),
        h("g", {"class": f"g-{drawn.health}"}, *_track(scale, line_y)),
        *(
            h("g", {}, *(draw(scale, part, line_y, row) for part, row in parts))
            for draw in (_part, _part_name)
        ),
        h(
            "g",
            {},
            *(
                _done(scale, done, done_y, row)
                for done, row in zip(drawn.finished, done_rows, strict=True)
            ),
        ),
        h("g", {}, *_axis(scale, axis_y)),
    )


def _rows(boxes: Sequence[tuple[float, float]]) -> list[int]:
    """Give each label the lowest row in which it meets no other."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for left, right in boxes:
        row = 0
        while row < len(taken) and any(
            left < end + 8 and start < right + 8 for start, end in taken[row]
        ):
            row += 1
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append(row)
    return rows


def _part_box(scale: _Scale, part: Part) -> tuple[float, float]:
    wide = max(text_width(part.name, bold=True), text_width(part.figure or ""))
    middle = scale.inside(sum(scale.span(part)) / 2, wide)
    return middle - wide / 2, middle + wide / 2


def _text_box(scale: _Scale, stretch: Stretch) -> tuple[float, float]:
    wide = text_width(stretch.text)
    middle = scale.inside(sum(scale.span(stretch)) / 2, wide)
    return middle - wide / 2, middle + wide / 2


def _provinces(scale: _Scale) -> Iterator[Node]:
    provinces = scale.strip.provinces
    for index, province in enumerate(provinces):
        left, right = scale.span(province)
        yield _line("province", left, 22, right, 22)
        last = index == len(provinces) - 1 and index > 0
        yield _text(
            province.text,
            (right if last else left, 13),
            anchor="end" if last else "start",
            style="quiet",
        )
        if index:
            yield _line("boundary", left, 8, left, 32)


def _track(scale: _Scale, y: float) -> Iterator[Node]:
    left, right = scale.x(scale.strip.from_km), scale.x(scale.strip.to_km)
    if scale.strip.schematic:
        yield _line("track dotted", left + 2.5, y, right - 2.5, y)
        return
    hollow = scale.strip.health in {"no_plan", "no_data", "paused", "cancelled"}
    yield _line("track hollow" if hollow else "track", left, y, right, y)
    if hollow:
        yield _line("track-core", left, y, right, y)


def _part(scale: _Scale, part: Part, y: float, row: int) -> Node:
    left, right = scale.span(part)
    wide = max(right - left, 14)  # a short bridge still shows its glyph
    left = (left + right - wide) / 2
    top = y - _FRAME_HEIGHT / 2
    leader: Child = None
    if row:
        x = left + wide / 2
        leader = _line("leader", x, _name_base(y, row) + 4, x, top - 2)
    frame = {"y": top, "height": _FRAME_HEIGHT}
    return h(
        "g",
        {"class": f"g-{part.health}"},
        h("rect", {"class": "part-casing", "x": left - 3, "width": wide + 6, **frame}),
        h("rect", {"class": "part-frame", "x": left, "width": wide, **frame}),
        h(
            "g",
            {"transform": f"translate({left + wide / 2 - 5:g} {y - 5:g}) scale(0.625)"},
            *shapes(part.health),
        ),
        leader,
    )


def _part_name(scale: _Scale, part: Part, y: float, row: int) -> Node:
    # Names come after all frames, so that their halo covers the leaders of others.
    middle, base = sum(_part_box(scale, part)) / 2, _name_base(y, row)
    above = LINE_HEIGHT - 2 if part.figure else 0
    figure: Child = None
    if part.figure:
        figure = _text(part.figure, (middle, base), anchor="middle", style="halo")
    name = _text(part.name, (middle, base - above), anchor="middle", style="halo bold")
    return h("g", {}, name, figure)


def _name_base(y: float, row: int) -> float:
    return y - _FRAME_HEIGHT / 2 - 6 - 2 * LINE_HEIGHT * row


def _done(scale: _Scale, done: Stretch, y: float, row: int) -> Node:
    left, right = scale.span(done)
    middle = sum(_text_box(scale, done)) / 2
    ends = (
        h("rect", {"class": "finished", "x": x - 1, "y": y - 6, "width": 2, "height": 12})
        for x in (left, right)
    )
    return h(
        "g",
        {},
        h("rect", {
            "class": "finished", "x": left, "y": y - 3, "width": round(right - left, 1), "height": 6,
        }),
        *ends,
        _text(done.text, (middle, y + 18 + LINE_HEIGHT * row), anchor="middle", style="halo"),
    )  # fmt: skip


def _axis(scale: _Scale, y: float) -> Iterator[Node]:
    drawn = scale.strip
    left, right = scale.x(drawn.from_km), scale.x(drawn.to_km)
    yield _line("axis-line", left, y, right, y)
    px_per_km = (right - left) / (drawn.to_km - drawn.from_km)
    tick = next((km for km in (1, 5, 10, 20, 50) if km * px_per_km >= _TICK_ROOM), 100)
    named = next((km for km in (5, 10, 20, 50, 100) if km * px_per_km >= _LABEL_ROOM), 200)
    first, last = drawn.km(drawn.from_km), drawn.km(drawn.to_km)
    free_from, free_to = left + text_width(first) + 8, right - text_width(last) - 8
    km = (int(drawn.from_km // tick) + 1) * tick
    while km < drawn.to_km:
        x = scale.x(km)
        text = drawn.km(km)
        half = text_width(text) / 2
        fits = km % named == 0 and free_from <= x - half and x + half <= free_to
        yield _line("axis-line", x, y, x, y + (6 if km % named == 0 else 3))
        if fits:
            yield _text(text, (x, y + 17), anchor="middle", style="quiet")
        km += tick
    for x, anchor, text, below in (
        (left, "start", first, drawn.start_text),
        (right, "end", last, drawn.end_text),
    ):
        yield _line("axis-line", x, y, x, y + 6)
        yield _text(text, (x, y + 17), anchor=anchor, style="quiet")
        if below:
            yield _text(below, (x, y + 17 + LINE_HEIGHT), anchor=anchor)


def _line(style: str, x1: float, y1: float, x2: float, y2: float) -> Node:
    return h("line", {"class": style, "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def _text(
    text: str, at: tuple[float, float], *, anchor: str = "start", style: str = ""
) -> Node:
    return h(
        "text",
        {
            "class": style or None,
            "x": at[0],
            "y": at[1],
            "text-anchor": None if anchor == "start" else anchor,
        },
        text,
    )
