"""`tvgeo serve`: the dashboard with safe settings, from whatever folder it is started in."""

import errno
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import click
import streamlit as st
import uvicorn.config
from streamlit import config

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.services import stores
from tvgeo.services.base import folder_path
from tvgeo.web import sign_in_checks
from tvgeo.web.app import ROOT, SHELL, checked_options, current_view
from tvgeo.web.hosts import WILDCARDS, is_loopback
from tvgeo.web.safe_settings import SAFE

Lifespan: TypeAlias = Callable[[object], AbstractAsyncContextManager[None]]


def serve(host: str = "127.0.0.1", port: int = 8501, data: Path | None = None) -> None:
    """Serve the dashboard at `host` and `port` until stopped; print its address once ready.

    `data` is the data folder; None is the usual one. Port 0 takes any free port.

    Raises
    ------
    UsageError
        If the port is in use or the host is not one of this machine; or if other machines
        could reach the dashboard and nobody wrote who may read it, or vouch for themselves.
    StoreError
        If another server uses the same store in a file, or it lies on a network disk.
    """
    if data is not None:
        # The pages run in this process and ask the same variable for the folder.
        os.environ["TVGEO_DATA_DIR"] = str(data.resolve())
    overrides = serve_settings(host, port)
    for key, value in overrides.items():
        config.set_option(key, value)
    options = checked_options(base="")
    refuse_used_port(host, port)
    stores.claim(folder_path())
    # `App.run` reads all settings anew: only what it is given here is sure to hold.
    overrides["server.allowedHosts"] = config.get_option("server.allowedHosts")
    overrides |= sign_in_checks.apply_secrets()
    options["lifespan"] = _announced(options["lifespan"], host)
    uvicorn.config.LOGGING_CONFIG["loggers"]["uvicorn"]["level"] = "WARNING"
    # Streamlit puts the folder of the started script on the import path. That of
    # `python -m tvgeo` holds packages named `io` and `locale`, like Python's own.
    sys.argv = [str(ROOT / "app.py")]
    st.App(SHELL, **options).run(config=overrides)


def serve_settings(host: str, port: int) -> dict[str, Any]:
    """Return every setting `serve` starts with."""
    return {
        **SAFE,
        "server.address": host,
        "server.port": port,
        "server.baseUrlPath": "",
        # The address line is all that is printed.
        "logger.hideWelcomeMessage": True,
    }


def refuse_used_port(host: str, port: int) -> None:
    """Raise a `UsageError` unless `port` of `host` can be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name != "nt":  # there it would take a port that is being listened on
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise UsageError("error.port_used", port=port) from error
        raise UsageError(
            "error.bad_value", arg="--host", value=host, suggestion="127.0.0.1"
        ) from error


def address(host: str, port: int) -> str:
    """Return what to type into a browser on this machine."""
    name = "127.0.0.1" if host in WILDCARDS else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _announced(lifespan: Lifespan, host: str) -> Lifespan:
    """Print the address when everything is loaded, by when the real port is known.

    To whom it is open is said too, where other machines reach it.
    """

    @asynccontextmanager
    async def announced(app: object) -> AsyncIterator[None]:
        async with lifespan(app):
            click.echo(address(host, int(config.get_option("server.port"))))
            if not is_loopback(host):
                click.echo(locale.get()(f"cli.serve.{current_view()}"), err=True)
            yield

    return announced
