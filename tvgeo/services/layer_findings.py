"""What to look at before a layer is imported: what moved, lost its Km, or is drawn elsewhere."""

from collections.abc import Iterable

from shapely.geometry.base import BaseGeometry

from tvgeo import locale
from tvgeo.core import movement
from tvgeo.core.features import Feature
from tvgeo.core.findings import Finding, Label
from tvgeo.core.layer_merge import Change, Merged
from tvgeo.core.movement import Movement
from tvgeo.io import data_folder, layers
from tvgeo.io.layer_files.reader import LayerReading
from tvgeo.services.base import Base
from tvgeo.services.layer_changes import FeatureChange

MOVED_M = 50.0
# Farther than this, and than the old shape was known to be off, a zone or a meridian is wrong.
FAR_M = 10_000.0
FAR_TIMES = 3.0
# By more the Km of a line need another look: its ends may be other places now.
LENGTH_SHARE = 0.02


def of_movement(reading: LayerReading, base: Base) -> tuple[Finding, ...]:
    """Compare what a file draws with what is drawn of the same works, in any layer."""
    old: dict[str, list[Feature]] = {}
    for feature in base.folder.features:
        if feature.project_id:
            old.setdefault(feature.project_id, []).append(feature)
    found: list[Finding] = []
    new: dict[str, list[BaseGeometry]] = {}
    for each in reading.features:
        project_id = each.stated.get("project_id")
        if project_id in old and each.geometry_4326 is not None:
            new.setdefault(project_id, []).append(each.geometry_4326)
    for project_id, shapes in new.items():
        moved = movement.between(
            [f.geometry_4326 for f in old[project_id]],
            shapes,
            base.settings.crs,
        )
        found += _moved(project_id, moved, old[project_id], reading.file)
    return tuple(found)


def of_change(each: FeatureChange, file: str) -> tuple[Finding, ...]:
    """Return what is to be confirmed of one feature that changes."""
    change = each.change
    name = change.named.name_vi or change.named.feature_id
    found = _moved(name, each.moved, change.old, file)
    found += _other_work(change, file, name)
    found += _other_shape(change, file, name)
    if change.chainage == "lost":
        found.append(_warning("W_CHAINAGE_LOST", file, name))
    if change.chainage in {"kept", "turned"} and each.old and each.new:
        before, after = each.old[1], each.new[1]
        if abs(after - before) > LENGTH_SHARE * before:
            line = change.new[0]
            limit = str(line.route.limits) if line.route else ""
            found.append(
                _warning("W_CHAINAGE_KEPT", file, name, old=before, new=after, limit=limit)
            )
    return tuple(found)


def _other_work(change: Change, file: str, name: str) -> list[Finding]:
    """Ask before a line that the file names by its own id becomes the line of another work."""
    were = {old.project_id for old in change.old}
    now = {new.project_id for new in change.new} - were
    if not were or not now:
        return []
    values: dict[str, object] = {
        "old": ", ".join(sorted(filter(None, were))),
        "new": ", ".join(sorted(filter(None, now))),
    }
    if not values["old"]:
        return [_warning("W_WORK_GIVEN", file, name, new=values["new"])]
    return [Finding("error", "E_OTHER_WORK", file, None, None, name, values)]


def _other_shape(change: Change, file: str, name: str) -> list[Finding]:
    """Ask before a line becomes a point, say: its length would be known no more."""
    was, now = ({f.shape for f in side} for side in (change.old, change.new))
    if not was or not now or was == now:
        return []
    old, new = (Label(f"layers.shape.{min(side)}") for side in (was, now))
    return [_warning("W_SHAPE_CHANGED", file, name, old=old, new=new)]


def of_merge(merged: Merged, base: Base, layer: str) -> tuple[Finding, ...]:
    """Return what is to be known about the layer as a whole."""
    found: list[Finding] = [
        Finding("error", "E_REF_UNKNOWN", layer, None, None, ref) for ref in merged.unknown_refs
    ]
    for ref, ids in merged.ambiguous_refs.items():
        values: dict[str, object] = {"suggestion": ", ".join(ids)}
        found.append(Finding("error", "E_REF_MANY", layer, None, None, ref, values))
    removed = [old.feature_id for c in merged.changes if not c.new for old in c.old]
    if removed:
        shown = ", ".join(removed[:5]) + (", …" if len(removed) > 5 else "")  # noqa: PLR2004
        found.append(_warning("W_REMOVED", layer, f"{len(removed)}", suggestion=shown))
    faults = sum(
        finding.severity == "error" and finding.file == f"{data_folder.LAYERS}/{layer}.geojson"
        for finding in base.folder.findings
    )
    if faults:
        found.append(_warning("W_LAYER_FAULTS", layer, f"{faults}"))
    elsewhere = {
        f.project_id: f.layer for f in base.folder.features if f.project_id and f.layer != layer
    }
    added = {n.project_id for c in merged.changes if not c.old for n in c.new if n.project_id}
    for project_id in sorted(added & elsewhere.keys()):
        other = elsewhere[project_id]
        found.append(_warning("W_OTHER_LAYER", layer, project_id, suggestion=other))
    return tuple(found)


def of_content(content: bytes, base: Base, layer: str) -> tuple[Finding, ...]:
    """Read the new layer as the folder would: what is stored must load whole."""
    file = f"{data_folder.LAYERS}/{layer}.geojson"
    _, faults = layers.read({file: content}, base.settings, project_ids=base.registry.projects)
    t = locale.get()
    return tuple(
        Finding("error", "E_NEW_LAYER", layer, None, None, None, {"suggestion": t.line(fault)})
        for fault in faults
        if fault.severity == "error"
    )


def _moved(
    name: str, moved: Movement | None, old: Iterable[Feature], file: str
) -> list[Finding]:
    if moved is None or moved.median_m <= MOVED_M:
        return []
    known_m = max(feature.accuracy_m for feature in old)
    limit = max(FAR_M, FAR_TIMES * known_m)
    if moved.median_m > limit:
        shown: dict[str, object] = {"limit": f"{limit / 1000:.0f} km"}
        far = f"{moved.median_m / 1000:.1f} km"
        return [Finding("error", "E_MOVED", file, None, None, far, shown)]
    return [
        _warning(
            "W_MOVED", file, name,
            median=f"{moved.median_m:.0f} m", maximum=f"{moved.max_m:.0f} m",
        )
    ]  # fmt: skip


def _warning(code: str, file: str, value: str, **values: object) -> Finding:
    return Finding("warning", code, file, None, None, value, values)
