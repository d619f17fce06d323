"""The filters of the plan page; they leave the rows of the view that is shown."""

from typing import Any

from tvgeo.core.metrics import SEVERITY
from tvgeo.core.plan import SECTORS
from tvgeo.locale import Locale
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.components import pickers

FILTERED = ("tasks", "targets")
FILTERS = ("sector", "health", "lead")


def show(t: Locale, view: View, shown: str) -> list[Any]:
    """Show the filters that fit the view and return its rows that match."""
    registry = view.registry
    if shown == "calendar":
        return list(registry.events.values())
    if shown == "contradictions":
        return list(registry.contradictions)
    rows: list[Any] = list((registry.tasks if shown == "tasks" else registry.targets).values())
    present = [s for s in SECTORS if any(row.sector == s for row in rows)]
    sector = pickers.many(
        t, "sector", present, t("plan.filter.section"), lambda s: t(f"sector.{s}")
    )
    health = pickers.many(
        t, "health", SEVERITY, t("plan.filter.health"), lambda h: t(f"short.health.{h}")
    )
    leads = list(dict.fromkeys(a for row in rows for a in _leads(view, row)))
    agency = pickers.many(
        t,
        "lead",
        leads,
        t("plan.filter.agency"),
        lambda a: units.name(t, view, registry.agencies[a]),
    )
    pickers.named(t)
    return [
        row
        for row in rows
        if (not sector or row.sector in sector)
        and (not agency or set(agency) & set(_leads(view, row)))
        and (not health or any(_health(view, p) in health for p in row.item_ids))
    ]


def _leads(view: View, row: Any) -> list[str]:
    own = getattr(row, "lead_agency", None)
    projects = (view.registry.projects[p] for p in row.item_ids if p in view.registry.projects)
    found = own if own is not None else [a for p in projects for a in p.lead_agency]
    return [a for a in dict.fromkeys(units.shown(view, found)) if a in view.registry.agencies]


def _health(view: View, project_id: str) -> str:
    item = view.standings.get(project_id)
    return item.health if item else ""
