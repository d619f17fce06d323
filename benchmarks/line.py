"""The line between browser and server: it passes everything on, and counts what is received.

Only there does a websocket show what it takes once it is compressed. Passing a message on takes
some hundredths of a millisecond, for every tool alike.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

CHUNK = 1 << 18


class Line:
    """A port of its own in front of a server; `received` are the bytes the browser got."""

    def __init__(self, port: int) -> None:
        """Lead to the server at `port` of this machine."""
        self.port = port
        self.received = 0
        self._counting = Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._answer, daemon=True).start()

    @property
    def address(self) -> str:
        """The address of the server's first page by way of this line."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()

    def _answer(self) -> None:
        with suppress(OSError):  # the door has been closed
            while True:
                self._connect(self._door.accept()[0])

    def _connect(self, browser: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.port))
        except OSError:  # as the browser would be told without a line
            browser.close()
            return
        for end in (browser, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Thread(target=self._pass, args=(browser, server, None), daemon=True).start()
        Thread(target=self._pass, args=(server, browser, self._count), daemon=True).start()

    def _count(self, size: int) -> None:
        with self._counting:
            self.received += size

    def _pass(
        self, source: socket.socket, to: socket.socket, count: Callable[[int], None] | None
    ) -> None:
        with suppress(OSError):  # one end has gone: so has the connection
            while said := source.recv(CHUNK):
                if count is not None:
                    count(len(said))
                to.sendall(said)
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def to(port: int) -> Iterator[Line]:
    """Open a line to a server, and close it in the end."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
