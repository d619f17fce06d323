"""The map page as a reader uses it: what is drawn, chosen from either side, filtered and kept."""

import io
import json
from itertools import combinations

import pytest
from PIL import Image
from playwright.sync_api import expect
from reader import LAPTOP, PAGES, PHONE, Reader
from server import ROOT

from tvgeo.render import style

pytestmark = pytest.mark.browser
QL60 = "ql60-binh-phu-dai-ngai"
LABELS = "() => window.__tvgeoMap.labels"
STANDS = """() => { const { map } = window.__tvgeoMap;
  return !map._animatingZoom && !map._panAnim?._inProgress }"""
SELECTED = "id => window.__tvgeoMaps && [...window.__tvgeoMaps.values()].some((v) => v.data.selected === id)"


@pytest.fixture
def fresh(reader):
    """Open the map anew, and leave nothing behind of what a test does to it."""
    yield reader.forget().open("map")
    reader.forget()


def row(reader, project_id):
    return reader.page.locator(f"tr[data-key={project_id}]")


def chosen(reader, project_id):
    """Wait until list, map and address all say that this work is chosen."""
    row(reader, project_id).and_(reader.page.locator("[aria-selected=true]")).wait_for()
    reader.waits(SELECTED, project_id)
    reader.page.wait_for_url(f"**project={project_id}**")
    return reader


def told_of(reader, name):
    """Wait until the detail beside the map is about a work of this name."""
    reader.page.locator("[data-key=detail] h2", has_text=name).wait_for()


def click_on_map(reader, project_id):
    reader.page.mouse.click(*reader.glyph(project_id))
    return chosen(reader, project_id)


def test_every_request_of_every_page_goes_to_this_machine(chromium, server):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url))
    reader = Reader(page, server.base_url).open("overview")
    for title, name in (
        ("Bản đồ", "map"), ("Công trình, nhiệm vụ", "work"), ("Kế hoạch 16", "plan"),
        ("Báo cáo định kỳ", "reports"),
    ):  # fmt: skip
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url(f"**{PAGES[name]}?*lang=vi*")
        reader.settle()
    here = server.base_url.removeprefix("http")
    own = (f"http{here}", f"ws{here}", "blob:", "data:")
    assert [url for url in requests if not url.startswith(own)] == []
    assert any(".woff2" in url for url in requests)
    assert any("/geo/" in url for url in requests)
    assert len(requests) > 30
    context.close()


def colours(reader, x, y, reach=2):
    shot = Image.open(io.BytesIO(reader.page.screenshot())).convert("RGB")
    x, y = round(x), round(y)
    box = shot.crop((x - reach, y - reach, x + reach + 1, y + reach + 1))
    return {"#{:02X}{:02X}{:02X}".format(*box.getpixel((i, j)))
            for i in range(box.width) for j in range(box.height)}  # fmt: skip


def place(reader, lon, lat):
    return reader.page.evaluate(
        """([lat, lon]) => { const { map } = window.__tvgeoMap;
            const { x, y } = map.latLngToContainerPoint([lat, lon]);
            const box = map.getContainer().getBoundingClientRect();
            return [box.x + x, box.y + y] }""",
        [lat, lon],
    )


def coordinates(layer, feature_id):
    """Return the corners of a line or ring of the shipped layers, lon and lat."""
    path = ROOT / "data" / "geojson" / f"{layer}.geojson"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if feature["properties"]["feature_id"] == feature_id:
            found = feature["geometry"]["coordinates"]
            while isinstance(found[0][0], list):
                found = found[0]
            return found
    raise LookupError(feature_id)


DRAWN = (
    ("national_highways", "ql53-long-ho-ba-si", "no_plan"),
    ("bridges", "cau-dai-ngai", "critical"),
    ("economic_zone", "kkt-dinh-an", "slow"),
    ("waterways", "luong-song-hau-quan-chanh-bo", "no_data"),
)


@pytest.mark.parametrize(("layer", "feature_id", "state"), DRAWN, ids=str)
def test_lines_and_areas_are_drawn_in_the_colour_of_their_state(
    reader, layer, feature_id, state
):
    reader.open("map")
    corners = coordinates(layer, feature_id)
    near = set()
    for lon, lat in corners[:: max(1, len(corners) // 6)]:
        near |= colours(reader, *place(reader, lon, lat), reach=4)
    assert style.health_colour(state) in near


def test_land_where_nothing_is_planned_has_the_colour_of_land(reader):
    reader.open("map")
    assert colours(reader, *place(reader, 106.41, 9.83)) == {style.SCREEN["land"]}
    assert style.SCREEN["sea"] in colours(reader, *place(reader, 106.68, 9.75))


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_labels_keep_clear_of_each_other_at_every_zoom(fresh, size):
    fresh.sized(size)
    for step in (0, 1, 1):
        fresh.page.evaluate(
            "step => { const { map } = window.__tvgeoMap;"
            " map.setZoom(map.getZoom() + step, { animate: false }) }",
            step,
        )
        labels = fresh.settle().seen().labels
        assert labels
        touching = [
            (one["text"], other["text"])
            for one, other in combinations(labels, 2)
            if one["id"] != other["id"]
            and one["x"] < other["x"] + other["w"]
            and other["x"] < one["x"] + one["w"]
            and one["y"] < other["y"] + other["h"]
            and other["y"] < one["y"] + one["h"]
        ]
        assert touching == []


def test_a_label_is_ink_on_the_map_and_its_box_lies_within(reader):
    reader.open("map")
    box = reader.page.evaluate(
        "() => { const b = window.__tvgeoMap.map.getContainer().getBoundingClientRect();"
        " return [b.x, b.y, b.width, b.height] }"
    )
    labels = [label for label in reader.seen().labels if label["kind"] == "project"]
    assert len(labels) > 8
    for label in labels:
        assert label["x"] >= 0
        assert label["x"] + label["w"] <= box[2] + 1
        assert label["y"] + label["h"] <= box[3] + 1
    middle = (labels[0]["x"] + labels[0]["w"] / 2 + box[0], labels[0]["y"] + 8 + box[1])
    assert style.SCREEN["ink"] in colours(reader, *middle, reach=12)


def test_choosing_in_the_list_selects_on_the_map(fresh):
    row(fresh, QL60).click()
    chosen(fresh, QL60)
    told_of(fresh, "QL60")
    label = next(one for one in fresh.page.evaluate(LABELS) if one["id"] == QL60)
    assert label["text"].startswith("QL60 Bình Phú")


def test_choosing_on_the_map_selects_in_the_list_again_and_again(fresh):
    click_on_map(fresh, QL60)
    told_of(fresh, "QL60")
    row(fresh, "kkt-dinh-an").click()
    chosen(fresh, "kkt-dinh-an")
    click_on_map(fresh, QL60)
    told_of(fresh, "QL60")


def test_choosing_on_the_map_of_a_phone_shows_the_work_below_it(fresh):
    click_on_map(fresh.sized(PHONE).settle(), QL60)
    detail, listed = (fresh.page.locator(f"[data-key={key}]") for key in ("detail", "list"))
    told_of(fresh, "QL60")
    assert detail.bounding_box()["y"] < listed.bounding_box()["y"]


def test_changing_the_period_keeps_the_map_its_zoom_and_its_place(fresh):
    fresh.page.locator(".tv-zoom_in").click()
    fresh.waits(
        "() => window.__tvgeoMap.map.getZoom() > window.__tvgeoMap.map.getMinZoom() + 1"
    )
    fresh.waits(STANDS)
    view = (
        "() => { const { map } = window.__tvgeoMap; return [map.getZoom(), map.getCenter()] }"
    )
    before = fresh.page.evaluate(view)
    fresh.page.evaluate("() => { window.first = window.__tvgeoMap.element }")
    fresh.page.get_by_role("combobox").first.click()
    fresh.page.get_by_role("option", name="Cả năm 2023").click()
    fresh.page.wait_for_url("**period=2023&**")
    fresh.page.get_by_text("Số liệu đến 14/12/2023").wait_for()
    fresh.settle()
    assert fresh.page.evaluate("() => window.first === window.__tvgeoMap.element")
    assert fresh.page.evaluate("() => window.first.isConnected")
    assert fresh.page.evaluate(view) == before


def test_a_filter_leaves_the_same_works_in_the_list_and_on_the_map(fresh):
    everything = set(fresh.keys("[data-key=list] tr[data-key]"))
    fresh.page.get_by_role("button", name="Lĩnh vực").click()
    fresh.page.get_by_role("button", name="Đô thị").click()
    fresh.page.wait_for_url("**sector=urban**")
    fresh.page.get_by_text("Lĩnh vực: 1/5").wait_for()
    fresh.settle()
    listed = set(fresh.keys("[data-key=list] tr[data-key]"))
    assert listed < everything
    spoken = fresh.page.locator(".tv-list [data-id]")
    expect(spoken).to_have_count(len(listed))
    drawn = set(spoken.evaluate_all("nodes => nodes.map((node) => node.dataset.id)"))
    assert drawn == listed


def test_filters_without_a_hit_say_so_and_can_all_be_dropped_at_once(fresh):
    fresh.open("map", health="paused", lead="so-khdt")
    empty = fresh.page.locator(".empty")
    assert "Không có công trình nào khớp bộ lọc" in empty.inner_text()
    empty.get_by_role("button", name="Xóa bộ lọc").click()
    fresh.page.get_by_text("27 việc trên bản đồ").wait_for()
    fresh.page.wait_for_url(lambda url: "health=" not in url and "lead=" not in url)
    fresh.settle()
    assert len(fresh.keys("[data-key=list] tr[data-key]")) == 27


def test_a_list_empty_on_the_map_says_what_cannot_be_drawn(fresh):
    fresh.open("map", sector="ict")
    assert "0 việc trên bản đồ, 17 việc không vẽ được" in fresh.line_of(".empty")


def test_an_empty_plan_page_offers_to_drop_the_filters(fresh):
    fresh.open("plan", health="past_due")
    fresh.page.get_by_role("button", name="Xóa bộ lọc").click()
    fresh.page.locator("tr[data-key='23']").wait_for()
