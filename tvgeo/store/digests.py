"""Fingerprints of what is stored: rows, revisions and entries vouch for themselves.

A page of the file that went bad can look like a sound number. What is read is therefore hashed
again and compared before anybody sees it.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tvgeo.core.difference import VALUE_COLUMNS
from tvgeo.core.progress import Row

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
NO_HASH = "0" * 64
_NUMBERS = frozenset(
    {"physical_pct", "disbursed_pct", "planned_pct", "actual_value", "site_clearance_pct"}
)
# ASCII, so that the bytes are the same in every database and the text always encodes.
_encode = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"), default=str
).encode


def canonical(value: object) -> str:
    """Return JSON that is the same for the same value: sorted keys, no spaces, ASCII.

    Raises
    ------
    ValueError
        For a number that is none (NaN, infinity).
    """
    return _encode(value)


def parsed(written: str) -> Any:
    """Return what `canonical` wrote."""
    return json.loads(written)


def of_text(written: str) -> str:
    """Return the SHA-256 of a text, as hex."""
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def of_bytes(content: bytes) -> str:
    """Return the SHA-256 of bytes, as hex."""
    return hashlib.sha256(content).hexdigest()


def text(written: str) -> str:
    """Return a text as every database can keep it: NFC, without NUL and half characters."""
    whole = written.replace("\0", UNREADABLE).encode("utf-16-le", "surrogatepass")
    return unicodedata.normalize("NFC", whole.decode("utf-16-le", "replace"))


def stamp(moment: datetime) -> str:
    """Return an aware time as it is stored: UTC, ISO 8601, microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def storable(row: Row) -> Row:
    """Return a row as it will be read again: whole numbers as decimal ones, clean text."""
    values = {column: _storable(column, getattr(row, column)) for column in VALUE_COLUMNS}
    return replace(row, project_id=text(row.project_id), **values)


def _storable(column: str, value: object) -> Any:
    if isinstance(value, str):
        return text(value)
    if column in _NUMBERS and isinstance(value, int | float):
        return float(value) + 0.0  # a negative zero comes back from the file as zero
    return value


def of_row(row: Row) -> str:
    """Return the fingerprint of one row; blanks do not count, so that columns can be added."""
    said = {c: value for c in VALUE_COLUMNS if (value := getattr(row, c)) is not None}
    return of_text(_encode([row.project_id, row.as_of.isoformat(), said]))


def of_change(row: Row, *, removed: bool) -> str:
    """Return the fingerprint of an entry of the log of changes."""
    return of_text(_encode([of_row(row), removed]))


def of_rows(row_digests: Iterable[str]) -> str:
    """Return the fingerprint of rows from those of each, in the order of their keys."""
    return of_text("".join(row_digests))


def of_revision(values: dict[str, Any], parent_sha256: str | None) -> str:
    """Return the fingerprint of a revision's columns, chained to its parent's."""
    return of_text(_encode([parent_sha256 or NO_HASH, _said(values, but="sha256")]))


def of_entry(values: dict[str, Any]) -> str:
    """Return the fingerprint of an entry of the audit, chained by its `previous`."""
    return of_text(_encode(_said(values, but="hash")))


def _said(values: dict[str, Any], *, but: str) -> dict[str, Any]:
    return {n: value for n, value in values.items() if n != but and value is not None}
