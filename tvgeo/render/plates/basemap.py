"""The background of a map: land, water, borders, roads outside the plan, crosses of the grid."""

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.render import style
from tvgeo.render.plates import furniture
from tvgeo.render.plates.canvas import Canvas
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.plate import BaseMap, GridLine, Plate

BASE: dict[str, str] = style.PALETTE["base"]
NEIGHBOUR_LINE = "#B9B3A5"
GROUND, LAND, WATER = 10.0, 20.0, 40.0
NEIGHBOURS, DISTRICTS, OUTLINE, CROSSES, CANALS, ROADS = 50.0, 60.0, 70.0, 80.0, 90.0, 100.0
# Dashes, in widths of the line.
NEIGHBOUR_DASH = (6.0, 2.5, 1.2, 2.5)
DISTRICT_DASH = (4.0, 2.0)
OUTLINE_DASH = (8.0, 2.2, 1.4, 2.2)
CROSS = 2.2


def draw(canvas: Canvas, plate: Plate) -> None:
    """Draw everything that lies under the works."""
    base, k = plate.base, canvas.k
    # without an outline nothing tells the province from its neighbours
    ground = "land" if base.province.is_empty else "land_neighbour"
    canvas.fill(shapely.box(*canvas.frame), BASE[ground], GROUND)
    land = canvas.page(base.province)
    canvas.fill(land, BASE["land"], LAND)
    wash = canvas.page(base.outline if not base.outline.is_empty else base.province.boundary)
    canvas.stroke(wash, BASE["province_halo"], 5.5 * k, LAND + 1)
    water = canvas.page(base.water)
    canvas.fill(water, BASE["sea"], WATER, edge=BASE["shore"], pt=0.45 * k)
    _borders(canvas, base)
    crosses = shapely.MultiLineString(_crosses(canvas, plate.graticule))
    canvas.stroke(crosses, BASE["graticule"], 0.5 * k, CROSSES, caps="butt")
    for place in base.canals:
        canal = canvas.page(place.geometry)
        canvas.stroke(canal, BASE["shore"], 3.4 * k, CANALS)
        canvas.stroke(canal, BASE["sea"], 2.7 * k, CANALS + 1)
    roads = [canvas.page(road.geometry) for road in base.roads]
    casing = shapely.union_all(roads) if roads else shapely.MultiLineString()
    canvas.stroke(casing, BASE["road_casing"], 2.3 * k, ROADS)
    canvas.stroke(casing, BASE["road_context"], 1.15 * k, ROADS + 1)


def _borders(canvas: Canvas, base: BaseMap) -> None:
    k = canvas.k
    for lines, colour, pt, dash, zorder in (
        (base.neighbour_lines, NEIGHBOUR_LINE, 0.6, NEIGHBOUR_DASH, NEIGHBOURS),
        (base.district_lines, BASE["district_line"], 0.65, DISTRICT_DASH, DISTRICTS),
        (base.outline, BASE["province_line"], 0.95, OUTLINE_DASH, OUTLINE),
    ):
        canvas.stroke(canvas.page(lines), colour, pt * k, zorder, dash=dash)


def _crosses(canvas: Canvas, graticule: tuple[GridLine, ...]) -> list[BaseGeometry]:
    """Return small crosses where meridians and parallels meet, but not under the scale bar."""
    half = CROSS * canvas.k / 2
    bar = furniture.bar_box(canvas.layout).grown(half)
    inside = canvas.frame.grown(-2 * half)
    found = []
    meridians = [canvas.page(line.line) for line in graticule if line.meridian]
    for parallel in (canvas.page(line.line) for line in graticule if not line.meridian):
        for meridian in meridians:
            for x, y in shapely.get_coordinates(parallel.intersection(meridian)):
                if _within(inside, x, y) and not _within(bar, x, y):
                    found.append(shapely.linestrings([(x - half, y), (x + half, y)]))
                    found.append(shapely.linestrings([(x, y - half), (x, y + half)]))
    return found


def _within(box: Box, x: float, y: float) -> bool:
    return box.left < x < box.right and box.bottom < y < box.top
