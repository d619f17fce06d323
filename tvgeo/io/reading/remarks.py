"""What is said of a table as a whole and of its sheet: merged, hidden, computed, torn."""

from collections.abc import Mapping

from tvgeo.core.progress import REQUIRED_COLUMNS
from tvgeo.io.reading import folding, layout
from tvgeo.io.reading.columns import Columns
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import RawGrid, as_text, letters
from tvgeo.io.reading.layout import Table

_OF_FORMULAS = {
    "empty": ("error", "E_FORMULA_NO_VALUE"),
    "x": ("warning", "W_EXTERNAL_LINK"),
    "": ("warning", "W_FORMULA_CACHED"),
}


def of_sheets(grid: RawGrid, gathering: Gathering) -> None:
    """Name the other worksheets that hold a table and are not read."""
    for sheet in grid.others:
        if not layout.has_header(sheet.rows):
            continue
        if sheet.hidden:
            gathering.add("warning", "W_HIDDEN_SHEET", value=sheet.name)
        else:
            gathering.add(
                "warning", "W_OTHER_SHEETS", value=sheet.name, suggestion=grid.sheet or ""
            )


def of_programs(grid: RawGrid, table: Table, gathering: Gathering) -> None:
    """Refuse a formula that calls a program, wherever in the sheet it is."""
    headers = {column: table.headers[code] for code, column in table.columns.items()}
    for (row, column), kind in grid.formulas.items():
        if kind == "d":
            name = headers.get(column, letters(column))
            gathering.add("error", "E_FORMULA_DDE", row=row, column=name)


def of_blank_lines(grid: RawGrid, table: Table, gathering: Gathering) -> None:
    """Say how many blank rows were skipped under the header; one at the end is ordinary."""
    numbers = [table.header_row, *(number for number, _ in table.rows)]
    between = numbers[-1] - numbers[0] - (len(numbers) - 1)
    after = max(grid.total - numbers[-1], 0)
    blank = between + (after if between or after > 1 else 0)
    if blank > 0:
        gathering.add("warning", "W_BLANK_LINES", value=str(blank))
    if grid.ctrl_z:
        gathering.add("warning", "W_CONTROL_CHARS", row=grid.total)


def of_cells(grid: RawGrid, columns: Columns) -> None:
    """Say what is known of single cells besides their text."""
    table = columns.table
    places = {number: place for place, (number, _) in enumerate(table.rows)}
    codes = {column: code for code, column in table.columns.items()}
    for (row, column), kind in grid.formulas.items():
        if row in places and column in codes and kind in _OF_FORMULAS:
            columns.add(*_OF_FORMULAS[kind], places[row], codes[column])
    for row, column in grid.quotes:
        if row in places and column in codes:
            columns.add("warning", "W_QUOTES", places[row], codes[column])
    _of_merged(grid, columns, places, codes)
    if grid.is_text:
        _of_torn_rows(columns)
    hidden = [
        code
        for c, code in codes.items()
        if any(a <= c + 1 <= b for a, b in grid.hidden_columns)
    ]
    for code in hidden:
        columns.gathering.add(
            "warning", "W_HIDDEN_COLUMNS", column=table.headers[code], code=code
        )
    rows = [row for row in grid.hidden_rows if row in places]
    if rows:
        columns.gathering.add("warning", "W_HIDDEN_ROWS", row=rows[0], value=str(len(rows)))


def _of_merged(
    grid: RawGrid, columns: Columns, places: Mapping[int, int], codes: Mapping[int, str]
) -> None:
    for top, left, bottom, right in grid.merged:
        rows = [row for row in range(top, min(bottom, top + 1000) + 1) if row in places]
        used = [
            codes[column]
            for column in range(left - 1, min(right, layout.MAX_COLUMNS))
            if column in codes
        ]
        if len(rows) > 1 and used:
            columns.add("error", "E_MERGED_DATA", places[rows[0]], used[0])
            columns.broken.update(places[row] for row in rows)


def _of_torn_rows(columns: Columns) -> None:
    """Refuse rows with too few cells, or with something beyond the last column.

    Excel leaves out delimiters before cells that are blank to the end of a row: a row that only
    lacks columns which may be blank is read, and that is said.
    """
    table = columns.table
    asked = [at for code, at in table.columns.items() if code in REQUIRED_COLUMNS]
    needed, used = max(asked, default=-1) + 1, max(table.columns.values(), default=-1) + 1
    for place, (number, cells) in enumerate(table.rows):
        if used <= len(cells) <= table.width:
            continue
        found, limit = str(len(cells)), table.width
        beyond = any(folding.clean(as_text(cell))[0] for cell in cells[table.width :])
        if len(cells) < needed or beyond:
            columns.gathering.add("error", "E_RAGGED", row=number, value=found, limit=limit)
            columns.broken.add(place)
        elif len(cells) < used:
            columns.gathering.add("warning", "W_RAGGED", row=number, value=found, limit=limit)
