"""What cells, descriptions and notes of slides say of works: the same words on every slide."""

from collections.abc import Iterable, Sequence

from tvgeo.locale import DASH, Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Group
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import tables, writing
from tvgeo.render.documents.slides.tables import Cell, Column, cell
from tvgeo.render.documents.slides.writing import Run, para

STEP = 0.16  # how far a part stands in from its whole, inches
SMALL = 10.0
_BEHIND = ("past_due", "critical", "late", "slow")


def invented(works: Iterable[WorkFact]) -> bool:
    """Return whether anything shown of these works was invented."""
    return any(work.illustrative for work in works)


def behind(counts: Iterable[Count]) -> int:
    """Return how many works of a group are late or past due."""
    return sum(count.n for count in counts if count.code in _BEHIND)


def size(counts: Iterable[Count]) -> int:
    """Return how many works a group counts."""
    return sum(count.n for count in counts)


def figure(value: Value, *, bold: bool = False) -> Cell:
    """Return a figure, in italics when it was invented; an unknown one as a dash on a hatch.

    A dash on white says that there is nothing to know.
    """
    if value.number is None:
        applies = len(plain.line(value.text)) > len(DASH)
        return cell(para(Run(DASH, ink="muted")), unknown=applies)
    return cell(para(Run(value.text, bold=bold, italic=value.illustrative)))


def name(work: WorkFact, column: Column, size: float, lines: int, *, bold: bool) -> Cell:
    """Return the name of a work; that of a part stands in."""
    indent = STEP if work.is_part else 0.0
    room = tables.inner(column) - indent
    text = measure.fitted(plain.line(work.name), size, room, lines, bold=bold)
    return cell(para(Run(text, size, bold=bold), indent=indent))


def text(said: str, column: Column, size: float, lines: int, mark: str) -> Cell:
    """Return a text in so many lines at most, with its mark however short it is cut."""
    shown = measure.fitted(plain.line(said), size, tables.inner(column), lines, mark=mark)
    return cell(para(Run(shown, size)))


def state(work: WorkFact, column: Column, size: float, under: str = "") -> Cell:
    """Return sign and words of a state, and smaller what stands under it."""
    words = Run(f" {work.state}", size, bold=True, italic=False)
    paragraphs = [para(writing.sign(work.health, size), words)]
    if under:
        shown = measure.fitted(under, SMALL, tables.inner(column), 2)
        paragraphs.append(para(Run(shown, SMALL, ink="muted")))
    return cell(*paragraphs)


def tally(t: Locale, name_: str, counts: Sequence[Count]) -> str:
    """Return the counts of a group in words: "Giao thông: 2 chậm nghiêm trọng, 1 chậm"."""
    shown = [t("slides.tally.one", n=c.n, name=c.name) for c in counts if c.n]
    return t("slides.tally", group=plain.line(name_), counts=shown)


def means(t: Locale, group: Group) -> str:
    """Return the percentages of a group with their weight and what they rest on."""
    return " · ".join(
        t("slides.mean", name=mean.name, value=mean.value.text, rests_on=mean.rests_on)
        for mean in group.means
    )


def whole(t: Locale, work: WorkFact) -> str:
    """Return everything reported of a work that a slide may have had to shorten."""
    parts = [
        t("slides.whole.lead", result=work.result, lead=work.lead),
        *(
            t(key, said=said)
            for key, said in (
                ("slides.whole.reason", work.reason or work.obstacle),
                ("slides.whole.proposal", work.proposal),
                ("slides.whole.note", work.note),
            )
            if said
        ),
    ]
    return "\n".join(parts)


def sources(t: Locale, works: Iterable[WorkFact]) -> str:
    """Return the sources of the figures of these works, each once."""
    found = dict.fromkeys(plain.line(work.source) for work in works if work.source)
    return t("slides.sources.named", names="; ".join(found)) if found else ""
