"""The plan in a briefing: tasks, targets, reports that are owed, and what the figures rest on."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from tvgeo.core import plan_state
from tvgeo.core.aggregates import Aggregate
from tvgeo.core.metrics import amount_of
from tvgeo.core.plan import Target, Task
from tvgeo.core.plan_state import TargetState
from tvgeo.locale import Locale
from tvgeo.render import phrases
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Mean, ReportFact, SourceFact, TargetFact, TaskFact
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.services import units
from tvgeo.services.view import View

# What the plan has besides amounts: classes and dates have no percentage of a target.
QUALITY_ORDER = ("official", "public", "illustrative")


def tasks(
    view: View, t: Locale, works: Mapping[str, WorkFact], ids: Collection[str]
) -> tuple[TaskFact, ...]:
    """Return the tasks that one of the works `ids` belongs to, in the order of the plan."""
    return tuple(
        _task(view, t, works, task)
        for task in view.registry.tasks.values()
        if not task.item_ids or set(task.item_ids) & set(ids)
    )


def _task(view: View, t: Locale, works: Mapping[str, WorkFact], task: Task) -> TaskFact:
    items = [works[p] for p in task.item_ids if p in works]
    state = plan_state.task_state(task, view.standings)
    said = t("task.state", done=state.completed, total=state.total, late=state.behind,
             none=state.no_data)  # fmt: skip
    return TaskFact(
        tt=task.tt,
        sector=task.sector,
        title=plain.line(t.name(task)),
        lead=_leads(view, t, task.lead_agency),
        result="\n".join(item.result for item in items),
        state=said + (t.mark if state.illustrative else "") if state.total else t.dash,
        obstacles=_named(t, items, "obstacle"),
        proposals=_named(t, items, "proposal"),
        note=_named(t, items, "note"),
        citation=plain.line(task.citation),
        illustrative=any(item.illustrative for item in items),
        lead_full=units.leads_full(t, view, task.lead_agency),
    )


def _leads(view: View, t: Locale, agencies: Sequence[str]) -> str:
    return plain.line(units.agencies(t, view, agencies)) or t("flag.no_lead")


def _named(t: Locale, items: Sequence[WorkFact], field: str) -> str:
    """Return a text of several works, each with the name of its work; of one, the text alone."""
    said = [(item.name, getattr(item, field)) for item in items if getattr(item, field)]
    if len(items) == 1 and said:
        return str(said[0][1])
    return "\n".join(t("brief.named", name=name, said=text) for name, text in said)


def targets(view: View, t: Locale, ids: Collection[str]) -> tuple[TargetFact, ...]:
    """Return the targets of the works `ids`, in the order of the plan."""
    return tuple(
        _target(view, t, target)
        for target in view.registry.targets.values()
        if not target.item_ids or set(target.item_ids) & set(ids)
    )


def _target(view: View, t: Locale, target: Target) -> TargetFact:
    state = plan_state.target_state(target, view.standings)
    mark = t.mark if state.illustrative else ""
    reached = Value(None, t.missing)
    if state.amount is not None:
        said = t.quantity(state.amount, target.unit or "")
        reached = Value(state.amount, said + mark, illustrative=state.illustrative)
    pct = Value(None, t.dash)
    if state.pct is not None:
        pct = Value(state.pct, t.percent(state.pct) + mark, illustrative=state.illustrative)
    indicator = plain.line(t.name(target))
    return TargetFact(
        target_id=target.target_id,
        sector=target.sector,
        indicator=indicator,
        promised=plain.line(phrases.promised(t, target.value, target.unit)),
        year=target.year,
        reached=reached,
        pct=pct,
        state=state.state,
        state_name=t(f"target.state.{state.state}") + mark,
        sentence=_target_sentence(t, target, state, indicator, reached, pct),
        citation=plain.line(target.citation),
        illustrative=state.illustrative,
    )


def _target_sentence(
    t: Locale, target: Target, state: TargetState, indicator: str, reached: Value, pct: Value
) -> str:
    """Return what was reached of a target, or nothing where there is no figure."""
    if state.amount is not None and pct.number is not None and amount_of(target.value):
        if target.year is None:
            return t(
                "brief.target.no_year", indicator=indicator, actual=reached.text, pct=pct.text
            )
        return t(
            "brief.target", indicator=indicator, actual=reached.text, pct=pct.text,
            year=target.year,
        )  # fmt: skip
    if state.amount is not None and target.value:
        promised = plain.line(phrases.promised(t, target.value, target.unit))
        return t(
            "brief.target.amount_of", indicator=indicator, actual=reached.text,
            promised=promised,
        )  # fmt: skip
    if state.amount is not None:
        return t("brief.target.amount", indicator=indicator, actual=reached.text)
    if state.state == "reached":
        mark = t.mark if state.illustrative else ""
        return t("brief.target.reached", indicator=indicator, mark=mark)
    return ""


def reports(
    view: View, t: Locale, works: Mapping[str, WorkFact], ids: Collection[str]
) -> tuple[ReportFact, ...]:
    """Return who owes a report on one of the works `ids`, and whose has come."""
    found = []
    for report in view.reports:
        owed = [p for p in report.owed if p in ids]
        if not owed:
            continue
        missing = tuple(works[p].name for p in report.missing if p in ids)
        some = "partial" if len(missing) < len(owed) else "missing"
        state = some if missing else "complete"
        found.append(
            ReportFact(
                agency=plain.line(units.agency(t, view, report.agency)),
                owed=len(owed),
                received=len(owed) - len(missing),
                missing=missing,
                state=state,
                state_name=t(f"brief.report.{state}"),
                agency_full=units.agency_full(t, view, report.agency),
            )
        )
    return tuple(found)


def sources(t: Locale, works: Iterable[WorkFact], view: View) -> tuple[SourceFact, ...]:
    """Return every source of a figure of the works, reported ones first, with its works.

    A part counts for its whole, as in every count of a briefing.
    """
    rests: dict[tuple[str, str], set[str]] = {}
    listed = {fact.project_id: fact for fact in works}
    for fact in listed.values():
        whole = fact
        while whole.part_of in listed:
            whole = listed[whole.part_of]
        for figure in view.standings[fact.project_id].figures:
            text = plain.line(figure.source or "") or t("brief.source.unnamed")
            if figure.derived == "linear":
                text = t("brief.source.plan", citation=text)
            rests.setdefault((figure.quality, text), set()).add(whole.project_id)
    return tuple(
        SourceFact(text, quality, t(f"quality.{quality}"), len(found))
        for (quality, text), found in sorted(
            rests.items(), key=lambda pair: (QUALITY_ORDER.index(pair[0][0]), pair[0][1])
        )
    )


def mean(t: Locale, found: Aggregate) -> Mean:
    """Return an aggregate with its weight and how many works it rests on."""
    mark = t.mark if found.illustrative else ""
    text = t.missing if found.pct is None else t.percent(found.pct) + mark
    return Mean(
        name=t(f"brief.mean.{found.shape}", weight=t(f"aggregate.{found.weight}")),
        value=Value(found.pct, text, illustrative=found.illustrative),
        rests_on=t("brief.mean.rests_on", n=len(found.counted), total=len(found.members)),
    )
