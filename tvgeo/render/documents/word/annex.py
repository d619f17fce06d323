"""The annex: every task of the plan in a table, and the sources of the figures below it."""

from docx.document import Document
from docx.shared import Pt
from docx.table import _Row

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Facts, TaskFact
from tvgeo.render.documents.word import ink, looks, wording

# Name and width in mm of each column; together they are as wide as the landscape page.
COLUMNS = (
    ("tt", 10),
    ("task", 42),
    ("lead", 34),
    ("result", 58),
    ("state", 22),
    ("obstacles", 52),
    ("note", 34),
)
WIDTHS = tuple(float(width) for _, width in COLUMNS)
# About how wide a letter of the table is, in mm.
LETTER = 1.95
# Lines of a reported text in its cell: the whole of a longer one stands below the table.
LONGEST = 30
SHORTENED = ("obstacles", "note")
# A row with more lines may go on, on the next page: kept whole it would leave half a page empty.
KEPT_LINES = 16
SPACE = Pt(12)


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
        for i, said in enumerate(_table(document, facts, t)):
            below = ink.say(document, said, looks.CELL)
            if i == 0:
                below.paragraph_format.space_before = SPACE
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
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        ink.size(row, WIDTHS)
        lines = 0
        for cell, text, head, (name, width) in zip(
            row.cells, _texts(task, t), heads, COLUMNS, strict=True
        ):
            longest = round(LONGEST * width / LETTER)
            said = text
            if name in SHORTENED and len(text) > longest:
                said = t("report.annex.more", text=plain.shortened(text, longest))
                whole = wording.sentence(text)
                below.append(t("report.annex.full", tt=task.tt, column=head, text=whole))
            style = looks.CELL_CENTRED if name == "tt" else looks.CELL
            parts = said.split("\n")
            ink.fill(cell, [(part, style) for part in parts])
            lines = max(lines, sum(1 + int(len(part) * LETTER / width) for part in parts))
        if lines <= KEPT_LINES:
            ink.whole(row)
    return below


def _texts(task: TaskFact, t: Locale) -> tuple[str, ...]:
    """Return the texts of the columns of one task."""
    proposals = t("report.annex.proposal", proposal=task.proposals) if task.proposals else ""
    held = "\n".join(text for text in (task.obstacles, proposals) if text)
    results = [text for text in plain.clean(task.result).split("\n") if text]
    if len(results) > 1:
        results = [t("report.item", text=text) for text in results]
    return (
        str(task.tt),
        wording.name(task.title),
        wording.agency(task),
        "\n".join(results),
        plain.clean(task.state).replace(" · ", "\n"),
        plain.clean(held),
        plain.clean(task.note),
    )


def _sources(document: Document, facts: Facts, t: Locale) -> None:
    if not facts.sources:
        return
    if facts.tasks:
        title = ink.say(document, t("report.annex.sources"), looks.ANNEX_TITLE)
        title.paragraph_format.space_before = title.paragraph_format.space_after = SPACE
    quality = ""
    for source in facts.sources:
        if source.quality != quality:
            quality = source.quality
            heading = t("report.annex.quality", quality=source.quality_name)
            ink.say(document, heading, looks.CELL).paragraph_format.keep_with_next = True
        said = t(
            "report.annex.source",
            source=wording.clause(source.text),
            n=wording.count(source.works),
        )
        ink.say(document, said, looks.CELL)
    for sentence in (*facts.honesty, facts.stamp):
        ink.say(document, sentence, looks.CELL)
