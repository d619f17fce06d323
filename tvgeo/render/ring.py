"""The ring: planned, done and paid of one work in one glyph, the three numbers beside it."""

from tvgeo.render import hatch
from tvgeo.render.node import Node, h

_BOX = 92
_CENTRE = _BOX / 2
# Name of the arc, radius of its middle, width: outside thin, middle thick, inside thin.
_ARCS = (("plan", 44, 4), ("done", 36, 8), ("paid", 28, 4))


def ring(
    planned: float | None,
    done: float | None,
    paid: float | None,
    *,
    label: str,
    size: int = 92,
) -> Node:
    """Draw three arcs from 12 o'clock, each 0-100; a missing value is a hatched track.

    `label` says the three numbers; they must also stand beside the ring as text (`ring-key`).
    """
    return h(
        "svg",
        {
            "class": "ring",
            "viewBox": f"0 0 {_BOX} {_BOX}",
            "width": size,
            "height": size,
            "role": "img",
            "aria-label": label,
        },
        *(
            part
            for (name, radius, width), pct in zip(_ARCS, (planned, done, paid), strict=True)
            for part in _arc(name, radius, width, pct)
        ),
    )


def _arc(name: str, radius: float, width: float, pct: float | None) -> list[Node]:
    circle: dict[str, object] = {
        "cx": _CENTRE,
        "cy": _CENTRE,
        "r": radius,
        "fill": "none",
        "stroke-width": width,
    }
    if pct is None:
        inner, outer = radius - width / 2, radius + width / 2
        edge = {**circle, "class": "hatch-lines", "stroke-width": 1}
        return [
            hatch.ring((_CENTRE, _CENTRE), inner, outer),
            h("circle", {**edge, "r": inner}),
            h("circle", {**edge, "r": outer}),
        ]
    track = h("circle", {**circle, "class": "ring-track"})
    if pct <= 0:
        return [track]
    length = f"{min(pct, 100.0):.1f} 100"
    arc = {
        **circle,
        "class": f"ring-{name}",
        "pathLength": 100,
        "stroke-dasharray": length,
        "transform": f"rotate(-90 {_CENTRE} {_CENTRE})",
    }
    return [track, h("circle", arc)]
