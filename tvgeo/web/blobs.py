"""Bytes that never change at their address: compressed once, kept in memory, cached for good.

Compressing per request costs more than everything else in the answer, and Streamlit's own
static files do so; these are compressed when they are published.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

HASH_LENGTH = 16


def content_hash(*parts: bytes) -> str:
    """Return the short name of some content: 64 bits of SHA-256, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True)
class Blob:
    """Content and its media type; `gz` is None where compressing does not pay."""

    raw: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """The quoted validator of the content."""
        return f'"{content_hash(self.raw)}"'

    @cached_property
    def gz(self) -> bytes | None:
        """The compressed content; the same bytes for the same content (no time stamp)."""
        packed = gzip.compress(self.raw, mtime=0)
        return packed if len(packed) < 0.9 * len(self.raw) else None


def respond(request: Request, blob: Blob, *, private: bool = False) -> Response:
    """Answer with a blob whose address names its content, compressed where the client can.

    What is `private` only the reader's own browser may keep.
    """
    headers = {
        "Cache-Control": f"{'private' if private else 'public'}, max-age=31536000, immutable",
        "ETag": blob.etag,
        "Vary": "Accept-Encoding",
    }
    if blob.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if blob.gz is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(blob.gz, media_type=blob.media_type, headers=headers)
    return Response(blob.raw, media_type=blob.media_type, headers=headers)
