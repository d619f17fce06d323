"""Counts by state, percentages inside one sector and shape, the worst works.

The whole plan has counts, never a percentage. A percentage exists only inside one sector and one
kind of geometry, over wholes (parts roll up), over one basis, with its weight and the number of
members that have a figure beside it (design, section 4).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tvgeo.core.metrics import BEHIND, SEVERITY, Standing, severity
from tvgeo.core.plan import Project

# An urban class is reached or not: a mean of classes says nothing.
NEVER_AVERAGED = frozenset({"urban_class", "admin_upgrade"})
PARK_KINDS = frozenset({
    "economic_zone", "industrial_park", "industrial_service_area", "industrial_cluster",
})  # fmt: skip
WEIGHT_OF_SHAPE = {"line": "length", "area": "area", "none": "equal", "point": "equal"}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A weighted mean with everything needed to read it.

    `weight` is `length` (km), `area` (ha) or `equal`; `members` the works it is about, `counted`
    those with a figure on the basis and a weight; `pct` is `None` when none is counted.
    """

    sector: str
    shape: str
    weight: str
    pct: float | None
    members: tuple[str, ...]
    counted: tuple[str, ...]
    illustrative: bool
    basis: str = "total"


def weighted_mean(values: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of (value, weight) pairs, or `None` when the weights add up to nothing."""
    pairs = tuple(values)
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else None


def counts(standings: Iterable[Standing]) -> dict[str, int]:
    """Return the number of works in each state, every state present, worst first."""
    tally = Counter(item.health for item in standings)
    return {health: tally[health] for health in SEVERITY}


def shape_of(project: Project, shapes: Mapping[str, str]) -> str:
    """Return the kind of geometry a project is averaged with: `line`, `area`, `point`, `none`.

    Only parks weigh by area, so they are the areas, even where only a point is known; any other
    site is a point, even where its outline is known.
    """
    shape = shapes.get(project.project_id, "none")
    if project.kind in PARK_KINDS:
        return "area" if project.area_ha else shape
    return "point" if shape == "area" else shape


def aggregate(
    sector: str,
    shape: str,
    standings: Iterable[Standing],
    *,
    shapes: Mapping[str, str],
    lengths_km: Mapping[str, float],
) -> Aggregate:
    """Return the mean completion of one sector and shape.

    `shapes` and `lengths_km` come from the joined features; an official length or area of the
    project comes before a measured one. Cancelled works, studies, urban classes and parts are no
    members; works without any figure on basis `total` are members that are not counted.
    """
    weight = WEIGHT_OF_SHAPE[shape]
    members = [
        item
        for item in standings
        if item.project.sector == sector
        and item.project.part_of is None
        and item.health != "cancelled"
        and item.project.kind not in NEVER_AVERAGED
        and item.project.target_kind not in {"study", "qualitative", "class"}
        and shape_of(item.project, shapes) == shape
        # without a place, only a countable target has a percentage that means anything
        and (shape != "none" or item.project.target_kind == "cumulative")
    ]
    pairs: dict[str, tuple[float, float]] = {}
    for item in members:
        amount = _weight(item.project, weight, lengths_km)
        if item.physical is not None and item.physical.basis == "total" and amount:
            pairs[item.project.project_id] = (item.physical.value, amount)
    mean = weighted_mean(pairs.values())
    return Aggregate(
        sector=sector,
        shape=shape,
        weight=weight,
        pct=None if mean is None else round(mean, 1),
        members=tuple(item.project.project_id for item in members),
        counted=tuple(pairs),
        illustrative=any(
            item.physical is not None
            and item.physical.illustrative
            and item.project.project_id in pairs
            for item in members
        ),
    )


def _weight(project: Project, weight: str, lengths_km: Mapping[str, float]) -> float | None:
    if weight == "length":
        return project.length_km or lengths_km.get(project.project_id)
    if weight == "area":
        return project.area_ha
    return 1.0


def worst(standings: Iterable[Standing], limit: int | None = 3) -> tuple[Standing, ...]:
    """Return the works that are behind, the worst first."""
    behind = sorted((item for item in standings if item.health in BEHIND), key=severity)
    return tuple(behind[:limit])
