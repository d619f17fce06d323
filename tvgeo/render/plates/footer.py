"""The footer of a sheet: a rule, where the figures and the base map come from, a QR code."""

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.plates import fonts, papers, qr
from tvgeo.render.plates.layout import Layout
from tvgeo.render.plates.pieces import COLOURS, INK, MUTED, Area, Piece, Rule, Words
from tvgeo.render.plates.plate import Plate
from tvgeo.render.plates.qr import Code

SOURCE, CAPTION = 0.74, 0.72
MOST_LINES = 3
# More characters than this fit on no paper.
LONGEST = 1500


def code(plate: Plate, layout: Layout) -> Code | None:
    """Return the QR code of the view, or `None` without a public address or room for its code."""
    if not plate.link:
        return None
    right = layout.width - layout.margin
    return qr.of(plate.link, layout, right, layout.margin + layout.footer_height - 0.3)


def pieces(plate: Plate, layout: Layout, t: Locale, scan: Code | None) -> list[Piece]:
    """Return the rule, the wrapped sources, the code and the words beside it."""
    top = layout.margin + layout.footer_height
    left, right = layout.margin, layout.width - layout.margin
    found: list[Piece] = [Rule(left, top, right, top, COLOURS["rule"], 0.8)]
    if scan is not None:
        right = scan.box.left - scan.quiet
        pt = max(CAPTION * layout.fs, papers.PAPER[layout.paper].least_pt)
        caption = t("plate.scan")
        found.append(Words(right, top - _down(pt), caption, "bold", pt, ha="right"))
        right -= fonts.width(caption, "bold", pt) + 6 * layout.k
        found.append(Area(scan.shape(), INK))
    size, lines = _wrapped(plate.source, layout, right - left)
    step = fonts.LINE * size * fonts.MM_PER_PT
    found += [
        Words(left, top - _down(size) - step * i, line, "regular", size, MUTED)
        for i, line in enumerate(lines)
    ]
    return found


def _down(pt: float) -> float:
    # From the rule to the middle of the first line, with room for its accents.
    return 1.0 + fonts.TOP * pt * fonts.MM_PER_PT - fonts.cap_height(pt) / 2


def _wrapped(text: str, layout: Layout, width: float) -> tuple[float, list[str]]:
    """Return the size and the lines of the sources: smaller before shorter."""
    text = plain.shortened(plain.line(text), LONGEST)
    least = papers.PAPER[layout.paper].least_pt
    size = max(SOURCE * layout.fs, least)
    lines = fonts.wrap(text, "regular", size, width)
    if len(lines) > MOST_LINES:
        size = least
        lines = fonts.wrap(text, "regular", size, width, most=MOST_LINES)
    return size, lines
