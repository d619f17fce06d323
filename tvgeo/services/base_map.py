"""The background of a plate, from the context layers of a data folder, in metres.

What a folder does not have is left out: a province may come with nothing but its own works.
"""

from collections.abc import Iterable
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs
from tvgeo.core.features import Feature
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.plates.plate import BaseMap, Place, Road
from tvgeo.services.base import Base

# What `ref` of a place or an outline says it is.
OWN, NEIGHBOUR = "self", "neighbour"
CHIEF, TOWN, WATER = "city", "town", "water"
RIVER = "river"
ROADS = "national_highways"
CANALS = "waterways"


@lru_cache(maxsize=4)
def _metric(base: Base) -> dict[str, BaseGeometry]:
    """Return every feature's geometry in metres by id; projecting them takes a while."""
    epsg = base.settings.crs
    return {f.feature_id: crs.to_metric(f.geometry_4326, epsg) for f in base.folder.features}


def metric(base: Base, feature: Feature) -> BaseGeometry:
    """Return the geometry of a feature of the folder in metres of the folder's CRS."""
    return _metric(base)[feature.feature_id]


def of(base: Base, t: Locale) -> BaseMap:
    """Return the background of all plates of a folder."""

    def found(layer: str, *refs: str) -> list[Feature]:
        return [
            f for f in base.folder.features if f.layer == layer and (not refs or f.ref in refs)
        ]

    own = [f for f in found("province") if f.ref != NEIGHBOUR]
    areas = [_area(metric(base, f)) for f in own]
    named = found("places")
    seas = [f for f in named if f.ref == WATER]
    lines = [f for f in found(CANALS) if f.ref == RIVER and f.shape == "line"]
    rivers = {_name(t, f) for f in lines}
    return BaseMap(
        province=_area(shapely.union_all(areas)) if areas else shapely.MultiPolygon(),
        province_name=plain.line(base.settings.province),
        neighbours=tuple(
            Place(_name(t, f), metric(base, f)) for f in found("province", NEIGHBOUR)
        ),
        districts=tuple(Place(_name(t, f), metric(base, f)) for f in found("districts")),
        water=shapely.union_all([metric(base, f) for f in found("water")]),
        rivers=tuple(Place(_name(t, f), metric(base, f)) for f in lines),
        canals=tuple(_canals(base)),
        seas=tuple(
            Place(_name(t, f), metric(base, f)) for f in seas if _name(t, f) not in rivers
        ),
        roads=tuple(
            Road(f.ref or "", metric(base, f))
            for f in found(ROADS)
            if f.project_id is None and f.shape == "line"
        ),
        towns=tuple(
            Place(_name(t, f), metric(base, f), 0 if f.ref == CHIEF else 1)
            for f in named
            if f.ref in {CHIEF, TOWN}
        ),
    )


def _canals(base: Base) -> Iterable[Place]:
    """Return what has a name of its own in a waterway: the canals of a channel."""
    for f in base.folder.features:
        if f.layer == CANALS and f.ref and f.ref != RIVER and f.ref.startswith("kênh"):
            name = f.ref[0].upper() + f.ref[1:]
            yield Place(plain.line(name), metric(base, f))


def _name(t: Locale, feature: Feature) -> str:
    return plain.line(t.name(feature))


def _area(geometry: BaseGeometry) -> shapely.MultiPolygon:
    if isinstance(geometry, shapely.Polygon):
        return shapely.MultiPolygon([geometry])
    if isinstance(geometry, shapely.MultiPolygon):
        return geometry
    return shapely.MultiPolygon()
