"""Sheets of works: counts, figures, and what holds up those that are behind."""

from collections.abc import Mapping, Sequence
from typing import Any

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Count, Facts, Group, Mean
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.book import words
from tvgeo.render.documents.book.cells import Row, count, dash, day, figure, state, text
from tvgeo.render.documents.book.paper import Column, Paper

_BEHIND = frozenset({"past_due", "critical", "late", "slow"})


def summary(book: Any, facts: Facts, t: Locale) -> None:
    """Count the works by state: all of them, by sector, by agency; and give the means."""
    columns = (
        Column(t("book.column.kind"), 15),
        Column(t("book.column.group"), 60),
        Column(t("book.column.total"), 9, number=True),
        Column(t("book.column.behind"), 10, number=True),
        *(Column(c.name, 11, number=True) for c in facts.counts),
        Column(t("book.column.mean"), 11, number=True),
    )
    paper = Paper(book, t("book.sheet.summary"), columns, facts, t)
    lines = (facts.message, facts.delays, facts.thresholds, *facts.honesty)
    paper.above(facts.title, lines, invented=facts.illustrative)
    rows = [_counted(t, "book.kind.all", facts.scope.name, facts.counts)]
    rows += [_counted(t, "book.kind.sector", g.name, g.counts) for g in facts.sectors]
    rows += [_counted(t, "book.kind.agency", g.name, g.counts) for g in facts.agencies]
    rows += [_mean(t, g, mean) for g in facts.sectors for mean in g.means]
    paper.table(rows)
    paper.reading()
    paper.printed()


def _counted(t: Locale, kind: str, name: str, counts: Sequence[Count]) -> Row:
    """Return a row of counts; whole groups have no percentage of their own."""
    bold = kind == "book.kind.all"
    return (
        text(t(kind), bold=bold),
        text(name, bold=bold),
        count(sum(c.n for c in counts), bold=True),
        count(sum(c.n for c in counts if c.code in _BEHIND), bold=True),
        *(count(c.n, bold=bold) for c in counts),
        dash(t),
    )


def _mean(t: Locale, group: Group, mean: Mean) -> Row:
    """Return a row for a percentage of several works, with what it rests on."""
    name = t("book.mean", group=group.name, weight=mean.name, rests_on=mean.rests_on)
    empty = (dash(t) for _ in range(2 + len(group.counts)))
    return (text(t("book.kind.mean")), text(name), *empty, figure(t, mean.value))


def works(book: Any, facts: Facts, t: Locale) -> None:
    """List every work with its figures; parts stand after their whole."""
    sectors = words.sectors(facts, t)
    columns = (
        Column(t("book.column.tt"), 5, number=True),
        Column(t("column.name"), 34),
        Column(t("column.sector"), 13),
        Column(t("column.health"), 15),
        Column(t("column.status"), 12),
        Column(t("column.physical_pct"), 10, number=True),
        Column(t("column.planned_pct"), 10, number=True),
        Column(t("column.slippage"), 12, number=True),
        Column(t("column.disbursed_pct"), 10, number=True),
        Column(t("column.disbursed_basis"), 13),
        Column(t("column.as_of"), 12, number=True),
        Column(t("column.due"), 12, number=True),
        Column(t("column.district"), 13),
        Column(t("column.lead"), 22),
        Column(t("column.quality"), 13),
        Column(t("column.source"), 48, printed=False),
        Column(t("book.column.citation"), 30, printed=False),
        Column(t("column.project_id"), 26, printed=False),
    )
    paper = Paper(book, t("book.sheet.works"), columns, facts, t)
    line = t("book.works.line", total=facts.total, parts=facts.parts)
    paper.above(
        t("book.title", sheet=t("book.sheet.works"), plan=facts.plan_name),
        (line, facts.thresholds, t("book.works.aside")),
        invented=any(work.illustrative for work in facts.works),
    )
    rows = [
        _work(facts, t, number, work, sectors)
        for number, work in enumerate(facts.works, start=1)
    ]
    paper.table(rows)
    paper.freeze_columns(2)
    paper.reading()
    paper.printed()


def _work(
    facts: Facts, t: Locale, number: int, work: WorkFact, sectors: Mapping[str, str]
) -> Row:
    return (
        count(number),
        text(work.name, bold=not work.is_part, indent=1 if work.is_part else 0),
        text(sectors[work.sector]),
        state(work.state, work.health, invented=work.illustrative),
        text(work.status, invented=work.status.endswith(t.mark)),
        figure(t, work.physical),
        figure(t, work.planned),
        figure(t, work.slippage),
        figure(t, work.disbursed),
        text(work.disbursed_basis or t.dash),
        day(t, work.as_of, applies=True),
        day(t, work.due),
        text(work.place or work.no_location or t.dash),
        text(work.lead),
        words.quality(facts, t, work),
        text(work.source or t.dash, invented=work.illustrative),
        text(work.citation),
        text(work.project_id),
    )


def behind(book: Any, facts: Facts, t: Locale) -> None:
    """List the works behind with what holds them up and what is proposed."""
    columns = (
        Column(t("book.column.tt"), 5, number=True),
        Column(t("column.name"), 32),
        Column(t("column.health"), 16),
        Column(t("column.slippage"), 12, number=True),
        Column(t("column.physical_pct"), 10, number=True),
        Column(t("column.planned_pct"), 10, number=True),
        Column(t("column.due"), 11, number=True),
        Column(t("column.lead"), 22),
        Column(t("column.obstacle"), 44),
        Column(t("column.proposal"), 40),
        Column(t("column.quality"), 15),
    )
    paper = Paper(book, t("book.sheet.behind"), columns, facts, t)
    paper.above(
        t("book.title", sheet=t("book.sheet.behind"), plan=facts.plan_name),
        (facts.delays, facts.thresholds),
        invented=any(work.illustrative for work in facts.behind),
    )
    rows = tuple(
        (
            count(number),
            text(work.name, bold=True),
            state(work.state, work.health, invented=work.illustrative),
            figure(t, work.slippage),
            figure(t, work.physical),
            figure(t, work.planned),
            day(t, work.due),
            text(work.lead),
            text(work.reason, invented=work.reason.endswith(t.mark)),
            text(work.proposal or t.dash, invented=work.proposal.endswith(t.mark)),
            words.quality(facts, t, work),
        )
        for number, work in enumerate(facts.behind, start=1)
    )
    paper.table(rows)
    paper.freeze_columns(2)
    if not rows:
        paper.words(t("book.behind.none"))
    paper.printed()
