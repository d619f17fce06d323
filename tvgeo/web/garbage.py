"""When memory is searched for what nothing needs any more: at quiet times, and not too seldom.

The search walks every object that may be garbage and holds up all viewers meanwhile. By Python's
own rule a crowd that comes at once has everything alive searched again and again; by a rule that
spares the crowd, what viewers leave behind, a quarter of a megabyte each, was not found within 20 minutes.
"""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Net new objects before the youngest are searched, and how often before the older ones are.
SELDOM = (50_000, 20, 20)
# 25 to 90 ms were seen where 75 viewers had come and gone since the last time.
TIDY_SECONDS = 30.0


@contextmanager
def loading() -> Iterator[None]:
    """Search nothing while the inside loads what stays for good: it would take a sixth of it all."""
    gc.disable()
    try:
        yield
    finally:
        gc.set_threshold(*SELDOM)
        gc.enable()
    keep()


def keep() -> None:
    """Take what is alive now as there for good: it is walked no more."""
    gc.collect()
    gc.freeze()


async def tidy(every: float = TIDY_SECONDS) -> None:
    """Take away what viewers who have left leave behind, every so many seconds, for ever."""
    while True:
        await asyncio.sleep(every)
        gc.collect()
