"""Which of today's communes a work lies in, and how sure that is.

The plan names districts, which ended on 1 July 2025. Both the drawing of a work and the published
outline of a commune are only so exact. Their errors add up to a *reach*: a work lies in a commune
for certain when it goes deeper into it than that, and possibly when it comes nearer than that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs
from tvgeo.core.features import Feature

LAYER = "communes_2025"
# Of a work with features of several shapes the first of these is the one that is measured.
SHAPES = ("area", "line", "point")

Geometries: TypeAlias = NDArray[Any]
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Within:
    """One commune of a work: certain or only possible, and how much of the work is in it.

    `drawn` says that the drawing itself touches it, and not only what it may be off by.
    `share_pct` is of the work's drawn length or area; `length_km` is for lines, `area_ha` for
    areas; all `None` for points and where the drawing does not touch the commune.
    """

    commune: Feature
    certain: bool
    drawn: bool
    share_pct: float | None = None
    length_km: float | None = None
    area_ha: float | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The communes of a work: along its line, else the largest share first.

    `outside` says that a part of it lies in none of them for certain, `outside_pct` how much of
    its length or area (`None` for points). `shape` is that of the drawing, `reach_m` how far it
    and the outlines may be off together; `schematic` that it is a sketch.
    """

    within: tuple[Within, ...]
    shape: str
    outside: bool
    outside_pct: float | None
    reach_m: float
    schematic: bool

    @property
    def certain(self) -> tuple[Within, ...]:
        """The communes that the work lies in for certain."""
        return tuple(one for one in self.within if one.certain)

    @property
    def possible(self) -> tuple[Within, ...]:
        """The communes that it is drawn in without being sure of."""
        return tuple(one for one in self.within if one.drawn and not one.certain)

    @property
    def near(self) -> tuple[Within, ...]:
        """The communes that it is drawn beside, near enough that it may lie in them."""
        return tuple(one for one in self.within if not (one.drawn or one.certain))


class _Drawn(NamedTuple):
    """The features of all works side by side, metres: arrays of one length."""

    features: list[Feature]
    works: list[str]
    shapes: Geometries
    accuracy: Numbers


class _Meeting(NamedTuple):
    """A feature and a commune that come within reach of each other."""

    commune: int
    certain: bool
    drawn: bool
    size: float
    along: float


def join(
    located: Mapping[str, Sequence[Feature]], communes: Sequence[Feature], epsg: int
) -> dict[str, Where]:
    """Return where each located work lies, by project id; measured in the VN-2000 zone `epsg`.

    What the zone cannot hold is left out; nothing is returned where there are no communes.

    Raises
    ------
    CrsError
        If `epsg` is not a projected VN-2000 CRS.
    """
    communes, outlines = _held(communes, epsg)
    drawn = _drawn(located, epsg)
    if not communes or not drawn.works:
        return {}
    exact = _accuracy(communes)
    met = _meetings(drawn, outlines, exact)
    beyond = _beyond(drawn, outlines, float(exact.max()))
    by_work: dict[str, list[int]] = {}
    for i, work in enumerate(drawn.works):
        by_work.setdefault(work, []).append(i)
    return {
        work: _where(rows, drawn, met, beyond, communes, float(exact.max()))
        for work, rows in by_work.items()
    }


def _drawn(located: Mapping[str, Sequence[Feature]], epsg: int) -> _Drawn:
    ordered = {work: _in_order(features) for work, features in located.items()}
    every = [f for features in ordered.values() for f in features]
    features, shapes = _held(every, epsg)
    kept = {id(feature) for feature in features}
    works = [work for work, found in ordered.items() for f in found if id(f) in kept]
    return _Drawn(features, works, shapes, _accuracy(features))


def _held(features: Sequence[Feature], epsg: int) -> tuple[list[Feature], Geometries]:
    """Return the features that the zone can hold, and their shapes in metres."""
    carried = crs.all_to_metric([f.geometry_4326 for f in features], epsg)
    pairs = [(f, s) for f, s in zip(features, carried, strict=True) if s is not None]
    shapes = np.empty(len(pairs), dtype=object)
    shapes[:] = [shape for _, shape in pairs]
    return [feature for feature, _ in pairs], shapes


def _accuracy(features: Sequence[Feature]) -> Numbers:
    return np.array([feature.accuracy_m for feature in features], dtype=float)


def _in_order(features: Iterable[Feature]) -> list[Feature]:
    """Return the features of a work in the order of its chainage; those without Km come last."""
    return sorted(features, key=lambda f: _low(f) if f.route else float("inf"))


def _low(feature: Feature) -> float:
    return min(feature.from_km or 0.0, feature.to_km or 0.0)


def _meetings(drawn: _Drawn, outlines: Geometries, exact: Numbers) -> dict[int, list[_Meeting]]:
    """Return, by feature, the communes within reach."""
    tree = shapely.STRtree(outlines)
    widest = drawn.accuracy + exact.max()
    rows, units = tree.query(drawn.shapes, predicate="dwithin", distance=widest)
    reach = drawn.accuracy[rows] + exact[units]
    near = shapely.dwithin(drawn.shapes[rows], outlines[units], reach)
    rows, units, reach = rows[near], units[near], reach[near]
    pieces = shapely.intersection(drawn.shapes[rows], outlines[units])
    sure = shapely.intersects(drawn.shapes[rows], _cores(outlines, units, reach))
    sizes = _sizes(pieces, drawn, rows)
    found: dict[int, list[_Meeting]] = {}
    for row, unit, piece, certain, size in zip(rows, units, pieces, sure, sizes, strict=True):
        along = _along(drawn.features[row], drawn.shapes[row], piece, outlines[unit])
        one = _Meeting(int(unit), bool(certain), not piece.is_empty, float(size), along)
        found.setdefault(int(row), []).append(one)
    return found


def _cores(outlines: Geometries, units: NDArray[np.intp], reach: Numbers) -> Geometries:
    """Return what of each commune is deeper inside than the reach; each such core made once."""
    pairs = np.column_stack((units, _coarse(reach)))
    asked, which = np.unique(pairs, axis=0, return_inverse=True)
    cores: Geometries = shapely.buffer(outlines[asked[:, 0].astype(int)], -asked[:, 1])
    return cores[which.ravel()]


def _coarse(reach: Numbers) -> Numbers:
    """Return reaches in two digits, rounded up, so that thousands of works share few of them.

    What is certain within a larger reach is so within a smaller one.
    """
    step = 10 ** np.floor(np.log10(np.maximum(reach, 1.0)) - 1)
    rounded: Numbers = np.ceil(np.round(reach / step, 6)) * step
    return rounded


def _sizes(pieces: Geometries, drawn: _Drawn, rows: NDArray[np.intp]) -> Numbers:
    """Return metres of lines and square metres of areas; 0 for points."""
    is_area = np.array([drawn.features[row].shape == "area" for row in rows], dtype=bool)
    sizes: Numbers = np.where(is_area, shapely.area(pieces), shapely.length(pieces))
    return sizes


def _along(
    feature: Feature, line: BaseGeometry, piece: BaseGeometry, outline: BaseGeometry
) -> float:
    """Return how far along a line it first meets a commune, metres; 0 for what is no line."""
    if feature.shape != "line":
        return 0.0
    at = piece if not piece.is_empty else shapely.shortest_line(line, outline)
    points = shapely.points(shapely.get_coordinates(at))
    measures = shapely.line_locate_point(line, points)
    if piece.is_empty:
        measures = measures[:1]  # the other end lies on the outline
    turned = (
        feature.from_km is not None
        and feature.to_km is not None
        and feature.from_km > feature.to_km
    )
    return float(line.length - measures.max() if turned else measures.min())


def _beyond(drawn: _Drawn, outlines: Geometries, exact_m: float) -> dict[int, float]:
    """Return, by feature, how much of it lies in no commune, where that is beyond its reach."""
    whole = shapely.union_all(outlines)
    shapely.prepare(whole)
    rows = np.flatnonzero(~shapely.covers(whole, drawn.shapes))
    reach = drawn.accuracy[rows] + exact_m
    asked, which = np.unique(_coarse(reach), return_inverse=True)
    grown = shapely.buffer(whole, asked)
    certain = ~shapely.covers(grown[which], drawn.shapes[rows])
    rows = rows[certain]
    sizes = _sizes(shapely.difference(drawn.shapes[rows], whole), drawn, rows)
    return dict(zip(rows.tolist(), sizes.tolist(), strict=True))


def _where(
    rows: Sequence[int],
    drawn: _Drawn,
    met: Mapping[int, Sequence[_Meeting]],
    beyond: Mapping[int, float],
    communes: Sequence[Feature],
    exact_m: float,
) -> Where:
    shape = next(s for s in SHAPES if any(drawn.features[row].shape == s for row in rows))
    measured = [row for row in rows if drawn.features[row].shape == shape]
    size = shapely.area if shape == "area" else shapely.length
    total = float(size(drawn.shapes[measured]).sum())
    found: dict[int, list[tuple[int, _Meeting]]] = {}
    for row in rows:
        for one in met.get(row, ()):
            found.setdefault(one.commune, []).append((row, one))
    within = [
        (
            _order(shape, meetings, rows),
            _within(communes[unit], meetings, measured, shape, total),
        )
        for unit, meetings in sorted(found.items())
    ]
    within.sort(key=lambda pair: pair[0])
    outside = sum(beyond.get(row, 0.0) for row in measured)
    return Where(
        within=tuple(one for _, one in within),
        shape=shape,
        outside=any(row in beyond for row in rows),
        outside_pct=100 * outside / total if total else None,
        reach_m=float(drawn.accuracy[list(rows)].max()) + exact_m,
        schematic=any(drawn.features[row].method == "schematic" for row in rows),
    )


def _order(
    shape: str, meetings: Sequence[tuple[int, _Meeting]], rows: Sequence[int]
) -> tuple[float, ...]:
    """Return what communes are sorted by: along a line, else the surest and largest first."""
    if shape == "line":
        return min((rows.index(row), round(one.along), not one.drawn) for row, one in meetings)
    certain = any(one.certain for _, one in meetings)
    drawn = any(one.drawn for _, one in meetings)
    return (not certain, not drawn, -sum(one.size for _, one in meetings))


def _within(
    commune: Feature,
    meetings: Sequence[tuple[int, _Meeting]],
    measured: Sequence[int],
    shape: str,
    total: float,
) -> Within:
    certain = any(one.certain for _, one in meetings)
    drawn = any(one.drawn for _, one in meetings)
    size = sum(one.size for row, one in meetings if row in measured)
    if not total or not size:
        return Within(commune, certain, drawn)
    return Within(
        commune,
        certain,
        drawn,
        share_pct=100 * size / total,
        length_km=size / 1000 if shape == "line" else None,
        area_ha=size / 10_000 if shape == "area" else None,
    )
