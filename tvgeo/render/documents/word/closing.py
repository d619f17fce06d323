"""The end of the report: the last sentence, who gets a copy, who signs."""

from docx.document import Document
from docx.shared import Pt

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.word import ink, looks, sheet, wording

LEFT = 78
RIGHT = sheet.WIDTH - LEFT
# Room for a signature and a seal, in points.
SIGNATURE = 72


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write the closing sentence and the two blocks below it, which stay on one page."""
    office = facts.office
    closing = t(
        "report.closing",
        plan=wording.plan_short(facts),
        period=facts.period_words,
        agency=wording.written(office.agency),
        recipient=wording.written(office.recipient),
    )
    ink.say(document, closing).paragraph_format.keep_with_next = True
    frame = ink.table(document, (LEFT, RIGHT))
    ink.margins(frame, 0)
    ink.whole(frame.rows[0])
    ink.fill(frame.cell(0, 0), _copies(facts, t))
    posts = [*_lines(office.signs_for), *(_lines(office.post) or [wording.DOTS])]
    ink.fill(frame.cell(0, 1), [(post, looks.POST) for post in posts])
    signer = ink.say(frame.cell(0, 1), wording.written(office.signer), looks.SIGNER)
    signer.paragraph_format.space_before = Pt(SIGNATURE)


def _lines(text: str) -> list[str]:
    """Return a setting that may say several lines ("TM. …", "KT. …"), each as one."""
    return [said for said in map(wording.name, text.splitlines()) if said]


def _copies(facts: Facts, t: Locale) -> list[tuple[str, str]]:
    """Return who gets the report; whom it is addressed to is not named a second time."""
    office = facts.office
    addressed = wording.name(office.recipient)
    others = [one for one in map(wording.name, office.recipients) if one and one != addressed]
    said = [t("report.copies.one", recipient=one) for one in others]
    if addressed:
        said.insert(0, t("report.copies.as_above"))
    elif not said:
        said = [t("report.copies.one", recipient=wording.DOTS)]
    said.append(t("report.copies.file", unit=wording.written(office.drafting_unit)))
    return [(t("report.copies"), looks.COPIES), *((one, looks.COPY) for one in said)]
