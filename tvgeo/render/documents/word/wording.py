"""How the report writes counts, dates and names, and what it is about."""

import re
from collections.abc import Iterable
from datetime import date

from tvgeo.core.metrics import BEHIND
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Facts, ReportFact, TaskFact
from tvgeo.render.briefing.works import WorkFact

# Room to write a number, a day or a month by hand; room for a name that nobody has set.
BLANK = " " * 6
DOTS = "………………"
# Characters of a name: of a work, an agency, an indicator.
NAME = 300
MARK = " (*)"
BETWEEN = "; "
STATUS_ORDER = (
    "completed", "in_progress", "preparation", "not_started", "paused", "cancelled", "no_data",
)  # fmt: skip
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_COMMITTEE = re.compile(r"của Ủy ban nhân dân")
_END = re.compile(r"[\s.;,]+(\**)$")


def name(text: str) -> str:
    """Return a name from data or settings in one line, cut where no name would go on."""
    return plain.shortened(plain.line(text), NAME)


def written(text: str) -> str:
    """Return a setting in one line, or dots in whose place it is written by hand."""
    return name(text) or DOTS


def clause(text: str) -> str:
    """Return a reported text as the end of a sentence: in one line, without its full stop."""
    return _END.sub(r"\1", plain.line(text))


def sentence(text: str) -> str:
    """Return a text in one line with one full stop, after the mark of an invented figure."""
    return f"{clause(text)}."


def count(n: int) -> str:
    """Return a number of things: 01 to 09 with a zero, as documents count."""
    return f"{n:02d}" if n else "0"


def day(value: date) -> str:
    """Return a date with a zero before the days 1-9 and the months 1 and 2: "05/02/2026"."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)  # noqa: PLR2004
    return f"{value.day:02d}/{month}/{value.year}"


def year(facts: Facts) -> int:
    """Return the year in which the report is signed: by when the period is consolidated."""
    return max(facts.day, facts.period.consolidated).year


def agency(thing: WorkFact | TaskFact | ReportFact) -> str:
    """Return the agency of a work, a task or a report by its full name, where facts have it."""
    if isinstance(thing, ReportFact):
        return name(thing.agency_full or thing.agency)
    return name(thing.lead_full or thing.lead)


def without_brackets(text: str) -> str:
    """Return the name of an agency that was said before: whose tasks it took over is known."""
    return _BRACKETS.sub("", text)


def inside(text: str) -> str:
    """Return a name as it stands in brackets: what it has in brackets follows a comma."""
    return _BRACKETS.sub(r", \1", text)


def mark(facts: Facts) -> str:
    """Return the mark of a count that rests on invented figures, or nothing."""
    return MARK if facts.mark else ""


def plan(facts: Facts) -> str:
    """Return the full name of the plan as it stands in a sentence."""
    return name(facts.office.plan or facts.plan_name)


def plan_short(facts: Facts) -> str:
    """Return the plan by its number."""
    return name(facts.office.plan_short or facts.plan_name)


def scope(facts: Facts) -> str:
    """Return what a report on a part of the plan is about: a heading, an agency or a work."""
    if facts.scope.kind == "sector" and facts.sectors:
        return name(facts.sectors[0].heading)
    return name(facts.scope.full or facts.scope.name)


def subject(facts: Facts, t: Locale) -> str:
    """Return the title of the report below the word "BÁO CÁO"."""
    return t(
        f"report.subject.{facts.scope.kind}",
        plan=plan(facts),
        period=facts.period_words,
        scope=scope(facts),
    )


def kept(text: str) -> str:
    """Return a title whose lines end between its parts, not in "của Ủy ban nhân dân"."""
    said = _COMMITTEE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    # what a report on a part of the plan is about begins a line
    return said.replace(" (", "\n(", 1)


def behind(work: WorkFact) -> bool:
    """Whether a work is late or past due."""
    return work.health in BEHIND


def counts(t: Locale, kind: str, found: Iterable[tuple[str, int]]) -> str:
    """Return "07 hoàn thành, 35 đang thực hiện" of codes and numbers, without zeros."""
    return ", ".join(t(f"report.{kind}.{code}", n=count(n)) for code, n in found if n)


def by_status(t: Locale, found: Iterable[Count]) -> str:
    """Return how many works are in each status."""
    n = {one.code: one.n for one in found}
    return counts(t, "count", ((code, n.get(code, 0)) for code in STATUS_ORDER))


def by_health(t: Locale, found: Iterable[Count], *, missing: bool) -> str:
    """Return how many works are behind, on track and so on; the missing ones too if asked."""
    n = {one.code: one.n for one in found}
    late = sum(n.get(code, 0) for code in BEHIND)
    order = ("completed", "on_track", "no_plan", "paused", "cancelled")
    rest = [(code, n.get(code, 0)) for code in (*order, *(("no_data",) if missing else ()))]
    return counts(t, "count", [("behind", late), *rest])
