"""The place to drop a file, in the reader's language, and the templates beside it.

Streamlit's uploader speaks English and cannot be told otherwise. It lies unseen over a zone of
our own, so that the real control takes the click, the drop and the focus. What a file may be
called is not limited here: the reader refuses it in words that say what to do.
"""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.locale import Locale
from tvgeo.services import templates
from tvgeo.ui import session, state
from tvgeo.ui.blocks import stamps, update, update_start
from tvgeo.ui.components import block, drafting, store_notice

TYPES = ".xlsx, .csv, .tsv, .txt"
MEGABYTES = 20
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(t: Locale, actor: Actor) -> None:
    """Show the page before a file was sent: templates, drop zone, what happens next."""
    view = state.view()
    block.show(update_start.empty(t, stamp=stamps.stamp(t, view, period=False)), key="head")
    problem(t)
    if (lost := drafting.lost()) is not None:
        block.show(update.alert(t(lost)), key="lost")
    zone, side = st.columns([990, 296], gap="small")
    with zone:
        drop(t, actor)
        block.show(update_start.what_next(t), key="next")
    with side, st.container(border=True, key="tv-templates"):
        block.show(update_start.templates(t), key="templates")
        _template(t, actor, "xlsx", XLSX)
        _template(t, actor, "csv", CSV)


def drop(t: Locale, actor: Actor) -> None:
    """Show the drop zone; a file that has come is read at once and its uploader dropped."""
    size = t.quantity(float(MEGABYTES), "MB")
    with st.container(key="tv-drop"):
        block.show(update_start.drop_zone(t, types=TYPES, size=size), key="drop")
        sent = st.file_uploader(
            t("update.drop_label"),
            key=f"file-{drafting.desk().upload}",
            max_upload_size=MEGABYTES,
            label_visibility="collapsed",
        )
        with st.container(key="tv-drop-failed"):
            block.show(update.alert(t("update.drop_failed", size=size)), key="drop-failed")
            st.button(t("action.retry"), on_click=drafting.clear, key="drop-again")
    if sent is not None:
        with st.spinner(t("update.checking")):
            drafting.take(sent.getvalue(), sent.name, actor)
            session.drop_uploads()
        st.rerun()


def problem(t: Locale) -> None:
    """Tell what the last action failed at, and what stands in the way of publishing."""
    store_notice.show(t)
    found = drafting.desk().problem
    if found is not None:
        block.show(update.alert(t.error(found.without_folders())), key="problem")


def _template(t: Locale, actor: Actor, kind: str, media_type: str) -> None:
    """Offer the template; it is made when it is asked for."""

    def made() -> bytes:
        base = state.base()
        if kind == "csv":
            return templates.template_csv(base, t, actor.scope)
        return templates.template_xlsx(base, t, actor.scope)

    st.download_button(
        t(f"update.template_{kind}"),
        made,
        file_name=templates.template_name(state.base(), kind),
        mime=media_type,
        key=f"template-{kind}",
        on_click="ignore",
        width="stretch",
    )
