"""Where a store is: a file, or a schema of a PostgreSQL database.

``postgresql://user@host:port/database?schema=vinh_long`` names a store on a server; `schema` is
ours and `public` where it is left out, everything else is what PostgreSQL's own programs take.
Several provinces share a database, each in a schema of its own.
"""

import re
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tvgeo.errors import UsageError

DRIVER = "postgresql+psycopg"
_SERVER = re.compile(r"(postgres(ql)?(\+psycopg)?)://", re.IGNORECASE)
# Written into statements and names of channels, which hold 63 bytes.
_SCHEMA = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,47}")
EXAMPLE = "postgresql://tvgeo@127.0.0.1:5432/tvgeo?schema=tra_vinh"


@dataclass(frozen=True, slots=True)
class Address:
    """A schema of a database; `url` is what the driver connects to, with the password if any."""

    url: URL
    schema: str

    @property
    def place(self) -> str:
        """How a sentence names it: without account and password."""
        bare = URL.create(
            "postgresql", host=self.url.host, port=self.url.port, database=self.url.database,
            query={"schema": self.schema},
        )  # fmt: skip
        return bare.render_as_string()


def is_server(url: str) -> bool:
    """Whether an address names a database of a server, well written or not."""
    return _SERVER.match(url) is not None


def server(url: str) -> Address:
    """Return what the address of a store on a server says.

    Raises
    ------
    UsageError
        If it cannot be read, names no database, or a schema that cannot be.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _unusable() from None
    schema = parsed.query.get("schema", "public")
    if not parsed.database or not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
        raise _unusable()
    return Address(parsed.set(drivername=DRIVER).difference_update_query(["schema"]), schema)


def _unusable() -> UsageError:
    # the address itself is not repeated: it may hold a password
    return UsageError(
        "error.bad_value", arg="--database", value="postgresql:…", suggestion=EXAMPLE
    )


def shown(url: str) -> str:
    """Return an address as a sentence may name it, without account and password."""
    return server(url).place if is_server(url) else url
