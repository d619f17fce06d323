"""What an account of the database may do in the schema of a store (C22).

The owner makes and upgrades tables. The dashboard needs none of that from day to day: it reads, adds,
and changes only what is not published. A reader sees the view for maps, and no table at all.
"""

from typing import Literal, TypeAlias

from sqlalchemy import Connection, inspect, text

from tvgeo.store import gis, schema

Duty: TypeAlias = Literal["app", "reader"]
_ONLY_READ = frozenset({"alembic_version"})


def grant(conn: Connection, role: str, duty: Duty) -> None:
    """Give an account what its duty needs, within a writing of the owner.

    Every statement is of names that the database or we ourselves gave, quoted.
    """
    quote = conn.dialect.identifier_preparer.quote
    there = quote(str(conn.scalar(text("SELECT current_schema()"))))
    to = f"TO {quote(role)}"
    conn.execute(text(f"GRANT USAGE ON SCHEMA {there} {to}"))
    if duty == "reader":
        conn.execute(text(f"GRANT SELECT ON {there}.{gis.VIEW} {to}"))
        return
    for name in inspect(conn).get_table_names():
        rights = "SELECT"
        if name not in _ONLY_READ:
            rights += ", INSERT"
            rights += "" if name in schema.APPEND_ONLY else ", UPDATE, DELETE"
        conn.execute(text(f"GRANT {rights} ON {there}.{quote(name)} {to}"))
