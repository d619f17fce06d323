"""The text of the report, sections I to VI; one that has nothing to say is left out."""

from collections.abc import Callable, Sequence

from docx.document import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.word import ink, looks, obstacles, results, wording

Section = Callable[[Document, Facts, Locale], None]
ROMAN = ("I", "II", "III", "IV", "V", "VI")


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the opening and the sections, numbered as they stand."""
    plan = wording.plan(facts)
    programme = wording.name(facts.office.programme)
    if programme:
        plan = t("report.name.programme", plan=plan, programme=programme)
    opening = t(
        f"report.opening.{facts.scope.kind}",
        plan=plan,
        agency=wording.written(facts.office.agency),
        period=facts.period_words,
        date=wording.day(facts.day),
        scope=wording.scope(facts),
    )
    ink.say(document, opening)
    sections: tuple[tuple[str, Section], ...] = (
        ("general", _general),
        ("results", results.write),
        ("obstacles", obstacles.write),
        *((("discipline", _discipline),) if facts.in_calendar and facts.reports else ()),
        ("next", _next),
        ("proposals", _proposals),
    )
    for number, (name, section) in zip(ROMAN, sections, strict=False):
        heading = t("report.numbered", number=number, text=t(f"report.heading.{name}"))
        ink.say(document, heading, "Heading 1")
        section(document, facts, t)


def _general(document: Document, facts: Facts, t: Locale) -> None:
    if facts.scope.kind == "work":
        _one_work(document, facts, t)
    else:
        _totals(document, facts, t)
    ink.author(document, t, "general")
    judged = (facts.thresholds,) if facts.with_data and facts.thresholds else ()
    for sentence in (*judged, *facts.honesty):
        ink.say(document, sentence, looks.NOTE)
    if facts.sources:
        ink.say(document, t("report.sources"), looks.NOTE)


def _totals(document: Document, facts: Facts, t: Locale) -> None:
    total = wording.count(facts.total)
    if not facts.with_data:
        ink.say(document, t("report.general.none", total=total, date=wording.day(facts.day)))
        return
    mark = wording.mark(facts)
    statuses = wording.by_status(t, facts.statuses)
    ink.say(document, t("report.general", total=total, counts=statuses, mark=mark))
    if facts.parts:
        ink.say(document, t("report.general.parts", n=wording.count(facts.parts)))
    known = wording.by_health(t, facts.counts, missing=False)
    n = wording.count(facts.with_data)
    ink.say(document, t("report.general.progress", n=n, counts=known, mark=mark))
    if facts.targets:
        states = ("reached", "not_reached", "no_data", "not_quantified")
        found = [(s, sum(target.state == s for target in facts.targets)) for s in states]
        said = wording.counts(t, "target", found)
        marked = wording.MARK if any(target.illustrative for target in facts.targets) else ""
        total = wording.count(len(facts.targets))
        ink.say(document, t("report.general.targets", n=total, counts=said, mark=marked))


def _one_work(document: Document, facts: Facts, t: Locale) -> None:
    work = facts.works[0]
    if obstacles.has_lead(work, t):
        ink.say(document, t("report.general.lead", lead=obstacles.lead(work)))
    else:
        ink.say(document, t("report.general.no_lead", reason=obstacles.lead(work)))
    if work.place:
        ink.say(document, t("report.general.place", place=wording.clause(work.place)))
    if work.due is not None:
        ink.say(document, t("report.general.due", due=wording.day(work.due)))
    if work.citation:
        ink.say(document, t("report.general.citation", citation=wording.clause(work.citation)))


def _discipline(document: Document, facts: Facts, t: Locale) -> None:
    """Say who has not sent a report, and who has sent one on some works only."""
    period, total = facts.period_words, wording.count(len(facts.reports))
    due = wording.day(facts.period.due)
    ink.say(document, t("report.due", period=period, due=due))
    missing = [r for r in facts.reports if r.state == "missing"]
    partial = [r for r in facts.reports if r.state == "partial"]
    names = [wording.agency(r) for r in missing]
    if len(names) == 1:
        ink.say(document, t("report.missing.one", period=period, name=names[0]))
    elif names:
        said = wording.BETWEEN.join(names)
        n = wording.count(len(names))
        ink.say(document, t("report.missing.many", n=n, total=total, period=period, names=said))
    elif not partial:
        ink.say(document, t("report.missing.zero", period=period))
    some = [
        t(
            "report.partial",
            name=wording.inside(wording.agency(r)),
            missing=wording.count(len(r.missing)),
            owed=wording.count(r.owed),
        )
        for r in partial
    ]
    if len(some) == 1:
        ink.say(document, t("report.partial.one", name=some[0]))
    elif some:
        said = wording.BETWEEN.join(some)
        n = wording.count(len(some))
        ink.say(document, t("report.partial.many", n=n, total=total, names=said))


def _next(document: Document, facts: Facts, t: Locale) -> None:
    if len(facts.behind) == 1:
        ink.say(document, t("report.item", text=t("report.next.behind.one")), looks.ITEM)
    elif facts.behind:
        n = wording.count(len(facts.behind))
        ink.say(document, t("report.item", text=t("report.next.behind.many", n=n)), looks.ITEM)
    unknown = facts.total - facts.with_data
    if unknown:
        said = t("report.next.no_data", n=wording.count(unknown))
        ink.say(document, t("report.item", text=said), looks.ITEM)
    ink.author(document, t, "next")


def _of_agency(document: Document, agency: str, found: Sequence[WorkFact], t: Locale) -> None:
    """Write what one agency proposes; several proposals stand under its name, said once."""
    told = [(wording.clause(work.proposal), wording.name(work.name)) for work in found]
    if not obstacles.has_lead(found[0], t):
        key, first = "report.proposal.no_lead", ""
    elif len(found) == 1:
        key, first = "report.proposal", ""
    else:
        key, first = "report.proposal.one", t("report.proposals", agency=agency)
    if first:
        heading = ink.say(document, t("report.item", text=first), looks.ITEM)
        heading.paragraph_format.keep_with_next = True
    row, look = ("report.part", looks.PART) if first else ("report.item", looks.ITEM)
    for proposal, name in told:
        said = {"agency": agency} if key == "report.proposal" else {}
        text = t(key, proposal=proposal, name=name, **said)
        ink.say(document, t(row, text=text), look)


def _proposals(document: Document, facts: Facts, t: Locale) -> None:
    by_agency: dict[str, list[WorkFact]] = {}
    for work in facts.works:
        if work.proposal:
            by_agency.setdefault(obstacles.lead(work), []).append(work)
    if not by_agency:
        ink.say(document, t("report.proposals.zero"))
    for agency, found in by_agency.items():
        _of_agency(document, agency, found, t)
    ink.author(document, t, "proposals")
