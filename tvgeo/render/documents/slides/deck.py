"""Slides one after the other: title, date, mark, foot and notes are the same business on each."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pptx.oxml import parse_xml

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import charts, master, places, tables, writing
from tvgeo.render.documents.slides.places import Layout
from tvgeo.render.documents.slides.writing import Paragraph, Run, para

# Sizes of a title in one line, then in two; what is still too long is cut.
_TITLE_SIZES = ((26.0, 1), (24.0, 1), (22.0, 1), (24.0, 2), (22.0, 2), (20.0, 2))
_ALT = 900  # a description is heard, not read: longer ones are cut


class Slide:
    """One slide under construction."""

    def __init__(self, deck: "Deck", layout: Layout) -> None:
        """Add a slide of that layout at the end of the deck."""
        self.deck, self.layout = deck, layout
        number = places.LAYOUTS.index(layout)
        self.slide = deck.deck.slides.add_slide(deck.deck.slide_layouts[number])
        self.said: list[str] = []
        for place in layout.places:
            if place.kind in {"dt", "ftr", "sldNum"}:
                self._add_foot(place.idx, place.kind)
        for shape in self.slide.placeholders:
            shape.name = deck.t(layout.place(shape.placeholder_format.idx).key)

    def _add_foot(self, idx: int, kind: str) -> None:
        """Add a placeholder that python-pptx leaves on the layout."""
        tree = self.slide.shapes._spTree  # noqa: SLF001 - there is no public way
        number = max(shape.shape_id for shape in self.slide.shapes) + 1
        text = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            f"<a:rPr/><a:t>{len(self.deck.deck.slides)}</a:t></a:fld>"
            if kind == "sldNum"
            else ""
        )
        tree.append(
            parse_xml(
                f'<p:sp {master.NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{kind}"/>'
                '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
                f'<p:ph type="{kind}" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
                f"<a:bodyPr/><a:lstStyle/><a:p>{text}</a:p></p:txBody></p:sp>"
            )
        )

    def placeholder(self, idx: int) -> Any:
        """Return a placeholder of the slide."""
        return next(p for p in self.slide.placeholders if p.placeholder_format.idx == idx)

    def write(self, idx: int, *paragraphs: Paragraph | str) -> None:
        """Write paragraphs into a placeholder of text."""
        made = [para(p) if isinstance(p, str) else p for p in paragraphs]
        writing.write(self.placeholder(idx).text_frame._txBody, made, self.deck.t.language)  # noqa: SLF001

    def drop(self, *idx: int) -> None:
        """Take placeholders away that have nothing to say here."""
        for number in idx:
            element = self.placeholder(number)._element  # noqa: SLF001
            element.getparent().remove(element)

    def title(self, text: str) -> None:
        """Write the message of the slide, smaller or cut where it is long; whole in the notes."""
        place = self.layout.place(places.TITLE)
        text = plain.line(text)
        room = place.box.width
        whole = place.size not in dict(_TITLE_SIZES)  # a cover has room for two lines at once
        sizes = [(place.size, 2), *_TITLE_SIZES[3:]] if whole else _TITLE_SIZES
        size, most = next(
            (
                (size, most)
                for size, most in sizes
                if measure.lines(text, size, room, bold=True) <= most
            ),
            sizes[-1],
        )
        shown = measure.fitted(text, size, room, most, bold=True, mark=self.deck.t.mark)
        run = Run(shown) if size == place.size else Run(shown, size)
        self.write(places.TITLE, para(run))
        if shown != text:
            self.said.insert(0, text)

    def fit(self, idx: int, text: str, *, lines: int = 1) -> None:
        """Write one text into a placeholder, cut to its lines; whole in the notes."""
        place = self.layout.place(idx)
        text = plain.line(text)
        room = place.box.width - 2 * place.margin
        shown = measure.fitted(
            text, place.size, room, lines, bold=place.bold, mark=self.deck.t.mark
        )
        self.write(idx, shown)
        if shown != text:
            self.said.append(text)

    def table(
        self,
        rows: Sequence[tables.Row],
        columns: Sequence[tables.Column],
        alt: str,
        look: tables.Look,
    ) -> None:
        """Put a table into the place for one."""
        frame, _ = tables.insert(
            self.placeholder(places.TABLE), rows, columns, look, self.deck.t.language
        )
        self.describe(frame, alt, places.TABLE)

    def describe(self, shape: Any, alt: str, idx: int) -> None:
        """Give a picture, chart or table its name and the text for those who do not see it."""
        properties = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001 - no public setter
        properties.set("name", self.deck.t(self.layout.place(idx).key))
        properties.set("descr", plain.shortened(plain.line(alt), _ALT))

    def picture(self, data: bytes, alt: str) -> None:
        """Put a picture into the place for one."""
        frame = self.placeholder(places.PICTURE).insert_picture(io.BytesIO(data))
        self.describe(frame, alt, places.PICTURE)

    def chart(self, frame: Any, alt: str, room: tuple[float, float, float]) -> None:
        """Name a chart and fix the room of its bars: left, width, height as shares."""
        charts.room(frame, *room)
        self.describe(frame, alt, places.CHART)

    def notes(self, texts: Iterable[str]) -> None:
        """Write what the slide rests on into the notes, after what it had no room for."""
        said = [plain.clean(text) for text in (*self.said, *texts) if text]
        frame = self.slide.notes_slide.notes_text_frame
        paragraphs = [para(line) for text in said for line in text.split("\n")]
        writing.write(frame._txBody, paragraphs, self.deck.t.language)  # noqa: SLF001


class Deck:
    """The presentation under construction, and what every slide says."""

    def __init__(self, facts: Facts, t: Locale) -> None:
        """Start an empty deck for these facts."""
        self.facts, self.t = facts, t
        self.deck = master.template(t)

    def slide(
        self,
        layout: Layout,
        title: str,
        *,
        invented: bool,
        caption: str = "",
        foot: str = "",
    ) -> Slide:
        """Add a slide with its title, date, mark and foot."""
        slide = Slide(self, layout)
        slide.title(title)
        present = {place.idx for place in layout.places}
        if places.STAMP in present:
            slide.fit(places.STAMP, self.facts.stamp)
        if places.FOOT in present:
            slide.fit(places.FOOT, foot or self.facts.title)
        if places.MARK in present:
            # a title may speak of more than what stands on one slide of several
            self._mark(slide, invented=invented or self.t.mark in title)
        if places.CAPTION in present:
            if caption:
                slide.fit(places.CAPTION, caption, lines=2)
            else:
                slide.drop(places.CAPTION)
        return slide

    def _mark(self, slide: Slide, *, invented: bool) -> None:
        if invented and self.facts.mark:
            slide.fit(places.MARK, self.facts.mark.upper())
            slide.fit(places.NOTE, self.facts.note)
        else:
            slide.drop(places.MARK, places.NOTE)

    def rests_on(self, texts: Iterable[str] = ()) -> list[str]:
        """Return the end of all notes: what the figures rest on, and how to read them."""
        facts = self.facts
        return [*texts, facts.stamp, *facts.honesty, facts.thresholds]

    def content(self) -> bytes:
        """Return the file."""
        facts, core = self.facts, self.deck.core_properties
        day = datetime(facts.day.year, facts.day.month, facts.day.day)  # noqa: DTZ001 - a day
        core.title, core.subject = _property(facts.title), _property(facts.message)
        core.author, core.last_modified_by = _property(facts.office.agency), ""
        core.language, core.revision = self.t.language, max(facts.revision, 1)
        core.created = core.modified = day
        stream = io.BytesIO()
        self.deck.save(stream)
        return stream.getvalue()


def _property(text: str) -> str:
    """Return a text as a property of a file: python-pptx takes no longer ones."""
    return plain.shortened(plain.line(text), 255)
