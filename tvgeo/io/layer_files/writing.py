"""A whole layer as the data folder holds it: canonical GeoJSON, one feature on a line."""

import json
from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from tvgeo.core.features import Feature
from tvgeo.io import geometry_json

_OWN = (
    "feature_id", "project_id", "name_vi", "name_en", "ref", "from_km", "to_km",
    "official_length_km", "official_area_ha", "official_note", "source", "licence",
    "accuracy_m", "method",
)  # fmt: skip


def rounded(geometry_4326: BaseGeometry) -> BaseGeometry:
    """Return a geometry with as many decimals as a layer keeps, valid as it was before."""
    found = shapely.transform(geometry_4326, lambda xy: xy.round(geometry_json.DECIMALS))
    if found.is_valid:
        return found
    mended: BaseGeometry = shapely.make_valid(found, method="structure", keep_collapsed=False)
    return mended


def vanishes(geometry_4326: BaseGeometry) -> bool:
    """Whether a line or area has no length or area left with the decimals that a layer keeps."""
    found = rounded(geometry_4326)
    size = {1: found.length, 2: found.area}.get(shapely.get_dimensions(geometry_4326), 1.0)
    return bool(found.is_empty or size == 0)


def collection(features: Iterable[Feature]) -> bytes:
    """Return the bytes of a layer, RFC 7946; they read back as the same features."""
    lines = ",\n".join(
        json.dumps(_document(each), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for each in features
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _document(feature: Feature) -> dict[str, Any]:
    own = {name: getattr(feature, name) for name in _OWN}
    geometry = mapping(feature.geometry_4326)
    return {
        "type": "Feature",
        "properties": own | feature.other,
        "geometry": {"type": geometry["type"], "coordinates": geometry["coordinates"]},
    }
