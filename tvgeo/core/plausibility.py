"""Which reported figures are hardly right, against what is published and within one row.

Nothing here refuses a figure; a person confirms what is odd. Only figures of one basis are
compared, and what is paid of a year's capital plan only within the year (design, section 4).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tvgeo.core import progress
from tvgeo.core.progress import DISBURSED_BASES, PHYSICAL_BASES, Row

# Points that work hardly gains between two reports.
JUMP = 30
FULL_PCT = 100.0
NOT_BEGUN = frozenset({"not_started", "preparation"})


class Doubt(NamedTuple):
    """What is odd about a row: a code of the findings, the column, and what it is compared with.

    `nearest` is the published value or the progress it does not fit; `limit` the points that
    were passed, for a jump.
    """

    code: str
    column: str
    nearest: float
    limit: int | None = None


def physical_basis(row: Row) -> str:
    """Return the basis of the physical progress of a row."""
    return row.physical_basis or PHYSICAL_BASES[0]


def disbursed_basis(row: Row) -> tuple[str, int | None]:
    """Return the basis of what is paid, with the year where it restarts each January."""
    basis = row.disbursed_basis or DISBURSED_BASES[0]
    return basis, row.as_of.year if basis == "year_plan" else None


def within(row: Row) -> Iterator[Doubt]:
    """Yield what does not fit together in one row."""
    done = row.physical_pct
    if done is None:
        return
    completed = row.status == "completed"
    if (
        (completed and done < FULL_PCT)
        or (done >= FULL_PCT and row.status in {"in_progress", "paused"})
        or (done > 0 and row.status in NOT_BEGUN)
    ):
        yield Doubt("W_STATUS_MISMATCH", "status", done)
    paid = row.disbursed_pct
    same_basis = disbursed_basis(row)[0] == physical_basis(row)
    if paid is not None and same_basis and paid > done:
        yield Doubt("W_DISBURSED_ABOVE", "disbursed_pct", done)


def against(row: Row, published: Sequence[Row]) -> Iterator[Doubt]:
    """Yield what does not follow from a project's `published` rows, in order of date.

    A value is compared with the last published one of its basis up to its own date, which may
    be the value that it replaces.
    """
    if not published:
        return
    end = bisect_right(published, row.as_of, key=lambda each: each.as_of)
    earlier = published[:end]
    if row.physical_pct is not None:
        basis = physical_basis(row)
        before = _last(r.physical_pct for r in reversed(earlier) if physical_basis(r) == basis)
        if before is not None and row.physical_pct < before:
            yield Doubt("W_PROGRESS_DECREASED", "physical_pct", before)
        elif before is not None and row.physical_pct > before + JUMP:
            yield Doubt("W_PROGRESS_JUMP", "physical_pct", before, JUMP)
    if row.disbursed_pct is not None:
        paid_of = disbursed_basis(row)
        before = _last(
            r.disbursed_pct for r in reversed(earlier) if disbursed_basis(r) == paid_of
        )
        if before is not None and row.disbursed_pct < before:
            yield Doubt("W_PROGRESS_DECREASED", "disbursed_pct", before)


def _last(values: Iterable[float | None]) -> float | None:
    return next((value for value in values if value is not None), None)


def doubts(row: Row, published: Sequence[Row]) -> Iterator[Doubt]:
    """Yield everything odd about a row, given its project's `published` rows in order of date."""
    yield from within(row)
    yield from against(row, published)


def reported(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Group published rows by project, without invented ones: they are no measure of a report."""
    return progress.by_project(row for row in rows if row.quality != "illustrative")
