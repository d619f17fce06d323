"""The words around the map of a plate: title, answer, legend of states, sources."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tvgeo.core.plan import Settings
from tvgeo.core.units import NOW
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates.plate import Key, PlateWork
from tvgeo.services import map_layers, plate_base
from tvgeo.services.view import View

# The order of the legend; a state of the last group has a key only where a work is in it.
KEYS = ("completed", "on_track", "slow", "late", "critical", "past_due", "prep", "no_data")
RARE_KEYS = ("no_plan", "paused", "cancelled")
WITH_THRESHOLD = ("on_track", "slow", "late", "critical")
BEHIND = ("past_due", "critical", "late", "slow")
# What the answer says where nothing is behind, and what it adds in any case.
GOOD, BESIDES = ("completed", "on_track", "no_plan"), ("prep", "no_data")
# How much of a description are names of works, characters.
LONGEST_LIST = 300


class PlateWords(NamedTuple):
    """What a plate says beside its map; `province` is inside a sentence, "tỉnh Trà Vinh (cũ)"."""

    title: str
    message: str
    date_line: str
    mark: str
    note: str
    table_title: str
    keys: tuple[Key, ...]
    source: str
    alt: str
    province: str


def of(
    view: View,
    t: Locale,
    facts: Sequence[WorkFact],
    works: Sequence[PlateWork],
    scope: Scope,
    code: str,
) -> PlateWords:
    """Return the words of a plate about `facts`, of which `works` are on its map."""
    settings = view.base.settings
    province = _province(view, t)
    title = _title(t, scope, works, code, province)
    message = _message(t, facts, scope)
    plan = plain.line(t.name(settings, "plan_name") or settings.title)
    stamp = t("brief.stamp", date=view.day, rev=view.base.revision)
    invented = any(fact.illustrative for fact in facts)
    names = plain.shortened(", ".join(work.label for work in works), LONGEST_LIST)
    return PlateWords(
        title=title,
        message=message,
        date_line=t("brief.date_line", stamp=stamp, plan=plan),
        mark=t("brief.mark") if invented else "",
        note=t("plate.note") if invented else "",
        table_title=t("plate.table"),
        keys=_keys(t, settings, facts),
        source=_source(view, t, plan),
        alt=t("plate.alt", title=title, message=message, n=len(works), names=names),
        province=province,
    )


def _province(view: View, t: Locale) -> str:
    name = plate_base.province_name(view.base, t)
    over = view.base.settings.succession
    ended = over is not None and (view.day >= over or view.units == NOW)
    return t("plate.former", name=name) if ended else name


def _title(
    t: Locale, scope: Scope, works: Sequence[PlateWork], code: str, province: str
) -> str:
    if scope.kind == "work":
        return plain.line(
            next((w.fact.name for w in works if w.fact.project_id == scope.code), scope.name)
        )
    if scope.kind == "agency":
        return t("plate.title.agency", name=scope.name, province=province)
    return t(f"plate.title.{code.replace('-', '_')}", province=province)


def _message(t: Locale, facts: Sequence[WorkFact], scope: Scope) -> str:
    """Return the answer in one sentence: how many are behind and how far, what is not begun."""
    counted = _wholes(facts)
    if scope.kind == "work" and len(counted) == 1:
        fact = counted[0]
        said = fact.difference if fact.is_judged else fact.state[:1].lower() + fact.state[1:]
        return t("plate.answer", said=t("brief.message.work", name=fact.name, message=said))
    tally = Counter(fact.style for fact in counted)
    first = [code for code in BEHIND if tally[code]] or [code for code in GOOD if tally[code]]
    besides = [_counted(t, code, tally) for code in BESIDES if tally[code]]
    if not first:
        if not tally["prep"]:
            return t("plate.answer", said=t("brief.message.no_data"))
        first, besides = ["prep"], besides[1:]
    marked = any(fact.illustrative for fact in counted if fact.style in first)
    counts = [
        _counted(t, code, tally, "_first" * (place == 0)) for place, code in enumerate(first)
    ]
    said = ", ".join(counts) + (t.mark if marked else "")
    if not besides:
        return t("plate.answer", said=said)
    return t("plate.answer_besides", said=said, besides=besides)


def _counted(t: Locale, code: str, tally: Counter[str], place: str = "") -> str:
    state = t("plate.inline.prep" if code == "prep" else f"inline.health.{code}")
    return t(f"plate.counted{place}", n=tally[code], state=state)


def _wholes(facts: Sequence[WorkFact]) -> list[WorkFact]:
    """Return the works that are counted; a part that is asked for by itself counts as one."""
    ids = {fact.project_id for fact in facts}
    return [fact for fact in facts if fact.part_of not in ids]


def _keys(t: Locale, settings: Settings, facts: Sequence[WorkFact]) -> tuple[Key, ...]:
    counted = {fact.project_id for fact in _wholes(facts)}
    wholes = Counter(fact.style for fact in facts if fact.project_id in counted)
    parts = Counter(fact.style for fact in facts if fact.project_id not in counted)
    shown = (*KEYS, *(code for code in RARE_KEYS if wholes[code] or parts[code]))
    limits = {"slow": settings.slow, "late": settings.late, "critical": settings.critical}
    return tuple(
        Key(
            code,
            t("plate.prep") if code == "prep" else t(f"health.{code}"),
            t(f"plate.threshold.{code}", **limits) if code in WITH_THRESHOLD else "",
            wholes[code],
            parts[code],
        )
        for code in shown
    )


def _source(view: View, t: Locale, plan: str) -> str:
    settings = view.base.settings
    found = [plain.line(credit) for credit in map_layers.credits_of(view.base)]
    key = "plate.source" if found else "plate.source_plan"
    said = t(key, plan=plan, credits=found, epsg=settings.crs)
    if settings.succession is None:
        return said
    return said + " " + t("plate.source_units", date=settings.succession)
