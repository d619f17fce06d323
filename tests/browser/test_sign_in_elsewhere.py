"""Signing in at a provider (OIDC) and by a proxy's word, in a real Chromium: the role is ours."""

import importlib.util
import json
import os

import pytest
from provider import provider, secrets_file
from server import free_port
from test_access_served import UPLOAD, province, tvgeo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/cap-nhat"
PEOPLE = {
    "lan@tinh.example": "planner", "hoa@tinh.example": "viewer", "quan@tinh.example": "admin",
}  # fmt: skip
OFFICE = 'auth = "oidc"\n'
OPEN = "Đăng nhập bằng tài khoản cơ quan"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Start a provider and the dashboard that trusts it; yield both and the environment."""
    if not any(map(importlib.util.find_spec, ("httpx2", "httpx"))):
        reason = "no httpx, which Authlib needs (requirements-server.txt)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder, port = tmp_path_factory.mktemp("oidc"), free_port()
    with provider() as own:
        secrets = secrets_file(folder, own, f"http://127.0.0.1:{port}")
        with province(
            folder,
            "login",
            people=PEOPLE,
            access=OFFICE,
            port=port,
            TVGEO_SECRETS_FILE=str(secrets),
        ) as (running, environment):
            yield own, running, environment


@pytest.fixture
def sign_in(office, chromium_page):
    """Return a function: the provider knows the browser's user as `claims`; the page then."""
    own, running, _ = office

    def act(**claims):
        own.claims = claims
        page = chromium_page
        page.goto(f"{running.base_url}{PAGE}?lang=vi")
        page.get_by_role("button", name=OPEN).click()
        page.wait_for_url(f"{running.base_url}/**")
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return page

    return act


def cookies(page):
    return {each["name"]: each for each in page.context.cookies()}


def actions(environment):
    """Return actor, action and way of the audit's entries."""
    from sqlalchemy import create_engine, text

    engine = create_engine(environment["TVGEO_DATABASE_URL"])
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT actor, action, details FROM audit ORDER BY entry")
        )
        found = [
            (actor, action, json.loads(details).get("way")) for actor, action, details in rows
        ]
    engine.dispose()
    return found


def test_the_provider_says_who_and_our_account_says_what(office, sign_in):
    own, running, environment = office
    page = sign_in(email="Lan@tinh.example", email_verified=True)
    page.locator("[data-testid=stFileUploader]").first.wait_for()
    assert PAGE in page.url  # where signing in began
    kept = cookies(page)
    assert (kept["tvgeo_session"]["httpOnly"], kept["tvgeo_session"]["sameSite"]) == (
        True,
        "Strict",
    )
    # no identity outlives the browser, and none but the session opens anything
    assert {each["expires"] for name, each in kept.items() if "streamlit_user" in name} == {-1}
    cookie = "; ".join(
        f"{n}={each['value']}" for n, each in kept.items() if n != "tvgeo_session"
    )
    assert running.ask("GET", "/api/v1/projects.geojson", Cookie=cookie)[0] == 403
    session = f"tvgeo_session={kept['tvgeo_session']['value']}"
    assert running.ask("GET", "/api/v1/projects.geojson", Cookie=session)[0] == 200
    assert (
        running.ask("PUT", UPLOAD, body=b"x", Cookie=session)[2]
        == b"XSRF token missing or invalid"
    )
    assert actions(environment)[-1] == ("lan@tinh.example", "signed_in", "oidc")
    own.asked.clear()
    page.locator(".st-key-tv-account button").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name=OPEN).wait_for()
    assert own.asked == ["end"]
    assert actions(environment)[-1] == ("lan@tinh.example", "signed_out", None)
    assert running.ask("GET", "/api/v1/projects.geojson", Cookie=session)[0] == 403
    assert not cookies(page).keys() & {"tvgeo_session", "_streamlit_user"}


def test_an_identity_without_an_account_is_told_what_to_ask_for(office, sign_in):
    page = sign_in(email="xa@elsewhere.example", email_verified=True)
    page.get_by_text("tvgeo admin create xa@elsewhere.example").wait_for()
    assert "tvgeo_session" not in cookies(page)
    assert actions(office[2])[-1] == ("?", "sign_in_failed", "oidc")


def test_an_address_that_nobody_has_confirmed_is_no_identity(sign_in):
    page = sign_in(email="lan@tinh.example", email_verified=False)
    page.get_by_text("Chưa đăng nhập được qua cổng của cơ quan.").wait_for()
    assert "tvgeo_session" not in cookies(page)


def test_a_disabled_account_is_refused_and_its_open_page_closes(office, sign_in):
    _, running, environment = office
    page = sign_in(email="hoa@tinh.example", email_verified=True)
    page.get_by_text("Trang này cần quyền khác").wait_for()  # a viewer may not publish
    session = f"tvgeo_session={cookies(page)['tvgeo_session']['value']}"
    tvgeo(environment, "admin", "disable", "hoa@tinh.example")
    try:
        assert running.ask("GET", "/api/v1/projects.geojson", Cookie=session)[0] == 403
        page.goto(f"{running.base_url}{PAGE}?lang=vi")
        page.get_by_text("Tài khoản đã bị vô hiệu hóa").wait_for()
        page.get_by_role("button", name="Dùng tài khoản khác").click()
        page.wait_for_url(f"{running.base_url}/**")
        page.get_by_text("Tài khoản đã bị vô hiệu hóa").wait_for()
        assert "tvgeo_session" not in cookies(page)
    finally:
        tvgeo(environment, "admin", "enable", "hoa@tinh.example")


def test_no_password_opens_a_dashboard_that_a_provider_guards(office):
    _, running, _ = office
    from test_access_served import login

    answer = login(running, "lan@tinh.example", "")
    assert answer[0] == 403
    assert "không nhận mật khẩu riêng" in answer[2].decode()
    assert "set-cookie" not in answer[1]


def test_a_name_that_could_be_a_command_is_not_put_into_one(office, sign_in):
    page = sign_in(email="a;reboot@elsewhere.example", email_verified=True)
    page.get_by_text("Danh tính này chưa có tài khoản trong hệ thống").wait_for()
    assert "reboot" not in page.locator("body").inner_text()


def test_an_administrator_makes_an_account_without_a_password_in_the_page(office, sign_in):
    _, running, environment = office
    page = sign_in(email="quan@tinh.example", email_verified=True)
    page.locator("[data-testid=stFileUploader]").first.wait_for()
    page.goto(f"{running.base_url}/quan-tri?lang=vi")
    form = page.locator(".st-key-tv-create form")
    form.get_by_label("Tên đăng nhập").fill("moi@tinh.example")
    assert page.locator("input[type=password]").count() == 0
    form.get_by_role("button", name="Tạo tài khoản").click()
    page.get_by_text("moi@tinh.example").first.wait_for()
    assert "moi@tinh.example" in tvgeo(environment, "admin", "list")
