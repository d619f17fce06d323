"""Whatever a name is made of, it stands on the map as text, and the labels hold."""

import places
import pytest
from shapely import LineString, Point

from tvgeo.render.plates.plate import Place, Road

PART = [places.point(561_000, 1_078_000)]
ROAD = [places.line((556_000, 1_073_000), (625_000, 1_060_000))]


@pytest.mark.parametrize(
    "name",
    [
        "x" * 4000,
        "Cầu " * 1000,
        "$x^2$\x00\u202e",
        "<b>&amp;{{ 7 }}</b>",
        "e" + "\u0301" * 4000,
        "",
    ],
)
def test_whatever_a_name_is_the_labels_hold(name):
    works = [
        places.work(name, 62.4, second=name, shapes=PART, main=True),
        places.work(name, second=name, shapes=ROAD),
        places.work(name, second=name, shapes=ROAD, kind="expressway_study"),
    ]
    base = {
        "towns": (Place(name, Point(600_000, 1_090_000)),),
        "districts": (Place(name, places.PROVINCE),),
        "rivers": (Place(name, places.RIVER),),
        "roads": (Road(name, LineString([(575_000, 1_105_000), (618_000, 1_063_000)])),),
    }
    laid = places.lay(works, **base)
    places.assert_holds(laid, works, **base)
    assert laid.lost == ()
    assert all(flag.tag.width < places.LAYOUT.map.width / 2 for flag in laid.flags)
    assert "…" in places.texts(laid, 0)[0] or len(name) < 40 or "\u0301" in name
    places.drawn(laid)


def test_the_figure_of_a_work_with_an_endless_name_is_still_there():
    work = places.work("x" * 4000, 62.4, shapes=PART)
    assert places.texts(places.lay([work]), 0)[0].endswith("… · 62,4%*")
