"""Which form a layer file has: by its name, and its first bytes must agree."""

from tvgeo.io.layer_files.limits import MAX_BYTES
from tvgeo.io.reading import file_kind
from tvgeo.io.reading.gathering import Gathering

FORMS = {
    ".geojson": "geojson", ".json": "geojson", ".gpkg": "gpkg", ".zip": "zip",
    ".osm": "osm", ".pbf": "osm",
}  # fmt: skip
SHOWN = ".geojson, .gpkg, .zip"
_BLANK = b"\xef\xbb\xbf \t\r\n"


def find(name: str, data: bytes, gathering: Gathering) -> str | None:
    """Return the form of a file, `None` after the finding that refuses it."""
    form = FORMS.get(file_kind.extension(name))
    if form is None:
        gathering.add("error", "E_EXTENSION", value=file_kind.shown(name), limit=SHOWN)
    elif file_kind.is_long(name):
        limit = f"{file_kind.MAX_NAME_BYTES} bytes"
        gathering.add("error", "E_NAME", value=file_kind.shown(name), limit=limit)
    elif len(data) > MAX_BYTES:
        value, limit = f"{len(data) / 1_048_576:.1f} MB", f"{MAX_BYTES // 1_048_576} MB"
        gathering.add("error", "E_TOO_LARGE", value=value, limit=limit)
    elif not data.strip(_BLANK):
        gathering.add("error", "E_EMPTY")
    elif not _agrees(form, data):
        known = file_kind.content(data)
        if known:
            gathering.add(
                "error", "E_TYPE_MISMATCH", value=file_kind.shown(name), suggestion=known
            )
        else:
            gathering.add("error", "E_DRIVER")
    else:
        return form
    return None


def _agrees(form: str, data: bytes) -> bool:
    if form == "geojson":
        # UTF-16 begins otherwise; its sentence says what to do
        return data.lstrip(_BLANK).startswith(b"{") or data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if form == "gpkg":
        return data.startswith(b"SQLite format 3\0")
    if form == "zip":
        return data.startswith(file_kind.ZIP)
    return b"OSMHeader" in data[:64] or b"<osm" in data[:2048]
