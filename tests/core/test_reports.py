"""Who owes a report and whose has come, on a plan of three works and four agencies."""

from datetime import date

import pytest

from tvgeo.core import periods, reports
from tvgeo.core.plan import Agency, Event, Project, Registry, Settings
from tvgeo.core.progress import Row

SETTINGS = Settings(
    "Plan", "Province", (date(2021, 1, 1), date(2025, 12, 31)), succession=date(2025, 7, 1)
)
YEAR = periods.parse("2025", SETTINGS)
HALF = periods.parse("2025-H1", SETTINGS)
ROADS = Agency("roads", "Sở GTVT", None, "department", successor_id="building")
BUILDING = Agency("building", "Sở Xây dựng", None, "department")
TOWNS = Agency("towns", "UBND cấp huyện", None, "group", members=("north", "south"))
NORTH, SOUTH = (Agency(a, f"UBND {a}", None, "district") for a in ("north", "south"))


def event(event_id: str, day: str, frequency: str = "half-year") -> Event:
    due = date.fromisoformat(day)
    return Event(event_id, frequency, due, "", "Báo cáo", None, (), (), "", "derived", None)


CALENDAR = (event("h", "2025-06-15"), event("y", "2025-12-15"))


def plan(*projects: Project, events: tuple[Event, ...] = CALENDAR) -> Registry:
    agencies = (ROADS, TOWNS, NORTH, SOUTH, BUILDING)
    return Registry(
        SETTINGS,
        projects={p.project_id: p for p in projects},
        agencies={a.agency_id: a for a in agencies},
        events={e.event_id: e for e in events},
    )


def work(project_id: str, *leads: str, reports: bool = True) -> Project:
    return Project(project_id, project_id, "transport", lead_agency=leads, reports=reports)


def row(project_id: str, day: str, quality: str = "official") -> Row:
    return Row(project_id, date.fromisoformat(day), physical_pct=10.0, quality=quality)


def owed(registry: Registry, *rows: Row, period=YEAR) -> dict[str, reports.AgencyReport]:
    by_project: dict[str, tuple[Row, ...]] = {}
    for one in rows:
        by_project[one.project_id] = (*by_project.get(one.project_id, ()), one)
    return {r.agency.agency_id: r for r in reports.owed(registry, by_project, period)}


def test_a_report_is_owed_by_each_lead_and_for_a_group_by_each_of_its_members():
    registry = plan(work("a", "roads"), work("b", "roads", "towns"), work("c", "towns"))
    found = owed(registry)
    assert {agency: report.owed for agency, report in found.items()} == {
        "roads": ("a", "b"),
        "north": ("b", "c"),
        "south": ("b", "c"),
    }


def test_a_work_that_does_not_report_is_owed_by_nobody():
    registry = plan(work("a", "roads"), work("b", "north", reports=False))
    assert owed(registry).keys() == {"roads"}
    assert not reports.report_missing(registry, {}, "b", YEAR)


@pytest.mark.parametrize(
    ("came", "state", "missing"),
    [
        ((), "missing", ("a", "b")),
        (("a",), "partial", ("b",)),
        (("a", "b"), "complete", ()),
    ],
)
def test_the_state_is_how_many_of_the_owed_reports_have_come(came, state, missing):
    registry = plan(work("a", "roads"), work("b", "roads"))
    report = owed(registry, *(row(p, "2025-12-14") for p in came))["roads"]
    assert (report.state, report.missing, report.received) == (state, missing, came)


@pytest.mark.parametrize(
    ("day", "came"),
    [("2025-06-14", False), ("2025-06-15", True), ("2025-12-14", True), ("2025-12-15", False)],
)
def test_a_report_counts_for_the_period_that_holds_its_day(day, came):
    registry = plan(work("a", "roads"))
    assert bool(owed(registry, row("a", day))["roads"].received) is came
    assert reports.report_missing(registry, {"a": (row("a", day),)}, "a", YEAR) is not came


def test_what_the_press_says_is_no_report_and_what_is_invented_is_one_with_a_mark():
    registry = plan(work("a", "roads"))
    public = owed(registry, row("a", "2025-12-01", "public"))["roads"]
    assert (public.state, public.illustrative) == ("missing", False)
    invented = owed(registry, row("a", "2025-12-01", "illustrative"))["roads"]
    assert (invented.state, invented.illustrative) == ("complete", True)


def test_outside_the_calendar_nothing_is_owed():
    registry = plan(work("a", "roads"), events=(event("y", "2025-12-15"),))
    assert owed(registry, period=HALF) == {}
    assert not reports.report_missing(registry, {}, "a", HALF)
    once = plan(work("a", "roads"), events=(event("o", "2025-06-15", "once"),))
    assert owed(once, period=HALF) == {}


def test_agencies_stand_in_the_order_of_their_table_and_unknown_ones_last():
    registry = plan(work("a", "unknown"), work("b", "south"), work("c", "roads"))
    found = owed(registry)
    assert list(found) == ["roads", "south", "unknown"]
    assert found["unknown"].agency.name_vi == "unknown"


def test_a_successor_answers_from_the_day_of_succession_on():
    registry = plan(work("a", "roads"))
    assert reports.successor(registry, ROADS, date(2025, 6, 30)) is None
    assert reports.successor(registry, ROADS, date(2025, 7, 1)) == BUILDING
    assert reports.successor(registry, BUILDING, date(2025, 7, 1)) is None


def test_a_report_of_a_group_is_in_when_the_work_itself_was_reported():
    # one row per work: it stands for all members of the group
    registry = plan(work("c", "towns"))
    found = owed(registry, row("c", "2025-12-14"))
    assert {agency: report.state for agency, report in found.items()} == {
        "north": "complete",
        "south": "complete",
    }
