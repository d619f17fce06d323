"""The facts of a briefing: the figures of a view, for the whole plan or for a part of it.

Counts, verdicts and means come from the functions of the pages; here they are only chosen and
put into words, once, for every form of document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from tvgeo.core import aggregates, reports
from tvgeo.core.metrics import SEVERITY, Standing
from tvgeo.core.plan import Agency
from tvgeo.core.progress import STATUSES
from tvgeo.errors import UsageError
from tvgeo.locale import Locale
from tvgeo.render import phrases
from tvgeo.render.briefing import plain, sentences
from tvgeo.render.briefing.facts import SCOPES, Count, Facts, Group, Scope
from tvgeo.render.briefing.works import WorkFact
from tvgeo.services import (
    briefing_link,
    briefing_plan,
    briefing_works,
    map_layers,
    plates,
    units,
)
from tvgeo.services.view import View

# Of so many codes the likeliest are named to whoever asks for one that is not there.
SUGGESTED = 12


def scopes(view: View, t: Locale) -> tuple[Scope, ...]:
    """Return everything that a briefing may be about: the plan, sectors, agencies, works."""
    registry = view.registry
    leads = {a for s in view.standings.values() for a in s.project.lead_agency}
    codes = dict.fromkeys((*registry.agencies, *sorted(leads)))
    return (
        Scope("plan", "", t("brief.scope.plan")),
        *(Scope("sector", code, t(f"sector.{code}")) for code in view.sectors),
        *(
            Scope("agency", a.agency_id, *_names(view, t, a))
            for a in (reports.agency_of(registry, code) for code in units.shown(view, codes))
            if a.agency_id in leads or reports.works_of(registry, a.agency_id)
        ),
        *(
            Scope("work", code, plain.line(t.name(project)))
            for code, project in registry.projects.items()
        ),
    )


def _names(view: View, t: Locale, agency: Agency) -> tuple[str, str]:
    """Return the short and the whole name of an agency, as a title has them."""
    return plain.line(units.name(t, view, agency)), plain.line(units.name_full(t, view, agency))


def scope_of(view: View, t: Locale, kind: str, code: str) -> Scope:
    """Return one scope by kind and code.

    Raises
    ------
    UsageError
        If there is no such kind, or nothing of that kind has that code.
    """
    found = {(scope.kind, scope.code): scope for scope in scopes(view, t)}
    if kind == "agency":
        code = next(iter(units.shown(view, [code])))
    if (kind, code) in found:
        return found[kind, code]
    codes = [scope.code for scope in found.values() if scope.kind == kind and scope.code]
    if len(codes) > SUGGESTED:
        codes = [*get_close_matches(code[:80], codes, n=SUGGESTED, cutoff=0.0), "…"]
    asked = f"{kind}:{code}".removesuffix(":")[:80]
    raise UsageError("error.no_scope", value=asked, suggestion=", ".join(codes or SCOPES))


def members(view: View, scope: Scope) -> tuple[str, ...]:
    """Return the projects a scope is about, in plan order, each followed by its parts."""
    projects = view.registry.projects
    if scope.kind == "plan":
        chosen = set(projects)
    elif scope.kind == "sector":
        chosen = {p for p, project in projects.items() if project.sector == scope.code}
    elif scope.kind == "agency":
        chosen = set(reports.works_of(view.registry, scope.code))
    else:
        chosen = {scope.code}
    found: list[str] = []
    for project_id in projects:
        if project_id in chosen and projects[project_id].part_of not in chosen:
            _with_parts(view, project_id, found)
    return tuple(found)


def _with_parts(view: View, project_id: str, found: list[str]) -> None:
    """Add a project and, right after it, its parts and theirs, wherever the plan names them."""
    if project_id not in found:
        found.append(project_id)
        for part in view.registry.parts(project_id):
            _with_parts(view, part.project_id, found)


def facts(view: View, t: Locale, scope: Scope | None = None) -> Facts:
    """Return what a briefing about `scope` says, by default about the whole plan."""
    scope = scope or Scope("plan", "", t("brief.scope.plan"))
    every = briefing_works.facts(view, t)
    ids = members(view, scope)
    works = tuple(every[p] for p in ids)
    counted = _counted(view, ids)
    settings = view.base.settings
    link = briefing_link.link(view, t, scope)
    marked = any(work.illustrative for work in works)
    known = [item for item in counted if item.health != "no_data"]
    behind = aggregates.worst(counted, limit=None)
    stamp = t("brief.stamp", date=view.day, rev=view.base.revision)
    plan_name = plain.line(t.name(settings, "plan_name") or settings.title)
    sectors = _sectors(view, t, counted, works)
    note = t("brief.honesty.mark") if marked else ""
    return Facts(
        language=t.language,
        scope=scope,
        title=t("brief.title", plan=plan_name, scope=scope.name),
        plan_name=plan_name,
        message=_message_of(t, scope, counted, every),
        delays=t("brief.delays", n=len(behind), total=len(known))
        + (t.mark if any(item.illustrative for item in behind) else ""),
        stamp=stamp,
        day=view.day,
        revision=view.base.revision,
        published=view.base.published.created_at if view.base.published else None,
        period=view.period,
        period_words=t.period(view.period.code, "document"),
        in_calendar=reports.in_calendar(view.registry, view.period),
        sourced_only=view.sourced_only,
        mark=t("brief.mark") if marked else "",
        note=note,
        honesty=_honesty(view, t, note, counted),
        thresholds=t(
            "brief.thresholds",
            slow=settings.slow,
            late=settings.late,
            critical=settings.critical,
        ),
        total=len(counted),
        parts=len(works) - len(counted),
        with_data=len(known),
        counts=_counts(t, counted),
        statuses=_statuses(t, counted),
        sectors=sectors,
        agencies=_agencies(view, t, counted, every),
        works=works,
        behind=tuple(every[item.project.project_id] for item in behind),
        tasks=briefing_plan.tasks(view, t, every, ids),
        targets=briefing_plan.targets(view, t, ids),
        reports=briefing_plan.reports(view, t, every, ids),
        sources=briefing_plan.sources(t, works, view),
        credit=phrases.credit(t, ", ".join(map_layers.credits_of(view.base, view.units))),
        link=link,
        office=settings.office,
        messages={
            group.code: t(
                "brief.message.group",
                group=group.name,
                message=sentences.after_colon(
                    message(t, [i for i in counted if i.project.sector == group.code])
                ),
            )
            for group in sectors
        },
        plates=plates.of(view, t, works, scope, link=link),
    )


def _counted(view: View, ids: Sequence[str]) -> tuple[Standing, ...]:
    """Return the wholes among the works; a part that is asked for by itself counts as one."""
    wholes = tuple(view.standings[p] for p in ids if not view.standings[p].project.part_of)
    return wholes or tuple(view.standings[p] for p in ids)


def message(t: Locale, counted: Sequence[Standing]) -> str:
    """Say in one sentence how many works are behind, and which one the furthest."""
    known = [item for item in counted if item.health != "no_data"]
    behind = aggregates.worst(counted, limit=None)
    if not known:
        return t("brief.message.no_data")
    if behind:
        mark = t.mark if any(item.illustrative for item in behind) else ""
        key = "brief.message.one" if len(behind) == 1 else "brief.message.many"
        name = plain.line(t.name(behind[0].project))
        return t(key, n=len(behind), name=name) + mark
    judged = [i for i in known if i.slippage is not None or i.health == "completed"]
    if not judged:
        return t("brief.message.no_plan", n=len(known), total=len(counted))
    mark = t.mark if any(item.illustrative for item in judged) else ""
    if len(judged) < len(counted):
        return t("brief.message.zero_of", n=len(judged), total=len(counted)) + mark
    return t("brief.message.zero") + mark


def _message_of(
    t: Locale, scope: Scope, counted: Sequence[Standing], every: Mapping[str, WorkFact]
) -> str:
    """Return the finding: of one work how far it is from its plan, else how many are behind."""
    if scope.kind != "work" or counted[0].health == "no_data":
        return message(t, counted)
    fact = every[scope.code]
    return t(
        "brief.message.work",
        name=fact.name,
        message=fact.difference if fact.is_judged else fact.state.lower(),
    )


def _counts(t: Locale, counted: Iterable[Standing]) -> tuple[Count, ...]:
    tally = aggregates.counts(counted)
    return tuple(Count(code, t(f"health.{code}"), tally[code]) for code in SEVERITY)


def _statuses(t: Locale, counted: Sequence[Standing]) -> tuple[Count, ...]:
    """Count the works by what is being done; without a status, work that has figures goes on."""
    tally = dict.fromkeys((*STATUSES, "no_data"), 0)
    for item in counted:
        if item.health == "no_data":
            tally["no_data"] += 1
        else:
            tally[item.status.value if item.status else "in_progress"] += 1
    return tuple(
        Count(
            code,
            t("inline.health.no_data") if code == "no_data" else t(f"status.rest.{code}"),
            n,
        )
        for code, n in tally.items()
    )


def _sectors(
    view: View, t: Locale, counted: Sequence[Standing], works: Sequence[WorkFact]
) -> tuple[Group, ...]:
    found = []
    for sector in view.sectors:
        items = [item for item in counted if item.project.sector == sector]
        if not items:
            continue
        whole = len(items) == sum(view.sectors[sector].values())
        found.append(
            Group(
                code=sector,
                name=t(f"sector.{sector}"),
                heading=t(f"brief.heading.{sector}"),
                counts=_counts(t, items),
                # a mean of the whole sector says nothing about some of its works
                means=tuple(
                    briefing_plan.mean(t, a) for a in view.aggregates if a.sector == sector
                )
                if whole
                else (),
                works=tuple(work for work in works if work.sector == sector),
            )
        )
    return tuple(found)


def _agencies(
    view: View, t: Locale, counted: Sequence[Standing], every: Mapping[str, WorkFact]
) -> tuple[Group, ...]:
    """Return the works by who leads them; a work with two leads stands at each."""
    led: dict[str, list[Standing]] = {}
    for item in counted:
        for code in units.leads(view, item.project) or ("",):
            led.setdefault(code, []).append(item)
    groups = []
    for code in sorted(led, key=_order(view)):
        agency = reports.agency_of(view.registry, code)
        name = units.agency(t, view, agency) if code else ""
        said = plain.line(name) or t("agency.short.none")
        works = tuple(every[item.project.project_id] for item in led[code])
        groups.append(Group(code, said, said, _counts(t, led[code]), (), works))
    return tuple(groups)


def _order(view: View) -> Callable[[str], int]:
    places = {code: place for place, code in enumerate(view.registry.agencies)}
    return lambda code: places.get(code, len(places))


def _honesty(view: View, t: Locale, note: str, counted: Sequence[Standing]) -> tuple[str, ...]:
    known = sum(item.health != "no_data" for item in counted)
    said = {"n": known, "total": len(counted)}
    invented = sum(item.illustrative for item in counted)
    if invented:
        coverage = t("brief.honesty.coverage_marked", **said, marked=invented)
    else:
        key = "brief.honesty.sourced_only" if view.sourced_only else "brief.honesty.coverage"
        coverage = t(key, **said)
    return tuple(said for said in (note, units.note(t, view), coverage) if said)
