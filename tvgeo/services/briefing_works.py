"""The works of a briefing: standings as the pages have them, in the words of documents."""

from tvgeo.core.metrics import Standing
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import phrases
from tvgeo.render.briefing import plain, sentences
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.services import plate_base, units, work
from tvgeo.services.view import View


def facts(view: View, t: Locale) -> dict[str, WorkFact]:
    """Return every project of the plan by id, parts too, in plan order."""
    return {project_id: _fact(view, t, item) for project_id, item in view.standings.items()}


def percent(t: Locale, figure: Figure[float] | None, missing: str) -> Value:
    """Return a percentage, or `missing` in its place."""
    if figure is None:
        return Value(None, missing)
    said = t.percent(figure.value) + phrases.mark(t, figure)
    return Value(figure.value, said, illustrative=figure.illustrative)


def _fact(view: View, t: Locale, item: Standing) -> WorkFact:
    project = item.project
    project_id = project.project_id
    found = work.finished(view, project_id) if item.chainage else None
    located = view.base.join.located.get(project_id, ())
    return WorkFact(
        project_id=project_id,
        name=plain.line(t.name(project)),
        sector=project.sector,
        kind=project.kind or "",
        part_of=project.part_of,
        health=item.health,
        state=t(f"health.{item.health}") + phrases.verdict_mark(t, item),
        status=_status(t, item),
        physical=percent(t, item.physical, t.missing),
        planned=percent(t, item.planned, t.dash),
        slippage=Value(
            item.slippage,
            phrases.signed_points(t, item) or t.dash,
            illustrative=item.slippage is not None and item.illustrative,
        ),
        disbursed=percent(t, item.disbursed, t.missing),
        disbursed_basis=sentences.basis(t, item),
        difference=sentences.difference(t, item),
        result=sentences.result(t, item, found),
        as_of=item.as_of,
        due=project.due_date,
        place=plain.line(units.place(t, view, project)),
        lead=plain.line(units.lead(t, view, item)),
        obstacle=_text(t, item.obstacle),
        proposal=_text(t, item.proposal),
        note=_text(t, item.note),
        reason=sentences.reason(t, item),
        stretch=sentences.stretch(item, found),
        source=_source(item),
        citation=plain.line(project.citation or ""),
        illustrative=any(figure.illustrative for figure in item.figures),
        schematic=any(feature.method == "schematic" for feature in located),
        no_location=_no_location(view, t, project_id),
        status_code=item.status.value if item.status else None,
        report_missing=project_id in view.missing,
        lead_full=units.leads_full(t, view, project.lead_agency),
    )


def _status(t: Locale, item: Standing) -> str:
    if item.status is None:
        return t.dash
    return t.status(item.status.value, item.project.kind) + phrases.mark(t, item.status)


def _text(t: Locale, figure: Figure[str] | None) -> str:
    return "" if figure is None else plain.clean(figure.value) + phrases.mark(t, figure)


def _source(item: Standing) -> str:
    """Return the source of the figure that makes the verdict, else of any that is known."""
    known = (item.physical, item.status, item.actual, *item.figures)
    return plain.line(next((f.source for f in known if f is not None and f.source), ""))


def _no_location(view: View, t: Locale, project_id: str) -> str:
    """Return why a work is on no plate: it has no place, or one that cannot be right."""
    reason = view.base.join.unlocated.get(project_id)
    if reason:
        return t(f"no_location.{reason}")
    drawn = {feature.feature_id for feature in view.base.join.located.get(project_id, ())}
    return t("brief.astray") if drawn and drawn <= plate_base.astray(view.base) else ""
