"""Kế hoạch 16 as the plan itself is built: tasks, targets, calendar, contradictions."""

from collections.abc import Iterable, Sequence
from datetime import date

from tvgeo.core import plan_state, reports
from tvgeo.core.metrics import SEVERITY, Standing
from tvgeo.core.plan import Contradiction, Event, Settings, Target, Task
from tvgeo.locale import Locale
from tvgeo.render import bars, cards, glyphs, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame, overview, stamps

VIEWS = ("tasks", "targets", "calendar", "contradictions")


def head(t: Locale, view: View) -> Node:
    """Return the title of the plan, its number and date, and the date of the figures."""
    settings = view.registry.settings
    stamp = stamps.stamp(t, view, period=False)
    return frame.heading(
        t.name(settings, "plan_name") or settings.title,
        stamps.with_illustrative(t, view, f"{_subtitle(t, settings)} · {stamp}"),
    )


def _subtitle(t: Locale, settings: Settings) -> str:
    """Say who issued the plan and when, for which years."""
    start, end = (day.year for day in settings.period)
    issuer = t.name(settings, "plan_issuer")
    if settings.plan_issued and issuer:
        return t(
            "plan.subtitle", issued=settings.plan_issued, issuer=issuer, start=start, end=end
        )
    return t("plan.subtitle_plain", province=settings.province, start=start, end=end)


def sizes(view: View) -> dict[str, int]:
    """Return how many rows each of the four views has."""
    registry = view.registry
    return {
        "tasks": len(registry.tasks),
        "targets": len(registry.targets),
        "calendar": len(registry.events),
        "contradictions": len(registry.contradictions),
    }


def key(t: Locale) -> Node:
    """Explain the glyphs beside the counts."""
    entries = [(health, t(f"inline.health.{health}")) for health in SEVERITY]
    return h("div", {"class": "row cap"}, t("plan.glyphs"), cards.key(entries))


def missing_file(t: Locale, view: View, name: str) -> Node | None:
    """Say that a register is empty because the folder does not have its file."""
    file = "calendar.csv" if name == "calendar" else f"{name}.csv"
    if file not in " ".join(view.registry.missing_files):
        return None
    return cards.empty(t("empty.file", file=file))


def _leads(t: Locale, view: View, agencies: Iterable[str]) -> str:
    known = (view.registry.agencies.get(a) for a in agencies)
    said = (units.name(t, view, a) for a in known if a)
    return " / ".join(dict.fromkeys(said)) or t("flag.no_lead")


def identity(row: Task | Target) -> str:
    """Return what names a row in the address."""
    return str(row.tt) if isinstance(row, Task) else row.target_id


def first_with_notes(view: View, rows: Sequence[Task | Target]) -> str:
    """Return the row to open on: the first whose works the plan's text contradicts itself on."""
    noted = {
        tt for c in view.registry.contradictions if c.kind == "substance" for tt in c.tasks
    }
    found = next((r for r in rows if isinstance(r, Task) and r.tt in noted), rows[0])
    return identity(found)


def table(
    t: Locale, view: View, rows: Sequence[Task] | Sequence[Target], chosen: str | None
) -> Node:
    """Return the table of tasks or of targets."""
    if isinstance(rows[0], Task):
        return tasks(t, view, [r for r in rows if isinstance(r, Task)], chosen)
    return targets(t, view, [r for r in rows if isinstance(r, Target)], chosen)


def tasks(t: Locale, view: View, shown: Sequence[Task], chosen: str | None) -> Node:
    """Return the table of appendix tasks with the states of their works."""
    words = overview.health_words(t)
    rows: list[Child] = []
    for task in shown:
        state = plan_state.task_state(task, view.standings)
        rows.append(
            _row(
                str(task.tt),
                str(task.tt),
                t.name(task),
                t("agency.lead", agency=_leads(t, view, task.lead_agency)),
                cards.counts(state.counts, words),
                chosen=str(task.tt) == chosen,
            )
        )
    return _table(t, "tasks", ("tt", "task", "state"), rows)


def targets(t: Locale, view: View, shown: Sequence[Target], chosen: str | None) -> Node:
    """Return the table of targets: what was promised, by when, and whether it is reached."""
    rows: list[Child] = [
        _row(
            target.target_id,
            target.target_id,
            t.name(target),
            " · ".join(
                text
                for text in (phrases.promised(t, target.value, target.unit), _year(t, target))
                if text
            ),
            _reached(t, view, target),
            chosen=target.target_id == chosen,
        )
        for target in shown
    ]
    return _table(t, "targets", ("tt", "target", "reached"), rows)


def _year(t: Locale, target: Target) -> str:
    return t("plan.target.year", year=target.year) if target.year else ""


_GLYPH_OF = {"reached": "completed", "not_reached": "no_plan", "no_data": "no_data"}


def _reached(t: Locale, view: View, target: Target) -> Node:
    state = plan_state.target_state(target, view.standings)
    mark = t.mark if state.illustrative else ""
    figure = ""
    if state.amount is not None and target.unit:
        figure = t.quantity(state.amount, target.unit) + mark
    elif state.pct is not None and state.state != "reached":
        figure = t.percent(state.pct) + mark
    word = t(f"plan.target.{state.state}") + ("" if figure else mark)
    glyph = _GLYPH_OF.get(state.state, "paused")
    return h(
        "span",
        {"class": "stack-4"},
        cards.state(glyph, word) if state.state in _GLYPH_OF else h("span", {}, word),
        h("span", {"class": "sub"}, figure) if figure else None,
    )


def calendar(t: Locale, view: View, shown: Sequence[Event], today: date) -> Node:
    """Return the plan's dates: what is due, from whom, to whom."""
    rows: list[Child] = []
    for event in shown:
        when = "past" if event.due_date < today else "future"
        key = "today" if event.due_date == today else when
        parties = (
            f"{_leads(t, view, event.from_agency)} → {_leads(t, view, event.to_agency)}",
            event.citation,
            t(f"event_basis.{event.basis}") if f"event_basis.{event.basis}" in t else "",
        )
        rows.append(
            _row(
                None,
                t.date(event.due_date),
                t.name(event),
                " · ".join(text for text in parties if text),
                h("span", {"class": "muted"}, t(f"plan.event.{key}")),
            )
        )
    return _table(t, "calendar", ("due", "event", "state"), rows)


def contradictions(t: Locale, shown: Sequence[Contradiction]) -> Node:
    """Return the places where the plan's text differs from itself, both wordings kept."""
    rows: list[Child] = [
        _row(
            None,
            str(one.number),
            t.name(one),
            one.citation,
            h("span", {"class": "muted"}, t(f"contradiction.{one.kind}")),
        )
        for one in shown
    ]
    return _table(t, "contradictions", ("tt", "text", "kind"), rows)


def _row(
    select: str | None, number: str, name: str, sub: str, state: Child, *, chosen: bool = False
) -> Node:
    attributes: dict[str, object] = {"class": "chosen" if chosen else None}
    if select:
        attributes |= {"go": {"select": select}, "data-key": select}
    return h(
        "tr",
        attributes,
        h("td", {"class": "plan-number"}, number),
        h(
            "td",
            {"class": "plan-text"},
            name,
            h("span", {"class": "sub"}, sub) if sub else None,
        ),
        h("td", {"class": "plan-state"}, state),
    )


def _table(t: Locale, name: str, columns: Sequence[str], rows: list[Child]) -> Node:
    heads = (_head(t(f"plan.column.{column}")) for column in columns)
    return h(
        "div",
        {"class": "card plain"},
        h(
            "table",
            {"class": "grid tall", "aria-label": t(f"access.table.{name}")},
            h("thead", {"class": "only-wide"}, h("tr", {}, *heads)),
            h("tbody", {}, *rows),
        ),
    )


def _head(text: str) -> Node:
    return h("th", {"scope": "col"}, text)


def detail(t: Locale, view: View, chosen: Task | Target) -> Node:
    """Return one task or target: its works, its citation, and where the plan's text differs."""
    items = [view.standings[p] for p in chosen.item_ids if p in view.standings]
    if isinstance(chosen, Task):
        over = t("plan.detail.task", tt=chosen.tt, citation=chosen.citation)
        leads = chosen.lead_agency
        notes = [c for c in substantial(view) if chosen.tt in c.tasks]
    else:
        over = t("plan.detail.target", id=chosen.target_id, citation=chosen.citation)
        leads = tuple(dict.fromkeys(a for item in items for a in item.project.lead_agency))
        notes = [c for c in substantial(view) if set(c.item_ids) & set(chosen.item_ids)]
    return h(
        "section",
        {"class": "card card-pad stack"},
        h("p", {"class": "cap"}, over),
        h("h2", {"class": "h3"}, t.name(chosen)),
        h("p", {"class": "muted"}, _leads_now(t, view, leads)),
        h("div", {"class": "lines"}, *(line(t, item) for item in items)),
        None if items else h("p", {"class": "muted"}, t("plan.detail.no_items")),
        h("p", {"class": "cap"}, chosen.note)
        if isinstance(chosen, Target) and chosen.note
        else None,
        differs(t, notes),
    )


def _leads_now(t: Locale, view: View, agencies: Iterable[str]) -> str:
    found = []
    for agency_id in agencies:
        agency = reports.agency_of(view.registry, agency_id)
        found.append(units.agency(t, view, agency))
    return "; ".join(found) or t("flag.no_lead")


def line(t: Locale, item: Standing) -> Node:
    """Return one work as a line: glyph, name, percentage or hatch."""
    work = item.project
    return h(
        "div",
        {"class": "line"},
        glyphs.glyph(item.health, 14, t(f"health.{item.health}")),
        cards.link(t.name(work), "cong-trinh", project=work.project_id),
        bars.completion_chip(phrases.percent(t, item.physical), t.missing),
    )


def substantial(view: View) -> list[Contradiction]:
    """Return the contradictions that change what is meant; spellings stand in their own list."""
    return [c for c in view.registry.contradictions if c.kind == "substance"]


def differs(t: Locale, notes: Sequence[Contradiction]) -> Node | None:
    """Return the plan's own contradictions about something, both wordings side by side."""
    if not notes:
        return None
    return h(
        "div",
        {"class": "aside-box"},
        h("b", {}, t("plan.differs.title")),
        *(
            h("p", {}, t.name(note), " ", h("span", {"class": "cap"}, note.citation))
            for note in notes
        ),
    )
