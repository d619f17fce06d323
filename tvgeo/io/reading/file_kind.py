"""The name and the first bytes of a file: what it says it is, and what it is."""

import re

from tvgeo.io.reading import folding

MAX_NAME_BYTES = 255
TEXTS, WORKBOOK = (".csv", ".tsv", ".txt"), ".xlsx"
ACCEPTED = (*TEXTS, WORKBOOK)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK"
MAGIC = (
    (b"\x1f\x8b", "GZIP"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"%PDF", "PDF"), (b"MZ", "EXE"), (b"\x7fELF", "ELF"), (b"Rar!", "RAR"), (b"BM\0", "BMP"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"), (b"{\\rtf", "RTF"), (b"SQLite format 3\0", "SQLite"),
    (b"BZh", "BZIP2"), (b"\xfd7zXZ", "XZ"), (b"\x28\xb5\x2f\xfd", "ZSTD"), (b"RIFF", "RIFF"),
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"PAR1", "Parquet"), (b"ARROW1", "Arrow"),
)  # fmt: skip
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|meta|style|svg|script|workbook)\b",
    re.IGNORECASE,
)


def shown(name: str) -> str:
    """Return a name as it may be shown and kept: no path, nothing hidden, at most 255 bytes."""
    name = _tidy(name)
    while len(name.encode()) > MAX_NAME_BYTES:
        stem, dot, end = name.rpartition(".")
        name = stem[:-1] + dot + end if stem and len(end) < MAX_NAME_BYTES // 8 else name[:-1]
    return name


def is_long(name: str) -> bool:
    """Whether a name is longer than any file system takes."""
    return len(_tidy(name).encode()) > MAX_NAME_BYTES


def _tidy(name: str) -> str:
    name = re.split(r"[/\\]", name.encode("utf-8", "replace").decode())[-1]
    name = name.replace("\u2028", " ").replace("\u2029", " ")
    return " ".join(folding.clean(name)[0].split())


def extension(name: str) -> str:
    """Return what comes after the last dot of a name, with the dot, in lower case; "" if nothing."""
    if "\0" in name:
        return ""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, end = last.rpartition(".")
    return (dot + end).lower() if stem.strip(" .") else ""


def content(data: bytes) -> str:
    """Return what the first bytes are: `zip`, `ole`, `encrypted`, a name of `MAGIC`, or ""."""
    if data.startswith(OLE):
        return "encrypted" if ENCRYPTED in data else "ole"
    if data.startswith(ZIP) and data[2:4] in {b"\x03\x04", b"\x05\x06", b"\x07\x08"}:
        return "zip"
    if data.startswith(_BIFF):
        return "ole"
    if match := _MARKUP.match(data[:200]):
        return "XML" if match[1] == b"?xml" else "HTML"
    return next((kind for magic, kind in MAGIC if data.startswith(magic)), "")
