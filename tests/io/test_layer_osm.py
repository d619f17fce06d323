"""A road out of an OpenStreetMap extract: by its number, its ways joined, its licence with it.

`roads.osm.pbf` is `extract()` packed by `osmium cat`; the test that both give the same says so.
"""

from pathlib import Path

import pytest
import shapely
from layer_making import codes, read

from tvgeo.core.layer_merge import normalised_ref

# Each file is read in a process of its own: the long run has the time.
pytestmark = pytest.mark.slow

PBF = Path(__file__).with_name("roads.osm.pbf")


def extract(*ways) -> bytes:
    """Return an extract; a way is (node numbers, tags); node n lies at 106.30 + n / 100 east."""
    ways = ways or (
        ([1, 2, 3], {"highway": "trunk", "ref": "QL.53"}), ([5, 4, 3], {"highway": "trunk", "ref": "QL53;QL54"}),
        ([7, 8], {"highway": "primary", "ref": "ĐT 911", "name": 'Đường tỉnh "911"'}), ([3, 6], {"waterway": "canal", "ref": "QL53"}),
    )  # fmt: skip
    nodes = sorted({n for places, _ in ways for n in places})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
    lines += [
        f'<node id="{n}" version="1" timestamp="2024-01-01T00:00:00Z" lat="9.90" lon="{106.3 + n / 100:.2f}"/>'
        for n in nodes
    ]
    for i, (places, tags) in enumerate(ways, start=1):
        lines.append(f'<way id="{i}" version="1" timestamp="2024-01-01T00:00:00Z">')
        lines += [f'<nd ref="{n}"/>' for n in places]
        for key, value in tags.items():
            quoted = value.replace('"', "&quot;")
            lines.append(f'<tag k="{key}" v="{quoted}"/>')
        lines.append("</way>")
    return "\n".join([*lines, "</osm>"]).encode()


@pytest.mark.parametrize("ref", ["QL.53", "QL 53", "ql53", "Quốc lộ 53"])
@pytest.mark.parametrize(("name", "packed"), [("a.osm", False), ("a.osm.pbf", True)])
def test_a_road_is_found_however_its_number_is_written(ref, name, packed):
    reading = read(PBF.read_bytes() if packed else extract(), name, ref=ref)
    (road,) = reading.features
    assert (reading.verdict, reading.crs, road.kind) == ("accept", "EPSG:4326", "LineString")
    # three ways with the number, one of them water and one drawn from the other end
    east = shapely.get_coordinates(road.geometry_4326)[:, 0]
    assert sorted(east) in ([*east], [*east[::-1]])
    assert (min(east), max(east), len(east)) == (106.31, 106.35, 5)
    assert normalised_ref(road.stated["ref"]) == "QL53"


def test_another_number_names_those_that_there_are():
    reading = read(extract(), "a.osm", ref="QL60")
    (finding,) = reading.findings
    assert (reading.verdict, finding.code) == ("reject", "E_OSM_REF")
    assert finding.values["suggestion"] == "QL53, QL54, ĐT911"
    assert codes(read(extract(), "a.osm")) == {"E_OSM_REF"}


def test_ways_without_a_number_are_found_by_the_route_that_gathers_them():
    data = extract(
        ([1, 2], {"highway": "trunk"}), ([2, 3], {"highway": "trunk", "ref": "QL53"})
    )
    route = (
        '<relation id="9" version="1" timestamp="2024-01-01T00:00:00Z"><member type="way" ref="1" role=""/>'
        '<member type="way" ref="2" role=""/><tag k="type" v="route"/><tag k="route" v="road"/>'
        '<tag k="ref" v="QL.53"/></relation></osm>'
    )
    (road,) = read(data.replace(b"</osm>", route.encode()), "a.osm", ref="QL53").features
    assert road.kind == "LineString"
    assert len(shapely.get_coordinates(road.geometry_4326)) == 3


def test_gaps_are_said_and_not_filled():
    data = extract(
        ([1, 2], {"highway": "trunk", "ref": "QL53"}),
        ([3, 4], {"highway": "trunk", "ref": "QL53"}),
    )
    reading = read(data, "a.osm", ref="QL53")
    assert codes(reading) == {"W_OSM_PARTS"}
    assert reading.features[0].kind == "MultiLineString"


def test_xml_that_reaches_out_stays_alone(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("HOANG-SA-1974")
    entity = f'<!DOCTYPE osm [<!ENTITY x SYSTEM "file://{secret}">]>'
    data = extract(([1, 2], {"highway": "trunk", "ref": "QL53"}))
    data = data.replace(b"<osm", entity.encode() + b"<osm", 1).replace(
        b'v="QL53"', b'v="&x;QL53"'
    )
    assert "HOANG-SA" not in repr(read(data, "a.osm", ref="QL53"))
