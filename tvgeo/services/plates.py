"""The plates of a briefing: works with a place on the base map of their folder, in metres."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

import shapely

from tvgeo.core import crs
from tvgeo.core.features import Feature
from tvgeo.core.metrics import BEHIND, SEVERITY
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates.plate import Inset, Key, Place, Plate, PlateWork, Shape
from tvgeo.services import base_map, country, map_layers, work
from tvgeo.services.view import View

# Sectors that share a plate of the whole plan; every other one with a place has its own.
TOGETHER = {
    "giao-thong": ("plate.group.transport", ("transport",)),
    "kinh-te-do-thi": ("plate.group.economy", ("economic_zone", "urban")),
    "thong-tin": ("plate.group.ict", ("ict",)),
    "nhiem-vu-chung": ("plate.group.common", ("cross_cutting",)),
}
SINGLE = "ban-do"
# The order of the legend: verdicts from good to bad, then what is not judged.
VERDICTS = ("completed", "on_track", "slow", "late", "critical", "past_due")
OTHERS = ("prep", "no_plan", "paused", "cancelled", "no_data")
ALWAYS = frozenset({*VERDICTS, "prep", "no_data"})
# A plate of one work shows at least so much around it, metres.
AROUND_M = 6_000.0


def of(view: View, t: Locale, works: Sequence[WorkFact], scope: Scope) -> tuple[Plate, ...]:
    """Return the plates of a briefing; none where no work of it has a place."""
    if scope.kind != "plan":
        groups = [(SINGLE, scope.name, list(works))]
    else:
        groups = [
            (code, t(key), [w for w in works if w.sector in sectors])
            for code, (key, sectors) in TOGETHER.items()
        ]
    return tuple(
        _plate(view, t, code, title, group, scope)
        for code, title, group in groups
        if any(w.project_id in view.base.join.located for w in group)
    )


def _plate(
    view: View, t: Locale, code: str, title: str, works: Sequence[WorkFact], scope: Scope
) -> Plate:
    base, settings = view.base, view.base.settings
    located = [w for w in works if w.project_id in base.join.located]
    shown = tuple(_work(view, t, fact) for fact in located)
    marked = any(w.illustrative for w in works)
    background = base_map.of(base, t)
    plan_name = plain.line(t.name(settings, "plan_name") or settings.title)
    stamp = t("brief.stamp", date=view.day, rev=base.revision)
    whole_title = t("plate.title", title=title, province=plain.line(settings.province))
    return Plate(
        code=code,
        title=whole_title,
        message=message(t, works),
        date_line=t("brief.date_line", stamp=stamp, plan=plan_name),
        mark=t("brief.mark") if marked else "",
        note=t("plate.note") if marked else "",
        table_title=t("plate.table"),
        works=shown,
        elsewhere=tuple(w for w in works if w.project_id not in base.join.located),
        keys=tuple(_keys(view, t, works)),
        base=background,
        window=_window(shown, background.province, close=scope.kind == "work"),
        epsg=settings.crs,
        inset=_inset(t) if settings.office.inset else None,
        source=t(
            "plate.source",
            plan=plan_name,
            credits=", ".join(map_layers.credits_of(base)),
            crs=f"VN-2000 (EPSG:{settings.crs})",
        ),
        link="",
        alt=t(
            "plate.alt", title=whole_title, stamp=stamp, n=len(shown), message=message(t, works)
        ),
        language=t.language,
    )


def message(t: Locale, works: Sequence[WorkFact]) -> str:
    """Say how many of the works are behind and how far, and how many have not begun."""
    counted = [w for w in works if not w.is_part] or list(works)
    if all(w.health == "no_data" for w in counted):
        return t("brief.message.no_data")
    tally = {state: sum(w.style == state for w in counted) for state in (*SEVERITY, "prep")}
    behind = [
        t("plate.message.state", n=tally[state], state=t(f"health.{state}").lower())
        for state in BEHIND
        if tally[state]
    ]
    mark = t.mark if any(w.illustrative and w.health in BEHIND for w in counted) else ""
    said = ", ".join(behind) + mark if behind else t("brief.message.zero")
    if tally["prep"]:
        return t("plate.message.prep", said=said, n=tally["prep"])
    return t("plate.message", said=said)


def _work(view: View, t: Locale, fact: WorkFact) -> PlateWork:
    base = view.base
    features = base.join.located[fact.project_id]
    cut = work.finished(view, fact.project_id)
    found = crs.to_metric(cut.geometry_4326, base.settings.crs) if cut is not None else None
    whole = view.standings.get(fact.part_of or "")
    return PlateWork(
        fact=fact,
        label=_label(t, fact, features),
        second=_second(t, fact, whole_is_shown=whole is not None),
        shapes=tuple(
            Shape(
                f.shape, base_map.metric(base, f), f.layer, plain.line(f.ref or ""),
                schematic=f.method == "schematic", accuracy_m=f.accuracy_m,
            )
            for f in features
        ),
        finished=found,
        main=fact.health in BEHIND and not fact.is_part and fact.project_id == _worst(view),
        optional=fact.kind.endswith("_study") or fact.is_part,
    )  # fmt: skip


def _worst(view: View) -> str:
    """Return the located work that is furthest behind, "" if none is."""
    located = view.base.join.located
    behind = (item.project.project_id for item in view.behind)
    return next((p for p in behind if p in located), "")


def _label(t: Locale, fact: WorkFact, features: Sequence[Feature]) -> str:
    """Return a name as short as a map needs: of its feature, or what its features share."""
    names = [plain.line(t.name(f)).split() for f in features if f.name_vi]
    shared = [
        each[0] for each in takewhile(lambda w: len(set(w)) == 1, zip(*names, strict=False))
    ]
    if len(shared) > 1:
        return " ".join(shared).rstrip(" –-:,(")
    return fact.name.partition(":")[0].partition(" (")[0]


def _second(t: Locale, fact: WorkFact, *, whole_is_shown: bool) -> str:
    """Return the second line of a flag: the state where there is no figure, what is finished."""
    said = []
    if fact.physical.number is None or fact.style == "prep":
        said.append(fact.status if fact.style == "prep" else fact.state)
    if fact.stretch:
        said.append(t("plate.finished", stretch=fact.stretch.replace(" - ", "–")))
    if fact.schematic and not (fact.is_part and whole_is_shown):
        said.append(t("plate.schematic"))
    return " · ".join(said)


def _keys(view: View, t: Locale, works: Sequence[WorkFact]) -> Iterable[Key]:
    settings = view.base.settings
    limits = {
        "on_track": t("plate.threshold.on_track", slow=settings.slow),
        "slow": t("plate.threshold.between", low=settings.slow, high=settings.late),
        "late": t("plate.threshold.between", low=settings.late, high=settings.critical),
        "critical": t("plate.threshold.critical", critical=settings.critical),
    }
    wholes = [w for w in works if not w.is_part]
    parts = [w for w in works if w.is_part] if wholes else []
    for code in (*VERDICTS, *OTHERS):
        n = sum(w.style == code for w in wholes or works)
        of_parts = sum(w.style == code for w in parts)
        if code in ALWAYS or n or of_parts:
            name = t("plate.prep") if code == "prep" else t(f"health.{code}")
            yield Key(code, name, limits.get(code, ""), n, of_parts)


def _window(
    works: Sequence[PlateWork], province: shapely.MultiPolygon, *, close: bool
) -> tuple[float, float, float, float]:
    """Return what the map shows: the province, or a work with its surroundings."""
    if not close and not province.is_empty:
        west, south, east, north = province.bounds
        return west, south, east, north
    all_shapes = shapely.union_all([s.geometry for w in works for s in w.shapes])
    west, south, east, north = all_shapes.bounds
    across = max(east - west, north - south) * 0.15
    add = max(across, AROUND_M - max(east - west, north - south) / 2, AROUND_M / 3)
    return west - add, south - add, east + add, north + add


def _inset(t: Locale) -> Inset:
    shape, islands = country.outline()
    names = [plain.line(t(f"inset.{code}")) for code in islands]
    return Inset(shape, tuple(map(Place, names, islands.values())))
