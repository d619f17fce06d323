"""The file: what it says of itself, and bytes that depend on nothing but its content."""

from datetime import UTC, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.word import wording

# The time stamp of every part; the format knows no earlier one.
EPOCH = (1980, 1, 1, 0, 0, 0)
# The longest text of a property that office programs accept.
LONGEST = 255


def packed(document: Document, facts: Facts, t: Locale) -> bytes:
    """Return the document as a file whose stamps are those of the day of its figures."""
    _describe(document, facts, t)
    written = BytesIO()
    document.save(written)
    settled = BytesIO()
    with ZipFile(written) as source, ZipFile(settled, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, EPOCH), source.read(name), ZIP_DEFLATED)
    return settled.getvalue()


def _describe(document: Document, facts: Facts, t: Locale) -> None:
    stamp = datetime.combine(facts.day, time(), UTC)
    said = document.core_properties
    said.title = _short(wording.subject(facts, t))
    said.subject = _short(facts.stamp)
    said.author = said.last_modified_by = _short(facts.office.agency)
    said.keywords = _short(facts.plan_name)
    said.comments = _short(facts.note)
    said.category = t("report.kind")
    said.language = t.language
    said.created = said.modified = stamp
    said.revision = 1


def _short(text: str) -> str:
    return plain.shortened(plain.line(text), LONGEST)
