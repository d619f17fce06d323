"""A proxy's word on who is asking: believed on this machine only, and never beside a session."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.responses import PlainTextResponse

from tvgeo.core.access import Actor
from tvgeo.core.plan import Settings, SignIn
from tvgeo.services import accounts, base, signing_in, vouched
from tvgeo.web import cookies, gate, hosts, vouching
from tvgeo.web.vouching import Proxy

OPERATOR = Actor("tvgeo", "admin", account=False)
HOSTS = hosts.allowed_hosts("127.0.0.1", "")
READ, METRICS = "/api/v1/projects.geojson", "/_stcore/metrics"
NAME = "lan@tinh.example"


def settings(**options):
    return Settings("T", "P", (None, None), view="login", sign_in=SignIn(**options))


def guarded(auth="proxy", view="login", **options):
    said = settings(auth=auth, **options)
    inside = PlainTextResponse("inside")
    return gate.Gate(inside, hosts=HOSTS, view=lambda: view, proxy=Proxy(lambda: said))


@pytest.fixture
def store():
    store = base.ensure_store()
    accounts.create(store, NAME, None, role="planner", actor=OPERATOR)
    return store


def token(name=NAME):
    return vouched.sign_in(name, way="proxy", address="10.0.0.8").token


def cookie(token):
    return f"other=1; tvgeo_session={token}"


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        (NAME, READ, 200),
        ("  LAN@Tinh.example ", METRICS, 200),  # folded like any name
        ("hoa@tinh.example", READ, 403),  # no account
        ("", READ, 403),  # nobody signed in at the proxy
        (None, READ, 403),
        ("lan@tinh.example,quan", READ, 403),
    ],
)
def test_the_account_of_that_name_decides(ask, store, name, path, status):
    assert ask(guarded(), "GET", path, x_forwarded_user=name).status == status


def test_a_disabled_account_is_refused_whoever_vouches(ask, store):
    accounts.disable(store, NAME, actor=OPERATOR)
    assert ask(guarded(), "GET", READ, x_forwarded_user=NAME).status == 403


@pytest.mark.parametrize("auth", ["local", "oidc"])
def test_the_header_means_nothing_unless_the_settings_say_so(ask, store, auth):
    assert ask(guarded(auth), "GET", READ, x_forwarded_user=NAME).status == 403


def test_another_header_than_the_named_one_means_nothing(ask, store):
    app = guarded(proxy_header="X-Remote-User")
    assert ask(app, "GET", READ, x_forwarded_user=NAME).status == 403
    assert ask(app, "GET", READ, x_remote_user=NAME).status == 200
    assert ask(guarded(proxy_header=""), "GET", READ, x_forwarded_user=NAME).status == 403


def test_a_session_counts_only_beside_its_own_name(ask, store):
    own = cookie(token())
    assert ask(guarded(), "GET", READ, cookie=own).status == 403
    assert ask(guarded(), "GET", READ, cookie=own, x_forwarded_user="x@y.example").status == 403
    assert ask(guarded(), "GET", READ, cookie=own, x_forwarded_user=NAME).status == 200
    assert ask(guarded("local"), "GET", READ, cookie=own).status == 200


def test_a_form_of_ours_finds_no_session_without_its_name(ask, store):
    async def says_whose(scope, receive, send):
        await PlainTextResponse(cookies.token(scope) or "-")(scope, receive, send)

    said = settings(auth="proxy")
    app = gate.Gate(says_whose, hosts=HOSTS, view=lambda: "login", proxy=Proxy(lambda: said))
    own = token()
    alone = ask(app, "POST", "/session/account", cookie=cookie(own))
    named = ask(app, "POST", "/session/account", cookie=cookie(own), x_forwarded_user=NAME)
    assert (alone.body, named.body) == (b"-", own.encode())


def scope(*headers, server=("127.0.0.1", 8501), kind="websocket"):
    return {
        "type": kind, "path": "/_stcore/stream", "method": "GET", "client": ("10.0.0.8", 0),
        "headers": [(b"host", b"127.0.0.1"), *headers], "server": server, "scheme": "ws",
    }  # fmt: skip


@pytest.fixture
def vouch():
    proxy = Proxy(lambda: settings(auth="proxy"))

    def act(scope, *, page=True):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, proxy.vouch(scope, page=page)).result()

    return act


HEADER = (b"x-forwarded-user", NAME.encode())


def test_a_page_gets_a_session_of_its_own_and_keeps_it(store, vouch):
    first = vouch(scope(HEADER, (b"cookie", b"other=1; tvgeo_session=old; more=2")))
    assert signing_in.session(first.fresh).name == NAME
    assert cookies.of(first.scope) == {"other": "1", "more": "2", "tvgeo_session": first.fresh}
    again = vouch(scope(HEADER, (b"cookie", cookie(first.fresh).encode())))
    assert (again.fresh, cookies.token(again.scope)) == (None, first.fresh)


def test_a_page_of_somebody_else_ends_the_session_before(store, vouch):
    accounts.create(store, "minh", None, role="viewer", actor=OPERATOR)
    first = vouch(scope(HEADER)).fresh
    other = (b"x-forwarded-user", b"minh")
    second = vouch(scope(other, (b"cookie", cookie(first).encode()))).fresh
    assert signing_in.session(first) is None
    assert signing_in.session(second).name == "minh"


def test_a_program_without_cookies_leaves_no_sessions_behind(store, vouch):
    seen = vouch(scope(HEADER, kind="http"), page=False)
    assert (seen.fresh, cookies.token(seen.scope)) == (None, None)
    assert vouching.actor_of(seen.scope) == Actor(NAME, "planner", None, "10.0.0.8")


@pytest.mark.parametrize("server", [("192.168.1.5", 8501), ("0.0.0.0", 1), ("", None), None])
def test_a_header_from_another_machine_is_taken_out(store, vouch, server):
    seen = vouch(scope(HEADER, (b"cookie", cookie(token()).encode()), server=server))
    assert seen.fresh is None
    assert cookies.token(seen.scope) is None
    assert b"x-forwarded-user" not in dict(seen.scope["headers"])


@pytest.mark.parametrize(
    "headers",
    [
        (HEADER, HEADER),
        (HEADER, (b"X-Forwarded-User", b"quan")),
        ((b"x-forwarded-user", b"lan\xff"),),
        ((b"x-forwarded-user", b"lan\x00"),),
        ((b"x-forwarded-user", "la\u202en".encode()),),
        ((b"x-forwarded-user", b"l" * 255),),
    ],
)
def test_two_names_or_odd_bytes_are_refused(headers):
    with pytest.raises(vouching.UsageError) as refused:
        vouching.claimed(scope(*headers), "X-Forwarded-User")
    assert refused.value.key == "error.proxy_identity"


def test_the_refusal_is_an_answer_with_the_security_headers(ask):
    answer = ask(guarded(), "GET", READ, x_forwarded_user="l" * 255)
    assert answer.status == 400
    assert answer.body.decode().startswith("Danh tính do cổng gửi đến không hợp lệ")
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_vietnamese_name_is_read_as_utf_8(store):
    wanted = scope((b"x-forwarded-user", "quân".encode()))
    assert vouching.claimed(wanted, "x-forwarded-user") == "quân"
