"""`data/plan/*.csv` as the plan's registries, checked whole.

Only `projects.csv` must exist; any other missing file is an empty registry. A row with an error
is left out and the rest is used. Ids are checked against the ids *written* in the files, so that
one broken row gives one finding and not a chain of them; an id may therefore name a row that was
left out, or belong to a registry that is missing: look it up with `.get`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tvgeo.core.findings import Finding
from tvgeo.core.plan import (
    NO_LOCATION_REASONS,
    SECTORS,
    TARGET_KINDS,
    Agency,
    Contradiction,
    Event,
    Fact,
    Project,
    Registry,
    Settings,
    Target,
    Task,
)
from tvgeo.io import csv_tables, formula
from tvgeo.io.cells import Cells
from tvgeo.io.csv_tables import Table

E = TypeVar("E")

DUE_BASES = ("stated", "inferred")
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
    """The registry, its findings, and every project id that is written, left out or not.

    `project_ids` is `None` when `projects.csv` has no readable column of ids: nothing can then
    be called unknown.
    """

    registry: Registry
    findings: tuple[Finding, ...]
    project_ids: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids written in the files; `None` where there is no registry to check against."""

    projects: frozenset[str] | None
    tasks: frozenset[str] | None
    agencies: frozenset[str] | None


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
    ids = _Ids(
        _written(tables, _PROJECTS, "project_id"),
        _written(tables, "plan/tasks.csv", "tt"),
        _written(tables, "plan/agencies.csv", "id"),
    )

    def rows(file: str, make: Callable[[Cells, _Ids], E | None], key: str | None) -> list[E]:
        table = tables.get(file)
        return [] if table is None else _entries(table, make, key, ids, findings)

    projects = {p.project_id: p for p in rows(_PROJECTS, _project, "project_id")}
    registry = Registry(
        settings=settings,
        projects=_with_sound_parts(projects, tables[_PROJECTS], findings),
        targets={t.target_id: t for t in rows("plan/targets.csv", _target, "target_id")},
        tasks={t.tt: t for t in rows("plan/tasks.csv", _task, "tt")},
        agencies={a.agency_id: a for a in rows("plan/agencies.csv", _agency, "id")},
        events={e.event_id: e for e in rows("plan/calendar.csv", _event, "event_id")},
        contradictions=tuple(rows("plan/contradictions.csv", _contradiction, "number")),
        facts=tuple(rows("plan/facts.csv", _fact, None)),
        missing_files=missing,
    )
    return PlanReading(registry, tuple(findings), ids.projects)


def _written(tables: Mapping[str, Table], file: str, column: str) -> frozenset[str] | None:
    """Return every id that stands in a file, even in a row that is left out."""
    table = tables.get(file)
    if table is None or column not in table.columns:
        return None
    return frozenset(formula.unguard(record.cells[column]) for record in table.records)


def _entries(
    table: Table,
    make: Callable[[Cells, _Ids], E | None],
    key: str | None,
    ids: _Ids,
    findings: list[Finding],
) -> list[E]:
    """Make one entry of each sound row; of rows with the same key the first is used."""
    entries: list[E] = []
    first_row: dict[str, int] = {}
    for record in table.records:
        cells = Cells(record, file=table.file, findings=findings)
        if key is not None:
            written = cells.required(key)
            if first_row.setdefault(written, cells.row) != cells.row and written:
                cells.add("error", "duplicate_id", key, first_row=first_row[written])
        if "citation" in table.columns and cells.text("citation") is None:
            cells.add("warning", "no_citation", "citation")
        entry = make(cells, ids)
        if entry is not None and cells.sound:
            entries.append(entry)
    return entries


def _project(cells: Cells, ids: _Ids) -> Project:
    start, due = cells.day("start_date"), cells.day("due_date")
    if start is not None and due is not None and due < start:
        cells.add("error", "out_of_range", "due_date", limit=f"≥ {start.isoformat()}")
    return Project(
        project_id=cells.text("project_id") or "",
        name_vi=cells.required("name_vi"),
        sector=_sector(cells),
        part_of=cells.text("part_of"),
        name_en=cells.text("name_en"),
        kind=cells.text("kind"),
        layer=cells.text("layer"),
        task_no=_known_number(cells, "task_no", ids.tasks),
        lead_agency=cells.all_known("lead_agency", ids.agencies),
        coop_agencies=cells.all_known("coop_agencies", ids.agencies),
        owner=cells.text("owner"),
        districts=cells.listed("districts"),
        start_date=start,
        due_date=due,
        due_basis=cells.choice("due_basis", DUE_BASES),
        target_kind=cells.choice("target_kind", TARGET_KINDS),
        target_value=cells.text("target_value"),
        target_unit=cells.text("target_unit"),
        reports=cells.yes("reports"),
        length_km=cells.number("length_km", lowest=0),
        area_ha=cells.number("area_ha", lowest=0),
        cost_bn_vnd=cells.number("cost_bn_vnd", lowest=0),
        aliases=cells.listed("aliases"),
        citation=cells.text("citation"),
        note=cells.text("note"),
        no_location=cells.choice("no_location", NO_LOCATION_REASONS),
    )


def _task(cells: Cells, ids: _Ids) -> Task:
    return Task(
        tt=cells.whole("tt") or 0,
        sector=_sector(cells),
        title_vi=cells.required("title_vi"),
        title_en=cells.text("title_en"),
        lead_agency=cells.all_known("lead_agency", ids.agencies),
        coop_agencies=cells.all_known("coop_agencies", ids.agencies),
        item_ids=cells.all_known("item_ids", ids.projects),
        citation=cells.text("citation") or "",
    )


def _target(cells: Cells, ids: _Ids) -> Target:
    # The plan's own extraction has one item per target; a target of several lists them.
    items = cells.all_known("item_id", ids.projects)
    return Target(
        target_id=cells.text("target_id") or "",
        item_ids=items or cells.all_known("item_ids", ids.projects),
        sector=cells.choice("sector", SECTORS) or "",
        kind=cells.text("kind") or "",
        indicator_vi=cells.required("indicator_vi"),
        indicator_en=cells.text("indicator_en"),
        operator=cells.text("operator") or "=",
        value=cells.text("value") or "",
        unit=cells.text("unit"),
        year=cells.whole("year"),
        citation=cells.text("citation") or "",
        note=cells.text("note"),
    )


def _agency(cells: Cells, ids: _Ids) -> Agency:
    for column in ("lead_tasks_tt", "coop_tasks_tt"):
        cells.all_known(column, ids.tasks)
    return Agency(
        agency_id=cells.text("id") or "",
        name_vi=cells.required("name_vi"),
        name_en=cells.text("name_en"),
        kind=cells.text("kind") or "",
        members=cells.all_known("members", ids.agencies),
        successor_id=cells.known("successor_id", ids.agencies),
        successor_text=cells.text("successor_after_2025"),
        successor_basis=cells.text("successor_basis"),
        successor_verified=cells.yes("successor_verified"),
        short_vi=cells.text("short_vi"),
        short_en=cells.text("short_en"),
    )


def _event(cells: Cells, ids: _Ids) -> Event | None:
    cells.required("due_date")
    due = cells.day("due_date")
    title = cells.required("title_vi")
    senders = cells.all_known("from_agency", ids.agencies)
    receivers = cells.all_known("to_agency", ids.agencies)
    if due is None:
        return None
    return Event(
        event_id=cells.text("event_id") or "",
        frequency=cells.text("frequency") or "",
        due_date=due,
        due_rule_vi=cells.text("due_rule_vi") or "",
        title_vi=title,
        title_en=cells.text("title_en"),
        from_agency=senders,
        to_agency=receivers,
        citation=cells.text("citation") or "",
        basis=cells.text("basis") or "",
        note=cells.text("note"),
    )


def _contradiction(cells: Cells, ids: _Ids) -> Contradiction:
    return Contradiction(
        number=cells.whole("number") or 0,
        kind=cells.text("kind") or "",
        text_vi=cells.required("text_vi"),
        text_en=cells.text("text_en"),
        item_ids=cells.all_known("item_ids", ids.projects),
        tasks=tuple(int(tt) for tt in cells.all_known("tasks", ids.tasks) if tt.isdecimal()),
        citation=cells.text("citation") or "",
    )


def _fact(cells: Cells, ids: _Ids) -> Fact:
    cells.required("project_id")
    # The address becomes a link: nothing but a web page may stand there.
    url = cells.text("source_url") or ""
    if url and not url.startswith(("https://", "http://")):
        cells.add("error", "bad_value", "source_url", allowed="https://…")
    return Fact(
        project_id=cells.known("project_id", ids.projects) or "",
        metric=cells.required("metric"),
        label_vi=cells.required("label_vi"),
        label_en=cells.text("label_en") or "",
        value_vi=cells.required("value_vi"),
        value_en=cells.text("value_en") or "",
        as_of=cells.text("as_of") or "",
        publisher=cells.text("publisher") or "",
        source_url=url,
    )


def _sector(cells: Cells) -> str:
    cells.required("sector")
    return cells.choice("sector", SECTORS) or ""


def _known_number(cells: Cells, column: str, ids: Collection[str] | None) -> int | None:
    number = cells.whole(column)
    if number is not None:
        cells.known(column, ids)
    return number


def _with_sound_parts(
    projects: dict[str, Project], table: Table, findings: list[Finding]
) -> dict[str, Project]:
    """Leave out projects that are a part of themselves, or of a project that is not there."""
    rows = {
        formula.unguard(record.cells["project_id"]): record.row
        for record in reversed(table.records)
    }
    sound = dict(projects)

    def leave_out(part: Project, code: str) -> None:
        del sound[part.project_id]
        row = rows.get(part.project_id)
        findings.append(Finding("error", code, table.file, row, "part_of", part.part_of))

    for project in projects.values():
        if _is_part_of_itself(project, projects):
            leave_out(project, "part_cycle")
    # Each round may leave out the whole of another part.
    while orphans := [p for p in sound.values() if p.part_of and p.part_of not in sound]:
        for orphan in orphans:
            leave_out(orphan, "unknown_part")
    return sound


def _is_part_of_itself(project: Project, projects: Mapping[str, Project]) -> bool:
    seen: set[str] = set()
    whole = project.part_of
    while whole is not None and whole not in seen:
        if whole == project.project_id:
            return True
        seen.add(whole)
        whole = projects[whole].part_of if whole in projects else None
    return False
