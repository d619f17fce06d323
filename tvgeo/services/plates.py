"""The plates of a briefing: which there are, and what each shows."""

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.errors import CrsError
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates.plate import BaseMap, Inset, Place, Plate, PlateWork
from tvgeo.services import plate_base, plate_grid, plate_words, plate_works
from tvgeo.services.base import Base
from tvgeo.services.plate_grid import Window
from tvgeo.services.view import View

# The plates of the whole plan: sectors that share one, by its code (a part of file names).
OF_PLAN = {
    "giao-thong": ("transport",),
    "kinh-te-do-thi": ("economic_zone", "urban"),
    "thong-tin": ("ict",),
    "nhiem-vu-chung": ("cross_cutting",),
}
# The one plate of a part of the plan.
OF_SECTOR = {
    "transport": "giao-thong", "economic_zone": "kinh-te", "urban": "do-thi", "ict": "thong-tin",
    "cross_cutting": "nhiem-vu-chung",
}  # fmt: skip
OF_AGENCY, OF_WORK = "co-quan", "cong-trinh"
# Around works: so much of their longer side. A plate is at least so wide; that of one work shows
# where it lies, and no more than the exactness of a base map bears.
AROUND, LEAST_M, LEAST_OF_WORK_M = 0.14, 9_000.0, 20_000.0
# An archipelago whose label point is less exact than this lies wide.
WIDE_GROUP_M = 75_000.0


def of(
    view: View, t: Locale, works: Sequence[WorkFact], scope: Scope, *, link: str = ""
) -> tuple[Plate, ...]:
    """Return the plates of a briefing about `scope`; works without any place have none.

    `link` is the address that their QR code holds, "" for none.
    """
    if scope.kind == "plan":
        groups = {
            code: [work for work in works if work.sector in sectors]
            for code, sectors in OF_PLAN.items()
        }
    else:
        codes = {"sector": OF_SECTOR.get(scope.code, OF_WORK), "agency": OF_AGENCY}
        groups = {codes.get(scope.kind, OF_WORK): list(works)}
    found = [_plate(view, t, members, scope, code) for code, members in groups.items()]
    return tuple(replace(plate, link=link) for plate in found if plate is not None)


def _plate(
    view: View, t: Locale, facts: Sequence[WorkFact], scope: Scope, code: str
) -> Plate | None:
    """Return the plate of some works, `None` where none of them has a place that it can show."""
    base = view.base
    main = scope.code if scope.kind == "work" else ""
    works = plate_works.of(view, t, facts, main)
    if not works:
        return None
    placed = frozenset(work.fact.project_id for work in works)
    elsewhere = tuple(fact for fact in facts if fact.project_id not in placed)
    ground = replace(plate_base.base_map(base, t), roads=plate_base.roads(base, placed))
    window = _window(works, ground, whole=scope.kind != "work")
    epsg = base.settings.crs
    try:
        graticule = plate_grid.of(window, epsg, t)
        here = plate_grid.degrees(window, epsg)
    except CrsError:
        # works so far apart that no map of the province holds them
        return None
    words = plate_words.of(view, t, facts, works, scope, code)
    return Plate(
        code=code,
        title=words.title,
        message=words.message,
        date_line=words.date_line,
        mark=words.mark,
        note=words.note,
        table_title=words.table_title,
        works=tuple(works),
        elsewhere=elsewhere,
        keys=words.keys,
        base=replace(ground, province_name=words.province),
        window=window,
        epsg=epsg,
        inset=_inset(base, t, here),
        source=words.source,
        link="",
        alt=words.alt,
        language=t.language,
        graticule=graticule,
    )


def _window(works: Sequence[PlateWork], ground: BaseMap, *, whole: bool) -> Window:
    """Return what a plate shows, metres: the province with its sites, or the works alone."""
    shapes = [shape for work in works for shape in work.shapes]
    seen = [_seen(shape.geometry, shape.accuracy_m, shape.kind) for shape in shapes]
    if not whole or ground.province.is_empty:
        least = LEAST_M if whole else LEAST_OF_WORK_M
        return _around(shapely.union_all(seen).bounds, least)
    # A road may lead out of the map, the sign of a work may not.
    signs = [shape.geometry for shape in shapes if shape.kind != "line"]
    west, south, east, north = shapely.union_all([ground.province.envelope, *signs]).bounds
    return west, south, east, north


def _seen(geometry: BaseGeometry, accuracy_m: float, kind: str) -> BaseGeometry:
    return geometry.buffer(accuracy_m) if kind == "point" else geometry


def _around(bounds: Window, least: float) -> Window:
    west, south, east, north = bounds
    by = AROUND * max(east - west, north - south)
    across, up = (
        max(least, far - near + 2 * by) / 2 for near, far in ((west, east), (south, north))
    )
    x, y = (west + east) / 2, (south + north) / 2
    return x - across, y - up, x + across, y + up


def _inset(base: Base, t: Locale, here: Window) -> Inset | None:
    """Return the country with its archipelagos, unless the office wants none or has no file."""
    features = base.folder.inset if base.settings.office.inset else ()
    country = [f.geometry_4326 for f in features if f.shape == "area"]
    if not country:
        return None
    # the less exact its label point, the wider a group lies
    islands = tuple(
        Place(plain.line(t.name(f)), f.geometry_4326, 2 if f.accuracy_m > WIDE_GROUP_M else 1)
        for f in features
        if f.shape == "point"
    )
    return Inset(shapely.union_all(country), islands, here)
