"""Who answers today for what the plan gave to an agency."""

from datetime import date

from tvgeo.core import units
from tvgeo.core.plan import Agency, Registry, Settings
from tvgeo.core.reports import AgencyReport

BUILDING = Agency("new", "Sở Xây dựng mới", None, "successor")
ROADS = Agency(
    "roads", "Sở GTVT", None, "department", successor_id="new", successor_verified=True
)
HOUSES = Agency(
    "houses", "Sở Xây dựng", None, "department", successor_id="new", successor_verified=True
)
TRADE = Agency("trade", "Sở Công Thương", None, "department", successor_id="later")
LATER = Agency("later", "Sở Công Thương mới", None, "successor")
DISTRICT = Agency("north", "UBND huyện Bắc", None, "district")
GROUP = Agency("all", "UBND các huyện", None, "group", members=("north",))
TOLD = Agency("unit", "Trung tâm", None, "unit", successor_text="Trung tâm mới")
OTHER = Agency("other", "Nhà đầu tư", None, "other")
AGENCIES = (ROADS, HOUSES, TRADE, DISTRICT, GROUP, TOLD, OTHER, BUILDING, LATER)
REGISTRY = Registry(
    settings=Settings("Kế hoạch", "Trà Vinh", (date(2021, 1, 1), date(2025, 12, 31))),
    projects={},
    agencies={agency.agency_id: agency for agency in AGENCIES},
)


def test_a_successor_answers_and_who_has_none_answers_for_itself():
    assert units.codes(REGISTRY, ["roads", "north", "unknown"]) == ("new", "north", "unknown")


def test_two_agencies_with_one_successor_are_one_today():
    assert units.codes(REGISTRY, ["roads", "houses"]) == ("new",)
    assert units.former(REGISTRY, "new") == (ROADS, HOUSES)


def test_a_successor_is_verified_when_a_source_says_so_of_all_it_took_over():
    assert units.is_verified(REGISTRY, "new")
    assert not units.is_verified(REGISTRY, "later")


def test_what_is_known_of_those_without_a_successor_is_told_apart():
    known = {agency.agency_id: units.heir(REGISTRY, agency) for agency in AGENCIES[3:]}
    assert known == {
        "north": "communes", "all": "communes", "unit": "text", "other": "unknown",
        "new": "agency", "later": "agency",
    }  # fmt: skip


def test_a_successor_owes_what_all_its_former_agencies_owed():
    owed = [
        AgencyReport(ROADS, ("a", "b"), ("a",), illustrative=False),
        AgencyReport(DISTRICT, ("d",), (), illustrative=False),
        AgencyReport(HOUSES, ("b", "c"), ("b",), illustrative=True),
    ]
    first, second = units.merged(REGISTRY, owed)
    assert first == AgencyReport(BUILDING, ("a", "b", "c"), ("a", "b"), illustrative=True)
    assert first.missing == ("c",)
    assert second == owed[1]
