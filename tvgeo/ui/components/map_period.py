"""The map of one period, beside it the list and the chosen work; each selects in the other."""

from functools import partial

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.services.view import View
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame, map_panel, stamps
from tvgeo.ui.components import block, live_map, map_filters, paged, pickers
from tvgeo.ui.components.map_filters import Chosen


def show(t: Locale, view: View, chosen: Chosen, selected: str | None) -> None:
    """Show map, list and detail of the period that the reader looks at."""
    canvas, panel = st.columns([846, 440], gap="small")
    with canvas:
        live_map.show(
            t,
            view,
            key="map",
            shown=chosen.left.ids,
            mode=chosen.mode,
            selected=selected,
            layers_on=chosen.layers,
            on_choose=partial(state.put, state.PROJECT),
        )
        block.show(frame.caption(stamps.map_stamp(t, view)), key="stamp")
    with panel:
        lists(t, view, chosen, selected)

    paged.table(t, chosen.left.items, lambda items: map_panel.table(t, view, items))


def lists(t: Locale, view: View, chosen: Chosen, selected: str | None) -> None:
    """Show the list and the detail of the chosen work; choosing in the list selects."""
    with st.container(key="tv-list-head", horizontal=True, vertical_alignment="center"):
        on_map, rest = chosen.left.on_map, chosen.left.elsewhere
        block.show(frame.strong(t("map.on_map_title", n=len(on_map))), key="count")
        tab = pickers.one(
            "list", ("list", "unlocated"), t("map.as_table"),
            lambda tab: t(f"map.tab.{tab}", n=len(rest)),
        )  # fmt: skip
    items = on_map if tab == "list" else rest
    shown = paged.page(t, items, key=tab)
    if not items:
        listed = map_panel.nothing(
            t, on_map=len(on_map), rest=len(rest), filters=chosen.filters
        )
    elif tab == "list":
        listed = map_panel.list_of(t, view, shown, selected)
    else:
        listed = map_panel.unlocated(t, view, shown, selected, items)
    answer = block.show(listed, key="list")
    pickers.clear(answer, map_filters.FILTERS)
    item = view.standings.get(selected) if selected else None
    pages.follow(block.show(map_panel.detail(t, view, item), key="detail"))
    map_filters.select((answer or {}).get("select"), selected)
