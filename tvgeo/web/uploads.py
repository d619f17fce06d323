"""How much may be uploaded at once, and how much of it is kept.

Streamlit reads a file into memory and keeps it until the reader's page is closed. Here one
person has one file on its way at a time, all together have a limit, and of the files that have
come only the latest few of each person stay.

Map layers are larger than tables, and only administrators bring them in: Streamlit knows one
limit for everybody, which is theirs, and whoever else sends has a lower one here.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime

from tvgeo.core.access import Actor, Role
from tvgeo.web.sentences import sentence

MB = 1024 * 1024
# The largest table that is read; a layer may be as large as Streamlit lets pass.
TABLE_BYTES = 20 * MB
IN_FLIGHT_BYTES = 200 * MB
KEPT_BYTES = 200 * MB
KEPT_FILES = 2
# What a form adds to the file it carries; Streamlit allows as much and then measures the file.
FORM_BYTES = MB
RETRY_SECONDS = "5"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that Streamlit holds in memory: whose it is, and by what it is found."""

    user: str
    session: str
    file: str
    size: int


def largest(role: Role) -> int:
    """Return the size of the largest file that is taken of a role, in bytes."""
    configured = int(config.get_option("server.maxUploadSize")) * MB
    return configured if role == "admin" else min(configured, TABLE_BYTES)


def drop(session: str, file: str) -> None:
    """Make Streamlit forget a file."""
    if runtime.exists():
        files = runtime.get_instance().uploaded_file_mgr
        files.remove_file(session, file)  # type: ignore[attr-defined]  # of its manager in memory


def measure(session: str, file: str) -> int:
    """Return the size of a file that Streamlit holds, in bytes; 0 where it holds none."""
    if not runtime.exists():
        return 0
    found = runtime.get_instance().uploaded_file_mgr.get_files(session, [file])
    return len(found[0].data) if found else 0


class Uploads:
    """The uploads of one server, and their limits."""

    def __init__(
        self,
        *,
        largest: Callable[[Role], int] = largest,
        drop: Callable[[str, str], None] = drop,
        measure: Callable[[str, str], int] = measure,
        in_flight_bytes: int = IN_FLIGHT_BYTES,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        """Start with none; `drop` is called with session and file that are kept no longer.

        `measure` says how large a file is that has just come: the form around it does not count.
        """
        self.largest = largest
        self.drop = drop
        self.measure = measure
        self.in_flight_bytes = in_flight_bytes
        self.kept_bytes = kept_bytes
        self._in_flight: dict[str, int] = {}
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()

    async def put(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, actor: Actor
    ) -> None:
        """Pass one upload of `actor` on to `app`, or refuse it without reading it."""
        user, allowed = actor.name, self.largest(actor.role)
        declared = Headers(scope=scope).get("content-length")
        limit = allowed + FORM_BYTES
        if declared is not None and (not declared.isdecimal() or int(declared) > limit):
            await _too_large(allowed)(scope, receive, send)
            return
        # a body that does not say its length may become as large as is allowed
        size = limit if declared is None else int(declared)
        if user in self._in_flight or self._sum_in_flight() + size > self.in_flight_bytes:
            refusal = sentence(429, "error.quota")
            refusal.headers["Retry-After"] = RETRY_SECONDS
            await refusal(scope, receive, send)
            return
        session, _, file = scope["path"].rpartition("/upload_file/")[2].partition("/")

        def fits() -> bool:
            if self.measure(session, file) <= allowed:
                return True
            self.drop(session, file)
            return False

        with self._flying(user, size):
            status = await _passed(app, scope, receive, send, allowed=allowed, fits=fits)
        if status < 300:  # noqa: PLR2004 - taken
            self._keep(Kept(user, session, file, size))

    @contextmanager
    def _flying(self, user: str, size: int) -> Iterator[None]:
        self._in_flight[user] = size
        try:
            yield
        finally:
            del self._in_flight[user]

    def _sum_in_flight(self) -> int:
        return sum(self._in_flight.values())

    def _keep(self, fresh: Kept) -> None:
        self._kept.pop((fresh.session, fresh.file), None)
        self._kept[fresh.session, fresh.file] = fresh
        theirs = [kept for kept in self._kept.values() if kept.user == fresh.user]
        for each in theirs[:-KEPT_FILES]:
            self._drop(each)
        while sum(kept.size for kept in self._kept.values()) > self.kept_bytes:
            self._drop(next(iter(self._kept.values())))

    def _drop(self, kept: Kept) -> None:
        del self._kept[kept.session, kept.file]
        self.drop(kept.session, kept.file)


async def _passed(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    allowed: int,
    fits: Callable[[], bool],
) -> int:
    """Let Streamlit take the body, but no more than `allowed`; say a refusal in our words."""
    statuses: list[int] = []
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        # to Streamlit it is as if the reader had gone: what it has read, it lets go of
        return {"type": "http.disconnect"} if read > allowed + FORM_BYTES else message

    async def watched(message: Message) -> None:
        if message["type"] == "http.response.start":
            too_large = read > allowed + FORM_BYTES or not fits()
            status = 413 if too_large else message["status"]
            statuses.append(status)
            if status == 413:  # noqa: PLR2004 - too large
                await _too_large(allowed)(scope, receive, send)
        if statuses[-1] != 413:  # noqa: PLR2004 - too large
            await send(message)

    # Streamlit takes a body's declared length for the file's. Without it, it counts both.
    headers = [pair for pair in scope["headers"] if pair[0].lower() != b"content-length"]
    try:
        await app({**scope, "headers": headers}, counted, watched)
    except ClientDisconnect:
        if read <= allowed + FORM_BYTES:
            raise
        if not statuses:
            statuses.append(413)
            await _too_large(allowed)(scope, receive, send)
    return statuses[-1] if statuses else 500


def _too_large(allowed: int) -> PlainTextResponse:
    return sentence(413, "error.too_large", size=f"{allowed // MB}\N{NO-BREAK SPACE}MB")
