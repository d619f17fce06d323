"""The earlier of two periods that are compared: its picker, and what the address asks for."""

import streamlit as st

from tvgeo.core.periods import Period
from tvgeo.core.units import THEN
from tvgeo.locale import Locale
from tvgeo.services import comparison
from tvgeo.services import view as views
from tvgeo.services.comparison import Comparison
from tvgeo.services.view import View
from tvgeo.ui import state


def earlier(view: View) -> Period | None:
    """Return the period to compare with: as chosen, else the one before; `None` at the first."""
    choices = _earlier(view)
    default = choices[-1].code if choices else None
    code = state.get(state.WITH, (p.code for p in choices), default)
    return next((p for p in choices if p.code == code), None)


def _earlier(view: View) -> list[Period]:
    choices = views.period_choices(view.base)
    return comparison.earlier_periods(view.base, state.period(choices))


def picker(t: Locale, view: View) -> None:
    """Show the picker of the earlier period; it offers only periods before the one shown."""
    chosen = earlier(view)
    if chosen is None:
        return
    codes = [period.code for period in reversed(_earlier(view))]
    st.selectbox(
        t("compare.with.label"),
        codes,
        index=codes.index(chosen.code),
        format_func=lambda code: t("compare.with", period=t.period_short(code)),
        label_visibility="collapsed",
        filter_mode=None,
        width=180,
        **state.bound(state.WITH, chosen.code),
    )


def compared(view: View) -> Comparison | None:
    """Return the comparison that the address asks for; `None` where nothing is earlier."""
    before = earlier(view)
    if before is None:
        return None
    later = state.period(views.period_choices(view.base))
    found = comparison.compare(view.base, before, later, sourced_only=view.sourced_only)
    return comparison.named(found, view.units) if view.units != THEN else found
