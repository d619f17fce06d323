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


def measured(feature: Feature, epsg: int) -> tuple[str, float] | None:
    """Return the length of a line (`length_km`) or the area of an outline (`area_ha`)."""
    if feature.shape == "line":
        return "length_km", round(crs.length_m(feature.geometry_4326, epsg) / 1000, 2)
    if feature.shape == "area":
        return "area_ha", round(crs.area_m2(feature.geometry_4326, epsg) / HA_M2, 1)
    return None


def measures(features: tuple[Feature, ...], epsg: int) -> list[Measure]:
    """Measure every feature that has an official length or area and a geometry to measure."""
    found = []
    for f in features:
        official = {"line": f.official_length_km, "area": f.official_area_ha}.get(f.shape)
        figure = measured(f, epsg) if official else None
        if official and figure is not None:
            found.append(
                Measure(f.feature_id, f.project_id, *figure, official, f.official_note)
            )
    return found
