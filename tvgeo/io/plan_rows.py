"""One row of a plan file as one entry of a registry.

The key column of each file is demanded by the caller; an entry is only used if its row is sound.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tvgeo.core.plan import (
    NO_LOCATION_REASONS,
    SECTORS,
    TARGET_KINDS,
    Agency,
    Contradiction,
    Event,
    Fact,
    Project,
    Target,
    Task,
)
from tvgeo.io.cells import Cells

DUE_BASES = ("stated", "inferred", "published")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids written in the files, each with its row; `None` where there is no registry."""

    projects: Mapping[str, int] | None
    tasks: Mapping[str, int] | None
    agencies: Mapping[str, int] | None


def project(cells: Cells, ids: Ids) -> Project:
    """Read a row of `projects.csv`."""
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


def task(cells: Cells, ids: Ids) -> Task:
    """Read a row of `tasks.csv`."""
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


def target(cells: Cells, ids: Ids) -> Target:
    """Read a row of `targets.csv`; it may have one item or several."""
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


def agency(cells: Cells, ids: Ids) -> Agency:
    """Read a row of `agencies.csv`."""
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


def event(cells: Cells, ids: Ids) -> Event | None:
    """Read a row of `calendar.csv`; without a date there is no event."""
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


def contradiction(cells: Cells, ids: Ids) -> Contradiction:
    """Read a row of `contradictions.csv`."""
    return Contradiction(
        number=cells.whole("number") or 0,
        kind=cells.text("kind") or "",
        text_vi=cells.required("text_vi"),
        text_en=cells.text("text_en"),
        item_ids=cells.all_known("item_ids", ids.projects),
        tasks=tuple(int(tt) for tt in cells.all_known("tasks", ids.tasks) if tt.isdecimal()),
        citation=cells.text("citation") or "",
    )


def fact(cells: Cells, ids: Ids) -> Fact:
    """Read a row of `facts.csv`."""
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
