"""The first pages: the finding, how many works are in which state, the worst three, who leads."""

from collections.abc import Sequence

from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render import glyphs
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Facts, Group
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.pages import cells, flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Bar, Disc, Glyph, StateBar, Text, look
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import WIDTH
from tvgeo.render.documents.pages.tables import Beside, Cell, Fitted, Row, columns_of, table

WORST = 3
LONGEST_NAME, LONGEST_REASON = 110, 230
LEFT, BETWEEN = 152 * MM, 9 * MM
RIGHT = WIDTH - LEFT - BETWEEN
SIDE = 43 * MM
# What fits beside the worst works; all of them stand in a table of their own.
MOST_BESIDE = 6
MOST_KNOWN = 9


def section(facts: Facts, t: Locale) -> Section:
    """Return the page that answers: what is done, what is late, who answers for it."""
    groups = facts.sectors if len(facts.sectors) > 1 else ()
    story: list[Flowable] = [*states(facts, t), Spacer(0, 5 * MM)]
    left = _worst(facts, t)
    if groups:
        right = [*_title(t("overview.sector.title")), *_beside(groups, t, facts)]
    else:
        right = [
            *_title(t("overview.agency.title")),
            *_beside(facts.agencies[:MOST_BESIDE], t, facts),
        ]
        right += means(facts.sectors, t)
    columns = Beside(
        (LEFT, BETWEEN, RIGHT),
        [[left, [], right]],
    )
    story.append(Fitted(columns))
    return Section(
        running=t("pdf.overview"),
        title=facts.message,
        kicker=facts.title,
        story=story,
        invented=facts.illustrative,
    )


def _title(text: str) -> list[Flowable]:
    return [Text(text, flow.HEADING)]


def states(facts: Facts, t: Locale) -> list[Flowable]:
    """Return all works by state: a bar, and every state with its sign and count."""
    caption = t("overview.state.caption_plain", n=facts.total)
    if facts.parts:
        caption = t(
            "overview.state.caption",
            n=facts.total,
            total=facts.total + facts.parts,
            parts=facts.parts,
        )
    said = [caption, *(text for text in facts.honesty if text != facts.note)]
    third = WIDTH / 3
    return [
        flow.note(t("pdf.sentences", first=said[0], rest=" ".join(said[1:])).strip(" ·")),
        StateBar(cells.tally(facts.counts), WIDTH, thick=8 * MM, size=10),
        Beside(
            (third,) * 3,
            [[[_group(facts.counts, name, t, third)] for name in glyphs.GROUPS]],
            top=3 * MM,
        ),
    ]


def _group(counts: Sequence[Count], name: str, t: Locale, width: float) -> Flowable:
    """Return the sum of some states, and each of them."""
    members = [count for count in counts if count.code in glyphs.GROUPS[name]]
    total = sum(count.n for count in members)
    head = [
        Text(str(total), look(21, fonts.BOLD)),
        Text(t(f"pdf.group.{name}"), look(8, ink=paint.MUTED)),
    ]
    rows = []
    for count in members:
        ink = paint.INK if count.n else paint.FAINT
        number = look(8.6, fonts.SEMIBOLD if count.n else fonts.REGULAR, ink, TA_RIGHT)
        rows.append([
            [Glyph(count.code)],
            [Text(count.name, look(8.4, ink=ink))],
            [Text(str(count.n), number)],
        ])  # fmt: skip
    first, names, numbers = 29 * MM, 40 * MM, 9 * MM
    listed = Beside((12, names, numbers), rows, top=1.2)
    return Beside((first, width - first), [[head, [listed]]])


def _worst(facts: Facts, t: Locale) -> list[Flowable]:
    """Return the worst works; where nothing is late, the works that have figures."""
    if facts.behind:
        key = "overview.worst.title" if len(facts.behind) >= WORST else "pdf.worst"
        items = [
            item(t, str(rank), work) for rank, work in enumerate(facts.behind[:WORST], start=1)
        ]
        return [*_title(t(key)), *items]
    known = [w for w in facts.works if w.health != "no_data" and not w.is_part]
    if not known:
        return [*_title(t("pdf.known")), Text(t("pdf.nothing_known"), flow.BODY)]
    return [*_title(t("pdf.known")), *_known(known, t)]


def _known(works: Sequence[WorkFact], t: Locale) -> list[Flowable]:
    rows: list[list[Cell]] = []
    for work in works[:MOST_KNOWN]:
        name = Text(
            plain.shortened(plain.line(work.name), LONGEST_NAME), look(8.8, fonts.SEMIBOLD)
        )
        state = Text(work.state, flow.BODY, invented=work.illustrative)
        done = cells.figure(work.physical)
        rows.append([[Glyph(work.health, 8)], [name], [], [state], done])
    widths = (13, 82 * MM, 3 * MM, 46 * MM, LEFT - 131 * MM - 13)
    found: list[Flowable] = [Beside(widths, rows, top=5)]
    if len(works) > MOST_KNOWN:
        found += [Spacer(0, 5), flow.note(t("pdf.more", n=len(works) - MOST_KNOWN))]
    return found


def item(t: Locale, rank: str, work: WorkFact) -> Flowable:
    """Return one of the worst works: what, where, who, why, and how far."""
    body: list[Flowable] = [
        Text(plain.shortened(plain.line(work.name), LONGEST_NAME), look(9.6, fonts.BOLD)),
        Text(cells.place_and_lead(t, work), look(7.6, ink=paint.MUTED, after=1.5)),
        Text(
            plain.shortened(plain.line(cells.reason(t, work)), LONGEST_REASON),
            flow.BODY,
            invented=work.illustrative,
        ),
    ]
    mm = 8 * MM
    return Beside(
        (mm, LEFT - mm - SIDE - 4 * MM, 4 * MM, SIDE),
        [
            [[Disc(rank)], body, [], distance(t, work, SIDE)],
            [[Spacer(0, 3.4 * MM)], [], [], []],
        ],
    )


def distance(t: Locale, work: WorkFact, width: float) -> list[Flowable]:
    """Return how far a work is from its plan: state, points, bar, both percentages."""
    found: list[Flowable] = [cells.state(work, width)]
    if work.slippage.number is not None:
        face = fonts.BOLD_ITALIC if work.slippage.illustrative else fonts.BOLD
        points = Text(work.slippage.text, look(13, face), invented=work.slippage.illustrative)
        unit = Text(t("pdf.points"), look(7.4, ink=paint.MUTED))
        number = fonts.width(work.slippage.text, face, 13) + 4
        found.append(
            Beside((number, width - number), [[[points], [Spacer(0, 5), unit]]], top=1)
        )
    elif work.due is not None:
        found.append(Text(t("overview.worst.past_due", due=work.due), flow.BODY))
    found += [
        Bar(cells.progress(work), width, drop=2),
        Text(cells.pair(t, work), look(7.2, ink=paint.MUTED, before=1)),
    ]
    return found


def _beside(groups: Sequence[Group], t: Locale, facts: Facts) -> list[Flowable]:
    """Return groups of works, each with its bar of states."""
    found: list[Flowable] = []
    for group in groups:
        name = Text(plain.shortened(plain.line(group.name), 70), look(8.6, fonts.SEMIBOLD))
        count = Text(t("overview.items", n=cells.size(group)), cells.COUNT_AT_RIGHT)
        found += [
            Beside((RIGHT - 20 * MM, 20 * MM), [[[name], [count]]]),
            StateBar(
                cells.tally(group.counts), RIGHT, thick=4.8 * MM, size=7.6, drop=2,
                invented=facts.illustrative,
            ),
            Spacer(0, 3.2 * MM),
        ]  # fmt: skip
    return found or [Text(t("pdf.nothing_listed"), flow.BODY)]


def means(groups: Sequence[Group], t: Locale) -> list[Flowable]:
    """Return the percentages of a sector, each with its weight and what it rests on."""
    found = [mean for group in groups for mean in group.means]
    said = "; ".join(
        t("pdf.mean", name=mean.name, value=mean.value.text, rests_on=mean.rests_on)
        for mean in found
    )
    invented = any(mean.value.illustrative for mean in found)
    return [flow.note(said, after=2, invented=invented)] if found else []


def agencies(facts: Facts, t: Locale) -> Section:
    """Return who leads how many works, and how these stand."""
    columns = columns_of(
        (t("pdf.column.agency"), 92),
        (t("overview.column.items"), 15, True),
        (t("pdf.column.behind"), 22, True),
        (t("overview.column.state"), 144),
    )
    rows = [
        Row((
            [Text(group.name, flow.NAME)],
            [Text(str(cells.size(group)), flow.NUMBER)],
            _behind(group),
            [StateBar(
                cells.tally(group.counts), 140 * MM, thick=4.8 * MM, size=7.6,
                invented=facts.illustrative,
            )],
        ))
        for group in facts.agencies
    ]  # fmt: skip
    return Section(
        running=t("overview.agency.title"),
        title=t("overview.agency.title"),
        story=[table(columns, rows), Spacer(0, 6), flow.note(t("overview.footnote.leads"))],
    )


def _behind(group: Group) -> Cell:
    n = sum(count.n for count in group.counts if count.code in glyphs.GROUPS["behind"])
    style = flow.FIGURE if n else look(8.4, ink=paint.FAINT, align=TA_RIGHT)
    return [Text(str(n), style)]
