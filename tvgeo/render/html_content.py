"""What the stand-alone HTML map shows, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely import Point
from shapely.geometry.base import BaseGeometry

from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.locale import DASH
from tvgeo.render.html_parts import Box, Inset, Table
from tvgeo.render.legend import Legend

# Columns of figures, which are set right in the table.
NUMBERS = frozenset({2, 3, 4})
# How wide the columns are, percent of the table: name, state, figures, place, lead, day, obstacle.
WIDTHS = (19, 11, 6.5, 6.5, 6.5, None, 12, 7, 15, None)
# Signs keep so far apart, of the width of what is shown.
APART = 0.03
# Where on a line its sign may stand, the best first.
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
# Places that are named, by the `ref` of the feature, the first before the others.
_NAMED = ("water", "neighbour", "city", "town", "neighbour_town")


@dataclass(frozen=True, slots=True)
class Work:
    """What the map says of one project: its state, and a text for each column, marks included.

    The first three columns are the name, the state and the percentage. `label` are the lines of
    its name on the map. The sign of a `part` is smaller and lies below that of its whole.
    """

    health: str
    texts: tuple[str, ...]
    label: tuple[str, ...] = ()
    part: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Finished stretches of a work, lon/lat in WGS 84, what is said of them, and their layer."""

    geometry_4326: BaseGeometry
    text: str
    layer: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a feature: the place of its work in the table, whether it bears the name."""

    k: int
    main: bool
    point: Point


@dataclass(frozen=True, slots=True)
class HtmlMap:
    """All that the file shows; texts are localised, geometries lon/lat in WGS 84.

    `features` are in drawing order, bottom first; `works` belong to them by project id and make
    the table, where a work without a place stands too, each under its title (`table_parts`: on
    the map, without a place). `mark` and `note` are "" when nothing shown was invented; `counts`
    says how much is on the map and how much has no place. `bounds` and the `edge` of the base map
    are west, south, east, north in degrees.
    """

    title: str
    message: str
    stamp: str
    mark: str
    note: str
    counts: str
    credit: str
    alt: str
    table_title: str
    table_parts: tuple[str, str]
    columns: tuple[str, ...]
    works: Mapping[str, Work]
    features: Sequence[Feature]
    layer_names: Mapping[str, str]
    legend: Legend
    bounds: Box
    edge: Box
    finished: Sequence[Stretch] = ()
    inset: Inset | None = None


def on_map(shown: HtmlMap) -> Iterator[str]:
    """Yield the works that have a place, in the order of the table: the worst first."""
    placed = {f.project_id for f in shown.features if is_work(f, shown)}
    yield from (project_id for project_id in shown.works if project_id in placed)


def table(shown: HtmlMap, places: Mapping[str, int]) -> Table:
    """Return the table: what is on the map first, then what has no place."""
    rows = [
        (work.health, places.get(project_id), work.texts)
        for project_id, work in shown.works.items()
    ]
    parts = ([r for r in rows if r[1] is not None], [r for r in rows if r[1] is None])
    return Table(
        shown.table_title,
        shown.columns,
        tuple(zip(shown.table_parts, parts, strict=True)),
        numbers=NUMBERS,
        widths=WIDTHS,
        nothing=DASH,
    )


def corners(box: Box) -> list[list[float]]:
    """Return a box as Leaflet reads it: south-west and north-east corner, latitude first."""
    west, south, east, north = box
    return [[south, west], [north, east]]


def signs(shown: HtmlMap) -> dict[str, Sign]:
    """Return the sign of each feature of a work, by feature.

    The name of a work stands at its largest feature. A point cannot give way, so lines look for
    room around the points, from their middle on.
    """
    places = {project_id: k for k, project_id in enumerate(on_map(shown))}
    features = [f for f in shown.features if is_work(f, shown)]
    main = largest(features)
    apart = (shown.bounds[2] - shown.bounds[0]) * APART
    taken: list[Point] = []
    found = {}
    for i in sorted(range(len(features)), key=lambda i: features[i].shape == "line"):
        feature = features[i]
        options = list(_spots(feature.geometry_4326))
        free = (o for o in options if all(o.distance(p) >= apart for p in taken))
        point = next(free, options[0])
        taken.append(point)
        found[feature.feature_id] = Sign(places[str(feature.project_id)], i in main, point)
    return found


def is_work(feature: Feature, shown: HtmlMap) -> bool:
    """Whether a feature is of a work that the map is about."""
    return feature.layer not in CONTEXT_LAYERS and feature.project_id in shown.works


def _spots(geometry: BaseGeometry) -> Iterator[Point]:
    if geometry.geom_type != "LineString":
        yield geometry.representative_point()
        return
    yield from (geometry.interpolate(share, normalized=True) for share in _ALONG)


def largest(features: Sequence[Feature]) -> set[int]:
    """Return the place of each work's largest feature."""
    found: dict[str | None, int] = {}
    for i, feature in enumerate(features):
        best = found.setdefault(feature.project_id, i)
        if feature.geometry_4326.length > features[best].geometry_4326.length:
            found[feature.project_id] = i
    return set(found.values())


def named(features: Sequence[Feature]) -> list[Feature]:
    """Return the places whose names stand on the map, the most useful first."""
    found = [f for f in features if f.layer == "places" and f.ref in _NAMED]
    return sorted(found, key=lambda f: _NAMED.index(str(f.ref)))
