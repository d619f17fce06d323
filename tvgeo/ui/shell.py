"""The frame around every page: language, navigation, and the one place that shows errors."""

import logging
import secrets

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.ui import pages, session, state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, chrome, connection, door, pickers
from tvgeo.ui.components.connection import Watch

log = logging.getLogger(__name__)


def run(watch: Watch) -> None:
    """Run the page that the address asks for; no traceback ever reaches a reader."""
    st.set_page_config(page_title="tvgeo", layout="wide", initial_sidebar_state="collapsed")
    chrome.style()
    t = locale.get()
    try:
        t = state.words()
        actor = session.actor()
        open_to_all = door.opens(actor, "read")
        page = st.navigation(
            pages.navigation(t, actor), position="top" if open_to_all else "hidden"
        )
        st.set_page_config(page_title=t("access.title", page=page.title))
        watch.page = page.url_path
        pickers.header(t, actor)
        if open_to_all:
            watch.revision = state.base().revision
            page.run()
        else:
            door.closed(t, actor, "read")
    except (RerunException, StopException):
        raise
    except TvgeoError as error:
        log.warning("%s", error)
        sentence = t.error(error.without_folders())
        block.show(frame.error_page(t("access.error"), sentence), key="error")
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("page failed, reference %s", reference)
        sentence = t("error.unexpected", ref=reference)
        block.show(frame.error_page(t("access.error"), sentence), key="error")


with state.one_base(), connection.watched() as watched:
    run(watched)
