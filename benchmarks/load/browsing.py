"""What a browser fetches over HTTP before the map stands: modules, Leaflet, index, layers.

A client of a few lines: a library's would cost more processor time than the server that is
measured. Connections are kept open, as many as a browser opens to one host.
"""

import asyncio
import gzip
import json
import re
from collections.abc import Iterable
from typing import Any

CONNECTIONS = 6
# What Streamlit's page asks for before it opens its websocket.
GREETINGS = ("_stcore/health", "_stcore/host-config")
_IMPORT = re.compile(rb"""^import [^;]*?["']\./([\w.]+)["'];""", re.MULTILINE)
_PATIENCE = 60.0


class HttpError(Exception):
    """An answer that a page cannot use; `status` is its code."""

    def __init__(self, status: int, said: str) -> None:
        """Tell what was asked for and what was said."""
        super().__init__(said)
        self.status = status


class Http:
    """The connections of one browser to the server."""

    def __init__(self, port: int) -> None:
        """Open none yet."""
        self.port = port
        self.bytes_in = 0
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._may = asyncio.Semaphore(CONNECTIONS)

    async def get(self, address: str) -> bytes:
        """Fetch an address; return the body as it came, compressed or not."""
        return (await self.ask("GET", address))[2]

    async def ask(
        self, method: str, address: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for an address; return status, headers and body.

        Raises
        ------
        HttpError
            For an answer of 400 or more.
        """
        names = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "gzip"}
        if body or method != "GET":
            names["Content-Length"] = str(len(body))
        names |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
        asked = f"{method} /{address} HTTP/1.1\r\n{head}\r\n".encode() + body
        async with self._may, asyncio.timeout(_PATIENCE):
            status, got, answer = await self._exchange(asked)
        self.bytes_in += len(answer)
        if status >= 400:
            msg = f"{method} {address}: {status} {answer[:200]!r}"
            raise HttpError(status, msg)
        return status, got, answer

    async def _exchange(self, asked: bytes) -> tuple[int, dict[str, str], bytes]:
        """Send a request; a kept connection may have been closed meanwhile, as browsers know."""
        while self._idle:
            reader, writer = self._idle.pop()
            try:
                writer.write(asked)
                answer = await _answer(reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
                continue
            self._idle.append((reader, writer))
            return answer
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(asked)
        answer = await _answer(reader)
        self._idle.append((reader, writer))
        return answer

    async def all(self, addresses: Iterable[str]) -> list[bytes]:
        """Fetch several addresses at once."""
        return await asyncio.gather(*map(self.get, addresses))

    def close(self) -> None:
        """Close every connection."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    status = int(head[0].split()[1])
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readexactly(2)
        return status, headers, b"".join(parts)
    body = (
        b""
        if status in {204, 304}
        else await reader.readexactly(int(headers.get("content-length", 0)))
    )
    return status, headers, body


def unpacked(body: bytes) -> bytes:
    """Return a body as it was before compression."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


class Files:
    """The files that a map needs, looked up once for all viewers of a server."""

    def __init__(self) -> None:
        """Know none yet."""
        self._modules: dict[str, list[str]] = {}
        self._indexes: dict[str, Any] = {}

    async def fetch(self, http: Http, message: dict[str, Any], *, code: bool) -> None:
        """Fetch the index and the layers that the map's message names.

        With `code` also the map's modules and Leaflet, as for the first visit of a new version:
        a browser keeps them for a year.
        """
        if code:
            modules = await self._modules_of(http, message["module"])
            leaflet = message["leaflet"]
            await http.all([*modules, leaflet["js"], leaflet["css"]])
        packed = await http.get(message["index"])
        if message["index"] not in self._indexes:
            self.know(message["index"], json.loads(unpacked(packed)))
        await http.all(layer["url"] for layer in self.index(message)["layers"])

    def know(self, address: str, index: Any) -> None:
        """Keep what lies at an index's address."""
        self._indexes[address] = index

    def index(self, message: dict[str, Any]) -> Any:
        """Return the index that a message names, once some viewer has fetched it."""
        return self._indexes[message["index"]]

    async def _modules_of(self, http: Http, module: str) -> list[str]:
        """Return a module's address and those of all that it imports."""
        if module not in self._modules:
            folder = module.rpartition("/")[0]
            found, left = {module: None, f"{folder}/map.css": None}, [module]
            while left:
                text = unpacked(await http.get(left.pop()))
                for name in _IMPORT.findall(text):
                    address = f"{folder}/{name.decode()}"
                    if address not in found:
                        found[address] = None
                        left.append(address)
            self._modules[module] = list(found)
        return self._modules[module]
