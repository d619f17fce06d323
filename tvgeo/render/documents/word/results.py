"""Section II: what was done, by the groups of the plan; works, then targets."""

from collections.abc import Iterable, Iterator, Sequence

from docx.document import Document

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts, Group, TargetFact
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.documents.word import ink, looks, wording

STATES = ("reached", "not_reached", "no_data", "not_quantified")


def write(document: Document, facts: Facts, t: Locale) -> None:
    """Write one subsection for each sector that the report is about."""
    for number, group in enumerate(facts.sectors, start=1):
        heading = t("report.numbered", number=number, text=wording.name(group.heading))
        ink.say(document, heading, "Heading 2")
        _group(document, facts, group, t)


def _group(document: Document, facts: Facts, group: Group, t: Locale) -> None:
    targets = [target for target in facts.targets if target.sector == group.code]
    # of one sector or one work section I has said it
    if facts.scope.kind not in {"sector", "work"}:
        _counted(document, facts, group, t)
    if targets:
        _titled(document, t, "a", "works")
    works(document, group.works, t)
    if targets:
        _titled(document, t, "b", "targets")
        _targets(document, targets, t)


def _titled(document: Document, t: Locale, letter: str, name: str) -> None:
    heading = t("report.lettered", letter=letter, text=t(f"report.heading.{name}"))
    ink.say(document, heading, "Heading 3")


def _counted(document: Document, facts: Facts, group: Group, t: Locale) -> None:
    total = sum(one.n for one in group.counts)
    unknown = sum(one.n for one in group.counts if one.code == "no_data")
    if total == unknown:
        date = wording.day(facts.day)
        ink.say(document, t("report.group.none", total=wording.count(total), date=date))
        return
    mark = wording.MARK if any(work.illustrative for work in group.works) else ""
    said = wording.by_health(t, group.counts, missing=True)
    ink.say(document, t("report.group", total=wording.count(total), counts=said, mark=mark))


def works(document: Document, found: Sequence[WorkFact], t: Locale) -> None:
    """Write the result of each work with its parts below it; the unknown ones in one sentence."""
    unknown = []
    for work, parts in whole_by_whole(found):
        known = [part for part in parts if part.health != "no_data"]
        if work.health == "no_data" and not known:
            unknown.append(work)
            continue
        ink.say(document, t("report.item", text=wording.sentence(work.result)), looks.ITEM)
        for part in parts:
            ink.say(document, t("report.part", text=wording.sentence(part.result)), looks.PART)
    if len(unknown) == 1:
        ink.say(
            document, t("report.item", text=wording.sentence(unknown[0].result)), looks.ITEM
        )
    elif unknown:
        names = wording.BETWEEN.join(wording.name(work.name) for work in unknown)
        said = t("report.no_data.many", n=wording.count(len(unknown)), names=names)
        ink.say(document, t("report.item", text=said), looks.ITEM)


def whole_by_whole(
    found: Iterable[WorkFact],
) -> Iterator[tuple[WorkFact, tuple[WorkFact, ...]]]:
    """Yield every work with its parts; a part whose whole is not among them stands by itself."""
    found = tuple(found)
    present = {work.project_id for work in found}
    for work in found:
        if work.part_of not in present:
            yield work, tuple(_below(found, work.project_id))


def _below(found: Sequence[WorkFact], project_id: str) -> Iterator[WorkFact]:
    """Yield the parts of a work, each followed by its own."""
    for part in found:
        if part.part_of == project_id:
            yield part
            yield from _below(found, part.project_id)


def _targets(document: Document, targets: Sequence[TargetFact], t: Locale) -> None:
    """Write the amounts that were reached, then the other targets by their state."""
    for target in targets:
        if target.sentence:
            text = wording.sentence(target.sentence)
            ink.say(document, t("report.item", text=text), looks.ITEM)
    for state in STATES:
        rest = [one for one in targets if one.state == state and not one.sentence]
        if rest:
            names = wording.BETWEEN.join(
                wording.name(one.indicator) + (t.mark if one.illustrative else "")
                for one in rest
            )
            said = t(f"report.targets.{state}", names=names)
            ink.say(document, t("report.item", text=said), looks.ITEM)
