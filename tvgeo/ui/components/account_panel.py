"""The accounts on the administration page: made, and what may be done with each of them."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tvgeo.core.access import ROLES, Actor
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services import accounts, stores
from tvgeo.services.accounts import Listed
from tvgeo.services.base import Base
from tvgeo.store.opening import Store
from tvgeo.ui import outcomes, state
from tvgeo.ui.blocks import admin, frame, update
from tvgeo.ui.components import block, password_forms

_SAID = "account-said"
_ALL_WORKS = ""


def show(t: Locale, base: Base, actor: Actor) -> None:
    """Show the list, and what may be done with the chosen account."""
    store = stores.required(base.folder.folder)
    found = accounts.listed(store)
    names = [each.name for each in found]
    current = state.get("account", names, names[0] if names else None)
    left, right = st.columns([854, 432], gap="small")
    with left:
        tree = admin.accounts(t, base.registry, found, current)
        clicked = (block.show(tree, key="accounts") or {}).get("select")
        if clicked in names:
            state.put("account", clicked)
            outcomes.forget()
            st.rerun()
        with st.container(border=True, key="tv-create"):
            block.show(h("h2", {"class": "h2"}, t("account.create")), key="create-title")
            password_forms.create(t, base.registry, with_password=_local(base))
        block.show(admin.commands(t), key="commands")
    with right:
        for each in found:
            if each.name == current:
                _chosen(t, base, store, actor, each)


def _chosen(t: Locale, base: Base, store: Store, actor: Actor, each: Listed) -> None:
    """Show what may be done with one account."""
    if said := st.session_state.pop(_SAID, None):
        block.show(said, key="account-said")
    with st.container(border=True, key="tv-account-panel"):
        block.show(h("h2", {"class": "h2"}, update.short(each.name)), key="account-name")
        _role(t, base, store, actor, each)
        acts = {
            "enable": accounts.enable if each.disabled else None,
            "disable": None if each.disabled else accounts.disable,
            "unlock": accounts.unlock if each.locked_until is not None else None,
        }
        with st.container(horizontal=True):
            for name, act in acts.items():
                if act is not None:
                    _button(t, name, each, partial(act, store, each.name, actor=actor))
        if not _local(base):
            return
        if each.name == actor.name:
            block.show(frame.caption(t("error.own_password")), key="own-hint")
        else:
            password_forms.set_for(t, each)


def _local(base: Base) -> bool:
    """Whether people sign in with a password of ours."""
    return base.settings.sign_in.auth == "local"


def _role(t: Locale, base: Base, store: Store, actor: Actor, each: Listed) -> None:
    """Show role and scope; both are changed in one step and end the account's sessions."""
    agencies = base.registry.agencies
    role = st.selectbox(
        t("admin.account.role"),
        ROLES,
        index=ROLES.index(each.role),
        format_func=lambda code: t(f"role.{code}"),
        filter_mode=None,
        key=f"role-{each.name}",
    )
    scope = _ALL_WORKS
    if role == "planner":
        options = [_ALL_WORKS, *agencies]
        scope = st.selectbox(
            t("admin.account.scope"),
            options,
            index=options.index(each.scope or _ALL_WORKS) if each.scope in agencies else 0,
            format_func=lambda a: t.short_name(agencies[a]) if a else t("admin.every_work"),
            key=f"scope-{each.name}",
        )
    changed = (role, scope or None) != (each.role, each.scope)
    save = partial(_save_role, store, actor, each.name)
    _button(t, "save_role", each, save, disabled=not changed)
    block.show(frame.caption(t("admin.role_hint")), key=f"role-hint-{each.name}")


def _save_role(store: Store, actor: Actor, name: str) -> None:
    """Save what stands in the fields now, not when the button was drawn."""
    said = st.session_state
    scope = said.get(f"scope-{name}") or None
    accounts.set_role(store, name, role=said[f"role-{name}"], scope=scope, actor=actor)


def _button(
    t: Locale,
    name: str,
    each: Listed,
    act: Callable[[], object],
    *,
    disabled: bool = False,
) -> None:
    """Show a button whose outcome is told at the next run."""

    def clicked() -> None:
        outcomes.forget()
        try:
            act()
        except TvgeoError as error:
            st.session_state[_SAID] = update.alert(t.error(error))
        else:
            st.session_state[_SAID] = frame.caption(t(f"admin.done.{name}", user=each.name))

    st.button(
        t(f"admin.action.{name}"),
        on_click=clicked,
        disabled=disabled,
        key=f"{name}-{each.name}",
    )
