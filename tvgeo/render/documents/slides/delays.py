"""The works that are behind: how far, who leads them, what holds them up, what is proposed."""

from collections.abc import Sequence

from tvgeo.render.briefing import plain
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import charts, paint, places, said, tables
from tvgeo.render.documents.slides.charts import Bar
from tvgeo.render.documents.slides.deck import Deck
from tvgeo.render.documents.slides.tables import Cell, Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Run, para

BARS_ON_ONE = 9
_TEXT = 12.0
_LINES = 7  # of a reason or a proposal; the rest stands in the notes
NAME_ROOM = 4.3  # of a name beside its bars, inches


def slides(deck: Deck) -> None:
    """Show the works behind as bars, then as a table."""
    if deck.facts.behind:
        _bars(deck)
        _table(deck)


def message(deck: Deck) -> str:
    """Return how many works are behind, with the mark where that rests on invented figures."""
    facts = deck.facts
    return facts.delays


def category(deck: Deck, work: WorkFact) -> str:
    """Return sign, name and distance of a work as it stands beside its bars."""
    t = deck.t
    room = measure.fitted(plain.line(work.name), charts.SMALL, NAME_ROOM - 0.3, 2)
    sign = paint.sign(work.health)
    if work.slippage.number is None:
        return t("slides.bar.no_plan", sign=sign, name=room)
    return t("slides.bar", sign=sign, name=room, points=work.slippage.text)


def bar(deck: Deck, work: WorkFact) -> Bar:
    """Return the bars of a work."""
    return Bar(
        category(deck, work),
        work.health,
        work.physical.number,
        work.planned.number,
        work.physical.illustrative,
        work.planned.illustrative,
    )


def chart(deck: Deck, works: Sequence[WorkFact], title: str, caption: str) -> None:
    """Add slides with the bars of works, about equally many on each."""
    t = deck.t
    count = -(-len(works) // BARS_ON_ONE)
    size = -(-len(works) // count)
    for start in range(0, len(works), size):
        page = works[start : start + size]
        number = t("slides.page", title=title, i=start // size + 1, n=count)
        slide = deck.slide(
            places.CHART_ONLY,
            title if count == 1 else number,
            invented=said.invented(page),
            caption=caption,
        )
        names = (t("slides.series.done"), t("slides.series.planned"))
        frame = charts.bars(
            slide.placeholder(places.CHART), [bar(deck, work) for work in page], names, t
        )
        alt = "; ".join(
            t("slides.alt.bar", name=w.name, done=w.physical.text, planned=w.planned.text)
            for w in page
        )
        slide.chart(frame, t("slides.alt.bars", works=alt), (0.37, 0.58, 0.80))
        slide.notes(deck.rests_on([*(w.result for w in page), said.sources(t, page)]))


def _bars(deck: Deck) -> None:
    t, facts = deck.t, deck.facts
    caption = t("slides.bars.caption", thresholds=facts.thresholds)
    chart(deck, facts.behind, message(deck), caption)


def _table(deck: Deck) -> None:
    facts, t = deck.facts, deck.t
    columns = (
        Column(t("slides.column.rank"), 0.42, "r"),
        Column(t("column.name"), 2.7),
        Column(t("column.health"), 2.1),
        Column(t("column.lead"), 1.75),
        Column(t("column.obstacle"), 2.8),
        Column(t("column.proposal"), 2.563),
    )
    rows = {
        number: _row(deck, number, work, columns)
        for number, work in enumerate(facts.behind, start=1)
    }
    look = Look(_TEXT)
    pages = tables.paged(list(rows.values()), columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        works = facts.behind[first : first + len(page)]
        first += len(page)
        title = _title(deck)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=said.invented(works),
            caption=t("slides.delays.caption"),
        )
        alt = t("slides.alt.delays", names=[work.name for work in works])
        slide.table(page, columns, alt, look)
        slide.notes(deck.rests_on([*(said.whole(t, w) for w in works), said.sources(t, works)]))


def _title(deck: Deck) -> str:
    works = deck.facts.behind
    title = deck.t(
        "slides.delays.title",
        n=len(works),
        told=sum(1 for work in works if work.obstacle),
        proposed=sum(1 for work in works if work.proposal),
    )
    return title + (deck.t.mark if said.invented(works) else "")


def _row(deck: Deck, number: int, work: WorkFact, columns: Sequence[Column]) -> Row:
    t = deck.t
    due = t("slides.due", date=work.due) if work.due else ""
    under = " · ".join(text for text in (plain.line(work.place), due) if text)
    name = said.name(work, columns[1], _TEXT, 4, bold=True)
    if under:
        shown = measure.fitted(under, said.SMALL, tables.inner(columns[1]), 2)
        name = cell(*name.paragraphs, para(Run(shown, said.SMALL, ink="muted")))
    return (
        cell(str(number)),
        name,
        _state(deck, work, columns[2]),
        said.text(work.lead, columns[3], _TEXT, 4, t.mark),
        said.text(work.reason, columns[4], _TEXT, _LINES, t.mark),
        said.text(work.proposal or t("slides.no_proposal"), columns[5], _TEXT, _LINES, t.mark),
    )


def _state(deck: Deck, work: WorkFact, column: Column) -> Cell:
    t = deck.t
    if work.slippage.number is None:
        return said.state(work, column, _TEXT)
    pair = t(
        "slides.pair",
        points=work.slippage.text,
        done=work.physical.text,
        planned=work.planned.text,
    )
    return said.state(work, column, _TEXT, pair)
