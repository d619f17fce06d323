"""Delimited text: bytes to characters to rows of cells.

Rows count as a spreadsheet counts them: blank rows count, a cell of several lines is one row.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from itertools import islice

from tvgeo.io.parsing.refusal import Refused

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL, MAX_WIDTH = 4_000, 512
# Of a file that has more, the first ones tell enough.
MAX_QUOTES = 10_000
SAMPLE_ROWS, SAMPLE_WIDTH = 60, 20_000
# In a table of two columns a delimiter inside a cell is nothing odd.
FEW_COLUMNS = 2
# Three bytes that only UTF-8 Vietnamese has: a file with them is UTF-8, sound or damaged.
UTF8_VIETNAMESE = re.compile(b"\xe1[\xba\xbb][\x80-\xbf]|\xc4[\x90\x91]|\xc6[\xa0\xa1\xaf\xb0]")
MARKS = ((b"\xff\xfe\x00\x00", ""), (b"\x00\x00\xfe\xff", ""), (b"\xff\xfe", "utf-16-le"),
         (b"\xfe\xff", "utf-16-be"))  # fmt: skip
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


def parse(data: bytes, *, words: Collection[str], most_rows: int) -> dict[str, object]:
    """Return the grid of a delimited text; `words` are headers, in lower case, that tell a delimiter.

    ``encoding`` is `8bit` when the bytes are no Unicode: each character is then one byte.
    """
    text, encoding = decode(data)
    text, ctrl_z = _without_ctrl_z(text)
    hint = SEPARATOR_LINE.match(text)
    if hint:
        text = text[: hint.start()] + "\n" + text[hint.end() :]
    delimiter = hint[1] if hint else _delimiter(text, words)
    grid = _rows(text, delimiter, most_rows)
    return grid | {"encoding": encoding, "delimiter": delimiter, "ctrl_z": ctrl_z}


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: utf-8, utf-16, or `8bit` where one byte is one character.

    UTF-7 is never looked for; UTF-16 needs its mark, otherwise its NUL bytes refuse it.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding) if encoding else ""
            except UnicodeDecodeError:
                text = ""
            if not text:
                raise Refused("E_ENCODING")
            return _without_nul(text), encoding[:6]
    if b"\0" in data:
        raise Refused("E_NUL_BYTES")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        if UTF8_VIETNAMESE.search(data):
            raise Refused("E_ENCODING") from None
        return data.decode("latin-1"), "8bit"


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise Refused("E_NUL_BYTES")
    return text


def _without_ctrl_z(text: str) -> tuple[str, bool]:
    """Take off the end-of-file character that old programs write."""
    if "\x1a" not in text[-8:]:
        return text, False
    rest = text.rstrip("\x1a\r\n")
    return rest + "\n", True


def _delimiter(text: str, words: Collection[str]) -> str:
    """Return the delimiter that finds most known headers, then the one that cuts most evenly."""
    sample = _sample(text)
    best, best_score = DELIMITERS[0], (0, 0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [
                row
                for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
                if any(row)
            ]
        except csv.Error:
            continue
        known = max((sum(_plain(cell) in words for cell in row) for row in rows), default=0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        score = (known if known > 1 else 0, count / max(len(rows), 1), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(text: str) -> str:
    """Return the first rows that are not blank, without reading the whole text."""
    found = islice(re.finditer(r"[^\r\n]+", text), SAMPLE_ROWS)
    return "\n".join(match[0][:SAMPLE_WIDTH] for match in found)


def _plain(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split()).casefold()


def _rows(text: str, delimiter: str, most_rows: int) -> dict[str, object]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    quoted = '"' in text
    rows: list[list[object]] = []
    quotes: list[list[int]] = []
    number, start, more = 0, 0, False
    try:
        for row in reader:
            number += 1
            if not row or (not row[0].strip() and not "".join(row).strip()):
                start = stream.tell() if quoted else 0
                continue
            if len(rows) >= most_rows:
                more = True
                break
            if len(row) > MAX_WIDTH:
                _check_width(row)
                row = row[:MAX_WIDTH]  # noqa: PLW2901 - what is cut off is blank
            if quoted:
                end = stream.tell()
                quotes += _bare_quotes(row, text[start:end], number, delimiter)
                del quotes[MAX_QUOTES:]
                start = end
            cells = list(map(_bounded, row)) if max(map(len, row)) > MAX_CELL else row
            rows.append([number, cells])
    except csv.Error:
        raise Refused("E_QUOTE", row=number + 1) from None
    return {"rows": rows, "total": number, "more": more, "quotes": quotes}


def _check_width(row: list[str]) -> None:
    width = max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)
    if width > MAX_WIDTH:
        raise Refused("E_TOO_MANY_COLUMNS", value=width)


def _bounded(cell: str) -> object:
    """Return a cell, or of one that is too long its beginning and its length."""
    return cell if len(cell) <= MAX_CELL else ["long", cell[:200], len(cell)]


def _bare_quotes(row: list[str], raw: str, number: int, delimiter: str) -> list[list[int]]:
    """Return the cells of a row that hold a quotation mark although they are not quoted.

    A quotation mark that is closed only rows later makes one cell of them: then a line inside
    the cell has as many delimiters as a row, and the row is refused.
    """
    if not any('"' in cell or "\n" in cell or "\r" in cell for cell in row):
        return []
    for cell in row:
        if len(row) > FEW_COLUMNS and any(
            line.count(delimiter) >= len(row) - 1 for line in cell.splitlines()[1:]
        ):
            raise Refused("E_QUOTE", row=number)
    found, at = [], 0
    field = _FIELDS[delimiter]
    for column, cell in enumerate(row):
        match = field.match(raw, at)
        if match is None:
            break
        if '"' in cell and match[1] is None:
            found.append([number, column])
        at = match.end()
    return found


_FIELDS = {
    d: re.compile(
        rf'(?:"([^"]*+(?:""[^"]*+)*+)"|[^{re.escape(d)}\r\n]*+)(?:{re.escape(d)}|\r\n?|\n|\Z)'
    )
    for d in DELIMITERS
}
