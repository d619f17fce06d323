"""What a running server goes by where `tvgeo.toml` no longer says it.

A file that an editor has emptied, or a line that is lost, says nothing; read as if it had never
said anything, it would open to everybody what was closed, and let passwords in again. What is
written otherwise counts at once.
"""

from dataclasses import replace
from pathlib import Path

from tvgeo.core.plan import Settings

_started: dict[Path, Settings] = {}


def hold(folder: Path, settings: Settings) -> None:
    """Note what was written in a data folder when the server started with it."""
    _started[folder] = settings


def held(folder: Path, settings: Settings) -> Settings:
    """Return settings as they count: who may read, and how people sign in, is never lost.

    Where it was written who may read and no longer is, only those with an account may.
    """
    start = _started.get(folder)
    if start is None:
        return settings
    closed = start.view_is_written and not settings.view_is_written
    lost = start.sign_in.written - settings.sign_in.written
    if not closed and not lost:
        return settings
    kept = {name: getattr(start.sign_in, name) for name in lost}
    return replace(
        settings,
        view="login" if closed else settings.view,
        sign_in=replace(settings.sign_in, **kept, written=start.sign_in.written),
    )
