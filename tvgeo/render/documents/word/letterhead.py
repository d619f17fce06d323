"""The head of the report: who issues it, the country and its motto, number, place, title."""

from docx.document import Document
from docx.table import _Cell

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.word import ink, looks, sheet, wording

# Widths of the two blocks in mm: the country's name is in one line.
LEFT = 74
RIGHT = sheet.WIDTH - LEFT
# Of the line of text above it, as the decree has it: from a third to a half.
SHARE = 0.42
# The rule under the motto is as long as the motto; under the title it is a share of its line.
MOTTO_LENGTH = 55.4
SUBJECT_RULE = 62


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the letterhead, the title and to whom the report goes."""
    # a text that begins with a table keeps no heading with its paragraph in LibreOffice
    ink.thin(document.add_paragraph(style=looks.RULE))
    frame = ink.table(document, (LEFT, RIGHT), rows=2)
    ink.margins(frame, 0)
    _issuer(frame.cell(0, 0), facts)
    _country(frame.cell(0, 1), t)
    symbol = wording.written(facts.office.symbol)
    number = t("report.number", blank=wording.BLANK, symbol=symbol)
    place = t(
        "report.place",
        place=wording.written(facts.office.place),
        blank=wording.BLANK,
        year=wording.year(facts),
    )
    ink.fill(frame.cell(1, 0), [(number, looks.NUMBER)])
    ink.fill(frame.cell(1, 1), [(place, looks.PLACE)])
    ink.say(document, t("report.kind"), looks.KIND)
    ink.say(document, wording.kept(wording.subject(facts, t)), looks.SUBJECT)
    ink.rule(document.add_paragraph(style=looks.RULE), SUBJECT_RULE, sheet.WIDTH)
    recipient = facts.office.recipient
    if recipient:
        ink.say(document, t("report.to", recipient=wording.name(recipient)), looks.RECIPIENT)


def _issuer(cell: _Cell, facts: Facts) -> None:
    """Write the agency above and the agency that issues; one without an agency above has none."""
    office = facts.office
    issuer = wording.written(office.issuer)
    parent = wording.name(office.parent_agency) if office.issuer else wording.written("")
    texts = [(parent, looks.PARENT)] if parent else []
    ink.fill(cell, [*texts, (issuer, looks.ISSUER)])
    line = min(ink.width_of(issuer, looks.LOOKS[looks.ISSUER].size), LEFT)
    ink.rule(cell.add_paragraph(style=looks.RULE), line * SHARE, LEFT)


def _country(cell: _Cell, t: Locale) -> None:
    ink.fill(
        cell,
        [(t("report.motto.country"), looks.COUNTRY), (t("report.motto.words"), looks.MOTTO)],
    )
    ink.rule(cell.add_paragraph(style=looks.RULE), MOTTO_LENGTH, RIGHT)
