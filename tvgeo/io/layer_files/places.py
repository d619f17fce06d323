"""Whether features lie where the province is; what lies elsewhere has a wrong CRS, or no business here."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core.plan import Settings
from tvgeo.io.reading.gathering import Gathering

_WORLD = (-180.0, -90.0, 180.0, 90.0)


def check(
    shapes: Sequence[tuple[int, BaseGeometry]],
    settings: Settings,
    gathering: Gathering,
    *,
    in_degrees: bool,
    is_context: bool,
) -> None:
    """Refuse shapes outside the province, the first ones named by their rows.

    A road may leave the province; an area or a point of a work may not. Context, a neighbour say,
    may lie wholly outside. `in_degrees` says that nothing was converted, so that the two numbers
    may be swapped.
    """
    if not shapes:
        return
    box, around = _boxes(settings)
    outside = [
        row for row, shape in shapes if _is_outside(shape, box, around, is_context=is_context)
    ]
    if not outside:
        return
    if in_degrees and all(box.intersects(_swapped(shape)) for _, shape in shapes):
        gathering.add("error", "E_SWAPPED_AXES")
        return
    west, south, east, north = shapely.total_bounds([shape for _, shape in shapes])
    beyond = west < _WORLD[0] or south < _WORLD[1] or east > _WORLD[2] or north > _WORLD[3]
    if in_degrees and beyond:
        gathering.add("error", "E_CRS_MISSING")  # metres without a word of their system
        return
    limit = ", ".join(f"{each:g}" for each in settings.bounds)
    for row in outside:
        gathering.add("error", "E_OUTSIDE", row=row, limit=limit)


def _boxes(settings: Settings) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the province's box, and one around it that is three times as wide and high."""
    west, south, east, north = settings.bounds
    width, height = east - west, north - south
    wide = shapely.box(west - width, south - height, east + width, north + height)
    return shapely.box(*settings.bounds), wide


def _is_outside(
    shape: BaseGeometry, box: BaseGeometry, around: BaseGeometry, *, is_context: bool
) -> bool:
    if is_context:
        return not around.covers(shape)
    if "Line" in shape.geom_type:
        return not (box.intersects(shape) and around.covers(shape))
    return not box.covers(shape)


def _swapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy[:, ::-1])
