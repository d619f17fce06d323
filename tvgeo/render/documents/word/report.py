"""The report from its letterhead to its annex."""

from docx import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.word import annex, body, closing, letterhead, looks, package, sheet


def write(facts: Facts, t: Locale) -> bytes:
    """Return the report as a DOCX file; the same facts give the same bytes."""
    document = Document()
    looks.apply(document)
    sheet.first(document, facts, t)
    letterhead.write(document, facts, t)
    body.write(document, facts, t)
    closing.write(document, facts, t)
    if facts.tasks or facts.sources:
        sheet.landscape(document)
        annex.write(document, facts, t)
    return package.packed(document, facts, t)
