"""How the programming interface answers: JSON that a reader need not fetch twice.

A browser's page of another site may read it where somebody has written that everybody may
(`access.view = "public"`) and at which address. On a machine of its own nobody has: there a page
of any site that its owner opens would read on along with the owner.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tvgeo import locale
from tvgeo.errors import AccessError, TvgeoError, UsageError
from tvgeo.services.base import folder_path, read_settings
from tvgeo.web.blobs import content_hash
from tvgeo.web.gate import actor_of

JSON, GEOJSON, ZIP = "application/json", "application/geo+json", "application/zip"
RETRY_SECONDS = 10
_METHODS = "GET, HEAD, OPTIONS"


def content(
    request: Request,
    body: Mapping[str, Any] | bytes,
    *,
    media_type: str = JSON,
    changed: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a document or a file, or that the reader has it already (304).

    `changed` is when the figures last changed, aware.
    """
    raw = body if isinstance(body, bytes) else _encoded(body)
    etag = f'"{content_hash(raw)}"'
    sent = {
        "Cache-Control": _caching(request),
        "ETag": etag,
        **open_to_others(),
        **(headers or {}),
    }
    if changed is not None:
        sent["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=sent)
    return Response(raw, headers=sent, media_type=media_type)


def problem(error: TvgeoError) -> Response:
    """Answer with what went wrong, in both languages; no folder of this machine is told."""
    # what was asked for cannot be had, may not be had, or the data folder has nothing to give
    status = (
        400 if isinstance(error, UsageError) else 403 if isinstance(error, AccessError) else 503
    )
    return _said(status, error)


def missing(key: str = "error.no_address", **values: object) -> Response:
    """Answer that there is no such thing."""
    return _said(404, UsageError(key, **values))


def busy() -> Response:
    """Answer that too many wait already, and when to ask again."""
    response = _said(503, UsageError("error.api_busy"))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def allowed() -> Response:
    """Answer a browser that asks, for a page of another site, what it may do (CORS)."""
    headers = {"Allow": _METHODS, "Cache-Control": "no-cache", **open_to_others()}
    return Response(status_code=204, headers=headers)


def open_to_others() -> dict[str, str]:
    """Return the headers that let pages of other sites read, where everybody may."""
    settings = read_settings(folder_path())
    written = settings.view_is_written and settings.public_url
    if settings.view != "public" or not written:
        return {}
    return {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    }


def _caching(request: Request) -> str:
    """Return who may keep an answer: nobody in between what needs, or knows, a session."""
    public = read_settings(folder_path()).view == "public" and actor_of(request.scope) is None
    return "no-cache" if public else "private, no-cache"


def _said(status: int, error: TvgeoError) -> Response:
    sentences = {
        language: locale.get(language).error(error.without_folders())
        for language in locale.LANGUAGES
    }
    headers = {"Cache-Control": "no-cache", **open_to_others()}
    body = _encoded({"error": error.key, "message": sentences})
    return Response(body, status, headers, JSON)


def _encoded(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # a lone half of a character, which a query may hold, has no place in UTF-8
    return text.encode("utf-8", "replace")


def _has(header: str, etag: str) -> bool:
    """Whether a reader has this very content; a proxy may have made the validator a weak one."""
    held = {each.strip().removeprefix("W/") for each in header.split(",")}
    return etag in held or "*" in held
