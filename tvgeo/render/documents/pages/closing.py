"""The last pages: where the figures come from, and how the pack is to be read."""

from reportlab.platypus import Flowable, Spacer

from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents.pages import flow, fonts, paint
from tvgeo.render.documents.pages.flow import MM, Bar, Glyph, Hatch, Percent, Text, look
from tvgeo.render.documents.pages.sheet import Section
from tvgeo.render.documents.pages.surround import WIDTH
from tvgeo.render.documents.pages.tables import Beside, Row, columns_of, table

SAMPLE = 26 * MM


def sources(facts: Facts, t: Locale) -> Section:
    """Return what the figures rest on: sentences, then every source with its works."""
    said = [*facts.honesty]
    if facts.published is not None:
        said.append(t("pdf.published", rev=facts.revision, stamp=facts.published))
    if facts.credit:
        said.append(t("pdf.credit", credit=facts.credit))
    story: list[Flowable] = [Text(text, look(8.6, after=3)) for text in said]
    if facts.link:
        story.append(Text(t("pdf.link", address=facts.link), look(8.6, after=3), links=True))
    story.append(Spacer(0, 3 * MM))
    if facts.sources:
        story.append(_sources(facts, t))
    else:
        story.append(Text(t("pdf.sources.none"), flow.BODY))
    return Section(
        running=t("pdf.sources"),
        title=t("pdf.sources.title"),
        story=story,
        invented=facts.illustrative,
    )


def _sources(facts: Facts, t: Locale) -> Flowable:
    columns = columns_of(
        (t("column.source"), 186),
        (t("column.quality"), 62),
        (t("overview.column.items"), 25, True),
    )
    rows = []
    for source in facts.sources:
        invented = source.quality == "illustrative"
        face = fonts.ITALIC if invented else fonts.REGULAR
        rows.append(
            Row((
                [Text(source.text, look(8, face), invented=invented, links=True)],
                [Text(source.quality_name, look(8, face))],
                [Text(str(source.works), flow.NUMBER)],
            ))
        )  # fmt: skip
    return table(columns, rows)


def reading(facts: Facts, t: Locale) -> Section:
    """Return the thresholds of the states, and what every mark means."""
    half = (WIDTH - 10 * MM) / 2
    left = [
        Text(t("pdf.reading.states"), flow.HEADING),
        *([] if facts.plates or not facts.thresholds else [flow.note(facts.thresholds)]),
        Beside((20, half - 20), _states(facts, t), top=6),
    ]
    right = [
        Text(t("pdf.reading.marks"), flow.HEADING),
        Beside((SAMPLE, half - SAMPLE), _marks(facts, t), top=7),
    ]
    return Section(
        running=t("pdf.reading"),
        title=t("pdf.reading"),
        unmarked=True,
        story=[Beside((half, 10 * MM, half), [[left, [], right]])],
    )


def _states(facts: Facts, t: Locale) -> list[list[list[Flowable]]]:
    known = {key.style: key for plate in facts.plates for key in plate.keys}
    rows: list[list[list[Flowable]]] = []
    for count in facts.counts:
        threshold = known[count.code].threshold if count.code in known else ""
        key = f"pdf.meaning.{count.code}"
        meaning = threshold or (t(key) if key in t else "")
        rows.append([
            [Glyph(count.code, 11, drop=2)],
            [
                Text(count.name, look(10.5, fonts.SEMIBOLD)),
                *([Text(meaning, look(9, ink=paint.MUTED))] if meaning else []),
            ],
        ])  # fmt: skip
    return rows


def _marks(facts: Facts, t: Locale) -> list[list[list[Flowable]]]:
    width = SAMPLE - 5 * MM
    late = style.health_colour("late")
    rows: list[tuple[Flowable, str]] = [
        (Bar(Percent(52.0, 78.0, late), width), t("pdf.reading.bar")),
        (Hatch(width, 8), t("pdf.reading.hatch")),
        (Text(t.dash, look(9, fonts.BOLD)), t("pdf.reading.dash")),
        (Text("−12,5" if t.language == "vi" else "−12.5", look(9, fonts.BOLD)),
         t("pdf.reading.difference")),
        (Text(t("pdf.reading.part"), look(8, indent=9)), t("pdf.reading.parts")),
        (Text("%", look(9, fonts.BOLD)), t("pdf.reading.mean")),
    ]  # fmt: skip
    if facts.illustrative:
        rows.insert(0, (Text(t.mark, look(12, fonts.BOLD_ITALIC)), facts.note))
    if any(plate.schematic for plate in facts.plates):
        rows.append((Text(t("pdf.reading.dots"), look(9, fonts.SEMIBOLD)),
                     t("pdf.reading.schematic")))  # fmt: skip
    return [[[sample], [Text(text, look(9.6))]] for sample, text in rows]
