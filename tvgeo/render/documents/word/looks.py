"""The styles of the report: fonts, sizes and spacing of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Every paragraph has a named style and almost nothing else, so that an office restyles the report
by its styles. The decree's smaller set of sizes is used in the letterhead (12, 13, 13), since
names of agencies are long; the text is 14.
"""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
BLACK = RGBColor(0, 0, 0)
# First line of a paragraph of text, and the step of what is listed.
INDENT = Cm(1.27)
NONE = Cm(0)

TEXT, ITEM, PART = "Body Text", "Gạch đầu dòng", "Gạch đầu dòng 2"
NOTE, BLANK = "Ghi chú số liệu", "Chỗ người soạn bổ sung"
COUNTRY, MOTTO, RULE = "Quốc hiệu", "Tiêu ngữ", "Dòng kẻ"
PARENT, ISSUER = "Cơ quan chủ quản", "Cơ quan ban hành"
NUMBER, PLACE = "Số, ký hiệu", "Địa danh, thời gian"
KIND, SUBJECT, RECIPIENT = "Tên loại văn bản", "Trích yếu nội dung", "Kính gửi"
POST, SIGNER = "Chức vụ người ký", "Họ tên người ký"
COPIES, COPY = "Nơi nhận", "Danh sách nơi nhận"
ANNEX, ANNEX_TITLE, ANNEX_REFERENCE = "Phụ lục", "Tên phụ lục", "Chỉ dẫn phụ lục"
COLUMN, CELL, CELL_CENTRED = "Đầu cột", "Ô bảng", "Ô bảng giữa"
GRID = "Table Grid"

LEFT, CENTRE, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks; sizes and spaces in points, `lines` in lines of text."""

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = LEFT
    before: float = 0
    after: float = 0
    lines: float = 1.0
    first: Length = NONE
    left: Length = NONE
    keep: bool = False


LOOKS = {
    "Normal": Look(14),
    "Header": Look(14, align=CENTRE),
    "Footer": Look(11, italic=True, align=CENTRE),
    "Heading 1": Look(
        14, bold=True, align=JUSTIFIED, before=6, after=6, first=INDENT, keep=True
    ),
    "Heading 2": Look(
        14, bold=True, align=JUSTIFIED, before=6, after=6, first=INDENT, keep=True
    ),
    "Heading 3": Look(
        14, bold=True, italic=True, align=JUSTIFIED, after=6, first=INDENT, keep=True
    ),
    TEXT: Look(14, align=JUSTIFIED, after=6, lines=1.1, first=INDENT),
    ITEM: Look(14, align=JUSTIFIED, after=6, lines=1.1, first=INDENT),
    PART: Look(14, align=JUSTIFIED, after=6, lines=1.1, first=INDENT),
    NOTE: Look(14, italic=True, align=JUSTIFIED, after=6, lines=1.1, first=INDENT),
    BLANK: Look(14, italic=True, align=JUSTIFIED, after=6, lines=1.1, first=INDENT),
    COUNTRY: Look(12, bold=True, align=CENTRE),
    MOTTO: Look(13, bold=True, align=CENTRE),
    RULE: Look(2, align=CENTRE),
    PARENT: Look(12, align=CENTRE),
    ISSUER: Look(12, bold=True, align=CENTRE),
    NUMBER: Look(13, align=CENTRE, before=6),
    PLACE: Look(13, italic=True, align=CENTRE, before=6),
    KIND: Look(14, bold=True, align=CENTRE, before=18, keep=True),
    SUBJECT: Look(14, bold=True, align=CENTRE, keep=True),
    RECIPIENT: Look(14, align=CENTRE, before=6, after=12),
    POST: Look(14, bold=True, align=CENTRE, keep=True),
    SIGNER: Look(14, bold=True, align=CENTRE),
    COPIES: Look(12, bold=True, italic=True),
    COPY: Look(11),
    ANNEX: Look(14, bold=True, align=CENTRE, keep=True),
    ANNEX_TITLE: Look(14, bold=True, align=CENTRE, keep=True),
    ANNEX_REFERENCE: Look(14, italic=True, align=CENTRE, after=6, keep=True),
    COLUMN: Look(11, bold=True, align=CENTRE, before=2, after=2),
    CELL: Look(11, before=2, after=2),
    CELL_CENTRED: Look(11, align=CENTRE, before=2, after=2),
}
# What office programs expect besides.
KEPT = (GRID, "Normal Table", "No List", "Default Paragraph Font")
# Headings that the office's navigation shows beside those of the text.
OUTLINED = (ANNEX,)


def apply(document: Document) -> None:
    """Give the document its styles, its language and the ways of today's office programs."""
    _forget(document)
    _defaults(document)
    for name, look in LOOKS.items():
        _shape(_style(document, name), look)
    for name in OUTLINED:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        _style(document, name).element.get_or_add_pPr().append(level)
    _settings(document)


def _forget(document: Document) -> None:
    """Leave out the styles of the library's template that the report does not use."""
    known = document.styles.element
    kept = {name.lower() for name in (*LOOKS, *KEPT)}
    for style in known.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")).lower() not in kept:
            known.remove(style)
            continue
        # its character style is not among those that stay
        for link in style.findall(qn("w:link")):
            style.remove(link)


def _style(document: Document, name: str) -> ParagraphStyle:
    known = document.styles
    if name in [style.name for style in known]:
        found: ParagraphStyle = known[name]
        return found
    made: ParagraphStyle = known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = known["Normal"]
    made.quick_style = True
    return made


def _shape(style: ParagraphStyle, look: Look) -> None:
    font, form = style.font, style.paragraph_format
    _times(style.element.get_or_add_rPr())
    font.size = Pt(look.size)
    # the size that complex scripts take is another element, and bold and italic likewise
    _complex_size(style.element.get_or_add_rPr(), look.size)
    font.bold = font.cs_bold = look.bold
    font.italic = font.cs_italic = look.italic
    font.color.rgb = BLACK
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = look.lines
    form.first_line_indent, form.left_indent = look.first, look.left
    form.keep_with_next = look.keep
    form.widow_control = True


def _times(properties: Any) -> None:
    """Set the font for every script: a theme would choose another one for some letters."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _complex_size(properties: Any, size: float) -> None:
    found = properties.find(qn("w:szCs"))
    if found is None:
        found = OxmlElement("w:szCs")
        properties.find(qn("w:sz")).addnext(found)
    found.set(qn("w:val"), str(round(size * 2)))


def _defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _times(properties)
    language = properties.find(qn("w:lang"))
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), LANGUAGE)


def _settings(document: Document) -> None:
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
