"""One worksheet's XML as rows of cells, in one pass and in memory that follows the cells.

A cell is text, a number, or a list that says what else it is: ``["p", 0.755]`` percent format,
``["d", 46203.0]`` date format, ``["b", True]``, ``["e", "#REF!"]`` error, ``["f", cell, kind]``
formula with its stored result (`None` if it has none; `kind` is `x` for another workbook, `d`
for a program), ``["long", beginning, length]``. The declared size of the sheet is not looked at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from tvgeo.io.parsing.plain_text import MAX_CELL, MAX_WIDTH
from tvgeo.io.parsing.refusal import Refused

Attributes = dict[str, str]
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_CHARACTERS = 60_000_000
MAX_MERGES = 10_000
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
ESCAPED = re.compile(r"_x000([9AD])_")
OTHER_BOOK = re.compile(r"\[\d+\]")
PROGRAM = re.compile(
    r"\|\s*'?[^']*'?\s*!|\b(DDE|WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC|FILTERXML)\s*\(",
    re.IGNORECASE,
)
CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True)
class Book:
    """What cells refer to: shared strings, the kind of each style, whether links are DDE."""

    strings: list[str]
    styles: list[str]
    dde: bool


class _Enough(Exception):  # noqa: N818 - no fault: the rows asked for are there
    """The rows that were asked for have been read."""


def plain(text: str) -> str:
    """Return text without the escapes of line ends and tabs that OOXML writes."""
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x000" in text else text


def parse(content: bytes, book: Book, *, most_rows: int) -> dict[str, object]:
    """Return the rows that hold anything, with merged ranges and what is hidden."""
    sheet = _Sheet(book, most_rows)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise Refused("E_XML_DTD")

    def root(name: str, _: Attributes) -> None:
        prefix, local = name[: name.rfind(":") + 1], name.rpartition(":")[2]
        if local not in {"worksheet", "chartsheet", "dialogsheet"}:
            raise Refused("E_CORRUPT")
        starts = {prefix + each: handler for each, handler in sheet.starts.items()}.get
        ends = {prefix + each: handler for each, handler in sheet.ends.items()}.get

        def start(name: str, attributes: Attributes) -> None:
            handler = starts(name)
            if handler is not None:
                handler(attributes)

        def end(name: str) -> None:
            handler = ends(name)
            if handler is not None:
                handler()

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = root
    parser.CharacterDataHandler = sheet.text.append
    try:
        parser.Parse(content, True)
    except _Enough:
        sheet.more = True
    return {
        "rows": sheet.rows, "total": sheet.rows[-1][0] if sheet.rows else 0, "more": sheet.more,
        "merged": sheet.merged, "hidden_columns": sheet.hidden_columns,
        "hidden_rows": sheet.hidden_rows,
    }  # fmt: skip


class _Sheet:
    """What happens at each element, and what has been found so far."""

    __slots__ = (
        "_cell", "_characters", "_column", "_columns", "_formula", "_formula_key", "_phonetic",
        "_row", "_row_number", "_shared", "_value", "book", "ends", "hidden_columns",
        "hidden_rows", "merged", "more", "most_rows", "rows", "starts", "text",
    )  # fmt: skip

    def __init__(self, book: Book, most_rows: int) -> None:
        self.book, self.most_rows = book, most_rows
        self.rows: list[list[object]] = []
        self.merged: list[list[int]] = []
        self.hidden_columns: list[list[int]] = []
        self.hidden_rows: list[int] = []
        self.more = False
        # What has been heard since it was last cleared, at the start of a value or formula.
        self.text: list[str] = []
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "c": self._start_cell, "v": self._start_text, "t": self._start_text,
            "f": self._start_formula, "row": self._start_row, "rPh": self._start_phonetic,
            "mergeCell": self._merge, "col": self._start_column,
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell, "v": self._end_value, "t": self._end_text,
            "f": self._end_formula, "row": self._end_row, "rPh": self._end_phonetic,
        }  # fmt: skip
        self._columns: dict[str, int] = {}
        self._shared: dict[str, str] = {}
        self._row_number, self._column, self._characters = 0, 0, 0
        self._row: list[object] = []
        self._cell: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._formula_key: str | None = None
        self._phonetic = False

    def _start_text(self, _: Attributes) -> None:
        self.text.clear()

    def _start_formula(self, attributes: Attributes) -> None:
        self._formula_key = attributes.get("si")
        self.text.clear()

    def _start_phonetic(self, _: Attributes) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_columns.append([int(attributes["min"]), int(attributes["max"])])

    def _heard(self) -> str:
        text = self.text
        return text[0] if len(text) == 1 else "".join(text)

    def _end_value(self) -> None:
        self._value = self._heard()

    def _end_text(self) -> None:
        if not self._phonetic:
            self._value = self._heard() if self._value is None else self._value + self._heard()

    def _end_formula(self) -> None:
        self._formula = self._heard()

    def _start_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row_number + 1))
        if not self._row_number < number <= LAST_ROW:
            raise Refused("E_CORRUPT")
        self._row_number, self._column, self._row = number, 0, []
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows.append(number)

    def _end_row(self) -> None:
        if not self._row:
            return
        if len(self.rows) >= self.most_rows:
            raise _Enough
        self.rows.append([self._row_number, self._row])

    def _start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
            if column <= self._column and self._column:
                raise Refused("E_CORRUPT")
            self._column = column
        self._cell = attributes
        self._value = self._formula = None

    def _end_cell(self) -> None:
        if self._value is None and self._formula is None:
            return
        value = self._typed()
        if self._formula is not None:
            value = ["f", value, self._formula_kind()]
        elif value == "" or value is None:
            return
        if self._column > MAX_WIDTH:
            raise Refused("E_TOO_MANY_COLUMNS", value=self._column)
        row, gap = self._row, self._column - 1 - len(self._row)
        if gap:
            row.extend([""] * gap)
        row.append(value)

    def _typed(self) -> object:
        value = self._value
        kind = self._cell.get("t")
        if value is None:
            return None
        if kind is None or kind == "n":
            return self._number(value)
        if kind == "s":
            return self._bounded(self.book.strings[int(value)])
        if kind == "b":
            return ["b", value.strip() == "1"]
        if kind == "e":
            return ["e", value[:60]]
        return self._bounded(plain(value))

    def _number(self, value: str) -> object:
        if not value.strip():
            return None
        if not NUMBER.fullmatch(value.strip()) or len(value) > 400:  # noqa: PLR2004
            return ["e", value[:60]]
        number = float(value)
        if number in {float("inf"), float("-inf")}:
            return ["e", value[:60]]
        style = self._cell.get("s")
        kind = (
            self.book.styles[int(style)] if style and int(style) < len(self.book.styles) else ""
        )
        return [kind, number] if kind else number

    def _bounded(self, text: str) -> object:
        self._characters += len(text) + 1
        if self._characters > MAX_CHARACTERS:
            raise Refused("E_PARSE_LIMIT", limit="60 MB")
        return text if len(text) <= MAX_CELL else ["long", text[:200], len(text)]

    def _formula_kind(self) -> str:
        formula = self._formula or ""
        if self._formula_key is not None:
            formula = self._shared.setdefault(self._formula_key, formula) or formula
        if PROGRAM.search(formula):
            return "d"
        if OTHER_BOOK.search(formula):
            return "d" if self.book.dde else "x"
        return ""

    def _merge(self, attributes: Attributes) -> None:
        ends = [CELL.fullmatch(end) for end in attributes.get("ref", "").split(":")]
        if len(self.merged) >= MAX_MERGES or not ends or not all(ends):
            raise Refused("E_CORRUPT")
        corners = [(int(m[2]), column_number(m[1])) for m in ends if m]
        self.merged.append([*corners[0], *corners[-1]])


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Refused("E_CORRUPT")
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= LAST_COLUMN:
        raise Refused("E_CORRUPT")
    return number
