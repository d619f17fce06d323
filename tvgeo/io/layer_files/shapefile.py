"""The three files of a Shapefile: what their headers claim is counted before GDAL sees them."""

import io
import re
import struct
import unicodedata
import zipfile

from tvgeo.io.layer_files import archive, gdal
from tvgeo.io.layer_files.raw import RawFeature, RawLayer, check_count
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading import legacy
from tvgeo.io.reading.gathering import Gathering

_HEADER = 100
_CODE = 9994
_POINT_BYTES, _PART_BYTES = 16, 4
_LINES = {3, 5, 13, 15, 23, 25}
_MULTIPOINTS = {8, 18, 28}
_MULTIPATCH = 31
_TYPES = {0, 1, 11, 21} | _LINES | _MULTIPOINTS
# The encodings that a .cpg may name, by what is left of the name without "windows" or "cp".
_CODECS = {
    "65001": "utf-8", "utf8": "utf-8", "1258": "cp1258", "1252": "cp1252", "ansi1252": "cp1252",
    "88591": "latin-1", "iso88591": "latin-1",
}  # fmt: skip
_WESTERN = {"cp1252", "latin-1"}
_SHOWN = 60


def read(data: bytes, wanted: str | None, gathering: Gathering) -> RawLayer:
    """Return the layer of a zipped Shapefile; its text is decoded here.

    Raises
    ------
    Refused
        As `archive.parts`; ``E_CORRUPT`` where the files do not fit each other.
    """
    parts, names = archive.parts(data, wanted, gathering)
    _check(parts)
    features = gdal.read(_packed(parts), "ESRI Shapefile", encoding="ISO-8859-1")
    _decode(features, parts.get(".cpg", b""), gathering)
    return RawLayer(features, _text(parts.get(".prj")), names)


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts in an archive of ours, under names of ours; GDAL unpacks it in memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for extension in archive.NEEDED:
            packed.writestr(f"layer{extension}", parts[extension])
    return stream.getvalue()


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8-sig", "replace")


def _check(parts: dict[str, bytes]) -> None:
    """Compare counts and lengths: a lie in a header must not reach GDAL."""
    shp, shx, dbf = (parts[extension] for extension in archive.NEEDED)
    if len(shp) < _HEADER or len(shx) < _HEADER or len(dbf) < 32:  # noqa: PLR2004
        raise Refused("E_CORRUPT")
    for index in (shp, shx):
        code, words = struct.unpack_from(">i20xi", index)
        if code != _CODE or words * 2 > len(index):
            raise Refused("E_CORRUPT")
    kind = struct.unpack_from("<i", shp, 32)[0]
    if kind == _MULTIPATCH:
        raise Refused("E_GEOM_TYPE", row=1, value="MultiPatch")
    count = (len(shx) - _HEADER) // 8
    check_count(count)
    records, head, width = struct.unpack_from("<IHH", dbf, 4)
    if records != count or len(dbf) + 1 < head + records * width:
        raise Refused("E_CORRUPT")
    for i in range(count):
        _check_record(shp, *struct.unpack_from(">ii", shx, _HEADER + 8 * i))


def _check_record(shp: bytes, offset_words: int, length_words: int) -> None:
    offset, length = offset_words * 2, length_words * 2
    if offset < _HEADER or length < 4 or offset + 8 + length > len(shp):  # noqa: PLR2004
        raise Refused("E_CORRUPT")
    if struct.unpack_from(">i", shp, offset + 4)[0] != length_words:
        raise Refused("E_CORRUPT")
    kind = struct.unpack_from("<i", shp, offset + 8)[0]
    needed = 4 if kind == 0 else 20
    if kind in _LINES and length >= 44:  # noqa: PLR2004 - type, box and two counts
        parts, points = struct.unpack_from("<II", shp, offset + 8 + 36)
        needed = 44 + parts * _PART_BYTES + points * _POINT_BYTES
    elif kind in _MULTIPOINTS and length >= 40:  # noqa: PLR2004
        needed = 40 + struct.unpack_from("<I", shp, offset + 8 + 36)[0] * _POINT_BYTES
    elif kind in _LINES | _MULTIPOINTS:
        needed = length + 1
    if kind not in _TYPES or needed > length:
        raise Refused("E_CORRUPT")


def _decode(features: list[RawFeature], declared: bytes, gathering: Gathering) -> None:
    """Decode names and values, which came as one character for each byte."""
    texts = {
        text
        for feature in features
        for pair in feature.properties.items()
        for text in pair
        if isinstance(text, str) and not text.isascii()
    }
    if not texts:
        return
    name = _encoding(texts, declared, gathering)

    def decoded(value: object) -> object:
        if not isinstance(value, str) or value.isascii():
            return value
        if name in legacy.NAMES:
            return legacy.convert(value, name)
        return unicodedata.normalize("NFC", _cut(value.encode("latin-1"), name))

    for feature in features:
        feature.properties = {
            str(decoded(key)): decoded(value) for key, value in feature.properties.items()
        }


def _encoding(texts: set[str], declared: bytes, gathering: Gathering) -> str:
    """Return the encoding: UTF-8 or Windows-1258 as the .cpg says, else by what the bytes can be.

    Every byte is something in a Western encoding, so that one is only believed where no
    Vietnamese comes out by another; and then it is said too.
    """
    said = re.sub(rb"[^a-z0-9]", b"", declared.lower()).decode()
    said = _CODECS.get(said.removeprefix("cp").removeprefix("windows"), "")
    if _fits(texts, "utf-8"):
        found = "utf-8"
    else:
        found = legacy.recognise(texts, legacy.is_vietnamese, bytes_only=True) or ""
        likely = [said] if said else []
        found = found or next((c for c in [*likely, "cp1258"] if _fits(texts, c)), "")
    if not found:
        raise Refused("E_ENCODING")
    if found != said or said in _WESTERN:
        sample = min(texts)
        shown = (
            legacy.convert(sample, found)
            if found in legacy.NAMES
            else _cut(sample.encode("latin-1"), found)
        )
        gathering.add(
            "warning", "W_ENCODING_GUESSED", value=shown[:_SHOWN],
            suggestion=legacy.NAMES.get(found, found.upper()),
        )  # fmt: skip
    return found


def _fits(texts: set[str], codec: str) -> bool:
    try:
        for text in texts:
            _cut(text.encode("latin-1"), codec)
    except (UnicodeError, LookupError):
        return False
    return True


def _cut(data: bytes, codec: str) -> str:
    """Decode a value; a field of fixed width may end in the middle of a character."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if (
            error.start > 0
            and error.end == len(data)
            and error.reason == "unexpected end of data"
        ):
            return data[: error.start].decode(codec)
        raise
