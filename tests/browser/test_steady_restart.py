"""The server is stopped and started while somebody reads, or looks at a file before publishing."""

import signal

import pytest
from playwright.sync_api import expect
from steady import BRIDGE, PASSWORD, confirmed, dashboard, report, says, send, sign_in

# each starts a server twice
pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAYS = pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
USABLE_MS = 60_000  # a limit to wait for, not a measurement


@pytest.fixture
def office(tmp_path):
    with dashboard(tmp_path, roles={"lan": "planner"}) as running:
        yield running


@pytest.fixture
def page(chromium_page, office):
    sign_in(chromium_page, office.base_url, "lan")
    return chromium_page


@WAYS
def test_a_page_comes_back_by_itself_signed_in_and_as_it_was(page, office, how):
    page.goto(f"{office.base_url}/ban-do?lang=vi&period=2024&sector=transport&project={BRIDGE}")
    page.locator(f"tr[data-key={BRIDGE}][aria-selected=true]").wait_for()
    page.get_by_text("13 việc trên bản đồ").wait_for()
    address = page.url
    page.evaluate("window.same = true")
    office.stop(how)
    says(page, "Mất kết nối với máy chủ")
    office.start()
    says(page, "", timeout=USABLE_MS)
    page.locator("tr[data-key=cau-dai-ngai-2]").click()
    page.wait_for_url("**project=cau-dai-ngai-2**", timeout=USABLE_MS)
    assert page.url == address.replace(BRIDGE, "cau-dai-ngai-2")
    page.get_by_text("13 việc trên bản đồ").wait_for()
    expect(page.locator(".st-key-tv-account")).to_contain_text("lan")
    assert page.evaluate("window.same") is True, "the page was loaded anew"
    assert "Traceback" not in office.printed


@WAYS
def test_a_preview_is_gone_in_words_and_nothing_was_published(page, office, how):
    send(page, report("54,2"))
    page.get_by_role("button", name="Công bố phiên bản số 2").wait_for()
    office.stop(how)
    says(page, "Mất kết nối với máy chủ")
    office.start()
    says(page, "", timeout=USABLE_MS)
    lost = page.get_by_text("Máy chủ đã khởi động lại, bản xem trước không còn;")
    expect(lost).to_contain_text("số liệu đã công bố không thay đổi", timeout=USABLE_MS)
    assert office.revisions() == 1
    assert "Traceback" not in office.printed

    send(page, report("54,2"))
    confirmed(page).click()
    page.get_by_text("Đã công bố phiên bản số liệu số 2").first.wait_for()
    assert office.revisions() == 2


@WAYS
def test_publishing_when_the_server_stops_is_done_or_not_and_never_half(page, office, how):
    send(page, report("54,2"))
    confirmed(page).click(no_wait_after=True)
    office.stop(how)
    office.start()
    says(page, "", timeout=USABLE_MS)
    assert office.revisions() in {1, 2}
    figure = "54,2%" if office.revisions() == 2 else "52,0%"
    page.goto(f"{office.base_url}/cong-trinh?project={BRIDGE}&lang=vi&period=2025")
    page.get_by_text(figure).first.wait_for()
    assert "ok" in office.command("audit", "verify").lower() or "nguyên vẹn" in office.command(
        "audit", "verify"
    )
    assert "Traceback" not in office.printed


def test_a_session_that_ended_while_the_server_was_away_is_not_open_after(page, office):
    """Signing out of everywhere happens in the store: a restart forgets nothing of it."""
    office.stop()
    office.command("admin", "disable", "lan")
    office.start()
    says(page, "", timeout=USABLE_MS)
    page.goto(f"{office.base_url}/cap-nhat")
    page.get_by_label("Mật khẩu", exact=True).wait_for()
    assert PASSWORD not in office.printed
