"""The pages themselves: A4 landscape, head and foot, the mark of invented figures, page numbers.

Sizes in pt. What stands in the head is known when a page begins, whether the page shows invented
figures and how many pages there are when the document ends: so head and foot are drawn apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from tvgeo.render.briefing import plain
from tvgeo.render.documents.pages import flow, fonts, paint, surround
from tvgeo.render.documents.pages.flow import MM, Text, look
from tvgeo.render.documents.pages.surround import (
    BAND,
    BOTTOM,
    FOOT,
    GAP,
    LONGEST_RUNNING,
    PAGE,
    QR,
    SIDE,
    TOP,
    WIDTH,
    Wording,
)

LONGEST_TITLE = 210

KICKER = look(9, fonts.SEMIBOLD, paint.RULE, after=1.5)
# The largest that takes one line; a longer title takes two of the last.
TITLES = tuple(look(size, fonts.BOLD) for size in (18, 16, 14, 13))
TITLE_LONG = look(14, fonts.BOLD)
UNDER = look(8.6, ink=paint.MUTED, before=1.5)
RUNNING = look(10, fonts.BOLD)
RUNNING_STAMP = look(7.6, ink=paint.MUTED, align=TA_RIGHT)


@dataclass(frozen=True, slots=True)
class Section:
    """Some pages with one title; `running` is what later pages of it are called.

    `level` is the depth in the outline, 0 for the first. `plate` is the code of a plate that
    fills its one page.
    """

    running: str
    title: str
    story: Sequence[Flowable] = ()
    kicker: str = ""
    level: int = 0
    plate: str = ""
    invented: bool = False
    schematic: bool = False
    # nothing on these pages can have been invented: no place is kept for the mark
    unmarked: bool = False
    # leave this much of the first page, pt, for the list of contents
    contents: float = 0


@dataclass(slots=True)
class Written:
    """The pages as PDF, where sections begin, where plates are to be put, links on page 1."""

    data: bytes
    outline: list[tuple[str, int, int]] = field(default_factory=list)
    plates: dict[str, int] = field(default_factory=dict)
    links: list[tuple[tuple[float, float, float, float], int]] = field(default_factory=list)


class _Sheets(Canvas):  # type: ignore[misc]  # its base has no types
    """A canvas that finishes its pages when it knows how many there are."""

    def __init__(self, *arguments: Any, wording: Wording, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.wording = wording
        self.outline: list[tuple[str, int, int]] = []
        self.plates: dict[str, int] = {}
        self.finished: list[dict[str, Any]] = []
        self.contents_height = 0.0
        self.links: list[tuple[tuple[float, float, float, float], int]] = []
        self._begin()

    def _begin(self) -> None:
        self.invented = False
        self.schematic = False
        # top of the place of the mark, or None where a plate bears its own
        self.band: float | None = None

    def showPage(self) -> None:  # noqa: N802 - the name is reportlab's
        """Keep the page for later."""
        self.finished.append(dict(self.__dict__))
        self._startPage()
        self._begin()

    def save(self) -> None:
        """Finish every page and write the document."""
        for page in self.finished:
            self.__dict__.update(page)
            self._finish(len(self.finished))
            super().showPage()
        super().save()

    def _finish(self, total: int) -> None:
        words = self.wording
        self.saveState()
        if self.invented and self.band is not None:
            surround.band(self, words, self.band)
        self.setFillColor(HexColor(paint.MUTED))
        self.setFont(fonts.REGULAR, 7.2)
        self.drawRightString(PAGE[0] - SIDE, FOOT, words.number(self._pageNumber, total))
        said = [
            text
            for text, wanted in (
                (words.foot_mark, self.invented), (words.foot_schematic, self.schematic),
            )
            if wanted and text
        ]  # fmt: skip
        self.drawCentredString(PAGE[0] / 2, FOOT, " · ".join(said))
        if self.band is not None:
            surround.foot(self, words)
        if self._pageNumber == 1 and self.contents_height:
            self.links += surround.contents(self, words, self.outline, self.contents_height)
        self.restoreState()


def _heads(section: Section, words: Wording, *, first: bool) -> tuple[list[Text], float]:
    """Return the texts of the head of the first page of a section, and their height."""
    title = plain.shortened(plain.line(section.title), LONGEST_TITLE)
    room = WIDTH - (QR + 24 * MM if first and words.corner else 0)
    fitting = (size for size in TITLES if fonts.width(title, fonts.BOLD, size.fontSize) < room)
    texts = [Text(title, next(fitting, TITLE_LONG)), Text(words.stamp, UNDER)]
    if section.kicker:
        kicker = plain.shortened(plain.line(section.kicker), LONGEST_RUNNING)
        texts.insert(0, Text(kicker, KICKER))
    height = 0.0
    for text in texts:
        height += text.wrap(room, PAGE[1])[1] + text.getSpaceBefore() + text.getSpaceAfter()
    return texts, height


def _entry(section: Section, canvas: Any) -> tuple[str, int, int]:
    title = plain.shortened(plain.line(section.running), LONGEST_RUNNING)
    return title, section.level, canvas.getPageNumber()


def _first_page(section: Section, words: Wording, name: str, *, first: bool) -> PageTemplate:
    texts, height = _heads(section, words, first=first)
    bottom = TOP - max(height, QR + 3 * MM if first and words.corner else 0)
    marked = bool(words.band) and not section.unmarked
    band = bottom - GAP if marked else bottom

    def head(canvas: Any, _: Any) -> None:
        canvas.outline.append(_entry(section, canvas))
        canvas.band = band
        if first:
            canvas.contents_height = section.contents
        y = TOP
        for text in texts:
            y -= text.getSpaceBefore() + text.height
            text.drawOn(canvas, SIDE, y)
            y -= text.getSpaceAfter()
        if first and words.corner:
            surround.code(canvas, words.corner, PAGE[0] - SIDE, TOP)
            label = Text(words.corner_words, RUNNING_STAMP)
            _, tall = label.wrap(22 * MM, QR)
            label.drawOn(canvas, PAGE[0] - SIDE - QR - 24 * MM, TOP - tall)
        if section.invented:
            flow.tell(canvas)

    top = band - (BAND + GAP if marked else 2 * GAP)
    return _template(name, head, top, f"{name}-later", section.contents)


def _later_page(section: Section, words: Wording, name: str) -> PageTemplate:
    running = Text(
        words.continued(plain.shortened(plain.line(section.running), LONGEST_RUNNING)), RUNNING
    )
    stamp = Text(words.stamp, RUNNING_STAMP)
    height = running.wrap(0.58 * WIDTH, PAGE[1])[1]
    stamp.wrap(0.4 * WIDTH, PAGE[1])
    band = TOP - height - GAP

    def head(canvas: Any, _: Any) -> None:
        canvas.band = band
        running.drawOn(canvas, SIDE, TOP - height)
        stamp.drawOn(canvas, SIDE + 0.6 * WIDTH, TOP - height + 1.5)

    marked = bool(words.band) and not section.unmarked
    top = band - (BAND + GAP if marked else 0)
    return _template(f"{name}-later", head, top, f"{name}-later")


def _plate_page(section: Section, name: str) -> PageTemplate:
    def head(canvas: Any, _: Any) -> None:
        canvas.outline.append(_entry(section, canvas))
        canvas.schematic = section.schematic
        if section.invented:
            flow.tell(canvas)

    return _template(name, head, TOP, name)


def _template(name: str, head: Any, top: float, then: str, kept: float = 0) -> PageTemplate:
    bottom = BOTTOM + kept
    frame = Frame(
        SIDE, bottom, WIDTH, top - bottom,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name,
    )  # fmt: skip
    return PageTemplate(name, [frame], onPage=head, pagesize=PAGE, autoNextPageTemplate=then)


def write(sections: Sequence[Section], words: Wording) -> Written:
    """Lay the sections out one after the other, each from a new page."""
    fonts.register()
    templates: list[PageTemplate] = []
    story: list[Flowable] = []
    for i, section in enumerate(sections):
        name = f"s{i}"
        if story:
            story += [NextPageTemplate(name), PageBreak()]
        if section.plate:
            templates.append(_plate_page(section, name))
            story.append(flow.PlatePlace(section.plate, invented=section.invented))
            continue
        templates.append(_first_page(section, words, name, first=i == 0))
        templates.append(_later_page(section, words, name))
        story += section.story
    made: list[_Sheets] = []

    def canvas(*arguments: Any, **more: Any) -> _Sheets:
        made.append(_Sheets(*arguments, wording=words, **more))
        return made[-1]

    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=PAGE, pageTemplates=templates, pageCompression=1, invariant=1,
        initialFontName=fonts.REGULAR, lang=words.language,
        title=words.title, author=words.author, subject=words.subject, creator="tvgeo",
    )  # fmt: skip
    document.build(story, canvasmaker=canvas)
    return Written(target.getvalue(), made[-1].outline, made[-1].plates, made[-1].links)
