"""What an office calls its works, remembered so that its next file goes straight through."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from tvgeo.store import digests, reading, schema
from tvgeo.store.connection import Store

_mappings = schema.mappings.c
LONGEST = 300


def remembered(store: Store | Connection, agency: str) -> dict[str, str]:
    """Return project ids by folded written name; "" stands for a name that is not in the plan."""
    query = select(_mappings.written, _mappings.project_id).where(
        _mappings.agency == digests.text(agency)
    )
    with reading.snapshot(store) as conn:
        return {row.written: row.project_id for row in conn.execute(query)}


def remember(
    conn: Connection, agency: str, written: str, project_id: str, author: str, now: datetime
) -> None:
    """Remember a name within a transaction, in the place of what it meant before.

    A name longer than any column of a file is not remembered: it would be cut to one that
    other names share.
    """
    agency, name = digests.text(agency), digests.text(written)
    if len(name) > LONGEST:
        return
    conn.execute(
        delete(schema.mappings).where(_mappings.agency == agency, _mappings.written == name)
    )
    conn.execute(
        insert(schema.mappings).values(
            agency=agency, written=name, project_id=digests.text(project_id), author=digests.text(author)[:200],
            created_at=digests.stamp(now),
        )
    )  # fmt: skip
