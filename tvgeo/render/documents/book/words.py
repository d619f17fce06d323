"""What several sheets say alike: quality of figures, names of sectors."""

from collections.abc import Mapping

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.book.cells import Cell, text


def quality(facts: Facts, t: Locale, work: WorkFact) -> Cell:
    """Return how good the figures of a work are; that any was invented is said first."""
    if work.illustrative:
        return text(t("quality.illustrative"), invented=True)
    named = {plain.line(s.text): s.quality_name for s in facts.sources}
    known = named.get(plain.line(work.source))
    if known:
        return text(known)
    return text(t("book.quality.sourced")) if work.as_of else Cell(t.missing, unknown=True)


def invented(t: Locale, *, invented: bool) -> Cell:
    """Return that something was invented, or a dash."""
    if invented:
        return text(t("quality.illustrative"), invented=True)
    return Cell(t.dash)


def sectors(facts: Facts, t: Locale) -> Mapping[str, str]:
    """Return the names of all sectors that occur, by code."""
    named = {group.code: group.name for group in facts.sectors}
    codes = [*(w.sector for w in facts.works), *(x.sector for x in facts.targets)]
    codes += [task.sector for task in facts.tasks]
    return {
        code: named.get(code) or (t(f"sector.{code}") if f"sector.{code}" in t else code)
        for code in dict.fromkeys(codes)
    }
