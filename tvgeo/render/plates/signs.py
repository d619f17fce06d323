"""Signs of works at a point or on an area: chips, towns, zones, circles of uncertainty."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.patches import Circle

from tvgeo import locale
from tvgeo.render import style
from tvgeo.render.plates import areas, chips, fonts, papers, spots, symbols
from tvgeo.render.plates.canvas import Canvas, seen
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import Plate, PlateWork, Shape

BASE: dict[str, str] = style.PALETTE["base"]
CIRCLES, NOTES, POINTS = 110.0, 114.0, 150.0
TOWNS = "urban_areas"
CLUSTER = "cluster"
# Sizes in mm times k.
CHIP, CLUSTER_CHIP, BRIDGE_CHIP, RIM = 3.5, 2.5, 3.0, 0.4
TOWN_RIM = 0.15
# A circle smaller than this needs no words; more of them than this are said in the legend only.
NOTED_RADIUS, MOST_NOTED = 5.0, 6
NOTE = 0.74
# Where on the rim a note may stand, degrees, the best first.
_AROUND = (225, 315, 0, 180, 135, 45, 270, 90)


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a shape at a point, mm: its middle, its reach and how it is drawn."""

    x: float
    y: float
    rim: float
    work: int
    shape: Shape
    kind: str

    @property
    def box(self) -> Box:
        """What the sign fills."""
        return Box(self.x - self.rim, self.y - self.rim, self.x + self.rim, self.y + self.rim)


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of uncertainty, mm; one of a `group` is thin, `note` is what stands on its rim."""

    x: float
    y: float
    radius: float
    colour: str
    group: bool
    note: str


class Noted(NamedTuple):
    """A ring with the box of its note, mm."""

    ring: Ring
    box: Box


def of(plate: Plate, layout: Layout) -> list[Sign]:
    """Return the signs at points whose middle is in the frame, in the order of the works."""
    found = []
    for number, work in enumerate(plate.works):
        for shape in work.shapes:
            if shape.kind != "point":
                continue
            for point in _points(shape, layout):
                kind = _kind(work, shape)
                found.append(Sign(*point, _rim(kind, layout.k), number, shape, kind))
    return found


def _points(shape: Shape, layout: Layout) -> list[tuple[float, float]]:
    geometry = seen(shape.geometry, layout)
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(geometry)]


def _kind(work: PlateWork, shape: Shape) -> str:
    if shape.layer == TOWNS:
        return "town"
    if shape.ref == CLUSTER:
        return "cluster"
    return "bridge" if work.fact.kind == "bridge" else "chip"


def _rim(kind: str, k: float) -> float:
    if kind == "town":
        return (chips.TOWN_RADIUS + TOWN_RIM) * k
    size = {"cluster": CLUSTER_CHIP, "bridge": BRIDGE_CHIP}.get(kind, CHIP)
    return (size / 2 + RIM) * k


def draw(canvas: Canvas, plate: Plate, signs: list[Sign]) -> None:
    """Draw the signs at points; those of the first works lie on top."""
    k = canvas.k
    for place, sign in enumerate(reversed(signs)):
        zorder = POINTS + place * 0.02
        code = plate.works[sign.work].style
        if sign.kind == "town":
            pt = max(0.68 * canvas.layout.fs, papers.PAPER[canvas.layout.paper].least_pt)
            chips.town(canvas.axes, sign.x, sign.y, sign.shape.ref, code, k, pt, zorder)
        else:
            size = 2 * (sign.rim - RIM * k)
            chips.draw(
                canvas.axes, sign.x, sign.y, size, code, zorder,
                rim_mm=RIM * k, round_=sign.kind == "bridge",
            )  # fmt: skip


def zones(canvas: Canvas, plate: Plate) -> None:
    """Draw the areas of works."""
    for work in plate.works:
        for shape in work.shapes:
            if shape.kind == "area":
                area = canvas.page(shape.geometry)
                areas.draw(canvas, area, work.style, schematic=shape.schematic)


def _colour(code: str) -> str:
    if code in areas.HOLLOW:
        return BASE["ink_muted"]
    return style.health_colour(code)


def rings(plate: Plate, signs: list[Sign], layout: Layout) -> list[Ring]:
    """Return the circles of the signs whose place is not known better than a kilometre."""
    t = locale.get(plate.language)
    found = []
    wide = [sign for sign in signs if sign.shape.accuracy_m > symbols.UNCERTAIN_M]
    said = [sign for sign in wide if _is_noted(sign, layout)]
    for sign in wide:
        metres = sign.shape.accuracy_m
        town = sign.kind == "town"
        noted = sign in said and len(said) <= MOST_NOTED
        found.append(
            Ring(
                sign.x,
                sign.y,
                metres * 1000 / layout.scale,
                BASE["ink_muted"] if town else _colour(plate.works[sign.work].style),
                town or sign.kind == "cluster",
                t("plate.uncertain", km=t.quantity(metres / 1000, "km")) if noted else "",
            )
        )
    return found


def _is_noted(sign: Sign, layout: Layout) -> bool:
    radius = sign.shape.accuracy_m * 1000 / layout.scale
    return sign.kind not in {"cluster", "town"} and radius >= NOTED_RADIUS * layout.k


def notes(
    plate: Plate, found: list[Ring], signs: list[Sign], layout: Layout, furniture: Sequence[Box]
) -> list[Noted]:
    """Return the box of the note on each ring that has one.

    It stands on the rim, clear of signs and `furniture`, of lines of works if it can.
    """
    pt = _note_pt(layout)
    lines = shapely.union_all(
        [seen(s.geometry, layout) for w in plate.works for s in w.shapes if s.kind == "line"]
    )
    shapely.prepare(lines)
    taken = [*furniture, *(sign.box for sign in signs)]
    placed: list[Noted] = []
    for ring in found:
        if not ring.note:
            continue
        half = fonts.width(ring.note, "regular", pt) / 2, fonts.height(pt) / 2
        boxes = []
        for angle in np.deg2rad(_AROUND):
            x, y = (
                ring.x + ring.radius * math.cos(angle),
                ring.y + ring.radius * math.sin(angle),
            )
            boxes.append(Box(x - half[0], y - half[1], x + half[0], y + half[1]))
        free = [
            box
            for box in boxes
            if box.inside(layout.map.grown(-spots.EDGE))
            and not any(box.meets(other) for other in taken)
        ]
        if free:
            clear = [box for box in free if not lines.intersects(shapely.box(*box))]
            best = (clear or free)[0]
            placed.append(Noted(ring, best))
            taken.append(best)
    return placed


def _note_pt(layout: Layout) -> float:
    return max(NOTE * layout.fs, papers.PAPER[layout.paper].least_pt)


def draw_rings(canvas: Canvas, found: list[Ring], noted: Sequence[Noted]) -> None:
    """Draw circles of uncertainty to scale, and the notes on their rims."""
    k = canvas.k
    for ring in found:
        if ring.group:
            dash, pt, fill = (1.2, 2.2), 0.45 * k, "none"
        else:
            dash, pt, fill = (3.0, 2.0), 0.8 * k, ring.colour
        for face, edge in ((fill, "none"), ("none", ring.colour)):
            circle = Circle(
                (ring.x, ring.y),
                ring.radius,
                facecolor=face,
                edgecolor=edge,
                alpha=0.07 if edge == "none" else 1.0,
                linewidth=pt,
                linestyle=(0, dash),
                zorder=CIRCLES,
            )
            canvas.add(circle)
    for ring, box in noted:
        fonts.draw_text(
            canvas.axes,
            (box.left + box.right) / 2,
            (box.bottom + box.top) / 2,
            ring.note,
            "regular",
            _note_pt(canvas.layout),
            BASE["ink_muted"],
            ha="center",
            va="middle",
            halo=BASE["land"],
            halo_pt=1.6 * k,
            zorder=NOTES,
        )
