"""Which works a reader's filters leave, worked out once for all who have chosen the same."""

from dataclasses import dataclass

from tvgeo.core.metrics import Standing
from tvgeo.services.base import Base
from tvgeo.services.shared import shared
from tvgeo.services.view import View


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen of each kind; nothing of a kind means all of it."""

    layers: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What filters leave of a view, the worst first: all, those with a place, those without.

    `ids` are those of all; `of_any_state` would be left if no state had been chosen.
    """

    items: tuple[Standing, ...]
    on_map: tuple[Standing, ...]
    elsewhere: tuple[Standing, ...]
    ids: frozenset[str]
    of_any_state: frozenset[str]


@shared(most=16)
def left(view: View, filters: Filters) -> Left:
    """Return what the filters leave of a view."""
    located = view.base.join.located
    kept = [item for item in view.by_severity if _keeps(view.base, filters, item)]
    items = tuple(i for i in kept if not filters.states or i.health in filters.states)
    return Left(
        items,
        tuple(item for item in items if item.project.project_id in located),
        tuple(item for item in items if item.project.project_id not in located),
        frozenset(item.project.project_id for item in items),
        frozenset(item.project.project_id for item in kept),
    )


def _keeps(base: Base, filters: Filters, item: Standing) -> bool:
    project = item.project
    if filters.sectors and project.sector not in filters.sectors:
        return False
    if filters.agencies and not set(filters.agencies) & set(project.lead_agency):
        return False
    if filters.districts and not set(filters.districts) & set(project.districts):
        return False
    if not filters.layers:
        return True
    drawn = {f.layer for f in base.join.located.get(project.project_id, ())}
    return not drawn or bool(drawn & set(filters.layers))


@shared(most=4)
def districts(base: Base) -> tuple[str, ...]:
    """Return the districts that works lie in."""
    return tuple(sorted({d for p in base.registry.projects.values() for d in p.districts}))
