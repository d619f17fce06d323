"""Progress as forecasts and metrics of OC4IDS: one observation per report, each with its quality.

Physical and financial progress are codes of the standard (`metricID`); the rest are our own, which
the open codelist allows. Percentages are 0-100.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tvgeo.core.forecast import Forecast
from tvgeo.core.plan import Project
from tvgeo.core.progress import DISBURSED_BASES, Figure, Row
from tvgeo.locale import Locale
from tvgeo.services import work
from tvgeo.services.oc4ids.stamps import moment, present
from tvgeo.services.view import View

PHYSICAL, FINANCIAL = "physicalProgress", "financialProgress"
CLEARANCE, TARGET, COMPLETION = "siteClearance", "targetProgress", "completionDate"
# UN/CEFACT Recommendation 20
_PERCENT = {"name": "%", "scheme": "UNCEFACT", "id": "P1"}


def metrics(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return what was done and paid, report by report, up to the day of the view."""
    rows = [row for row in view.rows.get(project.project_id, ()) if row.as_of <= view.day]
    done = work.curve(view, project.project_id).done
    amount = {"name": project.target_unit} if project.target_unit else {}
    return _known(
        _metric(t, PHYSICAL, (_observation(view, t, PHYSICAL, f) for _, f in done)),
        _metric(t, FINANCIAL, (_paid(view, t, row) for row in rows)),
        _metric(
            t,
            CLEARANCE,
            (
                _observation(view, t, CLEARANCE, _figure(row, row.site_clearance_pct))
                for row in rows
                if row.site_clearance_pct is not None
            ),
        ),
        _metric(
            t,
            TARGET,
            (
                _observation(view, t, TARGET, _figure(row, row.actual_value), unit=amount)
                for row in rows
                if row.actual_value is not None
            ),
        ),
    )


def forecasts(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return what was planned, and when 100 % would be reached at the pace of the reports."""
    curve = work.curve(view, project.project_id)
    planned = (
        _observation(
            view,
            t,
            PHYSICAL,
            Figure(
                pct,
                day,
                "illustrative" if day in curve.plan_invented else _quality(view, project, day),
                project.citation if curve.linear else _source(view, project, day),
                derived="linear" if curve.linear else None,
            ),
        )
        for day, pct in curve.plan
    )
    found = curve.forecast
    dates = _dates(view, t, found) if isinstance(found, Forecast) else ()
    return _known(_metric(t, PHYSICAL, planned), _metric(t, COMPLETION, dates))


def _known(*found: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [metric for metric in found if metric is not None]


def _metric(
    t: Locale, code: str, observations: Iterable[dict[str, Any] | None]
) -> dict[str, Any] | None:
    known = [each for each in observations if each is not None]
    if not known:
        return None
    return {"id": code, "title": t(f"oc4ids.metric.{code}"), "observations": known}


def _figure(row: Row, value: float | None) -> Figure[Any]:
    return Figure(value, row.as_of, row.quality, row.source)


def _paid(view: View, t: Locale, row: Row) -> dict[str, Any] | None:
    """Return one disbursement; that of a year's plan starts again each January."""
    if row.disbursed_pct is None:
        return None
    basis = row.disbursed_basis or DISBURSED_BASES[0]
    figure = Figure(row.disbursed_pct, row.as_of, row.quality, row.source, basis)
    since = date(row.as_of.year, 1, 1) if basis == "year_plan" else None
    return _observation(view, t, FINANCIAL, figure, since=since)


def _observation(
    view: View,
    t: Locale,
    code: str,
    figure: Figure[Any],
    *,
    since: date | None = None,
    unit: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return one figure with its day, unit, quality and source."""
    period = present(
        {"startDate": since and moment(view, since), "endDate": moment(view, figure.as_of)}
    )
    return present(
        {
            "id": f"{code}-{figure.as_of.isoformat()}",
            "period": period,
            "measure": figure.value,
            "unit": _PERCENT if unit is None else unit,
            "dimensions": present(
                {
                    "quality": figure.quality,
                    "basis": figure.basis,
                    "derived": figure.derived,
                }
            ),
            "notes": _notes(t, code, figure),
        }
    )


def _notes(t: Locale, code: str, figure: Figure[Any]) -> str:
    """Say of what the percentage is, who says so, and plainly when it was invented."""
    parts = [t(f"quality.{figure.quality}")]
    if figure.basis:
        share = "physical" if code == PHYSICAL else "disbursed"
        parts.append(t(f"basis.{share}.{figure.basis}", y=figure.as_of.year))
    if figure.derived:
        parts.append(t(f"oc4ids.derived.{figure.derived}"))
    if figure.source:
        parts.append(figure.source)
    return " · ".join(parts)


def _dates(view: View, t: Locale, found: Forecast) -> Sequence[dict[str, Any]]:
    """Return the earliest and the latest day; without an increase there is no latest."""
    quality = "illustrative" if found.illustrative else "derived"
    notes = t("oc4ids.forecast", n=found.n)
    if found.illustrative:
        notes = f"{t('quality.illustrative')} · {notes}"
    return [
        {
            "id": f"{COMPLETION}-{end}",
            "period": {"endDate": moment(view, view.day)},
            "measure": day.isoformat(),
            "dimensions": {"pace": end, "quality": quality},
            "notes": notes,
        }
        for end, day in (("fastest", found.from_day), ("slowest", found.to_day))
        if day is not None
    ]


def _row(view: View, project: Project, day: date) -> Row | None:
    rows = view.rows.get(project.project_id, ())
    return next((row for row in rows if row.as_of == day), None)


def _quality(view: View, project: Project, day: date) -> str:
    row = _row(view, project, day)
    # a plan between sourced dates rests on the plan itself, which is published
    return row.quality if row is not None and row.planned_pct is not None else "public"


def _source(view: View, project: Project, day: date) -> str | None:
    row = _row(view, project, day)
    return row.source if row is not None else None
