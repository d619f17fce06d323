"""Permission to read, decided where data is handed out; hiding a page would be no check."""

from tvgeo.core import access
from tvgeo.core.plan import Settings
from tvgeo.errors import AccessError


def check_read(settings: Settings) -> None:
    """Refuse a reader whom the province's `access.view` does not let in.

    There are no accounts before the store exists, so "login" lets nobody in.

    Raises
    ------
    AccessError
        If reading needs a session.
    """
    verdict = access.decide("read", role=None, view=settings.view)
    if not verdict.allowed:
        raise AccessError(verdict.reason)
