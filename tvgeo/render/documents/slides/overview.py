"""The first slides: what the deck is about, how the works stand, sector by sector and by agency."""

from collections.abc import Sequence

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Group
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import charts, paint, places, said, writing
from tvgeo.render.documents.slides.charts import Series
from tvgeo.render.documents.slides.deck import Deck, Slide
from tvgeo.render.documents.slides.tables import Column, Look, Row, cell
from tvgeo.render.documents.slides.writing import Run, para

# The three groups of states that the overview of the dashboard has, in order of severity.
GROUPS = (
    ("slides.group.behind", ("past_due", "critical", "late", "slow")),
    ("slides.group.as_planned", ("completed", "on_track")),
    ("slides.group.not_judged", ("no_plan", "paused", "cancelled", "no_data")),
)
_BIG, _STATE = 20.0, 12.0
AGENCIES_ON_ONE = 15


def cover(deck: Deck) -> None:
    """Say what it is, what was found, as of when and by whom."""
    facts = deck.facts
    slide = deck.slide(places.COVER, facts.title, invented=facts.illustrative,
                       foot=facts.credit)  # fmt: skip
    slide.fit(places.TEXT, facts.message, lines=3)
    if facts.office.agency:
        slide.fit(places.SIDE, facts.office.agency)
    else:
        slide.drop(places.SIDE)
    slide.notes(deck.rests_on([facts.message, facts.delays]))


def summary(deck: Deck) -> None:
    """Show the works by state: all of them in numbers, and by sector as bars."""
    facts, t = deck.facts, deck.t
    caption = t(
        "slides.summary.caption",
        total=facts.total,
        parts=facts.parts,
        with_data=facts.with_data,
    )
    slide = deck.slide(
        places.SUMMARY,
        facts.message,
        invented=facts.illustrative,
        caption=f"{caption} {facts.thresholds}",
    )
    columns = (Column("", 0.62, "r"), Column("", 2.88), Column("", 0.6, "r"))
    slide.table(
        states(t, facts.counts),
        columns,
        said.tally(t, facts.scope.name, facts.counts),
        Look(_STATE, head=False, middle=True),
    )
    if facts.sectors:
        _stack(deck, facts.sectors, slide, crowded=False)
    else:
        slide.drop(places.CHART)
    slide.notes(
        deck.rests_on(
            [
                facts.delays,
                *(said.tally(t, group.name, group.counts) for group in facts.sectors),
                *(
                    t("slides.means", group=group.name, means=means)
                    for group in facts.sectors
                    if (means := said.means(t, group))
                ),
            ]
        )
    )


def states(t: Locale, counts: Sequence[Count]) -> list[Row]:
    """Return the ten states in three groups, each with its sum."""
    by_code = {count.code: count for count in counts}
    rows: list[Row] = []
    for key, codes in GROUPS:
        members = [by_code[code] for code in codes if code in by_code]
        total = sum(count.n for count in members)
        rows.append(
            (
                cell(para(Run(str(total), _BIG, bold=True)), fill="surface"),
                cell(para(Run(t(key), 13, bold=True)), fill="surface"),
                cell(fill="surface"),
            )
        )
        for count in members:
            ink = "" if count.n else "faint"
            rows.append(
                (
                    cell(para(writing.sign(count.code, _STATE))),
                    cell(para(Run(count.name, _STATE, ink=ink))),
                    cell(para(Run(str(count.n), _STATE, bold=bool(count.n), ink=ink))),
                )
            )
    return rows


def series(groups: Sequence[Group]) -> list[Series]:
    """Return one series for each state that occurs, in order of severity."""
    found = []
    for place, count in enumerate(groups[0].counts):
        values = tuple(float(group.counts[place].n) for group in groups)
        if any(values):
            sign = paint.sign(count.code)
            found.append(Series(f"{sign} {count.name}", values, count.code))
    return found


def _stack(deck: Deck, groups: Sequence[Group], slide: Slide, *, crowded: bool) -> None:
    t = deck.t
    size, room, most = (charts.CROWDED, 5.0, 1) if crowded else (charts.SMALL, 2.2, 2)
    names = [
        t(
            "slides.category",
            name=measure.fitted(plain.line(group.name), size, room, most),
            n=said.size(group.counts),
        )
        for group in groups
    ]
    frame = charts.stacked(slide.placeholder(places.CHART), names, series(groups), t, size=size)
    tallies = [said.tally(t, group.name, group.counts) for group in groups]
    alt = t("slides.alt.stack", counts="; ".join(tallies))
    left = 0.45 if crowded else 0.34
    slide.chart(frame, alt, (left, 0.98 - left, 0.80))


def agencies(deck: Deck) -> None:
    """Show who leads how many works, and how these stand."""
    facts, t = deck.facts, deck.t
    shown = [group for group in facts.agencies if group.counts]
    named = [group for group in shown if group.code]
    late = sum(1 for group in named if said.behind(group.counts))
    title = t("slides.agencies.title", n=late, total=len(named))
    if facts.illustrative and late:
        title += t.mark
    for start in range(0, len(shown), AGENCIES_ON_ONE):
        page = shown[start : start + AGENCIES_ON_ONE]
        slide = deck.slide(
            places.CHART_ONLY,
            title,
            invented=facts.illustrative,
            caption=f"{t('slides.agencies.caption')} {facts.honesty[-1] if facts.honesty else ''}",
        )
        _stack(deck, page, slide, crowded=True)
        slide.notes(deck.rests_on([said.tally(t, g.name, g.counts) for g in page]))
