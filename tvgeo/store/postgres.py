"""Connections to PostgreSQL: how each is set, who may write, and which sentence a fault is.

Everything that is PostgreSQL's own is here and in `server_store`; the driver is an optional
package, so nothing here is imported before an address asks for it.
"""

import hashlib
import importlib.util
import re
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.schema import CreateSchema

from tvgeo.errors import StoreError
from tvgeo.store import faults
from tvgeo.store.addresses import Address
from tvgeo.store.reading import PLACE

# Until a server that does not answer is given up; a page must not wait for longer.
CONNECT_S = 3
BUSY_MS, STATEMENT_MS, IDLE_MS, SILENT_MS = 15_000, 60_000, 120_000, 5_000
POOL = {"pool_size": 5, "max_overflow": 15, "pool_timeout": CONNECT_S, "pool_pre_ping": True}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
WRITING = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}

# Which sentence a code of the server is, and what the sentence calls the store.
_SENTENCES = {
    "55P03": ("error.busy", None),
    "40001": ("error.busy", None),
    "40P01": ("error.busy", None),
    "57014": ("error.database_slow", "store"),
    "25P03": ("error.database_slow", "store"),
    "53300": ("error.database_slow", "store"),
    "53100": ("error.disk_full", "path"),
    "25006": ("error.read_only", "path"),
}
# A table or column that is not there any more, a page or index that cannot be read.
_DAMAGED = frozenset({"42P01", "42703", "XX001", "XX002"})
# The server said so itself, but the next moment it may be otherwise.
_PASSING = re.compile(r"starting up|shutting down|recovery|too many|remaining connection slots")


def require_driver() -> None:
    """Say what to install where the driver is missing.

    Raises
    ------
    StoreError
        ``error.no_driver``.
    """
    if importlib.util.find_spec("psycopg") is None:
        raise StoreError("error.no_driver", file="requirements-server.txt")


def engine(address: Address) -> Engine:
    """Return the pool of connections to the schema of an address."""
    require_driver()
    return create_engine(
        address.url,
        connect_args=settings(address),
        execution_options={PLACE: address.place},
        **POOL,
    )


def plain(address: Address) -> Any:
    """Connect with the driver itself, without transactions, outside of any pool."""
    from psycopg import connect, conninfo  # noqa: PLC0415 - of larger installations only

    url = address.url
    said = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    return connect(conninfo.make_conninfo("", **said, **settings(address)), autocommit=True)


def settings(address: Address) -> dict[str, Any]:
    """Return what each connection is set to; what the address itself says comes first.

    Only the store's own schema is searched: a table that is missing there must not be taken
    from another province's.
    """
    options = {
        "search_path": address.schema,
        "synchronous_commit": "on",
        "lock_timeout": BUSY_MS,
        "statement_timeout": STATEMENT_MS,
        "idle_in_transaction_session_timeout": IDLE_MS,
        "timezone": "UTC",
        "jit": "off",  # it takes longer to compile our questions than to answer them
        "client_min_messages": "warning",
    }
    asked = {
        "connect_timeout": CONNECT_S,
        # a server that vanishes without a word is noticed within seconds
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": SILENT_MS,
        "application_name": "tvgeo",
    }
    kept = {name: value for name, value in asked.items() if name not in address.url.query}
    return kept | {"options": " ".join(f"-c {name}={value}" for name, value in options.items())}


def take_turn(connection: Connection, address: Address) -> None:
    """Wait for the one right to write into the schema; it is given back with the transaction."""
    key = {"key": lock_key(address.schema)}
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)


def prepare(connection: Connection, address: Address) -> None:
    """Make the schema where it is not there, within the transaction that will fill it."""
    take_time(connection)
    named = {"schema": address.schema}
    if connection.scalar(text("SELECT to_regnamespace(:schema)"), named) is None:
        connection.execute(CreateSchema(address.schema))


def take_time(connection: Connection) -> None:
    """Let the statements of this transaction last: a large store is made, moved or upgraded."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def lock_key(schema: str) -> int:
    """Return the number that stands for the right to write into a schema of the database."""
    digest = hashlib.sha256(f"tvgeo store {schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def channel(schema: str) -> str:
    """Return the channel on which a schema's publications are told (see migration 0004)."""
    return f"tvgeo_{schema}"


def explained(error: DBAPIError | NoConnectionLeft, place: str) -> StoreError | None:
    """Return the error to raise instead; `None` if the caller's own rule was broken."""
    if isinstance(error, NoConnectionLeft):
        return StoreError("error.database_slow", store=place)
    if isinstance(error, IntegrityError):
        return None
    code = getattr(error.orig, "sqlstate", None) or ""
    # of a connection that cannot be made or is lost, the driver knows no code
    lost = not code and isinstance(error, OperationalError | InterfaceError)
    if lost or error.connection_invalidated or code[:2] == "08" or code[:3] == "57P":
        return _unreachable(str(error.orig), place)
    if code in _DAMAGED:
        return faults.damaged(place, first_line(str(error.orig)))
    if code not in _SENTENCES:
        return refused(place, str(error.orig))
    key, named = _SENTENCES[code]
    values = {named: place} if named else {}
    return StoreError(key, **values, reason=first_line(str(error.orig)))


def _unreachable(said: str, place: str) -> StoreError:
    """Tell a server that is away from one that answers and does not let us in."""
    if "FATAL:" in said and not _PASSING.search(said):
        return refused(place, said.rpartition("FATAL:")[2])
    # the reason is for the log: a sentence says it in the reader's language
    return StoreError("error.database_away", store=place, reason=first_line(said))


def refused(place: str, reason: str) -> StoreError:
    """Return the error of a database that answers, and does not do what it is asked for."""
    return StoreError("error.database_refused", store=place, reason=first_line(reason))


def first_line(said: str) -> str:
    """Return the first line of what the server said."""
    return said.strip().partition("\n")[0][:200]
