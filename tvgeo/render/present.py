"""Places and agencies as they are called today: the 2025 communes, the successor agencies."""

from collections.abc import Sequence

from tvgeo.core import units
from tvgeo.core.communes import Where, Within
from tvgeo.core.plan import Agency, Project, Registry
from tvgeo.locale import Locale
from tvgeo.render.phrases import WHOLE_PROVINCE

# A line names so many communes; the page of a work has all of them.
MOST = 4
# Less than this outside of the communes is a matter of how borders were drawn, percent.
SLIGHT_PCT = 5.0


def agency(t: Locale, registry: Registry, one: Agency, *, full: bool = False) -> str:
    """Return who answers today for what `one` was given, saying where that is unverified.

    `full` gives whole names, for documents, instead of the short ones.
    """
    say = t.name if full else t.short_name
    today = units.code(registry, one.agency_id)
    if today != one.agency_id:
        named = say(registry.agencies[today])
        verified = one.successor_verified
        return named if verified else t("units.unverified", agency=named)
    known = units.heir(registry, one)
    if known == "agency":
        verified = units.is_verified(registry, one.agency_id)
        return say(one) if verified else t("units.unverified", agency=say(one))
    if known == "communes":
        return t("units.communes_for", agency=say(one))
    if known == "text":
        return t("units.text_for", successor=one.successor_text, agency=say(one))
    return t("units.unknown", agency=say(one))


def place(t: Locale, project: Project, where: Where | None, missing: str, province: str) -> str:
    """Return the communes of a work in one line: the certain ones, then the possible ones.

    `missing` says why there are none where `where` is `None`; `province` is that of the plan.
    """
    if WHOLE_PROVINCE in project.districts:
        return t("units.whole_province", province=province)
    if where is None:
        return missing
    if not where.within:
        return t("units.outside", province=province)
    said = [text for text in (_named(t, where.certain), _doubtful(t, where)) if text]
    if where.outside and (where.outside_pct is None or where.outside_pct >= SLIGHT_PCT):
        said.append(t("units.partly_outside", province=province))
    if where.schematic:
        said.append(t("units.estimated" if where.shape == "point" else "units.sketch"))
    return "; ".join(said)


def _doubtful(t: Locale, where: Where) -> str:
    """Return the communes that a work may lie in as well, or only may lie in."""
    drawn, near = where.possible, where.near
    if where.certain and not drawn:
        return t("units.near_also", n=len(near)) if near else ""
    if not drawn:
        drawn, near = near, ()
    if not drawn:
        return ""
    named = _named(t, drawn)
    if near:
        named = t("units.near", communes=named, n=len(near))
    return t("units.possible", communes=named)


def _named(t: Locale, several: Sequence[Within]) -> str:
    names = [t.name(one.commune) for one in several]
    if len(names) <= MOST + 1:
        return ", ".join(names)
    return t("units.more", communes=names[:MOST], n=len(names) - MOST)


def detail(t: Locale, where: Where, province: str) -> list[str]:
    """Return all that is known of where a work lies, a line each."""
    lines = [_share(t, one) for one in where.within if one.certain or one.drawn]
    if where.near:
        lines.append(t("units.work.near", communes=[t.name(one.commune) for one in where.near]))
    if where.outside and where.outside_pct is not None:
        pct = t.percent(where.outside_pct)
        lines.append(t("units.work.outside", province=province, pct=pct))
    key = "units.work.reach_sketch" if where.schematic else "units.work.reach"
    return [*lines, t(key, m=distance(t, where.reach_m))]


def _share(t: Locale, one: Within) -> str:
    name = t.name(one.commune)
    if one.share_pct is None:
        said = name
    elif one.length_km is not None:
        km = t.quantity(round(one.length_km, 1), "km")
        said = t("units.work.line", commune=name, km=km, pct=t.percent(one.share_pct))
    else:
        ha = t.quantity(round(one.area_ha or 0), "ha")
        said = t("units.work.area", commune=name, ha=ha, pct=t.percent(one.share_pct))
    return said if one.certain else t("units.work.possible", said=said)


def distance(t: Locale, metres: float) -> str:
    """Return how far something may be off as people say it: kilometres from one on."""
    if metres < 1000:  # noqa: PLR2004 - a kilometre
        return t.quantity(round(metres), "m")
    return t.quantity(round(metres / 1000, 1), "km")
