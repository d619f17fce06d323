"""The cells of works: names, figures, bars and states, the same in every table of the pack."""

from collections.abc import Iterable, Sequence

from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus import Flowable

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Group
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.documents.pages import flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Bar, Glyph, Percent, Text, look
from tvgeo.render.documents.pages.tables import Beside, Cell, Row

# How far a part stands in from its whole, pt.
STEP = 9.0
PART = look(8.0, indent=STEP)
PART_SMALL = look(7.2, ink=paint.MUTED, indent=STEP)
COUNT_AT_RIGHT = look(7.6, ink=paint.MUTED, align=TA_RIGHT)


def sign(work: WorkFact, *, alone: bool = False) -> Cell:
    """Return the glyph of a work; that of a part stands in, unless its whole is elsewhere."""
    if work.is_part and not alone:
        return [Glyph(work.health, 6.4, drop=2.6, indent=STEP / 2)]
    return [Glyph(work.health)]


def name(work: WorkFact, under: str = "", *, alone: bool = False) -> Cell:
    """Return the name of a work and, smaller, what stands under it."""
    part = work.is_part and not alone
    texts: list[Flowable] = [
        Text(plain.line(work.name), PART if part else flow.NAME, invented=work.illustrative)
    ]
    if under:
        texts.append(Text(under, PART_SMALL if part else flow.SMALL))
    return texts


def figure(value: Value) -> Cell:
    """Return a figure, in italics when it was invented; an unknown one in words."""
    if value.number is None:
        return [Text(value.text, flow.UNKNOWN)]
    style = flow.INVENTED if value.illustrative else flow.FIGURE
    return [Text(value.text, style, invented=value.illustrative)]


def number(value: Value) -> Cell:
    """Return a figure that stands behind others."""
    if value.number is None:
        return [Text(value.text, flow.UNKNOWN)]
    style = look(8.2, fonts.ITALIC if value.illustrative else fonts.REGULAR, align=TA_RIGHT)
    return [Text(value.text, style, invented=value.illustrative)]


def progress(work: WorkFact) -> Percent:
    """Return what the bar of a work shows."""
    return Percent(work.physical.number, work.planned.number, paint.colour(work.health))


def bar(work: WorkFact, mm: float) -> Cell:
    """Return the bar of a work; `mm` is its width."""
    return [Bar(progress(work), mm * MM)]


def state(work: WorkFact, width: float) -> Flowable:
    """Return glyph and words of a state side by side; `width` in pt."""
    words = Text(work.state, look(8.2, fonts.SEMIBOLD, paint.INK), invented=work.illustrative)
    return Beside((11, width - 11), [[[Glyph(work.health)], [words]]])


def disbursed(work: WorkFact) -> Cell:
    """Return what was paid, and of what it is a share."""
    cell = list(number(work.disbursed))
    if work.disbursed.number is not None and work.disbursed_basis:
        cell.append(Text(work.disbursed_basis, look(6.6, ink=paint.MUTED, align=TA_RIGHT)))
    return cell


def day(t: Locale, value: object) -> Cell:
    """Return a date in a narrow cell."""
    return [Text(t("pdf.day", date=value) if value else t.dash, flow.NUMBER)]


def words(text: str, *, invented: bool = False, missing: str = "") -> Cell:
    """Return a text as reported, or that there is none."""
    if text:
        return [Text(text, flow.BODY, invented=invented)]
    return [Text(missing, look(7.6, fonts.ITALIC, paint.FAINT))] if missing else []


def heading(text: str, right: str = "", *, width: float) -> Row:
    """Return the heading of a group of rows; `width` in pt."""
    texts = [[Text(text, flow.GROUP)], [Text(right, COUNT_AT_RIGHT)] if right else []]
    return Row([[Beside((width * 0.75, width * 0.25), [texts])]], group=True)


def tally(counts: Sequence[Count]) -> tuple[tuple[str, int], ...]:
    """Return states with their counts, as a bar takes them."""
    return tuple((count.code, count.n) for count in counts)


def size(group: Group) -> int:
    """Return how many works a group counts."""
    return sum(count.n for count in group.counts)


def ordered(works: Iterable[WorkFact]) -> list[WorkFact]:
    """Return works with every part right after its whole."""
    listed = list(works)
    wholes = {work.project_id for work in listed}
    parts: dict[str, list[WorkFact]] = {}
    for work in listed:
        if work.part_of in wholes:
            parts.setdefault(str(work.part_of), []).append(work)
    found: list[WorkFact] = []

    def add(work: WorkFact) -> None:
        found.append(work)
        for part in parts.pop(work.project_id, ()):
            add(part)

    for work in listed:
        if work.part_of not in wholes:
            add(work)
    return found


def place_and_lead(t: Locale, work: WorkFact) -> str:
    """Return "Tiểu Cần · Sở GTVT" in one line of a bearable length."""
    place = work.place or t("pdf.no_place")
    said = t("pdf.place_lead", place=place, lead=work.lead)
    return plain.shortened(plain.line(said), 140)


def reason(t: Locale, work: WorkFact) -> str:
    """Return what holds up a work, as reported, or in one sentence that its lead did not say."""
    return work.reason if work.obstacle else t("overview.no_reason")


def pair(t: Locale, work: WorkFact) -> str:
    """Return what was done and planned, in words."""
    return t("pdf.pair", done=work.physical.text, planned=work.planned.text)
