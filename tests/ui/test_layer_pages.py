"""Map layers in Quản trị and in Lịch sử, without a browser: from the file to the way back."""

import json

import geopandas
import pytest
from shapely import affinity
from shapely.geometry import mapping

from tvgeo import locale
from tvgeo.core.access import Actor
from tvgeo.services import drafts, layer_drafts, layer_import, layer_list, publishing
from tvgeo.services.base import open_base
from tvgeo.services.layer_drafts import Request
from tvgeo.services.signing_in import Looked
from tvgeo.ui import session
from tvgeo.ui.blocks import layer_changes, layers
from tvgeo.ui.components import layer_form, layer_questions

ADMIN = Actor("quan-tri", "admin", account=False)
PLANNER = Actor("so-gtvt", "planner", account=False)
ROAD = "ql53-long-ho-ba-si"
HOSTILE = "QL53 <img src=x onerror=alert(1)>"
EVEREST = 'GEOGCS["Everest 1830", DATUM["Indian_1960", SPHEROID["Everest", 6377276.345, 300.8017]], PRIMEM["Greenwich", 0], UNIT["degree", 0.0174532925]]'
METRES_A_DEGREE = 110_600


def road():
    [found] = [f for f in open_base().folder.features if f.feature_id == ROAD]
    return found


def collection(metres_north=100.0, **properties):
    """Return the road moved to the north, as an office would send it."""
    shape = affinity.translate(road().geometry_4326, yoff=metres_north / METRES_A_DEGREE)
    named = {"project_id": ROAD, **properties}
    return json.dumps({
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": named, "geometry": mapping(shape)}],
    }).encode()  # fmt: skip


@pytest.fixture
def sign(monkeypatch):
    def in_as(actor):
        monkeypatch.setattr(session, "_looked", lambda: Looked(actor))

    in_as(None)
    return in_as


@pytest.fixture
def admin(page, sign):
    """Return an administrator who has opened the layers."""
    sign(ADMIN)
    return page(lang="vi", tab="layers").open("quan-tri")


def send(reader, data, name="ql53.geojson"):
    reader.app.get("file_uploader")[0].upload(name, data, "application/geo+json").run()
    assert not reader.failed
    return reader


def said(reader):
    return " ".join(reader.texts)


def layer_desk_of(reader):
    return reader.app.session_state["layer-desk"]


def by_label(widgets, label):
    return next(each for each in widgets if each.label == label)


def press(reader, label):
    by_label(reader.app.button, label).click().run()
    assert not reader.failed
    return reader


def state_origin(reader, accuracy="0,5", source="Sở Xây dựng, hồ sơ hoàn công 2024"):
    """Fill the form and compare."""
    boxes, areas = reader.app.selectbox, reader.app.text_area
    by_label(boxes, "Nhập vào lớp").select("national_highways")
    by_label(boxes, "Giấy phép").select("own-work")
    by_label(boxes, "Phương pháp").select("surveyed")
    by_label(areas, "Nguồn").input(source)
    by_label(reader.app.text_input, "Sai số vị trí (m)").input(accuracy)
    return press(reader, "So với lớp hiện hành")


def confirm(reader):
    [box] = [b for b in reader.app.checkbox if b.label.startswith("Đã xem bản đồ")]
    box.check().run()


def bring(metres_north=100.0):
    """Import the road without the page."""
    request = Request(
        layer="national_highways", accuracy_m=0.5, method="surveyed",
        source="Sở Xây dựng", licence="own-work",
    )  # fmt: skip
    draft = layer_drafts.preview(
        open_base(), collection(metres_north), "ql53.geojson", request, ADMIN
    )
    return layer_import.publish(draft, ADMIN, confirmed=True)


# Who may


@pytest.mark.parametrize("actor", [None, Actor("khach", "viewer"), PLANNER])
def test_nobody_but_an_administrator_sees_or_sends_layers(page, sign, actor):
    sign(actor)
    reader = page(lang="vi", tab="layers").open("quan-tri")
    assert not reader.app.get("file_uploader")
    assert "layers" not in reader.trees


# What is drawn


def test_the_layers_stand_with_their_source_accuracy_and_method(admin):
    assert admin.address["tab"] == "layers"
    assert "Quốc lộ" in admin.texts
    assert "thư mục số liệu" in admin.texts
    assert "300 m – 3 km" in " ".join(admin.texts).replace("\N{NO-BREAK SPACE}", " ")


def test_the_address_chooses_the_layer_whose_source_is_shown(page, sign):
    sign(ADMIN)
    reader = page(lang="vi", tab="layers", layer="national_highways").open("quan-tri")
    assert any("IE402_Lab1" in text for text in reader.texts)
    assert not page(lang="en", tab="layers", layer="<x>").open("quan-tri").failed


def test_an_imported_layer_says_by_whom_and_from_which_file(page, sign):
    made = bring()
    sign(ADMIN)
    reader = page(lang="vi", tab="layers", layer="national_highways").open("quan-tri")
    assert {"ql53.geojson", f"phiên bản số liệu số {made.revision}"} <= set(reader.texts)
    [listed] = [x for x in layer_list.listed(open_base()) if x.name == "national_highways"]
    assert listed.revision.author == "quan-tri"
    assert "own-work" in listed.licences


# A file


def test_a_layer_goes_from_upload_to_revision_and_back(admin):
    south = road().geometry_4326.bounds[1]
    send(admin, collection(100.0))
    assert any(text.startswith("Đọc được 1 đối tượng, 0 lỗi") for text in admin.texts)
    assert "layer-map" not in admin.told
    state_origin(admin)
    assert "giữ lý trình Km11+295–Km56+180" in said(admin)
    assert open_base().revision == 1
    button = by_label(admin.app.button, "Công bố phiên bản số 2")
    assert button.disabled
    confirm(admin)
    press(admin, "Công bố phiên bản số 2")
    assert "Đã công bố lớp Quốc lộ, phiên bản số liệu số 2" in admin.texts
    assert road().geometry_4326.bounds[1] - south == pytest.approx(
        100 / METRES_A_DEGREE, abs=2e-5
    )
    assert road().source == "Sở Xây dựng, hồ sơ hoàn công 2024"
    assert road().licence == "own-work"
    press(admin, "Hoàn tác")
    assert open_base().revision == 3
    assert road().geometry_4326.bounds[1] == south


def test_the_map_shows_the_old_beside_the_new_and_zooms_to_what_is_chosen(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    told = admin.told["layer-map"]
    [change] = told["changes"]
    old, new = change["old"][0]["coordinates"], change["new"][0]["coordinates"]
    assert (new[0][1] - old[0][1]) * METRES_A_DEGREE == pytest.approx(100, abs=2)
    west, south, east, north = told["bounds"]
    assert west < old[0][0] < east
    assert south < old[0][1] < north
    assert [each["label"] for each in told["legend"]] == ["hình hiện hành", "hình mới"]
    assert {each["id"] for each in told["layers"]} == {"province", "water", "districts"}


def test_a_chosen_change_is_zoomed_to_and_closely_to_where_it_moves_farthest(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    assert admin.told["layer-map"]["ring"] is None
    layer_desk_of(admin).chosen = 0
    admin.app.run()
    told = admin.told["layer-map"]
    assert told["chosen"] == 0
    x, y = told["ring"]
    by_label(admin.app.toggle, "Phóng tới nơi dịch xa nhất").set_value(True).run()
    west, south, east, north = admin.told["layer-map"]["bounds"]
    # four times the largest distance to each side, so that 100 m fill an eighth of the map
    assert (north - south) * METRES_A_DEGREE == pytest.approx(800, rel=0.05)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((x, y))


def test_names_of_the_file_stay_text(admin):
    send(admin, collection(name_vi=HOSTILE))
    state_origin(admin, source="<b>Sở</b>")
    assert HOSTILE in admin.texts
    assert "<img" not in json.dumps(admin.told["layer-map"])
    confirm(admin)
    press(admin, "Công bố phiên bản số 2")
    assert road().name_vi == HOSTILE


def test_a_column_is_read_as_ours_only_once_it_was_confirmed(admin):
    data = json.loads(collection())
    [feature] = data["features"]
    feature["properties"] = {"ma_du_an": ROAD, "nguoi_do": "Lan"}
    send(admin, json.dumps(data).encode())
    assert "Đọc được 1 đối tượng, cần xác nhận 2 thuộc tính" in admin.texts
    press(admin, "Xác nhận thuộc tính")
    assert "Còn 1 thuộc tính chưa chọn." in said(admin)
    box = next(b for b in admin.app.selectbox if "ma\\_du\\_an" in b.label)
    assert box.value is None
    box.select("project_id")
    press(admin, "Xác nhận thuộc tính")
    assert any(text.startswith("Đọc được 1 đối tượng, 0 lỗi") for text in admin.texts)
    assert not any("nguoi_do" in text for text in admin.texts)


def test_two_columns_cannot_mean_the_same(admin):
    data = json.loads(collection())
    data["features"][0]["properties"] = {"ma_du_an": ROAD, "ma_cong_trinh": ROAD}
    send(admin, json.dumps(data).encode())
    for box in (b for b in admin.app.selectbox if "ma\\_" in b.label):
        box.select("project_id")
    press(admin, "Xác nhận thuộc tính")
    assert "Hai thuộc tính cùng được chọn là “mã công trình (project_id)”" in said(admin)


def test_a_file_on_an_unknown_datum_is_asked_for_its_reference_system(admin):
    data = json.loads(collection())
    data["crs"] = {"type": "name", "properties": {"name": EVEREST}}
    send(admin, json.dumps(data).encode())
    assert "Chưa nhập được" in said(admin)
    assert not any(b.label == "So với lớp hiện hành" for b in admin.app.button)
    box = by_label(admin.app.selectbox, "Hệ tọa độ theo tài liệu gốc")
    assert box.value is None
    assert box.options[0] == "WGS 84 (EPSG:4326)"
    assert box.options[1] == "VN-2000 / TM-3 105-30 (EPSG:9209)"
    box.select(4326)
    press(admin, "Đọc lại tệp")
    assert any(text.startswith("Đọc được 1 đối tượng") for text in admin.texts)


def test_of_a_file_with_several_layers_one_is_chosen(admin, tmp_path):
    path = tmp_path / "hai-lop.gpkg"
    frame = geopandas.GeoDataFrame(
        {"project_id": [ROAD]}, geometry=[road().geometry_4326], crs=4326
    )
    frame.to_file(path, layer="tim_tuyen", driver="GPKG")
    frame.to_file(path, layer="le_duong", driver="GPKG")
    send(admin, path.read_bytes(), path.name)
    box = by_label(admin.app.selectbox, "Lớp trong tệp")
    assert (box.value, sorted(box.options)) == (None, ["le_duong", "tim_tuyen"])
    box.select("tim_tuyen")
    press(admin, "Đọc lại tệp")
    assert any(text.startswith("Đọc được 1 đối tượng") for text in admin.texts)


def test_features_without_an_id_may_be_given_the_work_they_belong_to(admin):
    data = json.loads(collection())
    data["features"][0]["properties"] = {}
    send(admin, json.dumps(data).encode())
    by_label(admin.app.selectbox, "Công trình của các đối tượng chưa có mã").select(ROAD)
    press(admin, "Đọc lại tệp")
    assert any(text.startswith("Đọc được 1 đối tượng, 0 lỗi") for text in admin.texts)


def test_a_road_of_the_wrong_zone_is_refused_and_cannot_be_published(admin):
    send(admin, collection(metres_north=27_000))
    state_origin(admin)
    assert "Chưa nhập được: 1 lỗi" in said(admin)
    assert not any(b.label.startswith("Công bố") for b in admin.app.button)
    assert open_base().revision == 1


def test_what_is_no_layer_is_refused_in_words(admin):
    send(admin, b"not a layer", "a.gpkg")
    assert "Chưa nhập được" in said(admin)
    press(admin, "Tải lại tệp khác")
    assert admin.app.get("file_uploader")


@pytest.mark.parametrize("accuracy", ["", "x", "0", "-1", "nan", "inf", "1e9"])
def test_an_accuracy_that_is_no_length_is_asked_again(admin, accuracy):
    send(admin, collection())
    state_origin(admin, accuracy=accuracy)
    assert "Sai số phải là số mét lớn hơn 0, ví dụ 0,5." in said(admin)


def test_an_open_question_of_the_origin_is_told(admin):
    send(admin, collection())
    press(admin, "So với lớp hiện hành")
    assert "Chưa đủ: cần lớp, nguồn, giấy phép và phương pháp." in said(admin)


@pytest.mark.parametrize(
    ("text", "metres"), [("0,5", 0.5), (" 12.5 m ", 12.5), ("1 000", None)]
)
def test_an_accuracy_is_read_with_a_comma_or_a_point(text, metres):
    assert layer_form.metres(text) == metres


def test_who_was_overtaken_is_told_and_compares_again_without_another_upload(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    bring(200.0)
    confirm(admin)
    press(admin, "Công bố phiên bản số 2")
    assert "quan-tri đã công bố phiên bản số 2" in said(admin)
    assert "Phiên bản đó cũng đổi lớp Quốc lộ." in said(admin)
    press(admin, "Xem lại trên phiên bản mới")
    confirm(admin)
    press(admin, "Công bố phiên bản số 3")
    assert open_base().revision == 3


def test_an_import_that_was_followed_by_another_is_not_undone(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    confirm(admin)
    press(admin, "Công bố phiên bản số 2")
    bring(200.0)
    press(admin, "Hoàn tác")
    assert open_base().revision == 3
    assert "layer-problem" in admin.trees


@pytest.mark.parametrize(
    "answer", ["change:1", "change:-1", "change:x", "change:²", "x", 7, None]
)
def test_only_a_change_that_is_shown_can_be_chosen(answer):
    draft = layer_drafts.preview(
        open_base(), collection(), "a.geojson",
        Request(layer="national_highways", accuracy_m=1, method="surveyed", source="x", licence="own-work"),
        ADMIN,
    )  # fmt: skip
    assert layer_changes.chosen({"select": answer}, draft) is None
    assert layer_changes.chosen({"select": "change:0"}, draft) == 0


def test_every_reference_system_is_offered_once():
    assert len(layer_questions.CRS) == len(set(layer_questions.CRS))


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_facts_of_an_older_import_that_lack_something_are_still_shown(language):
    t = locale.get(language)
    assert layers.facts(t, {"source": "đo 2026"})[0][1] == "đo 2026"
    assert layers.facts(t, {}) == []


# The Km


def ends(reader):
    return [each for each in reader.app.text_input if "Km tại điểm" in each.label]


def test_the_km_of_a_line_are_kept_until_the_officer_states_others(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    assert [each.value for each in ends(admin)] == ["Km11+295", "Km56+180"]
    press(admin, "So lại với lý trình này")
    assert "giữ lý trình Km11+295–Km56+180" in said(admin)
    ends(admin)[1].input("Km56+000")
    press(admin, "So lại với lý trình này")
    assert "lý trình theo tệp: Km11+295–Km56+000" in said(admin)
    confirm(admin)
    press(admin, "Công bố phiên bản số 2")
    assert (road().from_km, road().to_km) == (11.295, 56.0)


def test_stated_km_hold_when_the_origin_is_stated_again(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    ends(admin)[0].input("11+000")
    press(admin, "So lại với lý trình này")
    state_origin(admin, source="Sở khác")
    assert "Km11+000–Km56+180" in said(admin)


def test_km_that_cannot_be_read_are_told_and_nothing_changes(admin):
    send(admin, collection(100.0))
    state_origin(admin)
    ends(admin)[0].input("đầu tuyến")
    press(admin, "So lại với lý trình này")
    assert "layer-km-bad" in admin.trees
    assert "giữ lý trình Km11+295–Km56+180" in said(admin)


def test_lost_km_are_asked_for(admin):
    half = json.loads(collection(0.0))
    [feature] = half["features"]
    points = feature["geometry"]["coordinates"]
    middle = len(points) // 2
    parts = [points[: middle + 1], points[middle:]]
    half["features"] = [
        {
            "type": "Feature",
            "properties": {"project_id": ROAD, "ref": ref},
            "geometry": {"type": "LineString", "coordinates": part},
        }
        for ref, part in zip(("a", "b"), parts, strict=True)
    ]
    send(admin, json.dumps(half).encode())
    state_origin(admin)
    assert "mất lý trình, cần ghi lại" in said(admin)
    for box, km in zip(ends(admin), ("11+295", "30+000", "30+000", "56+180"), strict=True):
        box.input(km)
    press(admin, "So lại với lý trình này")
    assert "mất lý trình" not in said(admin)


# The history


def test_the_history_says_which_layer_an_import_changed_and_that_figures_stayed(page, sign):
    bring()
    reader = page(lang="vi").open("lich-su")
    assert "Lớp bản đồ: Quốc lộ" in reader.texts
    assert "Lớp bản đồ khác nhau: Quốc lộ." in reader.texts
    assert "Số liệu tiến độ không đổi giữa hai phiên bản này." in said(reader)
    assert "Hai phiên bản có số liệu như nhau." not in reader.texts
    assert "số liệu không đổi" in reader.texts


def test_a_rollback_says_that_the_layer_of_the_folder_is_back(page, sign):
    bring()
    publishing.rollback(1, ADMIN)
    reader = page(lang="vi").open("lich-su")
    assert "Trở lại lớp của thư mục số liệu" in reader.texts


def test_a_planner_is_told_that_restoring_layers_is_for_administrators(page, sign):
    bring()
    sign(PLANNER)
    reader = page(lang="vi", a="1", b="1").open("lich-su")
    assert "restore-not-yours" in reader.trees
    assert not any(b.label == "Xác nhận" for b in reader.app.button)


def test_a_planner_still_restores_what_only_changed_figures(page, sign):
    bring()
    line = b"project_id,as_of,physical_pct,disbursed_pct,status\ncau-dai-ngai,2025-12-14,51.4,40,in_progress\n"
    publishing.publish(
        drafts.preview(open_base(), line, "a.csv", PLANNER), PLANNER, confirmed=True
    )
    sign(PLANNER)
    reader = page(lang="vi", a="2", b="2").open("lich-su")
    press(reader, "Xác nhận")
    assert open_base().revision == 4


def test_an_administrator_restores_the_old_layer_from_the_history(page, sign):
    south = road().geometry_4326.bounds[1]
    bring()
    sign(ADMIN)
    reader = page(lang="vi", a="1", b="1").open("lich-su")
    press(reader, "Xác nhận")
    assert open_base().revision == 3
    assert road().geometry_4326.bounds[1] == south
