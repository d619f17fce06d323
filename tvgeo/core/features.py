"""Map features as the rules see them: geometry, where it comes from, how far it can be trusted."""

from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from tvgeo.core.chainage import Route

METHODS = ("surveyed", "published", "digitised", "schematic")
# Worse than this a geometry must call itself schematic (design: honesty of the map).
SCHEMATIC_FROM_M = 1_000.0
CONTEXT_LAYERS = ("province", "districts", "communes_2025", "water", "places")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer; `geometry_4326` is lon/lat in WGS 84, degrees (RFC 7946)."""

    feature_id: str
    layer: str
    geometry_4326: BaseGeometry
    source: str
    licence: str
    accuracy_m: float
    method: str
    project_id: str | None = None
    name_vi: str | None = None
    name_en: str | None = None
    ref: str | None = None
    from_km: float | None = None
    to_km: float | None = None
    official_length_km: float | None = None
    official_area_ha: float | None = None
    official_note: str | None = None
    other: dict[str, object] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """`point`, `line` or `area`."""
        name = self.geometry_4326.geom_type
        if "Line" in name:
            return "line"
        return "area" if "Polygon" in name else "point"

    @property
    def route(self) -> Route | None:
        """The feature as a route that carries chainage, or `None` for what is not one line."""
        if self.shape != "line" or self.from_km is None or self.to_km is None:
            return None
        return Route(self.geometry_4326, self.from_km, self.to_km)
