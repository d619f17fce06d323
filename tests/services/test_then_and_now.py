"""The plan's districts and agencies, or today's: one choice, and everything follows it."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from tvgeo import locale
from tvgeo.core.units import NOW, THEN
from tvgeo.services import briefing, documents, filtering, html_map, map_layers, packs, units
from tvgeo.services.base import open_base
from tvgeo.services.filtering import Filters
from tvgeo.services.view import View, view_as_of

DAY = date(2025, 12, 14)
TINY = Path(__file__).parents[1] / "tiny_province"
VI, EN = locale.get("vi"), locale.get("en")
QL54, QL60, NGU_LAC = "ql54-vinh-long-tra-vinh", "ql60-binh-phu-dai-ngai", "kdvcn-ngu-lac"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")


@pytest.fixture
def then() -> View:
    return view_as_of(open_base(), DAY)


@pytest.fixture
def now(then) -> View:
    return units.seen(then, NOW)


def passed(base, project_id):
    """Return the communes that a work is drawn in by lon/lat alone, without any projection."""
    shapes = [f.geometry_4326 for f in base.join.located[project_id]]
    return {
        commune.name_vi
        for commune in units.communes_of(base)
        if any(commune.geometry_4326.intersects(shape) for shape in shapes)
    }


# --- where the works of the shipped plan lie -----------------------------------------------


def test_highway_60_leads_through_the_communes_that_its_line_crosses(then):
    found = units.where(then.base)[QL60]
    drawn = [one.commune.name_vi for one in found.within if one.drawn]
    # from Bình Phú in the north to the bridge in the south
    assert drawn == [
        "Xã Bình Phú", "Xã Tân An", "Xã Song Lộc", "Xã Tập Ngãi", "Xã Tiểu Cần", "Xã Hùng Hòa",
    ]  # fmt: skip
    assert set(drawn) == passed(then.base, QL60)
    assert found.schematic
    assert found.certain == ()  # a sketch of 3 km is certain of none of them


def test_highway_54_is_certain_where_it_runs_deep_inside(then):
    found = units.where(then.base)[QL54]
    names = [one.commune.name_vi for one in found.certain]
    assert names[:4] == ["Xã Tam Ngãi", "Xã Cầu Kè", "Xã Phong Thạnh", "Xã Tiểu Cần"]
    assert names[-1] == "Phường Trà Vinh"
    assert set(names) <= passed(then.base, QL54)
    assert found.outside_pct == pytest.approx(18.5, abs=0.5)  # the stretch from Trà Ôn


def test_shares_and_what_lies_outside_make_up_the_whole_of_every_work(then):
    for project_id, found in units.where(then.base).items():
        known = [one.share_pct for one in found.within if one.share_pct is not None]
        if known:
            inside = 100 - (found.outside_pct or 0)
            assert sum(known) == pytest.approx(inside, abs=1), project_id


def test_every_located_work_is_somewhere_or_outside(then):
    where = units.where(then.base)
    assert where.keys() == then.base.join.located.keys()
    assert all(found.within or found.outside for found in where.values())


def test_the_join_is_made_once_for_all_readers(then, now):
    assert units.where(then.base) is units.where(now.base)


# --- how it is said ------------------------------------------------------------------------


def said(view, project_id, t=VI):
    return units.place(t, view, view.registry.projects[project_id])


def test_the_plan_names_districts_until_today_is_asked_for(then, now):
    assert said(then, QL54) == "Cầu Kè, Tiểu Cần, Trà Cú, Châu Thành, TP Trà Vinh"
    assert said(now, QL54).startswith(
        "Xã Tam Ngãi, Xã Cầu Kè, Xã Phong Thạnh và 5 đơn vị khác;"
    )


def test_what_is_not_certain_is_said_to_be_possible_and_a_sketch_says_so(now):
    text = said(now, QL60)
    assert text.startswith("Có thể Xã Bình Phú, Xã Tân An, Xã Song Lộc và 3 đơn vị khác")
    assert text.endswith("(sơ đồ)")
    assert said(now, NGU_LAC).endswith("(vị trí ước lượng)")
    assert "possibly" in said(now, QL60, EN).lower()


def test_a_circle_that_touches_several_communes_counts_the_others(now):
    assert re.match(r"Có thể Xã Ngũ Lạc hoặc 5 đơn vị kề bên", said(now, NGU_LAC))


def test_without_a_location_no_commune_is_made_up(now):
    project_id = next(p for p in now.base.join.unlocated if now.registry.projects[p].districts
                      and "toàn tỉnh" not in now.registry.projects[p].districts)  # fmt: skip
    assert said(now, project_id) == "Chưa rõ xã, phường (chưa có vị trí)"


def test_the_successor_answers_today_and_says_where_nobody_has_verified_it(then, now):
    def lead(view, project_id):
        return units.lead(VI, view, view.standings[project_id])

    assert lead(then, QL54) == "Sở GTVT → Sở Xây dựng tỉnh Vĩnh Long"
    assert lead(now, QL54) == "Sở Xây dựng tỉnh Vĩnh Long"
    leads = {lead(now, p) for p in now.registry.projects}
    assert "Sở Công Thương tỉnh Vĩnh Long (chưa kiểm chứng)" in leads
    assert "Đơn vị cấp xã mới thay UBND TP Trà Vinh (chưa kiểm chứng)" in leads


def test_an_agency_of_whom_nothing_is_known_is_not_given_a_successor(now):
    investors = now.registry.agencies["nha-dau-tu"]
    assert units.name(VI, now, investors) == "Nhà đầu tư (nay: chưa rõ)"


# --- what follows from it ------------------------------------------------------------------


def test_works_are_counted_at_the_successor_once(then, now):
    assert {"so-gtvt", "so-xay-dung"} <= then.agencies.keys()
    assert "vl-so-xay-dung" not in then.agencies
    assert not {"so-gtvt", "so-xay-dung"} & now.agencies.keys()
    both = [
        item
        for item in then.wholes
        if {"so-gtvt", "so-xay-dung"} & set(item.project.lead_agency)
    ]
    assert sum(now.agencies["vl-so-xay-dung"].values()) == len(both)
    assert then.counts == now.counts
    assert then.standings is now.standings


def test_a_successor_owes_the_reports_of_all_it_took_over(then, now):
    owed = {r.agency.agency_id: len(r.owed) for r in then.reports}
    today = {r.agency.agency_id: len(r.owed) for r in now.reports}
    assert today["vl-so-xay-dung"] == owed["so-gtvt"] + owed["so-xay-dung"]
    assert len(today) == len(owed) - 1


def test_the_commune_is_a_filter_that_leaves_what_lies_or_may_lie_in_it(now):
    tieu_can = next(c for c in units.communes_of(now.base) if c.name_vi == "Xã Tiểu Cần")
    left = filtering.left(now, Filters(communes=(tieu_can.feature_id,)))
    assert {QL54, QL60} <= left.ids
    assert "luong-song-hau-gd2" not in left.ids
    assert filtering.left(now, Filters(agencies=("vl-so-xay-dung",))).ids >= {QL54}


def test_a_map_has_the_districts_or_the_communes_and_asks_for_no_more(then, now):
    layers = map_layers.drawn_layers(then.base)
    assert "districts" in layers
    assert "communes_2025" not in layers
    today = map_layers.drawn_layers(now.base, NOW)
    assert "communes_2025" in today
    assert "districts" not in today
    same = layers.keys() - {"districts"}
    assert all(today[name] is layers[name] or today[name] == layers[name] for name in same)


def test_a_folder_that_knows_nothing_of_today_offers_no_choice():
    base = open_base(TINY)
    assert not units.are_known(base)
    view = units.seen(view_as_of(base, date(2024, 12, 31)), NOW)
    assert said(view, "duong-ven-song") == "Chưa rõ xã, phường (chưa có ranh giới)"
    assert units.note(VI, view) == "Cơ quan ghi theo hiện nay."


def test_the_choice_as_the_plan_is_the_very_same_view(then):
    assert units.seen(then, THEN) is then


# --- documents -----------------------------------------------------------------------------


@pytest.fixture
def report(request, then):
    """Return the words of the written report, in the units that are asked for."""
    view = units.seen(then, request.param)
    facts = briefing.facts(view, VI)
    document = Document(io.BytesIO(packs.document("docx", view, VI, facts, {})))
    return "\n".join(p.text for p in document.paragraphs)


@pytest.mark.parametrize("report", [NOW], indirect=True)
def test_the_report_of_today_names_successors_and_says_so(report):
    assert "Cầu Đại Ngãi (Sở Xây dựng tỉnh Vĩnh Long)" in report
    assert "Sở Giao thông vận tải" not in report
    assert "Xã, phường và cơ quan ghi theo hiện nay (từ 01/07/2025)" in report


@pytest.mark.parametrize("report", [THEN], indirect=True)
def test_the_report_as_in_the_plan_names_the_plan_s_agencies(report):
    assert "tiếp nhận nhiệm vụ của Sở Giao thông vận tải" in report
    assert "theo hiện nay" not in report


def test_facts_have_places_and_leads_of_the_same_units(then, now):
    plan, today = ({w.project_id: w for w in briefing.facts(v, VI).works} for v in (then, now))
    assert plan[QL54].place.startswith("Cầu Kè, Tiểu Cần")
    assert today[QL54].place.startswith("Xã Tam Ngãi")
    assert "Sở Giao thông vận tải" in plan[QL54].lead_full
    assert today[QL54].lead_full == "Sở Xây dựng tỉnh Vĩnh Long"


def test_an_agency_of_the_plan_is_asked_for_by_the_name_of_its_successor(now):
    scope = briefing.scope_of(now, VI, "agency", "so-gtvt")
    assert (scope.code, scope.name) == ("vl-so-xay-dung", "Sở Xây dựng tỉnh Vĩnh Long")
    assert QL54 in briefing.members(now, scope)


def test_files_of_today_have_names_of_their_own(then, now):
    scope = briefing.scope_of(now, VI, "plan", "")
    assert packs.stem(then, scope) == "tvgeo-2025-12-14"
    assert packs.stem(now, scope) == "tvgeo-hien-nay-2025-12-14"


def test_the_html_map_names_and_draws_today_s_units(then, now):
    plan, today = (html_map.html_map(view, VI, [QL54]) for view in (then, now))
    assert "Xã Tam Ngãi, Xã Cầu Kè" in today
    assert "Xã Tam Ngãi, Xã Cầu Kè" not in plan


def test_status_tells_both_for_every_project(then):
    [work] = [p for p in documents.status(then)["projects"] if p["project_id"] == QL54]
    assert work["communes"]["within"][0] == {
        "ref": "29335", "name": "Xã Tam Ngãi", "certain": True,
        "share_pct": pytest.approx(6.2, abs=0.2), "length_km": pytest.approx(5.1, abs=0.2),
        "area_ha": None,
    }  # fmt: skip
    assert work["successor"] == [
        {
            "agency": "so-gtvt", "successor": "vl-so-xay-dung", "verified": True,
            "basis": then.registry.agencies["so-gtvt"].successor_basis,
        }
    ]  # fmt: skip
    nowhere = [p for p in documents.status(then)["projects"] if p["communes"] is None]
    assert {p["project_id"] for p in nowhere} == then.base.join.unlocated.keys()
    json.dumps(documents.status(then))
