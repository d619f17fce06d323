"""Accounts: who may make them, sign in, and what ends at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from tvgeo import locale
from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, StoreError, UsageError
from tvgeo.services import accounts, base, passwords, signing_in, stores
from tvgeo.store import accounts as stored
from tvgeo.store import audit, sessions

PASSWORD = "mưa rào trên sông Hậu"
OTHER = "ghe chài hai mươi bảy nia"
OPERATOR = Actor("tvgeo", "admin", account=False)
PLACE, ELSEWHERE = "10.0.0.8", "10.0.0.9"
MINUTE = timedelta(minutes=1)


class Clock:
    """The time of the store, which tests set."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def later(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(stores, "now", clock)
    return clock


@pytest.fixture
def quick(monkeypatch):
    """Hash with little work: what is tested is not the hash."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def store(clock, quick):
    return base.ensure_store()


@pytest.fixture
def people(store):
    """Make an administrator, two planners and a viewer."""
    for name, role, scope in (
        ("quân", "admin", None), ("lan", "planner", None), ("minh", "planner", "so-gtvt"),
        ("hoa", "viewer", None),
    ):  # fmt: skip
        accounts.create(store, name, PASSWORD, role=role, scope=scope, actor=OPERATOR)
    return store


def signed_in(name="lan", password=PASSWORD, address=PLACE, **options):
    return signing_in.sign_in(name, password, address=address, **options)


def refused(name="lan", password="wrong password", address=PLACE):
    with pytest.raises(AccessError) as refusal:
        signed_in(name, password, address)
    return locale.get().error(refusal.value)


def actor(name):
    return signed_in(name).actor


def acts(store):
    return [(e.actor, e.action) for e in reversed(audit.entries(store))]


WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


def locked(minutes):
    return (
        f"Tạm khóa đăng nhập do nhập sai nhiều lần. Thử lại sau {minutes} phút hoặc đề nghị "
        "quản trị mở khóa."
    )


# Nobody yet


def test_without_a_store_nobody_can_sign_in_and_no_store_is_made(store_path):
    assert not accounts.has_accounts()
    assert refused("admin", "admin") == WRONG
    assert signing_in.look_up("x" * 43).actor is None
    assert not store_path.exists()


def test_a_fresh_store_has_no_account_and_no_default_password(store):
    assert accounts.listed(store) == ()
    assert not accounts.has_accounts()
    for name in ("admin", "tvgeo", "root", ""):
        assert refused(name, name) == WRONG


def test_what_no_account_may_be_is_said_before_a_password_is_asked_for(store):
    opened = base.open_base()
    for name, role, scope in (
        ("l an", "admin", None),
        ("lan", "boss", None),
        ("lan", "planner", "x"),
    ):
        with pytest.raises(UsageError):
            accounts.check_new(opened, name, role=role, scope=scope)
    accounts.check_new(opened, "lan", role="planner", scope=None)
    accounts.create(store, "lan", PASSWORD, role="admin", actor=OPERATOR)
    with pytest.raises(UsageError, match="account_exists"):
        accounts.check_new(opened, "LAN", role="planner", scope=None)


# Looking after accounts


def test_an_account_is_listed_without_its_password(people):
    found = {each.name: each for each in accounts.listed(people)}
    assert set(found) == {"hoa", "lan", "minh", "quân"}
    assert (found["minh"].role, found["minh"].scope) == ("planner", "so-gtvt")
    assert found["minh"].created_by == "tvgeo"
    assert "argon" not in str([accounts.plain(each) for each in found.values()])


def test_only_a_planner_has_a_scope(store):
    made = accounts.create(store, "lan", PASSWORD, role="admin", scope="x", actor=OPERATOR)
    assert made.scope is None


@pytest.mark.parametrize("name", ["lan", "hoa"])
def test_only_an_administrator_looks_after_accounts(people, name):
    who = actor(name)
    for act in (
        lambda: accounts.create(people, "new", PASSWORD, role="viewer", actor=who),
        lambda: accounts.disable(people, "minh", actor=who),
        lambda: accounts.enable(people, "minh", actor=who),
        lambda: accounts.unlock(people, "minh", actor=who),
        lambda: accounts.set_password(people, "minh", OTHER, actor=who),
        lambda: accounts.set_role(people, name, role="admin", actor=who),
    ):
        with pytest.raises(AccessError) as refusal:
            act()
        assert locale.get().error(refusal.value) == "Tài khoản này không có quyền quản trị."


def test_the_last_administrator_stays(people):
    for act in (
        lambda: accounts.disable(people, "quân", actor=OPERATOR),
        lambda: accounts.set_role(people, "quân", role="planner", actor=OPERATOR),
    ):
        with pytest.raises(UsageError) as refusal:
            act()
        assert locale.get().error(refusal.value).startswith("quân là quản trị cuối cùng")
    accounts.set_role(people, "lan", role="admin", actor=OPERATOR)
    accounts.disable(people, "quân", actor=OPERATOR)
    with pytest.raises(UsageError, match="last_admin"):
        accounts.disable(people, "lan", actor=OPERATOR)


def test_two_administrators_who_disable_each_other_at_once_leave_one(people):
    accounts.set_role(people, "lan", role="admin", actor=OPERATOR)
    start = threading.Barrier(2)

    def disable(name):
        start.wait()
        try:
            accounts.disable(people, name, actor=OPERATOR)
        except UsageError as error:
            return error.key
        return None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(disable, ("quân", "lan")))) == [
            "None",
            "error.last_admin",
        ]


def test_an_unknown_account_and_a_weak_password_are_told(people):
    with pytest.raises(UsageError, match="no_account"):
        accounts.disable(people, "nobody", actor=OPERATOR)
    with pytest.raises(UsageError, match="weak_password"):
        accounts.set_password(people, "lan", "lan@12345678", actor=OPERATOR)
    with pytest.raises(UsageError, match="account_exists"):
        accounts.create(people, "LAN", PASSWORD, role="admin", actor=OPERATOR)


def test_every_act_stands_in_the_audit_and_no_password_does(people):
    accounts.set_password(people, "lan", OTHER, actor=OPERATOR)
    accounts.set_role(people, "lan", role="viewer", actor=OPERATOR)
    accounts.disable(people, "lan", actor=OPERATOR)
    accounts.enable(people, "lan", actor=OPERATOR)
    accounts.unlock(people, "lan", actor=OPERATOR)
    signing_in.sign_out(signed_in("lan", OTHER).token)
    refused(PASSWORD, "typed into the wrong field")
    assert acts(people)[-8:] == [
        ("tvgeo", "password_set"), ("tvgeo", "role_set"), ("tvgeo", "account_disabled"),
        ("tvgeo", "account_enabled"), ("tvgeo", "account_unlocked"), ("lan", "signed_in"),
        ("lan", "signed_out"), ("?", "sign_in_failed"),
    ]  # fmt: skip
    written = str(audit.entries(people))
    assert PASSWORD not in written
    assert OTHER not in written
    assert audit.verify(people).broken_at is None


# Signing in


def test_name_and_password_open_a_session(people):
    signed = signed_in("  LAN ")
    assert len(signed.token) == 43
    found = signing_in.session(signed.token)
    assert found == Actor("lan", "planner", None, PLACE)
    assert signing_in.session(signed_in("minh").token).scope == "so-gtvt"


def test_the_store_holds_no_token(people, store_path):
    token = signed_in().token
    stores.forget()
    files = [path.read_bytes() for path in store_path.parent.iterdir()]
    assert not any(
        token.encode() in content or PASSWORD.encode() in content for content in files
    )


def test_unknown_name_wrong_password_and_disabled_account_sound_alike(people):
    accounts.disable(people, "lan", actor=OPERATOR)
    assert {refused("nobody"), refused("hoa"), refused("lan", PASSWORD)} == {WRONG}


def test_every_refusal_costs_one_verification(people, monkeypatch):
    accounts.disable(people, "lan", actor=OPERATOR)
    verified = counted(monkeypatch)
    for name in ("nobody", "hoa", "lan"):
        refused(name)
    assert len(verified) == 3


def test_a_hash_of_weaker_days_is_renewed_by_signing_in(people, monkeypatch):
    before = hash_of(people, "lan")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64))
    signed_in()
    assert hash_of(people, "lan") != before
    assert "t=2" in hash_of(people, "lan")
    signed_in()


def test_a_password_changed_while_it_was_verified_lets_nobody_in(people, monkeypatch):
    verify = passwords.verify

    def meanwhile(encoded, password):
        accounts.set_password(people, "lan", OTHER, actor=OPERATOR)
        return verify(encoded, password)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    assert refused("lan", PASSWORD) == WRONG


# Lockout


def counted(monkeypatch):
    verified, verify = [], passwords.verify

    def counting(encoded, password):
        verified.append(password)
        return verify(encoded, password)

    monkeypatch.setattr(passwords, "verify", counting)
    return verified


def hash_of(store, name):
    with store.reading() as connection:
        return stored.password_hash(connection, name)


@pytest.mark.parametrize("name", ["lan", "nobody"])
def test_after_five_wrong_passwords_sign_in_is_locked_for_longer_each_time(people, clock, name):
    assert [refused(name) for _ in range(6)] == [WRONG] * 5 + [locked(1)]
    before = 1
    for minutes in (2, 4, 8, 15):
        clock.later(minutes=before)
        before = minutes
        assert refused(name, address=f"10.1.0.{minutes}") == WRONG
        assert refused(name, address=f"10.1.0.{minutes}") == locked(minutes)


def test_while_locked_even_the_right_password_is_not_looked_at(people, clock, monkeypatch):
    for _ in range(5):
        refused()
    verified = counted(monkeypatch)
    assert refused("LAN ", PASSWORD, ELSEWHERE) == locked(1)
    assert verified == []
    clock.later(seconds=61)
    assert signed_in(address=ELSEWHERE)


def test_somebody_else_is_not_locked(people):
    for _ in range(9):
        refused()
    assert signed_in("minh", address=ELSEWHERE)
    assert signed_in("hoa")


def test_signing_in_forgets_the_slips_before(people):
    for place in (PLACE, ELSEWHERE, "10.0.0.10"):
        for _ in range(4):
            refused(address=place)
        assert signed_in(address=place)
    assert accounts.listed(people)[1].locked_until is None


def test_a_list_shows_who_is_locked_and_unlock_opens(people, clock):
    for _ in range(5):
        refused()
    assert accounts.listed(people)[1].locked_until == clock.now + MINUTE
    accounts.unlock(people, "Lan", actor=OPERATOR)
    assert accounts.listed(people)[1].locked_until is None
    assert signed_in()


def test_the_typing_errors_of_an_office_do_not_lock_it(people):
    for name in ("a", "b", "c", "d", "e"):
        refused(name)
        refused(name)
    assert signed_in()


def test_whoever_has_an_account_cannot_buy_more_guesses_with_it(people, monkeypatch):
    verified = counted(monkeypatch)
    for n in range(200):
        with pytest.raises(AccessError):
            signed_in(f"name{n}", "a guess")
        try:
            signed_in("lan")
        except AccessError:
            break
    assert len([p for p in verified if p == "a guess"]) <= 12


def test_a_thousand_guesses_at_one_account_verify_a_handful(people, monkeypatch):
    verified = counted(monkeypatch)
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda n: attempt("lan", f"guess {n}", f"10.2.{n % 200}.1"), range(1000))
        )
    assert len(verified) == 5
    assert set(answers) <= {"error.wrong_password", "error.locked_out"}


def test_a_thousand_guesses_from_one_address_at_many_accounts_verify_few(people, monkeypatch):
    verified = counted(monkeypatch)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: attempt(f"name{n}", "guess", PLACE), range(1000)))
    assert len(verified) <= 20
    assert signed_in("minh", address=ELSEWHERE)


def test_guesses_spread_over_hours_stay_few(people, clock, monkeypatch):
    verified = counted(monkeypatch)
    for n in range(1000):
        attempt(f"name{n}", "guess", PLACE)
        clock.later(seconds=2)
    assert len(verified) <= 20


def attempt(name, password, address):
    try:
        signing_in.sign_in(name, password, address=address)
    except AccessError as error:
        return error.key
    return None


# Sessions


def test_a_session_ends_after_half_an_hour_without_use(people, clock):
    token = signed_in().token
    clock.later(minutes=29)
    assert signing_in.session(token)
    clock.later(minutes=29)
    assert signing_in.session(token)
    clock.later(minutes=30)
    assert signing_in.look_up(token) == signing_in.Looked(None, "error.session_expired")


def test_a_session_ends_after_eight_hours_whatever_happens(people, clock):
    token = signed_in().token
    for _ in range(23):
        clock.later(minutes=20)
        assert signing_in.session(token)
    clock.later(minutes=20)
    assert signing_in.session(token) is None


@pytest.mark.parametrize("back", [{"hours": -1}, {"days": -1}, {"days": -3650}])
def test_a_clock_that_is_set_back_ends_the_session(people, clock, back):
    token = signed_in().token
    clock.later(**back)
    assert signing_in.session(token) is None


def test_a_clock_that_is_corrected_by_a_minute_ends_nothing(people, clock):
    token = signed_in().token
    clock.later(minutes=-1)
    assert signing_in.session(token)


def test_a_use_is_written_down_once_a_minute(people, clock, monkeypatch):
    token = signed_in().token
    written = []
    monkeypatch.setattr(signing_in, "_seen", lambda *_: written.append(1))
    for _ in range(10):
        clock.later(seconds=7)
        signing_in.session(token)
    assert 1 <= len(written) <= 2


def test_a_store_that_cannot_be_written_keeps_nobody_from_reading(people, clock, monkeypatch):
    token = signed_in().token
    clock.later(minutes=2)

    def full(_self):
        raise StoreError("error.disk_full", path="x")

    monkeypatch.setattr(type(people), "writing", full)
    assert signing_in.session(token)


def test_signing_in_anew_closes_the_session_this_browser_had(people):
    old = signed_in().token
    new = signed_in("minh", old_token=old).token
    assert new != old
    assert signing_in.session(old) is None
    assert signing_in.session(new)


def test_a_second_browser_keeps_its_session(people):
    first, second = signed_in().token, signed_in().token
    signing_in.sign_out(second)
    assert signing_in.session(first)
    assert signing_in.session(second) is None


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda s: accounts.disable(s, "lan", actor=OPERATOR), "error.account_disabled"),
        (lambda s: accounts.set_password(s, "lan", OTHER, actor=OPERATOR), "error.session_expired"),
        (lambda s: accounts.set_role(s, "lan", role="viewer", actor=OPERATOR), "error.session_expired"),
        (lambda s: accounts.set_role(s, "lan", role="planner", scope="so-gtvt", actor=OPERATOR), "error.session_expired"),
    ],
    ids=["disabled", "password", "role", "scope"],
)  # fmt: skip
def test_what_changes_an_account_ends_its_sessions(people, act, reason):
    token = signed_in().token
    act(people)
    assert signing_in.look_up(token) == signing_in.Looked(None, reason)


def test_an_account_that_is_enabled_again_has_to_sign_in_again(people):
    token = signed_in().token
    accounts.disable(people, "lan", actor=OPERATOR)
    accounts.enable(people, "lan", actor=OPERATOR)
    assert signing_in.session(token) is None
    assert signed_in()


@pytest.mark.parametrize("token", ["", None, "x", "x" * 10_000, "\ud800", "' OR 1=1 --"])
def test_a_token_that_was_made_up_is_nobodys(people, token):
    assert signing_in.session(token) is None
    signing_in.sign_out(token)


def test_old_sessions_are_swept_away(people, clock):
    old = signed_in().token
    clock.later(days=3)
    signed_in()
    assert signing_in.look_up(old).actor is None
    with people.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


# Permission, when it counts


def permitted(store, who, action="publish", **options):
    with store.reading() as connection:
        accounts.permit(who, action, **options)(connection)


def test_a_planner_demoted_meanwhile_publishes_nothing(people):
    who = actor("lan")
    permitted(people, who)
    accounts.set_role(people, "lan", role="viewer", actor=OPERATOR)
    with pytest.raises(AccessError) as refusal:
        permitted(people, who)
    assert locale.get().error(refusal.value) == "Tài khoản này không có quyền công bố số liệu."


def test_an_account_disabled_meanwhile_publishes_nothing(people):
    who = actor("lan")
    accounts.disable(people, "lan", actor=OPERATOR)
    with pytest.raises(AccessError, match="account_disabled"):
        permitted(people, who)


def test_who_has_no_account_publishes_nothing_except_at_the_server_itself(people):
    with pytest.raises(AccessError, match="forbidden"):
        permitted(people, Actor("nobody", "admin"))
    permitted(people, OPERATOR, "administer")


def test_a_scope_given_meanwhile_holds(people):
    registry = base.open_base().registry
    agency = next(a for p in registry.projects.values() for a in p.lead_agency)
    inside = next(p for p in registry.projects.values() if agency in p.lead_agency)
    outside = next(p for p in registry.projects.values() if agency not in p.lead_agency)
    who = actor("lan")
    both = {"projects": [inside.project_id, outside.project_id], "registry": registry}
    permitted(people, who, **both)
    accounts.set_role(people, "lan", role="planner", scope=agency, actor=OPERATOR)
    permitted(people, actor("lan"), projects=[inside.project_id], registry=registry)
    with pytest.raises(AccessError) as refusal:
        permitted(people, who, **both)
    assert locale.get().error(refusal.value) == (
        f"{outside.name_vi} nằm ngoài phạm vi được giao ({registry.agencies[agency].name_vi})."
    )


@pytest.mark.parametrize(
    "end",
    [
        lambda people, clock, token: signing_in.sign_out(token),
        lambda people, clock, token: clock.later(minutes=31),
        lambda people, clock, token: clock.later(days=-1),
        lambda people, clock, token: signed_in(old_token=token),
        lambda people, clock, token: accounts.set_password(
            people, "lan", OTHER, actor=OPERATOR
        ),
        lambda people, clock, token: accounts.set_role(
            people, "lan", role="planner", actor=OPERATOR
        ),
    ],
    ids=["signed out", "idle", "clock", "signed in anew", "password", "role"],
)
def test_a_button_drawn_before_the_session_ended_publishes_nothing(people, clock, end):
    opened = signed_in()
    permitted(people, opened.actor)
    end(people, clock, opened.token)
    with pytest.raises(AccessError, match="session_expired"):
        permitted(people, opened.actor)


def test_an_administrator_who_has_signed_out_changes_no_account(people):
    opened = signed_in("quân")
    signing_in.sign_out(opened.token)
    with pytest.raises(AccessError, match="session_expired"):
        accounts.set_role(people, "hoa", role="admin", actor=opened.actor)
    assert {each.name: each.role for each in accounts.listed(people)}["hoa"] == "viewer"


def test_who_is_signed_in_carries_the_fingerprint_of_the_session_never_its_token(people):
    opened = signed_in()
    assert opened.token not in repr(opened.actor)
    assert opened.actor.session == sessions.digest(opened.token)
    assert signing_in.session(opened.token).session == opened.actor.session
