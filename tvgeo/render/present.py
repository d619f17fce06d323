"""Places and agencies as they are called today: the 2025 communes, the successor agencies."""

from collections.abc import Sequence

from tvgeo.core import units
from tvgeo.core.communes import Where, Within
from tvgeo.core.plan import Agency, Project, Registry
from tvgeo.locale import Locale
from tvgeo.render.phrases import WHOLE_PROVINCE

# A line names so many communes; the page of a work has all of them.
MOST = 3
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


def place(t: Locale, project: Project, where: Where | None, missing: str, former: str) -> str:
    """Return the communes of a work in one line: the certain ones, then the possible ones.

    `missing` says why there are none where `where` is `None`; `former` is the plan's province,
    where it is one no more, else "".
    """
    if WHOLE_PROVINCE in project.districts:
        whole = t("units.whole_province", province=former)
        return whole if former else t("place.whole_province")
    if where is None:
        return missing
    if not where.within:
        return t("units.outside")
    said = "; ".join(text for text in (_named(t, where.certain), _doubtful(t, where)) if text)
    if where.schematic:
        key = "units.estimated" if where.shape == "point" else "units.sketch"
        said = t(key, communes=said)
    if where.outside and (where.outside_pct is None or where.outside_pct >= SLIGHT_PCT):
        said += f"; {t('units.partly_outside')}"
    return said[:1].upper() + said[1:]


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


def shares(t: Locale, where: Where) -> str:
    """Return every commune that a work is drawn in, each with its share of it."""
    return "; ".join(_share(t, one) for one in where.within if one.certain or one.drawn)


def _share(t: Locale, one: Within) -> str:
    said = name = t.name(one.commune)
    if one.share_pct is not None:
        size = _size(t, one.length_km, "km") if one.length_km else _size(t, one.area_ha, "ha")
        said = t("units.work.share", commune=name, size=size, pct=t.percent(one.share_pct))
    return said if one.certain else t("units.work.possible", said=said)


def _size(t: Locale, size: float | None, unit: str) -> str:
    # a share of some hundred metres is no round kilometre, and one of some kilometres not exact
    return t.quantity(size, unit, 1 if size and size >= 1 else 2)


def doubts(t: Locale, where: Where) -> str:
    """Return what else may be, how much lies in no commune, and how exact all this is."""
    said = []
    if where.near:
        said.append(t("units.work.near", communes=[t.name(one.commune) for one in where.near]))
    if where.outside and where.outside_pct is not None:
        said.append(t("units.work.outside", pct=t.percent(where.outside_pct)))
    kind = ("_estimated" if where.shape == "point" else "_sketch") if where.schematic else ""
    return " ".join([*said, t(f"units.work.reach{kind}", m=distance(t, where.reach_m))])


def distance(t: Locale, metres: float) -> str:
    """Return how far something may be off as people say it: kilometres from one on."""
    if metres < 1000:  # noqa: PLR2004 - a kilometre
        return t.quantity(round(metres), "m")
    return t.quantity(round(metres / 1000, 1), "km")
