"""Two periods compared, as columns for the live map: those of `map_columns`, and three more.

Each is a text in the order of the projects. `slip` is later minus earlier here, in tenths of a
point, where the two can be compared, and `pct` the later percentage.

    change   the place of the class in `style.CHANGE_ORDER`, one character of base 36
    was      tenths of a percent in the earlier period less what `pct` and `slip` already say of
             it, packed: 0 nearly everywhere, which costs next to nothing
    marks    1 if the earlier figure is invented, 2 if the later one is, 3 if both
"""

from collections.abc import Sequence
from string import ascii_lowercase, digits
from typing import Any

from tvgeo.core.comparison import Change
from tvgeo.render import map_columns, style
from tvgeo.render.map_columns import Figures

PLACES = digits + ascii_lowercase


def columns(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the columns, in the order of `changes`."""
    shared = map_columns.columns([_figures(one) for one in changes])
    return shared | {
        "change": "".join(PLACES[style.CHANGE_ORDER.index(one.code)] for one in changes),
        "was": map_columns.packed([_was(one) for one in changes]),
        "marks": "".join(str(_marks(one)) for one in changes),
    }


def _figures(one: Change) -> Figures:
    now = one.after.physical
    return Figures(
        health=one.after.health,
        pct=now.value if now else None,
        slip=one.points,
        illustrative=one.illustrative,
    )


def _was(one: Change) -> int | None:
    was, now = one.before.physical, one.after.physical
    before = map_columns.percent_tenths(was.value if was else None)
    after = map_columns.percent_tenths(now.value if now else None)
    if before is None or after is None:
        return before
    return before - after + map_columns.points_tenths(one.points or 0.0)


def _marks(one: Change) -> int:
    was, now = one.before.physical, one.after.physical
    return bool(was and was.illustrative) + 2 * bool(now and now.illustrative)
