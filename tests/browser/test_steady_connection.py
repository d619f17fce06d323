"""The line to the server is lost while somebody looks: said in words, and over by itself."""

import pytest
from reader import Reader
from steady import BRIDGE, Line, dashboard, says

pytestmark = pytest.mark.browser
ROW = f"tr[data-key={BRIDGE}]"
CENTRE = "() => window.__tvgeoMap.map.getCenter().lng"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with dashboard(tmp_path_factory.mktemp("line")) as running:
        yield running


@pytest.fixture
def line(office):
    made = Line(office.port)
    yield made
    made.close()


@pytest.fixture
def reader(chromium_page, line):
    return Reader(chromium_page, line.base_url)


def drag(page):
    box = page.locator(".tv-map").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=4)
    page.mouse.up()


def test_a_lost_line_is_said_the_figures_stay_and_come_back_newer(reader, line, office):
    page = reader.open("map", sector="transport", lang="vi").page
    page.locator("tr[data-key=cau-dai-ngai-2]").click()
    page.wait_for_url("**project=cau-dai-ngai-2**")
    page.locator("tr[data-key=cau-dai-ngai-2][aria-selected=true]").wait_for()
    reader.settle()
    address, before = page.url, reader.rows(ROW)
    page.evaluate("window.same = true")

    # the moment at which Streamlit would open a dialog in English
    with page.expect_console_message(
        lambda told: "server is not responding" in told.text, timeout=60_000
    ):
        line.cut()
        said = says(page, "Mất kết nối với máy chủ. Số liệu trên màn hình là của ")
    assert said.endswith("; đang kết nối lại…")
    assert reader.rows(ROW) == before
    centre = page.evaluate(CENTRE)
    drag(page)
    assert page.evaluate(CENTRE) != centre
    seen = reader.seen()
    assert not [t for t in seen.everything() if "onnect" in t or "Streamlit" in t]
    assert page.get_by_role("dialog").count() == 0

    office.publish("54,2")
    line.mend()
    says(page, "")
    page.get_by_text("phiên bản số liệu số 2").first.wait_for()
    reader.settle()
    assert "54,2%" in reader.rows(ROW)[0]
    assert page.url == address
    assert page.locator("tr[aria-selected=true]").get_attribute("data-key") == "cau-dai-ngai-2"
    assert page.evaluate("window.same") is True, "the page was loaded anew"


def test_a_reader_who_goes_back_without_a_line_is_there_when_it_returns(reader, line):
    page = reader.open("work", project=BRIDGE, lang="en").page
    page.get_by_text("VI", exact=True).click()
    page.wait_for_url("**lang=vi**")
    reader.settle()
    line.cut()
    says(page, "Mất kết nối")
    page.evaluate("history.back()")
    page.wait_for_url("**lang=en**")
    line.mend()
    page.get_by_text("Works and tasks").first.wait_for()
    assert says(page, "") == ""


@pytest.mark.slow
def test_a_line_that_falls_silent_is_noticed_by_a_click_and_mends(reader, line):
    page = reader.open("map", lang="en").page
    line.silence()
    page.locator(ROW).click()
    page.locator("tr[data-key=cau-dai-ngai-2]").click()
    says(page, "Connection lost. The figures shown are of ", timeout=120_000)
    line.mend()
    says(page, "", timeout=120_000)
    reader.settle()
    page.locator("tr[data-key=cau-dai-ngai-1]").click()
    page.wait_for_url("**project=cau-dai-ngai-1**")
