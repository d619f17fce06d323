"""The annex: every task of the plan in a table, and the sources of the figures below it."""

from collections.abc import Sequence

from docx.document import Document
from docx.table import _Cell, _Row

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts, TaskFact
from tvgeo.render.documents.word import ink, looks, wording

# Name and width in mm of each column; together they are as wide as the landscape page.
COLUMNS = (
    ("tt", 11),
    ("task", 48),
    ("lead", 34),
    ("result", 68),
    ("state", 25),
    ("obstacles", 40),
    ("note", 26),
)
WIDTHS = tuple(float(width) for _, width in COLUMNS)
# Characters of a text in its cell; the whole of a longer one stands below the table.
LONGEST = 480
# A letter of the table in mm, and how many lines a row may have to be kept on one page.
LETTER = 2.05
KEPT_LINES = 24


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the annex; the section must begin with a paragraph, or its page would not turn."""
    ink.say(document, t("report.annex"), looks.ANNEX)
    if facts.tasks:
        title = t(
            "report.annex.title",
            n=wording.count(len(facts.tasks)),
            plan=wording.plan_short(facts).upper(),
        )
        ink.say(document, title, looks.ANNEX_TITLE)
        _reference(document, facts, t)
        below = _table(document, facts, t)
        for said in below:
            ink.say(document, said, looks.CELL)
    else:
        ink.say(document, t("report.annex.sources"), looks.ANNEX_TITLE)
        _reference(document, facts, t)
    _sources(document, facts, t)


def _reference(document: Document, facts: Facts, t: Locale) -> None:
    said = t(
        "report.annex.reference",
        blank=wording.BLANK,
        symbol=wording.written(facts.office.symbol),
        year=wording.year(facts),
        agency=wording.written(facts.office.agency),
    )
    ink.say(document, said, looks.ANNEX_REFERENCE)


def _table(document: Document, facts: Facts, t: Locale) -> list[str]:
    """Write the table and return the texts that are too long for it."""
    table = ink.table(document, WIDTHS)
    table.style = looks.GRID
    date = wording.day(facts.day)
    heads = [t(f"report.column.{name}", date=date) for name, _ in COLUMNS]
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        ink.fill(cell, [(head, looks.COLUMN)])
    ink.repeat(table.rows[0])
    ink.whole(table.rows[0])
    below = []
    for task in facts.tasks:
        texts = _texts(task, t)
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        ink.size(row, WIDTHS)
        cells = []
        for text, head in zip(texts, heads, strict=True):
            said = text
            if len(text) > LONGEST and text != task.result:
                said = t("report.annex.more", text=plain.shortened(text, LONGEST))
                below.append(
                    t("report.annex.full", tt=task.tt, column=head, text=wording.line(text))
                )
            cells.append(said)
        _row(row.cells, cells)
        if _lines(cells) <= KEPT_LINES:
            ink.whole(row)
    return below


def _texts(task: TaskFact, t: Locale) -> tuple[str, ...]:
    """Return the texts of the columns of one task."""
    proposals = t("report.annex.proposal", proposal=task.proposals) if task.proposals else ""
    held = "\n".join(text for text in (task.obstacles, proposals) if text)
    return (
        str(task.tt), task.title, task.lead, task.result, task.state, held, task.note,
    )  # fmt: skip


def _row(cells: Sequence[_Cell], texts: Sequence[str]) -> None:
    centred = {"tt"}
    for cell, text, (name, _) in zip(cells, texts, COLUMNS, strict=True):
        style = looks.CELL_CENTRED if name in centred else looks.CELL
        ink.fill(cell, [(said, style) for said in text.split("\n")])


def _lines(texts: Sequence[str]) -> int:
    """Return about how many lines the longest cell of a row has."""
    return max(
        sum(1 + int(len(part) * LETTER / width) for part in text.split("\n"))
        for text, width in zip(texts, WIDTHS, strict=True)
    )


def _sources(document: Document, facts: Facts, t: Locale) -> None:
    if not facts.sources:
        return
    if facts.tasks:
        title = ink.say(document, t("report.annex.sources"), looks.ANNEX_TITLE)
        title.paragraph_format.space_before = title.paragraph_format.space_after = 152400
    for source in facts.sources:
        said = t(
            "report.annex.source",
            quality=source.quality_name,
            source=wording.clause(source.text),
            n=wording.count(source.works),
        )
        ink.say(document, said, looks.CELL)
    for sentence in (*facts.honesty, facts.stamp):
        ink.say(document, sentence, looks.CELL)
