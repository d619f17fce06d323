"""A workbook's parts: which sheets there are, how cells are formatted, and one sheet as a grid."""

import re
from collections.abc import Callable
from posixpath import join, normpath
from xml.parsers import expat

from tvgeo.io.parsing import container, worksheet
from tvgeo.io.parsing.refusal import Refused

HEAD_ROWS = 40
PERCENT_IDS = frozenset({9, 10})
DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# What a number format says literally: quoted, escaped, padded, or in brackets (but not [h]).
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
OFFICE_DOCUMENT = "/officeDocument"
Attributes = dict[str, str]


def parse(data: bytes, *, sheet: int | None, most_rows: int) -> dict[str, object]:
    """Return the grid of one worksheet, the first that is not hidden unless `sheet` says which.

    ``sheets`` holds, of every other worksheet, name, whether it is hidden, and its first rows.
    """
    parts = container.parts(data)
    try:
        return _parse(parts, sheet, most_rows)
    except (expat.ExpatError, KeyError, ValueError, IndexError, UnicodeError, OverflowError):
        raise Refused("E_CORRUPT") from None


def _parse(parts: dict[str, bytes], sheet: int | None, most_rows: int) -> dict[str, object]:
    book = _book_name(parts)
    sheets, epoch_1904 = _sheets(parts[book])
    targets = _relations(parts, book)
    places = [(name, hidden, targets.get(key)) for name, hidden, key in sheets]
    places = [place for place in places if place[2] in parts]
    if not places:
        raise Refused("E_CORRUPT")
    if sheet is None:
        sheet = next((i for i, place in enumerate(places) if not place[1]), None)
    if sheet is None or not 0 <= sheet < len(places):
        raise Refused("E_NO_ROWS")
    styles = _style_kinds(_linked(parts, targets, "/styles.xml"))
    strings = _shared_strings(_linked(parts, targets, "/sharedStrings.xml"))
    dde = any(
        "/externallinks/" in n.lower() and (b"ddeLink" in c or b"oleLink" in c)
        for n, c in parts.items()
    )
    book_of_cells = worksheet.Book(strings=strings, styles=styles, dde=dde)
    others = []
    for i, (name, hidden, target) in enumerate(places):
        if i != sheet:
            head = worksheet.parse(parts[str(target)], book_of_cells, most_rows=HEAD_ROWS)
            others.append({"index": i, "name": name, "hidden": hidden, "rows": head["rows"]})
    grid = worksheet.parse(parts[str(places[sheet][2])], book_of_cells, most_rows=most_rows)
    return grid | {
        "sheet": places[sheet][0],
        "sheets": others,
        "epoch_1904": epoch_1904,
        "encoding": "xlsx",
    }


def _linked(parts: dict[str, bytes], targets: dict[str, str], end: str) -> bytes:
    """Return a part that the workbook links to, nothing if there is none."""
    name = next((target for target in targets.values() if target.endswith(end)), "")
    return parts.get(name, b"")


def read_xml(
    content: bytes, start: Callable[[str, Attributes], None], **handlers: Callable[..., None]
) -> None:
    """Run a parser over a part; names come without their prefix. A document type ends it."""

    def refuse(*_: object) -> int:
        raise Refused("E_XML_DTD")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    parser.Parse(content, True)


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _book_name(parts: dict[str, bytes]) -> str:
    relations: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith(OFFICE_DOCUMENT):
            relations.append(attributes["Target"].lstrip("/"))

    read_xml(parts["_rels/.rels"], start)
    if not relations or relations[0] not in parts:
        raise Refused("E_CORRUPT")
    return relations[0]


def _relations(parts: dict[str, bytes], book: str) -> dict[str, str]:
    folder, _, name = book.rpartition("/")
    targets: dict[str, str] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            whole = (
                target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            )
            targets[attributes["Id"]] = whole

    read_xml(parts[f"{folder}/_rels/{name}.rels"], start)
    return targets


def _sheets(content: bytes) -> tuple[list[tuple[str, bool, str]], bool]:
    sheets: list[tuple[str, bool, str]] = []
    epochs: list[bool] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            key = next((v for k, v in attributes.items() if local(k) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append((attributes.get("name", ""), hidden, key))
        elif tag == "workbookPr":
            epochs.append(attributes.get("date1904", "0") in {"1", "true", "on"})

    read_xml(content, start)
    return sheets, any(epochs)


def _style_kinds(content: bytes) -> list[str]:
    """Return per cell style `p` (percent), `d` (date or time) or nothing."""
    codes: dict[int, str] = {}
    kinds: list[str] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            kinds.append(_kind(int(attributes.get("numFmtId", "0")), codes))

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            inside[0] = False

    if content:
        read_xml(content, start, EndElementHandler=end)
    return kinds


def _kind(number: int, codes: dict[int, str]) -> str:
    if number in codes:
        code = LITERAL.sub("", codes[number].split(";")[0])
        if "%" in code:
            return "p"
        return "d" if DATE_CODE.search(code) and code.strip().lower() != "general" else ""
    return "p" if number in PERCENT_IDS else "d" if number in DATE_IDS else ""


def _shared_strings(content: bytes) -> list[str]:
    strings: list[str] = []
    text: list[str] = []
    depth = {"t": 0, "rPh": 0}

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            text.clear()
        elif tag in depth:
            depth[tag] += 1

    def end(name: str) -> None:
        tag = local(name)
        if tag == "si":
            strings.append(worksheet.plain("".join(text)))
        elif tag in depth:
            depth[tag] -= 1

    def characters(written: str) -> None:
        if depth["t"] and not depth["rPh"]:
            text.append(written)

    if content:
        read_xml(content, start, EndElementHandler=end, CharacterDataHandler=characters)
    return strings
