"""The limits of uploads, around an application that takes what comes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from tvgeo.core.access import Actor
from tvgeo.web import uploads
from tvgeo.web.uploads import FORM_BYTES, MB, Uploads


class Server:
    """Uploads to an application that waits until it is told to answer."""

    def __init__(self, status=204, **limits):
        self.dropped = []
        self.status = status
        self.go = asyncio.Event()
        self.headers = []
        self.uploads = Uploads(
            largest=lambda role: 2 * MB if role == "admin" else MB,
            drop=lambda *place: self.dropped.append(place),
            **limits,
        )

    async def app(self, scope, receive, send):
        self.headers = scope["headers"]
        await self.go.wait()
        await PlainTextResponse("Streamlit", self.status)(scope, receive, send)

    async def put(self, user, file, size=100, session="s", role="planner", body=b""):
        sent = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        length = [] if size is None else [(b"content-length", str(size).encode())]
        scope = {
            "type": "http", "method": "PUT", "headers": length,
            "path": f"/gis/_stcore/upload_file/{session}/{file}",
        }  # fmt: skip
        await self.uploads.put(self.app, scope, receive, send, Actor(user, role))
        return sent[0]["status"], sent[1]["body"].decode()


def run(story, **limits):
    async def told():
        return await story(Server(**limits))

    # a browser's test leaves an event loop in this thread
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, told()).result()


def test_one_file_of_a_person_is_on_its_way_at_a_time():
    async def story(server):
        first = asyncio.create_task(server.put("lan", "1"))
        await asyncio.sleep(0)
        others = [await server.put("lan", str(n)) for n in range(2, 6)]
        somebody = asyncio.create_task(server.put("minh", "1"))
        server.go.set()
        return (await first)[0], [o[0] for o in others], others[0][1], (await somebody)[0]

    first, others, told, somebody = run(story)
    assert (first, others, somebody) == (204, [429] * 4, 204)
    assert told.splitlines()[0] == "Đang xử lý tệp trước. Vui lòng chờ rồi tải lên lại."


@pytest.mark.parametrize(("size", "taken"), [(MB, 3), (None, 1)])
def test_all_together_have_a_limit_and_an_unknown_length_counts_as_the_longest(size, taken):
    async def story(server):
        tasks = [asyncio.create_task(server.put(f"user{n}", "1", size)) for n in range(8)]
        await asyncio.sleep(0)
        server.go.set()
        return [(await task)[0] for task in tasks]

    assert run(story, in_flight_bytes=3 * MB).count(204) == taken


@pytest.mark.parametrize("size", [MB + FORM_BYTES + 1, 10**30, "x", "-1"])
def test_what_says_that_it_is_too_large_is_not_read(size):
    async def story(server):
        return await server.put("lan", "1", size)

    status, told = run(story)
    assert status == 413
    assert told.startswith("Tệp lớn hơn mức cho phép (1\N{NO-BREAK SPACE}MB).")


def test_what_streamlit_finds_too_large_is_told_in_our_words():
    async def story(server):
        server.go.set()
        return await server.put("lan", "1"), await server.put("lan", "2"), server.headers

    first, second, headers = run(story, status=413)
    assert first[0] == second[0] == 413
    assert "Streamlit" not in first[1]
    assert headers == []  # Streamlit would take the length of the form for the file's


def test_only_the_latest_files_of_a_person_are_kept():
    async def story(server):
        server.go.set()
        for n in range(5):
            await server.put("lan", f"f{n}")
        await server.put("minh", "other")
        return server.dropped

    assert run(story) == [("s", "f0"), ("s", "f1"), ("s", "f2")]


def test_what_is_kept_of_all_has_a_limit():
    async def story(server):
        server.go.set()
        for n in range(4):
            await server.put(f"user{n}", "f", MB, session=f"s{n}")
        return server.dropped

    assert run(story, kept_bytes=2 * MB) == [("s0", "f"), ("s1", "f")]


def test_a_refused_file_is_not_counted_as_kept():
    async def story(server):
        server.go.set()
        for n in range(5):
            await server.put("lan", f"f{n}")
        return server.dropped

    assert run(story, status=400) == []


def test_an_upload_that_fails_makes_room_for_the_next():
    async def story(server):
        async def broken(*_):
            raise ConnectionError

        good, server.app = server.app, broken
        with pytest.raises(ConnectionError):
            await server.put("lan", "1")
        server.app = good
        server.go.set()
        return (await server.put("lan", "2"))[0]

    assert run(story) == 204


def test_a_layer_of_an_administrator_may_be_larger_than_a_table_of_a_planner():
    async def story(server):
        server.go.set()
        size = 2 * MB
        return await server.put("an", "1", size, role="admin"), await server.put(
            "lan", "1", size + FORM_BYTES
        )

    admin, planner = run(story)
    assert admin[0] == 204
    assert planner[0] == 413
    assert "(1\N{NO-BREAK SPACE}MB)" in planner[1]


@pytest.mark.parametrize(("role", "status"), [("planner", 413), ("admin", 204)])
def test_a_body_that_hides_its_length_is_cut_off_at_the_limit_of_who_sends_it(role, status):
    async def story(server):
        async def reads(scope, receive, send):
            async for _ in Request(scope, receive).stream():
                pass
            await PlainTextResponse("Streamlit", 204)(scope, receive, send)

        server.app = reads
        body = bytes(MB + FORM_BYTES + 1)
        return await server.put("lan", "1", None, role=role, body=body)

    assert run(story)[0] == status


def test_tables_keep_their_limit_whatever_streamlit_lets_pass(monkeypatch):
    monkeypatch.setattr(uploads.config, "get_option", lambda _: 50)
    assert uploads.largest("planner") == 20 * MB
    assert uploads.largest("admin") == 50 * MB
    monkeypatch.setattr(uploads.config, "get_option", lambda _: 10)
    assert uploads.largest("planner") == uploads.largest("admin") == 10 * MB


def test_a_file_one_byte_too_large_is_dropped_though_its_form_was_small_enough():
    async def story(server):
        server.go.set()
        server.uploads.measure = lambda *_: MB + 1
        return await server.put("lan", "1"), server.dropped

    (status, told), dropped = run(story)
    assert status == 413
    assert "(1\N{NO-BREAK SPACE}MB)" in told
    assert dropped == [("s", "1")]
