"""Beside the map that plays: the same as tables, the whole plan and the chosen work by period."""

from tvgeo.core.metrics import SEVERITY, Standing
from tvgeo.core.periods import Period
from tvgeo.locale import Locale
from tvgeo.render import glyphs, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services import playback
from tvgeo.services.base import Base
from tvgeo.services.view import View
from tvgeo.ui.blocks import map_panel, stamps


def stamp(t: Locale, base: Base) -> str:
    """Return the line under the map: the revision; every period has its own date."""
    return stamps.revision(t, base, "time.stamp")


def plan(t: Locale, view: View, current: str | None) -> Node:
    """Return the counts by state of every period; `current` is the one shown, if it stands."""
    frames = playback.frames(view.base, sourced_only=view.sourced_only)
    states = [s for s in SEVERITY if any(frame.view.counts[s] for frame in frames)]
    heads: list[Child] = [h("th", {"scope": "col"}, t("time.column.period"))]
    for state in states:
        glyph = glyphs.glyph(state, 14, t(f"short.health.{state}"))
        heads.append(h("th", {"scope": "col", "class": "r"}, glyph))
    rows = [
        _row(
            t,
            frame.period,
            current,
            [h("td", {"class": "r num"}, str(frame.view.counts[state])) for state in states],
        )
        for frame in frames
    ]
    return h(
        "section",
        {"class": "stack", "data-key": "course"},
        h("h2", {"class": "h3"}, t("time.course.title")),
        h("p", {"class": "cap"}, t("time.course.caption")),
        _table(t("time.course.title"), heads, rows),
    )


def work(t: Locale, view: View, project_id: str, current: str | None) -> Node:
    """Return how the chosen work stood in every period."""
    name = t.name(view.registry.projects[project_id])
    columns = (
        ("map.column.health", ""),
        ("map.column.percent", "r"),
        ("map.column.points", "r"),
    )
    heads: list[Child] = [h("th", {"scope": "col"}, t("time.column.period"))]
    heads += [h("th", {"scope": "col", "class": css}, t(key)) for key, css in columns]
    rows = [
        _row(t, period, current, _standing(t, item))
        for period, item in playback.course(view, project_id)
    ]
    return h(
        "section",
        {"class": "stack", "data-key": "course-work"},
        h("h2", {"class": "h3"}, t("time.course.work", name=name)),
        _table(t("time.course.work", name=name), heads, rows),
    )


def _standing(t: Locale, item: Standing) -> list[Child]:
    word = t(f"short.health.{item.health}") + phrases.verdict_mark(t, item)
    return [
        h("td", {}, h("span", {"class": "named"}, glyphs.glyph(item.health, 14, word), word)),
        h("td", {"class": "r"}, map_panel.figure(t, item)),
        h("td", {"class": "r"}, phrases.signed_points(t, item) or t.dash),
    ]


def _row(t: Locale, period: Period, current: str | None, cells: list[Child]) -> Node:
    chosen = period.code == current
    return h(
        "tr",
        {
            "class": "chosen" if chosen else None,
            "go": {"select": period.code},
            "aria-selected": "true" if chosen else None,
            "data-key": period.code,
        },
        h("th", {"scope": "row"}, t.period(period.code)),
        *cells,
    )


def _table(label: str, heads: list[Child], rows: list[Node]) -> Node:
    return h(
        "div",
        {"class": "card scroll"},
        h(
            "table",
            {"class": "grid", "aria-label": label},
            h("thead", {}, h("tr", {}, *heads)),
            h("tbody", {}, *rows),
        ),
    )
