"""The layers as the live map reads them: only what it draws, as GeoJSON bytes."""

import json
import re

import shapely

from tvgeo.core import communes
from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.core.plan import Project
from tvgeo.core.units import NOW, THEN, Units
from tvgeo.locale import Locale
from tvgeo.services import units
from tvgeo.services.base import Base
from tvgeo.services.shared import shared

# One kind of unit at a time: the plan's districts and today's communes would hide each other.
DISTRICTS = "districts"
# Drawn from bottom to top: context first, areas, then lines, then points.
ORDER = (
    "province", "water", DISTRICTS, communes.LAYER, "economic_zone", "urban_areas", "industrial_parks",
    "national_highways", "expressways", "waterways", "bridges", "ports", "utilities", "places",
)  # fmt: skip


def drawn_layers(base: Base, named: Units = THEN) -> dict[str, bytes]:
    """Return each layer's bytes by name, from bottom to top; the same bytes until data change."""
    return _drawn(base, named)


@shared(most=8)
def _drawn(base: Base, named: Units) -> dict[str, bytes]:
    not_drawn = _not_drawn(base, named)
    found: dict[str, list[Feature]] = {}
    for feature in base.folder.features:
        if feature.layer != not_drawn:
            found.setdefault(feature.layer, []).append(feature)
    known = [layer for layer in ORDER if layer in found]
    rest = [layer for layer in found if layer not in ORDER]
    return {layer: _collection(found[layer]) for layer in (*known, *rest)}


def _not_drawn(base: Base, named: Units) -> str:
    """Return the units that a map leaves out; without communes it keeps the districts."""
    return DISTRICTS if named == NOW and units.communes_of(base) else communes.LAYER


def _collection(features: list[Feature]) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": [_feature(f) for f in features]},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _feature(feature: Feature) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {
            "feature_id": feature.feature_id,
            "project_id": feature.project_id,
            "name_vi": feature.name_vi,
            "name_en": feature.name_en,
            "ref": feature.ref,
            "method": feature.method,
            "accuracy_m": feature.accuracy_m,
        },
        "geometry": json.loads(shapely.to_geojson(feature.geometry_4326)),
    }


def is_context(layer: str) -> bool:
    """Whether a layer is background and no layer of the plan."""
    return layer in CONTEXT_LAYERS


def label_name(t: Locale, base: Base, project: Project) -> str:
    """Return the short name a feature carries, when it stands alone; else the project's."""
    features = base.join.located.get(project.project_id, ())
    named = {t.name(f) for f in features if f.name_vi}
    return named.pop() if len(named) == 1 else t.name(project)


def credits_of(base: Base, named: Units = THEN) -> tuple[str, ...]:
    """Return the sources of the drawn base map by name, each once, in the order of the layers.

    A source is named by what stands before its first comma or bracket; the layer keeps the
    whole text, and the page of a work and data/LICENSES.md show it. A folder that writes its
    own credits (`[map]` in tvgeo.toml) is taken at its word.
    """
    if base.settings.credits:
        return base.settings.credits
    not_drawn = _not_drawn(base, named)
    found = {
        re.split(r"[,(;]", f.source)[0].strip(): None
        for f in base.folder.features
        if f.layer in CONTEXT_LAYERS and f.layer != not_drawn and f.licence != "own-work"
    }
    return tuple(found)
