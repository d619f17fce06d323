"""What is dear to make is made in turn: it keeps nobody waiting who asks for something else."""

import asyncio
import json
import threading

import loops
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from tvgeo import locale
from tvgeo.services import open_data
from tvgeo.services.oc4ids import package
from tvgeo.web import api
from tvgeo.web.in_turn import InTurn
from tvgeo.web.routes import routes

DEAR = ("/api/v1/open-data.zip", "/api/v1/oc4ids")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")


@pytest.fixture
def app():
    return Starlette(routes=routes())


@pytest.fixture
def made(monkeypatch):
    """Make nothing; note for which day, in which thread."""
    found = []

    def note(day, content):
        found.append((day, threading.current_thread().name))
        return content

    monkeypatch.setattr(open_data, "build", lambda view, _: note(str(view.day), b"PK"))
    monkeypatch.setattr(open_data, "usual", lambda *_: note("usual", b"PK"))
    monkeypatch.setattr(package, "build", lambda view, _: note(str(view.day), {"a": 1}))
    monkeypatch.setattr(package, "usual", lambda *_: note("usual", {"a": 1}))
    return found


class Reader:
    """A request, and whether who has sent it is still there."""

    def __init__(self):
        self.left = False

    def request(self):
        async def receive():
            if not self.left:
                await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        return Request({"type": "http", "headers": []}, receive)


@pytest.mark.parametrize("path", DEAR)
def test_neither_archive_nor_package_is_made_in_a_thread_of_the_pages(app, ask, made, path):
    assert ask(app, "GET", f"{path}?as_of=2025-06-30").status == 200
    assert ask(app, "GET", path).status == 200
    assert ask(app, "GET", f"{path}?lang=en").status == 200
    assert [day for day, _ in made] == ["2025-06-30", "usual", "usual"]
    threads = [name.rpartition("_")[0] for _, name in made]
    assert threads == ["dear", "dear-usual", "dear-usual"]


@pytest.mark.parametrize("path", DEAR)
def test_when_too_many_wait_who_comes_is_told_when_to_come_again(
    app, ask, made, monkeypatch, path
):
    monkeypatch.setattr(api, "_others", InTurn("none", waiting=0))
    answer = ask(app, "GET", f"{path}?as_of=2025-06-30")
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    document = json.loads(answer.body)
    assert document["error"] == "error.api_busy"
    assert document["message"] == {
        language: locale.get(language)("error.api_busy") for language in locale.LANGUAGES
    }
    assert ask(app, "GET", path).status == 200  # what is kept needs no turn of those
    assert made == [("usual", made[0][1])]


def test_what_the_pages_open_on_is_kept_whatever_days_are_asked_for(app, ask, monkeypatch):
    zipped = []
    monkeypatch.setattr(open_data, "files", lambda view, _: zipped.append(str(view.day)) or {})
    days = [f"2024-0{month}-01" for month in range(1, 7)]
    for path in (DEAR[0], *(f"{DEAR[0]}?as_of={day}" for day in days), DEAR[0]):
        assert ask(app, "GET", path).status == 200
    assert zipped[1:] == days
    assert len(zipped) == 1 + len(days)


def test_only_so_many_wait_and_a_place_is_free_again_after():
    lane, may_end = InTurn("test", waiting=2), threading.Event()

    def make():
        may_end.wait(30)
        return PlainTextResponse("made")

    async def act():
        sent = [
            asyncio.create_task(lane.answer(Reader().request(), make, busy=lambda: "busy"))
            for _ in range(3)
        ]
        done, _ = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
        assert [task.result() for task in done] == ["busy"]
        may_end.set()
        answers = await asyncio.gather(*sent)
        assert [a if a == "busy" else a.body for a in answers] == [b"made", b"made", "busy"]
        again = await lane.answer(Reader().request(), make, busy=lambda: "busy")
        assert again.body == b"made"

    loops.run(act())


def test_for_who_has_left_nothing_is_made():
    lane, may_end, calls = InTurn("test", waiting=2), threading.Event(), []

    def make(name):
        calls.append(name)
        may_end.wait(30)
        return PlainTextResponse(name)

    async def act():
        stays, leaves = Reader(), Reader()
        first = asyncio.create_task(
            lane.answer(stays.request(), lambda: make("a"), busy=lambda: "busy")
        )
        await asyncio.sleep(0)
        leaves.left = True
        gone = await lane.answer(leaves.request(), lambda: make("b"), busy=lambda: "busy")
        assert gone.status_code == 499
        await asyncio.sleep(0)  # the loop tells the thread's queue
        may_end.set()
        assert (await first).body == b"a"

    loops.run(act())
    assert calls == ["a"]
