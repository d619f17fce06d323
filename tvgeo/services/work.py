"""One work over time and along its route: the S-curve's values and the strip map's stretches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shapely import Point
from shapely.geometry import LineString

from tvgeo.core import chainage, crs, forecast, metrics
from tvgeo.core.chainage import Finished
from tvgeo.core.features import Feature
from tvgeo.core.forecast import Forecast, NoForecast
from tvgeo.core.metrics import Standing
from tvgeo.core.progress import Figure
from tvgeo.errors import ChainageError, CrsError
from tvgeo.services.view import View


@dataclass(frozen=True, slots=True)
class Curve:
    """Done and planned over time, up to the day of the view; `linear` says where plan is from.

    `published_due` is the last due date of the parts when that is later than the work's own.
    """

    done: tuple[tuple[date, Figure[float]], ...]
    plan: tuple[tuple[date, float], ...]
    linear: bool
    plan_invented: frozenset[date]
    published_due: date | None
    forecast: Forecast | NoForecast


def curve(view: View, project_id: str) -> Curve:
    """Return the S-curve of a project as of the day of the view."""
    project = view.registry.projects[project_id]
    rows = view.rows.get(project_id, ())
    done: list[tuple[date, Figure[float]]] = []
    for row in rows:
        figure = metrics.physical_in(project, row)
        if row.as_of <= view.day and figure is not None:
            done.append((row.as_of, figure))
    reported = [
        (row.as_of, row.planned_pct)
        for row in rows
        if row.planned_pct is not None and row.as_of <= view.day
    ]
    plan: list[tuple[date, float]] = reported
    if not reported and project.start_date and project.due_date:
        plan = [(project.start_date, 0.0), (project.due_date, 100.0)]
    dues = [p.due_date for p in view.registry.parts(project_id) if p.due_date]
    latest = max(dues, default=None)
    own = project.due_date
    return Curve(
        done=tuple(done),
        plan=tuple(plan),
        linear=not reported,
        plan_invented=frozenset(
            row.as_of
            for row in rows
            if row.planned_pct is not None and row.quality == "illustrative"
        ),
        published_due=latest if latest and own and latest > own else None,
        forecast=forecast.forecast(
            [forecast.Report(day, f.value, f.basis or "", f.quality) for day, f in done],
            view.day,
            project.due_date,
        ),
    )


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part of a work on its strip: where it lies, in km of the work's chainage."""

    standing: Standing
    from_km: float
    to_km: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A work laid straight: its feature, parts and finished stretches, in km of chainage."""

    feature: Feature
    from_km: float
    to_km: float
    parts: tuple[PlacedPart, ...]
    finished: Finished | None
    drawn_km: float


def strip(view: View, project_id: str) -> Strip | None:
    """Return the strip of a project, or `None` when no feature of it carries Km."""
    feature = measured_feature(view, project_id)
    if feature is None or feature.from_km is None or feature.to_km is None:
        return None
    epsg = view.base.settings.crs
    line = crs.to_metric(feature.geometry_4326, epsg)
    low, high = sorted((feature.from_km, feature.to_km))
    calibration = chainage.Calibration(feature.from_km, feature.to_km, line.length)
    return Strip(
        feature=feature,
        from_km=low,
        to_km=high,
        parts=tuple(_parts(view, project_id, line, calibration, epsg)),
        finished=finished(view, project_id),
        drawn_km=round(line.length / 1000, 2),
    )


def measured_feature(view: View, project_id: str) -> Feature | None:
    """Return the one route of a project; several cannot be laid on one strip, so none."""
    lines = [f for f in view.base.join.located.get(project_id, ()) if f.route]
    return lines[0] if len(lines) == 1 else None


def _parts(
    view: View,
    project_id: str,
    line: LineString,
    calibration: chainage.Calibration,
    epsg: int,
) -> Sequence[PlacedPart]:
    placed = []
    for part in view.registry.parts(project_id):
        for feature in view.base.join.located.get(part.project_id, ()):
            if feature.shape != "point" or part.length_km is None:
                continue
            point: Point = crs.to_metric(feature.geometry_4326, epsg)
            middle = calibration.chainage(line.project(point)) / 1000
            half = part.length_km / 2
            standing = view.standings[part.project_id]
            placed.append(PlacedPart(standing, middle - half, middle + half))
    return sorted(placed, key=lambda p: p.from_km)


def finished(view: View, project_id: str) -> Finished | None:
    """Return the finished stretches as reported by chainage; a percentage never draws one."""
    figure = view.standings[project_id].chainage
    routes = [f.route for f in view.base.join.located.get(project_id, ()) if f.route]
    if figure is None or not routes:
        return None
    try:
        return chainage.cut_routes_4326(routes, figure.value, view.base.settings.crs)
    except (ChainageError, CrsError):
        # the finding of the row says why; the work is shown without a stretch
        return None
