"""The sign-in form in a real Chromium: what a planner sees, and what the browser keeps."""

import pytest
from reader import Reader
from test_access_served import PASSWORD, province

pytestmark = pytest.mark.browser
PAGE = "/cap-nhat"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with province(tmp_path_factory.mktemp("sign-in"), "public") as (running, _):
        yield running


@pytest.fixture
def form(served, chromium_page):
    """Open the update page, where nobody is signed in."""
    chromium_page.goto(f"{served.base_url}{PAGE}?lang=vi")
    chromium_page.get_by_role("button", name="Đăng nhập").wait_for()
    return Reader(chromium_page, served.base_url).settle().page


def fill(page, name, password):
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.keyboard.press("Enter")


def bytes_of(frame):
    return frame if isinstance(frame, bytes) else frame.encode()


def cookies(page):
    return {each["name"]: each for each in page.context.cookies()}


def test_the_form_is_one_that_a_password_manager_knows(form):
    name, password = form.locator("#tvs-name"), form.locator("#tvs-password")
    assert name.get_attribute("autocomplete") == "username"
    assert password.get_attribute("autocomplete") == "current-password"
    assert form.evaluate("document.querySelector('#tvs-password').form.method") == "post"
    form.get_by_label("Mật khẩu", exact=True).fill("abc")
    form.get_by_text("Hiện mật khẩu").click()
    assert password.get_attribute("type") == "text"
    form.get_by_text("Hiện mật khẩu").click()
    assert password.get_attribute("type") == "password"


def test_a_wrong_password_is_told_and_the_address_stays(form):
    fill(form, "lan", "a wrong password")
    form.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng.").wait_for()
    form.wait_for_url(lambda url: "signin" not in url)
    assert PAGE in form.url
    assert "tvgeo_session" not in cookies(form)


def test_the_right_password_opens_the_page_and_signing_out_closes_it(form):
    sent = []
    form.on(
        "websocket", lambda w: w.on("framesent", lambda frame: sent.append(bytes_of(frame)))
    )
    fill(form, "Lan", PASSWORD)
    form.locator("[data-testid=stFileUploader]").first.wait_for()
    assert PAGE in form.url
    kept = cookies(form)["tvgeo_session"]
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Strict"
    assert form.evaluate("document.cookie").find(kept["value"]) == -1
    assert sent
    assert not any(PASSWORD.encode() in frame for frame in sent)
    assert form.locator("#tvs-password").count() == 0
    form.locator(".st-key-tv-account button").first.click()
    form.get_by_role("button", name="Đăng xuất").click()
    form.get_by_role("button", name="Đăng nhập").wait_for()
    assert "tvgeo_session" not in cookies(form)


def test_a_session_that_is_gone_is_told_once(served, form):
    fill(form, "lan", PASSWORD)
    form.locator("[data-testid=stFileUploader]").first.wait_for()
    kept = cookies(form)["tvgeo_session"]["value"]
    answer = served.ask("POST", "/session/logout", body="", Cookie=f"tvgeo_session={kept}")
    assert answer[0] == 303
    form.reload()
    told = form.get_by_text("Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.")
    told.wait_for()
    form.reload()
    form.get_by_role("button", name="Đăng nhập").wait_for()
    form.wait_for_timeout(500)
    assert told.count() == 0
    assert "tvgeo_session" not in cookies(form)


def test_a_code_in_an_address_says_only_what_we_write(served, chromium_page):
    chromium_page.goto(f"{served.base_url}{PAGE}?signin=<img+src=x+onerror=alert(1)>&lang=en")
    chromium_page.get_by_role("button", name="Sign in").wait_for()
    assert chromium_page.locator(".tvs-error").is_hidden()
