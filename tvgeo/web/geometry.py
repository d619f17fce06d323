"""The map's geometry at addresses that name their content.

A document is published once and then fetched by each browser at most once; a rerun of a page
sends only figures. Publishing the same bytes object again costs nothing, equal bytes one hash.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tvgeo.web.blobs import Blob, content_hash

# Figures change with every revision, layers hardly ever: so many documents of frames are kept.
FRAMES = 12

_published: dict[str, Blob] = {}
_frames: OrderedDict[str, Blob] = OrderedDict()
_lock = threading.Lock()


def publish(layers: Mapping[str, bytes]) -> dict[str, str]:
    """Publish layers (name to RFC 7946 bytes) and return each one's relative address.

    Addresses are relative ("geo/bridges.0f3a….geojson") so that they also work below a base
    path; the browser resolves them against the document.
    """
    return {
        layer: _address(layer, "geojson", "application/geo+json", raw)
        for layer, raw in layers.items()
    }


def publish_index(index: Mapping[str, Any]) -> str:
    """Publish the index of a map (`tvgeo.render.map_payload`); return its relative address."""
    raw = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    return _address("index", "json", "application/json", raw)


def publish_frames(raw: bytes) -> str:
    """Publish all periods of a map (`tvgeo.render.map_frames`); return the relative address.

    The oldest give way, so whoever names an address publishes it again; that costs one hash.
    """
    file = f"frames.{content_hash(raw)}.json"
    blob = _frames.get(file) or Blob(raw, "application/json")
    _ = blob.gz
    with _lock:
        _frames[file] = blob
        _frames.move_to_end(file)
        while len(_frames) > FRAMES:
            _frames.popitem(last=False)
    return f"geo/{file}"


def find(name: str) -> Blob | None:
    """Return what was published as "<layer>.<hash>.geojson" or "index.<hash>.json"."""
    return _published.get(name) or _frames.get(name)


@lru_cache(maxsize=256)  # Python keeps the hash of a bytes object: a layer is not read again
def _address(name: str, suffix: str, media_type: str, raw: bytes) -> str:
    file = f"{name}.{content_hash(raw)}.{suffix}"
    if file not in _published:
        blob = Blob(raw, media_type)
        _ = blob.gz  # compressed now, not in the first reader's request
        _published[file] = blob
    return f"geo/{file}"
