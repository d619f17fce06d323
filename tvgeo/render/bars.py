"""Bars: how many are in which state, done against planned, and what is not known."""

from collections.abc import Callable, Mapping

from tvgeo.render.glyphs import ORDER
from tvgeo.render.node import Child, Node, h


def state_bar(
    counts: Mapping[str, int],
    *,
    words: Mapping[str, str],
    height: int = 24,
    number: Callable[[int], str] = str,
) -> Node:
    """Draw one bar in proportion to the counts, worst state first, unknown last.

    `words` name the states; they become the titles of the segments and the spoken form of the
    whole. A number stands in its segment when the segment can hold it: the browser knows the
    width and decides (block.css), so that a phone and a wide screen are both right.
    """
    held = [(health, counts[health]) for health in ORDER if counts.get(health)]
    spoken = ", ".join(f"{words[health]}: {number(count)}" for health, count in held)
    return h(
        "div",
        {
            "class": "state-bar",
            "role": "img",
            "aria-label": spoken,
            "style": f"height:{height}px",
        },
        *(_segment(health, count, words[health], number(count)) for health, count in held),
    )


def _segment(health: str, count: int, word: str, text: str) -> Node:
    return h(
        "span",
        {
            "class": f"seg s-{health}",
            "style": f"flex-grow:{count}",
            "title": f"{word}: {text}",
        },
        h("span", {"class": f"in n{min(len(text), 4)}"}, text),
    )


def bullet(done: float | None, plan: float | None, label: str) -> Node:
    """Draw done as a bar and planned as a tick, both 0-100; an unknown done is a hatched track.

    `label` says both in words; they also stand beside the bar as text.
    """
    bar: Child = None
    if done is not None:
        bar = h("span", {"class": "done", "style": f"width:{_clamped(done):.1f}%"})
    tick: Child = None
    if plan is not None:
        tick = h("span", {"class": "tick", "style": f"left:{_clamped(plan):.1f}%"})
    track = "bullet" if done is not None else "bullet hatch"
    return h("div", {"class": track, "role": "img", "aria-label": label}, bar, tick)


def completion_chip(text: str | None, missing: str) -> Node:
    """Return a completion figure as text, or the hatched chip that says `missing`."""
    if text is None:
        return h(
            "span",
            {
                "class": "chip-missing hatch",
                "role": "img",
                "aria-label": missing,
                "title": missing,
            },
        )
    return h("span", {"class": "num"}, text)


def _clamped(pct: float) -> float:
    return min(max(pct, 0.0), 100.0)
