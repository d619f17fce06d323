"""Where the table is in the grid: header, rows of figures, and what stands around them.

Rows without a project are left out only if they match a closed list of forms (total, numbering
of columns, section, signature); every other row is read, and refused if it makes no sense.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from tvgeo.core.findings import Label
from tvgeo.core.progress import COLUMNS, REQUIRED_COLUMNS
from tvgeo.io import template
from tvgeo.io.reading import folding, template_head, vocabulary
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import Cell, RawGrid, as_text, letters

HEADER_WITHIN, FEWEST_HEADERS = 60, 2
ALIKE = 60.0
MAX_COLUMNS = 64
UNIT = "(%)"
# Cells with text in a row that heads a group.
MOST_OF_A_HEADING = 3
Numbered = tuple[int, list[Cell]]
_INDEX = re.compile(r"[(\[]?(\d{1,2}|[a-z])[)\]]?(\s*=\s*[\d()\[\]+\-*/:x.,\s]+)?")
_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tổng|cộng|toàn tỉnh|bình quân|trung bình|grand total|total)(\s*[:(\[\d].*|\s+[ivxlc]+\b.*|\s+(các|toàn|chung|mục|nhóm|phần)\b.*)?"
)
_SECTION = re.compile(
    r"([ivxlc]{1,6}|[a-z])(\s*[.)/:\-–]\s*.*|\s+\D.*)?|(phần|mục|nhóm|chương)\s+([ivxlc]+|[a-z]|\d{1,2})\b.*"
)
_GROUP = re.compile(r"[ivxlc]{1,6}(\s*[.)/:\-–]|$)")
_SIGNATURE = re.compile(
    r"(người lập|lập biểu|người tổng hợp|người báo cáo|kế toán|thủ trưởng|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch|"
    r"trưởng phòng|phó trưởng phòng|trưởng ban|chánh văn phòng|tm\.|kt\.|tl\.|tuq\.|\(?ký|\(?đã ký|nơi nhận|ghi chú\s*:|xác nhận|"
    r"đại diện|chủ đầu tư$|cán bộ lập|.{2,40}, ngày\s.*tháng\s.*năm).*"
)


@dataclass(slots=True)
class Table:
    """The table of a file: columns by code, rows of figures, and the headers as written."""

    header_row: int
    columns: dict[str, int]
    headers: dict[str, str]
    rows: list[Numbered]
    width: int
    template: bool = False
    by_name: bool = False
    titles: list[Numbered] = field(default_factory=list)

    def written(self, row: list[Cell], code: str) -> Cell:
        """Return the cell of a column, "" where the row or the table has none."""
        column = self.columns.get(code)
        return row[column] if column is not None and column < len(row) else ""


def find(grid: RawGrid, gathering: Gathering) -> Table | None:
    """Return the table, or `None` where there is no header; what is wrong with it is added."""
    own = template_head.place(grid.rows)
    place = own or _header_place(grid.rows)
    if place is None:
        required = [Label(f"column.{column}") for column in REQUIRED_COLUMNS]
        gathering.add("error", "E_HEADER", suggestion=required)
        return None
    first, last, headers = place
    number = grid.rows[last][0]
    table = Table(number, {}, {}, grid.rows[last + 1 :], len(headers), titles=grid.rows[:first])
    blank = len(grid.rows[last][1]) - len(headers) if grid.is_text else 0
    _name_columns(table, headers, gathering, blank)
    _check_missing(table, headers, gathering)
    if number > 1 and first:
        gathering.add("warning", "W_TITLE_ROWS", row=number, value=str(grid.rows[first][0] - 1))
    if len(headers) > MAX_COLUMNS:
        gathering.add("error", "E_TOO_MANY_COLUMNS", value=str(len(headers)), limit=MAX_COLUMNS)
    if own is not None:
        table.template = True
        table.headers = template_head.names(grid.rows, first, last, table.columns)
    return table


def has_header(rows: Sequence[Numbered]) -> bool:
    """Whether rows hold the header of a table, as far as a glance tells."""
    return _header_place(rows) is not None


def _header_place(rows: Sequence[Numbered]) -> tuple[int, int, list[str]] | None:
    """Return the first and last row of the header, by place in `rows`, and its texts."""
    best: tuple[int, int, list[str]] | None = None
    most = FEWEST_HEADERS - 1
    for i, (number, cells) in enumerate(rows[:HEADER_WITHIN]):
        texts = _trimmed(cells)
        known = _count(texts)
        if known > most:
            best, most = (i, i, texts), known
        if i + 1 < len(rows) and rows[i + 1][0] == number + 1 and known < len(COLUMNS):
            double = _double(texts, _trimmed(rows[i + 1][1]))
            if (known or _count(_trimmed(rows[i + 1][1])) < _count(double)) and _count(
                double
            ) > max(most, known):
                best, most = (i, i + 1, double), _count(double)
    return best


def _trimmed(cells: Sequence[Cell]) -> list[str]:
    texts = [as_text(cell) for cell in cells]
    while texts and not folding.clean(texts[-1])[0]:
        texts.pop()
    return texts


def _count(texts: Sequence[str]) -> int:
    return len({known.code for text in texts if text and (known := vocabulary.header(text))})


def _double(top: list[str], bottom: list[str]) -> list[str]:
    """Return the headers of two rows: the lower text, alone or after the (merged) upper one."""
    width = max(len(top), len(bottom))
    top, bottom = top + [""] * (width - len(top)), bottom + [""] * (width - len(bottom))
    joined, group = [], ""
    for above, below in zip(top, bottom, strict=True):
        group = above.strip() or group
        both = _under(group, below.strip())
        alone = below.strip() or above.strip()
        joined.append(
            both
            if below.strip() and not vocabulary.header(alone) and vocabulary.header(both)
            else alone
        )
    return joined


def _under(group: str, below: str) -> str:
    """Return the header of a column in a group, a unit that the group ends in last."""
    both = f"{group} {below}".strip()
    if not below or not group.endswith(UNIT):
        return both
    unit_last = f"{group.removesuffix(UNIT).strip()} {below} {UNIT}"
    return unit_last if vocabulary.header(unit_last) else both


def _name_columns(table: Table, headers: list[str], gathering: Gathering, blank: int) -> None:
    """Find the columns; `blank` is how many cells without text end the header."""
    extra: list[str] = []
    for column, header in enumerate(headers):
        written = " ".join(folding.clean(header)[0].split())
        known = vocabulary.header(header) if written else None
        if known is None or (known.code == vocabulary.NAME and known.code in table.columns):
            extra.append(written or f"({letters(column)})")
        elif known.code in table.columns:
            gathering.add(
                "error", "E_DUP_HEADER", row=table.header_row, column=vocabulary.label(known.code),
                value=table.headers[known.code], nearest=written, code=known.code,
            )  # fmt: skip
        else:
            table.columns[known.code], table.headers[known.code] = column, written
            if known.marks_missing:
                gathering.add(
                    "warning", "W_HEADER_FOLDED", row=table.header_row, value=written,
                    column=vocabulary.label(known.code) if known.code in COLUMNS else written, code=known.code,
                )  # fmt: skip
    name = table.columns.pop(vocabulary.NAME, None)
    called = table.headers.pop(vocabulary.NAME, "")
    for code in template.REFERENCE_COLUMNS:
        table.columns.pop(code, None)
    if name is not None and "project_id" not in table.columns:
        table.columns["project_id"], table.headers["project_id"] = name, called
        table.by_name = True
    beyond = max((len(cells) for _, cells in table.rows[:1000]), default=0)
    extra += [
        f"({letters(column)})"
        for column in range(len(headers), min(max(beyond, len(headers) + blank), MAX_COLUMNS))
        if column < len(headers) + blank or _has_figures(table.rows, column)
    ]
    if extra:
        gathering.add(
            "warning", "W_EXTRA_COLUMNS", row=table.header_row, value=", ".join(extra)[:500]
        )


def _has_figures(rows: Sequence[Numbered], column: int) -> bool:
    return any(len(cells) > column and cells[column] not in {"", None} for _, cells in rows)


def _check_missing(table: Table, headers: list[str], gathering: Gathering) -> None:
    codes = sum(table.headers[c].casefold() == c for c in table.columns)
    unused = [
        " ".join(h.split())
        for i, h in enumerate(headers)
        if h.strip() and i not in table.columns.values()
    ]
    for column in REQUIRED_COLUMNS:
        if column in table.columns:
            continue
        name = column if codes * 2 >= len(table.columns) else vocabulary.label(column)
        near = _nearest(column, unused)
        more = {"nearest": near} if near else {}
        gathering.add(
            "error", "E_MISSING_COLUMN", row=table.header_row, column=name, code=column, **more
        )


def _nearest(column: str, unused: Sequence[str]) -> str:
    """Return the header that is most like the code or the name of a column, "" if none is."""
    likeness = {
        header: max(
            fuzz.ratio(folding.plain(header), folding.plain(name))
            for name in (column, vocabulary.label(column))
        )
        for header in unused
    }
    best = max(likeness, key=likeness.__getitem__, default="")
    return best if likeness.get(best, 0) >= ALIKE else ""


def drop_surroundings(
    table: Table,
    gathering: Gathering,
    *,
    is_known: Callable[[Cell], bool],
    is_day: Callable[[Cell], bool],
) -> None:
    """Leave only rows of figures in the table; what is left out is said.

    `is_known` says whether a cell names a project, `is_day` whether it is a date.
    """
    kept: list[Numbered] = []
    known = [is_known(table.written(cells, "project_id")) for _, cells in table.rows]
    last_known = max((place for place, each in enumerate(known) if each), default=-1)
    for place, (number, cells) in enumerate(table.rows):
        if known[place]:
            kept.append((number, cells))
            continue
        texts = [folding.plain(as_text(cell)) for cell in cells]
        shown = next((as_text(cell).strip() for cell in cells if as_text(cell).strip()), "")
        filled = [text for text in texts if text]
        if not filled:
            continue
        dated = is_day(table.written(cells, "as_of"))
        if not kept and _is_index(filled):
            gathering.add("warning", "W_INDEX_ROW", row=number, value=", ".join(filled)[:60])
        elif _is_total(table, cells) or (not dated and any(map(_TOTAL.fullmatch, filled[:2]))):
            gathering.add("warning", "W_TOTAL_ROW", row=number, value=shown)
        elif not dated and _is_section(table, cells, filled):
            gathering.add("warning", "W_SECTION_ROW", row=number, value=shown)
        elif not dated and place > last_known and any(map(_SIGNATURE.fullmatch, filled)):
            gathering.add("warning", "W_FOOTER", row=number, value=shown)
            break
        else:
            kept.append((number, cells))
    table.rows = kept


def _is_index(filled: Sequence[str]) -> bool:
    matches = [_INDEX.fullmatch(text) for text in filled]
    if len(filled) < FEWEST_HEADERS + 1 or not all(matches):
        return False
    numbers = [int(m[1]) for m in matches if m and m[1].isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _is_total(table: Table, cells: list[Cell]) -> bool:
    """Whether the cell of the id itself says that the row is a total."""
    return (
        _TOTAL.fullmatch(folding.plain(as_text(table.written(cells, "project_id")))) is not None
    )


def _is_section(table: Table, cells: Sequence[Cell], filled: Sequence[str]) -> bool:
    """Whether a row heads a group; one with a Roman number may carry the group's own figures."""
    first = next((column for column, cell in enumerate(cells) if as_text(cell).strip()), 0)
    if first > max(table.columns.get(code, 0) for code in ("project_id", "as_of")):
        return False
    if as_text(table.written(list(cells), "status")).strip() or not _SECTION.fullmatch(
        filled[0]
    ):
        return False
    figures = [
        c for code, c in table.columns.items() if code not in {"project_id", "as_of", "note"}
    ]
    bare = not any(
        column < len(cells) and cells[column] not in {"", None} for column in figures
    )
    return (bare and len(filled) <= MOST_OF_A_HEADING) or _GROUP.match(filled[0]) is not None
