"""The files of this folder and Leaflet's, at addresses that name their content or version.

All of our own files share one hash, so that a module may import another by a relative path
and never gets a version other than the one it was written with.
"""

from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

from tvgeo.web.blobs import Blob, content_hash

LEAFLET = f"leaflet-{leaflet.VERSION}"
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
_LEAFLET_FILES = ("leaflet.js", "leaflet.css")
_LEAFLET_IMAGES = "images/*.png"


@cache
def _own_files() -> tuple[str, dict[str, Blob]]:
    """Return the shared hash and the files of this folder, by name."""
    paths = sorted(
        path for path in Path(__file__).parent.iterdir() if path.suffix in _MEDIA_TYPES
    )
    files = {path.name: _blob(path) for path in paths}
    parts = (part for name, blob in files.items() for part in (name.encode(), blob.raw))
    return content_hash(*parts), files


@cache
def _leaflet_files() -> dict[str, Blob]:
    folder = Path(leaflet.BASE_DIR)
    paths = [folder / name for name in _LEAFLET_FILES] + sorted(folder.glob(_LEAFLET_IMAGES))
    return {path.relative_to(folder).as_posix(): _blob(path) for path in paths}


def _blob(path: Path) -> Blob:
    return Blob(path.read_bytes(), _MEDIA_TYPES[path.suffix])


def url(name: str) -> str:
    """Return the relative address of a file: "assets/<hash>/map.js", "assets/leaflet-…".

    Raises
    ------
    KeyError
        If there is no such file.
    """
    digest, own = _own_files()
    if name in own:
        return f"assets/{digest}/{name}"
    if name in _leaflet_files():
        return f"assets/{LEAFLET}/{name}"
    raise KeyError(name)


def resolve(path: str) -> Blob | None:
    """Return the file at an address below `assets/`; None for another version or name."""
    version, _, name = path.partition("/")
    digest, own = _own_files()
    if version == digest:
        return own.get(name)
    return _leaflet_files().get(name) if version == LEAFLET else None
