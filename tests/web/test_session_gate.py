"""The gate with sessions: who may do what, looked up for each request."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tvgeo.core.access import Actor
from tvgeo.errors import StoreError
from tvgeo.web import clients, cookies, downloads, forms, routes, sessions
from tvgeo.web.gate import Gate, actor_of
from tvgeo.web.hosts import allowed_hosts

HOSTS = allowed_hosts("127.0.0.1", "https://tiendo.travinh.example/gis")
PEOPLE = {
    "v": Actor("hoa", "viewer"), "p": Actor("lan", "planner"), "a": Actor("quân", "admin"),
}  # fmt: skip


def gate(app=None, view="login", session=PEOPLE.get, **options):
    app = app or PlainTextResponse("inside")
    return Gate(app, hosts=HOSTS, view=lambda: view, session=session, **options)


def cookie(token):
    return None if token is None else f"other=1; tvgeo_session={token}"


@pytest.mark.parametrize(
    ("path", "view", "allowed"),
    [
        ("/geo/a.geojson", "login", "vpa"),
        ("/media/a.png", "login", "vpa"),
        ("/api/v1/projects.geojson", "login", "vpa"),
        ("/geo/a.geojson", "public", "-xvpa"),
        ("/_stcore/metrics", "login", "pa"),
        ("/_stcore/metrics", "public", "pa"),
        ("/_stcore/upload_file/s/f", "public", "pa"),
        ("/", "login", "-xvpa"),
    ],
)
def test_a_role_opens_what_it_may(ask, path, view, allowed):
    for token in ("-", "x", "v", "p", "a"):
        sent = cookie(None if token == "-" else token)
        method = "PUT" if "upload" in path else "GET"
        answer = ask(gate(view=view), method, path, cookie=sent)
        assert (answer.body == b"inside") is (token in allowed), token


def test_who_is_signed_in_is_told_what_is_not_theirs(ask):
    answer = ask(gate(), "GET", "/_stcore/metrics", cookie=cookie("v"))
    assert answer.body.decode().startswith("Tài khoản này không có quyền xem thông số")


def test_a_store_that_cannot_be_read_lets_nobody_in(ask):
    def broken(_token):
        raise StoreError("error.busy")

    answer = ask(gate(session=broken), "GET", "/geo/a", cookie=cookie("a"))
    assert answer.status == 403


def test_nobody_is_looked_up_for_what_is_public(ask):
    asked = []
    app = gate(view="public", session=asked.append)
    ask(app, "GET", "/geo/a", cookie=cookie("a"))
    ask(app, "GET", "/", cookie=cookie("a"))
    assert asked == []


def test_a_download_knows_who_asks_even_where_reading_is_public(ask):
    async def app(scope, receive, send):
        actor = actor_of(scope)
        await PlainTextResponse(actor.name if actor else "-")(scope, receive, send)

    assert ask(gate(app, "public"), "GET", "/download/1", cookie=cookie("p")).body == b"lan"
    assert ask(gate(app, "public"), "GET", "/download/1").body == b"-"
    assert ask(gate(app, "public", base="gis"), "GET", "/gis/download/1", cookie=cookie("p")).body == b"lan"  # fmt: skip


# Cookies


@pytest.mark.parametrize(
    ("scheme", "host", "public_url", "secure"),
    [
        ("http", "127.0.0.1:8501", "", False),
        ("https", "127.0.0.1:8501", "", True),
        ("http", "tiendo.example", "https://tiendo.example/gis", True),
        ("http", "tiendo.example", "http://tiendo.example", False),
        ("http", "127.0.0.1", "https://tiendo.example", False),
    ],
)
def test_a_cookie_is_secure_wherever_the_page_is(scheme, host, public_url, secure):
    scope = {"scheme": scheme, "headers": [(b"host", host.encode())]}
    assert cookies.is_secure(scope, public_url) is secure


def test_a_session_cookie_says_all_it_must():
    response = Response()
    cookies.set_session(response, "abc", base="gis", secure=True)
    said = response.headers["set-cookie"]
    assert said == "tvgeo_session=abc; HttpOnly; Path=/gis; SameSite=strict; Secure"


# Addresses


@pytest.mark.parametrize(
    ("client", "forwarded", "behind_proxy", "place"),
    [
        ("10.0.0.8", None, False, "10.0.0.8"),
        ("10.0.0.8", "1.2.3.4", False, "10.0.0.8"),  # not this machine: its own word only
        ("10.0.0.8", "10.0.0.8", False, "10.0.0.8"),  # also about itself
        ("1.2.3.4", "9.9.9.9, 1.2.3.4", True, "1.2.3.4"),
        ("::ffff:10.0.0.8", None, False, "10.0.0.8"),
        ("2001:db8:1:2:3:4:5:6", None, False, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", None, False, "2001:db8:1:2::/64"),
        ("::1", None, False, "::1"),
        ("", None, False, "?"),
        ("x" * 200, None, True, "x" * 64),
    ],
)
def test_guesses_are_counted_by_place(client, forwarded, behind_proxy, place):
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    scope = {"client": (client, 1), "headers": headers}
    assert clients.address(scope, behind_proxy=behind_proxy) == place


def test_what_somebody_here_says_of_an_address_is_counted_here():
    """The server has put it in the place of the client, with no port."""
    scope = {"client": ("1.2.3.4", 0), "headers": [(b"x-forwarded-for", b"1.2.3.4")]}
    assert clients.address(scope, behind_proxy=False) == "127.0.0.1"
    assert clients.address(scope, behind_proxy=True) == "1.2.3.4"


def test_a_client_without_an_address_is_one_place():
    assert clients.address({"client": None, "headers": []}, behind_proxy=False) == "?"


# Forms


@pytest.mark.parametrize("place", ["/", "/map?period=2025&lang=vi", "/gis/c%C3%B4ng"])
def test_an_address_of_this_site_is_gone_back_to(place):
    assert forms.back(place) == place


@pytest.mark.parametrize(
    "place",
    [None, "", "map", "//evil", "/\\evil", "\\\\evil", "/a\nb", "/\t/x", "/\u202e", "/" + "x" * 2000],
)  # fmt: skip
def test_no_other_address_is_gone_back_to(place):
    assert forms.back(place) is None


def test_a_code_replaces_an_older_one_and_the_rest_stays():
    assert (
        forms.with_parameter("/a?x=%26&signin=wrong#p", "signin", "locked-2")
        == "/a?x=%26&signin=locked-2#p"
    )
    assert forms.without_parameter("/a?signin=wrong", "signin") == "/a"


@pytest.mark.parametrize("path", ["/session/login", "/session/logout"])
def test_a_form_below_a_base_path_is_taken_there_only(ask, path):
    app = Starlette(routes=sessions.routes("gis"))
    assert ask(app, "GET", f"/gis{path}").status == 405
    assert ask(app, "GET", path).status == 404


def test_nobody_signs_in_where_there_is_no_store(ask, store_path):
    app = Starlette(routes=routes.routes())
    answer = ask(app, "POST", "/session/login")
    assert (answer.status, answer.headers.get("set-cookie")) == (403, None)
    assert not store_path.exists()


# Downloads


@pytest.mark.parametrize("name", ["0", "x", "1.csv", "-1", "1" * 30, "٣", "../audit", "audit"])
def test_a_download_that_does_not_exist_is_not_found(ask, name):
    async def app(scope, receive, send):
        scope["tvgeo.actor"] = PEOPLE["a"]
        await Starlette(routes=routes.routes())(scope, receive, send)

    assert ask(app, "GET", f"/download/{name}").status in {404, 503}


@pytest.mark.parametrize("name", ["1", "audit.csv", "backup"])
def test_without_an_account_nothing_is_downloaded(ask, name):
    answer = ask(Starlette(routes=routes.routes()), "GET", f"/download/{name}")
    assert answer.status == 403


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.csv", 'attachment; filename="a.csv"'),
        ("Tiến độ.xlsx", "attachment; filename*=utf-8''Ti%E1%BA%BFn%20%C4%91%E1%BB%99.xlsx"),
        ('a"; x=".csv', "attachment; filename*=utf-8''a%22%3B%20x%3D%22.csv"),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
        ("C:\\a\\b.csv", 'attachment; filename="b.csv"'),
        ("a\r\nSet-Cookie: x\u202e.csv", "attachment; filename*=utf-8''aSet-Cookie%3A%20x.csv"),
        ("", 'attachment; filename="tvgeo"'),
    ],
)
def test_a_file_keeps_its_name_and_brings_nothing_else(name, header):
    assert downloads.disposition(name) == header


def test_a_file_that_a_browser_would_run_is_only_bytes():
    answer = downloads.attachment("a.html", b"<script>")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["cache-control"] == "no-store"


def test_a_route_of_another_name_is_not_a_download():
    assert downloads.address(7) == "download/7"
    assert not any(
        isinstance(each, Route) and each.path == "/downloads" for each in routes.routes()
    )
