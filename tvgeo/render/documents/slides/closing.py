"""The last slides: what the figures rest on, and how to read the deck."""

from tvgeo.render.briefing.facts import SourceFact
from tvgeo.render.documents.slides import places, said, tables, writing
from tvgeo.render.documents.slides.deck import Deck
from tvgeo.render.documents.slides.tables import Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Run, para

_TEXT, _READING = 11.0, 14.0
# What each state means; the thresholds stand in the caption.
_STATES = (
    "past_due", "critical", "late", "slow", "completed", "on_track", "no_plan", "paused",
    "cancelled", "no_data",
)  # fmt: skip
_CONVENTIONS = ("star", "hatch", "difference", "disbursed", "part", "schematic")


def sources(deck: Deck) -> None:
    """Show every source of a figure and how many works rest on it."""
    t, facts = deck.t, deck.facts
    title = t(
        "slides.sources.title",
        n=len(facts.sources),
        with_data=facts.with_data,
        total=facts.total,
    )
    caption = " ".join(facts.honesty)
    rests = [facts.credit, t("slides.link", address=facts.link) if facts.link else ""]
    if facts.published is not None:
        rests.append(t("slides.published", rev=facts.revision, stamp=facts.published))
    if not facts.sources:
        slide = deck.slide(
            places.TEXT_ONLY, t("slides.sources.none"), invented=False, caption=caption
        )
        slide.write(places.TEXT, *(text for text in (*facts.honesty, *rests) if text))
        slide.notes(deck.rests_on(rests))
        return
    columns = (
        Column(t("column.source"), 8.2),
        Column(t("column.quality"), 2.9),
        Column(t("slides.column.works"), 1.233, "r"),
    )
    look = Look(_TEXT)
    rows = [_row(deck, source, columns) for source in facts.sources]
    pages = tables.paged(rows, columns, places.CONTENT.height, look)
    first = 0
    for number, page in enumerate(pages, start=1):
        shown = facts.sources[first : first + len(page)]
        first += len(page)
        slide = deck.slide(
            places.TABLE_ONLY,
            t("slides.page", title=title, i=number, n=len(pages)) if len(pages) > 1 else title,
            invented=facts.illustrative,
            caption=caption,
        )
        slide.table(page, columns, t("slides.alt.sources", n=len(shown)), look)
        slide.notes(deck.rests_on([*(source.text for source in shown), *rests]))


def _row(deck: Deck, source: SourceFact, columns: tuple[Column, ...]) -> Row:
    return (
        said.text(source.text, columns[0], _TEXT, 2, deck.t.mark),
        cell(para(Run(source.quality_name, italic=source.quality == "illustrative"))),
        cell(str(source.works)),
    )


def reading(deck: Deck) -> None:
    """Say what the states mean, then what the marks mean."""
    t = deck.t
    names = {count.code: count.name for count in deck.facts.counts}
    states: list[Row] = [
        (
            cell(para(writing.sign(code, _READING))),
            cell(para(Run(names.get(code, t(f"health.{code}")), bold=True))),
            cell(t(f"slides.meaning.{code}")),
        )
        for code in _STATES
    ]
    marks: list[Row] = [
        (
            cell(
                para(Run(t(f"slides.convention.{code}.sign"), bold=True)),
                unknown=code == "hatch",
            ),
            cell(para(Run(t(f"slides.convention.{code}"), bold=True))),
            cell(t(f"slides.convention.{code}.meaning")),
        )
        for code in _CONVENTIONS
        if code != "star" or deck.facts.mark
    ]
    _meanings(deck, t("slides.reading.states"), states)
    title = "slides.reading.marks" if deck.facts.mark else "slides.reading.plain"
    _meanings(deck, t(title), marks)


def _meanings(deck: Deck, title: str, rows: list[Row]) -> None:
    t = deck.t
    columns = (
        Column(t("slides.column.sign"), 1.2, "ctr"),
        Column(t("slides.column.word"), 3.4),
        Column(t("slides.column.meaning"), 7.733),
    )
    slide = deck.slide(places.TABLE_ONLY, title, invented=False, caption=deck.facts.thresholds)
    slide.table(rows, columns, t("slides.alt.reading"), Look(_READING, middle=True))
    slide.notes(deck.rests_on())
