"""`data/plan/*.csv` as the plan's registries, checked whole.

Only `projects.csv` must exist; any other missing file is an empty registry. A row with an error
is left out and the rest is used. Ids are checked against the ids *written* in the files, so that
one broken row gives one finding and not a chain of them; an id may therefore name a row that was
left out, or belong to a registry that is missing: look it up with `.get`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tvgeo.core import formula
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Project, Registry, Settings
from tvgeo.io import csv_tables, plan_rows
from tvgeo.io.cells import Cells
from tvgeo.io.csv_tables import Table
from tvgeo.io.plan_rows import Ids

E = TypeVar("E")

_PROJECTS = "plan/projects.csv"
# The columns without which a row of each file means nothing.
_REQUIRED = {
    _PROJECTS: ("project_id", "name_vi", "sector"),
    "plan/tasks.csv": ("tt", "sector", "title_vi"),
    "plan/targets.csv": ("target_id", "indicator_vi"),
    "plan/agencies.csv": ("id", "name_vi"),
    "plan/calendar.csv": ("event_id", "due_date", "title_vi"),
    "plan/contradictions.csv": ("number", "text_vi"),
    "plan/facts.csv": ("project_id", "metric", "label_vi", "value_vi"),
}
FILES = tuple(_REQUIRED)


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The registry, its findings, and every project id that is written, used or not.

    `project_rows` gives the row of each id in `projects.csv`; it is `None` when the file has no
    readable column of ids, and nothing can then be called unknown.
    """

    registry: Registry
    findings: tuple[Finding, ...]
    project_rows: Mapping[str, int] | None


def read(contents: Mapping[str, bytes], settings: Settings) -> PlanReading:
    """Read the plan; `contents` maps file names (`plan/tasks.csv`) to bytes."""
    tables = {
        file: csv_tables.read(contents[file], file=file, required=required)
        for file, required in _REQUIRED.items()
        if file in contents
    }
    findings = [finding for table in tables.values() for finding in table.findings]
    missing = tuple(file for file in FILES if file not in tables)
    findings += [Finding("note", "missing_file", file) for file in missing]
    ids = Ids(
        _written(tables, _PROJECTS, "project_id"),
        _written(tables, "plan/tasks.csv", "tt"),
        _written(tables, "plan/agencies.csv", "id"),
    )

    def rows(file: str, make: Callable[[Cells, Ids], E | None], key: str | None) -> list[E]:
        table = tables.get(file)
        return [] if table is None else _entries(table, make, key, ids, findings)

    projects = {p.project_id: p for p in rows(_PROJECTS, plan_rows.project, "project_id")}
    registry = Registry(
        settings=settings,
        projects=_with_sound_parts(projects, ids.projects or {}, findings),
        targets={
            t.target_id: t for t in rows("plan/targets.csv", plan_rows.target, "target_id")
        },
        tasks={t.tt: t for t in rows("plan/tasks.csv", plan_rows.task, "tt")},
        agencies={a.agency_id: a for a in rows("plan/agencies.csv", plan_rows.agency, "id")},
        events={e.event_id: e for e in rows("plan/calendar.csv", plan_rows.event, "event_id")},
        contradictions=tuple(
            rows("plan/contradictions.csv", plan_rows.contradiction, "number")
        ),
        facts=tuple(rows("plan/facts.csv", plan_rows.fact, None)),
        missing_files=missing,
    )
    return PlanReading(registry, tuple(findings), ids.projects)


def _written(tables: Mapping[str, Table], file: str, column: str) -> dict[str, int] | None:
    """Return every id that stands in a file, even in a row that is left out, and its row."""
    table = tables.get(file)
    if table is None or column not in table.columns:
        return None
    return {formula.unguard(r.cells[column]): r.row for r in reversed(table.records)}


def _entries(
    table: Table,
    make: Callable[[Cells, Ids], E | None],
    key: str | None,
    ids: Ids,
    findings: list[Finding],
) -> list[E]:
    """Make one entry of each sound row; of rows with the same key the first is used."""
    entries: list[E] = []
    first_row: dict[str, int] = {}
    for record in table.records:
        cells = Cells(record, file=table.file, findings=findings)
        if key is not None:
            written = cells.required(key)
            if written and not _is_id(written):
                cells.add("error", "bad_value", key, allowed="a–z, 0–9, -")
            if first_row.setdefault(written, cells.row) != cells.row and written:
                cells.add("error", "duplicate_id", key, first_row=first_row[written])
        if "citation" in table.columns and cells.text("citation") is None:
            cells.add("warning", "no_citation", "citation")
        entry = make(cells, ids)
        if entry is not None and cells.sound:
            entries.append(entry)
    return entries


def _is_id(text: str) -> bool:
    """Whether a text can be named: seen whole, and written in a list of ids."""
    return text.isprintable() and ";" not in text


def _with_sound_parts(
    projects: dict[str, Project], rows: Mapping[str, int], findings: list[Finding]
) -> dict[str, Project]:
    """Leave out projects that are a part of themselves, or of a project that is not there."""
    sound = dict(projects)

    def leave_out(part: Project, code: str) -> None:
        del sound[part.project_id]
        row = rows[part.project_id]
        findings.append(Finding("error", code, _PROJECTS, row, "part_of", part.part_of))

    in_a_circle = _parts_of_themselves(projects)
    for project in projects.values():
        if project.project_id in in_a_circle:
            leave_out(project, "part_cycle")
    parts: dict[str, list[Project]] = {}
    for project in sound.values():
        if project.part_of is not None:
            parts.setdefault(project.part_of, []).append(project)
    # Who goes leaves its own parts without a whole.
    gone = [whole for whole in parts if whole not in sound]
    while gone:
        for orphan in parts.get(gone.pop(), ()):
            leave_out(orphan, "unknown_part")
            gone.append(orphan.project_id)
    return sound


def _parts_of_themselves(projects: Mapping[str, Project]) -> set[str]:
    """Return the projects on a circle of parts; each chain of wholes is followed once."""
    found: set[str] = set()
    followed: set[str] = set()
    for start in projects:
        chain: dict[str, None] = {}
        each: str | None = start
        while each is not None and each in projects and each not in followed:
            followed.add(each)
            chain[each] = None
            each = projects[each].part_of
        if each is not None and each in chain:  # the chain came back to one of its own
            names = list(chain)
            found.update(names[names.index(each) :])
    return found
