"""One road of an OpenStreetMap extract: its ways by `ref`, joined to lines in their order."""

import re

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core.layer_merge import normalised_ref
from tvgeo.io.layer_files import gdal
from tvgeo.io.layer_files.raw import RawFeature, RawLayer
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading.gathering import Gathering

LICENCE, CREDIT = "ODbL-1.0", "© OpenStreetMap contributors"
# GDAL writes the tags that have no column as "key"=>"value", with \ before quotes.
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_SEPARATORS = re.compile(r"[;,]")


def read(data: bytes, ref: str, gathering: Gathering) -> RawLayer:
    """Return one feature: the ways of the road `ref`, joined where they meet.

    Raises
    ------
    Refused
        ``E_OSM_REF`` without a number, or where no way bears it; the numbers found are named.
    """
    wanted = normalised_ref(ref)
    by_ref: dict[str, list[BaseGeometry]] = {}
    for road in _roads(data):
        for number in _refs(road.properties):
            if road.geometry is not None:
                by_ref.setdefault(number, []).append(road.geometry)
    if not wanted or wanted not in by_ref:
        found = ", ".join(sorted(by_ref, key=lambda r: -len(by_ref[r]))[:10])
        raise Refused("E_OSM_REF", value=ref[:40], suggestion=found or "–")
    joined = shapely.line_merge(shapely.union_all(by_ref[wanted]))
    parts = int(shapely.get_num_geometries(joined))
    if parts > 1:
        gathering.add("warning", "W_OSM_PARTS", value=f"{parts}")
    properties = {"ref": ref.strip(), "source": CREDIT, "licence": LICENCE}
    return RawLayer([RawFeature(joined, joined.geom_type, properties)], "EPSG:4326", [])


def _roads(data: bytes) -> list[RawFeature]:
    """Return the ways that are roads, and the routes that gather ways without a number."""
    ways = gdal.read(
        data,
        "OSM",
        layer="lines",
        columns=["highway", "other_tags"],
        where="highway IS NOT NULL",
    )
    routes = gdal.read(
        data, "OSM", layer="multilinestrings", columns=["type", "other_tags"],
        where="type = 'route'",
    )  # fmt: skip
    return ways + [each for each in routes if _tags(each.properties).get("route") == "road"]


def _tags(properties: dict[str, object]) -> dict[str, str]:
    return dict(_TAG.findall(str(properties.get("other_tags") or "")))


def _refs(properties: dict[str, object]) -> set[str]:
    refs = _SEPARATORS.split(_tags(properties).get("ref", ""))
    return {normalised_ref(each) for each in refs if each.strip()}
