"""A window and a paper give a round scale, and a place for everything on the page."""

from dataclasses import replace

import places
import pytest
import shapely

from tvgeo.render.plates import papers
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.plate import PAPERS

# The province as it lies in EPSG:9209; the sea is east of it.
TRA_VINH = (549_588.0, 1_053_721.0, 620_697.0, 1_114_984.0)
SEA = shapely.box(618_000, 1_034_000, 648_000, 1_118_000)


def province(**changes):
    shown = places.plate([], province=shapely.MultiPolygon([shapely.box(*TRA_VINH)]), water=SEA)
    return replace(shown, **{"window": TRA_VINH, "note": "minh họa", **changes})


@pytest.mark.parametrize(
    ("paper", "scale", "east", "north", "frame"),
    [
        ("16x9", 500_000, 594_800, 1_084_000, Box(12.2, 24.0, 229.0, 156.4)),
        ("a4", 450_000, 590_200, 1_084_300, Box(11.4, 22.8, 208.0, 177.8)),
        ("a3", 300_000, 587_300, 1_085_000, Box(15.7, 28.7, 293.8, 253.9)),
    ],
)
def test_the_province_has_the_scale_and_the_place_that_were_chosen_for_it(
    paper, scale, east, north, frame
):
    layout = papers.lay(province(), paper)
    assert layout.scale == scale
    assert layout.map == pytest.approx(frame)
    half = layout.map.width * scale / 2000, layout.map.height * scale / 2000
    assert layout.west + half[0] == pytest.approx(east, abs=1100)
    assert layout.south + half[1] == pytest.approx(north, abs=700)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_window_lies_in_the_map_with_room_on_every_side(paper):
    layout = papers.lay(province(), paper)
    west, south, east, north = TRA_VINH
    shown = Box(layout.x(west), layout.y(south), layout.x(east), layout.y(north))
    assert shown.inside(layout.map.grown(-papers.FREE + 0.01))


@pytest.mark.parametrize("paper", PAPERS)
def test_map_panel_and_mark_band_share_no_place(paper):
    layout = papers.lay(province(), paper)
    band, page = papers.band_box(layout), Box(0, 0, layout.width, layout.height)
    assert not layout.map.meets(layout.panel)
    assert not band.meets(layout.map)
    assert not band.meets(layout.panel)
    for box in (layout.map, layout.panel, band):
        assert box.inside(page.grown(-layout.margin + 1e-6))


@pytest.mark.parametrize("paper", PAPERS)
def test_without_a_mark_the_map_grows_into_the_place_of_its_band(paper):
    marked = papers.lay(province(), paper)
    plain = papers.lay(province(note=""), paper)
    assert plain.map.height - marked.map.height == pytest.approx(papers.PAPER[paper].band)
    assert plain.map.bottom == marked.map.bottom


def test_what_the_page_is_wider_than_the_window_goes_towards_the_water():
    width = 216.8 * 500
    free = width - (TRA_VINH[2] - TRA_VINH[0])
    west_of_it = shapely.box(400_000, 1_034_000, 549_000, 1_118_000)
    wide = shapely.box(618_000, 1_034_000, 700_000, 1_118_000)
    for water, share in ((wide, 0.24), (west_of_it, 0.76), (shapely.MultiPolygon(), 0.5)):
        shown = province()
        shown = replace(shown, base=replace(shown.base, water=water))
        layout = papers.lay(shown, "16x9")
        assert TRA_VINH[0] - layout.west == pytest.approx(free * share, rel=0.001)


def test_the_map_ends_where_the_sea_does():
    layout = papers.lay(province(), "16x9")
    assert layout.west + layout.map.width * layout.scale / 1000 <= SEA.bounds[2] + 0.01
    assert layout.west <= TRA_VINH[0] - papers.FREE * layout.scale / 1000


@pytest.mark.parametrize(
    ("width", "scale"),
    [
        (70_000, 350_000),
        (70_100, 400_000),
        (1_000, 10_000),
        (0, 10_000),
        (2_000_000, 10_000_000),
    ],
)
def test_scales_are_round_and_a_point_is_not_magnified_without_end(width, scale):
    frame = Box(0, 0, 208, 208)
    assert papers.round_scale((0, 0, width, width), frame) == scale


def test_the_inset_stands_in_the_sea_and_never_over_a_work():
    layout = papers.lay(province(), "16x9")
    usual = papers.inset_box(province(), layout)
    assert usual.inside(layout.map)
    assert usual.right > layout.map.right - 5
    assert usual.bottom < layout.map.bottom + 5
    work = places.work("Cảng", shapes=[places.point(640_000, 1_055_000)])
    moved = papers.inset_box(replace(province(), works=(work,)), layout)
    assert moved.inside(layout.map)
    assert not moved.meets(usual)


def test_on_a3_the_inset_stands_in_the_panel():
    layout = papers.lay(province(), "a3")
    assert papers.inset_box(province(), layout).inside(layout.panel)


def test_an_unknown_paper_is_refused():
    with pytest.raises(ValueError, match="no paper 'a5'; one of 16x9, a4, a3"):
        papers.lay(province(), "a5")
