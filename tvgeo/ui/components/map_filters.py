"""The filters of the map: period, layers, sector, agency, district, state, colouring."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from tvgeo.core.metrics import SEVERITY
from tvgeo.core.units import THEN
from tvgeo.locale import Locale
from tvgeo.services import filtering, map_layers, units
from tvgeo.services.filtering import Filters, Left
from tvgeo.services.view import View
from tvgeo.ui import state
from tvgeo.ui.components import compare_with, pickers, time_mode

MODES = ("health", "completion")
FILTERS = ("layers", "sector", "lead", "district", "commune", "health")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way of time, what the filters leave, the only states to show, colouring, layers."""

    time: str
    left: Left
    states: list[str]
    mode: str
    layers: list[str] | None
    filters: int


def show(t: Locale, view: View) -> Chosen:
    """Show the filters in one row; on a phone they stand in a menu of their own."""
    registry = view.registry
    layers = [x for x in map_layers.drawn_layers(view.base) if not map_layers.is_context(x)]
    sectors = list(view.sectors)
    agencies = [a for a in view.agencies if a in registry.agencies]

    def agency_name(agency_id: str) -> str:
        return units.name(t, view, registry.agencies[agency_id])

    with st.container(key="tv-filter-first", horizontal=True):
        if time_mode.current() != time_mode.PLAY:  # there the player shows the period
            pickers.period(t)
        if time_mode.current() == time_mode.COMPARE:
            compare_with.picker(t, view)
        else:
            state.get(state.WITH, ())  # leaves the address with the comparison
        pickers.unfold(t, FILTERS)
    with st.container(key="tv-filter-row", horizontal=True, vertical_alignment="center"):
        time = time_mode.show(t)
        on = pickers.many(t, "layers", layers, t("map.filter.layers"), _layer_name(t))
        sector = pickers.many(
            t, "sector", sectors, t("map.filter.sector"), lambda s: t(f"sector.{s}")
        )
        agency = pickers.many(t, "lead", agencies, t("map.filter.agency"), agency_name)
        districts, communes = _places(t, view)
        health = pickers.many(
            t, "health", SEVERITY, t("map.filter.health"), lambda h: t(f"short.health.{h}")
        )
    mode = MODES[0]
    if time != time_mode.COMPARE:  # there the colours are those of the change
        mode = pickers.one("mode", MODES, t("map.scale"), lambda m: t("map.scale." + _SCALE[m]))
    wanted = Filters(*map(tuple, (on, sector, agency, districts, health, communes)))
    return Chosen(
        time,
        filtering.left(view, wanted),
        health,
        mode,
        on or None,
        sum(map(bool, (on, sector, agency, districts, health, communes))),
    )


def _places(t: Locale, view: View) -> tuple[list[str], list[str]]:
    """Show the filter by place and how places are named; return districts or communes."""
    if view.units == THEN:
        state.get_many("commune", ())  # leaves the address with the communes
        options = filtering.districts(view.base)
        label = t("map.filter.district")
        above = partial(pickers.named, t)
        return pickers.many(t, "district", options, label, str, above=above), []
    state.get_many("district", ())
    names = {commune.feature_id: t.name(commune) for commune in units.used(view.base)}
    label = t("units.filter.commune")
    above = partial(pickers.named, t)
    return [], pickers.many(t, "commune", list(names), label, names.__getitem__, above=above)


_SCALE = {"health": "state", "completion": "completion"}


def _layer_name(t: Locale) -> Callable[[str], str]:
    return lambda name: t(f"layer.{name}") if f"layer.{name}" in t else name


def select(wanted: str | None, current: str | None) -> None:
    """Select what was chosen in the list, and draw the page again with it."""
    if wanted in state.base().registry.projects and wanted != current:
        state.put(state.PROJECT, wanted)
        st.rerun()
