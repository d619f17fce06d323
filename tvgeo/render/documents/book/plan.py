"""Sheets of the plan: its tasks, targets and reports, and the sources of all figures."""

from typing import Any

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.book import cells, words
from tvgeo.render.documents.book.cells import Cell, count, figure, text
from tvgeo.render.documents.book.paper import Column, Paper


def tasks(book: Any, facts: Facts, t: Locale) -> None:
    """List the tasks of the appendix with the results of their works."""
    sectors = words.sectors(facts, t)
    columns = (
        Column(t("book.column.tt"), 5, number=True),
        Column(t("column.sector"), 14),
        Column(t("book.column.task"), 36),
        Column(t("column.lead"), 22),
        Column(t("book.column.result_on", date=facts.day), 48),
        Column(t("book.column.state"), 18),
        Column(t("column.obstacle"), 34),
        Column(t("column.proposal"), 30),
        Column(t("column.note"), 24),
        Column(t("book.column.citation"), 14),
        Column(t("column.quality"), 15),
    )
    paper = Paper(book, t("book.sheet.tasks"), columns, facts, t)
    paper.above(
        t("book.title", sheet=t("book.sheet.tasks"), plan=facts.plan_name),
        (),
        invented=any(task.illustrative for task in facts.tasks),
    )
    rows = tuple(
        (
            count(task.tt),
            text(sectors[task.sector]),
            text(task.title, bold=True),
            text(task.lead),
            text(task.result or t.dash),
            text(task.state, invented=task.illustrative),
            text(task.obstacles or t.dash),
            text(task.proposals or t.dash),
            text(task.note or t.dash),
            text(task.citation),
            words.invented(t, invented=task.illustrative),
        )
        for task in facts.tasks
    )
    paper.table(rows)
    paper.freeze_columns(1)
    paper.printed()


def targets(book: Any, facts: Facts, t: Locale) -> None:
    """List the targets with what was reached of them."""
    sectors = words.sectors(facts, t)
    columns = (
        Column(t("book.column.code"), 9),
        Column(t("column.sector"), 16),
        Column(t("book.column.target"), 46),
        Column(t("book.column.promised"), 26),
        Column(t("book.column.year"), 8, number=True),
        Column(t("book.column.reached"), 12, number=True),
        Column(t("book.column.reached_words"), 18),
        Column(t("book.column.of_target"), 12, number=True),
        Column(t("book.column.result"), 16),
        Column(t("book.column.citation"), 26),
        Column(t("column.quality"), 15),
    )
    paper = Paper(book, t("book.sheet.targets"), columns, facts, t)
    paper.above(
        t("book.title", sheet=t("book.sheet.targets"), plan=facts.plan_name),
        (),
        invented=any(target.illustrative for target in facts.targets),
    )
    rows = tuple(
        (
            text(target.target_id),
            text(sectors[target.sector]),
            text(target.indicator, bold=True),
            text(target.promised),
            Cell(t.dash, align="right")
            if target.year is None
            else Cell(target.year, cells.YEAR),
            figure(t, target.reached, cells.AMOUNT),
            text(target.reached.text, invented=target.reached.illustrative),
            figure(t, target.pct),
            text(target.state_name, invented=target.illustrative),
            text(target.citation),
            words.invented(t, invented=target.illustrative),
        )
        for target in facts.targets
    )
    paper.table(rows)
    paper.freeze_columns(1)
    paper.reading()
    paper.printed()


def reports(book: Any, facts: Facts, t: Locale) -> None:
    """List who owes reports for the period; outside the calendar of the plan nobody does."""
    columns = (
        Column(t("book.column.agency"), 46),
        Column(t("book.column.owed"), 12, number=True),
        Column(t("book.column.received"), 12, number=True),
        Column(t("book.column.short"), 12, number=True),
        Column(t("book.column.state"), 16),
        Column(t("book.column.missing"), 70),
    )
    paper = Paper(book, t("book.sheet.reports"), columns, facts, t)
    owed = facts.reports if facts.in_calendar else ()
    short = sum(1 for report in owed if report.state != "complete")
    line = (
        t("book.reports.line", n=short, total=len(owed), period=facts.period_words)
        if owed
        else t("book.reports.none", period=facts.period_words)
    )
    paper.above(
        t("book.title", sheet=t("book.sheet.reports"), plan=facts.plan_name),
        (line, t("book.reports.invented") if facts.illustrative and owed else ""),
        invented=facts.illustrative and bool(owed),
    )
    rows = tuple(
        (
            text(report.agency, bold=True),
            count(report.owed),
            count(report.received),
            count(report.owed - report.received),
            text(report.state_name),
            text("; ".join(plain.line(name) for name in report.missing) or t.dash),
        )
        for report in owed
    )
    paper.table(rows)
    paper.printed()


def sources(book: Any, facts: Facts, t: Locale) -> None:
    """List the sources of the figures, and what else they rest on."""
    columns = (
        Column(t("column.source"), 100),
        Column(t("column.quality"), 36),
        Column(t("book.column.works"), 12, number=True),
    )
    paper = Paper(book, t("book.sheet.sources"), columns, facts, t)
    lines = [*facts.honesty]
    if facts.published is not None:
        lines.append(t("book.published", rev=facts.revision, stamp=facts.published))
    if facts.link:
        lines.append(t("book.link", address=facts.link))
    paper.above(
        t("book.title", sheet=t("book.sheet.sources"), plan=facts.plan_name),
        lines,
        invented=any(source.quality == "illustrative" for source in facts.sources),
    )
    rows = tuple(
        (
            text(source.text, invented=source.quality == "illustrative"),
            text(source.quality_name, invented=source.quality == "illustrative"),
            count(source.works),
        )
        for source in facts.sources
    )
    paper.table(rows)
    paper.words(facts.credit)
    paper.printed()
