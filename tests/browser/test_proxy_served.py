"""A proxy that asks for the password itself: nginx names the reader, our accounts say the role."""

from base64 import b64encode

import pytest
from behind_nginx import Replica, site
from reader import PHONE
from test_access_served import UPLOAD
from test_sign_in_elsewhere import cookies

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/cap-nhat"
LAN, MINH, XA = "lan@tinh.example", "minh@tinh.example", "xa@tinh.example"
PEOPLE = ((LAN, "planner"), (MINH, "viewer"))
READ = "/api/v1/projects.geojson"
PORTAL = (
    ('proxy_set_header X-Forwarded-User "";', "proxy_set_header X-Forwarded-User $remote_user;"),
    ("server_tokens off;", 'server_tokens off; auth_basic "tvgeo"; auth_basic_user_file people;'),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory, cluster, postgis_database):
    folder = tmp_path_factory.mktemp("proxy")
    lines = [f"{name}:{{PLAIN}}of-the-office\n" for name in (LAN, MINH, XA)]
    (folder / "people").write_text("".join(lines), encoding="utf-8")
    url = cluster.url(postgis_database, "proxy")
    with site(
        folder, url, view="login", access='auth = "proxy"\n', people=PEOPLE, changes=PORTAL
    ) as running:
        yield running


@pytest.fixture
def page_of(chromium, served):
    """Return a function that opens a page as somebody whom the portal has let in."""
    contexts = []

    def open_page(name):
        context = chromium.new_context(
            locale="vi-VN", http_credentials={"username": name, "password": "of-the-office"}
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{served.base_url}{PAGE}?lang=vi")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_ins(cluster, postgis_database):
    """Return a function that says how somebody has signed in: the way of each time."""
    query = (
        "SELECT details::json->>'way' FROM proxy.audit WHERE action = 'signed_in' AND actor = "
    )

    def of(name):
        return cluster.sql(f"{query}'{name}'", database=postgis_database).split()

    return of


def basic(name):
    return f"Basic {b64encode(f'{name}:of-the-office'.encode()).decode()}"


def test_whom_the_portal_names_is_signed_in_with_the_role_of_the_account(
    served, page_of, sign_ins
):
    page = page_of(LAN)
    page.locator("[data-testid=stFileUploader]").first.wait_for()
    kept = cookies(page)
    assert kept["tvgeo_session"]["httpOnly"]
    assert sign_ins(LAN) == ["proxy"]
    page.locator(".st-key-tv-account button").first.click()
    page.get_by_text("Đăng xuất tại cổng của cơ quan.").wait_for()
    assert page.get_by_role("button", name="Đổi mật khẩu").count() == 0
    # the session is worth nothing without the portal, nor beside another name
    session = f"tvgeo_session={kept['tvgeo_session']['value']}"
    for replica in served.replicas:
        assert replica.ask("GET", READ, Cookie=session)[0] == 403
        assert replica.ask("GET", READ, Cookie=session, X_Forwarded_User=LAN)[0] == 200
        assert (
            replica.ask("GET", "/_stcore/metrics", Cookie=session, X_Forwarded_User=MINH)[0]
            == 403
        )
    mine = {"Authorization": basic(LAN), "Cookie": session}
    assert served.ask("PUT", UPLOAD, b"x", **mine)[2] == b"XSRF token missing or invalid"
    page.reload()
    page.locator("[data-testid=stFileUploader]").first.wait_for()
    assert sign_ins(LAN) == ["proxy"]  # one session for a browser, however often a page opens


def test_a_reader_cannot_name_anybody(served):
    assert served.ask("GET", READ, X_Forwarded_User=LAN)[0] == 401
    named = {"Authorization": basic(XA), "X_Forwarded_User": LAN}
    assert served.ask("GET", READ, **named)[0] == 403
    assert served.ask("GET", READ, Authorization=basic(MINH))[0] == 200


def test_an_identity_without_an_account_is_told_what_to_ask_for(served, page_of):
    page = page_of(XA)
    page.get_by_text(f"tvgeo admin create {XA}").wait_for()
    assert "tvgeo_session" not in cookies(page)
    page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
    page.screenshot(path=str(served.folder / "unknown.png"))


def test_a_disabled_account_is_refused_at_once(served, page_of):
    page = page_of(MINH)
    page.get_by_text("Trang này cần quyền khác").wait_for()
    served.command("admin", "disable", MINH)
    try:
        assert served.ask("GET", READ, Authorization=basic(MINH))[0] == 403
        page.reload()
        page.get_by_text("Tài khoản đã bị vô hiệu hóa").wait_for()
    finally:
        served.command("admin", "enable", MINH)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_where_other_machines_come_in_it_does_not_start(served, host):
    environment = served.environment | {"TVGEO_DATABASE_URL": "sqlite:////nowhere/x.sqlite3"}
    own = Replica(served.folder, environment)
    with pytest.raises(AssertionError) as refused:
        own.start("--host", host)
    assert f"Không khởi động tại {host}" in str(refused.value)
