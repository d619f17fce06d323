"""Who comes in: the sign-in form, or why an account may not do this.

Hiding is a courtesy: every service asks again who may act.
"""

import streamlit as st

from tvgeo.core.access import Action, Actor, decide
from tvgeo.locale import Locale
from tvgeo.services import access, accounts, stores
from tvgeo.ui import state
from tvgeo.ui.blocks import frame, stamps, update_start
from tvgeo.ui.components import block, sign_in, store_notice


def opens(actor: Actor | None, action: Action) -> bool:
    """Whether the page is shown to this actor."""
    role = actor.role if actor is not None else None
    return decide(action, role=role, view=state.base().settings.view).allowed


def closed(t: Locale, actor: Actor | None, action: Action) -> None:
    """Say why the page stays closed and how it opens: sign in, or make the first account."""
    if actor is not None and not state.base().away:
        sentence = t.error(access.refusal(actor, action))
        block.show(frame.error_page(t("access.refused"), sentence), key="forbidden")
        return
    with st.container(key="tv-door"):
        lines = [t(f"door.why.{action}")]
        if action != "read":
            lines.insert(0, stamps.stamp(t, state.view(), period=False))
        block.show(update_start.door(t(f"door.title.{action}"), lines), key="head")
        obstacle = store_notice.show(t)
        if obstacle is not None and obstacle.key in {"error.other_store", *stores.AWAY}:
            return  # the accounts are in a store that cannot be asked
        if not accounts.has_accounts():
            block.show(update_start.no_account(t), key="no-account")
        sign_in.show(t)
