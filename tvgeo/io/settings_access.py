"""The part `[access]` of `data/tvgeo.toml`: who may read, and where people prove who they are.

A value that was meant to say something and does not never opens anything.
"""

import re
from collections.abc import Callable
from typing import Any

from tvgeo.core.plan import SignIn
from tvgeo.io import setting_values as form

KNOWN = (
    "access.view", "access.public_url", "access.auth", "access.proxy_header",
    "access.oidc_claim",
)  # fmt: skip
VIEWS = ("public", "login")
WAYS = ("local", "oidc", "proxy")
CLAIMS = ("email", "preferred_username", "upn", "sub")
# The name of a header (RFC 9110), and not one that a browser or Streamlit gives a meaning to.
_HEADER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)+", re.ASCII)


def read(
    get: Callable[..., Any], has: Callable[[str], bool], *, readable: bool
) -> dict[str, Any]:
    """Return the fields of `Settings` that this part fills.

    `get` returns the value of a key as a reader makes it, a default for a missing or a bad one;
    `readable` is whether the document could be read at all: if not, reading needs an account.
    """
    view = get("access.view", form.one_of(*VIEWS), None, expected=", ".join(VIEWS))
    closed = has("access.view") or not readable
    return {
        "view": view or ("login" if closed else "public"),
        "view_is_written": has("access.view"),
        "public_url": get("access.public_url", form.url, "", expected="https://…"),
        "sign_in": _sign_in(get, has),
    }


def _sign_in(get: Callable[..., Any], has: Callable[[str], bool]) -> SignIn:
    auth = get("access.auth", form.one_of(*WAYS), None, expected=", ".join(WAYS))
    claim = get("access.oidc_claim", form.one_of(*CLAIMS), None, expected=", ".join(CLAIMS))
    header = _proxy_header(get) if has("access.proxy_header") else None
    written = {"auth": auth, "oidc_claim": claim, "proxy_header": header}
    given = {name: value for name, value in written.items() if value is not None}
    return SignIn(**given, written=frozenset(given))


def _proxy_header(get: Callable[..., Any]) -> str:
    """Return the header's name; a bad one names nobody, since no proxy would strip the usual one."""
    return str(get("access.proxy_header", _header, "", expected=SignIn().proxy_header))


def _header(value: Any) -> str:
    if not isinstance(value, str) or not _HEADER.fullmatch(value):
        raise ValueError
    return value
