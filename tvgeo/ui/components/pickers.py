"""The widgets that several pages share; each is tied to a parameter of the address."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from tvgeo import locale
from tvgeo.core.access import Actor, decide
from tvgeo.core.units import THEN, UNITS
from tvgeo.locale import Locale
from tvgeo.services import units
from tvgeo.services import view as views
from tvgeo.services.view import View
from tvgeo.ui import outcomes, pages, state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, labels, password_forms, sign_in


def header(t: Locale, actor: Actor | None) -> None:
    """Show the language switch in the header, and beside it who is signed in, or how to."""
    with st.container(key="tv-language", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            t("frame.language"),
            locale.LANGUAGES,
            format_func=str.upper,
            required=True,
            label_visibility="collapsed",
            default=t.language,
            **state.bound(state.LANGUAGE, t.language),
        )
        outcomes.take()
        if actor is not None:
            with st.popover(labels.plain(actor.name), **_opened(t)):
                block.show(frame.caption(_role(t, actor)), key="account-role")
                if state.base().settings.sign_in.auth == "local":
                    password_forms.change_own(t, actor)
                sign_in.sign_out(t, actor)
        elif decide("read", role=None, view=state.base().settings.view).allowed:
            st.page_link(
                pages.PAGES["cap-nhat"][0],
                label=t("action.sign_in"),
                query_params=pages.shared(),
            )


def _opened(t: Locale) -> dict[str, Any]:
    """Return what opens the menu by itself: it says what a change of the password came to."""
    if outcomes.of(t, "own") is None:
        return {"key": "tv-account"}
    st.session_state.setdefault("tv-account", True)
    return {"key": "tv-account", "on_change": outcomes.forget}


def _role(t: Locale, actor: Actor) -> str:
    """Say what the account may do, and for whose works."""
    role = t(f"role.{actor.role}")
    agency = state.base().registry.agencies.get(actor.scope or "")
    if agency is None:
        return role
    return t("account.role_scope", role=role, agency=t.short_name(agency))


def period(t: Locale) -> None:
    """Show the period picker."""
    choices = views.period_choices(state.base())
    codes = [period.code for period in reversed(choices)]
    current = state.period(choices).code
    st.selectbox(
        t("period.picker"),
        codes,
        index=codes.index(current),
        format_func=lambda code: f"{t('period.picker')}: {t.period(code)}",
        label_visibility="collapsed",
        filter_mode=None,
        width=232,
        **state.bound(state.PERIOD, current),
    )


def sourced(t: Locale) -> None:
    """Show the switch that hides illustrative figures."""
    st.toggle(
        t("sourced.only"),
        value=state.sourced_only(),
        **state.bound(state.SOURCED, state.sourced_only(), lambda on: "1" if on else None),
    )


def named(t: Locale) -> None:
    """Show how places and agencies are named, where a folder knows today's as well."""
    if not units.are_known(state.base()):
        return
    current = state.named()
    st.selectbox(
        t("units.picker"),
        UNITS,
        index=UNITS.index(current),
        format_func=lambda each: t(
            "units.choice", label=t("units.picker"), units=t(f"units.{each}")
        ),
        label_visibility="collapsed",
        filter_mode=None,
        width=256,
        **state.bound(state.NAMED, current, lambda each: None if each == THEN else each),
    )


def unfold(t: Locale, names: Sequence[str]) -> None:
    """Show the switch that unfolds the filters on a phone, with how many are active.

    The rules in `chrome` hide it on a wide page and hide the filters while it is off.
    """
    active = sum(1 for name in names if state.kept().get(name))
    st.toggle(t("map.filters", n=active), key="tv-filters-open")


def many(
    t: Locale,
    name: str,
    options: Sequence[str],
    label: str,
    say: Callable[[str], str],
    above: Callable[[], None] | None = None,
) -> list[str]:
    """Show a filter as a small menu of pills; return what is chosen, none meaning all.

    `above` shows what the options depend on, over them.
    """
    chosen = state.get_many(name, options)
    count = f"{len(chosen)}/{len(options)}"
    with st.popover(t("filter.label", label=label, count=count) if chosen else label):
        if above is not None:
            above()
        st.pills(
            label,
            options,
            selection_mode="multi",
            format_func=lambda option: labels.plain(say(option)),
            default=chosen,
            **state.bound(name, chosen, lambda values: ",".join(values) or None),
        )
    return chosen


def clear(answer: Mapping[str, Any] | None, names: Sequence[str]) -> None:
    """Drop the filters called `names` when a block's button has asked for it."""
    if answer and answer.get("select") == frame.CLEAR:
        for name in names:
            state.put(name, None)
        st.rerun()


def one(name: str, options: Sequence[str], label: str, say: Callable[[str], str]) -> str:
    """Show a choice of one among few as a segmented control; the first is the default."""
    current = state.get(name, options, options[0]) or options[0]
    st.segmented_control(
        label,
        options,
        format_func=say,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        default=current,
        **state.bound(name, current),
    )
    return current


def project(t: Locale, view: View, current: str) -> None:
    """Show the picker of works; typing finds a name with or without diacritics."""
    projects = view.registry.projects
    st.selectbox(
        t("work.picker"),
        list(projects),
        index=list(projects).index(current),
        format_func=lambda project_id: t.name(projects[project_id]),
        label_visibility="collapsed",
        width=300,
        **state.bound(state.PROJECT, current),
    )
