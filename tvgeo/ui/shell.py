"""The frame around every page: language, navigation, and the one place that shows errors."""

import logging
import secrets

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.services import access
from tvgeo.ui import pages, state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, chrome, pickers

log = logging.getLogger(__name__)


def run() -> None:
    """Run the page that the address asks for; no traceback ever reaches a reader."""
    st.set_page_config(page_title="tvgeo", layout="wide", initial_sidebar_state="collapsed")
    chrome.style()
    t = locale.get()
    try:
        t = state.words()
        access.check_read(state.base().settings)
        page = st.navigation(pages.navigation(t), position="top")
        pickers.language(t)
        page.run()
    except (RerunException, StopException):
        raise
    except TvgeoError as error:
        block.show(frame.error_box(t.error(error)), key="error")
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("page failed, reference %s", reference)
        block.show(frame.error_box(t("error.unexpected", ref=reference)), key="error")


run()
