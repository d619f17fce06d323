"""Requests without a server: one ASGI call, answered in memory."""

from contextlib import suppress
from dataclasses import dataclass

import loops
import pytest
from starlette.datastructures import Headers


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes


@pytest.fixture
def ask():
    """Return a function that sends one request to an ASGI application, and the answer."""

    def request(
        app, method, path, *, host="127.0.0.1:8501", kind="http", fails=(), body=b"", **headers
    ):
        sent = []
        path, _, query = path.partition("?")
        scope = {
            "type": kind,
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "server": ("127.0.0.1", 8501),
            "client": ("127.0.0.1", 50000),
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}} if kind == "websocket" else {},
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in {"host": host, **headers}.items()
                if value is not None
            ],
        }

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        with suppress(fails):  # Starlette answers, then raises again for the log
            loops.run(app(scope, receive, send))
        prefix = "websocket.http" if kind == "websocket" else "http"
        start = next(each for each in sent if each["type"] == f"{prefix}.response.start")
        body = b"".join(
            e.get("body", b"") for e in sent if e["type"] == f"{prefix}.response.body"
        )
        return Answer(start["status"], Headers(raw=start["headers"]), body)

    return request
