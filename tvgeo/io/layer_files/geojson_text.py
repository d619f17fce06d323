"""GeoJSON by Python's own parser: GDAL would choose a driver by content, and follow links."""

import json
import re
from typing import Any

import numpy as np

from tvgeo.io.geometry_json import TYPES
from tvgeo.io.layer_files import coordinates
from tvgeo.io.layer_files.limits import MAX_FEATURES, MAX_VERTICES
from tvgeo.io.layer_files.raw import RawFeature, RawLayer, check_count
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading.gathering import Gathering

MAX_DEPTH = 64
WGS84 = "EPSG:4326"
# Strings may hold brackets; what is left without them are the brackets that nest.
_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKETS = b"[]{}"
_OTHERS = bytes(set(range(256)) - set(_BRACKETS))
_BLOCK = 1 << 22
# A position is one bracket; around every four of the smallest rings stand two, around a feature
# a few. Of more than these the lists alone would take all the memory.
_MOST_BRACKETS = 3 * MAX_VERTICES // 2 + 4 * MAX_FEATURES


def read(data: bytes, gathering: Gathering) -> RawLayer:
    """Return the features of a FeatureCollection.

    Raises
    ------
    Refused
        ``E_JSON``, ``E_ENCODING``, ``E_DRIVER`` for another JSON, ``E_CRS_LINK``, ``E_CRS_MISSING``
        for a blank ``crs``, or too many features or vertices.
    """
    document = _parse(data)
    members = _members(document)
    check_count(len(members))
    crs = _crs(document["crs"]) if "crs" in document else WGS84
    features = []
    for row, member in enumerate(members, start=1):
        if not isinstance(member, dict) or member.get("type") != "Feature":
            raise Refused("E_JSON")
        properties = member.get("properties") or {}
        if not isinstance(properties, dict):
            raise Refused("E_JSON")
        drawn = coordinates.shape_of(member.get("geometry"), row, gathering)
        written = member.get("id")
        fid = None if written is None else str(written)[:80]
        features.append(
            RawFeature(drawn.geometry, drawn.kind, properties, fid, drawn.flattened)
        )
    return RawLayer(features, crs)


def _parse(data: bytes) -> Any:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise Refused("E_ENCODING")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("E_ENCODING") from None
    _check_nesting(data)
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("E_JSON") from None


def _check_nesting(data: bytes) -> None:
    """Refuse endless nesting and endless lists before anything is built of them."""
    brackets = _STRINGS.sub(b"", data).translate(None, _OTHERS)
    if brackets.count(b"[") > _MOST_BRACKETS or brackets.count(b"{") > _MOST_BRACKETS:
        raise Refused("E_TOO_MANY_VERTICES", value=f"> {MAX_VERTICES}", limit=f"{MAX_VERTICES}")
    depth = 0
    for start in range(0, len(brackets), _BLOCK):
        block = np.frombuffer(brackets, np.uint8, len(brackets[start : start + _BLOCK]), start)
        levels = np.where((block == ord("[")) | (block == ord("{")), 1, -1).cumsum() + depth
        if levels.max() > MAX_DEPTH or levels.min() < 0:
            raise Refused("E_JSON")
        depth = int(levels[-1])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; where a name stands twice, readers would disagree which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("E_JSON")
    return found


def _no_number(_: str) -> float:
    raise Refused("E_JSON")


def _members(document: Any) -> list[Any]:
    """Return the features; a lone one is a collection of one, a bare shape says no work."""
    kind = document.get("type") if isinstance(document, dict) else ""
    if kind == "Feature":
        return [document]
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        ours = (*TYPES, "GeometryCollection", "FeatureCollection", "")
        raise Refused("E_JSON" if kind in ours else "E_DRIVER")
    found: list[Any] = document["features"]
    return found


def _crs(member: Any) -> str | None:
    """Return the name in an old-style ``crs`` member; a link is refused, never followed."""
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(member, dict) and member.get("type") == "name" and isinstance(name, str):
        return name
    raise Refused("E_CRS_LINK")
