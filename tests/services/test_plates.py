"""The plates of a briefing: which there are, what they show, and what they leave out."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyproj import Transformer

from tvgeo import locale
from tvgeo.render.plates import papers
from tvgeo.services import base, briefing, plate_base, plates
from tvgeo.services.view import open_view, view_on

TINY = Path(__file__).parents[1] / "tiny_province"
T = locale.get("vi")


@pytest.fixture(scope="module")
def view():
    return open_view(base.DEFAULT_FOLDER)


@pytest.fixture(scope="module")
def facts(view):
    return briefing.facts(view, T)


@pytest.fixture(scope="module")
def transport(facts):
    return next(plate for plate in facts.plates if plate.code == "giao-thong")


@pytest.fixture(scope="module")
def economy(facts):
    return next(plate for plate in facts.plates if plate.code == "kinh-te-do-thi")


def plates_of(view, kind="plan", code="", t=T):
    return briefing.facts(view, t, briefing.scope_of(view, t, kind, code)).plates


def by_id(plate):
    return {work.fact.project_id: work for work in plate.works}


def with_office(view, **changes):
    settings = view.base.settings
    office = replace(settings.office, **changes)
    registry = replace(view.base.registry, settings=replace(settings, office=office))
    folder = replace(view.base.folder, registry=registry)
    return replace(
        view, base=replace(view.base, folder=folder, fingerprint=(("changed", 0, 0),))
    )


@pytest.fixture
def tiny(tmp_path):
    shutil.copytree(TINY, tmp_path / "tiny")
    return tmp_path / "tiny"


# Which plates, which works


def test_the_whole_plan_has_one_plate_for_transport_and_one_for_economy_and_towns(facts):
    assert [plate.code for plate in facts.plates] == ["giao-thong", "kinh-te-do-thi"]


@pytest.mark.parametrize(
    ("kind", "code", "plate"),
    [
        ("sector", "urban", "do-thi"),
        ("agency", "so-gtvt", "co-quan"),
        ("work", "cau-dai-ngai", "cong-trinh"),
    ],
)
def test_a_part_of_the_plan_has_one_plate_of_its_works(view, kind, code, plate):
    [found] = plates_of(view, kind, code)
    scope = briefing.scope_of(view, T, kind, code)
    members = set(briefing.members(view, scope))
    assert found.code == plate
    assert {work.fact.project_id for work in found.works} <= members


@pytest.mark.parametrize(("kind", "code"), [("sector", "ict"), ("work", "mang-5g")])
def test_works_without_any_place_have_no_plate(view, kind, code):
    assert plates_of(view, kind, code) == ()


def test_every_work_of_a_plate_is_on_the_map_or_among_those_elsewhere(facts, transport):
    ids = {work.project_id for work in facts.works if work.sector == "transport"}
    placed = set(by_id(transport))
    elsewhere = {fact.project_id for fact in transport.elsewhere}
    assert placed | elsewhere == ids
    assert not placed & elsewhere
    assert "ben-cang-dau-moi-nuoc-sau" in elsewhere


def test_parts_stand_right_after_their_whole(transport):
    ids = list(by_id(transport))
    at = ids.index("cau-dai-ngai")
    assert ids[at + 1 : at + 3] == ["cau-dai-ngai-1", "cau-dai-ngai-2"]
    assert by_id(transport)["cau-dai-ngai"].main


def test_only_a_reported_chainage_draws_a_finished_stretch(view, transport):
    for project_id, work in by_id(transport).items():
        reported = view.standings[project_id].chainage is not None
        assert (work.finished is not None) is reported, project_id


def test_a_finished_stretch_is_as_long_on_paper_as_its_chainage(transport):
    work = by_id(transport)["cau-dai-ngai"]
    [line] = [shape.geometry for shape in work.shapes]
    layout = papers.lay(transport, "a3")
    drawn_mm = work.finished.length * 1000 / layout.scale
    whole_mm = line.length * 1000 / layout.scale
    assert work.second.endswith("Km10+700–Km12+700")
    assert drawn_mm == pytest.approx(whole_mm * (12.7 - 10.7) / 15.14, abs=0.01)


def test_a_sketch_says_so_on_its_flag(transport):
    for work in transport.works:
        sketch = any(shape.schematic and shape.kind == "line" for shape in work.shapes)
        assert ("sơ đồ" in work.second) is sketch, work.label


def test_clusters_of_one_work_keep_their_own_names(economy):
    clusters = by_id(economy)["ccn-hoan-thien-ha-tang"]
    assert clusters.label == "Các cụm công nghiệp"
    assert "CCN Phú Cần" in [shape.name for shape in clusters.shapes]


def test_the_signs_of_towns_do_not_cover_each_other(economy):
    towns = [s.geometry for w in economy.works for s in w.shapes if s.layer == "urban_areas"]
    assert all(town.geom_type == "Point" for town in towns)
    apart = [a.distance(b) for i, a in enumerate(towns) for b in towns[:i]]
    assert min(apart) > 2_000.0


# What stands around the map


def test_the_answer_counts_what_the_legend_counts(facts, transport):
    counted = {key.style: key.n for key in transport.keys}
    assert f"{counted['critical']} công trình, nhiệm vụ chậm nghiêm trọng" in transport.message
    wholes = [w for w in facts.works if w.sector == "transport" and not w.is_part]
    assert sum(counted.values()) == len(wholes)


def test_thresholds_are_those_of_the_settings(view, transport):
    tiny_view = open_view(TINY)
    [plate] = plates_of(tiny_view)
    words = {key.style: key.threshold for key in plate.keys}
    assert words["slow"] == "chậm 3 – dưới 6 điểm %"
    assert {k.style: k.threshold for k in transport.keys}["slow"] == "chậm 5 – dưới 10 điểm %"


def test_a_plate_with_only_sourced_figures_has_no_mark_band(view):
    sourced = view_on(view.base, view.day, sourced_only=True)
    for plate in plates_of(sourced):
        assert (plate.mark, plate.note) == ("", "")
        assert not plate.illustrative


def test_the_source_names_the_credits_and_the_zone(view, transport):
    assert all(credit in transport.source for credit in view.base.settings.credits)
    assert "EPSG:9209" in transport.source


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_plate_speaks_one_language(view, language):
    t = locale.get(language)
    for plate in plates_of(view, t=t):
        assert plate.language == language
        said = f"{plate.title} {plate.message} {plate.note} {plate.alt} {plate.source}"
        assert ("former Trà Vinh Province" in said) is (language == "en")
        assert all(
            ("′E" in g.text or "′N" in g.text) is (language == "en") for g in plate.graticule
        )


# Base map


def test_the_window_holds_the_province_and_gives_the_scales_of_the_papers(transport):
    scales = {paper: papers.lay(transport, paper).scale for paper in papers.PAPER}
    assert scales == {"16x9": 500_000, "a3": 300_000, "a4": 450_000}


def test_roads_of_the_plate_are_not_drawn_as_background_too(transport, economy):
    plan_roads = {shape.ref for work in transport.works for shape in work.shapes}
    assert {"QL53", "QL54", "QL60"} <= plan_roads
    assert len(economy.base.roads) > len(transport.base.roads)
    placed = [s.geometry for w in transport.works for s in w.shapes]
    assert not any(road.geometry.equals(g) for road in transport.base.roads for g in placed)


def test_names_are_those_of_a_map(transport):
    ground = transport.base
    assert [place.name for place in ground.neighbours] == ["Vĩnh Long", "Bến Tre", "Sóc Trăng"]
    districts = [place.name for place in ground.districts]
    assert "Càng Long" in districts
    assert {"H. Duyên Hải", "TX. Duyên Hải"} <= set(districts)
    assert "Trà Vinh" not in " ".join(districts)  # the chief town names its own
    assert [town.name for town in ground.towns if town.rank == 0] == ["TP Trà Vinh"]
    assert [place.name for place in ground.rivers] == ["Sông Cổ Chiên", "Sông Hậu"]
    assert [place.name for place in ground.canals] == ["Kênh Tắt", "Kênh Quan Chánh Bố"]
    assert [place.name for place in ground.seas] == ["Biển Đông"]


def test_the_province_line_keeps_off_the_open_sea(transport):
    sea = transport.base.seas[0].geometry
    assert transport.base.outline.length > 50_000
    assert transport.base.outline.distance(sea) > 1_400


def test_the_sea_goes_on_past_the_edge_of_the_water_layer(transport):
    layout = papers.lay(transport, "16x9")
    east = layout.west + layout.map.width * layout.scale / 1000
    assert transport.base.water.covers(plates.shapely.Point(east - 50, layout.south + 20_000))


def test_a_river_is_no_sea():
    box = plates.shapely.box
    river, sea = box(0, 0, 60_000, 3_000), box(60_000, -40_000, 100_000, 40_000)
    found = plate_base.open_sea(river.union(sea))
    assert found.area == pytest.approx(sea.area, rel=0.02)


def test_meridians_and_parallels_run_where_pyproj_puts_them(transport):
    to_zone = Transformer.from_crs(4326, 9209, always_xy=True)
    lines = {line.text: line.line for line in transport.graticule}
    for text, place in {"106°10′Đ": (106 + 1 / 6, 9.83), "9°50′B": (106.41, 9 + 5 / 6)}.items():
        point = plates.shapely.Point(to_zone.transform(*place))
        # 0.1 mm at 1:300 000 is 30 m
        assert lines[text].distance(point) < 3.0


# Inset


def test_the_inset_shows_the_archipelagos_and_where_the_province_lies(transport):
    inset = transport.inset
    assert [i.name for i in inset.islands] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    west, south, east, north = inset.here
    assert west < 106.3 < east
    assert south < 9.8 < north


def test_an_office_may_want_no_inset(view):
    assert all(plate.inset is None for plate in plates_of(with_office(view, inset=False)))


def test_a_folder_without_the_country_has_no_inset(tiny):
    assert not (tiny / "inset.geojson").exists()
    assert all(plate.inset is None for plate in plates_of(open_view(tiny)))


def test_the_country_is_read_again_when_its_file_changes(tiny):
    assert plates_of(open_view(tiny))[0].inset is None
    shutil.copy(base.DEFAULT_FOLDER / "inset.geojson", tiny)
    assert plates_of(open_view(tiny))[0].inset is not None


def test_a_spoiled_country_is_a_finding_and_no_inset(tiny):
    (tiny / "inset.geojson").write_text("{", encoding="utf-8")
    view = open_view(tiny)
    assert "inset.geojson" in {finding.file for finding in view.base.folder.findings}
    assert plates_of(view)[0].inset is None


# Another province


def test_a_province_with_nothing_but_roads_has_a_plate(tiny):
    [plate] = plates_of(open_view(tiny))
    assert [work.label for work in plate.works] == ["Đường ven sông", "Cầu trên đường ven sông"]
    assert plate.base.province.is_empty
    assert plate.base.water.is_empty
    west, south, east, north = plate.window
    assert east - west >= plates.LEAST_M
    assert north - south >= plates.LEAST_M
    assert "nền" not in plate.source


def test_a_work_whose_place_went_astray_does_not_move_the_map(tiny):
    roads = tiny / "geojson" / "roads.geojson"
    before = roads.read_text(encoding="utf-8")
    [near] = briefing.facts(open_view(tiny), T).plates
    roads.write_text(before.replace("[106.35, 10.1]", "[116.35, 10.1]"), encoding="utf-8")
    [plate] = briefing.facts(open_view(tiny), T).plates
    assert list(by_id(near)) == ["duong-ven-song", "cau-ven-song"]
    assert list(by_id(plate)) == ["duong-ven-song"]
    [away] = plate.elsewhere
    assert (away.project_id, away.no_location) == ("cau-ven-song", T("brief.astray"))
    assert plate.window[2] - plate.window[0] < 50_000
    roads.write_text(
        before.replace("[106.39, 10.1]", "[140.0, 50.0]").replace("106.35,", "116.35,"),
        encoding="utf-8",
    )
    assert briefing.facts(open_view(tiny), T).plates == ()


def test_bounds_of_another_place_leave_every_work_on_its_plate(tiny):
    settings = tiny / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[106.0, 9.8, 106.8, 10.4]", "[108.0, 15.0, 108.5, 15.5]"),
        encoding="utf-8",
    )
    [plate] = briefing.facts(open_view(tiny), T).plates
    assert len(plate.works) == 2


def test_works_that_no_map_holds_have_no_plate_and_the_rest_is_said(tiny):
    settings = tiny / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[106.0, 9.8, 106.8, 10.4]", "[-180, -90, 180, 90]"), encoding="utf-8"
    )
    roads = tiny / "geojson" / "roads.geojson"
    before = roads.read_text(encoding="utf-8")
    roads.write_text(before.replace("[106.39, 10.1]", "[140.0, 50.0]"), encoding="utf-8")
    found = briefing.facts(open_view(tiny), T)
    assert found.plates == ()
    assert found.total == 2


def test_nothing_that_is_shipped_went_astray(view):
    assert not plate_base.astray(view.base)


def test_one_work_is_shown_in_its_surroundings(view):
    [plate] = plates_of(view, "work", "ben-cang-tra-cu")
    west, _, east, _ = plate.window
    [shape] = plate.works[0].shapes
    assert east - west >= plates.LEAST_OF_WORK_M
    assert west < shape.geometry.x - shape.accuracy_m
    assert plate.title == "Bến cảng Trà Cú"


def test_hidden_characters_in_names_are_seen_and_lines_are_one(tiny):
    path = tiny / "geojson" / "roads.geojson"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            '"Đường ven sông"', '"=HYPERLINK(1)\\u202e $x^2$ {{ 1 }} <b>\\u0007\\nhai"'
        ),
        encoding="utf-8",
    )
    [plate] = plates_of(open_view(tiny))
    label = plate.works[0].label
    assert "$x^2$ {{ 1 }} <b>" in label
    assert not any(ord(c) < 32 or c == "\u202e" for c in label + plate.alt)
