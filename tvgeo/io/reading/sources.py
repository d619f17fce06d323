"""From name and bytes to a grid in Unicode: everything that is decided before there is a table."""

from collections.abc import Sequence

from tvgeo.io.reading import file_kind, folding, layout, legacy, process, vocabulary
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import RawGrid, from_answer

MAX_BYTES = 20 * 1024 * 1024
# Rows of titles, totals and signatures besides the figures.
SURROUNDING_ROWS = 200
KINDS = {"ole": "OLE", "zip": "ZIP/XLSX", "": "TEXT"}
# Rows in which a header or a status shows what a font has made of the text.
GLANCE = 200


def grid(data: bytes, name: str, gathering: Gathering, *, most_rows: int) -> RawGrid | None:
    """Return the grid of a file, or `None` after a finding that says why there is none."""
    kind = _kind(data, name, gathering)
    if kind is None:
        return None
    found = _parse(data, kind, gathering, most_rows + SURROUNDING_ROWS)
    if found is not None and not found.rows:
        gathering.add("error", "E_EMPTY")
        return None
    return found


def _kind(data: bytes, name: str, gathering: Gathering) -> str | None:
    """Return `text` or `xlsx`, or `None` if name, size or first bytes refuse the file."""
    extension, content = file_kind.extension(name), file_kind.content(data)
    book = extension == file_kind.WORKBOOK
    legacy_book = content == "ole" and extension in {".xls", file_kind.WORKBOOK}
    shown = file_kind.shown(name) or None
    megabyte = 1024 * 1024
    refusals: Sequence[tuple[bool, str, dict[str, object]]] = (
        (
            extension not in file_kind.ACCEPTED and not legacy_book,
            "E_EXTENSION",
            {"value": shown, "limit": ", ".join(file_kind.ACCEPTED)},
        ),
        (
            file_kind.is_long(name),
            "E_NAME",
            {"value": shown, "limit": f"{file_kind.MAX_NAME_BYTES} byte"},
        ),
        (
            len(data) > MAX_BYTES,
            "E_TOO_LARGE",
            {"value": f"{len(data) / megabyte:.2f} MB", "limit": f"{MAX_BYTES // megabyte} MB"},
        ),
        (not data, "E_EMPTY", {}),
        (content == "encrypted", "E_ENCRYPTED", {}),
        (legacy_book, "E_XLS_LEGACY", {}),
        (
            content != ("zip" if book else ""),
            "E_TYPE_MISMATCH",
            {"value": shown, "suggestion": KINDS.get(content, content)},
        ),
    )
    for applies, code, values in refusals:
        if applies:
            gathering.add("error", code, **values)  # type: ignore[arg-type]
            return None
    return "xlsx" if book else "text"


def _parse(data: bytes, kind: str, gathering: Gathering, most_rows: int) -> RawGrid | None:
    """Parse in a process of its own; of a workbook the first sheet that holds a table."""
    words = vocabulary.headers()
    answer = process.parse(data, kind=kind, words=words, most_rows=most_rows)
    if _refused(answer, gathering):
        return None
    found = from_answer(answer)
    if kind == "xlsx" and not layout.has_header(found.rows):
        other = next(
            (s.index for s in found.others if not s.hidden and layout.has_header(s.rows)), None
        )
        if other is not None:
            answer = process.parse(
                data, kind=kind, words=words, sheet=other, most_rows=most_rows
            )
            return None if _refused(answer, gathering) else from_answer(answer)
    return found


def _refused(answer: dict[str, object], gathering: Gathering) -> bool:
    refusal = answer.get("refused")
    if not isinstance(refusal, Sequence):
        return False
    code, values = refusal
    row, value = values.pop("row", None), values.pop("value", None)
    if code == "E_TYPE_MISMATCH":
        value = gathering.file
    if code == "E_TOO_MANY_COLUMNS":
        values["limit"] = layout.MAX_COLUMNS
    gathering.add("error", code, row=row, value=None if value is None else str(value), **values)
    return True


def convert_legacy(found: RawGrid, gathering: Gathering) -> None:
    """Turn text from before Unicode into Unicode, or refuse what cannot be read."""
    bytes_only = found.encoding == "8bit"
    texts = found.texts(None if bytes_only else GLANCE)
    name = legacy.recognise(texts, _is_known, bytes_only=bytes_only)
    if name is None:
        if bytes_only:
            gathering.add("error", "E_ENCODING")
        return
    unreadable = []

    def change(text: str) -> str:
        if not legacy.is_8bit(text):
            return text
        try:
            return legacy.convert(text, name)
        except ValueError:
            unreadable.append(text)
            return text

    found.convert(change)
    if unreadable:
        gathering.add("error", "E_ENCODING")
    elif name == "cp1258":
        gathering.add("warning", "W_ENCODING_GUESSED", suggestion=legacy.NAMES[name])
    else:
        gathering.add("warning", "W_LEGACY_FONT", value=legacy.NAMES[name])


def _is_known(text: str) -> bool:
    """Whether a text that is not ASCII is a header or a status."""
    plain = folding.plain(text)
    if plain.isascii():
        return False
    return plain in vocabulary.headers() or plain in vocabulary.choices("status")
