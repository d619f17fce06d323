"""An administrator brings a road in from VN-2000 through the page, sees it, and takes it back."""

import layer_sent as sent
import pytest
from playwright.sync_api import expect
from server import TODAY, started
from test_publishing_served import PASSWORD, command

pytestmark = pytest.mark.browser
HOSTILE = "QL53 <img src=x onerror=alert(1)>"
IMAGES = """() => { let n = 0;
  const walk = (root) => { for (const node of root.querySelectorAll("*")) {
    if (node.localName === "img" && node.getAttribute("src") === "x") n += 1;
    if (node.shadowRoot) walk(node.shadowRoot);
  } };
  walk(document);
  return n }"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("layers")
    store = f"sqlite:///{folder / 'store' / 'tvgeo.sqlite3'}"
    for name, role in (("lan", "planner"), ("an", "admin")):
        command(store, "admin", "create", name, "--role", role, typed=PASSWORD + "\n")
    with started(folder, TVGEO_TODAY=TODAY, TVGEO_DATABASE_URL=store) as running:
        yield running.base_url


@pytest.fixture
def signed_in(chromium_page, office):
    """Return a function that signs a person in."""

    def open_page(name):
        page = chromium_page
        page.dialogs = []
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog), dialog.dismiss()))
        page.goto(f"{office}/cap-nhat?lang=vi")
        page.locator("form.tvs input[name=name]").fill(name)
        page.locator("form.tvs input[name=password]").fill(PASSWORD)
        page.locator("form.tvs button[type=submit]").first.click()
        page.locator("form.tvs input[name=password]:visible").wait_for(state="detached")
        page.goto(f"{office}/quan-tri?lang=vi&tab=layers")
        return page

    return open_page


def west_end(features):
    [road] = [f for f in features if f["properties"]["feature_id"] == sent.ROAD]
    return min(x for x, _ in road["geometry"]["coordinates"])


def test_a_road_surveyed_in_vn2000_is_previewed_published_seen_and_taken_back(
    signed_in, office
):
    page = signed_in("an")
    old, before = sent.layer_of(page, office)
    page.goto(f"{office}/quan-tri?lang=vi&tab=layers")
    sent.send(page, sent.geopackage(ma_du_an=sent.ROAD, ten_tuyen=HOSTILE))
    expect(page.get_by_text("cần xác nhận 2 thuộc tính")).to_be_visible()
    sent.choose(page, "“ma_du_an”", "mã công trình (project_id)")
    sent.choose(page, "“ten_tuyen”", "tên tiếng Việt")
    page.get_by_role("button", name="Xác nhận thuộc tính").click()
    expect(page.get_by_text("Đọc được 1 đối tượng, 0 lỗi")).to_be_visible()
    sent.compare(page)

    row = page.locator(".st-key-layer-changes tbody tr")
    expect(row).to_contain_text(HOSTILE)
    expect(row).to_contain_text("giữ lý trình Km11+295–Km56+180")
    page.wait_for_function("() => window.__tvgeoMap?.changes?.length === 1")
    wide = page.evaluate("window.__tvgeoMap.map.getZoom()")
    page.locator(".st-key-layer-map .tv-zoom_in").click()
    page.wait_for_function("(was) => window.__tvgeoMap.map.getZoom() > was", arg=wide)
    assert page.evaluate(IMAGES) == 0

    # seen by everybody only once it is published
    button = page.get_by_role("button", name="Công bố phiên bản số 2")
    expect(button).to_be_disabled()
    page.get_by_text("Đã xem bản đồ và xác nhận").click()
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("Đã công bố lớp Quốc lộ, phiên bản số liệu số 2")).to_be_visible()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    page.wait_for_url("**/ban-do*")
    new, after = sent.layer_of(page, office)
    assert new != old
    # a degree of longitude is 109.6 km here
    assert (west_end(after) - west_end(before)) * 109_600 == pytest.approx(200, abs=5)
    assert page.evaluate(IMAGES) == 0

    page.goto(f"{office}/lich-su?lang=vi&b=1&a=1")
    page.get_by_role("button", name="Khôi phục phiên bản này").click()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("phiên bản số 3").first).to_be_visible()
    back, again = sent.layer_of(page, office)
    assert back == old
    assert west_end(again) == west_end(before)
    assert page.dialogs == []


def test_a_planner_finds_no_place_to_send_a_layer(signed_in):
    page = signed_in("lan")
    page.get_by_role("heading", level=1).wait_for()
    expect(page.get_by_text("không có quyền").first).to_be_visible()
    assert page.locator(sent.FILE).count() == 0
