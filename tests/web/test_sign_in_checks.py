"""What is missing for a way of signing in is told at the start, and nothing is half open."""

import os
import re
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from tvgeo import locale
from tvgeo.core.plan import SignIn
from tvgeo.errors import UsageError
from tvgeo.web import oidc, sign_in_checks

GUIDE = Path(__file__).parents[2] / "docs" / "nhieu-may.md"
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _put_back(monkeypatch):
    """Streamlit's settings and secrets belong to the process: what a test sets, it takes back."""
    names = ("server.cookieSecret", "secrets.files")
    before = {key: config.get_config_options()[key] for key in names}
    kept = {key: (option.value, option.where_defined) for key, option in before.items()}
    for name in (sign_in_checks.COOKIE_SECRET, sign_in_checks.SECRETS):
        monkeypatch.delenv(name, raising=False)
    yield
    for key, (value, where) in kept.items():
        config.get_config_options()[key].set_value(value, where)
    secrets_singleton._reset()


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_a_proxy_on_this_machine_may_vouch(address):
    sign_in_checks.check(SignIn(auth="proxy"), address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "192.168.1.5", "tiendo.example"])
def test_where_other_machines_come_in_no_header_may(address):
    with pytest.raises(UsageError) as refused:
        sign_in_checks.check(SignIn(auth="proxy"), address)
    assert refused.value.key == "error.proxy_not_loopback"
    assert "--host 127.0.0.1" in locale.get().error(refused.value)


def test_everything_that_a_provider_needs_is_asked_for_at_once():
    with pytest.raises(UsageError) as refused:
        sign_in_checks.check(SignIn(auth="oidc"), "127.0.0.1")
    said = locale.get().error(refused.value)
    for name in sign_in_checks._WANTED:
        assert f"[auth] {name}" in said


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """Return a function that writes a complete `[auth]` with a key, and has it read."""

    def write(key):
        values = dict.fromkeys(sign_in_checks._WANTED, "x") | {"cookie_secret": key}
        lines = [f'{name} = "{value}"' for name, value in values.items()]
        path = tmp_path / "secrets.toml"
        path.write_text("\n".join(["[auth]", *lines]), encoding="utf-8")
        monkeypatch.setenv(sign_in_checks.SECRETS, str(path))
        monkeypatch.setattr(sign_in_checks, "_LIBRARIES", ())
        sign_in_checks.apply_secrets()

    return write


def test_the_secrets_file_is_the_one_that_the_environment_names(secrets):
    secrets(KEY)
    sign_in_checks.check(SignIn(auth="oidc"), "0.0.0.0")


def written_in_the_guide():
    [found] = re.findall(r'cookie_secret = "(.*?)"', GUIDE.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    "key", ["openssl rand -hex 32", "x", KEY[:31], f"{KEY} {KEY}", "ă" * 40, "in the guide"]
)
def test_a_key_that_anybody_could_write_signs_no_identity(secrets, key):
    secrets(written_in_the_guide() if key == "in the guide" else key)
    with pytest.raises(UsageError) as refused:
        sign_in_checks.check(SignIn(auth="oidc"), "127.0.0.1")
    assert refused.value.key == "error.auth_cookie_secret"
    assert "openssl rand -hex 32" in locale.get().error(refused.value)


def test_all_replicas_sign_with_the_key_in_the_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text(KEY + "\n", encoding="ascii")
    monkeypatch.setenv(sign_in_checks.COOKIE_SECRET, str(tmp_path / "key"))
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "")
    sign_in_checks.apply_secrets()
    assert config.get_option("server.cookieSecret") == KEY
    assert os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] == KEY  # what `App.run` reads


@pytest.mark.parametrize(
    "text", [None, "", "short", KEY[:31], KEY + "\n" + KEY, f"{KEY} {KEY}", "ă" * 40]
)
def test_a_key_that_is_none_is_refused_with_what_to_do(tmp_path, monkeypatch, text):
    path = tmp_path / "key"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(sign_in_checks.COOKIE_SECRET, str(path))
    with pytest.raises(UsageError) as refused:
        sign_in_checks.apply_secrets()
    assert "openssl rand -hex 32" in locale.get().error(refused.value)


@pytest.mark.parametrize(
    ("claims", "claim", "name"),
    [
        ({"email": "a@b.example"}, "email", None),
        ({"email": "a@b.example", "email_verified": True}, "email", "a@b.example"),
        ({"email": "a@b.example", "email_verified": "true"}, "email", "a@b.example"),
        ({"email": "a@b.example", "email_verified": 1}, "email", None),
        ({"email": "a@b.example", "email_verified": ["true"]}, "email", None),
        ({"email": "a@b.example", "email_verified": {}}, "email", None),
        ({"upn": "A@b.example"}, "upn", "A@b.example"),
        ({"sub": "ab-7"}, "sub", "ab-7"),
        ({"sub": "AB-7"}, "sub", None),
        ({"sub": " ab-7"}, "sub", None),
        ({"sub": "a\u0306b"}, "sub", None),
        ({"email": "a@b.example", "email_verified": False}, "email", None),
        ({"email": "a@b.example", "email_verified": None}, "email", None),
        ({"email": "a@b.example", "email_verified": False, "sub": "7"}, "sub", "7"),
        ({"email": ["a@b.example"], "email_verified": True}, "email", None),
        ({"email": "a" * 255, "email_verified": True}, "email", None),
        ({"preferred_username": "a"}, "email", None),
        ({}, "email", None),
    ],
)
def test_a_claim_names_the_account_if_the_provider_stands_by_it(claims, claim, name):
    assert oidc.name_of(claims, claim) == name


def test_a_cookie_that_we_have_not_signed_is_no_identity():
    assert oidc.identity(["_streamlit_user=eyJlbWFpbCI6ICJhQGIifQ; Path=/"]) == {}
    assert oidc.identity([]) == {}


@pytest.mark.parametrize(
    ("cookie", "secure", "kept"),
    [
        ("a=1; Max-Age=2592000; Path=/; HttpOnly", False, "a=1; Path=/; HttpOnly"),
        ("a=1; Max-Age=2592000; Path=/", True, "a=1; Path=/; Secure"),
        ('a=""; Max-Age=0; Path=/', False, 'a=""; Max-Age=0; Path=/'),
        ("a=1; Path=/; Secure", True, "a=1; Path=/; Secure"),
    ],
)
def test_an_identity_does_not_outlive_the_browser(cookie, secure, kept):
    assert oidc.until_closed(cookie, secure=secure) == kept
