"""What QGIS reads from the database follows the plan and its layers, while the server runs."""

import asyncio
import logging

from tvgeo.errors import TvgeoError
from tvgeo.services import gis

_LOG = logging.getLogger(__name__)
EVERY_S = 60.0


async def follow() -> None:
    """Look every minute, whoever changed something: the folder, an import, another replica."""
    said: gis.State | None = None
    while True:
        try:
            found = await asyncio.to_thread(gis.keep_in_step)
        except TvgeoError as error:  # the pages tell it; the next look may find it mended
            _LOG.info("the tables for QGIS wait: %s", error)
        else:
            if found not in {said, "ready"}:
                _LOG.warning("no view for QGIS in the database: %s; see tvgeo db check", found)
            said = found
        await asyncio.sleep(EVERY_S)
