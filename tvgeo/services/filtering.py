"""Which works a reader's filters leave, worked out once for all who have chosen the same."""

from dataclasses import dataclass

from tvgeo.core.metrics import Standing
from tvgeo.services import units
from tvgeo.services.base import Base
from tvgeo.services.shared import shared
from tvgeo.services.view import View


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen of each kind; nothing of a kind means all of it.

    `agencies` are named as the view names them; `communes` are feature ids of today's.
    """

    layers: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()


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
    kept = [item for item in view.by_severity if _keeps(view, filters, item)]
    items = tuple(i for i in kept if not filters.states or i.health in filters.states)
    return Left(
        items,
        tuple(item for item in items if item.project.project_id in located),
        tuple(item for item in items if item.project.project_id not in located),
        frozenset(item.project.project_id for item in items),
        frozenset(item.project.project_id for item in kept),
    )


def _keeps(view: View, filters: Filters, item: Standing) -> bool:
    project = item.project
    if filters.sectors and project.sector not in filters.sectors:
        return False
    if filters.agencies and not set(filters.agencies) & set(units.leads(view, project)):
        return False
    if filters.districts and not set(filters.districts) & set(project.districts):
        return False
    if filters.communes and not set(filters.communes) & _communes(view.base, item):
        return False
    if not filters.layers:
        return True
    drawn = {f.layer for f in view.base.join.located.get(project.project_id, ())}
    return not drawn or bool(drawn & set(filters.layers))


def _communes(base: Base, item: Standing) -> set[str]:
    """Return the communes that a work lies in or may lie in: nobody is to miss it there."""
    found = units.where(base).get(item.project.project_id)
    return {one.commune.feature_id for one in found.within} if found else set()


@shared(most=4)
def districts(base: Base) -> tuple[str, ...]:
    """Return the districts that works lie in."""
    return tuple(sorted({d for p in base.registry.projects.values() for d in p.districts}))
