"""Who may do what."""

from datetime import date

import pytest

from tvgeo.core.access import decide, outside_scope, scope_of
from tvgeo.core.plan import Agency, Project, Registry, Settings


@pytest.mark.parametrize("role", [None, "viewer", "planner", "admin"])
def test_everybody_reads_what_is_public(role):
    assert decide("read", role=role, view="public") == (True, "")


def test_where_a_login_is_asked_for_nobody_reads_without_a_session():
    assert decide("read", role=None, view="login") == (False, "error.forbidden")
    assert decide("read", role="viewer", view="login").allowed


@pytest.mark.parametrize("view", ["Public", "", "publik"])
def test_a_misspelt_setting_closes_the_pages(view):
    assert not decide("read", role=None, view=view).allowed


@pytest.mark.parametrize("action", ["upload", "metrics"])
@pytest.mark.parametrize("view", ["public", "login"])
def test_only_those_who_may_publish_send_files_or_read_metrics(action, view):
    allowed = {
        role: decide(action, role=role, view=view).allowed
        for role in (None, "viewer", "planner", "admin")
    }
    assert allowed == {None: False, "viewer": False, "planner": True, "admin": True}


def agency(agency_id, *, members=(), heir=None):
    return Agency(agency_id, agency_id.upper(), None, "x", members=members, successor_id=heir)


@pytest.fixture
def registry():
    """Three agencies, one of them a group, one with a successor; a part that names no lead."""
    agencies = [agency("so", heir="so-moi"), agency("huyen"), agency("so-moi"),
                agency("cap-huyen", members=("huyen",))]  # fmt: skip
    projects = [
        Project("cau", "Cầu", "transport", lead_agency=("so",)),
        Project("nhip", "Nhịp", "transport", part_of="cau"),
        Project("duong", "Đường", "transport", lead_agency=("cap-huyen",)),
        Project("chung", "Chung", "transport"),
    ]
    return Registry(
        Settings("T", "P", (date(2021, 1, 1), date(2025, 12, 31))),
        projects={p.project_id: p for p in projects},
        agencies={a.agency_id: a for a in agencies},
    )


@pytest.mark.parametrize(
    ("agency_id", "works"),
    [
        ("so", {"cau", "nhip"}),
        ("so-moi", {"cau", "nhip"}),
        ("huyen", {"duong"}),
        ("cap-huyen", {"duong"}),
        ("khac", set()),
    ],
)
def test_an_agency_answers_for_what_it_leads_alone_in_a_group_or_as_an_heir(
    registry, agency_id, works
):
    assert scope_of(registry, agency_id).projects == works
    ids = ["cau", "duong", "khong-co"]
    assert outside_scope(registry, ids, agency_id) == tuple(i for i in ids if i not in works)


def test_who_has_no_scope_may_report_on_every_work(registry):
    assert scope_of(registry, None) is None
    assert outside_scope(registry, ["cau", "chung"], None) == ()
