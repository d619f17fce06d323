"""The tables of works: by sector, all of them, and those that are late with what holds them."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts, Group
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.pages import cells, flow, overview, paint
from tvgeo.render.documents.pages.flow import MM, Disc, StateBar, Text, look
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import WIDTH
from tvgeo.render.documents.pages.tables import Row, columns_of, table
from tvgeo.render.plates.plate import Plate

BAR = 33


def sector(facts: Facts, group: Group, t: Locale, *, level: int = 0) -> Section:
    """Return the works of a sector that have figures, and the names of those without."""
    listed = cells.ordered(group.works)
    known = [work for work in listed if work.health != "no_data"]
    unknown = [work for work in listed if work.health == "no_data"]
    story: list[Flowable] = [
        StateBar(
            cells.tally(group.counts), WIDTH, thick=5.6 * MM, size=8.6,
            invented=facts.illustrative,
        ),
        Spacer(0, 2.5 * MM),
        *overview.means((group,), t),
    ]  # fmt: skip
    if unknown:
        names = "; ".join(work.name for work in unknown)
        said = t("pdf.without_figures", n=len(unknown), names=names)
        story.append(Text(said, look(7.6, ink=paint.MUTED)))
    story.append(Spacer(0, 3 * MM))
    if known:
        story.append(_figures(known, t))
    return Section(
        running=t("pdf.sector.works", name=group.name) if level else group.name,
        title=facts.messages.get(group.code, group.name),
        kicker=group.heading,
        story=story,
        level=level,
    )


def _figures(works: Sequence[WorkFact], t: Locale) -> Flowable:
    columns = columns_of(
        ("", 8),
        (t("column.name"), 97),
        (t("column.health"), 44),
        (t("pdf.column.bar"), BAR + 3),
        (t("pdf.column.done"), 19, True),
        (t("pdf.column.planned"), 19, True),
        (t("pdf.column.difference"), 20, True),
        (t("pdf.column.disbursed"), 30, True),
    )
    rows = [
        Row((
            cells.sign(work),
            cells.name(work, cells.place_and_lead(t, work)),
            [Text(work.state, flow.BODY), *_status(work)],
            cells.bar(work, BAR),
            cells.figure(work.physical),
            cells.number(work.planned),
            cells.figure(work.slippage),
            cells.disbursed(work),
        ))
        for work in works
    ]  # fmt: skip
    return table(columns, rows)


def _status(work: WorkFact) -> list[Flowable]:
    """Return the status, unless the state has the same words."""
    same = work.status.casefold() == work.state.casefold()
    return [] if same or work.status_code is None else [Text(work.status, flow.SMALL)]


def every(facts: Facts, t: Locale) -> Section:
    """Return all works, the parts of each under it."""
    rows: list[Row] = []
    for group in facts.sectors:
        count = t("overview.items", n=cells.size(group))
        rows.append(cells.heading(group.name, count, width=WIDTH - 3 * MM))
        rows += [_row(work, t) for work in cells.ordered(group.works)]
    story: list[Flowable] = [_list(rows, t)] if rows else [_nothing(t)]
    if facts.parts:
        story += [Spacer(0, 5), flow.note(t("work.parts.note"))]
    return Section(
        running=t("pdf.every"), title=t("pdf.every.title", n=facts.total), story=story
    )


def listed(works: Sequence[WorkFact], t: Locale) -> Flowable:
    """Return some works as the table of all works shows them."""
    return _list([_row(work, t) for work in works], t)


def _list(rows: Sequence[Row], t: Locale) -> Flowable:
    columns = columns_of(
        ("", 8),
        (t("column.name"), 74),
        (t("column.lead"), 62),
        (t("column.status"), 26),
        (t("column.due"), 20, True),
        (t("pdf.column.bar"), BAR - 10),
        (t("pdf.column.done"), 21, True),
        (t("pdf.column.difference"), 18, True),
        (t("pdf.column.as_of"), 21, True),
    )
    return table(columns, rows)


def _nothing(t: Locale) -> Flowable:
    return Text(t("pdf.nothing_listed"), flow.BODY)


def _row(work: WorkFact, t: Locale) -> Row:
    lead = [] if work.is_part else [Text(work.lead, look(7.3))]
    return Row((
        cells.sign(work),
        cells.name(work),
        lead,
        [Text(work.status, look(8), invented=work.illustrative)],
        cells.day(t, work.due),
        cells.bar(work, BAR - 13),
        cells.figure(work.physical),
        cells.number(work.slippage),
        cells.day(t, work.as_of),
    ))  # fmt: skip


def behind(facts: Facts, t: Locale) -> list[Section]:
    """Return the works that are late or past due, worst first, and what others report."""
    sections = []
    if facts.behind:
        sections.append(
            Section(
                running=t("pdf.behind"),
                title=facts.delays,
                kicker=t("pdf.behind"),
                story=[_late(facts.behind, t)],
            )
        )
    late = {work.project_id for work in facts.behind}
    others = [
        work
        for work in facts.works
        if work.project_id not in late and (work.obstacle or work.proposal)
    ]
    if others:
        sections.append(
            Section(
                running=t("pdf.others"),
                title=t("pdf.others.title", n=len(others)),
                kicker=t("pdf.others"),
                story=[_others(others, t)],
            )
        )
    return sections


SIDE = 46


def _late(works: Sequence[WorkFact], t: Locale) -> Flowable:
    columns = columns_of(
        ("", 9),
        (t("column.name"), 64),
        (t("pdf.column.distance"), SIDE + 4),
        (t("column.obstacle"), 80),
        (t("column.proposal"), 70),
    )
    rows = [
        Row((
            [Disc(str(rank), 14)],
            [*cells.name(work, cells.place_and_lead(t, work)), *_dates(work, t)],
            overview.distance(t, work, SIDE * MM),
            cells.words(cells.reason(t, work), invented=work.illustrative),
            cells.words(
                work.proposal, invented=work.illustrative, missing=t("pdf.no_proposal")
            ),
        ))
        for rank, work in enumerate(works, start=1)
    ]  # fmt: skip
    return table(columns, rows)


def _dates(work: WorkFact, t: Locale) -> list[Flowable]:
    found = []
    if work.due is not None:
        found.append(t("pdf.due", date=work.due))
    if work.as_of is not None:
        found.append(t("pdf.as_of", date=work.as_of))
    return [Text(" · ".join(found), flow.SMALL)] if found else []


def _others(works: Sequence[WorkFact], t: Locale) -> Flowable:
    columns = columns_of(
        ("", 8),
        (t("column.name"), 82),
        (t("column.health"), 39),
        (t("column.obstacle"), 76),
        (t("column.proposal"), 68),
    )
    rows = [
        Row((
            cells.sign(work, alone=True),
            cells.name(work, cells.place_and_lead(t, work), alone=True),
            [Text(work.state, flow.BODY)],
            cells.words(work.obstacle, invented=work.illustrative, missing=t.dash),
            cells.words(
                work.proposal, invented=work.illustrative, missing=t("pdf.no_proposal")
            ),
        ))
        for work in works
    ]  # fmt: skip
    return table(columns, rows)


def of_sector(plates: Sequence[Plate], facts: Facts, group: Group) -> list[Plate]:
    """Return the plates of a sector; one of several sectors is of the first in the plan."""
    order = [g.code for g in facts.sectors]
    return [plate for plate in plates if _sector_of(plate, order) == group.code]


def _sector_of(plate: Plate, order: Sequence[str]) -> str:
    shown = {work.fact.sector for work in plate.works}
    return next((code for code in order if code in shown or code == plate.code), "")
