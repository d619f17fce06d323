"""While the database is away the last published figures are shown, and nothing can be changed."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tvgeo.core.access import Actor
from tvgeo.errors import StoreError
from tvgeo.services import accounts, history, recent_sessions, signing_in, stores, vouched
from tvgeo.services.base import ensure_store, open_base
from tvgeo.store import publishing, repository
from tvgeo.store.publishing import Publication

TINY = Path(__file__).parents[1] / "tiny_province"
PASSWORD = "song-hau-chay-ra-bien-1"
OPERATOR = Actor("tvgeo", "admin", account=False)


class Away:
    """Lets a store be out of reach, as a stopped server would be."""

    def __init__(self, monkeypatch, store):
        self.monkeypatch, self.store = monkeypatch, store

    def now(self, key="error.database_away"):
        def reading(_):
            raise StoreError(key, store="postgresql://h/d?schema=public")

        self.monkeypatch.setattr(type(self.store), "reading", reading)
        self.monkeypatch.setattr(type(self.store), "writing", reading)

    def over(self):
        self.monkeypatch.undo()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy = Path(shutil.copytree(TINY, tmp_path / "data"))
    monkeypatch.setenv("TVGEO_DATA_DIR", str(copy))
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    return copy


@pytest.fixture
def away(folder):
    with pytest.MonkeyPatch.context() as patch:
        yield Away(patch, ensure_store())


def publish_nothing(base=1):
    return publishing.publish(
        ensure_store(), Publication(base=base, rows=(), author="Lan", now=stores.now())
    )


def test_the_last_published_figures_are_shown_and_said_to_be_the_last_known(away):
    before = open_base()
    away.now()
    base = open_base()
    assert base.away
    assert not before.away
    assert (base, base.rows, base.revision) == (before, before.rows, 1)
    assert history.row_revisions(base, next(iter(base.registry.projects))) == {}
    away.over()
    publish_nothing()
    assert (open_base().away, open_base().revision) == (False, 2)


def test_what_was_never_seen_is_not_guessed(away):
    away.now()
    with pytest.raises(StoreError, match="database_away"):
        open_base()


def test_a_store_that_cannot_be_trusted_is_not_shown_from_memory(away):
    open_base()
    away.now("error.corrupt_database")
    with pytest.raises(StoreError, match="corrupt_database"):
        open_base()


def test_a_page_that_polls_asks_only_when_something_was_heard(folder, monkeypatch):
    store = ensure_store()
    heard, asked = [1], []
    monkeypatch.setattr(type(store), "heard", property(lambda _: heard[0]))
    head = repository.head

    def counted(place):
        asked.append(1)
        return head(place)

    open_base(ask=False)
    monkeypatch.setattr(repository, "head", counted)
    assert (open_base(ask=False).revision, asked) == (1, [])
    assert open_base().revision == 1  # a page that is drawn asks whatever was heard
    assert asked == [1]
    publish_nothing()
    heard[0] = 2
    asked.clear()
    assert open_base(ask=False).revision == 2
    assert asked == [1]
    heard[0] = None  # cut off: nothing would be heard
    assert open_base(ask=False).revision == 2
    assert asked == [1, 1]


@pytest.fixture
def lan(away):
    accounts.create(ensure_store(), "lan", PASSWORD, role="planner", actor=OPERATOR)
    return signing_in.sign_in("lan", PASSWORD, address="10.0.0.7").token


def test_who_was_signed_in_a_moment_ago_reads_on_and_no_more(away, lan):
    assert signing_in.session(lan).role == "planner"
    away.now()
    assert (signing_in.session(lan).name, signing_in.session(lan).role) == ("lan", "viewer")
    assert signing_in.session("another") is None
    with pytest.raises(StoreError, match="database_away"):
        signing_in.sign_in("lan", PASSWORD, address="10.0.0.7")
    away.over()
    assert signing_in.session(lan).role == "planner"


def test_who_has_signed_out_does_not_read_on(away, lan):
    signing_in.session(lan)
    signing_in.sign_out(lan)
    assert signing_in.session(lan) is None
    away.now()
    assert signing_in.session(lan) is None


def test_signing_out_is_never_told_as_done_while_the_database_is_away(away, lan):
    """Seen by this server or not: the session stays open, and the browser must keep the cookie."""
    away.now()
    for token in (lan, "one-of-another-server"):
        with pytest.raises(StoreError, match="database_away"):
            signing_in.sign_out(token)
    signing_in.sign_out("x" * 500)  # nobody's
    away.over()
    assert signing_in.session(lan).name == "lan"


CHANGES = {
    "signed out": signing_in.sign_out,
    "signed in anew": lambda token: signing_in.sign_in(
        "lan", PASSWORD, address="10.0.0.7", old_token=token
    ),
    "disabled": lambda _: accounts.disable(ensure_store(), "lan", actor=OPERATOR),
    "another password": lambda _: accounts.set_password(
        ensure_store(), "lan", "nuoc-lon-nuoc-rong-2", actor=OPERATOR
    ),
    "another role": lambda _: accounts.set_role(
        ensure_store(), "lan", role="viewer", actor=OPERATOR
    ),
    "own password": lambda token: signing_in.change_password(
        token, PASSWORD, "nuoc-lon-nuoc-rong-2", address="10.0.0.7"
    ),
    "vouched for anew": lambda token: vouched.sign_in(
        "lan", way="proxy", address="10.0.0.7", old_token=token
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whose_session_was_ended_here_does_not_read_on(away, lan, change):
    assert signing_in.session(lan).name == "lan"
    change(lan)
    away.now()
    assert signing_in.session(lan) is None


def test_a_session_that_has_ended_by_itself_does_not_read_on(lan, monkeypatch):
    signed_in_at = stores.now()
    almost = signed_in_at + signing_in.ABSOLUTE - timedelta(minutes=5)
    monkeypatch.setattr(signing_in, "is_open", lambda *_: True)
    monkeypatch.setattr(stores, "now", lambda: almost)
    assert signing_in.session(lan).name == "lan"
    assert recent_sessions.reader(lan, almost + timedelta(minutes=4)).name == "lan"
    assert recent_sessions.reader(lan, almost + timedelta(minutes=6)) is None


def test_whom_a_proxy_names_reads_on_like_everybody_else(away, lan):
    assert vouched.account("Lan", address="10.0.0.9").actor.role == "planner"
    away.now()
    found = vouched.account("lan", address="10.0.0.8").actor
    assert (found.name, found.role, found.address) == ("lan", "viewer", "10.0.0.8")
    assert vouched.account("hoa").actor is None
    away.over()
    accounts.disable(ensure_store(), "lan", actor=OPERATOR)
    away.now()
    assert vouched.account("lan").actor is None


def test_nobody_reads_on_for_longer_than_an_idle_session(lan):
    now = stores.now()
    signing_in.session(lan)
    assert recent_sessions.reader(lan, now + timedelta(minutes=29)).name == "lan"
    assert recent_sessions.reader(lan, now + timedelta(minutes=31)) is None
    assert recent_sessions.reader(lan, now - timedelta(days=1)) is None


def test_a_name_that_no_database_can_keep_is_a_wrong_name(
    cluster, postgis_database, tmp_path, folder, monkeypatch
):
    schema = f"away_{abs(hash(tmp_path)) % 10**12}"
    monkeypatch.setenv(stores.DATABASE_URL, cluster.url(postgis_database, schema))
    accounts.create(ensure_store(), "lan", PASSWORD, role="planner", actor=OPERATOR)
    for name in ("a\0b", "\ud800", "x" * 500, "'; DROP TABLE accounts; --"):
        with pytest.raises(Exception, match="wrong_password"):
            signing_in.sign_in(name, PASSWORD, address="10.0.0.7\0" * 50)
    assert signing_in.sign_in("lan", PASSWORD, address="10.0.0.7").actor.name == "lan"
