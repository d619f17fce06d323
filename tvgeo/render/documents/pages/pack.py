"""The PDF pack: overview, maps by sector with their works, delays, targets, tasks, sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import segno
from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.pages import (
    assemble,
    closing,
    flow,
    one_work,
    overview,
    plan,
    surround,
    works,
)
from tvgeo.render.documents.pages import sheet as sheets
from tvgeo.render.documents.pages.flow import Text
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import Wording
from tvgeo.render.plates.plate import Plate

LONGEST_PLAN = 80
# A code with more squares a side has none that a telephone could tell apart.
MOST_SQUARES = 77


def write(facts: Facts, t: Locale, plates: Mapping[str, bytes]) -> bytes:
    """Return the pack as PDF.

    Parameters
    ----------
    plates
        One-page PDFs, A4 landscape, by the code of the plate in `facts.plates`; a plate that
        is not among them has no page.
    """
    shown = [plate for plate in facts.plates if plate.code in plates]
    found = sections(facts, t, shown)
    first = replace(found[0], contents=surround.contents_height(len(found)))
    written = sheets.write([first, *found[1:]], _wording(facts, t))
    return assemble.assemble(written, plates, facts.day)


def sections(facts: Facts, t: Locale, plates: Sequence[Plate]) -> list[Section]:
    """Return what the pack has for this scope, in order."""
    work = one_work.subject(facts) if facts.scope.kind == "work" else None
    asked = [*plan.targets(facts, t), *plan.tasks(facts, t), *plan.reports(facts, t)]
    if work is not None:
        found = [
            one_work.section(facts, work, t),
            *(_plate(plate) for plate in plates),
            *_together(asked, t("pdf.plan")),
        ]
    else:
        found = [overview.section(facts, t)]
        if facts.scope.kind == "plan" and len(facts.agencies) > 1:
            found.append(overview.agencies(facts, t))
        found += _by_sector(facts, t, plates)
        found += [works.every(facts, t), *works.behind(facts, t), *asked]
    return [*found, closing.sources(facts, t), closing.reading(facts, t)]


def _together(sections: Sequence[Section], title: str) -> list[Section]:
    """Return short sections as one that bears their titles inside."""
    if not sections:
        return []
    story: list[Flowable] = []
    for section in sections:
        heading = Text(section.title, flow.HEADING, invented=section.invented)
        story += [heading, *section.story, Spacer(0, 6 * flow.MM)]
    return [Section(running=title, title=title, story=story)]


def _by_sector(facts: Facts, t: Locale, plates: Sequence[Plate]) -> list[Section]:
    """Return every plate before the works of its sector; one of no sector comes first."""
    placed = {group.code: works.of_sector(plates, facts, group) for group in facts.sectors}
    taken = {plate.code for found in placed.values() for plate in found}
    sections = [_plate(plate) for plate in plates if plate.code not in taken]
    # with one sector the table of all works says the same
    tables = facts.scope.kind == "plan" and len(facts.sectors) > 1
    for group in facts.sectors:
        sections += [_plate(plate) for plate in placed[group.code]]
        if tables:
            sections.append(works.sector(facts, group, t, level=int(bool(placed[group.code]))))
    return sections


def _plate(plate: Plate) -> Section:
    title = plain.line(plate.title)
    return Section(
        running=title, title=title, plate=plate.code,
        invented=plate.illustrative, schematic=plate.schematic,
    )  # fmt: skip


def _wording(facts: Facts, t: Locale) -> Wording:
    code = _code(facts.link)
    return Wording(
        title=plain.line(facts.title),
        subject=plain.line(facts.message),
        author=plain.line(facts.office.agency),
        language=t.language,
        stamp=t("brief.date_line", stamp=facts.stamp, plan=_short(facts.plan_name)),
        band=facts.mark.upper(),
        note=facts.note,
        foot_mark=t("pdf.foot.mark", mark=facts.mark) if facts.mark else "",
        foot_schematic=t("pdf.foot.schematic"),
        number=lambda n, total: t("pdf.number", n=n, total=total),
        continued=lambda title: t("pdf.continued", title=title),
        corner=code,
        corner_words=t("pdf.scan") if code else "",
        contents=t("pdf.contents"),
    )


def _short(name: str) -> str:
    """Return a name that stands in the head of every page."""
    return plain.shortened(plain.line(name), LONGEST_PLAN)


def _code(link: str) -> tuple[tuple[int, ...], ...]:
    """Return the QR code of an address as rows of dark and light squares, none if too long."""
    if not link:
        return ()
    try:
        made = segno.make(link, error="m", micro=False)
    except segno.DataOverflowError:
        return ()
    rows = tuple(tuple(row) for row in made.matrix)
    return rows if len(rows) <= MOST_SQUARES else ()
