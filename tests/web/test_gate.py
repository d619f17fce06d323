"""The gate, around an application that answers everything."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tvgeo.web.gate import Gate, failed
from tvgeo.web.headers import content_policy, script_hashes
from tvgeo.web.hosts import allowed_hosts

HOSTS = allowed_hosts("127.0.0.1", "https://tiendo.travinh.example/gis")


def gate(**options):
    view = options.pop("view", "public")
    return Gate(PlainTextResponse("inside"), hosts=HOSTS, view=lambda: view, **options)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "GET", "POST", "PATCH"])
@pytest.mark.parametrize("base", ["", "/gis", "/somewhere/else"])
def test_nobody_sends_a_file_without_an_account(ask, method, base):
    answer = ask(gate(), method, f"{base}/_stcore/upload_file/session/file")
    assert answer.status == 403
    assert answer.body != b"inside"


def test_an_options_request_of_the_browser_passes(ask):
    assert ask(gate(), "OPTIONS", "/_stcore/upload_file/session/file").status == 200


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json"]
)
def test_the_servers_own_figures_stay_inside(ask, path):
    assert ask(gate(), "GET", path).status == 403


@pytest.mark.parametrize(
    "path", ["/", "/map", "/healthz", "/_stcore/health", "/geo/a.b.geojson"]
)
def test_what_is_public_passes(ask, path):
    assert ask(gate(), "GET", path).body == b"inside"


@pytest.mark.parametrize(
    "path", ["/geo/a.b.geojson", "/api/v1/projects.geojson", "/media/a.png", "/download/7"]
)
@pytest.mark.parametrize("base", ["", "gis"])
def test_with_a_login_nothing_of_the_data_leaves(ask, path, base):
    prefix = f"/{base}" if base else ""
    closed = gate(view="login", base=base)
    assert ask(closed, "GET", prefix + path).status == 403
    assert ask(closed, "GET", f"{prefix}/static/media/SourceSans.woff2").status == 200
    assert ask(closed, "GET", f"{prefix}/assets/0123/map.js").status == 200


def test_a_refusal_is_a_sentence_in_both_languages(ask):
    answer = ask(gate(), "GET", "/_stcore/metrics")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.body.decode().splitlines() == [
        "Cần đăng nhập bằng tài khoản có quyền.",
        "Sign in with an account that may do this.",
    ]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8501", "localhost", "LOCALHOST:80", "[::1]:8501", "tiendo.travinh.example"],
)
def test_the_hosts_of_this_server_are_answered(ask, host):
    assert ask(gate(), "GET", "/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil@localhost",
        "127.0.0.1:x",
        "127.0.0.1/x",
        "",
        None,
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_foreign_host_is_refused(ask, host, kind):
    answer = ask(gate(), "GET", "/", host=host, kind=kind)
    assert answer.status == 403
    assert "public_url" in answer.body.decode()


def test_closing_the_pages_closes_the_routes_at_once(ask):
    choice = ["public"]
    guarded = Gate(PlainTextResponse("inside"), hosts=HOSTS, view=lambda: choice[0])
    assert ask(guarded, "GET", "/api/v1/projects.geojson").status == 200
    choice[0] = "login"
    assert ask(guarded, "GET", "/api/v1/projects.geojson").status == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:9999",  # another page of this machine
        "http://localhost:8501",
        "https://tiendo.travinh.example",  # a page of ours, but the host was rewritten
        "null",
        "http://[",
        "",
    ],
)
def test_a_websocket_of_another_page_never_reaches_streamlit(ask, origin):
    answer = ask(gate(), "GET", "/_stcore/stream", kind="websocket", origin=origin)
    assert answer.status == 403
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8501", "http://127.0.0.1:8501"),
        ("tiendo.travinh.example", "https://tiendo.travinh.example"),
        ("[::1]:8501", "http://[::1]:8501"),
        ("127.0.0.1:8501", None),
    ],
)
def test_a_websocket_of_our_own_page_passes(ask, host, origin):
    answer = ask(gate(), "GET", "/_stcore/stream", kind="websocket", host=host, origin=origin)
    assert answer.body == b"inside"


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/_stcore/metrics", 403)])
def test_every_answer_carries_the_headers(ask, path, status):
    answer = ask(gate(), "GET", path)
    assert answer.status == status
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["content-security-policy"] == content_policy()


def test_a_failure_is_a_sentence_with_headers_and_without_a_trace(ask):
    def broken(_request):
        message = "/srv/tvgeo/secret.csv"
        raise OSError(message)

    app = Starlette(routes=[Route("/", broken)], exception_handlers={Exception: failed})
    answer = ask(app, "GET", "/", fails=OSError)
    assert answer.status == 500
    assert "secret" not in answer.body.decode()
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_content_policy_names_no_other_machine_and_no_eval():
    policy = content_policy()
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert "script-src 'self' blob: 'sha256-" in policy


def test_inline_scripts_are_named_by_their_hash():
    page = "<script>alert(1)</script><script src='x.js'></script>"
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert script_hashes(page) == ("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",)


def test_a_bound_wildcard_is_no_host_name():
    assert allowed_hosts("0.0.0.0", "") == {"127.0.0.1", "localhost", "::1"}
    assert allowed_hosts("192.168.1.5", "") == {"127.0.0.1", "localhost", "::1", "192.168.1.5"}
