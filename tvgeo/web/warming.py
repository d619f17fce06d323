"""The server looks at its own pages before the first reader does.

What a page needs for the first time takes a second or two: modules, views, the index and layers
of the map, Streamlit's own tables. When a meeting begins, a hundred readers would wait for it.
The visit goes the way of a reader's, through Streamlit's runtime, so that nothing is forgotten.
"""

import asyncio
import logging

from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.session_manager import SessionClient

from tvgeo import locale
from tvgeo.web import garbage

_LOG = logging.getLogger(__name__)
# The start page and the map: what is opened at the start of a meeting.
PAGES = ("", "ban-do")
PATIENCE_SECONDS = 60.0


class _Nobody(SessionClient):
    """A reader who only waits until the page is there."""

    def __init__(self) -> None:
        self.served = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self.served.set()


async def visit_all() -> None:
    """Visit the pages in every language, one after the other, then keep what is there.

    Whatever fails is told to the readers by the page itself.
    """
    for page in PAGES:
        for language in locale.LANGUAGES:
            try:
                await _visit(page, language)
            except (TimeoutError, RuntimeError):
                _LOG.exception("a page could not be visited before the first reader")
                return
    garbage.keep()


async def _visit(page: str, language: str) -> None:
    server = runtime.get_instance()
    reader = _Nobody()
    session = server.connect_session(client=reader, user_info={})
    try:
        wish = BackMsg()
        wish.rerun_script.page_name = page
        wish.rerun_script.query_string = f"lang={language}"
        server.handle_backmsg(session, wish)
        await asyncio.wait_for(reader.served.wait(), PATIENCE_SECONDS)
    finally:
        server.close_session(session)
