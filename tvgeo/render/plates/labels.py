"""Everything with letters on the map of a plate: where it stands, then drawn.

First what has one right place: names of rivers and the chief town. Then the flags choose among
hundreds of places; the names of canals and towns, the numbers of roads and the names of areas take
what is left free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates import cost, flags, names, placing, shields, spots, waters
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Obstacles, Weight
from tvgeo.render.plates.plate import Place, Plate

RIVER = ("semibold_italic", 1.0, 0.25)
CANAL = ("italic", 0.8, 0.06)
# A canal has its name on one side, so far from its line, mm times k.
_BESIDE = 2.6
# What it costs a flag to stand on the dot of a town; half of it for a town of lower rank.
_TOWN = 5.0


class Taken(NamedTuple):
    """A box that a label fills; `kind` is flag, town, shield, area or water."""

    kind: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Flagged:
    """A tag of a work at its place."""

    work: int
    tag: flags.Tag
    spot: spots.Spot


@dataclass(frozen=True, slots=True)
class NamedTown:
    """A town at its dot with the place of its name."""

    town: names.Town
    spot: spots.Spot


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a plate, placed.

    `lost` names the works with a symbol on the map whose obligatory flag found no place; the
    panel lists them.
    """

    layout: Layout
    flags: tuple[Flagged, ...]
    towns: tuple[NamedTown, ...]
    shields: tuple[shields.Shield, ...]
    areas: tuple[names.AreaName, ...]
    waters: tuple[waters.WaterName, ...]
    lost: tuple[str, ...]

    @property
    def leaders(self) -> tuple[spots.Leader, ...]:
        """The leaders drawn."""
        return tuple(flag.spot.leader for flag in self.flags if flag.spot.leader)

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The boxes of all labels; a name along a water has one for each letter."""
        return (
            *(Taken("flag", str(flag.work), flag.spot.box) for flag in self.flags),
            *(Taken("town", town.town.place.name, town.spot.box) for town in self.towns),
            *(Taken("shield", shield.ref, shield.box) for shield in self.shields),
            *(Taken("area", " ".join(area.lines), area.box) for area in self.areas),
            *(Taken("water", water.name, box) for water in self.waters for box in water.boxes),
        )

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of all labels but the letters of waters."""
        return tuple(taken.box for taken in self.taken if taken.kind != "water")


def lay(plate: Plate, layout: Layout, obstacles: Obstacles) -> Labels:
    """Return the labels of a plate at their places."""
    scene = _scene(layout, obstacles)
    water = _water(plate, layout)
    open_ = names.open_water(water, layout.k)
    around = waters.surroundings(scene, water, open_)
    rivers = _waters(plate.base.rivers, RIVER, around, layout)
    scene = scene.joined([box for name in rivers for box in name.boxes])
    towns = names.towns(plate.base.towns, layout, scene, _planned(plate, obstacles))
    chief = tuple(town for town in towns if town.chief)
    rest = tuple(town for town in towns if not town.chief)
    scene = scene.joined([town.box for town in chief])
    flagged, named, lost = _flags(plate, obstacles, layout, _avoiding(scene, rest), chief)
    scene = scene.joined(
        [*(each.spot.box for each in flagged), *(each.spot.box for each in named)],
        [each.spot.leader for each in flagged if each.spot.leader],
    )
    canals = _waters(
        plate.base.canals, CANAL, replace(around, scene=scene), layout, beside=_BESIDE
    )
    scene = scene.joined([box for name in canals for box in name.boxes])
    rest = tuple(town for town in rest if scene.is_free(town.box))
    dots = scene.joined([town.box for town in rest])
    also, studies = _small(plate, obstacles, layout, dots, rest)
    named, flagged = (*named, *also), (*flagged, *studies)
    scene = scene.joined([each.town.box for each in also])
    scene = scene.joined([each.spot.box for each in also])
    scene = scene.joined([each.spot.box for each in studies])
    numbers = shields.lay(plate.base.roads, layout, scene)
    scene = scene.joined([shield.box for shield in numbers])
    areas = _areas(plate, layout, scene, open_)
    return Labels(layout, flagged, named, numbers, areas, (*rivers, *canals), lost)


def draw(axes: Axes, labels: Labels) -> None:
    """Draw labels that were placed."""
    layout, k = labels.layout, labels.layout.k
    waters.draw(axes, labels.waters)
    for area in labels.areas:
        names.draw_area(axes, area)
    for named in labels.towns:
        names.draw_dot(axes, named.town, k)
        flags.draw_tag(axes, named.town.tag, named.spot, k)
    shields.draw(axes, labels.shields, layout)
    for leader in labels.leaders:
        flags.draw_leader(axes, leader, k)
    for flag in labels.flags:
        flags.draw_tag(axes, flag.tag, flag.spot, k)


def _scene(layout: Layout, obstacles: Obstacles) -> spots.Scene:
    owned = [(work, box) for work, boxes in enumerate(obstacles.symbols) for box in boxes]
    return spots.Scene(
        frame=obstacles.frame,
        k=layout.k,
        raster=cost.raster(obstacles.frame, obstacles.weights),
        hard=spots.rows(obstacles.hard),
        lines=spots.rows([]),
        symbols=spots.rows([box for _, box in owned]),
        owners=np.array([work for work, _ in owned], dtype=float),
    )


def _avoiding(scene: spots.Scene, towns: Sequence[names.Town]) -> spots.Scene:
    # A flag may stand on the dot of a town, which then is not drawn, but had better not.
    weights = [
        Weight(shapely.box(*town.box), 0.0, _TOWN / max(town.place.rank, 1) / town.box.width**2)
        for town in towns
    ]
    cells = scene.raster.cells + cost.raster(scene.frame, weights).cells
    return replace(scene, raster=cost.from_cells(scene.frame, cells))


def _planned(plate: Plate, obstacles: Obstacles) -> list[tuple[str, Box]]:
    return [
        (work.label, box)
        for work, boxes in zip(plate.works, obstacles.symbols, strict=True)
        for box in boxes
        if flags.is_town(work)
    ]


def _water(plate: Plate, layout: Layout) -> BaseGeometry:
    clipped = affinity.affine_transform(plate.base.water, layout.matrix())
    clipped = shapely.clip_by_rect(clipped, *layout.map)
    return clipped if clipped.is_valid else clipped.buffer(0)


def _waters(
    places: Sequence[Place], kind: tuple[str, float, float], around: waters.Surroundings,
    layout: Layout, *, beside: float = 0.0,
) -> tuple[waters.WaterName, ...]:  # fmt: skip
    face, size, spacing = kind
    found: list[waters.WaterName] = []
    for place in places:
        scene = around.scene.joined([box for name in found for box in name.boxes])
        line = affinity.affine_transform(place.geometry, layout.matrix())
        type_ = waters.Type(face, size * layout.fs, spacing)
        name = waters.write(
            place.name, line, type_, replace(around, scene=scene), beside=beside * layout.k
        )
        found += [name] if name else []
    return tuple(found)


def _flags(
    plate: Plate,
    obstacles: Obstacles,
    layout: Layout,
    scene: spots.Scene,
    towns: Sequence[names.Town],
) -> tuple[tuple[Flagged, ...], tuple[NamedTown, ...], tuple[str, ...]]:
    """Place the flags of works, and with them the names of `towns`; name the lost ones."""
    works = [
        index
        for index in flags.order(plate)
        if obstacles.anchors[index] and not flags.is_study(plate.works[index])
    ]
    tags = [flags.tag(plate.works[index], layout) for index in works]
    asked = [
        flags.ask(plate.works[index], index, tag, obstacles.anchors[index])
        for index, tag in zip(works, tags, strict=True)
    ]
    got = placing.place([*asked, *map(names.ask, towns)], scene)
    lost = tuple(
        plate.works[index].label
        for index, one, spot in zip(works, asked, got, strict=False)
        if one.obligatory and spot is None
    )
    return _flagged(works, tags, got), _named(towns, got[len(works) :]), lost


def _small(
    plate: Plate,
    obstacles: Obstacles,
    layout: Layout,
    scene: spots.Scene,
    towns: Sequence[names.Town],
) -> tuple[tuple[NamedTown, ...], tuple[Flagged, ...]]:
    """Place what may fall out: names of towns, then those of studies."""
    works = [
        index
        for index, work in enumerate(plate.works)
        if flags.is_study(work) and obstacles.anchors[index]
    ]
    tags = [flags.tag(plate.works[index], layout) for index in works]
    asked = [
        flags.ask(plate.works[index], index, tag, obstacles.anchors[index])
        for index, tag in zip(works, tags, strict=True)
    ]
    got = placing.place([*map(names.ask, towns), *asked], scene)
    return _named(towns, got), _flagged(works, tags, got[len(towns) :])


def _flagged(
    works: Sequence[int], tags: Sequence[flags.Tag], got: Sequence[spots.Spot | None]
) -> tuple[Flagged, ...]:
    found = zip(works, tags, got, strict=False)
    return tuple(Flagged(index, tag, spot) for index, tag, spot in found if spot)


def _named(
    towns: Sequence[names.Town], got: Sequence[spots.Spot | None]
) -> tuple[NamedTown, ...]:
    return tuple(NamedTown(town, spot) for town, spot in zip(towns, got, strict=False) if spot)


def _areas(
    plate: Plate, layout: Layout, scene: spots.Scene, open_: BaseGeometry
) -> tuple[names.AreaName, ...]:
    base = plate.base
    kinds: tuple[tuple[tuple[Place, ...], names.AreaType], ...] = (
        (base.seas, names.SEA),
        (base.neighbours, names.NEIGHBOUR),
        (base.districts, names.DISTRICT),
    )
    found: list[names.AreaName] = []
    for places, kind in kinds:
        for place in places:
            so_far = scene.joined([name.box for name in found])
            seen = names.part(place, layout)
            if seen.is_empty and kind is names.SEA:
                seen = names.sea(place, open_, layout)
            if name := names.area(place.name, seen, kind, layout, so_far):
                found.append(name)
    return tuple(found)
