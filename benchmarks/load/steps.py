"""The steps of a load: so many viewers at once, a planner or none, and what was measured."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import folder
from benchmarks.load.browsing import Files
from benchmarks.load.planner import Planner, publish_every
from benchmarks.load.server import PLANNER, Loaded, serving
from benchmarks.load.viewer import Marker, Seen, Viewer

PAUSE = (5.0, 10.0)
PUBLISH_SECONDS = 10.0
_SETTLED_SECONDS = 60


@dataclass(frozen=True)
class Plan:
    """The data that is looked at, and the work in it whose figure tells the revision."""

    name: str
    works: int
    marker: str
    day: str = "2025-12-14"

    def write(self, into: Path) -> Path:
        """Return the data folder; a synthetic one is written into `into`."""
        if not self.works:
            return folder.ROOT / "data"
        folder.write(into / "data", self.works)
        return into / "data"


SHIPPED = Plan("shipped plan", 0, "cau-dai-ngai")


@dataclass
class Step:
    """What one step came to; times in seconds, memory in MB."""

    plan: str
    viewers: int
    publishing: bool
    code: bool = False
    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    pages: int = 0
    revisions: int = 0
    published: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    mb_per_viewer: float = 0.0
    rss_mb: float = 0.0
    cpu_ms_arrival: float = 0.0
    cpu_share: float = 0.0
    kb: dict[str, float] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """Return the step for the JSON document: quantiles instead of every time."""
        found = asdict(self)
        for name in ("first", "reruns", "published"):
            times = found.pop(name)
            found[name] = {
                "n": len(times),
                "p50": quantile(times, 0.5),
                "p95": quantile(times, 0.95),
            }
        return found


def quantile(times: Sequence[float], share: float) -> float | None:
    """Return the time that `share` of all were no longer than; the next higher one measured."""
    if not times:
        return None
    return round(sorted(times)[max(0, -(-int(share * 100) * len(times) // 100) - 1)], 3)


async def settle(server: Loaded) -> None:
    """Wait until the server has looked at its own pages and has nothing more to do."""
    deadline = time.monotonic() + _SETTLED_SECONDS
    while time.monotonic() < deadline:
        before = server.cpu_s()
        await asyncio.sleep(0.5)
        if server.cpu_s() - before < 0.02:
            return


async def step(
    server: Loaded,
    plan: Plan,
    marker: Marker,
    viewers: int,
    seconds: float,
    *,
    publishing: bool = False,
    code: bool = False,
    pause: tuple[float, float] = PAUSE,
) -> Step:
    """Let `viewers` arrive at the same moment and read on for some seconds.

    With `code` their browsers have never held the map's code either.
    """
    loop = asyncio.get_running_loop()
    result, seen, files = Step(plan.name, viewers, publishing, code), Seen(), Files()
    if code:  # which module imports which is looked up before the clock runs
        scout = Viewer(server.port, Seen(), files, marker, viewers, code=True)
        await scout.arrive()
        await scout.leave()
    await settle(server)
    rss, cpu = server.rss_mb(), server.cpu_s()
    crowd = [
        Viewer(server.port, seen, files, marker, seed, code=code) for seed in range(viewers)
    ]
    async with AsyncExitStack() as stack:
        if publishing:
            planner = await stack.enter_async_context(Planner(server.port, PLANNER))
        await asyncio.gather(*(viewer.arrive() for viewer in crowd))
        result.cpu_ms_arrival = round(1000 * (server.cpu_s() - cpu) / viewers, 1)
        cpu, begun = server.cpu_s(), loop.time()
        until = begun + seconds
        busy = [viewer.read_on(until, pause) for viewer in crowd]
        if publishing:
            busy.append(
                publish_every(planner, marker, PUBLISH_SECONDS, until, result.published)
            )
        for outcome in await asyncio.gather(*busy, return_exceptions=True):
            if isinstance(outcome, BaseException):
                seen.errors.append(f"planner: {type(outcome).__name__} {outcome}")
        result.cpu_share = round((server.cpu_s() - cpu) / (loop.time() - begun), 2)
    result.rss_mb = round(server.rss_mb(), 1)
    result.mb_per_viewer = round((server.rss_mb() - rss) / viewers, 2)
    for viewer in crowd:
        await viewer.leave()
    note(result, seen)
    result.errors += server.complaints()
    return result


def note(result: Step, seen: Seen) -> None:
    """Take over what the viewers have met."""
    result.first, result.reruns = seen.first, seen.reruns
    result.pages, result.revisions = seen.pages, len(seen.revisions)
    result.errors, result.mixed = seen.errors, seen.mixed
    result.kb = {
        name: round(statistics.median(sizes) / 1000, 1)
        for name, sizes in (
            ("first", seen.bytes_first), ("http", seen.bytes_http),
            ("period", seen.bytes_period), ("unrelated", seen.bytes_unrelated),
        )
        if sizes
    }  # fmt: skip


def crowds(
    plan: Plan, counts: Sequence[int], seconds: float, pause: tuple[float, float] = PAUSE
) -> list[Step]:
    """Measure each number of viewers on a server of its own, without a planner and with one."""
    found = []
    for viewers in counts:
        with tempfile.TemporaryDirectory() as name:
            data = plan.write(Path(name))
            with serving(Path(name), data) as server:
                marker = Marker(plan.marker, plan.day, {})
                for publishing in (False, True):
                    done = asyncio.run(
                        step(
                            server,
                            plan,
                            marker,
                            viewers,
                            seconds,
                            publishing=publishing,
                            pause=pause,
                        )
                    )
                    print(line(done), flush=True)
                    found.append(done)
    return found


def newcomers(plan: Plan, viewers: int) -> Step:
    """Measure the arrival alone of viewers whose browsers have never held the map's code."""
    with tempfile.TemporaryDirectory() as name:
        data = plan.write(Path(name))
        with serving(Path(name), data) as server:
            marker = Marker(plan.marker, plan.day, {})
            done = asyncio.run(step(server, plan, marker, viewers, 0.0, code=True))
    print(line(done), flush=True)
    return done


def line(done: Step) -> str:
    """Return a step in one line, for who is watching."""
    return (
        f"{done.plan}, {done.viewers} viewers{', publishing' if done.publishing else ''}"
        f"{', first visit' if done.code else ''}: "
        f"first map p50 {quantile(done.first, 0.5)} p95 {quantile(done.first, 0.95)} s, "
        f"rerun p50 {quantile(done.reruns, 0.5)} p95 {quantile(done.reruns, 0.95)} s, "
        f"{done.mb_per_viewer} MB a viewer, {done.cpu_ms_arrival} ms CPU an arrival, "
        f"{len(done.errors)} errors, {len(done.mixed)} mixed of {done.pages} pages, "
        f"{len(done.published)} published"
    )
