"""The ZIP around a workbook or a map layer: nothing of it is believed before it was counted.

Sizes are counted while inflating, never read from a header; names are never used as paths; a
part of XML may have no document type, whatever it declares, and no encoding but UTF-8.
"""

import io
import re
import stat
import zipfile
import zlib

from tvgeo.io.parsing.refusal import Refused

MAX_ENTRIES, MAX_TOTAL, MAX_RATIO = 200, 200_000_000, 100
# Below this size a part may repeat itself as much as it likes.
RATIO_FROM = 5_000_000
CHUNK = 1 << 18
END = b"PK\x05\x06"
XML = (".xml", ".rels", ".vml")
UTF8 = (b"utf-8", b"utf8", b"us-ascii")
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
KINDS = (
    ("word/", "DOCX"), ("ppt/", "PPTX"), ("content.xml", "ODS/ODT"), ("xl/workbook.bin", "XLSB"),
    ("META-INF/", "JAR/ODF"), ("Index/", "Numbers"),
)  # fmt: skip
MACROS = (
    "vbaproject.bin",
    "vbadata.xml",
    "xl/macrosheets/",
    "xl/dialogsheets/",
    "vbaprojectsignature",
)
EMBEDDED = ("/embeddings/", "/activex/", "/ctrlprops/")


def parts(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of a workbook by name; everything unsafe refuses the file."""
    archive = opened(data)
    members = archive.infolist()
    if len(members) > MAX_ENTRIES:
        raise Refused("E_ZIP_BOMB", limit=f"{MAX_ENTRIES}")
    names = [member.filename for member in members]
    check_names(members)
    _check_kind(names)
    found: dict[str, bytes] = {}
    total = 0
    for member in members:
        content = inflated(archive, member, MAX_TOTAL - total)
        total += len(content)
        if member.filename.lower().endswith(XML):
            _check_xml(content)
            found[member.filename] = content
    _check_types(found.get("[Content_Types].xml", b""))
    return found


def opened(data: bytes) -> zipfile.ZipFile:
    """Open the archive; it must begin at the first byte and end at the last."""
    end = data.rfind(END)
    if end < 0 or len(data) != end + 22 or not data.startswith(b"PK\x03\x04"):
        raise Refused("E_CORRUPT")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise Refused("E_CORRUPT") from None
    return archive


def check_names(members: list[zipfile.ZipInfo]) -> None:
    """Refuse names that could be paths, two of one name, and what is locked or packed oddly."""
    seen: set[str] = set()
    for member in members:
        name = member.filename
        # ZipInfo has already cut the name at a NUL and turned the system's separator.
        if (
            name != member.orig_filename
            or name.startswith("/")
            or "\\" in name
            or ":" in name
            or ".." in name.split("/")
            or not name.isprintable()
            or stat.S_ISLNK(member.external_attr >> 16)
        ):
            raise Refused("E_ZIP_PATH", value=name)
        if name.lower() in seen:
            raise Refused("E_ZIP_DUPLICATE", value=name)
        seen.add(name.lower())
        if member.flag_bits & 0x41:
            raise Refused("E_ENCRYPTED")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("E_CORRUPT")


def _check_kind(names: list[str]) -> None:
    lower = [name.lower() for name in names]
    if any(name.startswith("encryptedpackage") or name == "encryptioninfo" for name in lower):
        raise Refused("E_ENCRYPTED")
    for start, kind in KINDS:
        if any(name.startswith(start) for name in names):
            raise Refused("E_TYPE_MISMATCH", suggestion=kind)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("E_TYPE_MISMATCH", suggestion="ZIP")
    if any(mark in name for name in lower for mark in MACROS):
        raise Refused("E_MACRO")
    if any(mark in name for name in lower for mark in EMBEDDED):
        raise Refused("E_EMBEDDED")


def _check_types(types: bytes) -> None:
    lower = types.lower()
    if b"macroenabled" in lower or b"vbaproject" in lower or b"ms-excel.addin" in lower:
        raise Refused("E_MACRO")
    if b"sheet.binary" in lower:
        raise Refused("E_TYPE_MISMATCH", suggestion="XLSB")


def inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    """Return a member's bytes, at most `room`, counted while they unfold."""
    chunks, size = [], 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                packed = max(member.compress_size, 1)
                if size > room or (size > RATIO_FROM and size > MAX_RATIO * packed):
                    raise Refused("E_ZIP_BOMB", limit="200 MB")
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ):
        raise Refused("E_CORRUPT") from None
    return b"".join(chunks)


def _check_xml(content: bytes) -> None:
    """Refuse a document type, and every encoding that could hide one from this search."""
    head = content[:4]
    declared = DECLARED.match(content.removeprefix(b"\xef\xbb\xbf")[:400])
    if (
        b"\0" in head
        or head[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or (declared and declared[1].lower() not in UTF8)
        or b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
    ):
        raise Refused("E_XML_DTD")
