"""Periodic reports: who owes what by when, who has reported, and a reminder ready to copy."""

from collections.abc import Sequence
from datetime import date, timedelta

from tvgeo import locale
from tvgeo.core import periods, reports
from tvgeo.core.periods import Period
from tvgeo.core.plan import Agency
from tvgeo.core.reports import AgencyReport
from tvgeo.core.units import NOW, former
from tvgeo.locale import Locale
from tvgeo.render import cards, glyphs, matrix, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame

# Days an agency is given to answer a reminder.
REPLY_DAYS = 5
MOST_COLUMNS = 8
MARK_OF = {"complete": "on_time", "partial": "late_report", "missing": "missing_report"}


def head(t: Locale, view: View, today: date) -> Node:
    """Return the finding of the page: how many agencies have not reported."""
    return frame.heading(title(t, view, today), _subtitle(t, view), above=True)


def title(t: Locale, view: View, today: date) -> str:
    """Say how many agencies owe a report, or that none is asked for."""
    if not view.registry.events:
        return t("reports.title.no_calendar")
    if not view.reports:
        return t("reports.title.outside")
    total, period = len(view.reports), t.period(view.period.code, "document")
    came = sum(not r.missing for r in view.reports)
    if today < view.period.due:
        return t(
            "reports.title.not_due", period=period, due=view.period.due, n=came, total=total
        )
    mark = t.mark if any(r.illustrative for r in view.reports) else ""
    none = sum(r.state == "missing" for r in view.reports)
    if none:
        return t("reports.title.missing", n=none, total=total, period=period) + mark
    if came < total:
        return t("reports.title.incomplete", n=total - came, total=total, period=period) + mark
    return t("reports.title.complete", total=total, period=period) + mark


def _subtitle(t: Locale, view: View) -> str:
    invented = any(r.illustrative for r in view.reports)
    return t(
        "reports.subtitle_illustrative" if invented else "reports.subtitle",
        period=t.period(view.period.code, "inline"),
        start=view.period.start,
        end=view.period.end,
        rev=view.base.revision,
    )


def outside(t: Locale, period: Period) -> Node:
    """Say that no report is owed for the period, and offer the last one of the calendar."""
    step = cards.link(t.period(period.code), "bao-cao", period=period.code)
    return cards.empty(t("reports.state.outside"), step)


def dates(t: Locale, view: View, today: date) -> Node:
    """Return the three dates of the period and how far away they are."""
    period = view.period
    consolidator = _consolidator(view, period)
    last = (
        t("reports.date.consolidated", agency=units.name(t, view, consolidator))
        if consolidator
        else t("reports.date.consolidated_plain")
    )
    return cards.dates_strip(
        [
            (t.date(period.end), t("reports.date.closing"), _away(t, period.end, today)),
            (
                t.date(period.due),
                t("reports.date.due", n=len(view.reports)),
                _away(t, period.due, today),
            ),
            (t.date(period.consolidated), last, _away(t, period.consolidated, today)),
        ]
    )


def _consolidator(view: View, period: Period) -> Agency | None:
    for event in view.registry.events.values():
        if event.due_date == period.consolidated and event.from_agency:
            return view.registry.agencies.get(event.from_agency[0])
    return None


def _away(t: Locale, day: date, today: date) -> str:
    gap = (day - today).days
    if gap == 0:
        return t("reports.date.today")
    return (
        t("reports.date.left_days", n=gap) if gap > 0 else t("reports.date.past_days", n=-gap)
    )


def key(t: Locale, view: View) -> Node:
    """Explain who owes a report, and the three marks."""
    marks = [
        ("on_time", t("reports.mark.received")),
        ("late_report", t("reports.mark.partial")),
        ("missing_report", t("reports.mark.missing")),
    ]
    since = view.registry.settings.succession
    note = t("reports.owed_note", since=since) if since else t("reports.owed_note_plain")
    return h("div", {"class": "spread cap"}, h("span", {}, note), cards.key(marks))


def overview(t: Locale, view: View, chosen: str | None) -> Node:
    """Return the key and the matrix of agencies by periods; on a phone the list of the missing."""
    first = min(e.due_date for e in view.registry.events.values() if e.frequency != "once")
    all_periods = periods.plan_periods(view.registry.settings, first)
    shown = [p for p in all_periods if p.end <= view.period.end][-8:] or all_periods[:8]
    if len(all_periods) <= MOST_COLUMNS:
        shown = list(all_periods)
    found = columns(view, shown)
    works = {r.agency.agency_id: len(r.owed) for r in view.reports}
    rows = [
        matrix.Row(
            agency_id=agency_id,
            name=units.name(t, view, reports.agency_of(view.registry, agency_id)),
            now=_now(t, view, reports.agency_of(view.registry, agency_id)),
            works=str(works.get(agency_id, 0)),
            marks=[_mark(t, view, cells.get(p.code), p) for p in shown],
        )
        for agency_id, cells in found.items()
    ]
    heads = [
        matrix.Column(
            str(p.year),
            t.period(p.code, "column"),
            t.period(p.code),
            current=p.code == view.period.code,
        )
        for p in shown
    ]
    table = matrix.matrix(
        rows,
        heads,
        caption=t("reports.matrix.alt", agencies=len(rows), periods=len(shown)),
        agency_head=t(
            "units.column.agency" if view.units == NOW else "reports.column.agency_now"
        ),
        works_head=t("reports.column.items"),
        chosen=chosen,
    )
    wide = h("div", {"class": "stack only-wide"}, key(t, view), table)
    return h("div", {}, wide, missing_list(t, view, chosen))


def _mark(t: Locale, view: View, report: AgencyReport | None, period: Period) -> matrix.Mark:
    if report is None or report.state == "none":
        return matrix.Mark(None, t.dash)
    if period.end > view.period.end:
        return matrix.Mark(None, "")
    word = t(f"reports.mark.{'received' if report.state == 'complete' else report.state}")
    mark = t.mark if report.illustrative else ""
    return matrix.Mark(MARK_OF[report.state], f"{word}{mark}")


def columns(view: View, shown: Sequence[Period]) -> dict[str, dict[str, AgencyReport]]:
    """Return each agency's report for each period, by agency and period code."""
    found: dict[str, dict[str, AgencyReport]] = {}
    for period in shown:
        for report in units.owed(view, period):
            found.setdefault(report.agency.agency_id, {})[period.code] = report
    return found


def missing_list(t: Locale, view: View, chosen: str | None) -> Node:
    """Return, for a phone, who has not reported and who only in part, each to be chosen."""
    parts: list[Child] = []
    for state, heading in (
        ("missing", "reports.missing_title"),
        ("partial", "reports.partial_title"),
    ):
        found = [r for r in view.reports if r.state == state]
        if found:
            parts.append(h("h2", {"class": "h2"}, t(heading, n=len(found))))
            rows = [_missing(t, view, report, chosen) for report in found]
            parts.append(h("div", {"class": "lines"}, *rows))
    return h("section", {"class": "only-narrow"}, h("div", {"class": "stack"}, *parts))


def _missing(t: Locale, view: View, report: AgencyReport, chosen: str | None) -> Node:
    agency = report.agency
    other = _other(t, view, agency)
    mark = MARK_OF[report.state]
    return h(
        "div",
        {
            "class": "line chosen" if agency.agency_id == chosen else "line",
            "go": {"select": agency.agency_id},
            "data-key": agency.agency_id,
        },
        glyphs.glyph(mark, 14, t(f"reports.mark.{report.state}")),
        h(
            "span",
            {},
            h("b", {}, units.name(t, view, agency)),
            h("span", {"class": "sub"}, other) if other else None,
        ),
        h("span", {"class": "cap"}, t("overview.items", n=len(report.missing))),
    )


def _other(t: Locale, view: View, agency: Agency) -> str | None:
    """Say who an agency is now or, where today's are shown, who it was before."""
    if view.units == NOW:
        before = [t.short_name(one) for one in former(view.registry, agency.agency_id)]
        return t("units.former", agencies=before) if before else None
    heir = _now(t, view, agency)
    return t("agency.short.now", successor=heir) if heir else None


def _now(t: Locale, view: View, agency: Agency) -> str | None:
    if view.units == NOW:
        return None
    return phrases.successor_words(t, view.registry, agency, view.period.due)


def reminder(t: Locale, view: View, report: AgencyReport, today: date) -> Node:
    """Return the reminder to one agency, ready to copy; always in Vietnamese."""
    agency = report.agency
    parts: list[Child] = [
        h("h2", {"class": "h2"}, t("reports.reminder.title")),
        h(
            "p",
            {"class": "muted"},
            t("reports.reminder.for", agency=units.name(t, view, agency)),
        ),
    ]
    if not report.missing:
        period = t.period(view.period.code, "document")
        done = t("reports.reminder.none", agency=units.name(t, view, agency), period=period)
        return h("section", {"class": "stack"}, *parts, h("p", {}, done))
    text = message(view, report, today)
    return h(
        "section",
        {"class": "stack"},
        *parts,
        h("p", {"class": "cap"}, t("reports.reminder.language"))
        if t.language != "vi"
        else None,
        h("p", {"class": "note-box", "lang": "vi"}, text),
        cards.copy_button(
            t("reports.reminder.copy"), copies=text, copied=t("action.done.reminder")
        ),
    )


def _addressee(t: Locale, view: View, agency: Agency) -> str:
    """Return whom a reminder is for; a successor that no source names is not written to."""
    if view.units == NOW:
        return units.name_full(t, view, agency)
    heir = reports.successor(view.registry, agency, view.period.due)
    if heir and agency.successor_verified:
        return t("reminder.successor", agency=t.name(heir), former=t.name(agency))
    return t.name(agency)


def message(view: View, report: AgencyReport, today: date) -> str:
    """Write the reminder: what is missing, for which period, by when to answer."""
    t = locale.get("vi")
    agency, period = report.agency, view.period
    name = _addressee(t, view, agency)
    works = "; ".join(t.name(view.registry.projects[p]) for p in report.missing)
    values = {
        "agency": name,
        "period": t.period(period.code, "document"),
        "due": period.due,
        "n": len(report.missing),
    }
    if today <= period.due:
        text = t("reminder.message.before_due", **values)
    else:
        text = t(
            "reminder.message.late",
            today=today,
            list=works,
            closing=period.end,
            reply_by=today + timedelta(days=REPLY_DAYS),
            **values,
        )
    invented = any(
        row.quality == "illustrative" for p in report.owed for row in view.rows.get(p, ())
    )
    return f"{text} {t('reminder.message.illustrative')}" if invented else text
