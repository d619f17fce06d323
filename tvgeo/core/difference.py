"""What a publication changes: rows by key, cell by cell.

A file is an *upsert*: rows it does not hold stay, a column it does not have keeps what is
published, a blank cell clears it (design, section 3). Rows go only when they are named.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from tvgeo.core.progress import COLUMNS, Row

Key: TypeAlias = tuple[str, date]
Kind: TypeAlias = Literal["added", "changed", "removed"]
KEY_COLUMNS = COLUMNS[:2]
VALUE_COLUMNS = COLUMNS[2:]
_values = attrgetter(*VALUE_COLUMNS)
_NO_VALUES = (None,) * len(VALUE_COLUMNS)


class CellChange(NamedTuple):
    """One value before and after; `None` is blank."""

    column: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that a publication adds, changes or removes; `cells` are those that differ."""

    kind: Kind
    key: Key
    old: Row | None
    new: Row | None

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The values that differ, in the order of the columns; never empty for a change."""
        before = _NO_VALUES if self.old is None else _values(self.old)
        after = _NO_VALUES if self.new is None else _values(self.new)
        return tuple(
            CellChange(column, old, new)
            for column, old, new in zip(VALUE_COLUMNS, before, after, strict=True)
            if old != new
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two sets of rows, by project and date; `same` counts equal rows."""

    changes: tuple[RowChange, ...]
    same: int

    def count(self, kind: Kind) -> int:
        """Return how many rows are added, changed or removed."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def cell_keys(self) -> frozenset[tuple[Key, str]]:
        """Every cell that differs, to see whether two people touched the same one."""
        return frozenset((c.key, cell.column) for c in self.changes for cell in c.cells)

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects that are touched, in order."""
        return tuple(dict.fromkeys(change.key[0] for change in self.changes))

    @property
    def latest(self) -> date | None:
        """The latest date that is touched."""
        return max((change.key[1] for change in self.changes), default=None)


def between(old: Iterable[Row], new: Iterable[Row]) -> Difference:
    """Return what turns `old` into `new`; each key stands at most once on either side."""
    before, after = _by_key(old), _by_key(new)
    changes: list[RowChange] = []
    same = 0
    for key in sorted(before.keys() | after.keys()):
        was, is_now = before.get(key), after.get(key)
        if was is is_now or was == is_now:  # most rows are the very same object
            same += 1
        elif was is None:
            changes.append(RowChange("added", key, None, is_now))
        elif is_now is None:
            changes.append(RowChange("removed", key, was, None))
        else:
            changes.append(RowChange("changed", key, was, is_now))
    return Difference(tuple(changes), same)


def upsert(
    published: Iterable[Row],
    sent: Iterable[Row],
    *,
    columns: Collection[str],
    delete: Collection[Key] = (),
    drop_illustrative: bool = False,
) -> tuple[Row, ...]:
    """Return the rows after a file with `columns` was published over `published`, by key.

    A reported row takes the place of an invented one whole: what the file does not say of it
    becomes blank, since an invented value must not turn into a reported one by being kept. In
    the same way a public row that is reported on loses the citation the file does not repeat.
    """
    rows = {
        key: row
        for key, row in _by_key(published).items()
        if not (drop_illustrative and row.quality == "illustrative")
    }
    for row in sent:
        rows[row.key] = _merged(rows.get(row.key), row, columns)
    for key in delete:
        rows.pop(key, None)
    return tuple(rows[key] for key in sorted(rows))


def _merged(old: Row | None, sent: Row, columns: Collection[str]) -> Row:
    """Return the row after `sent`; a file without a quality column is a report."""
    if old is None or (old.quality == "illustrative" and sent.quality != "illustrative"):
        return sent
    said = {
        column: getattr(sent, column)
        for column in VALUE_COLUMNS
        if column in columns and column != "quality"
    }
    row = replace(old, **said)
    if sent.quality == old.quality or (row == old and "quality" not in columns):
        return row
    # a citation vouches for what it was written beside, not for what replaces it
    source = sent.source if "source" in columns else None
    return replace(row, quality=sent.quality, source=source)


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {row.key: row for row in rows}
