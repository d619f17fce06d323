"""What the plan asks for: targets, tasks of its appendix, and reports that are owed."""

from collections.abc import Sequence

from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import ReportFact, TargetFact, TaskFact
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import charts, places, said, tables
from tvgeo.render.documents.slides.charts import Bar
from tvgeo.render.documents.slides.deck import Deck
from tvgeo.render.documents.slides.tables import Cell, Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Run, para

_TEXT = 11.0
TARGETS_ON_ONE = 10
FEWEST_BARS = 3  # fewer are read in the table
_REACHED, _UNKNOWN = "reached", "no_data"


def targets(deck: Deck) -> None:
    """Show the targets that are counted as bars, then all of them as a table."""
    found = deck.facts.targets
    if not found:
        return
    counted = [target for target in found if target.pct.number is not None]
    if len(counted) >= FEWEST_BARS:
        _target_bars(deck, counted)
    _targets(deck, found)


def _target_title(deck: Deck) -> str:
    t, found = deck.t, deck.facts.targets
    title = t(
        "slides.targets.title",
        reached=sum(target.state == _REACHED for target in found),
        n=len(found),
        unknown=sum(target.state == _UNKNOWN for target in found),
    )
    return title + (t.mark if any(target.illustrative for target in found) else "")


def _target_bars(deck: Deck, counted: Sequence[TargetFact]) -> None:
    t = deck.t
    ordered = sorted(counted, key=lambda target: target.pct.number or 0.0)
    for start in range(0, len(ordered), TARGETS_ON_ONE):
        page = ordered[start : start + TARGETS_ON_ONE]
        lowest = page[0]
        slide = deck.slide(
            places.CHART_ONLY,
            t(
                "slides.targets.chart",
                n=len(ordered),
                name=lowest.indicator,
                pct=lowest.pct.text,
            ),
            invented=any(target.illustrative for target in page),
            caption=t("slides.targets.caption"),
        )
        bars = [
            Bar(
                measure.fitted(_promise(deck, target), charts.SMALL, 4.3, 2),
                "completed" if target.state == _REACHED else "on_track",
                target.pct.number,
                None,
                target.pct.illustrative,
            )
            for target in page
        ]
        frame = charts.shares(
            slide.placeholder(places.CHART), bars, t("slides.series.of_target"), t
        )
        alt = "; ".join(
            t("slides.alt.target", name=target.indicator, pct=target.pct.text)
            for target in page
        )
        slide.chart(frame, t("slides.alt.targets", targets=alt), (0.37, 0.58, 0.88))
        slide.notes(deck.rests_on([target.sentence for target in page]))


def _promise(deck: Deck, target: TargetFact) -> str:
    return deck.t(
        "slides.target.promise",
        name=plain.line(target.indicator),
        promised=plain.line(target.promised),
    )


def _targets(deck: Deck, found: Sequence[TargetFact]) -> None:
    t = deck.t
    columns = (
        Column(t("slides.column.target"), 5.2),
        Column(t("slides.column.promised"), 2.6),
        Column(t("slides.column.year"), 0.75, "r"),
        Column(t("slides.column.reached"), 1.5, "r"),
        Column(t("slides.column.of_target"), 0.95, "r"),
        Column(t("slides.column.result"), 1.333),
    )
    look = Look(_TEXT)
    rows = [_target_row(deck, target, columns) for target in found]
    pages = tables.paged(rows, columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        shown = found[first : first + len(page)]
        first += len(page)
        title = _target_title(deck)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=any(target.illustrative for target in shown) or title.endswith(t.mark),
        )
        alt = t("slides.alt.target_table", names=[target.indicator for target in shown])
        slide.table(page, columns, alt, look)
        slide.notes(
            deck.rests_on(
                t(
                    "slides.target.whole",
                    name=target.indicator,
                    promised=target.promised,
                    state=target.state_name,
                    citation=target.citation,
                )
                for target in shown
            )
        )


def _target_row(deck: Deck, target: TargetFact, columns: Sequence[Column]) -> Row:
    mark = deck.t.mark
    year = str(target.year) if target.year is not None else deck.t.dash
    return (
        said.text(target.indicator, columns[0], _TEXT, 2, mark),
        said.text(target.promised, columns[1], _TEXT, 2, mark),
        cell(year),
        said.figure(target.reached),
        said.figure(target.pct),
        _result(target),
    )


def _result(target: TargetFact) -> Cell:
    unknown = target.state == _UNKNOWN
    run = Run(
        target.state_name,
        said.SMALL if unknown else None,
        bold=target.state == _REACHED,
        ink="muted" if unknown else "",
    )
    return cell(para(run), unknown=unknown)


def tasks(deck: Deck) -> None:
    """Show the tasks of the appendix with who leads them and how their works stand."""
    t, found = deck.t, deck.facts.tasks
    if not found:
        return
    columns = (
        Column(t("slides.column.tt"), 0.5, "r"),
        Column(t("slides.column.task"), 6.1),
        Column(t("column.lead"), 3.0),
        Column(t("slides.column.state"), 2.733),
    )
    look = Look(_TEXT)
    rows: list[Row] = [
        (
            cell(str(task.tt)),
            said.text(task.title, columns[1], _TEXT, 3, t.mark),
            said.text(task.lead, columns[2], _TEXT, 3, t.mark),
            said.text(task.state, columns[3], _TEXT, 2, t.mark),
        )
        for task in found
    ]
    pages = tables.paged(rows, columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        shown = found[first : first + len(page)]
        first += len(page)
        title = t("slides.tasks.title", n=len(found), date=deck.facts.day)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=any(task.illustrative for task in shown),
        )
        slide.table(page, columns, t("slides.alt.tasks", names=[w.title for w in shown]), look)
        slide.notes(deck.rests_on(_task(deck, task) for task in shown))


def _task(deck: Deck, task: TaskFact) -> str:
    t = deck.t
    said_of = [
        t("slides.task.whole", tt=task.tt, title=task.title, lead=task.lead),
        task.result,
        *(
            t(key, said=text)
            for key, text in (
                ("slides.whole.reason", task.obstacles),
                ("slides.whole.proposal", task.proposals),
                ("slides.whole.note", task.note),
            )
            if text
        ),
    ]
    return "\n".join(text for text in said_of if text)


def reports(deck: Deck) -> None:
    """Show who has not sent the report of the period; outside the calendar nothing is owed."""
    t, facts = deck.t, deck.facts
    if not facts.reports or not facts.in_calendar:
        return
    short = [report for report in facts.reports if report.state != "complete"]
    if short:
        title = t(
            "slides.reports.title",
            n=len(short),
            total=len(facts.reports),
            period=facts.period_words,
        )
    else:
        title = t("slides.reports.complete", period=facts.period_words)
    columns = (
        Column(t("slides.column.agency"), 3.7),
        Column(t("slides.column.owed"), 0.85, "r"),
        Column(t("slides.column.received"), 0.85, "r"),
        Column(t("slides.column.state"), 1.35),
        Column(t("slides.column.missing"), 5.583),
    )
    look = Look(_TEXT)
    rows = [_report_row(deck, report, columns) for report in facts.reports]
    pages = tables.paged(rows, columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        shown = facts.reports[first : first + len(page)]
        first += len(page)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=facts.illustrative,
            caption=t("slides.reports.caption") if facts.illustrative else "",
        )
        slide.table(
            page, columns, t("slides.alt.reports", names=[r.agency for r in shown]), look
        )
        slide.notes(
            deck.rests_on(
                t("slides.report.whole", agency=r.agency, names="; ".join(r.missing))
                for r in shown
                if r.missing
            )
        )


def _report_row(deck: Deck, report: ReportFact, columns: Sequence[Column]) -> Row:
    mark = deck.t.mark
    missing = "; ".join(report.missing)
    return (
        said.text(report.agency, columns[0], _TEXT, 2, mark),
        cell(str(report.owed)),
        cell(str(report.received)),
        cell(para(Run(report.state_name, bold=report.state == "missing"))),
        said.text(missing, columns[4], said.SMALL, 2, mark),
    )
