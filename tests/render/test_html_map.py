"""The stand-alone HTML map: nothing from data becomes code, nothing is asked for."""

import re
from datetime import date

import pytest
from shapely import LineString, Point, box

from tvgeo import locale
from tvgeo.core.features import Feature
from tvgeo.core.plan import Settings
from tvgeo.render import html_content, html_looks, html_map, html_parts, legend, style

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
    states = {"road": "late", "port": "on_track", "zone": "no_data", "duty": "slow"}
    known = {
        "title": text,
        "message": text,
        "stamp": text,
        "mark": text,
        "note": text,
        "counts": text,
        "credit": text,
        "alt": text,
        "table_title": text,
        "table_parts": (text, text),
        "columns": (text,) * 4,
        "works": {
            project: html_map.Work(health, (text,) * 4, label=(text, text))
            for project, health in states.items()
        },
        "features": features,
        "layer_names": {"roads": text, text: text},
        "legend": legend.build(T, SETTINGS, finished=True),
        "bounds": (106.0, 9.5, 106.5, 9.9),
        "edge": (105.8, 9.4, 106.8, 10.1),
        "finished": [html_map.Stretch(LineString([(106.1, 9.8), (106.2, 9.8)]), text, "roads")],
        "inset": html_parts.Inset(
            text, text, box(104, 9, 109, 22), (((text, text), (112.0, 16.5)),)
        ),
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
    assert "49" not in re.sub(r"base64,\S+|L\.\S+", "", written.split("<main>")[1])
    assert text not in written
    assert html_map.encode(text) in written


def test_a_field_is_named_by_us_and_never_by_the_data():
    """The name of a unique field is written by folium into the script, unquoted."""
    evil = "a){}__pwned=1;switch(0"
    assert evil not in html_map.render(T, shown(evil)).split("<main>")[0].split("<title>")[0]
    names = set(re.findall(r'"(c\d+|c_\w+)": "', html_map.render(T, shown(evil))))
    assert names == {"c0", "c1", "c2", "c3"}


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
    assert '<p class="mark">' not in html_map.render(T, shown(mark="", note=""))


def test_a_map_without_any_place_still_opens():
    written = html_map.render(T, shown(features=(), finished=(), inset=None, counts="0 việc"))
    assert "<table" in written
    assert '<p class="counts">0 việc</p>' in written
    assert "L.control.layers" not in written.split("<main>")[1]


def test_the_same_map_is_the_same_file():
    """Names come from chance in folium; a file that is sent twice must compare equal."""
    written = html_map.render(T, shown())
    assert written == html_map.render(T, shown())
    assert not re.search(r"_[0-9a-f]{32}", written)


def test_a_name_in_the_table_leads_to_the_work_on_the_map_if_it_is_there():
    written = html_map.render(T, shown())
    table = written[written.index("<table") :]
    assert re.findall(r'data-k="(\d+)"', table) == ["0", "1", "2"]
    assert table.index("data-k") < table.rindex("rowgroup") < table.rindex("<tr>")


def test_hidden_and_direction_changing_characters_are_seen_as_codes():
    written = html_map.render(T, shown("a\u202eb\u0000c\u200bd\u2066e\x07"))
    assert "a[U+202E]b[U+0000]c[U+200B]d[U+2066]e[U+0007]" in written
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\\x00\\x07]", written)


def test_the_country_shows_both_archipelagos_and_where_the_map_lies():
    names = [("Quần đảo Hoàng Sa", "(Việt Nam)"), ("Quần đảo Trường Sa", "(Việt Nam)")]
    country = html_parts.Inset(
        "Vị trí", "Vị trí", box(104, 9, 109, 22),
        ((names[0], (112.0, 16.5)), (names[1], (114.0, 9.5))),
    )  # fmt: skip
    written = html_map.render(T, shown(inset=country))
    picture = written[written.index('<div class="inset">') : written.index("<table")]
    for lines in names:
        assert all(f">{html_map.encode(line)}</text>" in picture for line in lines)
    assert '<div class="inset">' not in html_map.render(T, shown(inset=None))


def test_the_name_stands_at_the_largest_feature_of_a_work():
    parts = [
        feature("road", LineString([(106.1, 9.8), (106.1 + length, 9.8)]))
        for length in (0.1, 0.3, 0.2)
    ]
    assert html_content.largest([*parts, PORT]) == {1, 3}
    assert html_content.largest([]) == set()


def test_signs_of_lines_give_way_to_each_other_and_to_points():
    twin = feature("twin", ROAD.geometry_4326)
    port = feature("port", Point(106.2, 9.8))
    works = {p: html_map.Work("late", ("x",) * 4) for p in ("road", "twin", "port")}
    found = html_content.signs(shown(features=(ROAD, twin, port), works=works))
    points = [found[p].point for p in works]
    assert found["port"].point == port.geometry_4326
    assert min(a.distance(b) for i, a in enumerate(points) for b in points[:i]) > 0.01
    assert all(ROAD.geometry_4326.distance(point) < 1e-9 for point in points)
    assert [found[p].k for p in works] == [0, 1, 2]


def test_another_works_road_stays_as_a_road_and_its_area_goes():
    only = {"port": html_map.Work("late", ("Bến",) * 4, label=("Bến",))}
    written = html_map.render(T, shown("tên", works=only))
    assert style.SCREEN["road_context"] in written
    assert "url(#tv-hatch)" not in written[written.index("<main>") :]
    assert written.count("L.circle") >= 1
