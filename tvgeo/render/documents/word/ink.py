"""Paragraphs and tables: text from data made harmless, and what python-docx has no words for."""

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.documents.word import looks

# How wide letters of Times New Roman Bold are, in shares of the size; measured.
CAPITAL, SMALL, SPACE = 0.73, 0.46, 0.25
MM_PER_POINT = 25.4 / 72
BORDER_EIGHTHS = 6


def put(paragraph: Paragraph, text: str, *, highlight: bool = False) -> Paragraph:
    """Add a text to a paragraph, with the characters that no document can hold as codes."""
    run = paragraph.add_run(plain.clean(text))
    if highlight:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def say(
    document: Document | _Cell, text: str, style: str = looks.TEXT, *, highlight: bool = False
) -> Paragraph:
    """Add a paragraph."""
    return put(document.add_paragraph(style=style), text, highlight=highlight)


def author(document: Document, t: Locale, place: str) -> None:
    """Leave a place that the author must fill, highlighted so that none is missed."""
    say(document, t(f"report.author.{place}"), looks.BLANK, highlight=True)


def fill(cell: _Cell, texts: Iterable[tuple[str, str]]) -> None:
    """Put paragraphs, each a text and its style, into a cell that is still empty."""
    place: Paragraph | None = cell.paragraphs[0]
    for text, style in texts:
        paragraph = place or cell.add_paragraph()
        paragraph.style = style
        put(paragraph, text)
        place = None


def thin(paragraph: Paragraph, height: float = 1) -> None:
    """Make an empty paragraph `height` points high."""
    form = paragraph.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(height)


def rule(paragraph: Paragraph, length: float, within: float) -> None:
    """Make a paragraph a rule of `length` mm in the middle of a column `within` mm wide."""
    thin(paragraph, 4)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(within - length, 0) / 2)
    form.space_before = Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (
        ("val", "single"),
        ("sz", BORDER_EIGHTHS),
        ("space", 1),
        ("color", "000000"),
    ):
        top.set(qn(f"w:{name}"), str(value))
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - no public way to it
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def width_of(text: str, size: float) -> float:
    """Return about how wide a bold text of `size` points is, in mm."""
    em = sum(SPACE if c.isspace() else CAPITAL if c.isupper() else SMALL for c in text)
    return em * size * MM_PER_POINT


def table(place: Document, widths: Sequence[float], rows: int = 1) -> Table:
    """Add a table without borders whose columns are `widths` mm wide, whatever they hold."""
    made: Table = place.add_table(rows, len(widths))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        size(row, widths)
    return made


def size(row: _Row, widths: Sequence[float]) -> None:
    """Set the widths of the cells of a row, in mm: office programs read them from each cell."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def margins(made: Table, sides: float) -> None:
    """Set the space between the text of cells and their sides, in mm."""
    properties = made._tbl.tblPr  # noqa: SLF001 - no public way to it
    found = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(sides).twips))
        margin.set(qn("w:type"), "dxa")
        found.append(margin)
    # the order of the parts is fixed: office programs may call another one damaged
    properties.find(qn("w:tblLook")).addprevious(found)


def repeat(row: _Row) -> None:
    """Repeat a row at the head of every page of its table."""
    _flag(row, "w:tblHeader")


def whole(row: _Row) -> None:
    """Keep a row on one page."""
    _flag(row, "w:cantSplit")


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - no public way to it
