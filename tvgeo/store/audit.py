"""The log of who did what: only ever added to, each entry vouching for the one before.

How many entries there are and how the last one hashes is kept beside the log, so that cutting
off its end shows too; every revision is named in it with its fingerprint.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from tvgeo.store import checking, digests, faults, reading, schema
from tvgeo.store.connection import Store

# What publishes; these entries name their revision.
PUBLISHING = frozenset({"initial", "publish", "layers", "rollback"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when (UTC), by whom and from where, what, and the details as JSON values."""

    entry: int
    at: datetime
    actor: str
    address: str | None
    action: str
    details: dict[str, Any]


class Verified(NamedTuple):
    """How many entries there are, and the first that does not match (`None`: all do)."""

    entries: int
    broken_at: int | None


def append(
    conn: Connection, *, now: datetime, actor: str, address: str | None, action: str,
    details: Mapping[str, object],
) -> None:  # fmt: skip
    """Add an entry within the transaction that does what it tells."""
    end = select(schema.about.c.value).where(schema.about.c.name == checking.AUDIT)
    with reading.decoding(conn, "about"):
        last = digests.parsed(str(conn.scalar(end.with_for_update())))
        number, previous = last["entries"] + 1, last["hash"]
    values = {
        "entry": number,
        "at": digests.stamp(now),
        "actor": digests.text(actor)[:200],
        "address": None if address is None else digests.text(address)[:64],
        "action": action,
        "details": digests.canonical(dict(details)),
        "previous": previous,
    }
    values["hash"] = digests.of_entry(values)
    conn.execute(insert(schema.audit).values(values))
    conn.execute(
        update(schema.about)
        .where(schema.about.c.name == checking.AUDIT)
        .values(value=end_of_log(values["entry"], values["hash"]))
    )


def end_of_log(entries: int, last_hash: str) -> str:
    """Return what is kept beside the log about its end."""
    return digests.canonical({"entries": entries, "hash": last_hash})


def entries(
    store: Store | Connection, *, limit: int = 200, before: int | None = None
) -> tuple[Entry, ...]:
    """Return the newest entries first, at most `limit` of those before the entry `before`."""
    query = select(schema.audit).order_by(schema.audit.c.entry.desc()).limit(limit)
    if before is not None:
        query = query.where(schema.audit.c.entry < before)
    with reading.snapshot(store) as conn, reading.decoding(conn, "audit"):
        return tuple(
            Entry(
                row["entry"], datetime.fromisoformat(row["at"]), row["actor"], row["address"],
                row["action"], digests.parsed(row["details"]),
            )
            for row in conn.execute(query).mappings()
        )  # fmt: skip


def verify(store: Store | Connection) -> Verified:
    """Hash the whole log again, compare its end, and find every revision in it."""
    with reading.snapshot(store) as conn:
        try:
            return _verify(conn)
        except (ValueError, TypeError, KeyError):
            raise faults.damaged(reading.place_of(conn), "audit") from None


def _verify(conn: Connection) -> Verified:
    previous, expected = digests.NO_HASH, 1
    named: dict[int, tuple[int, str]] = {}
    query = select(schema.audit).order_by(schema.audit.c.entry)
    with closing(conn.execute(query.execution_options(yield_per=1_000))) as log:
        for row in log.mappings():
            values = dict(row)
            sound = (
                values["entry"] == expected
                and values["previous"] == previous
                and values["hash"] == digests.of_entry(values)
            )
            if not sound:
                return Verified(expected - 1, min(expected, values["entry"]))
            if values["action"] in PUBLISHING:
                details = digests.parsed(values["details"])
                named[details["revision"]] = values["entry"], details["sha256"]
            previous, expected = values["hash"], expected + 1
    end = select(schema.about.c.value).where(schema.about.c.name == checking.AUDIT)
    if conn.execute(end).scalar() != end_of_log(expected - 1, previous):
        return Verified(expected - 1, expected)
    return Verified(expected - 1, _unmatched(conn, named, unnamed=expected))


def _unmatched(
    conn: Connection, named: dict[int, tuple[int, str]], *, unnamed: int
) -> int | None:
    """Return the first entry that tells of another revision than is stored; `None`: no one does.

    A revision without an entry counts as broken at `unnamed`.
    """
    wrong: list[int] = []
    seen: set[int] = set()
    for row in conn.execute(select(schema.revisions)).mappings():
        values = dict(row)
        number, (_, parent) = values["revision"], named.get(values["parent"], (0, None))
        entry, sha256 = named.get(number, (unnamed, None))
        if not sha256 == values["sha256"] == digests.of_revision(values, parent):
            wrong.append(entry)
        seen.add(number)
    wrong += [entry for number, (entry, _) in named.items() if number not in seen]
    return min(wrong, default=None)
