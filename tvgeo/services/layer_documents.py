"""Plain documents of layer files and imports, for programs."""

from collections.abc import Mapping
from typing import Any

from tvgeo.io.layer_files.reader import LayerReading
from tvgeo.locale import Locale
from tvgeo.services import change_documents
from tvgeo.services.layer_changes import FeatureChange
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.store.repository import Revision


def reading(found: LayerReading, t: Locale) -> dict[str, Any]:
    """Return what `tvgeo layers check` found; `id` is the work's, else the feature's own."""
    return {
        "verdict": found.verdict,
        "crs": found.crs,
        "features": [
            {"id": f.stated.get("project_id") or f.stated.get("feature_id"), "type": f.kind}
            for f in found.features
        ],
        "bounds": None if found.bounds is None else list(found.bounds),
        "findings": change_documents.findings(found.findings, t),
    }


def imported(draft: LayerDraft, made: Revision) -> dict[str, Any]:
    """Return what an import did: the revision, counts, and each feature's movement and measure."""
    return {
        "revision": made.revision,
        "layer": draft.request.layer,
        **{kind: draft.count(kind) for kind in ("changed", "added", "removed")},
        "same": draft.same,
        "crs": draft.reading.crs,
        "operation": draft.reading.operation,
        "changes": [_change(each) for each in draft.changes],
    }


def _change(each: FeatureChange) -> dict[str, Any]:
    change, moved = each.change, each.moved
    return {
        "kind": change.kind,
        "project_id": change.named.project_id,
        "old": [f.feature_id for f in change.old],
        "new": [f.feature_id for f in change.new],
        "median_m": None if moved is None else round(moved.median_m, 2),
        "max_m": None if moved is None else round(moved.max_m, 2),
        "measured_old": _figure(each.old),
        "measured_new": _figure(each.new),
        "chainage": change.chainage,
        "factor_old": each.factor[0],
        "factor_new": each.factor[1],
    }


def _figure(figure: tuple[str, float] | None) -> Mapping[str, float] | None:
    return None if figure is None else {figure[0]: figure[1]}
