"""The overview: what is done, what is late, who answers for it."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tvgeo.core.aggregates import Aggregate
from tvgeo.core.metrics import SEVERITY, Standing
from tvgeo.core.units import NOW
from tvgeo.locale import Locale
from tvgeo.render import bars, cards, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame, stamps

_ROUTES, _PARKS, _ITEMS = "aggregate.routes", "aggregate.parks", "aggregate.items"
# name, lines under it, counts by state
Row: TypeAlias = tuple[str, list[str], Mapping[str, int]]
_GROUPS = ("behind", "as_planned", "not_judged")
_AGGREGATE = {"line": _ROUTES, "area": _PARKS, "point": _ITEMS, "none": _ITEMS}


def head(t: Locale, view: View) -> Node:
    """Return the finding of the page as its title, with date and revision."""
    return frame.heading(title(t, view), stamps.stamps(t, view), above=True)


def title(t: Locale, view: View) -> str:
    """Say in one sentence how many works are behind, of how many with figures."""
    behind, known = len(view.behind), len(view.with_data)
    sourced = "sourced_" if view.sourced_only else ""
    if not known:
        return t(f"overview.title.{sourced}no_data")
    compared = [s for s in view.with_data if s.slippage is not None or s.health == "past_due"]
    no_plan = view.counts["no_plan"]
    if not compared and not behind and sourced:
        return t("overview.title.sourced_only", with_data=known, total=len(view.wholes))
    if not compared and not behind and no_plan:
        return t("overview.title.no_plan", no_plan=no_plan, with_data=known)
    mark = t.mark if any(s.illustrative for s in compared) else ""
    if not behind:
        return t(f"overview.title.{sourced}none_late", with_data=known) + mark
    past_due = view.counts["past_due"] > 0
    key = "late_or_past_due" if past_due else "late"
    return t(f"overview.title.{sourced}{key}", late=behind, with_data=known) + mark


def summary(t: Locale, view: View) -> Node:
    """Return the bar of states, the three sums and the ten counts."""
    settings = view.registry.settings
    parts = sum(1 for p in view.registry.projects.values() if p.part_of)
    counts = {"n": len(view.wholes), "parts": parts, "total": len(view.registry.projects)}
    return cards.state_summary(
        view.counts,
        health_words(t),
        {group: t(f"health.group.{group}") for group in _GROUPS},
        short={group: t(f"short.group.{group}") for group in _GROUPS},
        caption=t(
            "overview.state.caption" if parts else "overview.state.caption_plain", **counts
        ),
        thresholds=t(
            "overview.state.thresholds",
            slow=settings.slow,
            late=settings.late,
            critical=settings.critical,
        ),
    )


def health_words(t: Locale) -> dict[str, str]:
    """Return the short word of every state."""
    return {health: t(f"short.health.{health}") for health in SEVERITY}


def worst(t: Locale, view: View) -> Node:
    """Return the three works furthest behind: name, place, lead, reason, how far."""
    if not view.worst:
        return cards.empty(t("overview.worst.none"))
    more = cards.link(
        t("overview.worst.all", n=len(view.behind)),
        "ban-do",
        health=",".join(h for h in ("past_due", "critical", "late", "slow") if view.counts[h]),
    )
    return cards.worst_items(
        [_worst(t, view, item) for item in view.worst],
        title=t("overview.worst.title"),
        more=more,
        unit=t("overview.worst.unit"),
    )


def _worst(t: Locale, view: View, item: Standing) -> cards.Worst:
    project = item.project
    place = t(
        "overview.worst.place_lead",
        place=units.place(t, view, project),
        lead=units.lead(t, view, item),
    )
    due = project.due_date
    points = phrases.signed_points(t, item)
    return cards.Worst(
        name=cards.link(t.name(project), "cong-trinh", project=project.project_id),
        place=place,
        reason=phrases.reason(t, item),
        health=item.health,
        word=t(f"health.{item.health}"),
        points=points or (t("overview.worst.past_due", due=due) if due else t.dash),
        unit=t("slippage.unit") if points else "",
        done=item.physical.value if item.physical else None,
        plan=item.planned.value if item.planned else None,
        done_text=t(
            "overview.worst.done", physical=phrases.percent(t, item.physical) or t.missing
        ),
        plan_text=t(
            "overview.worst.planned", planned=phrases.percent(t, item.planned) or t.missing
        ),
    )


def not_drawn(t: Locale, view: View) -> list[str]:
    """Say which of the three worst the small map cannot show, and why."""
    lines = []
    for rank, item in enumerate(view.worst, start=1):
        if item.project.project_id not in view.base.join.located:
            whole = phrases.WHOLE_PROVINCE in item.project.districts
            kind = "whole_province" if whole else "no_location"
            lines.append(t(f"overview.map.not_drawn_item_{kind}", rank=rank))
    return lines


def sectors(t: Locale, view: View) -> Node:
    """Return states by sector, with the percentages that may be said inside each."""
    rows: list[Row] = []
    for sector, counts in view.sectors.items():
        said = [a for a in view.aggregates if a.sector == sector]
        texts = [aggregate(t, a) for a in said if a.pct is not None] or [
            t(
                "aggregate.no_percentage_class"
                if sector == "urban"
                else "aggregate.no_percentage"
            )
        ]
        rows.append((t(f"sector.{sector}"), texts, counts))
    return _table(t, "overview.sector.title", "overview.column.sector", rows)


def aggregate(t: Locale, found: Aggregate) -> str:
    """Say a percentage with its weight, its mark and how many members have a figure."""
    weight = t(f"aggregate.{found.weight}")
    values = {"weight": weight, "n": len(found.counted), "total": len(found.members)}
    if found.pct is None:
        return t("aggregate.no_data", **values)
    mark = t.mark if found.illustrative else ""
    return t(_AGGREGATE[found.shape], pct=t.percent(found.pct) + mark, **values)


def agencies(t: Locale, view: View) -> Node:
    """Return states by lead agency; a work with two leads is counted at each."""
    rows: list[Row] = []
    for agency_id, counts in view.agencies.items():
        agency = view.registry.agencies.get(agency_id)
        name = units.name(t, view, agency) if agency else (agency_id or t("agency.short.none"))
        rows.append((name, [], counts))
    return _table(t, "overview.agency.title", "overview.column.agency", rows)


def _table(t: Locale, heading: str, column: str, rows: Sequence[Row]) -> Node:
    words = health_words(t)
    body: list[Child] = [
        h(
            "tr",
            {},
            h("td", {}, name, *(h("span", {"class": "sub"}, text) for text in texts)),
            h("td", {"class": "r"}, str(sum(counts.values()))),
            h("td", {"class": "bar-cell"}, bars.state_bar(counts, words=words, height=20)),
        )
        for name, texts, counts in rows
    ]
    table = h(
        "table",
        {"class": "grid", "aria-label": t(heading)},
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                h("th", {"scope": "col"}, t(column)),
                h("th", {"class": "r", "scope": "col"}, t("overview.column.items")),
                h("th", {"scope": "col"}, t("overview.column.state")),
            ),
        ),
        h("tbody", {}, *body),
    )
    narrow = [
        h(
            "div",
            {"class": "section-row"},
            h(
                "div",
                {"class": "spread"},
                h("b", {}, name),
                h("span", {"class": "cap"}, t("overview.items", n=sum(counts.values()))),
            ),
            bars.state_bar(counts, words=words, height=20),
            *(h("div", {"class": "cap"}, text) for text in texts),
        )
        for name, texts, counts in rows
    ]
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t(heading)),
        h("div", {"class": "card only-wide"}, table),
        h("div", {"class": "only-narrow"}, *narrow),
    )


def breakdown(t: Locale, view: View) -> Node:
    """Return both tables side by side, and what the percentages mean."""
    note = "overview.footnote" if view.illustrative else "overview.footnote_plain"
    return h(
        "div",
        {"class": "stack-16"},
        h("div", {"class": "cols-2"}, sectors(t, view), agencies(t, view)),
        h("p", {"class": "cap"}, t(note), " ", t("overview.footnote.leads")),
        h("p", {"class": "cap"}, units.note(t, view)) if view.units == NOW else None,
    )
