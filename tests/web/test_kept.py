"""What a browser keeps for good is answered right behind the gate, and nothing else is."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse

from tvgeo.web import assets, geometry
from tvgeo.web.app import checked_options
from tvgeo.web.gate import Gate
from tvgeo.web.kept import Kept

INSIDE = PlainTextResponse("inside")


def address(kind):
    if kind == "asset":
        return "/" + assets.url("map.js")
    return "/" + geometry.publish({"bridges": b'{"type":"FeatureCollection"}'})["bridges"]


@pytest.mark.parametrize("kind", ["asset", "layer"])
@pytest.mark.parametrize("base", ["", "gis"])
def test_it_is_answered_without_the_application(ask, kind, base):
    path = f"/{base}{address(kind)}" if base else address(kind)
    answer = ask(Kept(INSIDE, base=base), "GET", path)
    assert (answer.status, answer.headers["cache-control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )
    assert answer.body != b"inside"


@pytest.mark.parametrize(
    "path",
    ["/", "/ban-do", "/healthz", "/geometry", "/ban-do/geo/x", "/geo", "/_stcore/health"],
)
def test_everything_else_passes(ask, path):
    assert ask(Kept(INSIDE), "GET", path).body == b"inside"


def test_nothing_is_written_there(ask):
    # the application says so: it knows how to refuse
    assert ask(Kept(INSIDE), "POST", address("layer")).body == b"inside"


@pytest.mark.parametrize("base", ["", "gis"])
def test_the_gate_stands_before_it(ask, base):
    gate, kept, *_ = checked_options(base=base)["middleware"]
    assert (gate.cls, kept.cls, kept.kwargs) == (Gate, Kept, {"base": base})
    app = Starlette(middleware=[kept])
    path = f"/{base}{address('layer')}" if base else address("layer")
    assert [ask(app, method, path).status for method in ("GET", "HEAD", "POST")] == [
        200,
        200,
        404,
    ]
