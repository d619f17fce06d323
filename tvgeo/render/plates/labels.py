"""Everything with letters on the map of a plate: where it stands, then drawn.

First what has one right place: names of rivers, dots of towns, numbers of roads. Then the flags
and the names of towns choose among hundreds of places; names of areas take what is left free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tvgeo.render.plates import cost, flags, names, placing, shields, spots, waters
from tvgeo.render.plates.cost import Floats
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Obstacles
from tvgeo.render.plates.plate import Place, Plate

RIVER = ("semibold_italic", 1.0, 0.25)
CANAL = ("italic", 0.8, 0.06)
# A canal has its name on one side, so far from its line, mm times k.
_BESIDE = 2.6


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
    solid = np.vstack((scene.hard, scene.symbols))
    water = _water(plate, layout)
    open_ = names.open_water(water, layout.k)
    written = _waters(plate, layout, scene, solid, water, open_)
    solid = np.vstack((solid, _rows([box for water in written for box in water.boxes])))
    planned = [
        (work.label, box)
        for work, boxes in zip(plate.works, obstacles.symbols, strict=True)
        for box in boxes
        if flags.is_town(work)
    ]
    towns = names.towns(plate.base.towns, layout, solid, planned)
    solid = np.vstack((solid, _rows([town.box for town in towns])))
    numbers = shields.lay(plate.base.roads, layout, scene, solid)
    hard = np.vstack((solid[len(scene.hard) + len(scene.symbols) :], scene.hard))
    hard = np.vstack((hard, _rows([shield.box for shield in numbers])))
    flagged, named, lost = _choose(plate, layout, obstacles, _with(scene, hard), towns)
    boxes = [flag.spot.box for flag in flagged] + [town.spot.box for town in named]
    symbols = [*scene.symbols, *(named_town.town.box for named_town in named)]
    taken = np.vstack((hard, _rows(symbols), _rows(boxes)))
    leaders = _rows([flag.spot.leader for flag in flagged if flag.spot.leader])
    areas = _areas(plate, layout, scene, taken, leaders, open_)
    return Labels(layout, flagged, named, numbers, areas, written, lost)


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


def _rows(boxes: Sequence[Box | spots.Leader | Floats]) -> Floats:
    return np.array([tuple(box) for box in boxes], dtype=float).reshape(-1, 4)


def _scene(layout: Layout, obstacles: Obstacles) -> spots.Scene:
    owned = [(work, box) for work, boxes in enumerate(obstacles.symbols) for box in boxes]
    return spots.Scene(
        frame=obstacles.frame,
        k=layout.k,
        raster=cost.raster(obstacles.frame, obstacles.weights),
        hard=_rows(list(obstacles.hard)),
        symbols=_rows([box for _, box in owned]),
        owners=np.array([work for work, _ in owned], dtype=float),
    )


def _with(scene: spots.Scene, hard: Floats) -> spots.Scene:
    return spots.Scene(scene.frame, scene.k, scene.raster, hard, scene.symbols, scene.owners)


def _water(plate: Plate, layout: Layout) -> BaseGeometry:
    clipped = affinity.affine_transform(plate.base.water, layout.matrix())
    clipped = shapely.clip_by_rect(clipped, *layout.map)
    return clipped if clipped.is_valid else clipped.buffer(0)


def _waters(
    plate: Plate,
    layout: Layout,
    scene: spots.Scene,
    solid: Floats,
    water: BaseGeometry,
    open_: BaseGeometry,
) -> tuple[waters.WaterName, ...]:
    wet, sea = cost.covered(scene.frame, water), cost.covered(scene.frame, open_)
    found: list[waters.WaterName] = []
    kinds = (
        *((place, RIVER, 0.0) for place in plate.base.rivers),
        *((place, CANAL, _BESIDE * layout.k) for place in plate.base.canals),
    )
    for place, (face, size, spacing), beside in kinds:
        taken = np.vstack((solid, _rows([box for name in found for box in name.boxes])))
        around = waters.Surroundings(scene, taken, water, wet, sea)
        line = affinity.affine_transform(place.geometry, layout.matrix())
        kind = waters.Type(face, size * layout.fs, spacing)
        if name := waters.write(place.name, line, kind, around, beside=beside):
            found.append(name)
    return tuple(found)


def _choose(
    plate: Plate,
    layout: Layout,
    obstacles: Obstacles,
    scene: spots.Scene,
    towns: tuple[names.Town, ...],
) -> tuple[tuple[Flagged, ...], tuple[NamedTown, ...], tuple[str, ...]]:
    works = [index for index in flags.order(plate) if obstacles.anchors[index]]
    tags = [flags.tag(plate.works[index], layout) for index in works]
    asked = [
        flags.ask(plate.works[index], index, tag, obstacles.anchors[index])
        for index, tag in zip(works, tags, strict=True)
    ]
    asked += [
        spots.Asked(town.tag.width, town.tag.height, (town.dot,), obligatory=False, reach=1)
        for town in towns
    ]
    got = placing.place(asked, scene)
    flagged = tuple(
        Flagged(index, tag, spot)
        for index, tag, spot in zip(works, tags, got, strict=False)
        if spot
    )
    named = tuple(
        NamedTown(town, spot)
        for town, spot in zip(towns, got[len(works) :], strict=True)
        if spot
    )
    lost = tuple(
        plate.works[index].label
        for index, one, spot in zip(works, asked, got, strict=False)
        if one.obligatory and spot is None
    )
    return flagged, named, lost


def _areas(
    plate: Plate,
    layout: Layout,
    scene: spots.Scene,
    taken: Floats,
    leaders: Floats,
    open_: BaseGeometry,
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
            busy = np.vstack((taken, _rows([name.box for name in found])))
            seen = names.part(place, layout)
            if seen.is_empty and kind is names.SEA:
                seen = names.sea(place, open_, layout)
            if name := names.area(place.name, seen, kind, layout, scene, busy, leaders):
                found.append(name)
    return tuple(found)
