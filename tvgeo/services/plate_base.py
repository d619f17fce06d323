"""The base map of the plates: the context layers of a data folder in metres, made once per data.

What a folder lacks is left out: another province may have neither water nor neighbours.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import shapely
from shapely import MultiPolygon, affinity
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs
from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.plates.plate import EMPTY, BaseMap, Place, Road
from tvgeo.services.base import Base

# Water this wide is open sea (or a great lake), not a river; smaller parts of it are none.
SEA_WIDTH_M = 5_000.0
SEA_AREA_M2 = 50e6
# A layer is cut along a meridian or parallel, which leans a little in the zone.
CUT_M = 600.0
# Along the sea the shore is the edge of the province: no second line beside it.
SHORE_M = 1_500.0
# How far apart two drawings of one border lie.
SAME_BORDER_M = 450.0
DISTRICT_TOLERANCE_M = 180.0
RANKS = {"city": 0, "town": 1, "neighbour_town": 2}
RIVER = "river"
CANAL = ("canal", "kênh")
# Layers with lines that are no roads.
_NO_ROADS = (*CONTEXT_LAYERS, "waterways", "expressways")
# What lies further from the province than this (degrees) and than its own extent went astray.
ASTRAY = 0.5
# What a map leaves out of the name of an area or a town: before it, after it.
_LEFT_OUT = {
    "vi": (("Tỉnh ", "Huyện ", "Thị xã ", "Quận ", "Thành phố ", "TT ", "TX "), ()),
    "en": ((), (" Province", " District", " Town", " City")),
}
# Of two units with one name each keeps its kind, short.
_SHORT = {"Huyện ": "H. ", "Thị xã ": "TX. ", "Thành phố ": "TP. ", "Quận ": "Q. "}


@lru_cache(maxsize=8)
def base_map(base: Base, t: Locale) -> BaseMap:
    """Return the base map without roads; the same one until the data change."""
    layers = _layers(base)
    water = _union(layers.get("water", ()), base)
    sea = open_sea(water)
    water = shapely.union(water, beyond(sea, water))
    own, others = _provinces(layers.get("province", ()))
    outlines = [_metric(f, base) for f in others]
    province = _areas(_union(own, base))
    towns = _towns(layers.get("places", ()), base, t)
    units = layers.get("districts", ())
    shapes = [_metric(f, base) for f in units]
    return BaseMap(
        province=province,
        province_name=province_name(base, t),
        neighbours=_neighbours(others, outlines, water, base, t),
        districts=_districts(units, shapes, water, towns, t),
        water=water,
        rivers=_rivers(layers.get("waterways", ()), base, t),
        canals=_canals(layers.get("waterways", ()), base, t),
        seas=_seas(layers, sea, base, t),
        roads=(),
        towns=towns,
        outline=_less(province.boundary, sea.buffer(SHORE_M)),
        district_lines=_less(
            _shared(shapes), shapely.union(province.boundary.buffer(SAME_BORDER_M), water)
        ),
        neighbour_lines=_less(
            shapely.union_all([outline.boundary for outline in outlines]) if others else EMPTY,
            shapely.union(province.boundary.buffer(SAME_BORDER_M), sea.buffer(SHORE_M)),
        ),
    )


def roads(base: Base, without: frozenset[str]) -> tuple[Road, ...]:
    """Return the roads that are no work of `without` (project ids), sketches left out."""
    return tuple(
        Road(plain.line(f.ref or ""), _metric(f, base))
        for f in base.folder.features
        if f.shape == "line"
        and f.layer not in _NO_ROADS
        and f.method != "schematic"
        and f.project_id not in without
    )


@lru_cache(maxsize=8)
def astray(base: Base) -> frozenset[str]:
    """Return the features of works (ids) so far away that a plate would show nothing else."""
    own, _ = _provinces(_layers(base).get("province", ()))
    outline = shapely.union_all([f.geometry_4326 for f in own])
    west, south, east, north = outline.bounds if own else base.settings.bounds
    wide, high = max(east - west, ASTRAY), max(north - south, ASTRAY)
    around = shapely.box(west - wide, south - high, east + wide, north + high)
    works = [f for f in base.folder.features if f.project_id]
    # bounds that no work touches are of another place
    if not own and not any(around.intersects(f.geometry_4326) for f in works):
        return frozenset()
    return frozenset(f.feature_id for f in works if not around.covers(f.geometry_4326))


def province_name(base: Base, t: Locale) -> str:
    """Return the province inside a sentence, "tỉnh Trà Vinh", as its outline is called."""
    own, _ = _provinces(_layers(base).get("province", ()))
    if not own:
        return plain.line(base.settings.province)
    name = plain.line(t.name(own[0]))
    first, _, rest = name.partition(" ")
    known = f"{first} " in _LEFT_OUT["vi"][0]
    return f"{first.lower()} {rest}" if known and rest else name


def open_sea(water: BaseGeometry) -> BaseGeometry:
    """Return the part of a water surface that is wider than a river, metres."""
    half = SEA_WIDTH_M / 2
    eroded = water.simplify(80.0).buffer(-half)
    wide = [part for part in shapely.get_parts(eroded) if part.area >= SEA_AREA_M2]
    return shapely.union_all(wide).buffer(half).intersection(water) if wide else EMPTY


def beyond(sea: BaseGeometry, water: BaseGeometry) -> BaseGeometry:
    """Return the sea carried on past the edge at which the layer of water was cut, metres.

    A layer ends somewhere; a map that shows more would have land in the sea. Rivers are not
    carried on.
    """
    if sea.is_empty:
        return EMPTY
    west, south, east, north = water.bounds
    far = max(east - west, north - south)
    known = sea
    for x, y, cut in (
        (1, 0, shapely.box(east - CUT_M, south, east, north)),
        (-1, 0, shapely.box(west, south, west + CUT_M, north)),
        (0, 1, shapely.box(west - far, north - CUT_M, east + far, north)),
        (0, -1, shapely.box(west - far, south, east + far, south + CUT_M)),
    ):
        for part in shapely.get_parts(known.intersection(cut)):
            left, bottom, right, top = part.bounds
            if (
                part.geom_type == "Polygon"
                and (top - bottom if x else right - left) > SEA_WIDTH_M
            ):
                moved = affinity.translate(part.envelope, x * far, y * far)
                known = shapely.union(known, shapely.union(part, moved).envelope)
    return known


def _layers(base: Base) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = {}
    for feature in base.folder.features:
        found.setdefault(feature.layer, []).append(feature)
    return found


def _metric(feature: Feature, base: Base) -> BaseGeometry:
    geometry: BaseGeometry = crs.to_metric(feature.geometry_4326, base.settings.crs)
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _union(features: Iterable[Feature], base: Base) -> BaseGeometry:
    return shapely.union_all([_metric(f, base) for f in features if f.shape == "area"])


def _areas(geometry: BaseGeometry) -> MultiPolygon:
    """Return the polygons of a geometry and nothing else."""
    parts = shapely.get_parts(geometry)
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _less(lines: BaseGeometry, cut: BaseGeometry) -> BaseGeometry:
    left = shapely.line_merge(lines.difference(cut)) if not lines.is_empty else EMPTY
    return left if "Line" in left.geom_type else EMPTY


def _shared(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the borders of neighbouring areas, each once."""
    if not shapes:
        return EMPTY
    if all("Polygon" in shape.geom_type for shape in shapes) and shapely.coverage_is_valid(
        shapes
    ):
        shapes = list(shapely.coverage_simplify(list(shapes), DISTRICT_TOLERANCE_M))
    return shapely.union_all([shape.boundary for shape in shapes])


def _provinces(features: Iterable[Feature]) -> tuple[list[Feature], list[Feature]]:
    """Return the province's own outline and those of its neighbours."""
    areas = [f for f in features if f.shape == "area"]
    return (
        [f for f in areas if f.ref != "neighbour"],
        [f for f in areas if f.ref == "neighbour"],
    )


def _bare(name: str, t: Locale) -> str:
    """Return a name without what kind of unit it is."""
    before, after = _LEFT_OUT.get(t.language, ((), ()))
    for said in before:
        name = name.removeprefix(said)
    for said in after:
        name = name.removesuffix(said)
    return name


def _neighbours(
    features: Sequence[Feature],
    outlines: Sequence[BaseGeometry],
    water: BaseGeometry,
    base: Base,
    t: Locale,
) -> tuple[Place, ...]:
    own, _ = _provinces(_layers(base).get("province", ()))
    # outlines of different origin overlap a little: a name stands on one side only
    mine = _union(own, base)
    return tuple(
        Place(_bare(plain.line(t.name(f)), t), outline.difference(water).difference(mine))
        for f, outline in zip(features, outlines, strict=True)
    )


def _districts(
    features: Sequence[Feature],
    shapes: Sequence[BaseGeometry],
    water: BaseGeometry,
    towns: Sequence[Place],
    t: Locale,
) -> tuple[Place, ...]:
    """Return the districts with the names a map uses; the chief town names its own."""
    full = [plain.line(t.name(f)) for f in features]
    bare = [_bare(name, t) for name in full]
    known = Counter(bare)
    chief = {_bare(town.name.removeprefix("TP "), t) for town in towns if town.rank == 0}
    found = []
    for name, short, shape in zip(full, bare, shapes, strict=True):
        if short in chief or not short:
            continue
        said = short if known[short] == 1 else _with_kind(name)
        found.append(Place(said, shape.difference(water)))
    return tuple(found)


def _with_kind(name: str) -> str:
    for kind, short in _SHORT.items():
        if name.startswith(kind):
            return short + name.removeprefix(kind)
    return name


def _towns(features: Iterable[Feature], base: Base, t: Locale) -> tuple[Place, ...]:
    return tuple(
        Place(_bare(plain.line(t.name(f)), t), _metric(f, base), RANKS[f.ref])
        for f in features
        if f.ref in RANKS and f.shape == "point"
    )


def _rivers(features: Iterable[Feature], base: Base, t: Locale) -> tuple[Place, ...]:
    return tuple(
        Place(plain.line(t.name(f)), _metric(f, base))
        for f in features
        if f.ref == RIVER and f.shape == "line" and f.name_vi
    )


def _canals(features: Iterable[Feature], base: Base, t: Locale) -> tuple[Place, ...]:
    """Return the canals; a stretch of a channel says in `ref` which canal it lies in."""
    found = []
    for f in features:
        ref = plain.line(f.ref or "")
        if f.shape != "line" or not ref.casefold().startswith(CANAL):
            continue
        name = (
            plain.line(t.name(f)) if ref.casefold() == CANAL[0] else ref[:1].upper() + ref[1:]
        )
        found.append(Place(name, _metric(f, base)))
    return tuple(found)


def _seas(
    layers: dict[str, list[Feature]], sea: BaseGeometry, base: Base, t: Locale
) -> tuple[Place, ...]:
    """Return the named seas: names of water that stand on it."""
    found: list[Place] = []
    for f in layers.get("places", ()):
        if f.ref != "water" or f.shape != "point" or sea.is_empty:
            continue
        point = _metric(f, base)
        on = next((part for part in shapely.get_parts(sea) if part.contains(point)), None)
        if on is not None and on not in [place.geometry for place in found]:
            found.append(Place(plain.line(t.name(f)), on))
    return tuple(found)
