"""The composition root of the web application: what `st.App` is given.

`app.py` and `serve` build the same thing from here, so that no way of starting the dashboard
lacks the gate, the routes or the safe settings.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from streamlit import config, runtime

from tvgeo import locale
from tvgeo.core.plan import Settings
from tvgeo.errors import StoreError, TvgeoError, UsageError
from tvgeo.services import outbound, standing, stores
from tvgeo.services.base import ensure_store, folder_path, read_settings, today
from tvgeo.services.view import open_view
from tvgeo.web import (
    assets,
    compression,
    garbage,
    remembered,
    safe_settings,
    sign_in_checks,
    warming,
)
from tvgeo.web.gate import Gate, failed
from tvgeo.web.headers import security_headers
from tvgeo.web.host_config import HostConfig
from tvgeo.web.hosts import allowed_hosts, is_loopback
from tvgeo.web.kept import Kept
from tvgeo.web.oidc import Oidc
from tvgeo.web.routes import routes
from tvgeo.web.vouching import Proxy

_LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
SHELL = str(ROOT / "tvgeo" / "ui" / "shell.py")


def app_options(base: str | None = None) -> dict[str, Any]:
    """Return the arguments of `st.App`, for `app.py`; end with one line where it may not start.

    `base` is the path the dashboard is served below; None takes Streamlit's setting, which is
    right for `streamlit run` only: `App.run` sets its own later.
    """
    try:
        options = checked_options(base)
        stores.claim(folder_path())
    except (StoreError, UsageError) as error:
        sys.exit(locale.get().error(error))
    return options


def checked_options(base: str | None = None) -> dict[str, Any]:
    """Return the arguments of `st.App`, after Streamlit's settings have been completed.

    Raises
    ------
    UsageError
        If other machines could reach the dashboard, and nobody wrote who may read it; if the
        way of signing in lacks something (`tvgeo.web.sign_in_checks`); or if `TVGEO_TODAY` is
        no date.
    """
    outbound.watch()
    safe_settings.apply_where_unset()
    sign_in_checks.apply_secrets()
    compression.install()
    remembered.install()
    if base is None:
        base = str(config.get_option("server.baseUrlPath") or "")
    settings = read_settings(folder_path())
    today(settings)  # a clock that cannot be read is told now, not by every page
    if not settings.public_url:
        # no proxy is declared: nobody's word about where a request comes from counts
        os.environ.setdefault("FORWARDED_ALLOW_IPS", "")
    address = str(config.get_option("server.address"))
    hosts = open_hosts(address, settings)
    sign_in_checks.check(settings.sign_in, address)
    standing.hold(folder_path(), settings)
    # Streamlit guards its websocket with a list of its own; both must say the same.
    config.set_option("server.allowedHosts", sorted(hosts))
    return {
        "routes": routes(base),
        "middleware": [
            Middleware(
                Gate,
                hosts=hosts,
                view=current_view,
                base=base,
                proxy=Proxy(current_settings, base=base),
            ),
            Middleware(Kept, base=base),
            Middleware(HostConfig, base=base),
            Middleware(Oidc, settings=current_settings, base=base),
        ],
        "lifespan": lifespan,
        "exception_handlers": {Exception: failed},
    }


def current_settings() -> Settings:
    """Return the province's settings as they are written now; what is lost counts as before."""
    return read_settings(folder_path())


def current_view() -> str:
    """Return who may read, as it is written now: closing the pages closes the routes at once."""
    return current_settings().view


def open_hosts(address: str, settings: Settings) -> frozenset[str]:
    """Return the host names to answer for when bound to `address`.

    Raises
    ------
    UsageError
        If other machines reach that address, and `access.view` is not written down.
    """
    if not is_loopback(address) and not settings.view_is_written:
        raise UsageError("error.lan_refused", host=address)
    return allowed_hosts(
        address, settings.public_url, *config.get_option("server.allowedHosts")
    )


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Load what every viewer needs before the first one comes, then look at the own pages.

    The server answers while it looks: whoever is quick enough to come first shares the work.
    """
    with garbage.loading():
        warm()
    stores.listen()
    tasks = [asyncio.create_task(garbage.tidy())]
    if stores.on_server():
        from tvgeo.web import following  # noqa: PLC0415 - of larger installations only

        tasks.append(asyncio.create_task(following.follow()))
    if runtime.exists():
        tasks.append(asyncio.create_task(warming.visit_all()))
    yield
    for task in tasks:
        task.cancel()


def warm() -> None:
    """Read the data folder, make its store at the first start, and hash the assets.

    A broken folder or store is told by the pages, and viewing goes on where it can.
    """
    security_headers()
    assets.url("leaflet.js")
    for prepare in (ensure_store, open_view):
        try:
            prepare()
        except TvgeoError as error:
            _LOG.warning("%s", locale.get().error(error))
