"""A planner at the page "Cập nhật": signs in, sends a file, reads the answer, publishes.

Everything goes the way of a browser: the form of the sign-in, Streamlit's upload, the buttons of
the page.
"""

import asyncio
import re
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.load import wire
from benchmarks.load.browsing import Http, HttpError
from benchmarks.load.server import PASSWORD
from benchmarks.load.viewer import Marker

PAGE = "cap-nhat"
_COLUMNS = "project_id,as_of,physical_pct,disbursed_pct,status"
# A file may have to wait for the files of others.
_PATIENCE = 300.0
_BUSY = 429
_WAIT_SECONDS = 5.0
_EDGE = "edge-of-a-part"


class RefusedError(Exception):
    """What the page said instead of doing what was asked."""


class Planner:
    """A signed-in planner with the page open."""

    def __init__(self, port: int, name: str) -> None:
        """Prepare; nothing is asked yet."""
        self.port, self.name = port, name
        self.http = Http(port)
        self.cookies: dict[str, str] = {}
        self.stack = AsyncExitStack()
        self.tab: wire.Tab | None = None
        self.page: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        """Sign in and open the page."""
        form = urlencode({"name": self.name, "password": PASSWORD}).encode()
        for method, address, body in (
            ("POST", "session/login", form),
            ("GET", "_stcore/health", b""),
        ):
            _, headers, _ = await self.http.ask(
                method, address, body,
                Content_Type="application/x-www-form-urlencoded",
            )  # fmt: skip
            name, _, value = headers.get("set-cookie", "").partition(";")[0].partition("=")
            self.cookies[name] = value
        self.tab = await self.stack.enter_async_context(
            wire.opened(self.port, PAGE, headers={"Cookie": self._cookie()})
        )
        self.tab.patience = _PATIENCE
        self._take(await self.tab.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the page."""
        self.http.close()
        await self.stack.aclose()

    async def send(self, name: str, data: bytes) -> str:
        """Send a file and let the page read it; return the page's title then."""
        assert self.tab is not None
        uploader = next(w for n, w in self.page.items() if n.startswith("file-"))
        urls = await self.tab.file_urls(name)
        body = (
            (
                f'--{_EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n"
            ).encode()
            + data
            + f"\r\n--{_EDGE}--\r\n".encode()
        )
        while not await self._put(urls.upload_url.lstrip("/"), body):
            pass
        state = WidgetState(id=uploader.id)
        found = state.file_uploader_state_value.uploaded_file_info.add()
        found.file_id, found.name, found.size = urls.file_id, name, len(data)
        found.file_urls.CopyFrom(urls)
        self._take(await self.tab.run(state))
        return self.text()

    async def _put(self, address: str, body: bytes) -> bool:
        """Send a body; wait and return False where too much is on its way already."""
        try:
            await self.http.ask(
                "PUT", address, body,
                Cookie=self._cookie(), X_Xsrftoken=self.cookies.get("_streamlit_xsrf", ""),
                Content_Type=f"multipart/form-data; boundary={_EDGE}",
            )  # fmt: skip
        except HttpError as error:
            if error.status != _BUSY:
                raise
            await asyncio.sleep(_WAIT_SECONDS)
            return False
        return True

    async def publish(self) -> str:
        """Confirm what the page warns of and publish; return what the page says then."""
        assert self.tab is not None
        for name, box in self.page.items():
            if name.startswith("read-"):
                self._take(await self.tab.run(WidgetState(id=box.id, bool_value=True)))
        if "publish" not in self.page or self.page["publish"].disabled:
            raise RefusedError(self.text())
        await self._press("publish")
        if "another" not in self.page:
            raise RefusedError(self.text())
        return self.text()

    async def another(self) -> None:
        """Put the file away, published or refused, and make room for the next."""
        await self._press("another")

    async def _press(self, name: str) -> None:
        assert self.tab is not None
        press = WidgetState(id=self.page[name].id, trigger_value=True)
        self._take(await self.tab.run(press))

    def _take(self, run: wire.Run) -> None:
        self.page = run.named()

    def text(self) -> str:
        """Return the texts of the page's blocks."""
        return " ".join(
            wire.text_of(tree["tree"])
            for name, block in self.page.items()
            if hasattr(block, "component_name") and "tree" in (tree := wire.tree_of(block))
        )

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if name)


def report(marker: Marker, tenths: int) -> bytes:
    """Return a file that reports the marked work at so many tenths of a percent."""
    row = f"{marker.project},{marker.day},{tenths / 10},10,in_progress"
    return f"{_COLUMNS}\n{row}\n".encode()


async def publish_every(
    planner: Planner, marker: Marker, seconds: float, until: float, published: list[float]
) -> None:
    """Publish the next figure of the marked work again and again; note how long each took."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while due < until:
        await asyncio.sleep(due - loop.time())
        due += seconds
        begun = loop.time()
        tenths = max(marker.tenths.values()) + 1
        await planner.send("bao-cao.csv", report(marker, tenths))
        head = _next_revision(planner)
        marker.tenths[head] = tenths  # before it exists: a viewer may be the first to see it
        await planner.publish()
        published.append(loop.time() - begun)
        await planner.another()


def _next_revision(planner: Planner) -> int:
    """Return the number on the button that publishes."""
    if "publish" not in planner.page:
        raise RefusedError(planner.text())
    return int(re.findall(r"\d+", planner.page["publish"].label)[-1])
