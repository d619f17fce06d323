"""The legend of symbols: only what the map of this sheet shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from tvgeo.locale import Locale
from tvgeo.render.plates import fonts, table
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.pieces import Piece, Sample, Words
from tvgeo.render.plates.plate import Plate, PlateWork, Shape
from tvgeo.render.plates.sizes import Sizes

ROW = 5.1
# Signs are as large as on the map, however small the type: a town, mm times k.
TALLEST = 4.5
SAMPLE, AFTER = 11.0, 1.4
ORDER = (
    "finished", "remaining", "remaining_schematic", "line", "line_schematic", "prep",
    "prep_schematic", "no_data", "no_data_schematic", "study", "park", "cluster", "zone",
    "zone_schematic", "area", "area_schematic", "town", "uncertain",
)  # fmt: skip
# A point that is known better than this has no circle around it.
UNCERTAIN_M = 1000.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol: how a sample of it is drawn, and what it means."""

    kind: str
    style: str
    text: str


def of(plate: Plate, t: Locale) -> list[Symbol]:
    """Return the symbols that the works of a plate are drawn with, in a fixed order."""
    found: dict[str, str] = {}
    for work in plate.works:
        for shape in work.shapes:
            for kind in _kinds(work, shape):
                found.setdefault(kind, work.style)
    return [Symbol(kind, found[kind], _text(kind, plate, t)) for kind in ORDER if kind in found]


def _kinds(work: PlateWork, shape: Shape) -> Iterable[str]:
    sketch = "_schematic" if shape.schematic else ""
    if shape.kind == "area":
        yield ("zone" if shape.layer == "economic_zone" else "area") + sketch
    elif shape.layer == "urban_areas":
        yield "town"
    elif shape.kind == "line":
        if work.style in {"prep", "no_data"}:
            yield work.style + sketch
        elif work.style == "study":
            yield "study"
        elif work.finished is not None:
            yield "finished"
            yield "remaining" + sketch
        else:
            yield "line" + sketch
    elif shape.ref in {"park", "cluster"}:
        yield shape.ref
    if shape.kind == "point" and shape.accuracy_m > UNCERTAIN_M:
        yield "uncertain"


def _text(kind: str, plate: Plate, t: Locale) -> str:
    shapes = [shape for work in plate.works for shape in work.shapes]
    if kind == "town" and any(
        shape.layer == "urban_areas" and shape.ref == "P" for shape in shapes
    ):
        return t("plate.symbol.town_ward")
    if kind != "uncertain":
        return t(f"plate.symbol.{kind}")
    known = sorted(
        shape.accuracy_m
        for shape in shapes
        if shape.kind == "point" and shape.accuracy_m > UNCERTAIN_M
    )
    low, high = (t.quantity(m / 1000, "km") for m in (known[0], known[-1]))
    if low == high:
        return t("plate.symbol.uncertain_km", km=high)
    low = t.number(known[0] / 1000)
    return t("plate.symbol.uncertain_range", low=low, high=high)


def lay(plate: Plate, column: Box, sizes: Sizes, t: Locale) -> tuple[list[Piece], float]:
    """Lay the symbols out in two columns; return the pieces and where they end.

    A text that is too wide for half the panel has a row of its own.
    """
    known = of(plate, t)
    if not known:
        return [], column.top
    pieces, y = table.heading(t("plate.symbols"), "", column, sizes)
    pt, sample = sizes.pt(0.82), SAMPLE * sizes.k * sizes.step.type
    half = column.width / 2
    narrow = half - sample - (AFTER + 1.0) * sizes.k
    wide = column.width - sample - AFTER * sizes.k
    at_right = False
    rows: list[list[Symbol]] = []
    for symbol in known:
        fits = fonts.width(symbol.text, "regular", pt) <= narrow
        if fits and at_right:
            rows[-1].append(symbol)
            at_right = False
        else:
            rows.append([symbol])
            at_right = fits
    pitch = max(sizes.mm(ROW), TALLEST * sizes.k)
    for row in rows:
        for place, symbol in enumerate(row):
            left = column.left + place * half
            text = fonts.shorten(symbol.text, "regular", pt, wide)
            pieces += [
                Sample(left, left + sample, y, symbol.kind, symbol.style),
                Words(left + sample + AFTER * sizes.k, y, text, "regular", pt),
            ]
        y -= pitch
    return pieces, y + pitch - sizes.mm(2.2)
