"""One work of the plan as a project of OC4IDS."""

from typing import Any

from tvgeo.core import chainage
from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.core.progress import Figure
from tvgeo.errors import ChainageError
from tvgeo.locale import Locale
from tvgeo.services.oc4ids import codes, observations, references
from tvgeo.services.oc4ids.stamps import moment, present, said
from tvgeo.services.view import View

_VND_PER_BN = 1_000_000_000


def identifier(view: View, project_id: str) -> str:
    """Return the id of a project in the whole world."""
    return f"{view.base.settings.open_data.prefix}-{project_id}"


def document(view: View, t: Locale, item: Standing) -> dict[str, Any]:
    """Return one project; what is not known is not there."""
    project = item.project
    involved = references.parties(view, t, project)
    rows = view.rows.get(project.project_id, ())
    period = _period(view, project)
    return present(
        {
            "id": identifier(view, project.project_id),
            "identifiers": [{"id": project.project_id, "scheme": "tvgeo"}],
            "updated": item.as_of and moment(view, item.as_of),
            "title": t.name(project),
            "description": _description(t, project),
            "status": codes.phase(project, rows, view.day),
            "period": period,
            # a start date is the day that construction began
            "implementationPeriod": period if project.start_date else None,
            "sector": list(codes.sector(project)),
            "additionalClassifications": _classifications(t, project),
            "type": codes.project_type(project),
            "relatedProjects": _related(view, t, project),
            "locations": references.locations(view, t, project),
            "budget": _budget(t, project),
            "forecasts": observations.forecasts(view, t, project),
            "parties": involved,
            "publicAuthority": references.public_authority(involved),
            "documents": references.documents(view, t, project),
            "metrics": observations.metrics(view, t, project),
            "completion": _completion(view, t, project),
            "language": t.language,
            **_extended(item),
        }
    )


def _description(t: Locale, project: Project) -> str | None:
    parts = [
        t("oc4ids.citation", citation=project.citation) if project.citation else "",
        project.note or "",
    ]
    return " ".join(part for part in parts if part) or None


def _period(view: View, project: Project) -> dict[str, str]:
    start, due = project.start_date, project.due_date
    return present(
        {"startDate": start and moment(view, start), "endDate": due and moment(view, due)}
    )


def _classifications(t: Locale, project: Project) -> list[dict[str, str]]:
    found = [
        {
            "scheme": "tvgeo-sector",
            "id": project.sector,
            "description": t(f"sector.{project.sector}"),
        }
    ]
    if project.kind:
        # as OC4IDS writes a part of a sector; an id is then unique without its scheme too
        kind = f"{project.sector}.{project.kind}"
        found.append({"scheme": "tvgeo-kind", "id": kind})
    return found


def _related(view: View, t: Locale, project: Project) -> list[dict[str, str]]:
    """Return the whole that a part belongs to; it reports for itself beside its whole."""
    whole = view.registry.projects.get(project.part_of or "")
    if whole is None:
        return []
    return [
        {
            "id": "1",
            "scheme": "oc4ids",
            "identifier": identifier(view, whole.project_id),
            "relationship": "partOf",
            "title": t.name(whole),
        }
    ]


def _budget(t: Locale, project: Project) -> dict[str, Any] | None:
    if project.cost_bn_vnd is None:
        return None
    amount = round(project.cost_bn_vnd * _VND_PER_BN)
    return {
        "description": t("oc4ids.budget"),
        "amount": {"amount": amount, "currency": "VND"},
    }


def _completion(view: View, t: Locale, project: Project) -> dict[str, str] | None:
    """Return the day for which a sourced report first says that the work is complete."""
    first = next(
        (
            row
            for row in view.rows.get(project.project_id, ())
            if row.status == "completed"
            and row.quality != "illustrative"
            and row.as_of <= view.day
        ),
        None,
    )
    if first is None:
        return None
    return {"endDate": moment(view, first.as_of), "endDateDetails": t("oc4ids.completion")}


def _extended(item: Standing) -> dict[str, Any]:
    """Return what the extension adds: status as reported, verdict, obstacles and chainage."""
    obstacle, proposal = item.obstacle, item.proposal
    obstacles = [
        {"id": f"{name}-{figure.as_of.isoformat()}", "type": name, "description": figure.value}
        | said(figure)
        for name, figure in (("obstacle", obstacle), ("proposal", proposal))
        if figure is not None
    ]
    return {
        "reportedStatus": {"code": item.status.value} | said(item.status)
        if item.status
        else None,
        "health": present(
            {
                "code": item.health,
                "slippagePoints": item.slippage,
                "illustrative": item.illustrative,
            }
        ),
        "obstacles": obstacles,
        "completedStretches": _stretches(item.chainage) if item.chainage else [],
    }


def _stretches(figure: Figure[str]) -> list[dict[str, Any]]:
    """Return the finished stretches; what cannot be read was a finding when it was sent."""
    try:
        sections = chainage.parse_sections(figure.value)
    except ChainageError:
        return []
    return [
        {
            "id": str(number),
            "from": chainage.format_km(section.from_m),
            "to": chainage.format_km(section.to_m),
            "fromKm": section.from_m / 1000,
            "toKm": section.to_m / 1000,
        }
        | said(figure)
        for number, section in enumerate(sections, start=1)
    ]
