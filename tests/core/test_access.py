"""Who may do what."""

import pytest

from tvgeo.core.access import decide


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
