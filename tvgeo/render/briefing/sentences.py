"""What a document says of one work: wording of administrative reports, one sentence per fact."""

from datetime import date

from tvgeo.core import reports
from tvgeo.core.chainage import Finished
from tvgeo.core.metrics import BEHIND, Standing
from tvgeo.core.plan import Agency, Registry
from tvgeo.locale import Locale
from tvgeo.render import phrases
from tvgeo.render.briefing import plain

NOT_BEGUN = ("not_started", "preparation")


def agency(t: Locale, registry: Registry, one: Agency, day: date) -> str:
    """Return who answers for an agency's works by its whole name, and whose works they were."""
    name = plain.line(t.name(one))
    heir = reports.successor(registry, one, day)
    if heir is None:
        return name
    key = "brief.successor" if one.successor_verified else "brief.successor_unverified"
    return t(key, agency=plain.line(t.name(heir)), former=name)


def difference(t: Locale, item: Standing) -> str:
    """Return how far a work is from its plan: "chậm 45,9 điểm phần trăm so với kế hoạch"."""
    due = item.project.due_date
    if item.health == "past_due" and due is not None:
        return t("brief.past_due", due=due)
    if item.slippage is None:
        return t("brief.no_plan")
    if item.slippage == 0:
        return t("brief.on_plan") + phrases.verdict_mark(t, item)
    key = "brief.behind" if item.slippage < 0 else "brief.ahead"
    x = t.number(abs(item.slippage), 1) + phrases.verdict_mark(t, item)
    return t(key, x=x)


def result(t: Locale, item: Standing, finished: Finished | None) -> str:
    """Return the result of a work in one sentence that begins with its name."""
    said = [_done(t, item), _paid(t, item), _finished(t, item, finished)]
    known = "; ".join(text for text in said if text) or t("brief.said.none")
    name = plain.line(t.name(item.project))
    # a name with a colon of its own is set off by a dash
    return t("brief.result_dash" if ":" in name else "brief.result", name=name, said=known)


def _done(t: Locale, item: Standing) -> str:
    status = item.status.value if item.status else None
    mark = phrases.mark(t, item.status)
    physical = percent(t, item)
    if item.health in {"completed", "cancelled"}:
        return t(f"brief.said.{item.health}") + mark
    if item.health == "paused":
        key = "brief.said.paused_at" if physical else "brief.said.paused"
        return t(key, physical=physical) if physical else t(key) + mark
    begun = item.physical is not None and item.physical.value > 0
    if begun or (item.physical is not None and status not in NOT_BEGUN):
        return t("brief.said.physical", physical=physical, difference=difference(t, item))
    if status is not None:
        said = (
            t("brief.said.preparation")
            if status == "preparation"
            else t.status(status, item.project.kind).lower()
        ) + mark
        behind = item.health in BEHIND
        return (
            t("brief.said.past_due", said=said, difference=difference(t, item))
            if behind
            else said
        )
    return amount(t, item)


def amount(t: Locale, item: Standing) -> str:
    """Return the amount that a work has reached of what it counts, or nothing."""
    if item.actual is None:
        return ""
    value = t.quantity(item.actual.value, item.project.target_unit or "")
    return t("brief.said.amount", amount=value + phrases.mark(t, item.actual))


def percent(t: Locale, item: Standing) -> str:
    """Return "62,4%*", with the words of the contract where that is what it counts."""
    text = phrases.percent(t, item.physical) or ""
    if item.physical is not None and item.physical.basis == "contract":
        return t("brief.said.contract", pct=text)
    return text


def basis(t: Locale, item: Standing) -> str:
    """Return what the disbursed percentage is a share of, or nothing."""
    paid = item.disbursed
    if paid is None or paid.basis is None:
        return ""
    return t(f"basis.disbursed.{paid.basis}", y=str(paid.as_of.year))


def _paid(t: Locale, item: Standing) -> str:
    paid = phrases.percent(t, item.disbursed)
    return t("brief.said.disbursed", disbursed=paid, basis=basis(t, item)) if paid else ""


def stretch(item: Standing, finished: Finished | None) -> str:
    """Return the finished stretches as reported, or nothing where they could not be placed."""
    if item.chainage is None or finished is None:
        return ""
    return plain.line(item.chainage.value.replace("-", " - "))


def _finished(t: Locale, item: Standing, finished: Finished | None) -> str:
    said = stretch(item, finished)
    if not said or finished is None or item.health == "completed":
        return ""
    km = t.quantity(finished.length_km, "km") + phrases.mark(t, item.chainage)
    return t("brief.said.stretch", km=km, stretch=said)


def reason(t: Locale, item: Standing) -> str:
    """Return what holds up a work that is behind, as reported, or that no reason was given."""
    if item.health not in BEHIND:
        return ""
    if item.obstacle is None:
        return t("brief.no_reason")
    return plain.clean(item.obstacle.value) + phrases.mark(t, item.obstacle)


def after_colon(sentence: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]
