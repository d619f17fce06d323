"""The class legend of a sheet: sign, name, threshold, how many works."""

from collections.abc import Sequence

from tvgeo.locale import Locale
from tvgeo.render.plates import fonts, table
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.pieces import FAINT, INK, MUTED, Chip, Piece, Words
from tvgeo.render.plates.plate import Key
from tvgeo.render.plates.sizes import Sizes

ROW = 4.93
# States that are no verdict are not written bold.
QUIET = frozenset({"prep", "no_data", "no_plan", "paused", "cancelled"})


def lay(keys: Sequence[Key], column: Box, sizes: Sizes, t: Locale) -> tuple[list[Piece], float]:
    """Lay the legend out from the top of a column; return its pieces and where it ends."""
    pieces, y = table.heading(t("plate.states"), t("plate.count"), column, sizes)
    for key in keys:
        pieces += _row(key, column, y, sizes, t)
        y -= sizes.mm(ROW)
    return pieces, y + sizes.mm(ROW - 2.0)


def _row(key: Key, column: Box, y: float, sizes: Sizes, t: Locale) -> list[Piece]:
    chip = table.CHIP * sizes.fs / 9.6 * sizes.step.type
    x = column.left + table.NAME * sizes.k
    count = t("plate.and_parts", n=key.n, parts=key.parts) if key.parts else str(key.n)
    face = "bold" if key.n else "regular"
    end = column.right - fonts.width(count, face, sizes.value) - table.GAP * sizes.k
    name = "regular" if key.style in QUIET else "bold"
    pt = fonts.shrink(key.name, name, sizes.body, end - x, smallest=sizes.least)
    text = fonts.shorten(key.name, name, pt, end - x)
    pieces: list[Piece] = [
        Chip(column.left + chip / 2, y, chip, key.style),
        Words(x, y, text, name, pt),
        Words(column.right, y, count, face, sizes.value, INK if key.n else FAINT, "right"),
    ]
    x += fonts.width(text, name, pt) + 1.7 * sizes.k
    if key.threshold and end > x:
        pt = fonts.shrink(key.threshold, "regular", sizes.small, end - x, smallest=sizes.least)
        text = fonts.shorten(key.threshold, "regular", pt, end - x)
        pieces.append(Words(x, y, text, "regular", pt, MUTED))
    return pieces
