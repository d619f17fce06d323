"""Section III: what is late, what holds it up as reported, and where the author explains."""

from docx.document import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.word import ink, looks, wording


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the late works, then the obstacles of the others."""
    said: set[str] = set()
    _delays(document, facts, t, said)
    late = {work.project_id for work in facts.behind}
    others = [work for work in facts.works if work.obstacle and work.project_id not in late]
    if others:
        ink.say(document, t("report.obstacles")).paragraph_format.keep_with_next = True
    for work in others:
        told = t(
            "report.obstacle",
            name=wording.name(work.name),
            lead=_lead_once(work, said),
            obstacle=wording.clause(work.obstacle),
        )
        ink.say(document, told, looks.ITEM)
    ink.author(document, t, "causes")


def _delays(document: Document, facts: Facts, t: Locale, said: set[str]) -> None:
    """Write the late works, worst first; `said` are the agencies that were named in full."""
    behind = facts.behind
    mark = wording.MARK if any(work.illustrative for work in behind) else ""
    if len(behind) == 1:
        ink.say(document, _delay(t, "report.delays.one", behind[0], said, mark=mark))
    elif behind:
        n = wording.count(len(behind))
        heading = ink.say(document, t("report.delays.many", n=n, mark=mark))
        heading.paragraph_format.keep_with_next = True
        for work in behind:
            ink.say(document, _delay(t, "report.delay", work, said), looks.ITEM)
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


def _delay(t: Locale, key: str, work: WorkFact, said: set[str], **more: str) -> str:
    told = {
        "name": wording.name(work.name),
        "lead": _lead_once(work, said),
        "difference": work.difference,
        "obstacle": wording.clause(work.obstacle),
    } | more
    if not work.obstacle:
        key = f"{key}.no_cause" if has_lead(work, t) else f"{key}.no_lead"
    return t(key, **told)


def _lead_once(work: WorkFact, said: set[str]) -> str:
    """Return who leads a work, in brackets; whose tasks it took over only the first time."""
    whole = lead(work)
    if whole in said:
        return wording.without_brackets(whole)
    said.add(whole)
    return wording.inside(whole)


def lead(work: WorkFact) -> str:
    """Return who leads a work, or that nobody was named to lead it."""
    return wording.agency(work)


def has_lead(work: WorkFact, t: Locale) -> bool:
    """Whether the plan names an agency that leads a work."""
    return work.lead not in {"", t("flag.no_lead")}
