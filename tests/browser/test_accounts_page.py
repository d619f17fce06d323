"""Accounts made in the page, in a real Chromium: from the form to the own password."""

import pytest
from test_access_served import PASSWORD, province

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST = "ghe chài hai mươi bảy nia"
SECOND = "bông điên điển mùa nước nổi"
SESSION = "tvgeo_session"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with province(tmp_path_factory.mktemp("accounts"), "public") as (running, _):
        yield running


@pytest.fixture
def frames(chromium_page):
    """Keep what this page sends and is sent over its websockets."""
    kept = []

    def keep(frame):
        kept.append(frame if isinstance(frame, bytes) else frame.encode())

    def opened(socket):
        socket.on("framesent", keep)
        socket.on("framereceived", keep)

    chromium_page.on("websocket", opened)
    return kept


def sign_in(page, served, name, password, path):
    page.context.clear_cookies()
    page.goto(f"{served.base_url}{path}?lang=vi")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.keyboard.press("Enter")
    page.locator(".st-key-tv-account").wait_for()


def open_menu(page):
    page.locator(".st-key-tv-account button").first.click()
    page.locator("summary", has_text="Đổi mật khẩu").click()


def change(page, old, new):
    page.get_by_label("Mật khẩu hiện tại").fill(old)
    page.locator("#tvs-own-password").fill(new)
    page.locator("#tvs-own-again").fill(new)
    page.get_by_role("button", name="Đổi mật khẩu").click()


def session_of(page):
    return {each["name"]: each["value"] for each in page.context.cookies()}[SESSION]


def test_an_account_is_made_in_the_page_signs_in_and_changes_its_password(
    served, chromium_page, frames
):
    page = chromium_page
    sign_in(page, served, "quan", PASSWORD, "/quan-tri")
    page.locator("#tvs-new-name").fill("Mai")
    page.get_by_label("Phạm vi").last.select_option(label="Sở GTVT")
    for typed in ("matkhau123456", FIRST):
        page.locator("#tvs-new-password").fill(typed)
        page.locator("#tvs-new-again").fill(typed)
        page.get_by_role("button", name="Tạo tài khoản").click()
        if typed != FIRST:
            page.get_by_text("không thuộc danh sách phổ biến").wait_for()
            # what is no secret need not be typed again
            assert page.locator("#tvs-new-name").input_value() == "Mai"
            assert page.locator("#tvs-new-password").input_value() == ""
    page.get_by_text("Đã tạo tài khoản.").wait_for()
    assert "outcome" not in page.url
    page.get_by_role("heading", name="mai").wait_for()

    sign_in(page, served, "mai", FIRST, "/cap-nhat")
    page.locator("[data-testid=stFileUploader]").first.wait_for()
    before = session_of(page)
    open_menu(page)
    page.get_by_text("phạm vi: cơ quan Sở GTVT").wait_for()
    change(page, "not the old one", SECOND)
    page.get_by_text("Mật khẩu hiện tại không đúng.").wait_for()  # the menu has opened again
    change(page, FIRST, SECOND)
    page.get_by_text("Đã đổi mật khẩu.").wait_for()
    assert session_of(page) != before
    assert "outcome" not in page.url
    old = served.ask("GET", "/download/1", Cookie=f"{SESSION}={before}")
    assert old[0] == 403
    assert frames
    assert not any(secret.encode() in frame for secret in (FIRST, SECOND) for frame in frames)

    sign_in(page, served, "mai", SECOND, "/cap-nhat")
    page.locator("[data-testid=stFileUploader]").first.wait_for()


def test_the_form_speaks_the_pages_language_and_shows_a_scope_for_planners_only(
    served, chromium_page
):
    page = chromium_page
    sign_in(page, served, "quan", PASSWORD, "/quan-tri")
    page.locator("#tvs-new-scope").wait_for()
    page.locator("#tvs-new-role").select_option(label="Quản trị")
    page.locator("#tvs-new-scope").wait_for(state="hidden")
    assert page.locator("#tvs-new-scope").is_disabled()
    field = page.locator("#tvs-new-password")
    for typed, said in (("", "Cần điền ô này."), ("ngắn", "Mật khẩu cần ít nhất 12 ký tự")):
        field.fill(typed)
        assert field.evaluate("each => each.validationMessage").startswith(said)
    field.fill(FIRST)
    again = page.locator("#tvs-new-again")
    again.fill(SECOND)
    assert again.evaluate("each => each.validationMessage").startswith("Hai lần nhập")
    again.fill(FIRST)
    assert again.evaluate("each => each.validationMessage") == ""
    assert field.get_attribute("autocomplete") == "new-password"
    page.locator("form:has(#tvs-new-name)").get_by_text("Hiện mật khẩu").click()
    assert field.get_attribute("type") == "text"
