"""The works of a plate: where they lie in metres, what their flags say."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import shapely
from shapely import MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs
from tvgeo.core.features import Feature
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates.plate import PlateWork, Shape
from tvgeo.services import map_layers, plate_base, work
from tvgeo.services.base import Base
from tvgeo.services.view import View

TOWNS = "urban_areas"
ZONE = "economic_zone"
CLUSTER = "cluster"
# Layers whose areas are told in hectares.
_WITH_AREA = ("industrial_parks", ZONE)
# Closer than this the signs of two towns would cover each other on any paper.
_APART_M = 3_000.0
# A sign keeps so far from the edge of its area; places in it are tried on so many lines.
_EDGE_M, _GRID = 1_000.0, 9
# More flags than this fit on no paper: the others' names may fall out.
MOST_FLAGS = 40
SEPARATOR = " · "


def of(view: View, t: Locale, facts: Sequence[WorkFact], main: str = "") -> list[PlateWork]:
    """Return the works among `facts` that have a place, each part right after its whole.

    `main` is the work that the plate is about, if it is about one.
    """
    known = shapes(view.base, t)
    placed = [fact for fact in facts if known.get(fact.project_id)]
    wholes = {fact.part_of for fact in placed if fact.part_of}
    return [
        _work(view, t, fact, place >= MOST_FLAGS, fact.project_id in {main, *wholes})
        for place, fact in enumerate(_ordered(placed))
    ]


def _ordered(facts: Sequence[WorkFact]) -> Iterable[WorkFact]:
    """Yield works in their order, each part after its whole; parts of parts follow theirs."""
    ids = {fact.project_id for fact in facts}
    parts: dict[str, list[WorkFact]] = {}
    for fact in facts:
        if fact.part_of in ids:
            parts.setdefault(fact.part_of, []).append(fact)
    waiting = [fact for fact in reversed(facts) if fact.part_of not in ids]
    while waiting:
        fact = waiting.pop()
        yield fact
        waiting += reversed(parts.get(fact.project_id, ()))


def _work(view: View, t: Locale, fact: WorkFact, crowded: bool, main: bool) -> PlateWork:  # noqa: FBT001 - both are said of one work
    found = shapes(view.base, t)[fact.project_id]
    stretches = _finished(view, fact)
    grouped = any(shape.ref == CLUSTER for shape in found)
    study = fact.kind.endswith("_study")
    return PlateWork(
        fact=fact,
        label=_label(view, t, fact),
        second=_second(view, t, fact, found, stretches),
        shapes=found,
        finished=stretches,
        main=main or any(shape.layer == ZONE for shape in found),
        optional=grouped or study or crowded,
    )


def _finished(view: View, fact: WorkFact) -> MultiLineString | None:
    """Return the stretches reported by chainage, metres; a percentage never draws one."""
    found = work.finished(view, fact.project_id)
    if found is None or found.geometry_4326.is_empty:
        return None
    return crs.to_metric(found.geometry_4326, view.base.settings.crs)


def _label(view: View, t: Locale, fact: WorkFact) -> str:
    """Return the name as short as a map needs: that of its feature, or up to the first colon."""
    project = view.registry.projects[fact.project_id]
    name = plain.line(map_layers.label_name(t, view.base, project))
    if name == fact.name:
        name = name.split(": ")[0]
    return name or fact.project_id


def _second(
    view: View,
    t: Locale,
    fact: WorkFact,
    found: Sequence[Shape],
    stretches: MultiLineString | None,
) -> str:
    """Return the second line of a flag: what neither the figure nor the symbol says."""
    if fact.kind.endswith("_study"):
        return t("plate.study")
    said = []
    layers = {shape.layer for shape in found}
    if layers & set(_WITH_AREA) and len(found) == 1:
        said.append(_area(view, t, fact))
    if TOWNS in layers or fact.style in {"no_data", "paused", "cancelled"}:
        said.append(fact.state)
    elif fact.style == "prep":
        said.append(fact.status)
    if any(shape.kind == "line" and shape.schematic for shape in found):
        said.append(t("plate.sketch"))
    zone = next((shape for shape in found if shape.layer == ZONE), None)
    if zone is not None and zone.schematic:
        said.append(t("plate.zone_sketch", km=t.quantity(zone.accuracy_m / 1000, "km")))
    if stretches is not None:
        said.append(t("plate.stretch", stretch=fact.stretch.replace(" - ", "–")))
    return SEPARATOR.join(part for part in said if part)


def _area(view: View, t: Locale, fact: WorkFact) -> str:
    features = view.base.join.located.get(fact.project_id, ())
    known = [f.official_area_ha for f in features if f.official_area_ha is not None]
    area = view.registry.projects[fact.project_id].area_ha or next(iter(known), None)
    return t.quantity(area, "ha") if area is not None else ""


@lru_cache(maxsize=8)
def shapes(base: Base, t: Locale) -> dict[str, tuple[Shape, ...]]:
    """Return the features of every located project in metres; made once per data.

    What went astray is left out: a project may be left with none.
    """
    away = plate_base.astray(base)
    every = {
        project_id: _shapes([f for f in features if f.feature_id not in away], base, t)
        for project_id, features in base.join.located.items()
    }
    towns = [town.geometry for town in plate_base.base_map(base, t).towns]
    signs = [s.geometry for found in every.values() for s in found if s.kind == "point"]
    for found in every.values():
        for place, shape in enumerate(found):
            if shape.layer == TOWNS and shape.kind == "area":
                point = _sign(shape.geometry, towns, signs)
                signs.append(point)
                found[place] = replace(shape, kind="point", geometry=point)
    return {project_id: tuple(found) for project_id, found in every.items()}


def _shapes(features: Sequence[Feature], base: Base, t: Locale) -> list[Shape]:
    names = [plain.line(t.name(f)) for f in features]
    # one name for all is that of the work
    several = len(set(names)) > 1
    return [
        Shape(
            feature.shape,
            crs.to_metric(feature.geometry_4326, base.settings.crs),
            feature.layer,
            plain.line(feature.ref or ""),
            feature.method == "schematic",
            feature.accuracy_m,
            name if several else "",
        )
        for feature, name in zip(features, names, strict=True)
    ]


def _sign(
    area: BaseGeometry, towns: Sequence[BaseGeometry], signs: Sequence[BaseGeometry]
) -> BaseGeometry:
    """Return where the sign of a town with an outline stands: at its centre, if that is free.

    Otherwise it stands where the area leaves most room around it.
    """
    inside = [town for town in towns if area.contains(town)]
    left, bottom, right, top = area.bounds
    grid = [
        Point(left + (right - left) * x / _GRID, bottom + (top - bottom) * y / _GRID)
        for x in range(1, _GRID)
        for y in range(1, _GRID)
    ]
    edge = area.boundary
    others = [
        point for point in grid if area.contains(point) and edge.distance(point) > _EDGE_M
    ]
    choices = [*inside, area.representative_point(), *others]
    others_at = shapely.union_all(list(signs)) if signs else shapely.Point()
    free = [choice for choice in choices if _far(choice, others_at) > _APART_M]
    return free[0] if free else max(choices, key=lambda choice: _far(choice, others_at))


def _far(point: BaseGeometry, others: BaseGeometry) -> float:
    return math.inf if others.is_empty else float(point.distance(others))
