"""What must be there before somebody else's word on who is asking may count."""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from streamlit import config
from streamlit.auth_util import get_secrets_auth_section
from streamlit.runtime.secrets import secrets_singleton

from tvgeo.core.plan import SignIn
from tvgeo.errors import UsageError
from tvgeo.web.hosts import is_loopback

# Files that hold a secret: the key all replicas sign with, and Streamlit's `[auth]`.
COOKIE_SECRET = "TVGEO_COOKIE_SECRET_FILE"  # noqa: S105 - the name of a variable
SECRETS = "TVGEO_SECRETS_FILE"
SHORTEST = 32
_STREAMLITS_OWN = "STREAMLIT_SERVER_COOKIE_SECRET"
# What Streamlit's flow imports; Authlib takes either of the last two.
_LIBRARIES = (("authlib",), ("httpx2", "httpx"))
_WANTED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def apply_secrets() -> dict[str, object]:
    """Give Streamlit the secrets that the environment names files for.

    Without a key of their own, each replica would make up one, and refuse what another signed.
    Returned are the settings that `App.run` must be given again; the key it takes from its own
    variable only.

    Raises
    ------
    UsageError
        ``error.cookie_secret``.
    """
    given: dict[str, object] = {}
    if path := os.environ.get(COOKIE_SECRET):
        secret = os.environ[_STREAMLITS_OWN] = _secret(Path(path))
        config.set_option("server.cookieSecret", secret)
    if path := os.environ.get(SECRETS):
        given["secrets.files"] = [path]
    for key, value in given.items():
        config.set_option(key, value)
    return given


def check(sign_in: SignIn, address: str) -> None:
    """Refuse to start where a way of signing in would be open to everybody, or to nobody.

    Raises
    ------
    UsageError
        ``error.proxy_not_loopback``: another machine could write the proxy's header itself;
        ``error.oidc_not_ready`` with what is missing, ``error.auth_cookie_secret`` where
        anybody could guess the key that identities are signed with.
    """
    if sign_in.auth == "proxy" and not is_loopback(address):
        raise UsageError("error.proxy_not_loopback", host=address)
    if sign_in.auth != "oidc":
        return
    section = get_secrets_auth_section() if secrets_singleton.load_if_toml_exists() else {}
    written = dict(section or {})
    if missing := _missing(written):
        raise UsageError("error.oidc_not_ready", missing=", ".join(missing))
    if not _is_key(str(written["cookie_secret"])):
        raise UsageError("error.auth_cookie_secret", n=SHORTEST)


def _missing(written: Mapping[str, object]) -> list[str]:
    missing = (
        [] if importlib.util.find_spec("authlib") else ["Authlib (requirements-server.txt)"]
    )
    return missing + [f"[auth] {name}" for name in _WANTED if not written.get(name)]


def _secret(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not _is_key(text):
        raise UsageError("error.cookie_secret", path=str(path), n=SHORTEST)
    return text


def _is_key(text: str) -> bool:
    """Tell whether a text may be a key: long, and no sentence out of a guide."""
    return len(text) >= SHORTEST and text.isascii() and text.isprintable() and " " not in text
