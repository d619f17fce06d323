"""The choice between the plan's units and today's, on every page and in the address."""

import json

import pytest

from tvgeo import locale
from tvgeo.core.units import NOW
from tvgeo.services import units
from tvgeo.services.base import open_base
from tvgeo.services.view import default_period, view_of_period
from tvgeo.ui.blocks import map_data
from tvgeo.web import geometry

QL54 = "ql54-vinh-long-tra-vinh"
HEIR, PLANNED = "Sở Xây dựng tỉnh Vĩnh Long", "Sở GTVT"
COMMUNES, DISTRICTS = "Xã Tam Ngãi, Xã Cầu Kè, Xã Phong Thạnh", "Cầu Kè, Tiểu Cần, Trà Cú"


def said(reader):
    return "\n".join(text.replace("\N{NO-BREAK SPACE}", " ") for text in reader.texts)


@pytest.fixture
def base(monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")
    return open_base()


@pytest.mark.parametrize("address", ["tong-quan", "ban-do", "ke-hoach", "bao-cao"])
def test_pages_name_the_agencies_of_the_plan_at_first_and_today_s_when_asked(page, address):
    plan = page(lang="vi", project=QL54).open(address)
    today = page(lang="vi", project=QL54, units="now").open(address)
    assert not plan.failed
    assert not today.failed
    assert PLANNED in said(plan)
    # a phone tells who it was before
    names = [line for line in said(today).splitlines() if not line.startswith("trước: ")]
    assert not any(PLANNED in line for line in names)
    assert any(HEIR in line for line in names)
    assert "units" not in plan.address
    assert today.address["units"] == "now"


def test_the_map_page_names_communes_and_filters_by_them(page):
    plan = page(lang="vi", project=QL54).open("ban-do")
    today = page(lang="vi", project=QL54, units="now").open("ban-do")
    assert DISTRICTS in said(plan)
    assert COMMUNES in said(today)
    assert DISTRICTS not in said(today)


def test_a_filter_by_commune_is_kept_in_the_address_and_ends_with_the_plan_s_units(page):
    tieu_can = "xa-29341"
    today = page(lang="vi", units="now", commune=tieu_can).open("ban-do")
    assert today.address["commune"] == tieu_can
    plan = page(lang="vi", commune=tieu_can).open("ban-do")
    assert "commune" not in plan.address
    assert (
        "district" not in page(lang="vi", units="now", district="Trà Cú").open("ban-do").address
    )


def test_the_choice_is_made_on_a_page_and_goes_along_to_the_next(page):
    reader = page(lang="vi", project=QL54).open("bao-cao")
    reader.app.selectbox(key="w-units").select(NOW).run()
    assert reader.address["units"] == "now"
    assert HEIR in said(reader)
    assert COMMUNES in said(reader.open("ban-do"))
    reader.app.selectbox(key="w-units").select("then").run()
    assert "units" not in reader.address
    assert DISTRICTS in said(reader)


def test_an_address_without_sense_shows_the_plan_s_units(page):
    reader = page(lang="vi", units="../x").open("bao-cao")
    assert "units" not in reader.address
    assert PLANNED in said(reader)


@pytest.mark.parametrize("choice", [{}, {"units": "now"}])
def test_the_page_of_a_work_always_shows_both(page, choice):
    reader = page(lang="vi", project=QL54, **choice).open("cong-trinh")
    assert f"Trước 01/07/2025: {DISTRICTS}, Châu Thành, TP Trà Vinh" in said(reader)
    assert "Hiện nay: Xã Tam Ngãi 5,1 km (6,2%); Xã Cầu Kè 9,2 km (11,1%)" in said(reader)
    assert f"Theo Kế hoạch: {PLANNED}" in said(reader)
    assert f"Hiện nay: {HEIR}" in said(reader)
    assert "lệch tới 610 m" in said(reader)


def test_the_reminder_goes_to_who_answers_today(page):
    reader = page(lang="vi", units="now", agency="vl-so-xay-dung").open("bao-cao")
    assert any(text.startswith("Kính gửi Sở Xây dựng tỉnh Vĩnh Long:") for text in reader.texts)


def test_english_says_the_same(page):
    reader = page(lang="en", project=QL54, units="now").open("ban-do")
    assert "Tam Ngãi Commune, Cầu Kè Commune" in said(reader)
    assert "Vĩnh Long Construction Dept" in said(reader)
    assert "Communes and agencies are today's" in said(reader)


def test_the_briefing_page_and_the_slides_follow_the_choice(page):
    reader = page(lang="vi", units="now").open("trinh-bay")
    assert not reader.failed
    assert any("cơ quan ghi theo hiện nay" in text for text in reader.texts)


def test_a_map_is_told_no_more_for_it_but_another_index(base):
    """Figures and their packing are the same; the layers come by the address of the index."""
    t = locale.get("vi")
    then = view_of_period(base, default_period(base))
    now = units.seen(then, NOW)
    indexes = [map_data.index(base, "vi", view.units) for view in (then, now)]
    one, other = (
        map_data.message(t, view, index, map_id="map")
        for view, index in zip((then, now), indexes, strict=True)
    )
    assert {name for name in one if one[name] != other[name]} == {"index"}


def test_communes_are_published_only_for_who_asks_for_them(base):
    def layers(named):
        address = map_data.index(base, "vi", named).address
        published = geometry.find(address.removeprefix("geo/"))
        return {layer["id"] for layer in json.loads(published.raw)["layers"]}

    assert "communes_2025" not in layers("then")
    assert "communes_2025" in layers(NOW)
