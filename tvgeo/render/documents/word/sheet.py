"""The pages: size, margins, page numbers, and the mark at the foot of every page."""

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.word import ink

# A4, in mm.
SHORT, LONG = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
NUMBER_FROM_EDGE = 10
WIDTH = SHORT - LEFT - RIGHT
LANDSCAPE_WIDTH = LONG - LEFT - RIGHT


def first(document: Document, facts: Facts, t: Locale) -> None:
    """Set up the pages of the text: no number on the first, the mark on each."""
    section = document.sections[0]
    _page(section, WD_ORIENT.PORTRAIT, SHORT, LONG)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    # they are said, not left out: the first page would otherwise take those of a section before
    section.first_page_header.is_linked_to_previous = False
    if facts.mark:
        said = t("report.footer", mark=facts.mark, note=facts.note)
        for footer in (section.footer, section.first_page_footer):
            ink.put(footer.paragraphs[0], said)


def landscape(document: Document) -> None:
    """Begin the annex: a landscape section that counts its pages anew, as the decree has it."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, WD_ORIENT.LANDSCAPE, LONG, SHORT)
    section.different_first_page_header_footer = True
    anew = OxmlElement("w:pgNumType")
    anew.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(anew)  # noqa: SLF001 - no public way to it


def _page(section: Section, orientation: WD_ORIENT, width: int, height: int) -> None:
    section.orientation = orientation
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(NUMBER_FROM_EDGE)


def page_number(paragraph: Paragraph) -> None:
    """Put the number of the page into a paragraph."""
    for kind in ("begin", "instruction", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "instruction":
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = " PAGE "
            run._r.append(field)  # noqa: SLF001 - no public way to a field
        elif kind == "text":
            run.text = "2"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._r.append(field)  # noqa: SLF001
