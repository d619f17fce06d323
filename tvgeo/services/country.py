"""The country with its archipelagos, as every map of the product shows it in its inset."""

import json
from functools import lru_cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

# One shape for the live map, the plates and the HTML map.
ISLANDS = ("hoang_sa", "truong_sa")
FILE = Path(__file__).resolve().parents[1] / "web" / "assets" / "inset.json"


@lru_cache(maxsize=1)
def outline() -> tuple[BaseGeometry, dict[str, shapely.Point]]:
    """Return the country and the label points of its archipelagos by code; WGS 84, degrees."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    country = shapely.MultiPolygon([shapely.Polygon(ring) for ring in found["vietnam"]])
    return country, {code: shapely.Point(*found[code]) for code in ISLANDS}
