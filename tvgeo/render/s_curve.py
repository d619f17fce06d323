"""The S-curve of one work: planned and done over time, the gap today, and the forecast.

y is 0-100 % with a line at every 25, x is time with a line at every new year. Labels stand on
the lines; there is no legend box. Drawn in px at the width it is shown at, so that text is 12.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tvgeo.render import hatch, label_places
from tvgeo.render.label_places import LINE_HEIGHT, Labels, Place, Point, text_width
from tvgeo.render.node import Node, h

Values = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and its words; `short` stands on a narrow drawing."""

    day: date
    text: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the fastest and the slowest pace of the last reports reach 100 %, and the words.

    `slowest` is `None` when the slowest pace is no increase: the wedge stays open.
    """

    fastest: date
    slowest: date | None
    text: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """The pace that would meet a due date: a line from the last report to 100 % on that day."""

    due: date
    text: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """What one S-curve shows; percentages 0-100, dates ascending, texts localised.

    `plan` is two points (linear) or a list; `done` the reported figures. `planned_today` is the
    planned value at the last point of `done`, which `gap_text` (with its star, if invented)
    measures. `label` says the whole picture in words; a table of the figures stands beside it.
    """

    label: str
    done: Values
    done_text: str
    plan: Values = ()
    plan_text: str = ""
    planned_today: float | None = None
    gap_text: str | None = None
    gap_short: str | None = None
    dues: Sequence[Due] = ()
    forecast: Forecast | None = None
    need: Need | None = None
    percent: Callable[[int], str] = "{}%".format


_HEIGHT = 260
_TOP, _BOTTOM = 14, 26
_LEFT, _RIGHT = 44, 14
_FORECAST_REACH = timedelta(days=3 * 365)
_FOOT = 28  # px of a due line that the gap line covers
_MIN_YEAR_WIDTH = 20  # px: a year with less than that in the drawing is not named


@dataclass(frozen=True, slots=True)
class _Frame:
    width: int
    first: date
    last: date

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        share = (day - self.first).days / span
        return round(_LEFT + share * (self.width - _LEFT - _RIGHT), 1)

    def y(self, pct: float) -> float:
        pct = min(max(pct, 0.0), 100.0)
        return round(_HEIGHT - _BOTTOM - pct / 100 * (_HEIGHT - _TOP - _BOTTOM), 1)

    def line(self, values: Values) -> list[Point]:
        return [(self.x(day), self.y(pct)) for day, pct in values]

    @property
    def right(self) -> float:
        return self.width - _RIGHT


def s_curve(curve: Curve, *, width: int = 820) -> Node:
    """Draw a curve `width` px wide; below 480 px the short texts are used."""
    frame = _frame(curve, width)
    narrow = width < 480  # noqa: PLR2004
    labels = Labels((_LEFT, 0.0, float(width), float(_HEIGHT - _BOTTOM)))
    return h(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {width} {_HEIGHT}",
            "role": "img",
            "aria-label": curve.label,
        },
        h("g", {}, *_grid(frame, curve.percent)),
        h("g", {}, *_lines(curve, frame, labels)),
        h("g", {}, *_texts(curve, frame, labels, narrow=narrow)),
    )


def _frame(curve: Curve, width: int) -> _Frame:
    days = [day for day, _ in (*curve.plan, *curve.done)]
    days += [due.day for due in curve.dues]
    if not days:
        msg = "a curve needs at least one dated value"
        raise ValueError(msg)
    first, last = min(days), max(days)
    if curve.forecast:
        # A pace that needs decades would press the years that matter into a corner.
        ends = [curve.forecast.fastest, curve.forecast.slowest or date.max]
        last = max(last, min(max(ends), last + _FORECAST_REACH))
    # Begin with the half-year, so that the first line does not stand on the axis.
    first = date(first.year, 1 if first.month <= 6 else 7, 1)  # noqa: PLR2004
    if (last - first).days < 365:  # noqa: PLR2004
        last = date(first.year + 1, first.month, 1)
    return _Frame(width, first, last)


def _grid(frame: _Frame, percent: Callable[[int], str]) -> Iterator[Node]:
    for pct in (0, 25, 50, 75, 100):
        y = frame.y(pct)
        yield _line(((_LEFT, y), (frame.right, y)), "grid-line")
        yield h(
            "text",
            {"class": "quiet", "x": _LEFT - 8, "y": y + 4, "text-anchor": "end"},
            percent(pct),
        )
    for year in range(frame.first.year, frame.last.year + 1):
        start = max(date(year, 1, 1), frame.first)
        end = min(date(year + 1, 1, 1), frame.last)
        if start > frame.first:
            x = frame.x(start)
            yield _line(((x, frame.y(100)), (x, frame.y(0))), "grid-line")
        if frame.x(end) - frame.x(start) >= _MIN_YEAR_WIDTH:
            middle = (frame.x(start) + frame.x(end)) / 2
            yield h(
                "text",
                {
                    "class": "quiet",
                    "x": round(middle, 1),
                    "y": _HEIGHT - _BOTTOM + 18,
                    "text-anchor": "middle",
                },
                str(year),
            )


def _lines(curve: Curve, frame: _Frame, labels: Labels) -> Iterator[Node]:
    plan, done = frame.line(curve.plan), frame.line(curve.done)
    yield from _wedge(curve, frame, labels)
    for due in curve.dues:
        x = frame.x(due.day)
        # Where the gap line stands on the due date, only the foot of the dots is drawn.
        covered = bool(done) and abs(x - done[-1][0]) < 8 and curve.gap_text is not None  # noqa: PLR2004
        top = frame.y(0) - _FOOT if covered else frame.y(100)
        ends = ((x, top), (x, frame.y(0)))
        labels.avoid(ends)
        yield _line(ends, "due-line")
    if need := _need_line(curve, frame):
        labels.avoid(need)
        yield _line(need, "need-line")
    if len(plan) > 1:
        labels.avoid(plan)
        yield _polyline(plan, "plan-line")
    if done and curve.planned_today is not None and curve.gap_text:
        x, y = done[-1]
        ends = ((x, frame.y(curve.planned_today)), (x, y))
        labels.avoid(ends)
        yield _line(ends, "gap-line" if _behind(curve) else "ahead-line")
    if len(done) > 1:
        labels.avoid(done)
        yield _polyline(done, "done-line")
    for x, y in done:
        labels.avoid([(x - 4, y), (x + 4, y)])
        yield h("circle", {"class": "done-point", "cx": x, "cy": y, "r": 4.5})


def _need_line(curve: Curve, frame: _Frame) -> tuple[Point, Point] | None:
    """Return the ends of the line of the needed pace; one that is all but upright is left out."""
    if curve.need is None or not curve.done:
        return None
    start, end = frame.line(curve.done)[-1], (frame.x(curve.need.due), frame.y(100))
    return (start, end) if end[0] - start[0] >= _MIN_YEAR_WIDTH else None


def _wedge(curve: Curve, frame: _Frame, labels: Labels) -> Iterator[Node]:
    if curve.forecast is None or not curve.done:
        return
    start = frame.line(curve.done)[-1]
    fast = _pace_end(curve, frame, curve.forecast.fastest)
    slow = _pace_end(curve, frame, curve.forecast.slowest)
    labels.avoid([start, fast])
    labels.avoid([start, slow])
    # The inside as well: a label on the hatch cannot be read.
    labels.avoid([start, ((fast[0] + slow[0]) / 2, (fast[1] + slow[1]) / 2)])
    corners = [start, fast, slow]
    if slow[1] > fast[1]:
        corners.insert(2, (slow[0], fast[1]))  # cut off at the right edge of the frame
    if slow[0] - fast[0] > 1 or slow[1] - fast[1] > 1:
        yield hatch.polygon(corners)
    yield _polyline([fast, start, slow], "wedge")


def _pace_end(curve: Curve, frame: _Frame, reaches: date | None) -> Point:
    """Return where a pace leaves the drawing: at 100 %, or at the right edge."""
    day, pct = curve.done[-1]
    if reaches is None:
        return frame.x(frame.last), frame.y(pct)
    if reaches <= frame.last:
        return frame.x(reaches), frame.y(100)
    share = (frame.last - day).days / (reaches - day).days
    return frame.x(frame.last), frame.y(pct + share * (100 - pct))


def _texts(curve: Curve, frame: _Frame, labels: Labels, *, narrow: bool) -> Iterator[Node]:
    plan, done = frame.line(curve.plan), frame.line(curve.done)
    if done:
        x, y = done[-1]
        yield labels.place(
            curve.done_text, label_places.around(x, y), style="done-text", bold=True
        )
    gap = curve.gap_short if narrow and curve.gap_short else curve.gap_text
    if done and gap and curve.planned_today is not None:
        x, y = done[-1]
        top = frame.y(curve.planned_today)
        style = "gap-text" if _behind(curve) else "ahead-text"
        yield labels.place(gap, label_places.beside(x, top, y), style=style, bold=True)
    # A date first wants the foot of its line, so dates come before the freer labels.
    for due in curve.dues:
        text = due.short if narrow and due.short else due.text
        yield labels.place(text, label_places.foot(frame.x(due.day), frame.y(0)), style="")
    if (need := _need_line(curve, frame)) and curve.need:
        text = curve.need.short if narrow and curve.need.short else curve.need.text
        yield labels.place(text, label_places.right_of(need), style="")
    if len(plan) > 1 and curve.plan_text:
        yield labels.place(curve.plan_text, label_places.along(plan), style="")
    if curve.forecast and done:
        text = curve.forecast.short if narrow and curve.forecast.short else curve.forecast.text
        yield labels.place(text, _below_wedge(curve, frame, text), style="")


def _behind(curve: Curve) -> bool:
    return curve.planned_today is not None and curve.planned_today > curve.done[-1][1]


def _below_wedge(curve: Curve, frame: _Frame, text: str) -> list[Place]:
    start = frame.line(curve.done)[-1]
    end = _pace_end(curve, frame, curve.forecast.slowest if curve.forecast else None)
    places = []
    for share in (0.55, 0.4, 0.7, 0.25, 0.1):
        x, y = label_places.at([start, end], share)
        places += [Place(x + 10, y + 20), Place(x + 10, y + 34)]
    room, floor = frame.right - text_width(text), frame.y(0)
    places += [
        Place(min(start[0] + 10 + aside, room), y)
        for aside in (0, 40, 90)
        for y in (*range(round(start[1] + 14 + LINE_HEIGHT), round(floor), 8), floor - 4)
    ]
    return places


def _line(ends: tuple[Point, Point], style: str) -> Node:
    start, end = ends
    return h(
        "line",
        {"class": style, "x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]},
    )


def _polyline(points: Sequence[Point], style: str) -> Node:
    return h(
        "polyline",
        {"class": style, "points": " ".join(f"{x:g},{y:g}" for x, y in points)},
    )
