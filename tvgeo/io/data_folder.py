"""A data folder, read whole: settings, plan, layers, progress, and everything wrong with them."""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from tvgeo.core import joining
from tvgeo.core.features import Feature
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Registry
from tvgeo.core.progress import Row
from tvgeo.errors import DataError
from tvgeo.io import layers, plan_files, progress_table, settings_file
from tvgeo.io.plan_files import PlanReading

PROJECTS = "plan/projects.csv"
LAYERS = "geojson"
# The country with its archipelagos, for the small map on a plate; a folder may lack it.
INSET = "inset.geojson"
Fingerprint: TypeAlias = tuple[tuple[str, int, int], ...]
_WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The sound part of a folder, and the findings that say what was left out and why.

    A feature or a row may belong to a project that was left out: the join shows it.
    `progress_sha256` is of the file's bytes, `None` without the file. `inset` is the country and
    the label points of its archipelagos, empty without the file.
    """

    folder: Path
    registry: Registry
    features: tuple[Feature, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    progress_sha256: str | None
    inset: tuple[Feature, ...] = ()


def load(
    folder: Path, *, today: date, imported: Mapping[str, bytes] = MappingProxyType({})
) -> DataFolder:
    """Read a data folder; bad content is a finding, all of them at once.

    `today` is the last date that progress figures may be true for. `imported` are layers by
    name that take the place of the folder's own.

    Raises
    ------
    DataError
        ``data.no_folder``; or ``data.no_file`` if the settings or the projects are missing or
        cannot be opened. Without these two there is nothing to show.
    """
    if not folder.is_dir():
        raise DataError("data.no_folder", path=str(folder))
    findings: list[Finding] = []
    settings, of_settings = settings_file.read(_demanded(folder / settings_file.FILE))
    plan = plan_files.read(
        {PROJECTS: _demanded(folder / PROJECTS), **_found(folder, plan_files.FILES, findings)},
        settings,
    )
    replaced = {f"{LAYERS}/{name}.geojson": content for name, content in imported.items()}
    own = {
        path.relative_to(folder).as_posix() for path in (folder / LAYERS).glob("*.geojson")
    } - replaced.keys()
    names = sorted(own | replaced.keys())
    if not names:
        findings.append(Finding("warning", "missing_file", f"{LAYERS}/*.geojson"))
    contents = _found(folder, own, findings) | replaced
    features, of_layers = layers.read(
        {name: contents[name] for name in names if name in contents},
        settings,
        project_ids=plan.project_rows,
    )
    # the country lies outside the bounds of any province
    inset, of_inset = layers.read(
        _found(folder, [INSET], findings), replace(settings, bounds=_WORLD), project_ids=()
    )
    progress = _found(folder, [progress_table.FILE], findings).get(progress_table.FILE)
    rows: tuple[Row, ...] = ()
    if progress is None:
        of_progress: tuple[Finding, ...] = (
            Finding("warning", "missing_file", progress_table.FILE),
        )
    else:
        rows, of_progress = progress_table.read(
            progress, settings, project_ids=plan.project_rows, features=features, today=today
        )
    places = _places(plan, features)
    return DataFolder(
        folder=folder,
        registry=plan.registry,
        features=features,
        rows=rows,
        findings=(
            *of_settings,
            *plan.findings,
            *of_layers,
            *of_inset,
            *_missing_layers(plan, names),
            *of_progress,
            *places,
            *findings,
        ),
        progress_sha256=None if progress is None else hashlib.sha256(progress).hexdigest(),
        inset=inset,
    )


def files(folder: Path) -> tuple[Path, ...]:
    """Return where `load` looks for files, whether or not they exist, and the layers found."""
    names = (settings_file.FILE, *plan_files.FILES, progress_table.FILE, INSET)
    return (*(folder / name for name in names), *sorted((folder / LAYERS).glob("*.geojson")))


def fingerprint(folder: Path) -> Fingerprint:
    """Return name, time of change and size of every file that the base is read from."""
    found = []
    # plain strings: every run of every page asks, and a `Path` for each file costs ten times more
    for path in map(str, files(folder)):
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:  # not there, or just now being replaced
            continue
        found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)


def progress_bytes(folder: Path) -> bytes | None:
    """Return the folder's `progress.csv` as it is, or `None` where it cannot be opened."""
    try:
        return (folder / progress_table.FILE).read_bytes()
    except OSError:
        return None


def _demanded(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError("data.no_file", path=str(path)) from error


def _found(folder: Path, names: Iterable[str], findings: list[Finding]) -> dict[str, bytes]:
    """Return the files that exist; one that exists and cannot be opened is a finding."""
    contents = {}
    for name in names:
        try:
            contents[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            continue  # whoever reads the contents says what a missing file means
        except OSError:
            findings.append(Finding("error", "missing_file", name))
    return contents


def _missing_layers(plan: PlanReading, names: Collection[str]) -> list[Finding]:
    """Name the layers that are not there although the plan says that works are drawn in them."""
    demanded = {
        f"{LAYERS}/{project.layer}.geojson"
        for project in plan.registry.projects.values()
        if project.layer and project.no_location is None
    }
    return [Finding("error", "missing_file", name) for name in sorted(demanded - {*names})]


def _places(plan: PlanReading, features: tuple[Feature, ...]) -> list[Finding]:
    """Say which projects are on no map without a reason, and which are on one with a reason."""
    projects, rows = plan.registry.projects, plan.project_rows or {}

    def finding(severity: str, code: str, project_id: str, **values: object) -> Finding:
        row, written = rows.get(project_id), projects[project_id].no_location
        return Finding(
            severity, code, PROJECTS, row, "no_location", written or project_id, values
        )

    joined = joining.join(projects, features)
    return [
        finding("note", "no_location_reason", project_id, reason=reason)
        for project_id, reason in joined.unlocated.items()
        if projects[project_id].no_location is None
    ] + [
        finding("warning", "location_and_reason", project_id)
        for project_id in joined.located
        if projects[project_id].no_location is not None
    ]
