"""The map of a plate: true to scale, every symbol in its grammar, nothing that draws a percentage."""

import io
from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import CircleCollection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from PIL import Image
from places import LAYOUT, line, plate, point, work
from pyproj import Transformer
from shapely import LineString, MultiLineString, Point

from tvgeo import locale
from tvgeo.core import metrics
from tvgeo.render import style
from tvgeo.render.plates import (
    areas,
    chips,
    fonts,
    furniture,
    inset,
    mapping,
    papers,
    signs,
    strokes,
)
from tvgeo.render.plates.canvas import Canvas, along
from tvgeo.render.plates.plate import GridLine, Inset, Place

PAPERS = tuple(papers.PAPER)
ROAD = [(575_000, 1_080_000), (600_000, 1_080_000)]
COUNTRY = shapely.box(102.1, 8.6, 109.4, 23.3)
ISLANDS = (
    Place("Quần đảo Hoàng Sa", Point(112, 16.5)),
    Place("Quần đảo Trường Sa", Point(114, 9.5), 2),
)
INSET = Inset(COUNTRY, ISLANDS, (106.0, 9.5, 106.6, 10.1))


@pytest.fixture
def axes():
    figure = Figure(figsize=(LAYOUT.width / 25.4, LAYOUT.height / 25.4))
    FigureCanvasAgg(figure)
    found = figure.add_axes((0, 0, 1, 1))
    found.set_xlim(0, LAYOUT.width)
    found.set_ylim(0, LAYOUT.height)
    return found


def road(number=None, finished=None, *, schematic=False, **options):
    shape = replace(line(*ROAD), schematic=schematic)
    found = work("QL53 Long Hồ – Ba Si", number, shapes=[shape], **options)
    return replace(found, finished=finished)


def site(name="Bến Trà Cú", accuracy_m=4000.0, *, layer="ports", ref="port", **options):
    shape = replace(point(590_000, 1_070_000, layer, ref), accuracy_m=accuracy_m)
    return work(name, shapes=[shape], **options)


def lines_of(axes):
    """Return the colour, width in pt and points of every line drawn as such."""
    return [
        (to_hex(found.get_color()[0]), float(found.get_linewidth()[0]), found.get_segments())
        for found in axes.collections
        if isinstance(found, LineCollection) and len(found.get_segments())
    ]


def colours_of(axes):
    drawn = {colour for colour, *_ in lines_of(axes)}
    for found in axes.collections:
        if isinstance(found, CircleCollection):
            drawn |= {to_hex(colour) for colour in found.get_facecolor()}
    return drawn


def drawn(axes, one):
    """Return the colours that a work adds to the map."""
    canvas = Canvas.of(axes, LAYOUT)
    mapping._draw_lines(canvas, one)
    return colours_of(axes)


# True to scale


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scale", [10_000.0, 90_000.0, 300_000.0, 1_500_000.0])
def test_the_scale_bar_is_as_long_as_it_says(paper, scale):
    layout = replace(papers.lay(plate([road()]), paper), scale=scale)
    bar = furniture.scale_bar(layout)
    long_m = bar.marks_m[-1]
    assert bar.x(long_m) - bar.left == pytest.approx(long_m * 1000 / scale, abs=1e-9)
    assert bar.x(long_m) < layout.map.left + layout.map.width * 0.45
    assert str(int(long_m)).rstrip("0") in {"1", "2", "5"}
    assert furniture.bar_box(layout).inside(layout.map)


@pytest.mark.parametrize("paper", PAPERS)
def test_coordinates_stand_where_pyproj_puts_them(paper):
    to_zone = Transformer.from_crs(4326, 9209, always_xy=True)
    tens = range(60 * 9, 60 * 11, 10)
    grid = tuple(
        GridLine(
            f"{minutes}",
            LineString([to_zone.transform(106 + minutes / 60, 9 + y / 20) for y in range(41)]),
            meridian=True,
        )
        for minutes in range(-30, 60, 10)
    ) + tuple(
        GridLine(
            f"{minutes}",
            LineString([to_zone.transform(105.4 + x / 20, minutes / 60) for x in range(41)]),
            meridian=False,
        )
        for minutes in tens
    )
    layout = papers.lay(plate([road()]), paper)
    found = furniture.ticks(grid, layout)
    assert {tick.side for tick in found} == {"top", "bottom", "left", "right"}
    back = Transformer.from_crs(9209, 4326, always_xy=True)
    for tick in found:
        mm = layout.scale / 1000
        east = layout.west + (tick.x - layout.map.left) * mm
        north = layout.south + (tick.y - layout.map.bottom) * mm
        lon, lat = back.transform(east, north)
        degrees = (
            106 + int(tick.text) / 60 if tick.side in {"top", "bottom"} else int(tick.text) / 60
        )
        off = abs((lon if tick.side in {"top", "bottom"} else lat) - degrees) * 111_000
        assert off * 1000 / layout.scale < 0.1


def test_a_circle_of_uncertainty_is_drawn_to_scale(axes):
    shown = plate([site(accuracy_m=4000.0)])
    mapping.draw(axes, shown, LAYOUT)
    radii = {
        round(patch.radius, 3)
        for patch in axes.patches + list(axes.artists)
        if isinstance(patch, Circle) and patch.get_linestyle() != "-"
    }
    assert 8.0 in radii  # 4 km at 1:500 000


def test_a_well_known_point_has_no_circle():
    shown = plate([site(accuracy_m=900.0)])
    assert signs.rings(shown, signs.of(shown, LAYOUT), LAYOUT) == []


# The grammar of lines


def test_a_percentage_alone_draws_no_finished_stretch(axes):
    ink = style.PALETTE["base"]["ink"].lower()
    assert ink not in drawn(axes, road(96.5))


def test_a_finished_stretch_has_a_tick_across_at_both_ends(axes):
    half = MultiLineString([[ROAD[0], (585_000, 1_080_000)]])
    drawn(axes, road(40.0, half))
    ink = style.PALETTE["base"]["ink"].lower()
    [ticks] = [
        s for colour, pt, s in lines_of(axes) if colour == ink and pt == pytest.approx(1.3)
    ]
    assert sorted(round(float(tick[0][0]), 3) for tick in ticks) == [
        round(LAYOUT.x(575_000), 3),
        round(LAYOUT.x(585_000), 3),
    ]
    assert all(np.hypot(*(tick[1] - tick[0])) == pytest.approx(strokes.TICK) for tick in ticks)


def test_finished_and_remaining_share_the_line_without_covering_each_other(axes):
    half = MultiLineString([[ROAD[0], (585_000, 1_080_000)]])
    drawn(axes, road(40.0, half))
    long = {}
    for _, pt, segments in lines_of(axes):
        long[round(pt, 1)] = sum(LineString(s).length for s in segments)
    assert long[3.3] == pytest.approx(20.0, abs=0.1)  # 10 km finished
    assert long[3.4] == pytest.approx(30.0, abs=0.1)  # 15 km remain


def test_the_rest_of_a_sketch_is_dots(axes):
    half = MultiLineString([[ROAD[0], (585_000, 1_080_000)]])
    drawn(axes, road(40.0, half, schematic=True))
    [dots] = [c for c in axes.collections if isinstance(c, CircleCollection)]
    x = np.asarray(dots.get_offsets())[:, 0]
    assert (x > LAYOUT.x(585_000)).all()
    assert np.diff(np.sort(x)) == pytest.approx(strokes.DOT_STEP, rel=0.05)


@pytest.mark.parametrize("schematic", [False, True])
def test_what_is_not_begun_or_not_known_bears_no_class_colour(axes, schematic):
    verdicts = {
        style.health_colour(code).lower()
        for code in metrics.SEVERITY
        if code not in {"no_data", "no_plan", "paused", "cancelled"}
    }
    prep = road(0.0, schematic=schematic, health="no_plan")
    prep = replace(prep, fact=replace(prep.fact, status_code="preparation"))
    assert prep.style == "prep"
    found = drawn(axes, prep) | drawn(axes, road(schematic=schematic, health="no_data"))
    assert not found & verdicts


def test_an_area_of_which_nothing_is_known_is_hatched_inside_its_edge(axes):
    zone = shapely.Polygon([(20, 40), (80, 40), (50, 90)])
    areas.draw(Canvas.of(axes, LAYOUT), zone, "no_data", schematic=False)
    hatch = [s for colour, _, s in lines_of(axes) if colour == style.HATCH_COLOUR.lower()]
    assert len(hatch) == 1
    assert len(hatch[0]) > 10
    assert zone.buffer(1e-6).covers(MultiLineString(hatch[0]))


def test_a_study_is_fine_dots(axes):
    study = road(kind="expressway_study", health="no_data")
    assert study.style == "study"
    assert drawn(axes, study) == {strokes.STUDY.lower()}


def test_dots_keep_their_distance_whatever_the_length():
    for long in (0.3, 5.0, 17.3):
        points, ways = along(LineString([(0, 0), (long, 0)]), 1.75)
        assert len(points) == max(int(long / 1.75), 1)
        assert points[:, 0].min() > 0
        assert points[:, 0].max() < long
        assert ways == pytest.approx(np.tile([1.0, 0.0], (len(points), 1)))


# Chips


def grey(code, *, size=22):
    figure = Figure(figsize=(1, 1), dpi=size)
    FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set_xlim(0, 4)
    page.set_ylim(0, 4)
    chips.draw(page, 2, 2, 3.5, code, 1)
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=size)
    return np.asarray(Image.open(data).convert("L"), dtype=float)


def test_every_state_looks_different_on_grey_paper():
    seen = {code: grey(code) for code in (*metrics.SEVERITY, "prep")}
    codes = list(seen)
    for place, one in enumerate(codes):
        for other in codes[:place]:
            # the glyphs, not the greys alone: rows and columns of the two differ in shape
            a, b = (seen[c] - seen[c].mean() for c in (one, other))
            likeness = (a * b).sum() / np.sqrt((a**2).sum() * (b**2).sum())
            assert likeness < 0.985, (one, other)


@pytest.mark.parametrize("numeral", ["II", "", "<b>$x^2$\u202e", "a" * 4000])
def test_a_town_takes_any_numeral(axes, numeral):
    chips.town(axes, 50, 50, numeral, "late", 1.0, 6.5, 1)
    axes.figure.canvas.draw()
    [said] = [text.get_text() for text in axes.texts] or [""]
    assert said == fonts.printable(numeral)[: chips.NUMERAL_LETTERS]
    assert "\u202e" not in said


# Furniture and inset


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_names_of_the_archipelagos_touch_neither_coast_nor_dots_nor_frame(paper, language):
    shown = replace(plate([road()]), inset=INSET, language=language)
    layout = papers.lay(shown, paper)
    box = papers.inset_box(shown, layout)
    country = inset.placed(COUNTRY, box)
    found = inset.names(shown, layout, box)
    assert [name.place.name for name in found] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    for name in found:
        assert name.box.inside(box)
        assert name.pt >= papers.PAPER[paper].least_pt
        assert not country.intersects(shapely.box(*name.box))
        for other in ISLANDS:
            dots = inset.placed(inset._dots(other), box)
            assert not shapely.box(*name.box).intersects(dots)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_archipelagos_are_written_as_vietnam(axes, language):
    mapping.draw(axes, replace(plate([road()]), inset=INSET, language=language), LAYOUT)
    written = [
        text.get_text() for text in axes.texts + list(axes.artists) if hasattr(text, "get_text")
    ]
    assert written.count("(Việt Nam)") == 2
    assert {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"} <= set(written)


def test_without_an_inset_nothing_of_it_is_drawn(axes):
    mapping.draw(axes, plate([road()]), LAYOUT)
    written = [
        text.get_text() for text in axes.texts + list(axes.artists) if hasattr(text, "get_text")
    ]
    assert "(Việt Nam)" not in written
    assert locale.get("vi")("plate.north_arrow") in written


# What is left to the labels


def test_labels_may_not_stand_on_furniture_or_an_inset_on_the_map():
    shown = replace(plate([road()]), inset=INSET)
    for paper in PAPERS:
        layout = papers.lay(shown, paper)
        hard = mapping.obstacles(shown, layout).hard
        box = papers.inset_box(shown, layout)
        covered = any(box.inside(each) for each in hard)
        assert covered is not papers.PAPER[paper].inset_in_panel
        assert furniture.arrow_box(layout) in hard
        assert furniture.bar_box(layout) in hard


def test_every_seen_work_has_anchors_in_the_frame_and_others_have_none():
    far = replace(line((900_000, 1_080_000), (950_000, 1_080_000)))
    zone = replace(
        line(*ROAD), kind="area", geometry=shapely.box(580_000, 1_060_000, 600_000, 1_075_000)
    )
    shown = plate([road(), site(), work("xa", shapes=[far]), work("khu", shapes=[zone])])
    found = mapping.obstacles(shown, LAYOUT)
    assert [bool(anchors) for anchors in found.anchors] == [True, True, False, True]
    assert [len(boxes) for boxes in found.symbols] == [0, 1, 0, 0]
    for anchors in found.anchors:
        for anchor in anchors:
            assert LAYOUT.map.left <= anchor.x <= LAYOUT.map.right
            assert LAYOUT.map.bottom <= anchor.y <= LAYOUT.map.top


def test_a_line_is_pointed_to_at_its_finished_stretch_first():
    end = MultiLineString([[(595_000, 1_080_000), ROAD[1]]])
    shown = plate([road(40.0, end)])
    first = mapping.obstacles(shown, LAYOUT).anchors[0][0]
    assert LAYOUT.x(595_000) < first.x < LAYOUT.x(600_000)


def test_a_note_on_a_circle_keeps_off_signs_and_frame():
    shown = plate([site(), site("hai", 3000.0)])
    points = signs.of(shown, LAYOUT)
    noted = signs.notes(shown, signs.rings(shown, points, LAYOUT), points, LAYOUT, [])
    assert len(noted) == 2
    assert not noted[0].box.meets(noted[1].box)
    for each in noted:
        assert each.box.inside(LAYOUT.map)
        assert not any(each.box.meets(sign.box) for sign in points)


def test_a_note_on_a_circle_keeps_off_the_inset():
    shown = plate([site()])
    points = signs.of(shown, LAYOUT)
    rings = signs.rings(shown, points, LAYOUT)
    [free] = signs.notes(shown, rings, points, LAYOUT, [])
    [moved] = signs.notes(shown, rings, points, LAYOUT, [free.box.grown(1.0)])
    assert not moved.box.meets(free.box)
