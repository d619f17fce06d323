"""What a browser says to Streamlit and hears from it, as far as a viewer of the map needs it.

One page is one websocket. The browser sends what the reader has changed, and the hashes of the
messages it still holds; the server answers with a run: the page's elements, and for an element
that the browser holds already, its hash alone. `tests/test_load.py` holds this against a server.
"""

import asyncio
import json
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

# Of a widget's id, what the program calls it: "$$ID-<hash>-w-period" is "w-period".
_NAMED = re.compile(r"\$\$ID-[0-9a-f]{32}-(.+)")
_PATIENCE = 60.0


@dataclass
class Run:
    """What came between the browser's question and the end of the run that answers it."""

    seconds: float = 0.0
    map_seconds: float = 0.0
    bytes_in: int = 0
    bytes_out: int = 0
    failed: bool = False
    elements: dict[tuple[int, ...], ForwardMsg] = field(default_factory=dict)

    def named(self) -> dict[str, Any]:
        """Return the widgets and components of the run, by the name the program gives them."""
        found = {}
        for message in self.elements.values():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            widget = getattr(element, kind) if kind else None
            name = _NAMED.fullmatch(getattr(widget, "id", "") or "")
            if name and name[1] != "None":
                found[name[1]] = widget
        return found


def tree_of(component: Any) -> Any:
    """Return the data of one of our components: a page block as a tree, or the map's message."""
    if component.WhichOneof("data") == "bytes":
        return json.loads(zlib.decompress(component.bytes))
    return json.loads(component.json)


def text_of(node: Any) -> str:
    """Return all text of a block's tree."""
    if isinstance(node, str):
        return node
    return " ".join(text_of(child) for child in node[2:])


class Tab:
    """An open page of one reader."""

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        """Speak over `socket`; nothing is asked yet."""
        self.socket = socket
        self.page, self.query = page, query
        self.session = ""
        self.states: dict[str, WidgetState] = {}
        self.held: dict[str, list[Any]] = {}  # hash -> [message, runs since it was used]
        self.keep_runs = 2
        self.hash = ""
        self.patience = _PATIENCE

    async def run(self, *changed: WidgetState) -> Run:
        """Ask for a run with some widgets changed, and hear it to its end."""
        self.states |= {state.id: state for state in changed}
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        if self.hash:
            ask.rerun_script.page_script_hash = self.hash
        else:
            ask.rerun_script.page_name = self.page
        ask.rerun_script.widget_states.widgets.extend(self.states.values())
        ask.rerun_script.cached_message_hashes.extend(self.held)
        for state in changed:  # a click is said once
            if state.WhichOneof("value") in {"trigger_value", "json_trigger_value"}:
                del self.states[state.id]
        raw = ask.SerializeToString()
        loop = asyncio.get_running_loop()
        run, begun = Run(bytes_out=len(raw)), loop.time()
        await self.socket.send(raw)
        async with asyncio.timeout(self.patience):
            while not await self._heard(run, begun):
                pass
        run.seconds = loop.time() - begun
        self._forget_old()
        return run

    async def _heard(self, run: Run, begun: float) -> bool:
        """Take in one message; return whether the run is over."""
        raw = await self.socket.recv(decode=False)
        run.bytes_in += len(raw)
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            held = self.held[message.ref_hash]
            held[1] = 0
            whole = held[0]
            path = tuple(message.metadata.delta_path)
            message, kind = whole, whole.WhichOneof("type")
        else:
            path = tuple(message.metadata.delta_path)
            if message.metadata.cacheable:
                self.held[message.hash] = [message, 0]
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            run.elements[path] = message
            component = message.delta.new_element.bidi_component
            if not run.map_seconds and component.component_name.endswith("tvgeo_map"):
                run.map_seconds = asyncio.get_running_loop().time() - begun
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            self.keep_runs = message.new_session.config.max_cached_message_age
            self.hash = message.new_session.page_script_hash
            run.elements.clear()
        elif kind == "navigation":
            self.hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event":
            run.failed |= bool(
                message.session_event.WhichOneof("type") == "script_compilation_exception"
            )
        return (
            kind == "script_finished"
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def _forget_old(self) -> None:
        """Drop the messages that no run has used for a while, as a browser does."""
        for digest, held in list(self.held.items()):
            held[1] += 1
            if held[1] > self.keep_runs:
                del self.held[digest]

    async def file_urls(self, name: str) -> Any:
        """Ask where a file may be sent, as Streamlit's uploader does."""
        ask = BackMsg()
        ask.file_urls_request.request_id = "1"
        ask.file_urls_request.session_id = self.session
        ask.file_urls_request.file_names.append(name)
        await self.socket.send(ask.SerializeToString())
        async with asyncio.timeout(_PATIENCE):
            while True:
                message = ForwardMsg.FromString(await self.socket.recv(decode=False))
                if message.WhichOneof("type") == "file_urls_response":
                    return message.file_urls_response.file_urls[0]


@asynccontextmanager
async def opened(
    port: int, page: str, query: str = "", headers: Mapping[str, str] | None = None
) -> AsyncIterator[Tab]:
    """Open the websocket of a page, and close it in the end."""
    own = f"127.0.0.1:{port}"
    async with connect(
        f"ws://{own}/_stcore/stream",
        origin=f"http://{own}",
        subprotocols=["streamlit"],
        additional_headers=dict(headers or {}),
        compression="deflate",  # as every browser does
        max_size=None,
        open_timeout=_PATIENCE,
        ping_interval=None,
    ) as socket:
        yield Tab(socket, page, query)
