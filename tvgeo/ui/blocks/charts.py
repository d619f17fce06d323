"""The two drawings of a work: S-curve with forecast, and the strip by chainage."""

from collections.abc import Callable
from datetime import date

from tvgeo.core import chainage
from tvgeo.core.features import Feature
from tvgeo.core.forecast import Forecast, NoForecast
from tvgeo.core.metrics import Standing
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import cards, s_curve, strip
from tvgeo.render.node import Child, Node, h
from tvgeo.services import work
from tvgeo.services.view import View
from tvgeo.ui.blocks import phrases
from tvgeo.ui.blocks import work as work_blocks

STRIP_WIDTHS = (358, 720, 1240)


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
            h("span", {"class": "cap"}, _pace(t, found.forecast)),
        ),
        h(
            "div",
            {"class": "card-pad plain"},
            cards.responsive(lambda width: s_curve.s_curve(drawn, width=width)),
            h("p", {"class": "cap"}, forecast_words(t, item, found.forecast)),
            _table(t, found),
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
        dues.append(
            s_curve.Due(
                project.due_date,
                t("work.curve.due", due=project.due_date),
                t("work.curve.due_short"),
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
            "work.curve.alt",
            name=t.name(project),
            physical=said,
            planned=phrases.percent(t, item.planned) or t.missing,
            date=item.as_of or item.day,
        ),
        done=done,
        done_text=t("work.curve.done", physical=said) if done else "",
        plan=found.plan,
        plan_text=t("work.curve.planned") + _plan_mark(t, item) if found.plan else "",
        planned_today=item.planned.value if item.planned and gap else None,
        gap_text=gap,
        gap_short=short,
        dues=dues,
        forecast=_forecast(t, found.forecast),
    )


def _plan_mark(t: Locale, item: Standing) -> str:
    return phrases.mark(t, item.planned)


def _forecast(t: Locale, found: Forecast | NoForecast) -> s_curve.Forecast | None:
    if isinstance(found, NoForecast) or found.to_day is None:
        return None
    mark = t.mark if found.illustrative else ""
    span = {"start": t.month(found.from_day), "end": t.month(found.to_day)}
    return s_curve.Forecast(
        fastest=found.from_day,
        slowest=found.to_day,
        text=t("work.curve.forecast", **span) + mark,
        short=t("work.curve.forecast_short", **span) + mark,
    )


def _pace(t: Locale, found: Forecast | NoForecast) -> str:
    if isinstance(found, NoForecast):
        return ""
    mark = t.mark if found.illustrative else ""
    slow, fast = t.number(found.slow_pace_half_year, 0), t.number(found.fast_pace_half_year, 0)
    return t("work.curve.pace", n=found.n, slowest=slow, fastest=fast) + mark


def forecast_words(t: Locale, item: Standing, found: Forecast | NoForecast) -> str:
    """Say the forecast, or why there is none."""
    if item.health in {"completed", "paused", "cancelled"}:
        return t("work.forecast.completed") if item.health == "completed" else ""
    if isinstance(found, NoForecast):
        return t(f"work.forecast.{found.reason}", n=found.n)
    start, due = t.month(found.from_day), item.project.due_date
    mark = t.mark if found.illustrative else ""
    if found.to_day is None:
        return t("work.forecast.open_end", start=start) + mark
    end = t.month(found.to_day)
    if due is None:
        return t("work.forecast.no_due", start=start, end=end) + mark
    if found.needed_per_month is None:
        return t("work.forecast.past_due", start=start, end=end, due=due) + mark
    needed = t.number(found.needed_per_month, 1)
    return t("work.forecast", start=start, end=end, due=due, pace=needed) + mark


def _table(t: Locale, found: work.Curve) -> Node:
    """Return the figures of the curve as a folded table."""
    plan = dict(found.plan)
    days: list[date] = sorted({*plan, *(day for day, _ in found.done)})
    done: dict[date, Figure[float]] = dict(found.done)

    def cell(day: date, text: Callable[[date], str | None]) -> str:
        return text(day) or t.dash

    def planned(day: date) -> str | None:
        return t.percent(plan[day]) if day in plan else None

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
    heads = ("work.curve.column.date", "work.ring.planned", "work.ring.physical")
    return h(
        "details",
        {},
        h("summary", {"class": "link"}, t("work.curve.table")),
        h(
            "table",
            {"class": "grid"},
            h("thead", {}, h("tr", {}, *(h("th", {"scope": "col"}, t(k)) for k in heads))),
            h("tbody", {}, *rows),
        ),
    )


def laid_straight(t: Locale, view: View, item: Standing) -> Node | None:
    """Return the strip map of a work whose feature carries Km; `None` for the rest."""
    found = work.strip(view, item.project.project_id)
    if found is None:
        return None
    drawn = _strip(t, item, found)
    return h(
        "section",
        {"class": "card plain"},
        h(
            "div",
            {"class": "card-head"},
            h("h2", {"class": "h2"}, t("work.strip.title")),
            h("span", {"class": "cap"}, _heading(t, item, found)),
        ),
        h(
            "div",
            {"class": "card-pad plain"},
            cards.responsive(lambda width: strip.strip(drawn, width=width), STRIP_WIDTHS),
            h("p", {"class": "cap"}, _under(t, found)),
        ),
    )


def _heading(t: Locale, item: Standing, found: work.Strip) -> str:
    parts = []
    if found.feature.method == "schematic":
        km = t.number(found.feature.accuracy_m / 1000)
        parts.append(t("work.strip.schematic", km=km))
    if found.finished is None:
        pct = phrases.percent(t, item.physical)
        if pct is not None and item.health != "completed":
            parts.append(t("map.no_stretch", pct=pct))
    elif found.feature.method == "schematic":
        parts.append(t("work.strip.dots"))
    return " · ".join(parts)


def _strip(t: Locale, item: Standing, found: work.Strip) -> strip.Strip:
    done = []
    if found.finished is not None:
        word = t("work.strip.finished") + phrases.mark(t, item.chainage)
        done = [
            strip.Stretch(word, s.from_m / 1000, s.to_m / 1000) for s in found.finished.sections
        ]
    sections = ", ".join(str(s) for s in found.finished.sections) if found.finished else t.dash
    return strip.Strip(
        label=t(
            "work.strip.alt",
            name=t.name(item.project),
            start=chainage.format_km(found.from_km * 1000),
            end=chainage.format_km(found.to_km * 1000),
            sections=sections,
        ),
        from_km=found.from_km,
        to_km=found.to_km,
        km=_km,
        health=item.health,
        schematic=found.feature.method == "schematic",
        start_text=_other(t, found.feature, "from_label"),
        end_text=_other(t, found.feature, "to_label"),
        parts=[
            strip.Part(
                t.name(p.standing.project),
                p.from_km,
                p.to_km,
                p.standing.health,
                phrases.percent(t, p.standing.physical),
            )
            for p in found.parts
        ],
        finished=done,
        provinces=_provinces(t, found),
    )


def _km(km: float) -> str:
    """Write "Km5" on round kilometres and "Km15+140" elsewhere."""
    return f"Km{km:.0f}" if float(km).is_integer() else chainage.format_km(km * 1000)


def _provinces(t: Locale, found: work.Strip) -> list[strip.Stretch]:
    """Return the former provinces along the route, where the layer says where they meet."""
    at = found.feature.other.get("boundary_km")
    if not isinstance(at, int | float) or not found.from_km < at < found.to_km:
        return []
    ends = (("before", found.from_km, float(at)), ("after", float(at), found.to_km))
    return [
        strip.Stretch(
            f"{_other(t, found.feature, name)} {t.quantity(round(to - start, 2), 'km')}".strip(),
            start,
            to,
        )
        for name, start, to in ends
    ]


def _other(t: Locale, feature: Feature, name: str) -> str:
    """Return a text the layer carries beside the contract, in the reader's language."""
    value = feature.other.get(f"{name}_{t.language}") or feature.other.get(f"{name}_vi")
    return str(value or "")


def _under(t: Locale, found: work.Strip) -> str:
    factor = found.drawn_km / (found.to_km - found.from_km)
    said = t(
        "work.strip.factor",
        chainage=f"{_km(found.from_km)}–{_km(found.to_km)}",
        drawn=t.quantity(found.drawn_km, "km"),
        factor=t.number(factor, 4),
    )
    if found.finished is None:
        return f"{t('work.strip.none_reported')} {said}."
    km = t.quantity(round(found.finished.length_km, 3), "km")
    sections = ", ".join(str(s) for s in found.finished.sections)
    return f"{t('work.strip.finished_km', km=km, sections=sections)}. {said}."


def geometry_caption(t: Locale, view: View, project_id: str) -> str:
    """Say in one line how a work is drawn: method, accuracy, measured and official."""
    features = view.base.join.located.get(project_id, ())
    if not features:
        reason = view.base.join.unlocated.get(project_id, "no_source")
        return t("map.detail.no_location", reason=t(f"no_location.{reason}"))
    worst = max(features, key=lambda f: f.accuracy_m)
    values = {
        "method": t(f"method.{worst.method}"),
        "accuracy": work_blocks.accuracy(t, worst.accuracy_m),
    }
    found = [m for m in view.base.measures if m.project_id == project_id]
    if len(found) != 1:
        return t("map.detail.geometry", **values)
    unit = "km" if found[0].quantity == "length_km" else "ha"
    return t(
        "map.detail.geometry_measured",
        measured=t.quantity(found[0].measured, unit),
        official=t.quantity(found[0].official, unit),
        **values,
    )
