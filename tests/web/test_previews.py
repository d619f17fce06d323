"""What a briefing looks like before it is taken along: made when asked for, harmless when shown."""

import threading

import pytest
from starlette.applications import Starlette

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import making
from tvgeo.services import view as views
from tvgeo.services.base import open_base
from tvgeo.services.making import Picture
from tvgeo.services.packs import File, Step
from tvgeo.web import gate, previews
from tvgeo.web.routes import routes

T = locale.get("vi")
PLAN = Scope("plan", "", "toàn bộ")
OPEN = frozenset({"127.0.0.1"})


@pytest.fixture(scope="module")
def view():
    base = open_base()
    return views.view_as_of(base, views.default_period(base).end)


@pytest.fixture
def app():
    return Starlette(routes=routes())


@pytest.fixture
def made(monkeypatch):
    """Draw two plates and a map at once; remember for whom, and in which thread."""
    asked = []

    def preview(view, t, scope):
        asked.append((scope.code, t.language, threading.current_thread().name))
        return tuple(Picture(code, code, code, code.encode()) for code in ("mot", "hai"))

    def make(view, t, scope, formats):
        assert tuple(formats) == ("html",)
        yield Step("map.html", 1, 1)
        yield Step("map.html", 1, 1, File("map.html", b"<script>1</script>", "text/html"))

    monkeypatch.setattr(making, "preview", preview)
    monkeypatch.setattr(making, "make", make)
    return asked


def test_nothing_is_drawn_before_a_browser_asks(view, app, ask, made):
    folder = previews.register(view, T, PLAN)
    assert made == []
    answer = ask(app, "GET", f"/{previews.plate(folder, 'hai')}")
    assert (answer.status, answer.body) == (200, b"hai")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"].startswith("private")
    assert made[0][:2] == ("", "vi")


def test_drawing_does_not_hold_up_the_server(view, app, ask, made):
    ask(app, "GET", f"/{previews.plate(previews.register(view, T, PLAN), 'mot')}")
    assert made[0][2].startswith("preview")


def test_each_choice_has_an_address_of_its_own(view):
    base = view.base
    sourced = views.view_as_of(base, view.day, sourced_only=True)
    chosen = [
        (view, T, PLAN), (view, locale.get("en"), PLAN), (sourced, T, PLAN),
        (view, T, Scope("sector", "urban", "Đô thị")),
    ]  # fmt: skip
    assert len({previews.register(*choice) for choice in chosen}) == len(chosen)
    assert previews.register(view, T, PLAN) == previews.register(view, T, PLAN)


@pytest.mark.parametrize("path", ["0" * 16 + "/mot.png", "x", "../x/mot.png", ""])
def test_what_no_page_has_registered_is_not_found(app, ask, made, path):
    assert ask(app, "GET", f"/preview/{path}").status == 404
    assert made == []


def test_a_plate_that_the_briefing_does_not_have_is_not_found(view, app, ask, made):
    folder = previews.register(view, T, PLAN)
    assert ask(app, "GET", f"/{previews.plate(folder, 'ba')}").status == 404


def test_only_so_many_choices_are_remembered(view, monkeypatch, app, ask, made):
    monkeypatch.setattr(previews, "KNOWN", 2)
    folders = [previews.register(view, T, Scope("work", c, c)) for c in ("a", "b", "c")]
    answers = [ask(app, "GET", f"/{previews.plate(f, 'mot')}").status for f in folders]
    assert answers == [404, 200, 200]


def test_what_cannot_be_made_is_told_in_both_languages(view, app, ask, monkeypatch):
    def busy(*_):
        raise UsageError("error.briefing_busy")

    monkeypatch.setattr(making, "preview", busy)
    answer = ask(app, "GET", f"/{previews.plate(previews.register(view, T, PLAN), 'mot')}")
    assert answer.status == 503
    assert "Đang tạo một bộ trình bày khác" in answer.body.decode()
    assert answer.headers["cache-control"] == "no-store"


def test_the_map_runs_in_a_sandbox_without_an_origin_and_everything_else_as_before(
    view, app, ask, made
):
    guarded = gate.Gate(app, hosts=OPEN, view=lambda: "public", session=lambda _: None)
    folder = previews.register(view, T, PLAN)
    answer = ask(guarded, "GET", f"/{previews.page(folder)}")
    assert answer.body == b"<script>1</script>"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;")
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"
    for path in ("/healthz", f"/{previews.plate(folder, 'mot')}", "/preview/x/map.html"):
        headers = ask(guarded, "GET", path).headers
        assert "sandbox" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_where_reading_needs_a_session_so_do_previews(view, app, ask, made):
    guarded = gate.Gate(app, hosts=OPEN, view=lambda: "login", session=lambda _: None)
    folder = previews.register(view, T, PLAN)
    for address in (previews.page(folder), previews.plate(folder, "mot")):
        answer = ask(guarded, "GET", f"/{address}")
        assert answer.status == 403
    assert made == []
