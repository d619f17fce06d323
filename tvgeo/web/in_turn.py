"""What is dear to make: one thread makes it in turn, and only so many may wait for it.

Starlette hands an answer that takes a while to one of forty threads. Dear ones that wait there
for each other would leave none for anybody who only wants a page.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import Response

_LOOK_SECONDS = 0.25
_GONE = 499


class InTurn:
    """A thread of its own, and the places before it."""

    def __init__(self, name: str, *, waiting: int) -> None:
        """Let `waiting` requests wait at once, the one that is being answered included."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._places = threading.BoundedSemaphore(waiting)

    async def answer(
        self, request: Request, make: Callable[[], Response], *, busy: Callable[[], Response]
    ) -> Response:
        """Return what `make` makes in the thread; without a place, what `busy` says."""
        if not self._places.acquire(blocking=False):
            return busy()
        try:
            return await self._made(request, make)
        finally:
            self._places.release()

    async def _made(self, request: Request, make: Callable[[], Response]) -> Response:
        """Wait for the thread as long as the reader does."""
        job = asyncio.get_running_loop().run_in_executor(self._thread, make)
        while not (await asyncio.wait({job}, timeout=_LOOK_SECONDS))[0]:
            if await request.is_disconnected():
                job.cancel()
                return Response(status_code=_GONE)
        return job.result()
