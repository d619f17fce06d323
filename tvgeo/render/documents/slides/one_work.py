"""One work: its figures, what is known of it, and its texts in full where they have room."""

from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import TargetFact
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import charts, paint, places, said, tables
from tvgeo.render.documents.slides.charts import Bar
from tvgeo.render.documents.slides.deck import Deck
from tvgeo.render.documents.slides.tables import Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Paragraph, Run, para

_TEXT = 11.5
_LABEL = 1.25
_FEW = 2
_LONGEST = 7  # lines of one text on the slide


def subject(deck: Deck) -> WorkFact | None:
    """Return the work a deck is about, if it is about one."""
    scope = deck.facts.scope
    if scope.kind != "work":
        return None
    return next((w for w in deck.facts.works if w.project_id == scope.code), None)


def figures(deck: Deck, work: WorkFact) -> None:
    """Show planned, done and paid beside what is known of the work."""
    t, facts = deck.t, deck.facts
    slide = deck.slide(
        places.SUMMARY,
        facts.message,
        invented=work.illustrative,
        caption=facts.thresholds,
    )
    columns = (Column("", _LABEL), Column("", 3.9 - _LABEL))
    slide.table(
        _known(deck, work, columns[1]),
        columns,
        t("slides.alt.work", result=work.result),
        Look(_TEXT, head=False),
    )
    paid = t("slides.series.disbursed")
    if work.disbursed_basis:
        paid = t("slides.series.disbursed_of", basis=work.disbursed_basis)
    values = (
        (t("slides.series.planned"), "planned", work.planned),
        (t("slides.column.done"), work.health, work.physical),
        (paid, "disbursed", work.disbursed),
    )
    bars = [
        Bar(
            measure.fitted(name, charts.SMALL, 2.1, 3),
            code,
            value.number,
            None,
            value.illustrative,
        )
        for name, code, value in values
    ]
    frame = charts.shares(slide.placeholder(places.CHART), bars, t("slides.series.share"), t)
    alt = "; ".join(t("slides.alt.target", name=n, pct=v.text) for n, _, v in values)
    slide.chart(frame, alt, (0.28, 0.62, 0.88))
    tasks = [t("slides.task.whole", tt=x.tt, title=x.title, lead=x.lead) for x in facts.tasks]
    slide.notes(
        deck.rests_on(
            [
                said.whole(t, work),
                *tasks,
                *(_target(deck, target) for target in facts.targets),
                work.citation,
                said.sources(t, [work]),
            ]
        )
    )


def _known(deck: Deck, work: WorkFact, column: Column) -> list[Row]:
    t = deck.t
    sign = Run(f"{paint.sign(work.health)} ", _TEXT, ink=paint.colour(work.health), sign=True)
    entries: list[tuple[str, tuple[Paragraph, ...]]] = [
        (t("column.health"), (para(sign, Run(work.state, _TEXT, bold=True)),)),
        (t("column.status"), (para(work.status),)),
        (t("slides.distance"), (para(work.difference),)),
        (t("column.lead"), (para(work.lead),)),
        (t("slides.place"), (para(work.place or work.no_location or t.dash),)),
        (t("column.due"), (para(t.date(work.due) if work.due else t.dash),)),
        (t("column.as_of"), (para(t.date(work.as_of) if work.as_of else t.missing),)),
        (t("slides.stretch"), (para(work.stretch),)),
        *((t("slides.task", tt=x.tt), (para(x.title),)) for x in deck.facts.tasks[:_FEW]),
        *(
            (t("slides.column.target"), (para(_target(deck, x)),))
            for x in deck.facts.targets[:_FEW]
        ),
        *((t("slides.report"), (para(x.state_name),)) for x in deck.facts.reports[:1]),
        (t("slides.column.citation"), (para(work.citation),)),
    ]
    room = tables.inner(column)
    most = places.CONTENT.height
    rows: list[Row] = []
    for label, paragraphs in entries:
        first = paragraphs[0]
        if not first.text:
            continue
        if len(first.runs) == 1:
            shown = measure.fitted(plain.line(first.text), _TEXT, room, 3, mark=t.mark)
            paragraphs = (para(Run(shown, _TEXT)),)  # noqa: PLW2901 - the text as it fits
        row = (cell(para(Run(label, said.SMALL, ink="muted"))), cell(*paragraphs))
        most -= tables.height(row, (Column("", _LABEL), column), _TEXT)
        if most < 0:  # what comes last is of least weight, and stands in the notes
            break
        rows.append(row)
    return rows


def _target(deck: Deck, target: TargetFact) -> str:
    return deck.t(
        "slides.target.short",
        name=plain.line(target.indicator),
        promised=plain.line(target.promised),
        state=target.state_name,
    )


def texts(deck: Deck, work: WorkFact) -> None:
    """Show what holds the work up and what is proposed, as reported."""
    t = deck.t
    entries = [
        (t(key), text)
        for key, text in (
            ("column.obstacle", work.obstacle or work.reason),
            ("column.proposal", work.proposal),
            ("column.note", work.note),
        )
        if text
    ]
    if not entries:
        return
    slide = deck.slide(
        places.TEXT_ONLY, t("slides.texts.title", name=work.name), invented=work.illustrative
    )
    room = places.CONTENT.width
    paragraphs: list[Paragraph] = []
    for label, text in entries:
        shown = measure.fitted(plain.clean(text), 15, room, _LONGEST, mark=t.mark)
        paragraphs.append(
            para(Run(label, 14, bold=True, ink="rule"), before=8 if paragraphs else 0)
        )
        paragraphs.append(para(Run(shown, 15)))
    slide.write(places.TEXT, *paragraphs)
    slide.notes(deck.rests_on([said.whole(t, work), said.sources(t, [work])]))
