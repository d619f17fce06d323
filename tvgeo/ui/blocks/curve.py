"""The S-curve of a work: planned and done over time, and the forecast in words."""

from collections.abc import Callable
from datetime import date

from tvgeo.core.forecast import Forecast, NoForecast
from tvgeo.core.metrics import Standing
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import cards, phrases, s_curve
from tvgeo.render.node import Child, Node, h
from tvgeo.services import work
from tvgeo.services.view import View
from tvgeo.ui.blocks import forecast


def curve(t: Locale, view: View, item: Standing) -> Node | None:
    """Return the S-curve, its forecast in words, and the same figures as a table."""
    found = work.curve(view, item.project.project_id)
    if not found.done and not found.plan:
        return None
    drawn = _curve(t, item, found)
    return h(
        "section",
        {"class": "card plain"},
        h(
            "div",
            {"class": "card-head"},
            h("h2", {"class": "h2"}, t("work.curve.title")),
            h("span", {"class": "cap"}, " · ".join(filter(None, _notes(t, found)))),
        ),
        h(
            "div",
            {"class": "card-pad plain"},
            cards.responsive(lambda width: s_curve.s_curve(drawn, width=width)),
            h("p", {"class": "cap"}, forecast.words(t, item, found.forecast)),
            _table(t, item, found),
        ),
    )


def _curve(t: Locale, item: Standing, found: work.Curve) -> s_curve.Curve:
    project = item.project
    done = [(day, figure.value) for day, figure in found.done]
    last = found.done[-1] if found.done else None
    gap = short = None
    if last is not None and item.slippage is not None and item.slippage < 0:
        text = t.signed(item.slippage)
        mark = phrases.verdict_mark(t, item)
        gap, short = t("work.curve.gap", points=text) + mark, text + mark
    said = phrases.percent(t, item.physical) or t.missing
    dues = []
    if project.due_date:
        # a date the plan does not give must not be called the plan's
        key = "due_published" if project.due_basis == "published" else "due"
        dues.append(
            s_curve.Due(
                project.due_date,
                t(f"work.curve.{key}", due=project.due_date),
                t(f"work.curve.{key}_short"),
            )
        )
    if found.published_due:
        dues.append(
            s_curve.Due(
                found.published_due,
                t("work.curve.due_published", due=t.month(found.published_due)),
                t("work.curve.due_published_short"),
            )
        )
    return s_curve.Curve(
        label=t(
            "work.forecast.alt",
            curve=t(
                "work.curve.alt",
                name=t.name(project),
                physical=said,
                planned=phrases.percent(t, item.planned) or t.missing,
                date=item.as_of or item.day,
            ),
            forecast=forecast.words(t, item, found.forecast),
        ),
        done=done,
        done_text=t("work.curve.done", physical=said) if done else "",
        plan=found.plan,
        plan_text=t("work.curve.planned") + _plan_mark(t, item) if found.plan else "",
        planned_today=item.planned.value if item.planned and gap else None,
        gap_text=gap,
        gap_short=short,
        dues=dues,
        forecast=None if item.health in forecast.ENDED else forecast.drawn(t, found.forecast),
        need=forecast.needed_line(t, item, found.forecast),
    )


def _plan_mark(t: Locale, item: Standing) -> str:
    return phrases.mark(t, item.planned)


def _notes(t: Locale, found: work.Curve) -> tuple[str, str]:
    """Say which pace the forecast keeps, and that points of the curve were invented."""
    invented = found.plan_invented or any(figure.illustrative for _, figure in found.done)
    return _pace(t, found.forecast), t("illustrative.note") if invented else ""


def _pace(t: Locale, found: Forecast | NoForecast) -> str:
    if isinstance(found, NoForecast):
        return ""
    mark = t.mark if found.illustrative else ""
    paces = (found.slow_pace_half_year, found.fast_pace_half_year)
    slow, fast = (t.number(pace, 0) for pace in paces)
    if slow == fast:  # "7–7" would say that there is no range
        slow, fast = (t.number(pace, 1) for pace in paces)
    return t("work.curve.pace", n=found.n, slowest=slow, fastest=fast) + mark


def _table(t: Locale, item: Standing, found: work.Curve) -> Node:
    """Return the figures of the curve, and what is forecast, as a folded table."""
    plan = dict(found.plan)
    days: list[date] = sorted({*plan, *(day for day, _ in found.done)})
    done: dict[date, Figure[float]] = dict(found.done)

    def cell(day: date, text: Callable[[date], str | None]) -> str:
        return text(day) or t.dash

    def planned(day: date) -> str | None:
        mark = t.mark if day in found.plan_invented else ""
        return t.percent(plan[day]) + mark if day in plan else None

    rows: list[Child] = [
        h(
            "tr",
            {},
            h("td", {}, t.date(day)),
            h("td", {"class": "r"}, cell(day, planned)),
            h("td", {"class": "r"}, cell(day, lambda d: phrases.percent(t, done.get(d)))),
        )
        for day in days
    ]
    rows += [
        h(
            "tr",
            {},
            h("td", {}, t.date(day) if day else t.dash),
            h("td", {"class": "r", "colspan": 2}, said),
        )
        for day, said in forecast.rows(t, item, found.forecast)
    ]
    heads = (
        ("work.curve.column.date", ""),
        ("work.ring.planned", "r"),
        ("work.ring.physical", "r"),
    )
    return h(
        "details",
        {},
        h("summary", {"class": "link"}, t("work.curve.table")),
        h(
            "table",
            {"class": "grid", "aria-label": t("work.curve.table")},
            h(
                "thead",
                {},
                h("tr", {}, *(h("th", {"class": c, "scope": "col"}, t(k)) for k, c in heads)),
            ),
            h("tbody", {}, *rows),
        ),
    )
