"""`progress.csv`, which is also the upload format: rows in, rows out, unchanged in between.

The canonical form: a header of codes, ISO dates, decimal point, a blank cell for what is not
said, formula-like text guarded by one apostrophe. A file in this form is always in points.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TextIO

from tvgeo.core import chainage
from tvgeo.core.features import Feature
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Settings
from tvgeo.core.progress import (
    COLUMNS,
    DISBURSED_BASES,
    MAX_TEXT,
    PHYSICAL_BASES,
    QUALITIES,
    REQUIRED_COLUMNS,
    STATUSES,
    TEXT_COLUMNS,
    Row,
)
from tvgeo.errors import ChainageError
from tvgeo.io import csv_tables
from tvgeo.io.cells import Cells

FILE = "progress.csv"
_FULL_PCT = 100.0


def read(
    data: bytes,
    settings: Settings,
    *,
    project_ids: Collection[str] | None,
    features: Iterable[Feature],
    today: date,
    file: str = FILE,
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Read a table in the canonical form; a row with an error is left out.

    `project_ids` are the ids that rows may name, `None` accepts any; `features` say between
    which Km a project's chainage may lie; `today` is the last date that figures may be true for.
    Of rows with the same key the first is used.
    """
    table = csv_tables.read(data, file=file, required=REQUIRED_COLUMNS)
    findings = list(table.findings)
    stretches = chainage_limits(features)
    rows: list[Row] = []
    first_row: dict[tuple[str, date], int] = {}
    for record in table.records:
        cells = Cells(record, file=file, findings=findings)
        cells.required("project_id")
        project_id = cells.known("project_id", project_ids)
        as_of = _as_of(cells, settings, today)
        row = _row(cells, project_id or "", as_of or today)
        if as_of is not None and project_id:
            first = first_row.setdefault((project_id, as_of), cells.row)
            if first != cells.row:
                cells.add("error", "duplicate_key", "as_of", first_row=first)
        if row.completed_chainage:
            _check_chainage(cells, row.completed_chainage, stretches.get(row.project_id, ()))
        if row.quality == "public" and row.source is None:
            cells.add("warning", "no_source", "source")
        if cells.sound:
            rows.append(row)
    return tuple(rows), tuple(findings)


def record(row: Row) -> dict[str, object]:
    """Return a row as a plain mapping, in the order of the columns."""
    return {column: getattr(row, column) for column in COLUMNS}


def write_csv(rows: Iterable[Row], stream: TextIO) -> None:
    r"""Write rows in the canonical form; `stream` is text, UTF-8, opened with ``newline=""``.

    Numbers are as short as they can be without loss, lines end in "\n".
    """
    csv_tables.write((record(row) for row in rows), COLUMNS, stream)


def _row(cells: Cells, project_id: str, as_of: date) -> Row:
    def percent(column: str) -> float | None:
        return cells.number(column, lowest=0, highest=_FULL_PCT)

    texts: dict[str, str | None] = {}
    for column in TEXT_COLUMNS:
        texts[column] = cells.text(column)
        if len(texts[column] or "") > MAX_TEXT:
            cells.add("error", "too_long", column, limit=MAX_TEXT)
    return Row(
        project_id=project_id,
        as_of=as_of,
        physical_pct=percent("physical_pct"),
        disbursed_pct=percent("disbursed_pct"),
        status=cells.choice("status", STATUSES),
        planned_pct=percent("planned_pct"),
        actual_value=cells.number("actual_value"),
        site_clearance_pct=percent("site_clearance_pct"),
        physical_basis=cells.choice("physical_basis", PHYSICAL_BASES),
        disbursed_basis=cells.choice("disbursed_basis", DISBURSED_BASES),
        quality=cells.choice("quality", QUALITIES) or QUALITIES[0],
        **texts,
    )


def _as_of(cells: Cells, settings: Settings, today: date) -> date | None:
    cells.required("as_of")
    as_of = cells.day("as_of")
    if as_of is not None and as_of < settings.period[0]:
        cells.add("error", "before_period", "as_of", limit=settings.period[0].isoformat())
    if as_of is not None and as_of > today:
        cells.add("error", "future_date", "as_of", limit=today.isoformat())
    return as_of


def chainage_limits(features: Iterable[Feature]) -> dict[str, list[chainage.Section]]:
    """Return the stretches of chainage of each project: where a finished one may lie."""
    limits: dict[str, list[chainage.Section]] = {}
    for feature in features:
        if feature.project_id is not None and feature.route is not None:
            limits.setdefault(feature.project_id, []).append(feature.route.limits)
    return limits


def _check_chainage(cells: Cells, text: str, limits: Sequence[chainage.Section]) -> None:
    """Check that every finished stretch can be read and lies on the project's routes."""
    column = "completed_chainage"
    try:
        sections = chainage.parse_sections(text)
    except ChainageError:
        cells.add("error", "bad_chainage", column)
        return
    if not limits:
        cells.add("error", "chainage_without_km", column)
        return
    try:
        for section in sections:
            chainage.fit(section, limits)
    except ChainageError as error:
        cells.add("error", "chainage_out_of_range", column, limit=error.values["limit"])
