"""What a planner sends: bytes become progress rows and findings, all of them at once.

    reading = upload.read(data, "tien-do.xlsx", upload.Context(projects=..., settings=..., today=...))
    reading.verdict  # "accept", "accept_with_warnings" or "reject"

All or nothing: one error refuses the file, and the rows are empty. The bytes are parsed in a
process of their own (`reading.process`); what comes back is a plain grid, and the rules that
make rows of it are in `tvgeo.io.reading`.
"""

import gc
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from tvgeo.core.access import Scope
from tvgeo.core.features import Feature
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io.reading import days, file_kind, folding, layout, remarks, rows, sources
from tvgeo.io.reading.columns import Columns
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import Cell, RawGrid, as_text
from tvgeo.io.reading.identities import Identities, UnknownName
from tvgeo.io.reading.layout import Table

__all__ = ["MAX_BYTES", "Context", "Reading", "UnknownName", "fold", "grid", "read"]

MAX_BYTES = sources.MAX_BYTES
MAX_ROWS = 50_000
# With these no row is worth reading.
TOO_MUCH_OR_NOTHING = frozenset({"E_TOO_MANY_ROWS", "E_TOO_MANY_COLUMNS", "E_NO_ROWS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the reader must be told.

    `features` say between which Km chainage may lie; `published` are the head's rows; `names`
    maps `fold(written)` to a project id, or to "" for what the planner has said is not in the
    plan. Without `any_quality` every row becomes `official`. `scope` are the works that
    may be reported on. `corrections` maps (row as seen, column code) to the text typed in the
    page instead of the cell; `skipped` are rows, as seen, that the planner has dropped.
    """

    projects: Mapping[str, Project]
    settings: Settings
    today: date
    features: Iterable[Feature] = ()
    published: Sequence[Row] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    any_quality: bool = False
    scope: Scope | None = None
    corrections: Mapping[tuple[int, str], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: rows in the order of the file, and every finding.

    `columns` are the codes of the columns that the file has, in the order of the template.
    `row_numbers` say where in the file each key stands. A finding's `column` is the header as
    written, its `values["code"]` the column's code; other values may be text, numbers and
    dates. `cells` are the texts of the rows that findings are about, by row as seen and column
    code, corrections included. `unknown` are the names that no project has. `shape` is rows by
    columns of the table, `places` say where in the file, from 0, the column of a code stands.
    """

    file: str
    sha256: str
    verdict: str
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    row_numbers: Mapping[tuple[str, date], int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    unknown: tuple[UnknownName, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    shape: tuple[int, int] = (0, 0)
    places: Mapping[str, int] = field(default_factory=dict)


def fold(written: str) -> str:
    """Return what an office calls a work in the form that is remembered (`Context.names`)."""
    return folding.fold_name(written)


def read(data: bytes, name: str, context: Context) -> Reading:
    """Read a file as sent under `name`; never raises, whatever the bytes are."""
    with _without_collecting():
        return _read(data, name, context)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let the collector rest: it would walk a million new cells, none of them garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(data: bytes, name: str, context: Context) -> Reading:
    file = file_kind.shown(name)
    gathering = Gathering(file)
    refused = Reading(file=file, sha256=hashlib.sha256(data).hexdigest(), verdict="reject")
    found = sources.grid(data, name, gathering, most_rows=MAX_ROWS)
    identities = Identities(context.projects, context.names)
    table = _table(found, gathering, identities, context) if found else None
    if found is None or table is None:
        return replace(refused, findings=gathering.all())
    refused = replace(
        refused,
        sheet=found.sheet,
        header_row=table.header_row,
        shape=(len(table.rows), table.width),
        columns=tuple(code for code in COLUMNS if code in table.columns),
        places=dict(table.columns),
    )
    if gathering.codes("error") & TOO_MUCH_OR_NOTHING:
        return replace(refused, findings=gathering.all())
    assembly = _assembly(found, table, gathering, identities, context)
    findings = gathering.all()
    refused = replace(
        refused,
        findings=findings,
        cells=_cells(found, table, {finding.row for finding in findings}),
        row_numbers=assembly.numbers,
        unknown=assembly.unknown,
    )
    if gathering.errors:
        return refused
    warned = bool(gathering.codes("warning"))
    verdict = "accept_with_warnings" if warned else "accept"
    return replace(refused, verdict=verdict, rows=tuple(assembly.rows.values()))


def grid(data: bytes, name: str) -> RawGrid | None:
    """Return the cells of a file where they are seen, or `None` of a file that is no table."""
    gathering = Gathering(file_kind.shown(name))
    found = sources.grid(data, name, gathering, most_rows=MAX_ROWS)
    if found is not None:
        sources.convert_legacy(found, gathering)
    return found


def _table(
    grid: RawGrid, gathering: Gathering, identities: Identities, context: Context
) -> Table | None:
    """Return the table with the planner's corrections, without what stands around it."""
    sources.convert_legacy(grid, gathering)
    table = None if gathering.errors else layout.find(grid, gathering)
    if table is None:
        return None
    remarks.of_sheets(grid, gathering)
    remarks.of_programs(grid, table, gathering)
    _correct(grid, table, context)
    remarks.of_blank_lines(grid, table, gathering)

    @cache
    def is_known(cell: Cell) -> bool:
        return identities.find(as_text(cell)).project_id is not None

    @cache
    def is_day(cell: Cell) -> bool:
        zone = context.settings.timezone
        return days.read(cell, zone=zone, epoch_1904=grid.epoch_1904).day is not None

    layout.drop_surroundings(table, gathering, is_known=is_known, is_day=is_day)
    if grid.more or len(table.rows) > MAX_ROWS:
        gathering.add("error", "E_TOO_MANY_ROWS", limit=MAX_ROWS)
    elif not table.rows:
        gathering.add("error", "E_NO_ROWS")
    return table


def _correct(grid: RawGrid, table: Table, context: Context) -> None:
    """Put what was typed in the page in the place of cells, and drop the rows it dropped."""
    table.rows = [row for row in table.rows if row[0] not in context.skipped]
    places = dict(table.rows)
    for (number, code), text in context.corrections.items():
        column = table.columns.get(code)
        if column is None or number not in places:
            continue
        cells = places[number]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        grid.formulas.pop((number, column), None)


def _cells(
    grid: RawGrid, table: Table, numbers: Collection[int | None]
) -> dict[int, dict[str, str]]:
    """Return the cells of some rows as people see them."""
    codes = [code for code in COLUMNS if code in table.columns]
    return {
        number: {
            code: as_text(table.written(cells, code), epoch_1904=grid.epoch_1904)
            for code in codes
        }
        for number, cells in table.rows
        if number in numbers
    }


def _assembly(
    grid: RawGrid, table: Table, gathering: Gathering, identities: Identities, context: Context
) -> rows.Assembly:
    """Return the rows of a table, after everything about its columns has been said."""
    columns = Columns(table, gathering, context.settings, context.today, grid.epoch_1904)
    remarks.of_cells(grid, columns)
    rows.interpret(columns, any_quality=context.any_quality)
    assembly = rows.Assembly(
        columns,
        identities,
        context.projects,
        published=context.published,
        features=context.features,
        scope=context.scope,
    )
    assembly.take_all()
    if assembly.unfilled and not gathering.errors:
        # Some rows left as they are, are for information; a template without a figure is nothing.
        severity, code = ("note", "N_UNFILLED") if assembly.rows else ("error", "E_NOT_FILLED")
        gathering.add(severity, code, value=str(assembly.unfilled))
    return assembly
