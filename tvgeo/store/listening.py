"""Hearing of publications: PostgreSQL tells every replica with the commit (see migration 0004)."""

import logging
import threading
from itertools import count
from typing import Any

from tvgeo.store import postgres
from tvgeo.store.addresses import Address

log = logging.getLogger(__name__)
AGAIN_S = 1.0  # until a lost connection is tried again
# A connection that is silent may be gone: after so long it is asked.
ASKED_AFTER_S = 5.0
_numbers = count(1)


class Listener:
    """One connection of its own that waits for news, in a thread that ends with the process."""

    def __init__(self, address: Address) -> None:
        """Begin to listen; it may take a moment until `heard` says something."""
        self._address = address
        self._stopped = threading.Event()
        # another number with every publication and every new connection, which may have missed one
        self.heard: int | None = None
        self._thread = threading.Thread(target=self._run, name="tvgeo-listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing any more."""
        self._stopped.set()
        self._thread.join(ASKED_AFTER_S)

    def _run(self) -> None:
        from psycopg import Error  # noqa: PLC0415 - of larger installations only

        while not self._stopped.is_set():
            try:
                self._listen()
            except Error as error:
                if self.heard is not None:
                    log.warning("publications of others are not heard: %s", error)
            self.heard = None
            self._stopped.wait(AGAIN_S)

    def _listen(self) -> None:
        with postgres.plain(self._address) as driver:
            driver.execute(f'LISTEN "{postgres.channel(self._address.schema)}"')
            while not self._stopped.is_set():
                self.heard = next(_numbers)
                self._wait(driver)

    def _wait(self, driver: Any) -> None:
        """Return when something was published; raise when nobody is there any more."""
        while not self._stopped.is_set():
            if any(True for _ in driver.notifies(timeout=ASKED_AFTER_S, stop_after=1)):
                return
            driver.execute("SELECT 1")
