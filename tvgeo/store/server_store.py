"""A store that is a schema of a PostgreSQL database, used by as many replicas as there are."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from tvgeo.errors import StoreError
from tvgeo.store import addresses, checking, postgres
from tvgeo.store.connection import Store
from tvgeo.store.listening import Listener

log = logging.getLogger(__name__)
# Once a database was found to be away, how long nobody else has to find that out by waiting.
PAUSE_S = 2.0
# PostgreSQL alone knows whether it, and this account, can write.
_CLOSED = text(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'"
    " OR NOT has_table_privilege('changes', 'INSERT')"
)


class Reach:
    """Whether a server was just found to be away; shared by all who use the same address."""

    def __init__(self) -> None:
        """Begin with a server that nobody has missed yet."""
        self._lock = threading.Lock()
        self._missed_until = 0.0

    def demand(self, place: str) -> None:
        """Refuse at once while others have just waited in vain; then one tries for all.

        Raises
        ------
        StoreError
            ``error.database_away``.
        """
        with self._lock:
            left = self._missed_until - time.monotonic()
            if left > 0:
                raise StoreError("error.database_away", store=place)
            if self._missed_until:
                self._missed_until = time.monotonic() + PAUSE_S

    def missed(self) -> None:
        """Remember that nobody answered."""
        with self._lock:
            self._missed_until = time.monotonic() + PAUSE_S

    def answered(self) -> None:
        """Forget it."""
        self._missed_until = 0.0


# Replicas of one process share what one of their readers has found out.
_reaches: dict[str, Reach] = {}


class ServerStore(Store):
    """The store of one province, in a schema; connections are made anew when they are lost."""

    def __init__(self, url: str, *, folder: Path | None) -> None:
        """Prepare to use the schema that `url` names; nothing is asked before `open`."""
        self.url = url
        self.folder = folder or Path()
        self.address = addresses.server(url)
        self._reach = _reaches.setdefault(self.place, Reach())
        self._engine = postgres.engine(self.address)
        self._reader = self._engine.execution_options(**postgres.READING)
        self._listener: Listener | None = None
        self._writer = self._engine.execution_options(**postgres.WRITING)

    @property
    def place(self) -> str:
        """The server, database and schema, without account and password."""
        return self.address.place

    @property
    def refusal(self) -> StoreError | None:
        """Why nothing can be published at present: asked anew each time."""
        try:
            with self.reading() as connection:
                closed = connection.scalar(_CLOSED)
        except StoreError as error:
            return error
        return StoreError("error.read_only", path=self.place) if closed else None

    @property
    def heard(self) -> int | None:
        """What the listener has heard last; `None` without one, or while it is cut off."""
        return None if self._listener is None else self._listener.heard

    def listen(self) -> None:
        """Hear of what other replicas publish; once is enough."""
        if self._listener is None:
            self._listener = Listener(self.address)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose transaction sees one state and can write nothing."""
        with self._asking(), self._reader.connect() as connection:
            self._reach.answered()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the schema's one right to write."""
        with self._asking(), self._writer.connect() as connection:
            self._reach.answered()
            postgres.take_turn(connection, self.address)
            yield connection
            connection.commit()

    def close(self) -> None:
        """Give back every connection; the next use makes new ones."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        self._engine.dispose()

    def exists(self) -> bool:
        """Whether the schema holds a store, sound or not."""
        with self.reading() as connection:
            return checking.is_filled(connection)

    def open(self, *, province: str | None) -> None:
        """Check that it is the store of `province` (`None`: of any) and of this version.

        Raises
        ------
        StoreError
            ``error.no_store`` if there is none; what is wrong with it; or that it is away.
        """
        with self.reading() as connection:
            checking.check_database(connection, self.place, province)
            outdated = checking.is_outdated(connection, self.place)
        if outdated:
            self._upgrade()

    def make(self, fill: Callable[[Connection], None]) -> None:
        """Let `fill` write a whole store into the schema, unless somebody has been quicker."""
        with self.writing() as connection:
            postgres.prepare(connection, self.address)
            if not checking.is_filled(connection):
                fill(connection)

    def _upgrade(self) -> None:
        from tvgeo.store import migrating  # noqa: PLC0415 - Alembic is needed only here

        with self.writing() as connection:
            if checking.is_outdated(connection, self.place):
                postgres.take_time(connection)
                migrating.upgrade(connection)
                log.warning("%s is of this version now", self.place)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self._reach.demand(self.place)
        try:
            yield
        except (DBAPIError, NoConnectionLeft) as error:
            explained = postgres.explained(error, self.place)
            if explained is None:
                raise
            if explained.key == "error.database_away":
                self._reach.missed()
            raise explained from error
