"""`data/geojson/*.geojson` as features, each checked; what fails is left out and said.

The JSON is parsed here and nowhere else: GDAL would choose a driver by content and follow links.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core import crs
from tvgeo.core.features import CONTEXT_LAYERS, METHODS, SCHEMATIC_FROM_M, Feature
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Settings
from tvgeo.errors import ChainageError, CrsError
from tvgeo.io import geometry_json
from tvgeo.io.properties import HIGHEST, Properties

# SPDX ids of open licences that fit published data, and four of our own (data/LICENSES.md).
LICENCES = (
    "CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "MIT",
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0-only", "LGPL-3.0-only",
    "LGPL-3.0-or-later", "state-publication", "own-work", "facts-only", "public-domain",
)  # fmt: skip
MAX_BYTES = 50_000_000
HIGHEST_KM = 9_999.0  # a chainage has four digits of kilometres
_OWN = frozenset({
    "feature_id", "project_id", "name_vi", "name_en", "ref", "from_km", "to_km",
    "official_length_km", "official_area_ha", "official_note",
    "source", "licence", "accuracy_m", "method",
})  # fmt: skip
_SHOWN = 80  # characters of a value, perhaps a hostile one, that a finding repeats


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a feature is checked against; `seen` and `findings` grow as features are read."""

    settings: Settings
    project_ids: Collection[str] | None
    seen: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read(
    contents: Mapping[str, bytes], settings: Settings, *, project_ids: Collection[str] | None
) -> tuple[tuple[Feature, ...], tuple[Finding, ...]]:
    """Read all layers; `contents` maps file names (`geojson/bridges.geojson`) to bytes.

    The layer's name is the file's. A file that cannot be read is one finding and the others
    load. `project_ids` are the ids that features may name; `None` accepts any. In findings,
    `row` is the number of the feature in its file, from 1.
    """
    folder = _Folder(settings, project_ids)
    features = []
    for file, data in contents.items():
        for row, document in enumerate(_members(data, file, folder.findings), start=1):
            feature = _feature(document, file=file, row=row, folder=folder)
            if feature is not None:
                features.append(feature)
    return tuple(features), tuple(folder.findings)


def _members(data: bytes, file: str, findings: list[Finding]) -> list[Any]:
    """Return the features of a collection, unread; a file that cannot be used has none."""

    def refuse(code: str, column: str | None = None, **values: object) -> list[Any]:
        value = None if column is None else str(document.get(column))[:_SHOWN]
        findings.append(Finding("error", code, file, None, column, value, values))
        return []

    document: dict[str, Any] = {}
    if len(data) > MAX_BYTES:
        return refuse("too_large", limit=f"{MAX_BYTES // 1_000_000} MB")
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return refuse("bad_encoding")
    except (ValueError, RecursionError) as error:  # RecursionError: nested without end
        return refuse("bad_json", reason=str(error))
    document = parsed if isinstance(parsed, dict) else {}
    members = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(members, list):
        return refuse("bad_value", "type", allowed="FeatureCollection")
    # Without the member the file is RFC 7946, which means longitude and latitude in WGS 84.
    if "crs" in document:
        declared = _declared_crs(document["crs"])
        try:
            crs.check_declared(declared)
        except CrsError as error:
            code = "no_crs" if error.key == "crs.missing" else "wrong_crs"
            return refuse(code, "crs", crs=str(declared)[:_SHOWN])
    return members


def _declared_crs(member: Any) -> object:
    """Return the name in an old-style ``crs`` member; a link is named, never followed."""
    if not isinstance(member, dict):
        return member
    properties = member.get("properties")
    details = properties if isinstance(properties, dict) else {}
    if member.get("type") == "name":
        return details.get("name")
    return f"{member.get('type')}: {details.get('href', '')}"


def _feature(document: Any, *, file: str, row: int, folder: _Folder) -> Feature | None:
    """Return one sound feature, or `None` after its findings."""
    feature = document if isinstance(document, dict) else {}
    values = feature.get("properties") or {}
    if feature.get("type") != "Feature" or not isinstance(values, dict):
        folder.findings.append(
            Finding("error", "bad_value", file, row, "type", None, {"allowed": "Feature"})
        )
        return None
    cells = Properties(values, file=file, row=row, findings=folder.findings)
    # Neither NaN nor half a character may reach a page: both break it when it is written.
    usable = True
    for member in ("geometry", "properties"):
        fault = _unwritable(feature.get(member))
        if fault is not None:
            cells.add("error", fault, member)
            usable = False
    if not usable:
        return None
    layer = PurePosixPath(file).stem
    geometry = _geometry(feature.get("geometry"), cells, layer, folder.settings)
    found = Feature(
        feature_id=_feature_id(cells, file, folder.seen),
        layer=layer,
        geometry_4326=geometry or shapely.Point(),
        source=cells.demanded("source", "no_source"),
        licence=cells.choice("licence", LICENCES, blank="no_licence", other="bad_licence"),
        accuracy_m=_accuracy_m(cells),
        method=cells.choice("method", METHODS, blank="bad_method", other="bad_method"),
        project_id=_project_id(cells, folder.project_ids),
        name_vi=cells.text("name_vi"),
        name_en=cells.text("name_en"),
        ref=cells.text("ref"),
        from_km=cells.number("from_km", highest=HIGHEST_KM),
        to_km=cells.number("to_km", highest=HIGHEST_KM),
        official_length_km=cells.number("official_length_km"),
        official_area_ha=cells.number("official_area_ha"),
        official_note=cells.text("official_note"),
        other={name: value for name, value in values.items() if name not in _OWN},
    )
    _check_together(found, cells)
    return found if cells.sound else None


def _unwritable(member: Any) -> str | None:
    try:
        json.dumps(member, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return "bad_encoding"
    except ValueError:
        return "nan_value"
    return None


def _geometry(
    document: Any, cells: Properties, layer: str, settings: Settings
) -> BaseGeometry | None:
    try:
        geometry = geometry_json.read(document)
        # A place that the province's zone cannot carry could not be measured or drawn either.
        crs.to_metric(geometry, settings.crs)
    except geometry_json.GeometryFault as fault:
        cells.add("error", fault.code, "geometry", **fault.values)
        return None
    except CrsError:
        cells.add("error", "outside_bounds", "geometry", bounds=_shown(settings.bounds))
        return None
    if _is_suspect(geometry, layer, settings.bounds):
        cells.add("warning", "outside_bounds", "geometry", bounds=_shown(settings.bounds))
    sketched = cells.values.get("method") == "schematic"
    decimals = geometry_json.SKETCHED_DECIMALS if sketched else geometry_json.DECIMALS
    if geometry_json.is_too_precise(geometry, decimals):
        cells.add("warning", "too_precise", "geometry", limit=decimals)
    return geometry


def _is_suspect(
    geometry: BaseGeometry, layer: str, bounds: tuple[float, float, float, float]
) -> bool:
    """Whether a geometry misses the province, or has a vertex that went astray.

    A road may leave the province and a neighbouring town is context, but nothing reaches
    further past the box than the box is wide or high.
    """
    west, south, east, north = bounds
    width, height = east - west, north - south
    around = shapely.box(west - width, south - height, east + width, north + height)
    misses = layer not in CONTEXT_LAYERS and not shapely.box(*bounds).intersects(geometry)
    return misses or not around.covers(geometry)


def _feature_id(cells: Properties, file: str, seen: dict[str, str]) -> str:
    feature_id = cells.demanded("feature_id", "blank_required")
    if feature_id in seen:
        cells.add("error", "duplicate_id", "feature_id", first_file=seen[feature_id])
    elif feature_id:
        seen[feature_id] = file
    return feature_id


def _project_id(cells: Properties, known: Collection[str] | None) -> str | None:
    project_id = cells.text("project_id")
    if project_id is not None and known is not None and project_id not in known:
        cells.add("error", "unknown_id", "project_id", unknown=project_id)
    return project_id


def _accuracy_m(cells: Properties) -> float:
    written = cells.values.get("accuracy_m")
    # bool is an int to Python; and nothing is exact, so 0 says that nobody knows
    if (
        isinstance(written, bool)
        or not isinstance(written, int | float)
        or not 0 < written <= HIGHEST
    ):
        cells.add("error", "bad_accuracy", "accuracy_m")
        return 0.0
    return float(written)


def _check_together(feature: Feature, cells: Properties) -> None:
    """Check what two properties say together."""
    if feature.accuracy_m > SCHEMATIC_FROM_M and feature.method in set(METHODS) - {"schematic"}:
        cells.add("error", "not_schematic", "method", limit=f"{SCHEMATIC_FROM_M:g} m")
    # from_km may be the larger: a line may be drawn against its chainage.
    for one, other in (("from_km", "to_km"), ("to_km", "from_km")):
        if cells.values.get(one) is not None and cells.values.get(other) is None:
            cells.add("error", "blank_required", other)
    if feature.route is None:
        return
    try:
        _ = feature.route.limits
    except ChainageError as error:
        if error.key == "chainage.no_km":
            cells.add("error", "out_of_range", "to_km", limit=f"≠ {feature.from_km:g}")
        else:  # parts with gaps, or against each other
            parts = shapely.get_num_geometries(feature.geometry_4326)
            reason = f"{feature.geometry_4326.geom_type}: {parts}, from_km–to_km"
            cells.add("error", "bad_geometry", "geometry", reason=reason)


def _shown(bounds: tuple[float, ...]) -> str:
    return ", ".join(f"{each:g}" for each in bounds)
