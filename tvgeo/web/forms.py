"""Forms that a browser posts to us: small, and from our own page only."""

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from tvgeo.errors import AccessError, UsageError
from tvgeo.web import cookies

MAX_BYTES = 8_192
MAX_FIELDS = 8
MAX_ADDRESS = 2_000
TOKEN = "token"  # noqa: S105 - the name of a field


async def read(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; of a field that comes twice, the first.

    Raises
    ------
    UsageError
        ``error.form_too_large``; the rest of the body is not read.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > MAX_BYTES:
        raise UsageError("error.form_too_large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise UsageError("error.form_too_large")
    try:
        pairs = parse_qsl(
            bytes(body).decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise UsageError("error.form_too_large") from error
    return dict(reversed(pairs))


def check_origin(scope: Scope) -> None:
    """Refuse a request that a page of another site has sent.

    Raises
    ------
    AccessError
        ``error.not_our_form``.
    """
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        raise AccessError("error.not_our_form")
    if origin is not None and _netloc(origin) != headers.get("host", ""):
        raise AccessError("error.not_our_form")


def check_token(scope: Scope, fields: Mapping[str, str], *, needed: bool = False) -> None:
    """Refuse a form without the token that our page gave to this browser, in a cookie and in it.

    A client that never opened our page has neither; it is no browser that could be misled, and
    is refused only where the token is `needed`.

    Raises
    ------
    AccessError
        ``error.not_our_form``.
    """
    kept, given = cookies.of(scope).get(cookies.FORM, ""), fields.get(TOKEN, "")
    same = secrets.compare_digest(kept.encode(), given.encode("utf-8", "replace"))
    if not same or (needed and not kept):
        raise AccessError("error.not_our_form")


def back(written: str | None) -> str | None:
    """Return the address to go back to, if it is a path of this site; else `None`."""
    text = written or ""
    harmless = (
        text.startswith("/")
        and not text.startswith("//")
        and "\\" not in text
        and len(text) <= MAX_ADDRESS
        and all(character.isprintable() and not character.isspace() for character in text)
    )
    return text if harmless else None


def with_parameter(place: str, name: str, value: str) -> str:
    """Return an address of ours with a parameter, instead of an older one of that name."""
    parts = urlsplit(without_parameter(place, name))
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), (name, value)])
    return urlunsplit(("", "", parts.path, query, parts.fragment))


def without_parameter(place: str, name: str) -> str:
    """Return an address of ours without a parameter, such as the code of an earlier attempt."""
    parts = urlsplit(place)
    kept = [p for p in parse_qsl(parts.query, keep_blank_values=True) if p[0] != name]
    return urlunsplit(("", "", parts.path, urlencode(kept), parts.fragment))


def is_browser(scope: Scope) -> bool:
    """Tell whether a form was sent by a page, to be answered with a page."""
    headers = Headers(scope=scope)
    return headers.get("sec-fetch-mode") == "navigate" or "text/html" in headers.get(
        "accept", ""
    )


def _netloc(origin: str) -> str | None:
    """Return the host and port of an `Origin` header, as a `Host` header has them."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc if parts.scheme in {"http", "https"} else None
