"""A layer file as sent: verdict, findings, and features in WGS 84 with properties of ours.

    reading = reader.read(data, "ql60.gpkg", Context(projects=…, settings=…), Options())
    reading.verdict  # "accept", "accept_with_warnings" or "reject"

Never raises, whatever the bytes are: they are parsed in a process of their own.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from tvgeo.core import declared_crs
from tvgeo.core.features import CONTEXT_LAYERS
from tvgeo.core.findings import Finding, Label
from tvgeo.core.plan import Project, Settings
from tvgeo.io.layer_files import forms, mapping, places, values, writing
from tvgeo.io.layer_files.mapping import Suggestion
from tvgeo.io.reading import file_kind, process
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.identities import Identities

# By these alone two features of one work are told apart; a name may be a slip of the hand.
_APART = ("feature_id", "ref", "from_km", "to_km")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a file is read against; `layer` is the one it is meant for, `None` for a mere check."""

    projects: Mapping[str, Project]
    settings: Settings
    layer: str | None = None

    @property
    def is_context(self) -> bool:
        """Whether the layer belongs to no work of the plan."""
        return self.layer in CONTEXT_LAYERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the officer answers: which layer of the file, its CRS, its columns, the road.

    `crs` is an accepted EPSG code; `columns` maps theirs to ours, "" for one to leave out; `ref`
    is the number of a road in an extract of OpenStreetMap; `project_id` stands for what features
    do not say themselves.
    """

    layer_name: str | None = None
    crs: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ref: str | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFeature:
    """One feature; `row` counts from 1, `kind` is its type as written, `stated` are our properties.

    `geometry_4326` is lon/lat in WGS 84, degrees, `None` where nothing is drawn.
    """

    row: int
    kind: str
    geometry_4326: BaseGeometry | None
    stated: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerReading:
    """What was read of a file.

    `crs` is what it declares ("EPSG:9209"), `operation` the datum operation in EPSG's words;
    `bounds` are west, south, east, north in WGS 84; `layers` the names inside the file;
    `suggestions` what its columns may be, `columns` what they were read as.
    """

    file: str
    sha256: str
    form: str | None = None
    verdict: str = "reject"
    crs: str | None = None
    operation: str | None = None
    features: tuple[ReadFeature, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    findings: tuple[Finding, ...] = ()
    layers: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def with_findings(self, more: tuple[Finding, ...]) -> "LayerReading":
        """Return the reading with further findings, and the verdict that follows."""
        found = (*self.findings, *more)
        order = {"error": 0, "warning": 1, "note": 2}
        found = tuple(sorted(found, key=lambda finding: order[finding.severity]))
        severities = {finding.severity for finding in found}
        verdict = "accept_with_warnings" if "warning" in severities else "accept"
        return replace(
            self, findings=found, verdict="reject" if "error" in severities else verdict
        )


def read(data: bytes, name: str, context: Context, options: Options) -> LayerReading:
    """Read a file as sent under `name`."""
    gathering = Gathering(file_kind.shown(name))
    reading = LayerReading(file=gathering.file, sha256=hashlib.sha256(data).hexdigest())
    form = forms.find(name, data, gathering)
    if form is not None:
        reading = replace(reading, form=form)
        request = {
            "kind": "layer", "form": form, "layer": options.layer_name, "crs": options.crs,
            "ref": options.ref,
        }  # fmt: skip
        answer = process.ask(request, data)
        reading = _understood(answer, reading, gathering, context, options)
    return reading.with_findings(tuple(map(_of_layer, gathering.all())))


def _of_layer(finding: Finding) -> Finding:
    """Mark a finding: of some codes the advice is another than for a table."""
    return replace(finding, values={**finding.values, "of_layer": True})


def _understood(
    answer: Mapping[str, Any],
    reading: LayerReading,
    gathering: Gathering,
    context: Context,
    options: Options,
) -> LayerReading:
    """Return the reading with what the process answered, and what our rules say of it."""
    refused = answer.get("refused")
    if refused:
        code, details = refused
        names = tuple(map(str, details.pop("names", ())))
        row, value = details.pop("row", None), details.pop("value", None)
        gathering.add("error", code, row=row, value=value, **details)
        return replace(reading, layers=names)
    for severity, code, row, value, details in answer["findings"]:
        if "label" in details:
            details["value"] = Label(details.pop("label"))
        gathering.add(severity, code, row=row, **{"value": value, **details})
    features = _features(answer["rows"], gathering, context, options)
    suggestions = mapping.suggest(_columns(answer["rows"]))
    columns = mapping.used(_columns(answer["rows"]), options.columns)
    # what the officer has chosen to leave out needs no warning
    _say_unused(suggestions, {**options.columns, **columns}, gathering)
    shapes = [f.geometry_4326 for f in features if f.geometry_4326 is not None]
    _check_shapes(features, gathering)
    _check_zone(answer["crs"], context.settings, gathering)
    in_degrees = answer["crs"] == declared_crs.label(declared_crs.WGS84)
    places.check(
        [(f.row, f.geometry_4326) for f in features if f.geometry_4326 is not None],
        context.settings, gathering, in_degrees=in_degrees, is_context=context.is_context,
    )  # fmt: skip
    return replace(
        reading, crs=answer["crs"], operation=answer["operation"], features=features,
        bounds=_bounds(shapes), layers=tuple(answer["layers"]), suggestions=suggestions, columns=columns,
    )  # fmt: skip


def _check_zone(crs: str, settings: Settings, gathering: Gathering) -> None:
    """Warn of another TM-3 zone than the province's: the map alone may not show the slip."""
    if declared_crs.parse(crs) in declared_crs.TM3 and crs != declared_crs.label(settings.crs):
        gathering.add(
            "warning",
            "W_OTHER_ZONE",
            value=f"{crs} {declared_crs.name(declared_crs.parse(crs))}",
            suggestion=declared_crs.label(settings.crs),
        )


def _bounds(shapes: list[BaseGeometry]) -> tuple[float, float, float, float] | None:
    if not shapes:
        return None
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return west, south, east, north


def _columns(rows: list[Any]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row[2]))


def _features(
    rows: list[Any], gathering: Gathering, context: Context, options: Options
) -> tuple[ReadFeature, ...]:
    columns = mapping.used(_columns(rows), options.columns)
    identities = Identities(context.projects, {})
    features = []
    for row, (wkb, kind, properties, _) in enumerate(rows, start=1):
        found = values.read(properties, columns, identities, row, gathering)
        if options.project_id:
            found.setdefault("project_id", options.project_id)
        named = found.keys() & {"project_id", "feature_id"}
        unknown = gathering.rows("error")
        if not named and not context.is_context and not options.ref and row not in unknown:
            gathering.add("error", "E_MISSING_ID", row=row)
        features.append(ReadFeature(row, kind, _shape(wkb, row, gathering), found))
    _check_identities(features, [row[3] for row in rows], gathering)
    return tuple(features)


def _shape(wkb: Any, row: int, gathering: Gathering) -> BaseGeometry | None:
    try:
        return None if wkb is None else shapely.from_wkb(wkb)
    except (GEOSException, TypeError, ValueError):
        gathering.add("error", "E_GEOM_INVALID", row=row, value="WKB")
        return None


def _check_identities(
    features: list[ReadFeature], fids: list[str | None], gathering: Gathering
) -> None:
    """Refuse two features that nothing tells apart: a length would count twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for feature in features:
        project_id = feature.stated.get("project_id")
        key = (project_id, *(feature.stated.get(name) for name in _APART))
        own = feature.stated.get("feature_id")
        key = ("feature", own) if own else key
        if key in seen and (project_id or own):
            value = str(own or project_id)
            gathering.add("error", "E_DUP_ID", row=feature.row, value=value, nearest=seen[key])
        seen.setdefault(key, feature.row)
    repeated = [fid for fid, n in Counter(filter(None, fids)).items() if n > 1]
    if repeated:
        gathering.add("warning", "W_DUP_FID", value=repeated[0])


def _check_shapes(features: tuple[ReadFeature, ...], gathering: Gathering) -> None:
    if all(f.geometry_4326 is None for f in features) and not gathering.errors:
        gathering.add("error", "E_NO_FEATURES")
    kinds = {f.kind.removeprefix("Multi") for f in features if f.geometry_4326 is not None}
    if len(kinds) > 1:
        gathering.add("warning", "W_MIXED_GEOM", value=", ".join(sorted(kinds)))
    for f in features:
        if f.geometry_4326 is not None and writing.vanishes(f.geometry_4326):
            gathering.add("error", "E_GEOM_VANISHES", row=f.row, value=f.kind)


def _say_unused(
    suggestions: tuple[Suggestion, ...], columns: Mapping[str, str], gathering: Gathering
) -> None:
    unused = [
        each.theirs
        for each in suggestions
        if each.theirs not in columns and each.theirs.casefold() not in mapping.INTERNAL
    ]
    if unused:
        shown = ", ".join(unused[:10]) + (", …" if len(unused) > 10 else "")  # noqa: PLR2004
        gathering.add("warning", "W_EXTRA_COLUMNS", value=shown)
