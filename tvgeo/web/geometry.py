"""The map's geometry at addresses that name their content.

A layer is published once and then fetched by each browser at most once; a rerun of a page
sends only attributes. Publishing the same bytes again costs one hash.
"""

from collections.abc import Mapping

from tvgeo.web.blobs import Blob, content_hash

MEDIA_TYPE = "application/geo+json"
_published: dict[tuple[str, str], Blob] = {}


def publish(layers: Mapping[str, bytes]) -> dict[str, str]:
    """Publish layers (name to RFC 7946 bytes) and return each one's relative address.

    Addresses are relative ("geo/bridges.0f3a….geojson") so that they also work below a base
    path; the browser resolves them against the document.
    """
    addresses = {}
    for layer, raw in layers.items():
        digest = content_hash(raw)
        if (layer, digest) not in _published:
            blob = Blob(raw, MEDIA_TYPE)
            _ = blob.gz  # compressed now, not in the first reader's request
            _published[layer, digest] = blob
        addresses[layer] = f"geo/{layer}.{digest}.geojson"
    return addresses


def find(name: str) -> Blob | None:
    """Return what was published as "<layer>.<hash>.geojson", if anything was."""
    stem, dot, suffix = name.rpartition(".")
    layer, _, digest = stem.rpartition(".")
    return _published.get((layer, digest)) if dot and suffix == "geojson" else None
