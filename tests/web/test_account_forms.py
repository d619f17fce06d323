"""Accounts made and passwords set by the page's forms, from the request to the store."""

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from tvgeo import locale
from tvgeo.core.access import Actor
from tvgeo.services import accounts, base, passwords, signing_in
from tvgeo.store import audit
from tvgeo.ui import outcomes
from tvgeo.web import routes

PASSWORD = "mưa rào trên sông Hậu"
OTHER = "ghe chài hai mươi bảy nia"
PLACE = "127.0.0.1"
ORIGIN = "http://127.0.0.1:8501"
PAGE = "/quan-tri?lang=vi&tab=accounts"
MAI = {"name": "Mai", "role": "planner", "scope": "so-gtvt", "password": OTHER, "again": OTHER}
OWN = {"old": PASSWORD, "password": OTHER, "again": OTHER}
SET = {"account": "lan", "password": OTHER, "again": OTHER}
FORMS = [("account", MAI), ("password", SET), ("password", OWN)]


@pytest.fixture
def store(monkeypatch):
    """Make an administrator, a planner and a viewer; hash with little work."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    passwords._nobody.cache_clear()
    made = base.ensure_store()
    operator = Actor("tvgeo", "admin", account=False)
    for name, role in (("quân", "admin"), ("lan", "planner"), ("hoa", "viewer")):
        accounts.create(made, name, PASSWORD, role=role, actor=operator)
    yield made
    passwords._nobody.cache_clear()


@dataclass
class Browser:
    """Somebody signed in, whose browser sends what a page's form sends."""

    ask: object
    token: str | None

    def posts(self, path, fields, page=PAGE, **headers):
        cookie = "tvgeo_form=0123" + (f"; tvgeo_session={self.token}" if self.token else "")
        sent = {
            "cookie": cookie, "origin": ORIGIN, "sec_fetch_site": "same-origin",
            "sec_fetch_mode": "navigate", "accept": "text/html",
        }  # fmt: skip
        body = urlencode({"token": "0123", "next": page, **fields}).encode()
        app = Starlette(routes=routes.routes())
        return self.ask(app, "POST", f"/session/{path}", body=body, **{**sent, **headers})


@pytest.fixture
def signed(ask, store):
    def sign_in(name, password=PASSWORD):
        return Browser(ask, signing_in.sign_in(name, password, address=PLACE).token)

    return sign_in


def names(store):
    return {each.name for each in accounts.listed(store)}


def place(answer):
    assert answer.status == 303, answer.body
    assert answer.headers["cache-control"] == "no-store"
    return answer.headers["location"]


def told(answer, language="vi"):
    """Return what the page says where the browser is led back to."""
    code = place(answer).partition("outcome=")[2].partition("&")[0]
    found = outcomes.said(locale.get(language), code.partition("-")[0], code)
    return found.text


def acts(store):
    return [(each.actor, each.action) for each in audit.entries(store)]


# An account made


def test_an_administrator_makes_an_account_and_it_signs_in(store, signed):
    answer = signed("quân").posts("account", MAI)
    assert place(answer) == "/quan-tri?lang=vi&tab=accounts&outcome=create-done&account=mai"
    assert told(answer) == "Đã tạo tài khoản. Đăng nhập được ngay."
    assert acts(store)[0] == ("quân", "account_created")
    made = signing_in.sign_in("mai", OTHER, address=PLACE).actor
    assert (made.role, made.scope) == ("planner", "so-gtvt")


@pytest.mark.parametrize("name", ["lan", "hoa"])
def test_nobody_else_makes_accounts_or_sets_passwords(store, signed, name):
    browser = signed(name)
    for path, fields in FORMS[:2]:
        # not even whether a name is taken
        answer = browser.posts(path, {**fields, "name": "quân", "account": "hoa"})
        assert told(answer) == "Tài khoản này không có quyền quản trị."
    assert names(store) == {"quân", "lan", "hoa"}
    assert signing_in.sign_in("hoa", PASSWORD, address=PLACE)


@pytest.mark.parametrize(("path", "fields"), FORMS)
@pytest.mark.parametrize("token", [None, "x" * 43])
def test_without_a_session_nothing_is_done(ask, store, path, fields, token):
    before = acts(store)
    assert place(Browser(ask, token).posts(path, fields)) == PAGE
    answer = Browser(ask, token).posts(path, fields, sec_fetch_mode="cors", accept="*/*")
    assert answer.status == 403
    assert acts(store) == before


@pytest.mark.parametrize(("path", "fields"), FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999", "sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_a_form_of_another_page_is_refused(store, signed, path, fields, headers):
    browser = signed("quân")
    before = acts(store)
    answer = browser.posts(path, fields, **headers)
    assert (answer.status, answer.headers.get("set-cookie")) == (403, None)
    assert acts(store) == before


@pytest.mark.parametrize(("path", "fields"), FORMS)
def test_a_form_without_our_pages_token_is_refused(store, signed, path, fields):
    browser = signed("quân")
    before = acts(store)
    session = f"tvgeo_session={browser.token}"
    for cookie, token in (
        (session, ""), (session, "0123"), (f"{session}; tvgeo_form=4567", "0123"),
        (f"{session}; tvgeo_form=", ""),
    ):  # fmt: skip
        answer = browser.posts(path, {**fields, "token": token}, cookie=cookie)
        assert answer.status == 403
    assert acts(store) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "matkhau123456", "again": "matkhau123456"}, "Mật khẩu cần ít nhất 12 ký tự và không thuộc danh sách phổ biến."),
        ({"again": PASSWORD}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"name": "LAN"}, "Đã có tài khoản mang tên này. Chọn tên khác."),
        ({"name": "<b>x"}, "Tên tài khoản không hợp lệ. Dùng chữ cái, chữ số và . _ - @; bắt đầu bằng chữ cái hoặc chữ số; tối đa 64 ký tự."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence_of_ours(store, signed, change, sentence):
    answer = signed("quân").posts("account", {**MAI, **change})
    assert told(answer) == sentence
    assert "set-cookie" not in answer.headers
    assert place(answer).startswith(f"{PAGE}&outcome=create-")
    assert names(store) == {"quân", "lan", "hoa"}


@pytest.mark.parametrize("change", [{"role": "boss"}, {"scope": "nowhere"}])
def test_a_choice_that_the_form_does_not_offer_is_refused(store, signed, change):
    assert signed("quân").posts("account", {**MAI, **change}).status == 400
    assert "mai" not in names(store)


def test_nobody_is_led_away(signed):
    answer = signed("quân").posts("account", MAI, page="//evil.example")
    assert place(answer) == "../"


# A password set by an administrator


def test_a_set_password_ends_the_sessions_of_its_account(store, signed):
    lan, admin = signed("lan"), signed("quân")
    answer = admin.posts("password", SET)
    assert place(answer) == f"{PAGE}&outcome=set-done"
    assert signing_in.session(lan.token) is None
    assert signing_in.session(admin.token)
    assert acts(store)[0] == ("quân", "password_set")
    assert signing_in.sign_in("lan", OTHER, address=PLACE)


def test_an_administrator_too_needs_the_old_password_for_the_own_account(store, signed):
    admin = signed("quân")
    answer = admin.posts("password", {**SET, "account": "QUÂN"})
    assert "của chính mình" in told(answer)
    assert signing_in.session(admin.token)
    assert signing_in.sign_in("quân", PASSWORD, address=PLACE)


def test_an_account_that_does_not_exist_gets_no_password(signed):
    assert signed("quân").posts("password", {**SET, "account": "nobody"}).status == 400


def test_who_is_demoted_sets_no_password_any_more(store, signed):
    admin = signed("quân")
    operator = Actor("tvgeo", "admin", account=False)
    accounts.set_role(store, "hoa", role="admin", actor=operator)
    accounts.set_role(store, "quân", role="viewer", actor=operator)
    assert place(admin.posts("password", SET)) == PAGE
    assert signing_in.sign_in("lan", PASSWORD, address=PLACE)


# The own password


def test_the_own_password_is_changed_and_this_browser_stays_signed_in(store, signed):
    elsewhere, here = signed("lan"), signed("lan")
    answer = here.posts("password", OWN, page="/ban-do?lang=vi")
    assert place(answer) == "/ban-do?lang=vi&outcome=own-done"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    fresh = cookie.removeprefix("tvgeo_session=").partition(";")[0]
    assert signing_in.session(fresh).name == "lan"
    assert signing_in.session(here.token) is None
    assert signing_in.session(elsewhere.token) is None
    assert acts(store)[0] == ("lan", "password_changed")
    assert signing_in.sign_in("lan", OTHER, address=PLACE)
    written = str(audit.entries(store))
    assert PASSWORD not in written
    assert OTHER not in written


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"old": "guess"}, "Mật khẩu hiện tại không đúng."),
        ({"password": PASSWORD, "again": PASSWORD}, "Mật khẩu mới giống mật khẩu hiện tại. Chọn mật khẩu khác."),
        ({"again": "x"}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"password": "lan123456789", "again": "lan123456789"}, "Mật khẩu cần ít nhất 12 ký tự và không thuộc danh sách phổ biến."),
    ],
)  # fmt: skip
def test_a_change_that_is_refused_leaves_the_session_open(store, signed, change, sentence):
    lan = signed("lan")
    answer = lan.posts("password", {**OWN, **change})
    assert told(answer) == sentence
    assert "set-cookie" not in answer.headers
    assert signing_in.session(lan.token)
    assert signing_in.sign_in("lan", PASSWORD, address=PLACE)


def test_guesses_at_the_old_password_are_counted_with_those_at_the_door(store, signed):
    lan = signed("lan")
    answers = [lan.posts("password", {**OWN, "old": f"guess {n}"}) for n in range(5)]
    assert {told(answer) for answer in answers} == {"Mật khẩu hiện tại không đúng."}
    locked = lan.posts("password", OWN)  # even the right one is not looked at
    assert place(locked).endswith("outcome=own-locked-1")
    assert "1 min" in told(locked, "en")
    answer = lan.posts("password", OWN, sec_fetch_mode="cors", accept="*/*")
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    with pytest.raises(signing_in.AccessError, match="locked_out"):
        signing_in.sign_in("lan", PASSWORD, address="10.0.0.9")
    assert acts(store)[:5] == [("lan", "password_change_failed")] * 5
    assert signing_in.session(lan.token)


def test_the_slips_before_are_forgotten_after_the_right_one(signed):
    lan = signed("lan")
    for _ in range(4):
        lan.posts("password", {**OWN, "old": "guess"})
    assert place(lan.posts("password", OWN)).endswith("own-done")
    assert signing_in.sign_in("lan", OTHER, address=PLACE)


def test_a_session_that_ended_while_the_old_password_was_verified_changes_nothing(
    store, signed, monkeypatch
):
    lan, verify = signed("lan"), passwords.verify

    def meanwhile(encoded, password):
        signing_in.sign_out(lan.token)
        return verify(encoded, password)

    monkeypatch.setattr(passwords, "verify", meanwhile)
    answer = lan.posts("password", OWN)
    assert place(answer) == PAGE
    assert "set-cookie" not in answer.headers
    monkeypatch.setattr(passwords, "verify", verify)
    assert signing_in.sign_in("lan", PASSWORD, address=PLACE)


# The code in the address


@pytest.mark.parametrize(
    "code",
    [
        "own-<b>",
        "own-",
        "own-locked",
        "set-done",
        "own-locked-999",
        "",
        None,
        "own-done-1",
        "x",
    ],
)
def test_a_code_that_is_not_ours_says_nothing(code):
    assert outcomes.said(locale.get(), "own", code) is None


def test_a_lock_is_never_told_to_last_longer_than_one_can():
    found = outcomes.said(locale.get("en"), "own", "own-locked-99")
    assert "15 min" in found.text
