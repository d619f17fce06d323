"""The strip of a work laid straight along its chainage, from what its feature carries."""

from tvgeo.core import chainage
from tvgeo.core.features import Feature
from tvgeo.core.metrics import Standing
from tvgeo.locale import Locale
from tvgeo.render import cards, phrases, strip
from tvgeo.render.node import Node, h
from tvgeo.services import work
from tvgeo.services.view import View

WIDTHS = (358, 720, 1240)


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
            cards.responsive(lambda width: strip.strip(drawn, width=width), WIDTHS),
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
