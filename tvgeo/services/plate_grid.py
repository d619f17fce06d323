"""Meridians and parallels of a plate, carried into its VN-2000 zone."""

import math
from collections.abc import Iterable

import shapely
from shapely import LineString, Point

from tvgeo.core import crs
from tvgeo.locale import Locale
from tvgeo.render.plates.plate import GridLine

Window = tuple[float, float, float, float]
# Distances between lines, seconds of arc; the widest of which a window shows three is taken.
STEPS = (3600, 1800, 1200, 600, 300, 120, 60, 30, 10)
_LINES = 3
_M_PER_SECOND = 30.87
# A paper shows at most so much around the window, in its longer sides.
_AROUND = 2.0
# Between the vertices of a line: a parallel bends by a centimetre between them.
_BEND = 60


def of(window: Window, epsg: int, t: Locale) -> tuple[GridLine, ...]:
    """Return the lines around a window, which is in metres of the zone."""
    west, south, east, north = degrees(_grown(window), epsg)
    side = max(window[2] - window[0], window[3] - window[1])
    step = next((s for s in STEPS if side / (s * _M_PER_SECOND) >= _LINES), STEPS[-1])
    columns, rows = _multiples(west, east, step), _multiples(south, north, step)
    along_x = range(columns[0], columns[-1] + 1, _BEND)
    along_y = range(rows[0], rows[-1] + 1, _BEND)
    return (
        *(_line([(x, y) for y in along_y], epsg, _text(x, "east", t), True) for x in columns),
        *(_line([(x, y) for x in along_x], epsg, _text(y, "north", t), False) for y in rows),
    )  # fmt: skip


def degrees(window: Window, epsg: int) -> Window:
    """Return a window in metres of a zone as west, south, east, north in degrees."""
    corners: shapely.LinearRing = crs.to_4326(shapely.box(*window).exterior, epsg)
    west, south, east, north = corners.bounds
    return west, south, east, north


def _grown(window: Window) -> Window:
    by = _AROUND * max(window[2] - window[0], window[3] - window[1])
    middle = Point((window[0] + window[2]) / 2, (window[1] + window[3]) / 2)
    return middle.x - by, middle.y - by, middle.x + by, middle.y + by


def _multiples(low: float, high: float, step: int) -> list[int]:
    """Return the seconds of arc between two degrees that are multiples of `step`."""
    first, last = math.floor(low * 3600 / step), math.ceil(high * 3600 / step)
    return [n * step for n in range(first, last + 1)]


def _line(seconds: Iterable[tuple[int, int]], epsg: int, text: str, meridian: bool) -> GridLine:  # noqa: FBT001 - of two kinds
    line = LineString([(x / 3600, y / 3600) for x, y in seconds])
    return GridLine(text, crs.to_metric(line, epsg), meridian)


def _text(seconds: int, direction: str, t: Locale) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    whole, minutes = divmod(minutes, 60)
    said = f"{whole}°{minutes:02d}′" + (f"{rest:02d}″" if rest else "")
    return t(f"plate.{direction}", value=said)
