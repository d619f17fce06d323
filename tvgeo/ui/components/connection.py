"""What watches over a page in the browser: the connection, newer revisions, the address.

The browser half is `tvgeo/web/assets/connection.js`. It is told at the end of every run what the
page was drawn with; what it says without a server must be there beforehand.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.services import stores
from tvgeo.ui import address, state
from tvgeo.ui.components import block

_connection = st.components.v2.component(
    "tvgeo_connection", html='<div class="tvb"></div>', js=block.LOADER, isolate_styles=True
)


@dataclass(slots=True)
class Watch:
    """What the browser is told of a page: the end of its address, the revision on it.

    Whoever may not read is told of no revision.
    """

    page: str = ""
    revision: int | None = None


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch over the page that is drawn inside; the rules in `chrome` hide the place."""
    place = st.container(key="tv-connection")
    watch = Watch()
    try:
        yield watch
    except StopException:
        with place:
            _show(watch)
        raise
    with place:
        _show(watch)


def _show(watch: Watch) -> None:
    from tvgeo.web import assets  # noqa: PLC0415 -- as in `block.show`

    t = locale.get()
    with suppress(TvgeoError):  # the page tells it
        t = state.words()
    _connection(
        key="connection",
        data={
            "module": assets.url("connection.js"),
            "lang": t.language,
            "page": watch.page,
            "query": address.settle(),
            "revision": watch.revision,
            "offline": t("banner.offline", time=stores.now()),
            "away": _away(t),
            "every": stores.asked_every_ms(),
            "show": t("banner.new_revision.action"),
            # of pages that the navigation has no room for; the browser knows how many
            "more": t("nav.more", n="{n}"),
        },
    )


def _away(t: Locale) -> str:
    """Say which figures are shown while the database is away; empty while it is there."""
    with suppress(TvgeoError):  # the page tells it
        base = state.base()
        if base.away and base.published is not None:
            return t("banner.database_away", rev=base.revision, time=base.published.created_at)
    return ""
