"""Section III: what is late, what holds it up as reported, and where the author explains."""

from docx.document import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.word import ink, looks, wording


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the late works, then the obstacles of the others."""
    _delays(document, facts, t)
    late = {work.project_id for work in facts.behind}
    others = [work for work in facts.works if work.obstacle and work.project_id not in late]
    if others:
        ink.say(document, t("report.obstacles"))
    for work in others:
        said = t(
            "report.obstacle",
            name=wording.name(work.name),
            lead=wording.inside(lead(work)),
            obstacle=wording.clause(work.obstacle),
        )
        ink.say(document, said, looks.ITEM)
    ink.author(document, t, "causes")


def _delays(document: Document, facts: Facts, t: Locale) -> None:
    behind = facts.behind
    mark = wording.MARK if any(work.illustrative for work in behind) else ""
    if len(behind) == 1:
        ink.say(document, _delay(t, "report.delays.one", behind[0], mark=mark))
    elif behind:
        n = wording.count(len(behind))
        ink.say(document, t("report.delays.many", n=n, mark=mark))
        for work in behind:
            ink.say(document, _delay(t, "report.delay", work), looks.ITEM)
    else:
        ink.say(document, t(f"report.delays.{_none(facts)}"))
    # a work that nobody can judge is not on time for that
    unknown = sum(one.n for one in facts.counts if one.code in {"no_data", "no_plan"})
    if facts.with_data and unknown:
        ink.say(document, t("report.delays.unjudged", n=wording.count(unknown)))


def _none(facts: Facts) -> str:
    """Say why no work is late: none is, or nothing tells."""
    if not facts.with_data:
        return "none"
    judged = any(
        work.slippage.number is not None or work.health == "completed" for work in facts.works
    )
    return "zero" if judged else "no_plan"


def _delay(t: Locale, key: str, work: WorkFact, **more: str) -> str:
    said = {
        "name": wording.name(work.name),
        "lead": wording.inside(lead(work)),
        "difference": work.difference,
        "obstacle": wording.clause(work.obstacle),
    } | more
    if not work.obstacle:
        key = f"{key}.no_cause" if has_lead(work, t) else f"{key}.no_lead"
    return t(key, **said)


def lead(work: WorkFact) -> str:
    """Return who leads a work, or that nobody was named to lead it."""
    return wording.agency(work)


def has_lead(work: WorkFact, t: Locale) -> bool:
    """Whether the plan names an agency that leads a work."""
    return work.lead not in {"", t("flag.no_lead")}
