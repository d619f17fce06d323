"""The briefing page: what a pack says before it is made."""

from tvgeo.locale import Locale
from tvgeo.render import bars, cards
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.node import Node, h
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame, overview, stamps


def head(t: Locale, view: View, facts: Facts) -> Node:
    """Return what the briefing is about as the title, with date and revision."""
    return frame.heading(facts.title, stamps.stamps(t, view), above=True)


def says(t: Locale, view: View, facts: Facts) -> Node:
    """Return what the pack says: its message, how many are behind, and all counts by state."""
    numbers = {count.code: count.n for count in facts.counts}
    words = overview.health_words(t)
    known = t("presenting.says.known", n=facts.with_data, total=facts.total)
    lines = [line for line in (known, facts.note, units.note(t, view)) if line]
    return h(
        "section",
        {"class": "card card-pad stack"},
        h("h2", {"class": "h2"}, t("presenting.says")),
        h("p", {"class": "strong"}, facts.message),
        bars.state_bar(numbers, words=words),
        h(
            "div",
            {"class": "key"},
            *(
                h("span", {}, *cards.state(code, f"{words[code]}: {n}", size=12)[2:])
                for code, n in numbers.items()
                if n
            ),
        ),
        *(h("p", {"class": "cap"}, line) for line in lines),
    )


def plates_head(t: Locale, facts: Facts, params: dict[str, str]) -> Node:
    """Return how many plates there are, beside the link to the slides of the same content."""
    n = len(facts.plates)
    go = {"page": "trinh-chieu", "params": params}
    return h(
        "div",
        {"class": "stack-4"},
        h(
            "div",
            {"class": "spread"},
            h("h2", {"class": "h2"}, t("presenting.plates", n=n)),
            h("a", {"class": "button", "go": go}, t("presenting.slideshow")),
        ),
        h("p", {"class": "cap only-wide"}, t("presenting.slideshow.hint")),
        None if n else h("p", {"class": "empty"}, t("presenting.plates.none")),
    )
