"""The stand-alone HTML map: nothing from data becomes code, nothing is asked for."""

import re
from datetime import date

import pytest
from shapely import LineString, Point, box

from tvgeo import locale
from tvgeo.core.features import Feature
from tvgeo.core.plan import Settings
from tvgeo.render import html_looks, html_map, legend, style

T = locale.get("vi")
SETTINGS = Settings("Plan", "Province", (date(2021, 1, 1), date(2025, 12, 31)))
JINJA = (
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "{% for x in range(3) %}{{x}}",
    "{# note",
    "${7*7}",
)


def feature(name, geometry, **more):
    known = {
        "feature_id": name,
        "layer": "roads",
        "project_id": name,
        "source": "tests",
        "licence": "own-work",
        "accuracy_m": 300.0,
        "method": "digitised",
    }
    return Feature(geometry_4326=geometry, **known | more)


ROAD = feature("road", LineString([(106.1, 9.8), (106.3, 9.8)]))
PORT = feature("port", Point(106.4, 9.7), method="schematic", accuracy_m=4000.0)
ZONE = feature("zone", box(106.0, 9.5, 106.2, 9.6))


def shown(text="tên", features=(ROAD, PORT, ZONE), **more):
    """Return a map on which every text is `text`."""
    known = {
        "title": text,
        "stamp": text,
        "note": text,
        "credit": text,
        "alt": text,
        "table_title": text,
        "columns": (text,) * 4,
        "works": {
            project: html_map.Work(health, (text,) * 4)
            for project, health in (("road", "late"), ("port", "on_track"), ("zone", "no_data"))
        },
        "features": features,
        "layer_names": {"roads": text, text: text},
        "legend": legend.build(T, SETTINGS, finished=True),
        "bounds": (106.0, 9.5, 106.5, 9.9),
        "edge": (105.8, 9.4, 106.8, 10.1),
    }
    return html_map.HtmlMap(**known | more)


@pytest.mark.parametrize("sign", list("&<>\"'{}$`\\"))
def test_every_sign_that_some_language_reads_becomes_an_entity(sign):
    assert html_map.encode(f"a{sign}b") == f"a&#{ord(sign)};b"


def test_vietnamese_stays_as_it_is():
    assert html_map.encode("Cầu Đại Ngãi ữ ợ ẫ 62,4%*") == "Cầu Đại Ngãi ữ ợ ẫ 62,4%*"


@pytest.mark.parametrize("text", JINJA)
def test_no_template_in_the_data_is_run_or_left_for_another_to_run(text):
    place = feature(text, Point(106.2, 9.7), layer="places", ref="town", name_vi=text)
    written = html_map.render(T, shown(text, (ROAD, PORT, ZONE, place)))
    assert "49" not in re.sub(r"[0-9a-f]{32}|base64,\S+|L\.\S+", "", written.split("<main>")[1])
    assert text not in written
    assert html_map.encode(text) in written


def test_a_field_is_named_by_us_and_never_by_the_data():
    """The name of a unique field is written by folium into the script, unquoted."""
    evil = "a){}__pwned=1;switch(0"
    assert evil not in html_map.render(T, shown(evil)).split("<main>")[0].split("<title>")[0]
    names = set(re.findall(r'"(c\d+|c_\w+)": "', html_map.render(T, shown(evil))))
    assert names == {"c0", "c1", "c2", "c3", "c_geometry"}


def test_nothing_is_fetched_and_only_the_scripts_of_the_file_may_run():
    written = html_map.render(T, shown())
    assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)=", written)
    assert not re.search(r"url\((?!data:|#)", written)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', written)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "'unsafe-inline'; img-src data:" in policy
    assert "unsafe" not in policy.split(";")[1]
    assert policy.count("'sha256-") == written.count("<script>")


def test_colours_are_those_of_the_palette_and_a_scheme_is_dotted():
    assert html_looks.work(ROAD, "late")["color"] == style.health_colour("late")
    assert "dashArray" not in html_looks.work(ROAD, "late")
    scheme = feature("road", ROAD.geometry_4326, method="schematic")
    assert html_looks.work(scheme, "late")["dashArray"] == "0.1 7"
    assert html_looks.work(ZONE, "no_data")["fillColor"] == "url(#tv-hatch)"
    assert html_looks.ring(4000.0)["radius"] == 4000.0


def test_the_line_of_the_state_the_mark_and_the_table_are_there():
    written = html_map.render(T, shown("Quốc lộ 60*"))
    assert '<html lang="vi">' in written
    assert written.count("Quốc lộ 60*") >= 3 * 4
    assert T("legend.schematic") in written
    assert '<p class="mark">' in written
    assert '<p class="mark">' not in html_map.render(T, shown(note=""))


def test_a_map_without_any_place_still_opens():
    assert "<table" in html_map.render(T, shown(features=()))
