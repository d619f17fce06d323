"""A province made in code for the tests of labels: roads, a river, towns, parks, a sea."""

import shapely
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from shapely import LineString, MultiPolygon, Point, Polygon

from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.plates import labels
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.obstacles import Anchor, Obstacles, Weight
from tvgeo.render.plates.plate import BaseMap, Place, Plate, PlateWork, Road, Shape

# 1 mm of this page is 500 m.
LAYOUT = Layout(
    paper="16x9",
    width=338.667,
    height=190.5,
    dpi=144,
    margin=8.0,
    k=1.0,
    fs=9.6,
    title_pt=20.0,
    map=Box(12.0, 24.0, 228.0, 156.0),
    panel=Box(239.0, 20.0, 330.0, 182.0),
    footer_height=10.5,
    scale=500_000.0,
    west=541_000.0,
    south=1_050_000.0,
)
_NOTHING = Value(None, "chưa có số liệu")


def fact(name, number=None, *, kind="road", part_of=None, health="late"):
    text = f"{number}%*".replace(".", ",")
    physical = Value(number, text, illustrative=True) if number is not None else _NOTHING
    return WorkFact(
        project_id=name, name=name, sector="transport", kind=kind, part_of=part_of,
        health=health, state="Chậm", status="", physical=physical, planned=_NOTHING,
        slippage=_NOTHING, disbursed=_NOTHING, disbursed_basis="", difference="", result="",
        as_of=None, due=None, place="", lead="", obstacle="", proposal="", note="", reason="",
        stretch="", source="", citation="", illustrative=True, schematic=True, no_location="",
    )  # fmt: skip


def point(east, north, layer="ports", ref=""):
    return Shape("point", Point(east, north), layer, ref, schematic=False, accuracy_m=100)


def line(*points):
    return Shape(
        "line", LineString(points), "national_highways", "QL53", schematic=False, accuracy_m=100
    )


def work(name, number=None, *, second="", shapes=(), **options):
    kept = {key: options.pop(key) for key in ("main", "optional") if key in options}
    return PlateWork(fact(name, number, **options), name, second, tuple(shapes), **kept)


PROVINCE = MultiPolygon([Polygon([
    (560_000, 1_060_000), (620_000, 1_060_000), (625_000, 1_090_000), (590_000, 1_112_000),
    (560_000, 1_095_000),
])])  # fmt: skip
RIVER = LineString([
    (541_000, 1_112_000), (556_000, 1_098_000), (570_000, 1_080_000), (588_000, 1_066_000),
    (600_000, 1_051_000),
])  # fmt: skip
COAST = 628_000


def base(**changes):
    west, east = (
        Polygon(
            [
                (541_000, 1_050_000),
                (558_000, 1_050_000),
                (558_000, 1_090_000),
                (541_000, 1_100_000),
            ]
        ),
        Polygon(
            [
                (560_000, 1_060_000),
                (590_000, 1_060_000),
                (590_000, 1_112_000),
                (560_000, 1_095_000),
            ]
        ),
    )
    sea = shapely.box(COAST, 1_040_000, 700_000, 1_130_000)
    kept = {
        "province": PROVINCE,
        "province_name": "Trà Vinh",
        "neighbours": (Place("Sóc Trăng", west),),
        "districts": (Place("Cầu Kè", east), Place("Cầu Ngang", PROVINCE.difference(east))),
        "water": sea.union(RIVER.buffer(1800)),
        "rivers": (Place("Sông Hậu", RIVER),),
        "canals": (
            Place("Kênh Tắt", LineString([(590_000, 1_066_000), (625_000, 1_068_000)])),
        ),
        "seas": (Place("Biển Đông", sea),),
        "roads": (
            Road("QL53", LineString([(575_000, 1_105_000), (600_000, 1_090_000), (618_000, 1_063_000)])),
            Road("QL60", LineString([(565_000, 1_070_000), (600_000, 1_090_000)])),
        ),
        "towns": (
            Place("TP Trà Vinh", Point(600_000, 1_091_000), 0),
            Place("Cầu Kè", Point(568_000, 1_090_000)),
            Place("Duyên Hải", Point(612_000, 1_068_000)),
        ),
    }  # fmt: skip
    return BaseMap(**(kept | changes))


def plate(works, **changes):
    return Plate(
        code="giao-thong", title="Tiến độ", message="", date_line="", mark="", note="",
        table_title="", works=tuple(works), elsewhere=(), keys=(), base=base(**changes),
        window=(560_000, 1_060_000, 625_000, 1_112_000), epsg=9209, inset=None, source="",
        link="", alt="", language="vi",
    )  # fmt: skip


def _anchors(one, layout):
    found = []
    for shape in one.shapes:
        geometry = shapely.affinity.affine_transform(shape.geometry, layout.matrix())
        if shape.kind == "point":
            found.append(Anchor(geometry.x, geometry.y, 2.15))
        else:
            seen = shapely.clip_by_rect(geometry, *layout.map.grown(-2))
            for share in (0.5, 0.25, 0.75, 0.1, 0.9):
                at = seen.interpolate(share, normalized=True) if seen.length else None
                found += [Anchor(at.x, at.y, 0.6)] if at else []
    return tuple(found)


def obstacles(shown, layout=LAYOUT):
    """Return what the map of a plate leaves to its labels, near enough."""
    anchors = tuple(_anchors(one, layout) for one in shown.works)
    inside = tuple(
        tuple(anchor for anchor in each if layout.map.left < anchor.x < layout.map.right
              and layout.map.bottom < anchor.y < layout.map.top)
        for each in anchors
    )  # fmt: skip
    symbols = tuple(
        tuple(Box(a.x - 1.75, a.y - 1.75, a.x + 1.75, a.y + 1.75) for a in each if a.rim > 1)
        for each in inside
    )
    lines = [
        Weight(shapely.affinity.affine_transform(shape.geometry, layout.matrix()), 1.2, 0.9)
        for one in shown.works
        for shape in one.shapes
        if shape.kind == "line"
    ]
    province = shapely.affinity.affine_transform(shown.base.province, layout.matrix())
    hard = (Box(180, 27, 226, 70), Box(15, 27, 60, 33), Box(215, 140, 226, 154))
    weights = (*lines, Weight(province, 0.0, 0.004), Weight(province.boundary, 0.4, 0.3))
    return Obstacles(layout.map, inside, symbols, hard, weights)


def lay(works, **base):
    """Return the labels of a plate with these works, on a base map with these changes."""
    shown = plate(works, **base)
    return labels.lay(shown, LAYOUT, obstacles(shown))


def drawn(laid):
    """Draw labels on a page of their own and return its axes."""
    layout = laid.layout
    figure = Figure(figsize=(layout.width / 25.4, layout.height / 25.4), dpi=layout.dpi)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, layout.width), ylim=(0, layout.height))
    axes.axis("off")
    labels.draw(axes, laid)
    with rc_context({"text.hinting": "none"}):
        figure.canvas.draw()
    return axes


def assert_holds(laid, works, **base):
    """Boxes pairwise apart, in the frame, off hard boxes and symbols; leaders cross nothing."""
    around = obstacles(plate(works, **base))
    frame = LAYOUT.map
    fixed = [*around.hard, *(each for boxes in around.symbols for each in boxes)]
    taken = laid.taken
    for number, one in enumerate(taken):
        assert one.box.inside(frame)
        assert not any(one.box.meets(each) for each in fixed)
        for other in taken[number + 1 :]:
            same_water = one.kind == other.kind == "water" and one.name == other.name
            assert same_water or not one.box.meets(other.box), (one, other)
    dots = [town.town.box for town in laid.towns]
    assert not any(dot.meets(one.box) for dot in dots for one in taken)
    lines = [LineString([leader[:2], leader[2:]]) for leader in laid.leaders]
    for number, line in enumerate(lines):
        assert not any(line.intersects(other) for other in lines[number + 1 :])
        own = next(flag for flag in laid.flags if flag.spot.leader == laid.leaders[number])
        others = [each.box for each in taken if each.kind != "water"]
        others.remove(own.spot.box)
        inner = [shapely.box(*each.grown(-0.01)) for each in others]
        assert not any(line.intersects(each) for each in inner)


def texts(laid, index):
    """Return the lines on the tag of a work."""
    tag = next(flag.tag for flag in laid.flags if flag.work == index)
    return [" ".join(piece.text for piece in line.pieces) for line in tag.lines]
