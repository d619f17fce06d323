"""Accounts of people whom a provider or a proxy vouches for."""

import json

import pytest
from sqlalchemy import select

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError
from tvgeo.services import accounts, base, signing_in, stores, vouched
from tvgeo.store.schema import audit

OPERATOR = Actor("tvgeo", "admin", account=False)
PASSWORD = "mưa rào trên sông Hậu"
PLACE = "10.0.0.8"


@pytest.fixture
def store():
    store = base.ensure_store()
    accounts.create(store, "Lan@Tinh.example", None, role="planner", scope=None, actor=OPERATOR)
    return store


def entries(store):
    """Return actor, action and way of what the audit holds of sign-ins."""
    with store.reading() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.entry)).all()
    found = [(row.actor, row.action, json.loads(row.details).get("way")) for row in rows]
    return [each for each in found if each[1].startswith("sign")]


@pytest.mark.parametrize("way", ["oidc", "proxy"])
def test_a_session_is_opened_and_the_audit_names_the_way(store, way):
    signed = vouched.sign_in(" LAN@tinh.example", way=way, address=PLACE)
    assert signing_in.session(signed.token) == Actor("lan@tinh.example", "planner", None, PLACE)
    assert entries(store) == [("lan@tinh.example", "signed_in", way)]


@pytest.mark.parametrize("name", ["hoa@tinh.example", "", "lan tinh", "la\u200bn", "l" * 300])
def test_an_identity_without_an_account_stays_outside(store, name):
    with pytest.raises(AccessError) as refused:
        vouched.sign_in(name, way="oidc", address=PLACE)
    assert refused.value.key == "error.no_account_here"
    assert vouched.account(name).reason == "error.no_account_here"


def test_an_unknown_name_does_not_stand_in_the_audit(store):
    with pytest.raises(AccessError):
        vouched.sign_in("hoa@tinh.example", way="oidc", address=PLACE)
    assert entries(store) == [("?", "sign_in_failed", "oidc")]


def test_a_disabled_account_is_refused_and_its_sessions_end(store):
    token = vouched.sign_in("lan@tinh.example", way="oidc", address=PLACE).token
    accounts.disable(store, "lan@tinh.example", actor=OPERATOR)
    assert signing_in.session(token) is None
    with pytest.raises(AccessError) as refused:
        vouched.sign_in("lan@tinh.example", way="oidc", address=PLACE)
    assert refused.value.key == "error.account_disabled"
    assert vouched.account("lan@tinh.example").reason == "error.account_disabled"
    assert entries(store)[-1] == ("lan@tinh.example", "sign_in_failed", "oidc")


@pytest.mark.parametrize("password", ["", " ", PASSWORD])
def test_no_password_opens_an_account_without_one(store, password):
    with pytest.raises(AccessError) as refused:
        signing_in.sign_in("lan@tinh.example", password, address=PLACE)
    assert refused.value.key == "error.wrong_password"


def test_where_others_vouch_the_own_passwords_do_not_count(store, tmp_path, monkeypatch):
    accounts.create(store, "quan", PASSWORD, role="admin", actor=OPERATOR)
    token = signing_in.sign_in("quan", PASSWORD, address=PLACE).token
    (tmp_path / "tvgeo.toml").write_text('[access]\nauth = "oidc"\n', encoding="utf-8")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path))
    for act in (
        lambda: signing_in.sign_in("quan", PASSWORD, address=PLACE),
        lambda: signing_in.change_password(token, PASSWORD, "another one 12345", address=PLACE),
    ):
        with pytest.raises(AccessError) as refused:
            act()
        assert refused.value.key == "error.sign_in_elsewhere"


def test_a_password_sign_in_is_named_too(store):
    accounts.create(store, "quan", PASSWORD, role="admin", actor=OPERATOR)
    signing_in.sign_in("quan", PASSWORD, address=PLACE)
    assert entries(store) == [("quan", "signed_in", "local")]


def test_without_a_store_nobody_is_known():
    assert not stores.exists()
    assert vouched.account("lan@tinh.example").reason == "error.no_account_here"
