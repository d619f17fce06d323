"""Data check, self-test, backup and "Bắt đầu dùng thật" on the administration page."""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.services import administration, history, publishing, stores
from tvgeo.services.base import Base
from tvgeo.ui.blocks import admin, frame, update
from tvgeo.ui.components import block

_SAID = "admin-said"


def check(t: Locale, base: Base) -> None:
    """Show what the data folder's own check finds."""
    differs = history.differs_from_file(base)
    edited = history.file_was_edited(base)
    block.show(admin.check(t, base, differs, edited=edited), key="check")


def system(t: Locale, base: Base, actor: Actor) -> None:
    """Show self-test, backup, and the removal of what was invented."""
    if said := st.session_state.pop(_SAID, None):
        block.show(said, key="said")
    left, middle, right = st.columns(3, gap="small")
    with left, st.container(border=True, key="tv-self-test"):
        block.show(admin.self_test(t, administration.self_test(actor)), key="self-test")
    with middle, st.container(border=True, key="tv-backup"):
        block.show(admin.backup(t, on_server=stores.on_server()), key="backup-title")
    with right, st.container(border=True, key="tv-real"):
        _start_for_real(t, base, actor)


def _start_for_real(t: Locale, base: Base, actor: Actor) -> None:
    """Offer to remove all invented rows, with their number, after one more question."""
    n = publishing.illustrative_rows(base)
    text = t("admin.real_text", n=n) if n else t("admin.real_done")
    block.show(admin.section(t("admin.real_title"), text), key="real-title")
    if not n:
        return

    def clicked() -> None:
        try:
            made = publishing.start_for_real(actor)
        except TvgeoError as error:
            st.session_state[_SAID] = update.alert(t.error(error))
        else:
            sentence = t("admin.real_published", n=n, rev=made.revision, old=made.parent or 1)
            st.session_state[_SAID] = frame.strong(sentence)

    with st.popover(t("admin.real_action")):
        block.show(frame.caption(t("admin.real_sure", n=n)), key="real-sure")
        st.button(t("action.confirm"), type="primary", on_click=clicked, key="real")
