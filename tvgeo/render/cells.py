"""How a value of a progress row is said, whatever its column: for differences and single rows.

In a difference a number has as many decimals as it was reported with: of 51.43 and 51.44, both
rounded, nothing would be seen to change.
"""

from tvgeo.core.difference import CellChange, RowChange
from tvgeo.core.plan import Project
from tvgeo.core.progress import Row
from tvgeo.locale import Locale

# More than anybody reports; what lies beyond is noise of adding and dividing.
_MOST_DECIMALS = 6


def say(t: Locale, column: str, value: object, row: Row | None, project: Project | None) -> str:
    """Return a value of a row as people write it; blank, or no row, is never an empty text."""
    if value is None or row is None:
        return t("value.blank")
    if isinstance(value, float | int):
        if column.endswith("_pct"):
            return t.percent(float(value), decimals(value, least=1)) + mark(t, row)
        unit = project.target_unit if project is not None else None
        return t.quantity(float(value), unit or "", decimals(value)) + mark(t, row)
    said = word(t, column, str(value), row, project)
    return said + mark(t, row) if column == "status" else said


def word(t: Locale, column: str, value: str, row: Row, project: Project | None) -> str:
    """Return a text as it is, and a code as people say it."""
    if column == "status":
        return t.status(value, project.kind if project else None)
    if column == "quality":
        return t(f"short.quality.{value}")
    if column == "physical_basis":
        return t(f"basis.physical.{value}")
    if column == "disbursed_basis":
        return t(f"basis.disbursed.{value}", y=str(row.as_of.year))
    return value


def mark(t: Locale, row: Row) -> str:
    """Return the mark of a row that was invented, or nothing."""
    return t.mark if row.quality == "illustrative" else ""


def is_figure(column: str) -> bool:
    """Whether the column holds a number, which unknown is hatched and not "blank"."""
    return column.endswith("_pct") or column == "actual_value"


def shown(change: RowChange) -> tuple[CellChange, ...]:
    """Return the cells of a change that are worth a line.

    Whether a figure is invented is told by its mark, so the quality has a line of its own only
    where it is all that changes, or where it changes between two kinds of sourced figures. What
    was invented and gives way to a report is told once, not cell by cell.
    """
    rest = tuple(cell for cell in change.cells if cell.column != "quality")
    if change.old is None or change.new is None:
        return rest
    if gives_way(change):
        rest = tuple(cell for cell in rest if cell.new is not None)
    both = {change.old.quality, change.new.quality}
    return rest if rest and "illustrative" in both else change.cells


def gives_way(change: RowChange) -> bool:
    """Whether an invented row is replaced by one that somebody reported."""
    old, new = change.old, change.new
    return (
        old is not None and new is not None and (old.quality == "illustrative" != new.quality)
    )


def moved(t: Locale, cell: CellChange) -> str:
    """Return by how much a number went up or down, signed; nothing for words."""
    if isinstance(cell.old, float | int) and isinstance(cell.new, float | int):
        by = float(cell.new) - float(cell.old)
        return t.signed(by, decimals(by, least=1 if cell.column.endswith("_pct") else 0))
    return ""


def decimals(number: float, *, least: int = 0) -> int:
    """Return how many decimals a number needs."""
    exact = round(number, _MOST_DECIMALS)
    return next(d for d in range(least, _MOST_DECIMALS + 1) if round(exact, d) == exact)
