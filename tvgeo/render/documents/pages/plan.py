"""What the plan asked for and what came of it: targets, tasks, reports that are missing."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts, ReportFact, TargetFact, TaskFact
from tvgeo.render.documents.pages import cells, flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Bar, Glyph, Percent, Text, look
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import WIDTH
from tvgeo.render.documents.pages.tables import Cell, Row, columns_of, table

BAR = 30
MARK_OF = {"complete": "on_time", "partial": "late_report", "missing": "missing_report"}


def targets(facts: Facts, t: Locale) -> list[Section]:
    """Return the targets by sector: what was promised, what was reached."""
    if not facts.targets:
        return []
    columns = columns_of(
        (t("pdf.column.target"), 84),
        (t("pdf.column.promised"), 40),
        (t("pdf.column.year"), 12, True),
        (t("pdf.column.reached"), 26, True),
        ("", BAR + 3),
        (t("pdf.column.of_target"), 16, True),
        (t("pdf.column.result"), 28),
        (t("work.plan.citation"), 34),
    )
    rows: list[Row] = []
    for sector in dict.fromkeys(target.sector for target in facts.targets):
        rows.append(cells.heading(_sector(facts, sector, t), width=WIDTH - 3 * MM))
        rows += [_target(target, t) for target in facts.targets if target.sector == sector]
    reached = sum(target.state == "reached" for target in facts.targets)
    unknown = sum(target.state == "no_data" for target in facts.targets)
    mark = t.mark if any(target.illustrative for target in facts.targets) else ""
    title = t("pdf.targets.title", reached=reached, n=len(facts.targets), unknown=unknown)
    return [
        Section(
            running=t("pdf.targets"),
            title=title + mark,
            kicker=t("pdf.targets"),
            story=[table(columns, rows)],
            invented=bool(mark),
        )
    ]


def _sector(facts: Facts, code: str, t: Locale) -> str:
    known = {group.code: group.name for group in facts.sectors}
    if code in known:
        return known[code]
    key = f"sector.{code}"
    return t(key) if key in t else code


def _target(target: TargetFact, t: Locale) -> Row:
    shown = Percent(target.pct.number, None, paint.RULE)
    # a target without a number in the plan has no bar: there is nothing to be a share of
    has_bar = target.pct.number is not None
    unknown = target.state == "no_data"
    bar: list[Flowable] = [Bar(shown, BAR * MM)] if has_bar or unknown else []
    face = fonts.SEMIBOLD if target.state == "reached" else fonts.REGULAR
    ink = paint.FAINT if unknown else paint.INK
    return Row((
        [Text(target.indicator, flow.BODY, invented=target.illustrative)],
        [Text(target.promised, flow.BODY)],
        [Text(str(target.year) if target.year else t.dash, flow.NUMBER)],
        _reached(target, t),
        bar,
        cells.number(target.pct),
        [Text(target.state_name, look(8.2, face, ink))],
        [Text(target.citation, look(6.6, ink=paint.MUTED))],
    ))  # fmt: skip


def _reached(target: TargetFact, t: Locale) -> Cell:
    """Return the amount reached; a milestone that was or was not reached has none."""
    amount = target.promised[:1].isdigit() or target.state == "no_data"
    if target.reached.number is None and not amount:
        return [Text(t.dash, flow.UNKNOWN)]
    return cells.figure(target.reached)


def tasks(facts: Facts, t: Locale) -> list[Section]:
    """Return the tasks of the appendix with the result of each work of theirs."""
    if not facts.tasks:
        return []
    columns = columns_of(
        (t("pdf.column.tt"), 9, True),
        (t("pdf.column.task"), 70),
        (t("pdf.column.result_on", date=facts.day), 86),
        (t("column.status"), 27),
        (t("pdf.column.obstacles_proposals"), 81),
    )
    rows: list[Row] = []
    for sector in dict.fromkeys(task.sector for task in facts.tasks):
        rows.append(cells.heading(_sector(facts, sector, t), width=WIDTH - 3 * MM))
        rows += [_task(task, t) for task in facts.tasks if task.sector == sector]
    return [
        Section(
            running=t("pdf.tasks"),
            title=t("pdf.tasks.title", n=len(facts.tasks)),
            story=[table(columns, rows)],
        )
    ]


def _task(task: TaskFact, t: Locale) -> Row:
    invented = task.illustrative
    held = [
        *_labelled(t("pdf.obstacles"), task.obstacles, invented=invented),
        *_labelled(t("pdf.proposals"), task.proposals, invented=invented),
    ]
    return Row((
        [Text(str(task.tt), flow.NUMBER)],
        [Text(task.title, flow.BODY), Text(task.lead, flow.SMALL)],
        _list(task.result, invented=invented),
        [Text(said, look(7.8), invented=invented) for said in task.state.split(" · ")],
        held,
    ))  # fmt: skip


def _list(text: str, *, invented: bool) -> list[Flowable]:
    """Return the lines of a text, each as a paragraph of its own."""
    return [
        Text(line, look(7.8, after=1.6), invented=invented) for line in text.split("\n") if line
    ]


def _labelled(label: str, text: str, *, invented: bool) -> list[Flowable]:
    if not text:
        return []
    return [
        Text(label, look(7.2, fonts.SEMIBOLD, paint.MUTED)),
        *_list(text, invented=invented),
    ]


def reports(facts: Facts, t: Locale) -> list[Section]:
    """Return which agencies owe a report on the period, and on what."""
    if not facts.in_calendar:
        return []
    short = [report for report in facts.reports if report.missing]
    title = _reports_title(facts, short, t)
    story: list[Flowable] = []
    if facts.reports:
        if facts.illustrative:
            story.append(flow.note(t("pdf.reports.invented"), invented=True))
        story += [_owed(facts.reports, t, invented=facts.illustrative), Spacer(0, 4)]
    return (
        [Section(running=t("pdf.reports"), title=title, kicker=t("pdf.reports"), story=story)]
        if facts.reports
        else []
    )


def _reports_title(facts: Facts, short: Sequence[ReportFact], t: Locale) -> str:
    values = {"n": len(short), "total": len(facts.reports), "period": facts.period_words}
    return t("pdf.reports.short" if short else "pdf.reports.complete", **values)


def _owed(reports: Sequence[ReportFact], t: Locale, *, invented: bool) -> Flowable:
    columns = columns_of(
        ("", 8),
        (t("reports.column.agency"), 89),
        (t("reports.column.owed"), 21, True),
        (t("reports.column.received"), 14, True),
        (t("column.status"), 28),
        (t("reports.column.missing"), 113),
    )
    rows = [
        Row((
            [Glyph(MARK_OF.get(report.state, "on_time"))],
            [Text(report.agency, flow.NAME)],
            [Text(str(report.owed), flow.NUMBER)],
            [Text(str(report.received), flow.NUMBER, invented=invented)],
            [Text(report.state_name, flow.BODY)],
            cells.words("; ".join(report.missing), missing=t.dash),
        ))
        for report in reports
    ]  # fmt: skip
    return table(columns, rows)
