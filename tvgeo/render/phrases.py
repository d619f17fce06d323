"""How a standing is said in a line: its place, lead, reason and figures, each with its mark."""

from datetime import date
from typing import Any

from tvgeo.core import reports
from tvgeo.core.comparison import Change
from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Agency, Project, Registry
from tvgeo.core.progress import Figure
from tvgeo.locale import Locale
from tvgeo.render import cards
from tvgeo.render.node import Node, h

# How projects.csv says that a work is in every district.
WHOLE_PROVINCE = "toàn tỉnh"
# The unit of a target that is a class and no amount; of other words the unit adds nothing.
CLASS = "loại"
# How facts.csv says that a source bears no date.
UNDATED = "không ghi ngày"


def mark(t: Locale, figure: Figure[Any] | None) -> str:
    """Return the mark of an invented figure, or nothing."""
    return t.mark if figure is not None and figure.illustrative else ""


def percent(t: Locale, figure: Figure[float] | None) -> str | None:
    """Return "52,0%*", or `None` when there is no figure: the caller draws the hatch."""
    return None if figure is None else t.percent(figure.value) + mark(t, figure)


def verdict_mark(t: Locale, item: Standing) -> str:
    """Return the mark when the slippage rests on an invented figure."""
    return t.mark if item.illustrative else ""


def signed_points(t: Locale, item: Standing) -> str | None:
    """Return "−45,9*", or `None` without a plan to compare with."""
    if item.slippage is None:
        return None
    return t.signed(item.slippage) + verdict_mark(t, item)


def changed(t: Locale, one: Change) -> str:
    """Return "tăng 12,5 điểm %*", or why two periods of a work show no difference."""
    sign = t.mark if one.illustrative else ""
    if one.points:
        return t(f"change.{one.kind}", x=t.number(abs(one.points), 1)) + sign
    return t(f"change.{one.kind}") + sign


def credit(t: Locale, sources: str) -> str:
    """Return the credit line of a map: the sources of its base, and what it is good for."""
    return t("map.credit", credits=sources) if sources else t("map.credit.none")


def place(t: Locale, project: Project) -> str:
    """Return the former districts a project lies in, or that it is not tied to one."""
    said = (t("place.whole_province") if d == WHOLE_PROVINCE else d for d in project.districts)
    return ", ".join(said) or t("place.none")


def agency(t: Locale, registry: Registry, one: Agency, day: date) -> str:
    """Return "Sở GTVT → Sở Xây dựng tỉnh Vĩnh Long", saying when the latter is unverified."""
    heir = successor_words(t, registry, one, day)
    return f"{t.short_name(one)} → {heir}" if heir else t.short_name(one)


def successor_words(t: Locale, registry: Registry, one: Agency, day: date) -> str | None:
    """Say who answers for an agency on `day`: its successor, or that the level has ended."""
    heir = reports.successor(registry, one, day)
    if heir is not None:
        text = t.short_name(heir)
        return text if one.successor_verified else f"{text} ({t('flag.unverified')})"
    since = registry.settings.succession
    if one.kind == "district" and since is not None and day >= since:
        return t("agency.short.new_communes")
    return None


def reason(t: Locale, item: Standing) -> str:
    """Return what holds the work up, as its lead reported it, or that it did not."""
    if item.obstacle is None:
        return t("overview.no_reason")
    return item.obstacle.value + mark(t, item.obstacle)


def pair(t: Locale, item: Standing) -> str:
    """Return "Thực hiện 52,0%* │ kế hoạch 97,9%" for a caption or a spoken label."""
    done = percent(t, item.physical) or t.missing
    planned = percent(t, item.planned) or t.missing
    return t("work.pair", done=done, planned=planned)


def under_label(t: Locale, item: Standing) -> str | None:
    """Return the words that stand under a map label instead of a percentage, if any."""
    if item.health == "no_data":
        return t("inline.health.no_data")
    physical = item.physical
    status = item.status.value if item.status else None
    if item.health == "completed" and physical is not None:
        return t("target.reached_on", date=physical.as_of) + mark(t, item.status)
    if physical is None and status is not None:
        return t.status(status, item.project.kind).lower() + mark(t, item.status)
    if physical is not None and physical.value == 0:
        state = t.status(status or "not_started", item.project.kind).lower()
        return f"{t.percent(0)}{mark(t, physical)} · {state}"
    return None


def sources(text: str) -> Node:
    """Return a source with its addresses as links on what is named before each.

    Sources are written "SGGP News 05/01/2025, https://…; Thanh Niên 04/02/2026, https://…".
    """
    return h("span", {"class": "sources"}, *(_source(part.strip()) for part in text.split(";")))


def _source(part: str) -> Node:
    name, found, rest = part.partition("http")
    if not found:
        return h("span", {}, part)
    address = f"{found}{rest}".split()[0]
    return cards.external(name.strip(" ,–-(") or address, address)


def promised(t: Locale, value: str, unit: str | None) -> str:
    """Return what a target promises: an amount with its unit, a class, else the plan's words."""
    try:
        return t.quantity(float(value), unit or "")
    except ValueError:
        return t("target.class", value=value) if unit == CLASS else value


def said_on(t: Locale, text: str) -> str:
    """Return the date of a public fact: ISO dates as people write them, other words as found."""
    if text == UNDATED:
        return t("work.fact.undated")
    try:
        return t.date(date.fromisoformat(text))
    except ValueError:
        return text
