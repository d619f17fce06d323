"""What every page, command and document shows of one day: standings, counts, reports.

One number, one function: nothing downstream computes a figure of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from tvgeo.core import aggregates, metrics, periods, progress, reports, units
from tvgeo.core.aggregates import Aggregate
from tvgeo.core.metrics import Standing
from tvgeo.core.periods import Period
from tvgeo.core.plan import SECTORS, Registry
from tvgeo.core.progress import Row
from tvgeo.core.reports import AgencyReport
from tvgeo.core.units import NOW, THEN, Units
from tvgeo.errors import UsageError
from tvgeo.services.base import Base, open_base, today
from tvgeo.services.shared import shared


@dataclass(frozen=True, eq=False)
class View:
    """The state of the plan as of `day`; `period` is the last one closed by then.

    `standings` has every project, parts too, in plan order; `rows` the visible rows by project.
    `units` says how places and agencies are named; `agencies` and `reports` are by those.
    One view serves all readers: what follows from it is worked out once, and kept with it.
    """

    base: Base
    day: date
    period: Period
    sourced_only: bool
    rows: dict[str, tuple[Row, ...]]
    standings: dict[str, Standing]
    counts: dict[str, int]
    sectors: dict[str, dict[str, int]]
    agencies: dict[str, dict[str, int]]
    aggregates: tuple[Aggregate, ...]
    worst: tuple[Standing, ...]
    reports: tuple[AgencyReport, ...]
    missing: frozenset[str]
    units: Units = THEN

    @property
    def registry(self) -> Registry:
        """The plan."""
        return self.base.registry

    @cached_property
    def wholes(self) -> tuple[Standing, ...]:
        """The standings that are counted."""
        return tuple(s for s in self.standings.values() if s.project.part_of is None)

    @cached_property
    def with_data(self) -> tuple[Standing, ...]:
        """The counted works that have a figure."""
        return tuple(s for s in self.wholes if s.health != "no_data")

    @cached_property
    def by_severity(self) -> tuple[Standing, ...]:
        """All standings, the worst first."""
        return tuple(sorted(self.standings.values(), key=metrics.severity))

    @cached_property
    def behind(self) -> tuple[Standing, ...]:
        """All works that are late or past due, the worst first."""
        return aggregates.worst(self.wholes, limit=None)

    @cached_property
    def illustrative(self) -> tuple[Standing, ...]:
        """The counted works whose verdict rests on an invented figure."""
        return tuple(s for s in self.with_data if s.illustrative)

    @cached_property
    def latest(self) -> date | None:
        """The latest date of any figure shown."""
        return max((s.as_of for s in self.with_data if s.as_of), default=None)

    @cached_property
    def today(self) -> "View":
        """The same view with today's agencies in place of the plan's; see `services.units`."""
        registry = self.registry
        return replace(
            self,
            units=NOW,
            agencies=_by_agency(registry, self.wholes, partial(units.codes, registry)),
            reports=units.merged(registry, self.reports),
        )

    def by_quality(self, quality: str) -> int:
        """Return how many works with figures rest on `quality` as their best source."""
        return sum(1 for s in self.with_data if _best_quality(s) == quality)


def _best_quality(item: Standing) -> str:
    known = {f.quality for f in (item.status, item.physical, item.actual) if f is not None}
    # one invented figure makes the whole verdict illustrative
    return next((q for q in ("illustrative", "public", "official") if q in known), "official")


def view_of_period(base: Base, period: Period, *, sourced_only: bool = False) -> View:
    """Return the view a page shows for `period`: its closing day, or today while it is open."""
    return view_as_of(base, min(period.end, today(base.settings)), sourced_only=sourced_only)


def default_period(base: Base) -> Period:
    """Return the period a page opens on: the last closed plan period that has data."""
    return periods.default_period(
        base.settings, data_days(base), today(base.settings), first_due(base)
    )


def period_choices(base: Base) -> tuple[Period, ...]:
    """Return the periods a reader may choose, the earliest first."""
    return periods.choices(
        base.settings, data_days(base), today(base.settings), first_due(base)
    )


@shared(most=4)
def first_due(base: Base) -> date | None:
    """Return the first day on which the plan's calendar asks for a report."""
    days = (e.due_date for e in base.registry.events.values() if e.frequency != "once")
    return min(days, default=None)


@shared(most=4)
def data_days(base: Base) -> tuple[date, ...]:
    """Return the days for which there are rows."""
    return tuple(sorted({row.as_of for row in base.rows}))


@shared(most=8)
def _visible(base: Base, *, sourced_only: bool) -> dict[str, tuple[Row, ...]]:
    """Return the rows that may be shown by project, whatever the day."""
    return progress.by_project(progress.visible(base.rows, sourced_only=sourced_only))


@shared(most=32)
def view_as_of(base: Base, day: date, *, sourced_only: bool = False) -> View:
    """Return the view as of `day`; computed once per base, day and switch."""
    registry, settings = base.registry, base.settings
    rows = _visible(base, sourced_only=sourced_only)
    period = periods.last_closed(day, settings)
    standings = {
        project_id: metrics.standing(project, rows.get(project_id, ()), day, settings)
        for project_id, project in registry.projects.items()
    }
    wholes = [s for s in standings.values() if s.project.part_of is None]
    return View(
        base=base,
        day=day,
        period=period,
        sourced_only=sourced_only,
        rows=rows,
        standings=standings,
        counts=aggregates.counts(wholes),
        sectors={
            sector: aggregates.counts(s for s in wholes if s.project.sector == sector)
            for sector in SECTORS
            if any(s.project.sector == sector for s in wholes)
        },
        agencies=_by_agency(registry, wholes),
        aggregates=tuple(_aggregates(base, wholes)),
        worst=aggregates.worst(wholes),
        reports=reports.owed(registry, rows, period),
        missing=frozenset(
            p for p in registry.projects if reports.report_missing(registry, rows, p, period)
        ),
    )


def _by_agency(
    registry: Registry,
    wholes: Iterable[Standing],
    named: Callable[[tuple[str, ...]], tuple[str, ...]] = tuple,
) -> dict[str, dict[str, int]]:
    """Count states by lead agency, or by what `named` makes of the leads; none is ""."""
    groups: dict[str, list[Standing]] = {a: [] for a in named(tuple(registry.agencies))}
    for item in wholes:
        # the plan names no lead for some works: they are counted under ""
        for agency_id in named(item.project.lead_agency) or ("",):
            groups.setdefault(agency_id, []).append(item)
    return {a: aggregates.counts(group) for a, group in groups.items() if group}


def _aggregates(base: Base, wholes: list[Standing]) -> Iterable[Aggregate]:
    for sector in SECTORS:
        for shape in aggregates.WEIGHT_OF_SHAPE:
            found = aggregates.aggregate(
                sector, shape, wholes, shapes=base.shapes, lengths_km=base.lengths_km
            )
            if found.members:
                yield found


def open_view(
    path: str | None = None, *, as_of: date | None = None, sourced_only: bool = False
) -> View:
    """Open the folder and return the view as of a day, by default the page's default period."""
    return view_on(open_base(path), as_of, sourced_only=sourced_only)


def view_on(base: Base, day: date | None, *, sourced_only: bool = False) -> View:
    """Return the view of a day somebody asks for, by default of the page's default period.

    Raises
    ------
    UsageError
        If the day lies before the plan's period: nothing is known of it.
    """
    first = base.settings.period[0]
    if day is None:
        return view_of_period(base, default_period(base), sourced_only=sourced_only)
    if day < first or day.year not in periods.YEARS:
        raise UsageError(
            "error.bad_value", arg="as_of", value=day.isoformat(), suggestion=f"≥ {first}"
        )
    return view_as_of(base, day, sourced_only=sourced_only)
