"""What a GIS reads from the database itself: the plan and its drawn features, kept in step.

Only on PostgreSQL, and only where PostGIS is installed in the database: everything else works
without. The tables hold nothing of their own: they can be dropped and are filled again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, column, delete, func, insert, table, text

from tvgeo.store import digests, gis_view

VIEW = "works_as_of"
WGS84 = 4326


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tables hold, as rows by column; geometry is WKB in WGS 84, degrees.

    `sha256` is of all of it: what is the same is not written again.
    """

    sha256: str
    settings: Mapping[str, Any]
    works: Sequence[Mapping[str, Any]]
    features: Sequence[Mapping[str, Any]]


def schema_of_postgis(conn: Connection) -> str | None:
    """Return the schema PostGIS is installed in, as a statement names it; `None` without it."""
    if conn.dialect.name != "postgresql":
        return None
    found = conn.scalar(
        text(
            "SELECT quote_ident(n.nspname) FROM pg_extension e"
            " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'"
        )
    )
    return None if found is None else str(found)


def exists(conn: Connection) -> bool:
    """Whether the view is there."""
    return conn.scalar(text("SELECT to_regclass(:view)"), {"view": VIEW}) is not None


def is_of_today(conn: Connection, gis: str) -> bool:
    """Whether the view says what this version of the program says."""
    query = text("SELECT obj_description(to_regclass(:view), 'pg_class')")
    return bool(conn.scalar(query, {"view": VIEW}) == _mark(gis))


def may_make(conn: Connection) -> bool:
    """Whether this account may make the view, or replace the one that is there."""
    query = text(
        "SELECT has_schema_privilege(current_schema(), 'CREATE') AND coalesce((SELECT"
        " pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(:view)), true)"
    )
    return bool(conn.scalar(query, {"view": VIEW}))


def make(conn: Connection, gis: str) -> None:
    """Make tables and view, or replace the view; the transaction of a writing must be open."""
    tables = gis_view.TABLES.format(gis=gis).split(";")
    mark = f"COMMENT ON VIEW {VIEW} IS '{_mark(gis)}'"
    for statement in (*tables, gis_view.ROUND1, gis_view.view(gis), mark):
        conn.execute(text(statement))


def _mark(gis: str) -> str:
    """Return what stands for the statements of this version, in a comment of the view."""
    return digests.of_text(gis_view.TABLES + gis_view.ROUND1 + gis_view.view(gis))


def shown(conn: Connection) -> str | None:
    """Return the fingerprint of what the tables hold; `None` before they are filled."""
    found = conn.scalar(text("SELECT sha256 FROM gis_settings"))
    return None if found is None else str(found)


def fill(conn: Connection, gis: str, new: Shown) -> None:
    """Put the plan and its features in the place of those of before."""
    for name in ("gis_settings", "gis_works", "gis_features"):
        conn.execute(delete(table(name)))
    _insert(conn, "gis_settings", [{"id": 1, "sha256": new.sha256, **new.settings}])
    _insert(conn, "gis_works", new.works)
    from_wkb = getattr(func, gis).ST_GeomFromWKB
    _insert(conn, "gis_features", new.features, geom=from_wkb(bindparam("geom"), WGS84))


def _insert(
    conn: Connection, name: str, rows: Sequence[Mapping[str, Any]], **written: Any
) -> None:
    if rows:
        values = {each: written.get(each, bindparam(each)) for each in rows[0]}
        into = table(name, *(column(each) for each in values))
        conn.execute(insert(into).values(values), [dict(row) for row in rows])
