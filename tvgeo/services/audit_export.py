"""The audit as a table, for whoever has to show it."""

import io
import json

from tvgeo.core.access import Actor
from tvgeo.io import csv_tables
from tvgeo.services import history
from tvgeo.services.base import Base

COLUMNS = ("entry", "at", "actor", "address", "action", "details")
_ALL = 1_000_000


def audit_csv(base: Base, actor: Actor | None) -> bytes:
    """Return every entry of the audit as UTF-8 CSV, the oldest first; times are UTC.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    """
    entries = history.audit_entries(base, actor, limit=_ALL)
    records = (
        {
            "entry": str(each.entry),
            "at": each.at.isoformat(),
            "actor": each.actor,
            "address": each.address or "",
            "action": each.action,
            "details": json.dumps(each.details, ensure_ascii=False, sort_keys=True),
        }
        for each in reversed(entries)
    )
    stream = io.StringIO(newline="")
    csv_tables.write(records, COLUMNS, stream)
    return stream.getvalue().encode("utf-8-sig")
