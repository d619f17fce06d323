"""The cards that pages share: state summary, worst items, notices, facts, dates, errors.

Every string comes in localised and every number formatted; a string slot also takes a node,
so that a name can be a link. The class names are explained at the top of block.css.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tvgeo.render.bars import bullet, state_bar
from tvgeo.render.glyphs import GROUPS, ORDER, glyph
from tvgeo.render.node import Child, Node, h


def link(text: Child, page: str, **params: str) -> Node:
    """Link to a page of the app; `params` become its query."""
    return h("a", {"go": {"page": page, "params": params}}, text)


def external(text: Child, href: str) -> Node:
    """Link to a public source; the browser refuses anything but http(s)."""
    return h("a", {"href": href}, text)


def state(health: str, word: str, *, size: float = 14) -> Node:
    """Put a glyph before its word."""
    return h("span", {"class": "state"}, glyph(health, size), h("span", {}, word))


def key(entries: Iterable[tuple[str, str]]) -> Node:
    """Explain glyphs in one wrapping row: pairs of state (or report mark) and word."""
    return h(
        "div",
        {"class": "key"},
        *(h("span", {}, glyph(health, 12), word) for health, word in entries),
    )


def counts(
    numbers: Mapping[str, int], words: Mapping[str, str], *, number: Callable[[int], str] = str
) -> Node:
    """Show counts by state as glyph and number; states without members are left out."""
    return h(
        "span",
        {"class": "counts"},
        *(
            h(
                "span",
                {"title": words[health]},
                glyph(health, 14, words[health]),
                number(numbers[health]),
            )
            for health in ORDER
            if numbers.get(health)
        ),
    )


def state_summary(
    numbers: Mapping[str, int],
    words: Mapping[str, str],
    groups: Mapping[str, str],
    *,
    short: Mapping[str, str] | None = None,
    caption: str,
    thresholds: str,
    number: Callable[[int], str] = str,
) -> Node:
    """Draw the state of the whole plan: one bar, three sums, all ten states with their counts.

    `groups` names the three sums: `behind`, `as_planned`, `not_judged`; `short` is how they
    are called on a phone. The caption holds the denominator, `thresholds` what "late" means.
    """
    sums = {name: sum(numbers.get(each, 0) for each in GROUPS[name]) for name in GROUPS}

    def group(name: str) -> Node:
        rows = (_state_row(each, words[each], numbers, number) for each in GROUPS[name])
        total = h("div", {"class": "group-sum"}, h("b", {}, number(sums[name])), groups[name])
        return h("div", {"class": "group"}, total, h("div", {"class": "group-list"}, *rows))

    return h(
        "section",
        {"class": "card plain"},
        h(
            "div",
            {"class": "card-pad plain"},
            h(
                "div",
                {"class": "sums only-narrow"},
                *(
                    h("span", {}, h("b", {}, number(sums[name])), " ", (short or groups)[name])
                    for name in GROUPS
                ),
            ),
            h(
                "div",
                {"class": "spread cap only-wide summary-caption"},
                h("span", {}, caption),
                h("span", {}, thresholds),
            ),
            state_bar(numbers, words=words, number=number),
            h("div", {"class": "groups flat"}, *(group(name) for name in GROUPS)),
        ),
    )


def _state_row(
    health: str, word: str, numbers: Mapping[str, int], number: Callable[[int], str]
) -> Node:
    count = numbers.get(health, 0)
    return h(
        "div",
        {"class": "state-row"},
        glyph(health),
        h("span", {}, word),
        h("span", {} if count else {"class": "zero"}, number(count)),
    )


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the works furthest behind; percentages 0-100 for the bar, texts as shown."""

    name: Child
    place: str
    reason: str
    health: str
    word: str
    points: str
    unit: str
    done: float | None
    plan: float | None
    done_text: str
    plan_text: str


def worst_items(items: Sequence[Worst], *, title: str, more: Child, unit: str) -> Node:
    """List the works furthest behind: rank, name, place and lead, reason, and how far."""
    return h(
        "section",
        {"class": "card plain"},
        h(
            "div",
            {"class": "card-head"},
            h("h2", {"class": "h2"}, title),
            h("span", {"class": "only-wide"}, more),
            h("span", {"class": "cap only-narrow"}, unit),
        ),
        *(_worst(rank, item) for rank, item in enumerate(items, start=1)),
    )


def _worst(rank: int, item: Worst) -> Node:
    return h(
        "div",
        {"class": "item"},
        h("span", {"class": "disc"}, str(rank)),
        h(
            "div",
            {"class": "item-body"},
            h("h3", {"class": "item-name"}, item.name),
            h("p", {"class": "item-place"}, item.place),
            h("p", {"class": "item-reason"}, item.reason),
        ),
        h(
            "div",
            {"class": "item-side"},
            state(item.health, item.word),
            h(
                "div",
                {"class": "item-points"},
                glyph(item.health, 12, item.word),
                item.points,
                " ",
                h("small", {}, item.unit),
            ),
            bullet(item.done, item.plan, f"{item.done_text}, {item.plan_text}"),
            h(
                "div",
                {"class": "cap"},
                item.done_text,
                h("span", {"class": "bar-sep"}, item.plan_text),
            ),
        ),
    )


def notice(bold: str, text: Child, *, side: Child = None) -> Node:
    """Say that figures are illustrative: hatched left edge, on the surface colour."""
    return h("div", {"class": "notice"}, h("span", {}, h("b", {}, bold), " ", text), side)


def facts(pairs: Iterable[tuple[str, Child]]) -> Node:
    """List facts with their names, in a card."""
    return h(
        "dl",
        {"class": "card facts"},
        *(node for term, value in pairs for node in (h("dt", {}, term), h("dd", {}, value))),
    )


def dates_strip(dates: Iterable[tuple[str, str, str]]) -> Node:
    """Put the dates of a period side by side: date, what happens, how long to go."""
    return h(
        "div",
        {"class": "dates"},
        *(
            h(
                "div",
                {},
                h("b", {}, day),
                h("span", {}, what),
                h("span", {"class": "cap"}, when),
            )
            for day, what, when in dates
        ),
    )


def ring_card(
    drawing: Node, rows: Sequence[tuple[str, str, str | None]], *, missing: str, note: str
) -> Node:
    """Put the three numbers beside their ring: (arc, name, text or `None`) for each arc."""
    return h(
        "section",
        {"class": "card card-pad stack"},
        h(
            "div",
            {"class": "ring-card"},
            drawing,
            h(
                "div",
                {"class": "ring-key"},
                *(
                    part
                    for arc, name, text in rows
                    for part in (
                        h("span", {"class": f"dash dash-{arc}"}),
                        h("span", {}, name),
                        h(
                            "span",
                            {"class": "num strong" if arc == "done" else "num"},
                            text or missing,
                        ),
                    )
                ),
            ),
        ),
        h("p", {"class": "cap"}, note) if note else None,
    )


def error_box(what: str, where: str, remedy: str) -> Node:
    """Say what went wrong, where, and what to do; no red field, no trace."""
    return h(
        "div",
        {"class": "error-box stack-4", "role": "alert"},
        h("div", {"class": "state strong"}, glyph("critical"), h("span", {}, what)),
        h("div", {"class": "muted"}, where) if where else None,
        h("div", {}, remedy) if remedy else None,
    )


def empty(sentence: str, next_step: Child = None) -> Node:
    """Say why there is nothing here, and offer the next step."""
    return h("div", {"class": "card empty"}, h("p", {}, sentence), next_step)


def copy_button(text: str, *, copies: str, copied: str, primary: bool = True) -> Node:
    """Copy `copies` to the clipboard and say so for two seconds."""
    return h(
        "button",
        {"class": "button primary" if primary else "button", "copy": copies, "copied": copied},
        text,
    )


def responsive(draw: Callable[[int], Node], widths: Sequence[int] = (358, 540, 820)) -> Node:
    """Draw for a phone, a column, a page (and the full width); block.css shows what fits.

    Each keeps 12 px text at about its own width, which one scaled drawing cannot. Three or
    four `widths`, px; the turns are at 480, 760 and 1100 px.
    """
    return h(
        "div",
        {},
        *(
            h("div", {"class": at}, draw(width))
            for at, width in zip(("at-s", "at-m", "at-l", "at-xl"), widths, strict=False)
        ),
    )
