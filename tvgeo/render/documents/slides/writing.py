"""Text on slides: paragraphs of runs, written into boxes and cells as the format has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import OxmlElement

from tvgeo.render.briefing import plain
from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import paint

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XMLNS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; what is `None` or "" is as the place has it. `size` in pt.

    `sign` text is in the face of the signs of states.
    """

    text: str
    size: float | None = None
    bold: bool | None = None
    italic: bool = False
    ink: str = ""
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs in one line or more; `align` is l, r or ctr, `before` the room above, in pt."""

    runs: tuple[Run, ...]
    align: str = ""
    indent: float = 0.0
    before: float = 0.0

    @property
    def text(self) -> str:
        """The text without its looks."""
        return "".join(run.text for run in self.runs)


def para(
    *runs: Run | str, align: str = "", indent: float = 0.0, before: float = 0.0
) -> Paragraph:
    """Return a paragraph of runs; `indent` in inches, `before` in pt."""
    made = tuple(Run(run) if isinstance(run, str) else run for run in runs)
    return Paragraph(made, align, indent, before)


def lines(paragraph: Paragraph, room: float, size: float) -> float:
    """Return the height of a paragraph in a width of `room`, in inches; `size` where none is said.

    The largest run counts for the whole: a paragraph has one size in practice.
    """
    largest = max((run.size or size for run in paragraph.runs), default=size)
    bold = any(run.bold for run in paragraph.runs)
    count = measure.lines(paragraph.text, largest, room - paragraph.indent, bold=bold)
    return measure.height(count, largest) + paragraph.before / measure.INCH


def write(body: Any, paragraphs: Iterable[Paragraph], language: str) -> None:
    """Replace the text of a box or cell; `body` is its `txBody`."""
    for old in body.findall(f"{_A}p"):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(_paragraph(paragraph, language))


def _paragraph(paragraph: Paragraph, language: str) -> Any:
    element = OxmlElement("a:p")
    if paragraph.align or paragraph.indent or paragraph.before:
        properties = _under(element, "a:pPr")
        if paragraph.indent:
            properties.set("marL", str(round(paragraph.indent * 914_400)))
            properties.set("indent", "0")
        if paragraph.align:
            properties.set("algn", paragraph.align)
        if paragraph.before:
            space = _under(properties, "a:spcBef")
            _under(space, "a:spcPts", val=str(round(paragraph.before * 100)))
    for run in paragraph.runs:
        for number, part in enumerate(plain.clean(run.text).split("\n")):
            if number:
                _under(element, "a:br")
            if part:
                element.append(_run(run, part, language))
    if not any(child.tag == f"{_A}r" for child in element):
        # an empty paragraph is as high as its text would be
        _under(element, "a:endParaRPr", lang=_LANGUAGE[language])
    return element


def _run(run: Run, text: str, language: str) -> Any:
    element = OxmlElement("a:r")
    look = _under(element, "a:rPr", lang=_LANGUAGE[language])
    if run.size is not None:
        look.set("sz", str(round(run.size * 100)))
    if run.bold is not None:
        look.set("b", str(int(run.bold)))
    if run.italic:
        look.set("i", "1")
    look.set("dirty", "0")
    if run.ink:
        look.append(parse_xml(f"<a:solidFill {_XMLNS}>{paint.xml(run.ink)}</a:solidFill>"))
    if run.sign:
        for face in ("latin", "ea", "cs", "sym"):
            if face != "cs":
                _under(look, f"a:{face}", typeface=paint.SIGN_FACE)
    _under(element, "a:t").text = text
    return element


def _under(parent: Any, name: str, **attributes: str) -> Any:
    """Add an element at the end of another."""
    element: Any = OxmlElement(name)
    for key, value in attributes.items():
        element.set(key, value)
    parent.append(element)
    return element


def sign(code: str, size: float) -> Run:
    """Return the sign of a state in its colour."""
    return Run(paint.sign(code), size, bold=False, ink=paint.colour(code), sign=True)


def joined(texts: Sequence[str]) -> str:
    """Return the texts that say something, one below the other."""
    return "\n".join(text for text in texts if text)
