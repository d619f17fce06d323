"""A layer file as it was read against what is published; nothing of it is stored yet.

The draft carries all that a page or the command line shows before an import: the findings, what
the columns may mean, and of every feature the old and the new shape, how far it moved, what it
measures and what became of its Km.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from tvgeo import locale
from tvgeo.core import layer_merge
from tvgeo.core.access import Actor
from tvgeo.core.features import METHODS, SCHEMATIC_FROM_M, Feature
from tvgeo.core.layer_merge import Incoming, Merged, Origin
from tvgeo.core.movement import Movement
from tvgeo.errors import ConflictError, UsageError
from tvgeo.io import layers
from tvgeo.io.layer_files import osm, reader, writing
from tvgeo.io.layer_files.reader import LayerReading, Options
from tvgeo.services import layer_changes, layer_findings
from tvgeo.services.access import demand
from tvgeo.services.base import Base
from tvgeo.services.layer_changes import FeatureChange

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Where a file belongs and where it comes from, as the officer states it.

    `source` and `licence` may be left out for an extract of OpenStreetMap, which brings its own.
    `km` are the chainages of the first and the last vertex of a line, by its row in the file; they
    go before what the file states.
    """

    layer: str
    accuracy_m: float
    method: str
    source: str = ""
    licence: str = ""
    replace_layer: bool = False
    options: Options = field(default_factory=Options)
    km: Mapping[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerDraft:
    """A file as read against `base`; `content` is the whole layer afterwards, `None` if refused.

    `same` are the features that stay as they are; `moved` is over all that are replaced; `rows`
    says which row of the file a new feature is, by its id.
    """

    name: str
    data: bytes
    base: Base
    request: Request
    reading: LayerReading
    changes: tuple[FeatureChange, ...] = ()
    same: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    content: bytes | None = None

    @property
    def errors(self) -> int:
        """How many findings refuse the file."""
        return sum(finding.severity == "error" for finding in self.reading.findings)

    @property
    def warnings(self) -> int:
        """How many findings must be confirmed."""
        return sum(finding.severity == "warning" for finding in self.reading.findings)

    @property
    def moved(self) -> Movement | None:
        """Median over the features of their medians, and the largest distance of all."""
        found = [each.moved for each in self.changes if each.moved is not None]
        if not found:
            return None
        return Movement(median(m.median_m for m in found), max(m.max_m for m in found))

    def count(self, kind: str) -> int:
        """Return how many features are `added`, `changed` or `removed`."""
        return sum(
            len(each.change.new or each.change.old)
            for each in self.changes
            if each.change.kind == kind
        )


def check(base: Base, data: bytes, name: str, options: Options) -> LayerReading:
    """Read a file against the plan and what is drawn, for no layer in particular."""
    context = reader.Context(projects=base.registry.projects, settings=base.settings)
    reading = reader.read(data, name, context, options)
    if reading.verdict == "reject":
        return reading
    return reading.with_findings(layer_findings.of_movement(reading, base))


def preview(base: Base, data: bytes, name: str, request: Request, actor: Actor) -> LayerDraft:
    """Read a file as `actor` sends it and compare it with the layer of `base`.

    Raises
    ------
    AccessError
        If the actor is no administrator.
    UsageError
        For a layer, licence, method or accuracy that cannot be.
    """
    demand(actor, "administer")
    is_osm = name.lower().endswith((".osm", ".pbf"))
    if is_osm:
        # whoever takes from OpenStreetMap shares alike and names it, whatever was typed
        source = " – ".join(filter(None, (osm.CREDIT, request.source.removeprefix(osm.CREDIT))))
        request = replace(request, source=source, licence=osm.LICENCE)
    _check_request(base, request)
    context = reader.Context(
        projects=base.registry.projects, settings=base.settings, layer=request.layer
    )
    reading = reader.read(data, name, context, request.options)
    draft = LayerDraft(name=name, data=data, base=base, request=request, reading=reading)
    return draft if reading.verdict == "reject" else _merged(draft)


def known_layers(base: Base) -> tuple[str, ...]:
    """Return the layers that a file may be meant for, those of the plan and the folder first."""
    drawn = dict.fromkeys(feature.layer for feature in base.folder.features)
    planned = dict.fromkeys(p.layer for p in base.registry.projects.values() if p.layer)
    said = (
        key.removeprefix("layer.") for key in locale.get().sentences if key.startswith("layer.")
    )
    named = dict.fromkeys(name for name in said if _NAME.fullmatch(name))
    return tuple(drawn | planned | named)


def _check_request(base: Base, request: Request) -> None:
    def bad(arg: str, value: str, allowed: str) -> UsageError:
        return UsageError("error.bad_value", arg=arg, value=value, suggestion=allowed)

    if request.layer not in known_layers(base):
        raise bad("--layer", request.layer, ", ".join(known_layers(base)))
    if request.licence not in layers.LICENCES:
        raise bad("--licence", request.licence, ", ".join(layers.LICENCES))
    if request.method not in METHODS:
        raise bad("--method", request.method, ", ".join(METHODS))
    if not request.source.strip():
        raise bad("--source", request.source, "Sở GTVT, hồ sơ hoàn công 2024")
    if not 0 < request.accuracy_m <= 100_000:  # noqa: PLR2004 - farther than a province
        raise bad("--accuracy-m", f"{request.accuracy_m:g}", "0.1, 5, 50…")
    if request.accuracy_m > SCHEMATIC_FROM_M and request.method != "schematic":
        raise UsageError(
            "error.layer_schematic", value=request.accuracy_m, limit=SCHEMATIC_FROM_M
        )
    project_id = request.options.project_id
    if project_id and project_id not in base.registry.projects:
        raise bad("--project", project_id, ", ".join(list(base.registry.projects)[:5]) + ", …")


def _merged(draft: LayerDraft) -> LayerDraft:
    """Return the draft with the new layer and everything that differs from the old one."""
    base, request = draft.base, draft.request
    current = [f for f in base.folder.features if f.layer == request.layer]
    incoming = {
        each.row: Incoming(
            writing.rounded(each.geometry_4326), {**each.stated, **_km(request, each.row)}
        )
        for each in draft.reading.features
        if each.geometry_4326 is not None
    }
    merged = layer_merge.merge(
        current,
        list(incoming.values()),
        Origin(
            layer=request.layer, source=request.source.strip(), licence=request.licence,
            accuracy_m=request.accuracy_m, method=request.method,
        ),
        taken={f.feature_id for f in base.folder.features if f.layer != request.layer},
        by_ref=bool(request.options.ref),
        replace_all=request.replace_layer,
    )  # fmt: skip
    changes = tuple(layer_changes.compared(each, base.settings.crs) for each in merged.changes)
    content = writing.collection(merged.features)
    found = (
        *layer_findings.of_merge(merged, base, request.layer),
        *(f for each in changes for f in layer_findings.of_change(each, request.layer)),
        *layer_findings.of_content(content, base, request.layer),
    )
    reading = draft.reading.with_findings(
        tuple(replace(f, file=draft.reading.file) for f in found)
    )
    return replace(
        draft,
        reading=reading,
        changes=changes,
        same=_untouched(merged, current),
        rows=_rows(merged, incoming),
        content=None if reading.verdict == "reject" else content,
    )


def _km(request: Request, row: int) -> dict[str, float]:
    return dict(zip(layer_merge.KM, request.km.get(row, ()), strict=False))


def _rows(merged: Merged, incoming: Mapping[int, Incoming]) -> dict[str, int]:
    """Return the row of each new feature: it has the very shape that was brought in."""
    rows = {id(each.geometry_4326): row for row, each in incoming.items()}
    return {
        new.feature_id: rows[id(new.geometry_4326)]
        for change in merged.changes
        for new in change.new
    }


def _untouched(merged: Merged, current: list[Feature]) -> int:
    gone = {old.feature_id for change in merged.changes for old in change.old}
    return sum(feature.feature_id not in gone for feature in current)


def require_publishable(draft: LayerDraft, *, confirmed: bool) -> bytes:
    """Return the layer to publish.

    Raises
    ------
    ConflictError
        ``error.layer_refused``, or ``error.unconfirmed`` while warnings are not confirmed.
    """
    if draft.content is None:
        raise ConflictError("error.layer_refused", n=draft.errors)
    if draft.warnings and not confirmed:
        raise ConflictError("error.unconfirmed", w=draft.warnings)
    return draft.content


def facts(draft: LayerDraft) -> Mapping[str, Any]:
    """Return what is kept with the layer: where it comes from, and how far it moved things."""
    moved, request = draft.moved, draft.request
    return {
        "file_name": draft.reading.file,
        "sha256": draft.reading.sha256,
        "crs": draft.reading.crs,
        "operation": draft.reading.operation,
        "source": request.source.strip(),
        "licence": request.licence,
        "method": request.method,
        "accuracy_m": request.accuracy_m,
        "features": sum(f.geometry_4326 is not None for f in draft.reading.features),
        "median_m": None if moved is None else round(moved.median_m, 2),
        "max_m": None if moved is None else round(moved.max_m, 2),
    }
