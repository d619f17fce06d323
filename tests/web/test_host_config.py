"""What a page is told about who may steer it: nobody but its own window, and no dialogs."""

import json

import pytest
from starlette.responses import PlainTextResponse

from tvgeo.web.host_config import HostConfig

INSIDE = PlainTextResponse("inside")


@pytest.mark.parametrize("base", ["", "gis", "/gis/"])
def test_a_page_listens_to_its_own_window_only(ask, base):
    path = "/gis/_stcore/host-config" if base else "/_stcore/host-config"
    answer = ask(HostConfig(INSIDE, base=base), "GET", path, host="tiendo.example:8443")
    told = json.loads(answer.body)
    assert told["allowedOrigins"] == [
        "http://tiendo.example:8443",
        "https://tiendo.example:8443",
    ]
    assert told["blockErrorDialogs"] is True
    assert answer.headers["cache-control"] == "no-cache"


def test_what_is_told_has_the_names_that_streamlit_tells(ask):
    """Should Streamlit tell something else one day, somebody must look at it."""
    from starlette.applications import Starlette
    from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

    theirs = ask(
        Starlette(routes=create_host_config_routes(None)), "GET", "/_stcore/host-config"
    )
    ours = ask(HostConfig(INSIDE), "GET", "/_stcore/host-config")
    assert json.loads(ours.body).keys() == json.loads(theirs.body).keys()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/ban-do/_stcore/host-config"),  # the page guesses what it is served below
        ("GET", "/_stcore/health"),
        ("POST", "/_stcore/host-config"),
    ],
)
def test_everything_else_passes(ask, method, path):
    assert ask(HostConfig(INSIDE), method, path).body == b"inside"
