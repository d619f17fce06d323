"""The first page of a briefing on one work: how it stands, what holds it, what it is part of."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.documents.pages import cells, flow, fonts, paint, works
from tvgeo.render.documents.pages.flow import MM, Bar, Glyph, Percent, Text, look
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import WIDTH
from tvgeo.render.documents.pages.tables import Beside, Fitted

LEFT = 128 * MM
BETWEEN = 12 * MM
RIGHT = WIDTH - LEFT - BETWEEN
LABEL = 36 * MM
# What is longer stands in full among the sources, tasks and obstacles.
LONGEST = 320


def subject(facts: Facts) -> WorkFact | None:
    """Return the work that a briefing is about."""
    return next((w for w in facts.works if w.project_id == facts.scope.code), None)


def section(facts: Facts, work: WorkFact, t: Locale) -> Section:
    """Return the page of one work."""
    story: list[Flowable] = [
        Fitted(Beside((LEFT, BETWEEN, RIGHT), [[_known(work, t), [], _figures(work, t)]])),
        Spacer(0, 5 * MM),
    ]
    if len(facts.works) > 1:
        story += [
            Text(t("work.section.parts"), flow.HEADING),
            works.listed(facts.works[1:], t),
            Spacer(0, 5 * MM),
        ]
    for key, text in (
        ("column.obstacle", work.obstacle or work.reason),
        ("column.proposal", work.proposal),
        ("column.note", work.note),
    ):
        if text:
            story += [
                Text(t(key), flow.HEADING),
                Text(text, look(9, after=4 * MM), invented=work.illustrative),
            ]
    return Section(
        running=t("pdf.overview"),
        title=facts.message,
        kicker=facts.title,
        story=story,
        invented=work.illustrative,
    )


def _known(work: WorkFact, t: Locale) -> list[Flowable]:
    said: list[tuple[str, str]] = [
        ("column.district", work.place),
        ("column.lead", work.lead),
        ("column.status", work.status),
        ("column.due", t.date(work.due) if work.due else t.dash),
        ("column.as_of", t.date(work.as_of) if work.as_of else t.missing),
        ("column.completed_chainage", work.stretch),
        ("pdf.place_on_map", work.no_location),
        ("work.plan.citation", work.citation),
        ("column.source", work.source),
    ]
    rows: list[list[list[Flowable]]] = [
        [
            [Text(t(key), look(8.4, ink=paint.MUTED))],
            [
                Text(
                    plain.shortened(plain.line(text), LONGEST),
                    look(8.8),
                    links=key == "column.source",
                    invented=work.illustrative,
                )
            ],
        ]
        for key, text in said
        if text
    ]
    head = [[Glyph(work.health, 12, drop=1)], [Text(work.state, look(12, fonts.BOLD))]]
    return [
        Beside((18, LEFT - 18), [head]),
        Spacer(0, 2 * MM),
        Beside((LABEL, LEFT - LABEL), rows, top=2.6),
    ]


def _figures(work: WorkFact, t: Locale) -> list[Flowable]:
    state = paint.colour(work.health)
    found: list[Flowable] = []
    for key, value, ink in (
        ("pdf.figure.planned", work.planned, paint.INK),
        ("pdf.figure.done", work.physical, state),
        ("pdf.figure.disbursed", work.disbursed, paint.FAINT),
    ):
        found += _figure(t(key), value, ink)
    if work.disbursed.number is not None and work.disbursed_basis:
        found.append(flow.note(t("pdf.disbursed_of", basis=work.disbursed_basis), after=3))
    found.append(Text(work.difference, look(9.4, fonts.SEMIBOLD), invented=work.illustrative))
    return found


def _figure(label: str, value: Value, ink: str) -> Sequence[Flowable]:
    width = RIGHT - 30 * MM
    size = look(12, fonts.BOLD_ITALIC if value.illustrative else fonts.BOLD, align=2)
    number = (
        cells.figure(value)
        if value.number is None
        else [Text(value.text, size, invented=value.illustrative)]
    )
    head = [[Text(label, look(8.8))], list(number)]
    return [
        Beside((width, 30 * MM), [head]),
        Bar(Percent(value.number, None, ink), RIGHT, thick=7, drop=2),
        Spacer(0, 4 * MM),
    ]
