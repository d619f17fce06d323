"""Who owes a report for a period, and whose has come.

A report is owed by each lead agency of a project with ``reports=yes``, for the periods in the
plan's calendar; a group's report is owed by each of its members. It has come when the project
has a reported row (official or illustrative, not a public fact from the press) dated inside the
period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tvgeo.core.periods import Period
from tvgeo.core.plan import Agency, Registry
from tvgeo.core.progress import Row

REPORTING = frozenset({"official", "illustrative"})


@dataclass(frozen=True, slots=True)
class AgencyReport:
    """What one agency owes for one period; project ids in plan order."""

    agency: Agency
    owed: tuple[str, ...]
    received: tuple[str, ...]
    illustrative: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The projects without a report."""
        received = set(self.received)
        return tuple(p for p in self.owed if p not in received)

    @property
    def state(self) -> str:
        """`complete`, `partial`, `missing`, or `none` when nothing is owed."""
        if not self.owed:
            return "none"
        if not self.missing:
            return "complete"
        return "partial" if self.received else "missing"


def in_calendar(registry: Registry, period: Period) -> bool:
    """Whether the plan's calendar asks for reports on this period's due day."""
    return any(
        event.frequency in {"half-year", "annual"} and event.due_date == period.due
        for event in registry.events.values()
    )


def reporters(registry: Registry, agencies: Iterable[str]) -> tuple[str, ...]:
    """Return the agencies that report, each group replaced by its members, without repeats."""
    found: dict[str, None] = {}
    for agency_id in agencies:
        agency = registry.agencies.get(agency_id)
        for member in agency.members if agency and agency.members else (agency_id,):
            found[member] = None
    return tuple(found)


def reported(
    rows: Mapping[str, Sequence[Row]], project_id: str, period: Period
) -> tuple[Row, ...]:
    """Return the project's reported rows dated inside the period."""
    return tuple(
        row
        for row in rows.get(project_id, ())
        if period.start <= row.as_of <= period.end and row.quality in REPORTING
    )


def report_missing(
    registry: Registry, rows: Mapping[str, Sequence[Row]], project_id: str, period: Period
) -> bool:
    """Whether a report was owed for this project and period and has not come."""
    return (
        registry.projects[project_id].reports
        and in_calendar(registry, period)
        and not reported(rows, project_id, period)
    )


def owed(
    registry: Registry, rows: Mapping[str, Sequence[Row]], period: Period
) -> tuple[AgencyReport, ...]:
    """Return every reporting agency's state for the period, in the order of agencies.csv."""
    if not in_calendar(registry, period):
        return ()
    by_agency: dict[str, list[str]] = {}
    for project in registry.projects.values():
        if project.reports:
            for agency_id in reporters(registry, project.lead_agency):
                by_agency.setdefault(agency_id, []).append(project.project_id)
    result = []
    order = {agency_id: place for place, agency_id in enumerate(registry.agencies)}
    for agency_id in sorted(by_agency, key=lambda agency_id: order.get(agency_id, len(order))):
        projects = by_agency[agency_id]
        came = {p: reported(rows, p, period) for p in projects}
        result.append(
            AgencyReport(
                agency=agency_of(registry, agency_id),
                owed=tuple(projects),
                received=tuple(p for p in projects if came[p]),
                illustrative=any(
                    row.quality == "illustrative" for group in came.values() for row in group
                ),
            )
        )
    return tuple(result)


def works_of(registry: Registry, agency_id: str) -> frozenset[str]:
    """Return the projects an agency may report on, whatever the day.

    It leads them, belongs to the group that does, or is the successor of either; a part that
    names no lead is its whole's.
    """
    return frozenset(
        project_id
        for project_id in registry.projects
        if agency_id in _answering(registry, project_id)
    )


def _answering(registry: Registry, project_id: str) -> frozenset[str]:
    project = registry.projects[project_id]
    seen = {project_id}
    while not project.lead_agency and project.part_of in registry.projects.keys() - seen:
        project = registry.projects[project.part_of]
        seen.add(project.project_id)
    named = {*project.lead_agency, *reporters(registry, project.lead_agency)}
    heirs = {registry.agencies[a].successor_id for a in named if a in registry.agencies}
    return frozenset(named | {heir for heir in heirs if heir is not None})


def agency_of(registry: Registry, agency_id: str) -> Agency:
    """Return the agency, or one that carries only its code when the registry does not have it."""
    return registry.agencies.get(agency_id) or Agency(agency_id, agency_id, None, "unknown")


def successor(registry: Registry, agency: Agency, day: date) -> Agency | None:
    """Return who answers for the agency's works on `day`, or `None` for itself or unknown."""
    since = registry.settings.succession
    if agency.successor_id is None or (since is not None and day < since):
        return None
    return registry.agencies.get(agency.successor_id)
