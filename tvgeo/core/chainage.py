"""Chainage: reading the finished stretches of a route and cutting them out of its line.

A *chainage* is the official distance along a route, in metres from its Km0, written "Km12+350".
A *section* is the stretch between two chainages. A *measure* is the distance in metres from the
first vertex of the drawn line, along it, in a projected CRS (VN-2000 / TM-3); a *calibration*
carries one to the other. Terms follow ISO 19148:2021, *Linear referencing*.

Only a reported chainage draws a part of a line; a percentage never does.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from tvgeo.core import crs as reference
from tvgeo.errors import ChainageError

# How far past the end of its route a section may reach: labels are rounded to the metre.
TOLERANCE_M = 1.0
# Drawings give kilometres and exactly three digits of metres: "Km12+350", "12+350,5".
_LABEL = re.compile(
    r"(?:km)?\s*([0-9]{1,4})\s*\+\s*([0-9]{3}(?:[.,][0-9]{1,3})?)", re.IGNORECASE
)
_BETWEEN = re.compile(r"->|[-–—÷]|đến", re.IGNORECASE)
_SHOWN = 80  # characters of a refused text that an error repeats


class Section(NamedTuple):
    """A stretch of a route; both chainages in metres, ``from_m < to_m``."""

    from_m: float
    to_m: float

    def __str__(self) -> str:
        """Return the stretch as it is written in reports: "Km0+000–Km12+500"."""
        return f"{format_km(self.from_m)}–{format_km(self.to_m)}"


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the chainage of a route lies on its drawn line: evenly, from end to end.

    `from_km` is the chainage of the first vertex, `to_km` of the last; `to_km` is the smaller
    where the line was drawn against the chainage. `drawn_m` is the length of the line in a
    projected CRS, metres.
    """

    from_km: float
    to_km: float
    drawn_m: float

    def __post_init__(self) -> None:
        """Refuse a route without length: nothing could be placed on it."""
        usable = all(map(isfinite, (self.from_km, self.to_km, self.drawn_m)))
        if not usable or self.drawn_m <= 0 or self.limits.from_m == self.limits.to_m:
            raise ChainageError("chainage.no_km", from_km=self.from_km, to_km=self.to_km)

    @property
    def factor(self) -> float:
        """Drawn metres for each metre of chainage; 1 when drawing and chainage agree."""
        return self.drawn_m / (self.limits.to_m - self.limits.from_m)

    @property
    def limits(self) -> Section:
        """The whole route as a section."""
        # millimetres: 56.18 km is 56 179.999… m in floating point
        ends = round(self.from_km * 1000, 3), round(self.to_km * 1000, 3)
        return Section(min(ends), max(ends))

    def measure(self, chainage_m: float) -> float:
        """Return how far along the drawn line a chainage lies, metres."""
        along = (chainage_m - self.limits.from_m) * self.factor
        return along if self.from_km < self.to_km else self.drawn_m - along

    def chainage(self, measure_m: float) -> float:
        """Return the chainage, metres, at a distance along the drawn line."""
        along = measure_m if self.from_km < self.to_km else self.drawn_m - measure_m
        return self.limits.from_m + along / self.factor


class Route(NamedTuple):
    """The line of a map feature, lon/lat in WGS 84, and the chainage of its ends, km."""

    geometry_4326: BaseGeometry
    from_km: float
    to_km: float

    @property
    def limits(self) -> Section:
        """The chainages between which a section may lie.

        Raises
        ------
        ChainageError
            If the geometry is not one line, or the route has no length.
        """
        drawn_degrees = _one_line(self.geometry_4326).length  # any length will do
        return Calibration(self.from_km, self.to_km, drawn_degrees).limits


class Finished(NamedTuple):
    """What is finished of a work: the stretches to draw and their official length.

    `geometry_4326` is lon/lat in WGS 84; `sections` are merged, in order of chainage;
    `length_km` is counted by chainage, not on the drawing; `factor` is drawn over official
    length of all routes of the work.
    """

    geometry_4326: MultiLineString
    sections: tuple[Section, ...]
    length_km: float
    factor: float


def parse(label: str) -> float:
    """Return the chainage, in metres, that a label such as "Km12+350" stands for.

    Raises
    ------
    ChainageError
        If the label has any other form; "Km12+35" may mean 35 or 350 metres.
    """
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        raise ChainageError("chainage.form", label=label.strip()[:_SHOWN])
    km, metres = match.groups()
    return round(int(km) * 1000 + float(metres.replace(",", ".")), 3)


def parse_sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a list such as "Km0+000-Km12+500; Km20+000-Km21+300", as written.

    The two ends stand on either side of "-", "–", "—", "÷", "->" or "đến".

    Raises
    ------
    ChainageError
        If a part of the list is not two labels, or its end does not lie after its start.
    """
    sections = []
    for part in unicodedata.normalize("NFC", text).split(";"):
        labels = _BETWEEN.split(part)
        if len(labels) != 2:  # noqa: PLR2004
            raise ChainageError("chainage.form", label=part.strip()[:_SHOWN])
        section = Section(*map(parse, labels))
        _check_order(section)
        sections.append(section)
    return tuple(sections)


def format_km(chainage_m: float) -> str:
    """Return the label of a chainage in metres, to the millimetre where it is not whole."""
    millimetres = round(chainage_m * 1000)
    metres, rest = divmod(millimetres, 1000)
    label = f"Km{metres // 1000}+{metres % 1000:03d}"
    return label + (f",{rest:03d}".rstrip("0") if rest else "")


def merge(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Join what overlaps or touches, so that no metre counts twice; in order of chainage.

    Two contractors may both report the stretch where their lots meet.

    Raises
    ------
    ChainageError
        If a section is reversed or empty. Each is checked before merging: merged first, a
        reversed section inside a good one would vanish unseen.
    """
    merged: list[Section] = []
    for section in sorted(sections):
        _check_order(section)
        if merged and section.from_m <= merged[-1].to_m:
            start, end = merged.pop()
            merged.append(Section(start, max(end, section.to_m)))
        else:
            merged.append(section)
    return tuple(merged)


def finished_length_km(sections: Iterable[Section]) -> float:
    """Return the length of the sections by chainage, each metre once, km."""
    return sum(section.to_m - section.from_m for section in merge(sections)) / 1000


def fit(section: Section, limits: Iterable[Section]) -> Section:
    """Return `section` within the limits of one route, or of routes that follow each other.

    It may be up to `TOLERANCE_M` shorter at either end.

    Raises
    ------
    ChainageError
        If the section is reversed or empty, or reaches further past the routes.
    """
    _check_order(section)
    stretches = merge(limits)
    for stretch in stretches:
        fitted = Section(max(section.from_m, stretch.from_m), min(section.to_m, stretch.to_m))
        spill = max(fitted.from_m - section.from_m, section.to_m - fitted.to_m)
        if spill <= TOLERANCE_M and fitted.from_m < fitted.to_m:
            return fitted
    shown = "; ".join(map(str, stretches))
    raise ChainageError("chainage.outside", label=str(section), limit=shown)


def cut(
    line_metric: LineString, sections: Iterable[Section], calibration: Calibration
) -> MultiLineString:
    """Cut the finished sections out of a line in a projected CRS, metres.

    `calibration` is that of this line. Returns one part per unbroken stretch, in the CRS and
    the direction of the line.

    Raises
    ------
    ChainageError
        If a section is reversed, empty, or reaches past the route.
    """
    parts = []
    for section in merge(fit(section, [calibration.limits]) for section in sections):
        start, end = sorted(map(calibration.measure, section))
        parts.append(substring(line_metric, start, end))
    return MultiLineString(parts)


def cut_4326(
    geometry_4326: BaseGeometry,
    text: str,
    from_km: float | None,
    to_km: float | None,
    crs: int = reference.TM3_105_30,
) -> Finished:
    """Do as `cut_routes_4326` for one feature; without Km it is a `ChainageError` too."""
    if from_km is None or to_km is None:
        raise ChainageError("chainage.no_km", from_km=from_km, to_km=to_km)
    return cut_routes_4326([Route(geometry_4326, from_km, to_km)], text, crs)


def cut_routes_4326(
    routes: Sequence[Route], text: str, crs: int = reference.TM3_105_30
) -> Finished:
    """Read the finished sections of a work and cut them out of all its routes.

    The routes may follow each other, and a section may run from one to the next; where they lie
    side by side, each is cut and the length counts once. Lengths are measured in the VN-2000
    zone `crs`, an EPSG code.

    Raises
    ------
    ChainageError
        If a route is not one line with a length, or `text` does not fit the routes.
    CrsError
        If `crs` is not a VN-2000 zone.
    """
    limits = [route.limits for route in routes]
    fitted = merge(fit(section, limits) for section in parse_sections(text))
    parts: list[LineString] = []
    drawn_m = 0.0
    for route, (low, high) in zip(routes, limits, strict=True):
        line = reference.to_metric(_one_line(route.geometry_4326), crs)
        drawn_m += line.length
        own = (Section(max(s.from_m, low), min(s.to_m, high)) for s in fitted)
        sections = [section for section in own if section.from_m < section.to_m]
        parts += cut(line, sections, Calibration(route.from_km, route.to_km, line.length)).geoms
    return Finished(
        reference.to_4326(MultiLineString(parts), crs),
        fitted,
        finished_length_km(fitted),
        drawn_m / sum(high - low for low, high in limits),
    )


def _check_order(section: Section) -> None:
    """Refuse a section that ends where it starts, or before."""
    if not 0 <= section.from_m < section.to_m:
        raise ChainageError("chainage.order", label=str(section))


def _one_line(geometry: BaseGeometry) -> LineString:
    """Return the parts of a line as one, if each starts where another ends."""
    if "Line" not in geometry.geom_type or geometry.is_empty:
        raise ChainageError("chainage.not_line", shape=geometry.geom_type)
    if isinstance(geometry, LineString):
        return geometry
    # Directed, since a part turned round would carry the chainage with it. The parts of a ring
    # join in a circle, and none of them is the first.
    joined = shapely.line_merge(geometry, directed=True)
    if not isinstance(joined, LineString) or joined.is_closed:
        raise ChainageError("chainage.parts", n=int(shapely.get_num_geometries(geometry)))
    return joined
