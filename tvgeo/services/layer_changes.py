"""Old beside new: how far a feature moved, what it measured and measures, and what its Km do."""

from dataclasses import dataclass

from tvgeo.core import crs, movement
from tvgeo.core.features import Feature
from tvgeo.core.layer_merge import Change
from tvgeo.core.movement import Movement
from tvgeo.services.measuring import measured


@dataclass(frozen=True, slots=True)
class FeatureChange:
    """What becomes of a feature: how far it moved, and what it measured and measures.

    `old` and `new` are ``(quantity, value)``, the value in km or ha, summed over the features;
    `factor` is drawn over official length before and after, `None` without Km.
    """

    change: Change
    moved: Movement | None
    old: tuple[str, float] | None
    new: tuple[str, float] | None
    factor: tuple[float | None, float | None] = (None, None)


def compared(change: Change, epsg: int) -> FeatureChange:
    """Measure a change in the VN-2000 zone `epsg`."""
    moved = movement.between(
        [f.geometry_4326 for f in change.old], [f.geometry_4326 for f in change.new], epsg
    )
    return FeatureChange(
        change,
        moved,
        _sum(change.old, epsg),
        _sum(change.new, epsg),
        (_factor(change.old, epsg), _factor(change.new, epsg)),
    )


def _sum(features: tuple[Feature, ...], epsg: int) -> tuple[str, float] | None:
    found = [figure for f in features if (figure := measured(f, epsg)) is not None]
    quantities = {quantity for quantity, _ in found}
    if len(quantities) != 1:
        return None
    return quantities.pop(), round(sum(value for _, value in found), 2)


def _factor(features: tuple[Feature, ...], epsg: int) -> float | None:
    """Return drawn over official length of one line with Km, else `None`."""
    route = features[0].route if len(features) == 1 else None
    if route is None:
        return None
    low, high = route.limits
    return round(crs.length_m(route.geometry_4326, epsg) / (high - low), 4)
