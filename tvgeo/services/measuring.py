"""Lengths and areas measured in VN-2000, beside the official figures."""

from dataclasses import dataclass
from math import isfinite

from tvgeo.core import crs
from tvgeo.core.features import Feature

# Begins an official_note whose figure the drawing was fitted to, or that measures another thing.
NOT_A_CHECK = "không phải phép kiểm"
HA_M2 = 10_000.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A length (km) or area (ha) measured in VN-2000 beside the official figure."""

    feature_id: str
    project_id: str | None
    quantity: str
    measured: float
    official: float
    note: str | None

    @property
    def difference(self) -> float:
        """Measured minus official, in the unit of the quantity."""
        return round(self.measured - self.official, 2)

    @property
    def difference_pct(self) -> float | None:
        """The difference as a percentage of the official figure; `None` for next to nothing."""
        pct = 100 * self.difference / self.official
        return round(pct, 1) if isfinite(pct) else None

    @property
    def is_check(self) -> bool:
        """Whether the two figures mean the same thing and were found independently."""
        return not (self.note or "").casefold().startswith(NOT_A_CHECK)


def measures(features: tuple[Feature, ...], epsg: int) -> list[Measure]:
    """Measure every feature that has an official length or area and a geometry to measure."""
    found = []

    def add(f: Feature, quantity: str, measured: float, official: float) -> None:
        found.append(
            Measure(f.feature_id, f.project_id, quantity, measured, official, f.official_note)
        )

    for f in features:
        if f.official_length_km and f.shape == "line":
            length_km = round(crs.length_m(f.geometry_4326, epsg) / 1000, 2)
            add(f, "length_km", length_km, f.official_length_km)
        if f.official_area_ha and f.shape == "area":
            area_ha = round(crs.area_m2(f.geometry_4326, epsg) / HA_M2, 1)
            add(f, "area_ha", area_ha, f.official_area_ha)
    return found
