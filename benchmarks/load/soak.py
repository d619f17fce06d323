"""The soak: viewers come and go, a planner publishes, and memory must stop growing."""

import asyncio
import statistics
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load.browsing import Files
from benchmarks.load.planner import Planner, publish_every
from benchmarks.load.server import PLANNER, Loaded, serving
from benchmarks.load.steps import PAUSE, PUBLISH_SECONDS, Plan, Step, line, note, settle
from benchmarks.load.viewer import Marker, Seen, Viewer

SAMPLE_SECONDS = 5.0
# How long a reader stays before another one takes the place.
STAY = (60.0, 180.0)
FLAT_PCT = 3.0


@dataclass
class Soak:
    """A long step, and what memory did meanwhile."""

    step: Step
    minutes: float
    visits: int = 0
    samples_mb: list[float] = field(default_factory=list)

    @property
    def growth_pct(self) -> float:
        """How much more memory the last quarter held than the one before it, in percent."""
        quarter = len(self.samples_mb) // 4
        if not quarter:
            return 0.0
        before = statistics.median(self.samples_mb[-2 * quarter : -quarter])
        return round(100 * (statistics.median(self.samples_mb[-quarter:]) / before - 1), 1)

    def summary(self) -> dict[str, Any]:
        """Return the soak for the JSON document."""
        return {
            "minutes": self.minutes, "visits": self.visits, "growth_pct": self.growth_pct,
            "samples_mb": self.samples_mb, **self.step.summary(),
        }  # fmt: skip


def soaked(plan: Plan, viewers: int, minutes: float) -> Soak:
    """Load a server of its own for so many minutes."""
    with tempfile.TemporaryDirectory() as name:
        data = plan.write(Path(name))
        with serving(Path(name), data) as server:
            done = asyncio.run(_soak(server, plan, viewers, minutes))
    print(f"{minutes:g} minutes, {done.visits} visits: {line(done.step)}; "
          f"memory {done.samples_mb[0]:.0f} to {done.samples_mb[-1]:.0f} MB, "
          f"last quarter {done.growth_pct:+} %", flush=True)  # fmt: skip
    return done


async def _soak(server: Loaded, plan: Plan, viewers: int, minutes: float) -> Soak:
    loop = asyncio.get_running_loop()
    await settle(server)
    seen, files = Seen(), Files()
    found = Soak(Step(plan.name, viewers, publishing=True), minutes)
    marker = Marker(plan.marker, plan.day, {})
    until = loop.time() + 60 * minutes
    first = Viewer(server.port, seen, files, marker, 0)
    await first.arrive()  # the planner then knows what the marked work stands at
    cpu = server.cpu_s()

    async def place(number: int) -> None:
        while loop.time() < until:
            found.visits += 1
            viewer = Viewer(server.port, seen, files, marker, number + 1000 * found.visits)
            await viewer.arrive()
            stay = min(until, loop.time() + viewer.rng.uniform(*STAY))
            await viewer.read_on(stay, PAUSE)
            await viewer.leave()
            if viewer.tab is None:  # it was refused: the next one does not ask again at once
                await asyncio.sleep(1)

    async def look() -> None:
        while loop.time() < until:
            found.samples_mb.append(round(server.rss_mb(), 1))
            await asyncio.sleep(SAMPLE_SECONDS)

    async with Planner(server.port, PLANNER) as planner:
        busy = [place(number) for number in range(viewers)]
        publishing = publish_every(
            planner, marker, PUBLISH_SECONDS, until, found.step.published
        )
        for outcome in await asyncio.gather(*busy, look(), publishing, return_exceptions=True):
            if isinstance(outcome, BaseException):
                seen.errors.append(f"{type(outcome).__name__} {outcome}")
    found.step.cpu_share = round((server.cpu_s() - cpu) / (60 * minutes), 2)
    await first.leave()
    note(found.step, seen)
    found.step.rss_mb = found.samples_mb[-1]
    found.step.errors += server.complaints()
    return found
