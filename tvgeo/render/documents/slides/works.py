"""Sector by sector: the map, then every work with its figures."""

from collections.abc import Mapping, Sequence

from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Group
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import places, said, tables
from tvgeo.render.documents.slides.deck import Deck
from tvgeo.render.documents.slides.tables import Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Run, para
from tvgeo.render.plates.plate import Plate

_TEXT = 11.0


def plate(deck: Deck, shown: Plate, picture: bytes) -> None:
    """Add a plate that fills the slide; its mark and date are in the picture, and in words."""
    t, facts = deck.t, deck.facts
    marks = [
        text
        for text, holds in (
            (facts.mark or shown.mark, shown.illustrative),
            (t("slides.schematic"), shown.schematic),
        )
        if holds and text
    ]
    # without figures of its own a plate still says of what day it is
    slide = deck.slide(
        places.MAP,
        t("slides.plate", message=shown.message or shown.title),
        invented=shown.illustrative,
        foot=" · ".join((*marks, facts.stamp)),
    )
    slide.picture(picture, shown.alt)
    slide.notes(
        deck.rests_on(
            [
                shown.title,
                shown.date_line,
                shown.note,
                t("slides.schematic.note") if shown.schematic else "",
                said.sources(t, [work.fact for work in shown.works]),
                shown.source,
                facts.credit,
            ]
        )
    )


def of_sector(plates: Sequence[Plate], group: Group) -> list[Plate]:
    """Return the plates that show a work of a sector first of all: the first work decides."""
    ids = {work.project_id for work in group.works}
    return [plate for plate in plates if plate.works and plate.works[0].fact.project_id in ids]


def sectors(deck: Deck, pictures: Mapping[str, bytes]) -> None:
    """Add plates and tables, sector by sector; a plate of no sector comes first."""
    facts = deck.facts
    shown = [plate for plate in facts.plates if plate.code in pictures]
    placed = {group.code: of_sector(shown, group) for group in facts.sectors}
    taken = {plate.code for found in placed.values() for plate in found}
    for one in shown:
        if one.code not in taken:
            plate(deck, one, pictures[one.code])
    for group in facts.sectors:
        for one in placed[group.code]:
            plate(deck, one, pictures[one.code])
        table(deck, group.works, facts.messages.get(group.code, group.heading), group)


def table(
    deck: Deck, works: Sequence[WorkFact], title: str, group: Group | None = None
) -> None:
    """Add slides with every work and its figures."""
    t = deck.t
    columns = _columns(deck)
    look = Look(_TEXT)
    rows = [_row(deck, work, columns) for work in works]
    pages = tables.paged(rows, columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        shown = works[first : first + len(page)]
        first += len(page)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=said.invented(shown) or title.endswith(t.mark),
            caption=said.means(t, group) if group else "",
        )
        slide.table(page, columns, t("slides.alt.works", names=[w.name for w in shown]), look)
        slide.notes(
            deck.rests_on([*(said.whole(t, work) for work in shown), said.sources(t, shown)])
        )


def _columns(deck: Deck) -> tuple[Column, ...]:
    t = deck.t
    return (
        Column(t("column.name"), 3.9),
        Column(t("column.lead"), 2.5),
        Column(t("column.health"), 2.1),
        Column(t("slides.column.done"), 0.95, "r"),
        Column(t("slides.column.planned"), 0.9, "r"),
        Column(t("slides.column.difference"), 0.983, "r"),
        Column(t("slides.column.disbursed"), 1.0, "r"),
    )


def _row(deck: Deck, work: WorkFact, columns: Sequence[Column]) -> Row:
    lead = said.text(work.lead, columns[1], _TEXT, 2, deck.t.mark)
    return (
        said.name(work, columns[0], _TEXT, 2, bold=not work.is_part),
        lead,
        said.state(work, columns[2], _TEXT),
        said.figure(work.physical, bold=True),
        said.figure(work.planned),
        said.figure(work.slippage),
        said.figure(work.disbursed),
    )


def under(text: str, column: Column) -> tables.Cell:
    """Return a smaller text that stands in one line."""
    shown = measure.fitted(plain.line(text), said.SMALL, tables.inner(column), 1)
    return cell(para(Run(shown, said.SMALL, ink="muted")))
