"""The slides of the slideshow: overview, sectors, late works, sources; laid out from the facts.

Each is a node tree; `MapShot` says what the live map beside it shows. Long texts are shortened:
the page of a work has them whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tvgeo.locale import Locale
from tvgeo.render import bars, cards, glyphs, ring
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Count, Facts, Group
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.node import Child, Node, h
from tvgeo.ui.blocks import overview

WORST, IN_SECTOR, SOURCES = 3, 5, 8
LONGEST, LONGEST_NAME = 320, 110


@dataclass(frozen=True, slots=True)
class MapShot:
    """What the live map shows beside a slide: these works, and the one it is about."""

    works: tuple[str, ...]
    selected: str | None = None


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: what it is called, its tree, its map; whether anything on it was invented."""

    title: str
    tree: Node
    map: MapShot | None
    illustrative: bool


def deck(t: Locale, facts: Facts) -> tuple[Slide, ...]:
    """Return the slides of a briefing, in the order in which they are shown."""
    if facts.scope.kind == "work":
        first = [_work(t, work, facts.works, "") for work in facts.works if not work.is_part]
        shown = first or [_work(t, work, facts.works, "") for work in facts.works]
        return (*shown, _sources(t, facts))
    n = len(facts.behind)
    return (
        _overview(t, facts),
        *(_sector(t, facts, group) for group in facts.sectors),
        *(
            _work(t, work, facts.works, t("slide.late", i=i, n=n))
            for i, work in enumerate(facts.behind, start=1)
        ),
        _sources(t, facts),
    )


def _slide(kind: str, title: str, *children: Child) -> Node:
    name = plain.shortened(title, LONGEST_NAME * 2)
    return h(
        "section",
        {"class": f"slide sl-{kind}", "role": "group", "aria-label": name},
        *children,
    )


def _overview(t: Locale, facts: Facts) -> Slide:
    numbers = _numbers(facts.counts)
    groups = {name: t(f"health.group.{name}") for name in glyphs.GROUPS}
    worst = facts.behind[:WORST]
    tree = _slide(
        "overview",
        facts.message,
        h("p", {"class": "sl-over"}, facts.title),
        h("h1", {}, facts.message),
        bars.state_bar(numbers, words=overview.health_words(t), height=36),
        h(
            "div",
            {"class": "sl-groups"},
            *(_group(t, n, w, numbers) for n, w in groups.items()),
        ),
        h("h2", {}, t("slide.worst")) if worst else None,
        _list(worst),
        h("p", {"class": "sl-quiet"}, " · ".join((facts.delays, *facts.honesty))),
    )
    return Slide(facts.message, tree, None, facts.illustrative)


def _group(t: Locale, name: str, word: str, numbers: dict[str, int]) -> Node:
    words = overview.health_words(t)
    codes = [code for code in glyphs.GROUPS[name] if numbers.get(code)]
    total = sum(numbers[code] for code in codes)
    return h(
        "div",
        {"class": "sl-group"},
        h("p", {"class": "sl-sum"}, h("b", {}, str(total)), " ", word),
        *(
            h("p", {"class": "sl-count"}, *cards.state(code, words[code], size=18)[2:],
              h("b", {}, str(numbers[code])))
            for code in codes
        ),
    )  # fmt: skip


def _sector(t: Locale, facts: Facts, group: Group) -> Slide:
    """Return the slide of a sector: its message, counts, means and the works furthest behind."""
    message = facts.messages[group.code]
    numbers = _numbers(group.counts)
    words = overview.health_words(t)
    ids = tuple(work.project_id for work in group.works)
    late = [work for work in facts.behind if work.project_id in ids]
    means = [
        f"{mean.value.text} · {mean.name} · {mean.rests_on}"
        for mean in group.means
        if mean.value.number is not None
    ]
    unlocated = sum(1 for work in group.works if work.no_location and not work.is_part)
    counts = (
        h("span", {}, *cards.state(code, f"{words[code]}: {n}", size=16)[2:])
        for code, n in numbers.items()
        if n
    )
    shot = _shot(group.works)
    more = len(late) - IN_SECTOR
    left_out = (
        t("slide.late.more", n=more) if more > 0 else "",
        t("slide.unlocated", n=unlocated) if unlocated else "",
    )
    tree = _slide(
        "beside" if shot else "alone",
        message,
        h("p", {"class": "sl-over"}, group.heading),
        h("h1", {}, message),
        bars.state_bar(numbers, words=words, height=28),
        _body(
            [h("div", {"class": "sl-counts"}, *counts), _lines(means)],
            [_list(late[:IN_SECTOR])],
        ),
        _quiet(" · ".join(text for text in left_out if text)),
    )
    return Slide(message, tree, shot, any(work.illustrative for work in group.works))


def _shot(works: Sequence[WorkFact], selected: str | None = None) -> MapShot | None:
    """Return what the map shows of these works; `None` when none of them has a place."""
    if all(work.no_location for work in works):
        return None
    return MapShot(tuple(work.project_id for work in works), selected)


def _body(left: Sequence[Child], right: Sequence[Child]) -> Node:
    """Return two groups: one under the other beside a map, else side by side."""
    return h("div", {"class": "sl-body"}, h("div", {}, *left), h("div", {}, *right))


def _lines(texts: Sequence[str]) -> Node | None:
    return (
        h("ul", {"class": "sl-lines"}, *(h("li", {}, text) for text in texts))
        if texts
        else None
    )


def _quiet(text: str) -> Node | None:
    return h("p", {"class": "sl-quiet"}, text) if text else None


def _named_work(work: WorkFact) -> Node:
    """Return one line of a list: state, name, place and lead, points from the plan."""
    about = " · ".join(text for text in (work.place, work.lead) if text)
    return h(
        "li",
        {},
        glyphs.glyph(work.health, 16, work.state),
        h("span", {}, plain.shortened(work.name, LONGEST_NAME),
          h("small", {}, f" · {about}") if about else None),
        h("b", {}, work.slippage.text if work.slippage.number is not None else ""),
    )  # fmt: skip


def _list(works: Sequence[WorkFact]) -> Node | None:
    return h("ul", {"class": "sl-works"}, *map(_named_work, works)) if works else None


def _work(t: Locale, work: WorkFact, works: Sequence[WorkFact], over: str) -> Slide:
    """Return the slide of one work: three numbers, what holds it up, what is proposed."""
    name = plain.shortened(work.name, LONGEST_NAME)
    parts = [part for part in works if part.part_of == work.project_id]
    shot = _shot([work, *parts], work.project_id)
    verdict = f" · {work.difference}" if work.difference else ""
    tree = _slide(
        "beside" if shot else "alone",
        name,
        h("p", {"class": "sl-over"}, " · ".join(x for x in (over, work.place, work.lead) if x)),
        h("h1", {}, name),
        h("p", {"class": "sl-verdict"}, glyphs.glyph(work.health, 20), h("b", {}, work.state),
          verdict),
        _body(
            [_three_numbers(t, work)],
            [*_told(t("slide.reason"), work.reason), *_told(t("slide.proposal"), work.proposal)],
        ),
        _quiet(t("slide.no_place", reason=work.no_location) if work.no_location else ""),
        _quiet(t("slide.as_of", date=work.as_of) if work.as_of else ""),
    )  # fmt: skip
    marked = any(each.illustrative for each in (work, *parts))
    return Slide(name, tree, shot, marked)


def _three_numbers(t: Locale, work: WorkFact) -> Node:
    """Return planned, done and paid: as a ring, and beside it as text."""
    values = (work.planned, work.physical, work.disbursed)
    said = [value.text for value in values]
    drawing = ring.ring(
        *(value.number for value in values),
        label=t("work.ring.alt", planned=said[0], physical=said[1], disbursed=said[2]),
        size=96,
    )
    basis = work.disbursed_basis
    paid = t("slide.paid", basis=basis) if basis else t("work.ring.disbursed")
    words = (t("work.ring.planned"), t("work.ring.physical"), paid)
    cells = (
        cell
        for arc, value, word in zip(("plan", "done", "paid"), values, words, strict=True)
        for cell in (
            h("span", {"class": f"dash dash-{arc}"}),
            h("b", {} if value.number is not None else {"class": "none"}, value.text),
            h("span", {}, word),
        )
    )
    return h("div", {"class": "ring-card"}, drawing, h("div", {"class": "ring-key"}, *cells))


def _told(heading: str, text: str) -> tuple[Node, ...]:
    if not text:
        return ()
    said = plain.shortened(plain.line(text), LONGEST)
    return h("h2", {}, heading), h("p", {"class": "sl-told"}, said)


def _sources(t: Locale, facts: Facts) -> Slide:
    """Return the last slide: what the figures rest on, and where the map is from."""
    found = sorted(facts.sources, key=lambda source: -source.works)
    rest = len(found) - SOURCES
    title = t("slide.sources")
    lines = [
        t("slide.source", source=_named(each.text), n=each.works, quality=each.quality_name)
        for each in found[:SOURCES]
    ]
    tree = _slide(
        "last",
        title,
        h("p", {"class": "sl-over"}, facts.plan_name),
        h("h1", {}, title),
        *(h("p", {}, line) for line in facts.honesty),
        _lines(lines),
        _quiet(t("slide.sources.more", n=rest) if rest > 0 else ""),
        _quiet(facts.credit),
    )
    return Slide(title, tree, None, facts.illustrative)


def _named(text: str) -> str:
    """Return a source without addresses; on the page of a work they are links."""
    parts = (part for part in plain.line(text).split(" ") if "://" not in part)
    return plain.shortened(" ".join(parts).rstrip(" ,;"), LONGEST_NAME)


def _numbers(counts: Iterable[Count]) -> dict[str, int]:
    return {count.code: count.n for count in counts}
