"""The map of two periods compared, beside it every work's change; each selects in the other."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from tvgeo.core.comparison import Change
from tvgeo.locale import Locale
from tvgeo.services import stamps
from tvgeo.services import view as views
from tvgeo.services.comparison import Comparison
from tvgeo.services.view import View
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import compare, compare_map, frame, map_data, map_panel
from tvgeo.ui.components import (
    block,
    compare_with,
    map_filters,
    map_period,
    paged,
    pickers,
    progress_map,
)
from tvgeo.ui.components.map_filters import Chosen


def show(t: Locale, view: View, chosen: Chosen, selected: str | None) -> None:
    """Show map, list and detail of two periods; of one where there is none before it."""
    found = compare_with.compared(view)
    if found is None:
        period = state.period(views.period_choices(view.base))
        first = t("compare.no_earlier", period=t.period(period.code))
        block.show(frame.caption(first), key="no-earlier")
        map_period.show(t, view, chosen, selected)
        return
    shown = chosen.left.ids
    canvas, panel = st.columns([846, 440], gap="small")
    with canvas:
        index = map_data.index(view.base, t.language, view.units)
        progress_map.show(
            compare_map.message(
                t,
                found,
                index,
                map_id="map",
                shown=shown,
                selected=selected,
                layers_on=chosen.layers,
            ),
            projects=index.projects,
            key="map",
            on_choose=partial(state.put, state.PROJECT),
        )
        block.show(frame.caption(stamps.compared(t, found)), key="stamp")
    changes = found.of(shown)
    with panel:
        wanted = _lists(t, found, changes, chosen, selected)
    map_filters.select(wanted, selected)
    paged.table(t, changes, lambda shown: compare.table(t, found, shown))


def _lists(
    t: Locale,
    found: Comparison,
    changes: Sequence[Change],
    chosen: Chosen,
    selected: str | None,
) -> str | None:
    """Show counts, list and the chosen work; return what was chosen in the list."""
    block.show(compare.heading(t, found, changes), key="count")
    located = found.after.base.join.located
    on_map = [one for one in changes if one.project.project_id in located]
    rest = [one for one in changes if one.project.project_id not in located]
    with st.container(key="tv-list-head", horizontal=True, vertical_alignment="center"):
        tab = pickers.one(
            "list", ("list", "unlocated"), t("map.as_table"),
            lambda tab: t(f"map.tab.{tab}", n=len(rest)),
        )  # fmt: skip
    items = paged.page(t, on_map if tab == "list" else rest, key=tab)
    listed = (
        compare.list_of(t, found, items, selected)
        if items
        else map_panel.nothing(t, on_map=len(on_map), rest=len(rest), filters=chosen.filters)
    )
    answer = block.show(listed, key="list")
    pickers.clear(answer, map_filters.FILTERS)
    one = found.changes.get(selected) if selected else None
    pages.follow(block.show(compare.detail(t, found, one), key="detail"))
    return (answer or {}).get("select")
