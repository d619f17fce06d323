"""The sheets of the workbook, each from one kind of facts."""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents import packing
from tvgeo.render.documents.book import figures, paper, plan

_SHEETS = (
    figures.summary, figures.works, figures.behind,
    plan.tasks, plan.targets, plan.reports, plan.sources,
)  # fmt: skip


def write(facts: Facts, t: Locale) -> bytes:
    """Return the workbook."""
    book = Workbook()
    book.remove(book.active)
    # cells without a look of their own, and the heads of printed pages, have this face
    plain_face = Font(name=paper.FACE, size=10)
    book._fonts = IndexedList([plain_face])  # noqa: SLF001 - there is no public way
    book._named_styles["Normal"].font = plain_face  # noqa: SLF001
    for make in _SHEETS:
        make(book, facts, t)
    book.active = 0
    _properties(book, facts, t)
    stream = io.BytesIO()
    book.save(stream)
    return packing.settled(stream.getvalue(), facts.day)


def _properties(book: Any, facts: Facts, t: Locale) -> None:
    about = book.properties
    about.title, about.subject = plain.line(facts.title), plain.line(facts.message)
    about.creator = plain.line(facts.office.agency) or "tvgeo"
    about.language = t.language
    about.created = datetime(facts.day.year, facts.day.month, facts.day.day)  # noqa: DTZ001 - the format has no zone
