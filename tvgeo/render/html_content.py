"""What the stand-alone HTML map shows, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.render.html_parts import Box, Inset, Table
from tvgeo.render.legend import Legend

# Columns of figures, which are set right in the table.
NUMBERS = frozenset({2, 3, 4})
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
    """Finished stretches of a work, lon/lat in WGS 84, and what is said of them."""

    geometry_4326: BaseGeometry
    text: str


@dataclass(frozen=True, slots=True)
class HtmlMap:
    """All that the file shows; texts are localised, geometries lon/lat in WGS 84.

    `features` are in drawing order, bottom first; `works` belong to them by project id and make
    the table, where a work without a place stands too, each under its title (`table_parts`: on
    the map, without a place). `mark` and `note` are "" when nothing shown was invented. `bounds`
    and the `edge` of the base map are west, south, east, north in degrees.
    """

    title: str
    message: str
    stamp: str
    mark: str
    note: str
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
    placed = {f.project_id for f in shown.features if f.layer not in CONTEXT_LAYERS}
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
        NUMBERS,
    )


def corners(box: Box) -> list[list[float]]:
    """Return a box as Leaflet reads it: south-west and north-east corner, latitude first."""
    west, south, east, north = box
    return [[south, west], [north, east]]


def largest(features: Sequence[Feature]) -> set[int]:
    """Return the place of each work's largest feature: the one that bears its name."""
    found: dict[str | None, int] = {}
    for i, feature in enumerate(features):
        best = found.setdefault(feature.project_id, i)
        if feature.geometry_4326.length > features[best].geometry_4326.length:
            found[feature.project_id] = i
    return set(found.values())


def middle(feature: Feature) -> BaseGeometry:
    """Return where the sign of a feature stands, lon/lat."""
    if feature.geometry_4326.geom_type == "LineString":
        return feature.geometry_4326.interpolate(0.5, normalized=True)
    return feature.geometry_4326.representative_point()


def named(features: Sequence[Feature]) -> list[Feature]:
    """Return the places whose names stand on the map, the most useful first."""
    found = [f for f in features if f.layer == "places" and f.ref in _NAMED]
    return sorted(found, key=lambda f: _NAMED.index(str(f.ref)))
