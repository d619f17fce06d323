"""Plain JSON documents of a view and of a check: what the command line and the web hand out."""

from dataclasses import asdict
from datetime import date
from typing import Any

from tvgeo.core import plan_state, reports
from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Agency, Project, Registry
from tvgeo.core.progress import Figure
from tvgeo.io.data_folder import DataFolder
from tvgeo.services import history, units
from tvgeo.services.base import Base
from tvgeo.services.view import View

FIGURES = {
    "status": "status",
    "physical_pct": "physical",
    "planned_pct": "planned",
    "disbursed_pct": "disbursed",
    "site_clearance_pct": "site_clearance",
    "actual_value": "actual",
    "completed_chainage": "chainage",
    "obstacle": "obstacle",
    "proposal": "proposal",
    "note": "note",
}


def status(view: View) -> dict[str, Any]:
    """Return the view as one JSON document; dates ISO, percentages 0-100, `null` for missing."""
    registry = view.registry
    return {
        "title": registry.settings.title,
        "as_of": view.day.isoformat(),
        "period": view.period.code,
        "revision": view.base.revision,
        "published": _published(view.base),
        "sourced_only": view.sourced_only,
        "works": len(view.wholes),
        "with_data": len(view.with_data),
        "illustrative": len(view.illustrative),
        "behind": len(view.behind),
        "counts": view.counts,
        "worst": [item.project.project_id for item in view.worst],
        "projects": [project(view, item) for item in view.standings.values()],
        "aggregates": [
            {
                "sector": found.sector,
                "shape": found.shape,
                "weight": found.weight,
                "basis": found.basis,
                "pct": found.pct,
                "members": len(found.members),
                "counted": len(found.counted),
                "illustrative": found.illustrative,
            }
            for found in view.aggregates
        ],
        "missing_reports": [
            {
                "agency": report.agency.agency_id,
                "name": report.agency.name_vi,
                "successor": _successor(view, report.agency),
                "state": report.state,
                "owed": len(report.owed),
                "received": len(report.received),
                "missing": list(report.missing),
                "illustrative": report.illustrative,
            }
            for report in view.reports
        ],
        "tasks": [
            asdict(plan_state.task_state(task, view.standings)) | {"tt": task.tt}
            for task in registry.tasks.values()
        ],
        "targets": [
            asdict(plan_state.target_state(target, view.standings))
            | {"target_id": target.target_id}
            for target in registry.targets.values()
        ],
    }


def _published(base: Base) -> dict[str, str] | None:
    """Return who published the revision and when; `None` for a folder without a store."""
    found = base.published
    if found is None:
        return None
    return {"author": found.author, "at": found.created_at.isoformat(), "kind": found.kind}


def project(view: View, item: Standing) -> dict[str, Any]:
    """Return one standing with every figure's date, quality and source."""
    work = item.project
    return {
        "project_id": work.project_id,
        "name": work.name_vi,
        "part_of": work.part_of,
        "sector": work.sector,
        "lead_agency": list(work.lead_agency),
        "health": item.health,
        "slippage": item.slippage,
        "illustrative": item.illustrative,
        "report_missing": work.project_id in view.missing,
        "stale": stale(view, item),
        "due_date": _iso(work.due_date),
        "communes": _communes(view, work),
        "successor": [_heir(view, code) for code in work.lead_agency],
        "figures": {
            name: _figure(getattr(item, attribute)) for name, attribute in FIGURES.items()
        },
    }


def _communes(view: View, work: Project) -> dict[str, Any] | None:
    """Return the communes of today that a work lies in; `None` where none can be told."""
    found = units.where(view.base).get(work.project_id)
    if found is None:
        return None
    return {
        "within": [
            {
                "ref": one.commune.ref,
                "name": one.commune.name_vi,
                "certain": one.certain,
                "share_pct": _rounded(one.share_pct),
                "length_km": _rounded(one.length_km),
                "area_ha": _rounded(one.area_ha),
            }
            for one in found.within
        ],
        "outside": found.outside,
        "outside_pct": _rounded(found.outside_pct),
        "reach_m": found.reach_m,
        "schematic": found.schematic,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _heir(view: View, agency_id: str) -> dict[str, Any]:
    """Return who answers today for a lead agency; `None` where that is not known."""
    agency = reports.agency_of(view.registry, agency_id)
    return {
        "agency": agency_id,
        "successor": agency.successor_id,
        "verified": agency.successor_verified,
        "basis": agency.successor_basis,
    }


def _successor(view: View, agency: Agency) -> str | None:
    """Return who answers for an agency's report on the day it is due, if not the agency."""
    heir = reports.successor(view.registry, agency, view.period.due)
    return heir.agency_id if heir else None


def stale(view: View, item: Standing) -> bool:
    """Whether the figures are older than the period the view closes."""
    return item.as_of is not None and item.as_of < view.period.start


def _figure(figure: Figure[Any] | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "value": figure.value,
        "as_of": figure.as_of.isoformat(),
        "quality": figure.quality,
        "source": figure.source,
        "basis": figure.basis,
        "derived": figure.derived,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def check(base: Base) -> dict[str, Any]:
    """Return what `tvgeo check` found: counts, layers, places, measures, findings."""
    folder = base.folder
    return {
        "ok": not any(f.severity == "error" for f in folder.findings),
        "folder": str(folder.folder),
        "store": _store(base),
        "counts": _counts(folder.registry, folder),
        "layers": _layers(folder),
        "located": {p: len(features) for p, features in base.join.located.items()},
        "unlocated": base.join.unlocated,
        "unknown_features": [f.feature_id for f in base.join.unknown],
        "features": [
            {
                "feature_id": f.feature_id,
                "layer": f.layer,
                "project_id": f.project_id,
                "source": f.source,
                "licence": f.licence,
                "accuracy_m": f.accuracy_m,
                "method": f.method,
            }
            for f in folder.features
        ],
        "measured": [
            {
                "feature_id": m.feature_id,
                "project_id": m.project_id,
                "quantity": m.quantity,
                "measured": m.measured,
                "official": m.official,
                "difference": m.difference,
                "difference_pct": m.difference_pct,
                "is_check": m.is_check,
                "note": m.note,
            }
            for m in base.measures
        ],
        "missing_files": list(folder.registry.missing_files),
        "findings": [asdict(finding) for finding in folder.findings],
    }


def _store(base: Base) -> dict[str, Any] | None:
    """Return what the store holds, and how far `progress.csv` has moved away from it."""
    differs = history.differs_from_file(base)
    if base.published is None or differs is None:
        return None
    return {
        "revision": base.revision,
        "rows": len(base.rows),
        "cells_unlike_file": sum(len(change.cells) for change in differs.changes),
        "file_edited": history.file_was_edited(base),
    }


def _counts(registry: Registry, folder: DataFolder) -> dict[str, int]:
    parts = sum(1 for p in registry.projects.values() if p.part_of)
    return {
        "works": len(registry.projects),
        "wholes": len(registry.projects) - parts,
        "parts": parts,
        "targets": len(registry.targets),
        "tasks": len(registry.tasks),
        "events": len(registry.events),
        "agencies": len(registry.agencies),
        "contradictions": len(registry.contradictions),
        "facts": len(registry.facts),
        "features": len(folder.features),
        "progress_rows": len(folder.rows),
        "reporting": len(
            {
                agency
                for p in registry.projects.values()
                if p.reports
                for agency in reports.reporters(registry, p.lead_agency)
            }
        ),
    }


def _layers(folder: DataFolder) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for feature in folder.features:
        layer = found.setdefault(feature.layer, {"features": 0, "of_the_plan": 0})
        layer["features"] += 1
        layer["of_the_plan"] += feature.project_id is not None
    return found
