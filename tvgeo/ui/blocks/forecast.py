"""The forecast of a work in words: its range or why there is none, and what the due date needs."""

from collections.abc import Iterator
from datetime import date

from tvgeo.core.forecast import Forecast, Needed, NoForecast
from tvgeo.core.metrics import Standing
from tvgeo.locale import Locale
from tvgeo.render import s_curve

# Days before a due date from which a pace "a month" no longer makes sense.
SOON = 31
# States in which nothing is forecast.
ENDED = ("completed", "paused", "cancelled")


def words(t: Locale, item: Standing, found: Forecast | NoForecast) -> str:
    """Say the forecast, or why there is none, and what would meet the due date."""
    if item.health in ENDED:
        return t(f"work.forecast.{item.health}")
    if isinstance(found, NoForecast):
        said = t(f"work.forecast.{found.reason}", n=found.n)
        if found.reason == "completed":
            return said
    else:
        said = _range(t, found) + _mark(t, found)
    return " ".join(filter(None, (said, _due(t, item, found))))


def _range(t: Locale, found: Forecast) -> str:
    start = t.month(found.from_day)
    if found.to_day is None:
        return t("work.forecast.open_end", start=start)
    end = t.month(found.to_day)
    if start == end:
        return t("work.forecast.one_month", start=start)
    return t("work.forecast.range", start=start, end=end)


def _due(t: Locale, item: Standing, found: Forecast | NoForecast) -> str:
    """Say what would meet the due date; a few days before it, what is missing and that it is."""
    due, needed = item.project.due_date, found.needed
    if needed is None:
        return t("work.need.passed", due=due) if due and due <= item.day else ""
    missed = isinstance(found, Forecast) and found.meets_due == "none"
    key = ("work.need.soon" if needed.days <= SOON else "work.need") + "_none" * missed
    said = t(
        key,
        due=needed.due,
        n=needed.days,
        points=t.number(needed.points, 1),
        pace=_pace(t, needed),
        fast=t.number(found.fast_pace_month, 1) if isinstance(found, Forecast) else "",
    )
    return said + _mark(t, needed)


def _pace(t: Locale, needed: Needed) -> str:
    return t.number(needed.per_month, 1)


def _mark(t: Locale, found: Forecast | Needed) -> str:
    return t.mark if found.illustrative else ""


def drawn(t: Locale, found: Forecast | NoForecast) -> s_curve.Forecast | None:
    """Return the range as the curve draws it; none where the slowest pace has no end."""
    if isinstance(found, NoForecast):
        return None
    if found.to_day is None:
        text = t("work.curve.forecast_open", start=t.month(found.from_day)) + _mark(t, found)
        return s_curve.Forecast(fastest=found.from_day, slowest=None, text=text, short=text)
    span = {"start": t.month(found.from_day), "end": t.month(found.to_day)}
    return s_curve.Forecast(
        fastest=found.from_day,
        slowest=found.to_day,
        text=t("work.curve.forecast", **span) + _mark(t, found),
        short=t("work.curve.forecast_short", **span) + _mark(t, found),
    )


def needed_line(t: Locale, item: Standing, found: Forecast | NoForecast) -> s_curve.Need | None:
    """Return the needed pace as a line of the curve; in the last month words say it better."""
    needed = found.needed
    if needed is None or item.health in ENDED or needed.days <= SOON:
        return None
    pace = _pace(t, needed)
    return s_curve.Need(
        needed.due,
        t("work.need.line", pace=pace) + _mark(t, needed),
        t("work.need.line_short", pace=pace) + _mark(t, needed),
    )


def rows(
    t: Locale, item: Standing, found: Forecast | NoForecast
) -> Iterator[tuple[date | None, str]]:
    """Yield what the curve draws beyond the reports: a day, and what is reached on it."""
    if item.health in ENDED:
        return
    if isinstance(found, Forecast):
        mark = _mark(t, found)
        yield found.from_day, t("work.forecast.row.fastest") + mark
        yield found.to_day, t("work.forecast.row.slowest") + mark
    if found.needed is not None:
        said = t("work.forecast.row.due", pace=_pace(t, found.needed))
        yield found.needed.due, said + _mark(t, found.needed)
