"""The glyphs of states, of reports and of changes: colour never speaks alone.

Colours are CSS classes (`g-<state>`, block.css), so that one palette serves every page.
"""

from tvgeo.core import comparison, metrics
from tvgeo.render.node import Node, h

# The order in which states stand in bars, keys and tables: worst first, unknown last.
ORDER = metrics.SEVERITY
GROUPS = {
    "behind": metrics.BEHIND,
    "as_planned": metrics.AS_IT_SHOULD_BE,
    "not_judged": metrics.NOT_JUDGED,
}
MARKS = ("on_time", "late_report", "missing_report")
CHANGES = comparison.CLASSES

_INK = "currentColor"


def glyph(health: str, size: float = 14, label: str | None = None) -> Node:
    """Draw the sign of a state, of a report or of a change, `size` px square.

    With a `label` it is a picture that says so; without, it stands beside its word and a
    screen reader skips it.
    """
    spoken: dict[str, object] = (
        {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    )
    return h(
        "svg",
        {
            "class": f"glyph g-{health}",
            "viewBox": "0 0 16 16",
            "width": size,
            "height": size,
            **spoken,
        },
        *shapes(health),
    )


def shapes(health: str) -> tuple[Node, ...]:
    """Return the shapes of a glyph in a box of 16 by 16, to stand inside another drawing."""
    try:
        return _SHAPES[health]
    except KeyError:
        msg = f"no glyph for {health!r}; one of {', '.join((*ORDER, *MARKS, *CHANGES))}"
        raise ValueError(msg) from None


def _stroke(d: str, width: float, **more: object) -> Node:
    return h("path", {"d": d, "fill": "none", "stroke": _INK, "stroke-width": width, **more})


def _hatched_square(edge_width: float) -> tuple[Node, ...]:
    return (
        h("rect", {"x": 2, "y": 2, "width": 12, "height": 12, "fill": "#fff"}),
        h(
            "path",
            {"class": "glyph-hatch", "d": "M2 8.4L8.4 2M2.5 13.5L13.5 2.5M7.6 14L14 7.6"},
        ),
        _stroke("M2 2H14V14H2Z", edge_width),
    )


def _chevrons(number: int, way: int) -> tuple[Node, ...]:
    """Draw one to three chevrons, upward for `way` 1 and downward for -1, around the middle."""
    gap = 3.8
    tips = [8 + gap * (n - (number - 1) / 2) - way * 1.9 for n in range(number)]
    d = "".join(f"M3 {y + way * 3.8:.1f}L8 {y:.1f}L13 {y + way * 3.8:.1f}" for y in tips)
    return (_stroke(d, 2.1),)


_SHAPES: dict[str, tuple[Node, ...]] = {
    "past_due": (h("rect", {"x": 2, "y": 2, "width": 12, "height": 12, "fill": _INK}),),
    "critical": (h("path", {"d": "M8 0.3L15.7 8L8 15.7L0.3 8Z", "fill": _INK}),),
    "late": (h("path", {"d": "M0.8 2H15.2L8 14.6Z", "fill": _INK}),),
    "slow": (_stroke("M2.7 3.2H13.3L8 12.4Z", 2.2),),
    "completed": (
        h("circle", {"cx": 8, "cy": 8, "r": 7.8, "fill": _INK}),
        h("path", {
            "d": "M4.4 8.4L7 11L11.6 5.6", "fill": "none", "stroke": "#fff", "stroke-width": 2.2,
        }),
    ),
    "on_track": (h("circle", {"cx": 8, "cy": 8, "r": 6.6, "fill": _INK}),),
    "no_plan": (
        h("circle", {
            "cx": 8, "cy": 8, "r": 5.6, "fill": "#fff", "stroke": _INK, "stroke-width": 2.2,
        }),
    ),
    "paused": (h("path", {"d": "M3 1.5H6.4V14.5H3ZM9.6 1.5H13V14.5H9.6Z", "fill": _INK}),),
    "cancelled": (_stroke("M3 3L13 13M13 3L3 13", 2.4),),
    "no_data": _hatched_square(1.4),
    "on_time": (h("circle", {"cx": 8, "cy": 8, "r": 6, "fill": _INK}),),
    "late_report": (
        h("circle", {
            "cx": 8, "cy": 8, "r": 5.8, "fill": "#fff", "stroke": _INK, "stroke-width": 1.6,
        }),
        h("path", {"d": "M8 2.2A5.8 5.8 0 0 1 8 13.8Z", "fill": _INK}),
    ),
    "missing_report": _hatched_square(1.9),
    "up": _chevrons(1, 1),
    "up_some": _chevrons(2, 1),
    "up_much": _chevrons(3, 1),
    "down": _chevrons(1, -1),
    "down_some": _chevrons(2, -1),
    "down_much": _chevrons(3, -1),
    "same": (_stroke("M3 5.8H13M3 10.2H13", 2.2),),
    "done": (_stroke("M3 8.6L6.6 12L13 4.6", 2.4),),
    "new": (_stroke("M8 2.6V13.4M2.6 8H13.4", 2.4),),
    "no_report": (_stroke("M3 8H13", 2.4),),
    "basis": (_stroke("M3 5.8H13M3 10.2H13M10.6 2.4L5.4 13.6", 1.8),),
    "none": _hatched_square(1.4),
}  # fmt: skip
