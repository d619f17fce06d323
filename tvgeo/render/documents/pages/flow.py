"""What flows over the pages: texts, signs, bars; each knows whether it shows invented figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from tvgeo.render.documents.pages import fonts, paint

MM = 72 / 25.4
LEADING = 1.32


@cache
def look(
    size: float,
    face: str = fonts.REGULAR,
    ink: str = paint.INK,
    align: int = TA_LEFT,
    after: float = 0,
    before: float = 0,
    indent: float = 0,
) -> ParagraphStyle:
    """Return the style of a text; `size`, the spaces around it and `indent` in pt."""
    fonts.register()
    return ParagraphStyle(
        f"{face}-{size}-{ink}-{align}-{after}-{before}-{indent}",
        fontName=face,
        fontSize=size,
        leading=size * LEADING,
        textColor=HexColor(ink),
        alignment=align,
        spaceAfter=after,
        spaceBefore=before,
        leftIndent=indent,
        bulletFontName=face,
        linkUnderline=0,
        splitLongWords=1,
        allowWidows=1,
        allowOrphans=1,
    )


BODY = look(8.4)
SMALL = look(7.2, ink=paint.MUTED)
NAME = look(8.4, fonts.SEMIBOLD)
FIGURE = look(8.6, fonts.BOLD, align=TA_RIGHT)
INVENTED = look(8.6, fonts.BOLD_ITALIC, align=TA_RIGHT)
NUMBER = look(8.4, align=TA_RIGHT)
UNKNOWN = look(7.2, fonts.ITALIC, paint.FAINT, TA_RIGHT)
HEAD = look(7.4, fonts.SEMIBOLD, paint.MUTED)
HEAD_RIGHT = look(7.4, fonts.SEMIBOLD, paint.MUTED, TA_RIGHT)
GROUP = look(8.6, fonts.BOLD, paint.RULE)
HEADING = look(11.5, fonts.BOLD, after=4)


def note(text: str, *, after: float = 4, invented: bool = False) -> "Text":
    """Return a line of explanation."""
    return Text(text, look(7.6, ink=paint.MUTED, after=after), invented=invented)


def tell(canvas: Any) -> None:
    """Note that the page being drawn shows an invented figure."""
    canvas.invented = True


class Text(Paragraph):  # type: ignore[misc]  # its base has no types
    """A paragraph of one text, shown letter by letter as it is.

    `invented` says that it shows, or belongs to, a figure invented to show the product: the page
    that it comes to stand on bears the mark.
    """

    def __init__(
        self,
        text: str | None,
        style: ParagraphStyle = BODY,
        *,
        invented: bool = False,
        links: bool = False,
        **more: Any,
    ) -> None:
        """Take `text` as it is in the facts; `None` when a paragraph is split."""
        self.invented = invented
        self.measured: tuple[float, tuple[float, float]] | None = None
        said = None if text is None else fonts.markup(text, style.fontName, links=links)
        super().__init__(said, style, **more)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return its size in a width; lines are broken once for each."""
        if self.measured is None or self.measured[0] != width:
            self.measured = (width, super().wrap(width, height))
        return self.measured[1]

    def split(self, width: float, height: float) -> list["Text"]:
        """Return the part that fits in a place and the rest, both marked as the whole is."""
        parts: list[Text] = super().split(width, height)
        # a paragraph that could not be split has forgotten its lines
        self.measured = None
        for part in parts:
            part.invented = self.invented
        return parts

    def draw(self) -> None:
        """Draw it, and say so if the page now needs its mark."""
        if self.invented:
            tell(self.canv)
        super().draw()


class _Drawing(Flowable):  # type: ignore[misc]  # its base has no types
    """A drawing of a fixed size, pt."""

    def __init__(self, width: float, height: float, *, invented: bool = False) -> None:
        super().__init__()
        self.width, self.height, self.invented = width, height, invented

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, and say so if the page now needs its mark."""
        if self.invented:
            tell(self.canv)
        self.paint(self.canv)

    def paint(self, canvas: Any) -> None:
        """Draw at the origin of `canvas`."""
        raise NotImplementedError


class Glyph(_Drawing):
    """The sign of a state, level with the first line of the text beside it."""

    def __init__(
        self, code: str, size: float = 7.4, *, drop: float = 2.2, indent: float = 0
    ) -> None:
        """Take a state, or the mark of a report; `drop` and `indent` are before it, pt."""
        super().__init__(size + indent, size + drop)
        self.code, self.size, self.indent = code, size, indent

    def paint(self, canvas: Any) -> None:
        """Draw the sign."""
        paint.glyph(canvas, self.code, self.indent, 0, self.size)


class Disc(_Drawing):
    """A rank."""

    def __init__(self, text: str, size: float = 15) -> None:
        """Take the number as text."""
        super().__init__(size, size)
        self.text = text

    def paint(self, canvas: Any) -> None:
        """Draw the disc."""
        paint.disc(canvas, self.text, 0, 0, self.width)


@dataclass(frozen=True, slots=True)
class Percent:
    """What a bar shows: percentages 0-100, `None` when not known, in the colour of a state."""

    done: float | None
    planned: float | None
    fill: str


class Bar(_Drawing):
    """How much is done, and how much was planned."""

    def __init__(
        self, shown: Percent, width: float, *, thick: float = 5.4, drop: float = 3.4
    ) -> None:
        """Take the size of the bar, pt; `drop` is the space above it."""
        super().__init__(width, thick + drop)
        self.shown, self.thick = shown, thick

    def paint(self, canvas: Any) -> None:
        """Draw the bar."""
        shown = self.shown
        box = (0, 0, self.width, self.thick)
        paint.bar(canvas, box, done=shown.done, planned=shown.planned, fill=shown.fill)


class StateBar(_Drawing):
    """How many works are in each state."""

    def __init__(
        self,
        counts: Sequence[tuple[str, int]],
        width: float,
        *,
        thick: float = 14,
        size: float = 8,
        drop: float = 0,
        invented: bool = False,
    ) -> None:
        """Take states with their counts; sizes in pt."""
        super().__init__(width, thick + drop, invented=invented)
        self.counts, self.thick, self.size = counts, thick, size

    def paint(self, canvas: Any) -> None:
        """Draw the bar."""
        paint.state_bar(canvas, (0, 0, self.width, self.thick), self.counts, self.size)


class Hatch(_Drawing):
    """A place where a figure would stand."""

    def paint(self, canvas: Any) -> None:
        """Draw the hatch."""
        paint.hatched(canvas, 0, 0, self.width, self.height)


class PlatePlace(_Drawing):
    """The page of a plate: remembers where the plate is to be put."""

    def __init__(self, code: str, *, invented: bool) -> None:
        """Take the code of the plate."""
        super().__init__(1, 1, invented=invented)
        self.code = code

    def paint(self, canvas: Any) -> None:
        """Note the number of this page."""
        canvas.plates[self.code] = canvas.getPageNumber()
