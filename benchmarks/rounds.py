"""One tool at one size: first views, recolouring, filtering, reruns; times, bytes, heap, CPU.

Every number is kept, in lists; what is made of them is said in `report`. A tool that does not
show what is wanted within the bound is stopped there, and what it has shown until then stays.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks import browser, folder, line
from benchmarks.line import Line
from benchmarks.servers import Server
from benchmarks.tools import Tool

QUIET = """() => {
  const still = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "running";
  const got = bench.bytes(), now = performance.now();
  if (!still || got !== window.__got) [window.__got, window.__since] = [got, now];
  return still && now - window.__since > 400;
}"""
PILLS = "button[data-variant=pills]"
MENU = "Lĩnh vực"
PLAYED = "() => { const p = __tvgeoMap.player; return !p.playing && p.index === p.count - 1; }"
TELL_MS = 600
SLOW_S, SLOW_RUNS = 25, 3
LAST = len(folder.DAYS) - 1
# The period a page opens on is the last one. Then a walk in which each step changes the marker.
WALK = (LAST - 1, LAST - 2, LAST - 3, LAST - 4, LAST - 5, LAST - 6, LAST - 7)


class StoppedError(Exception):
    """The bound has been passed: the tool is given up at this size."""


@dataclass
class Plan:
    """How often each step is taken, and how long one may take, in seconds."""

    starts: int
    runs: int
    limit_s: float

    def turns(self) -> Iterator[int]:
        """Count the runs of a step; one that takes long is not taken as often."""
        begun = time.monotonic()
        for turn in range(self.runs):
            if turn >= SLOW_RUNS and time.monotonic() - begun > SLOW_S:
                return
            yield turn


@dataclass
class Found:
    """The raw numbers of one tool at one size; a step is a list of dicts with ms, kb, cpu_s."""

    steps: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    heap_mb: list[float] = field(default_factory=list)
    played: dict[str, float] = field(default_factory=dict)
    stopped: str | None = None
    limit_s: float = 0

    def add(self, step: str, **numbers: float) -> None:
        """Keep the numbers of one run of a step."""
        self.steps.setdefault(step, []).append(numbers)


def measure(
    tool: Tool, size: int, data: Path, plan: Plan, chromium: Browser, say: Callable[[str], None]
) -> dict[str, Any]:
    """Measure one tool at one size; return the raw numbers."""
    found = Found(limit_s=plan.limit_s)
    with tempfile.TemporaryDirectory() as name:
        try:
            for start in range(plan.starts):
                with (
                    tool.started(data, Path(name) / "server") as server,
                    line.to(server.port) as wire,
                ):
                    session = Session(tool, size, server, wire, plan, chromium, found)
                    session.first_view("cold")
                    if start == plan.starts - 1:
                        session.everything(say)
        except StoppedError as stopped:
            found.stopped = str(stopped)
            say(f"stopped: {stopped} takes longer than {plan.limit_s:.0f} s")
    return vars(found)


class Session:
    """What is done with one running server."""

    def __init__(
        self, tool: Tool, size: int, server: Server, wire: Line, plan: Plan, chromium: Browser,
        found: Found,
    ) -> None:  # fmt: skip
        """Take the tool, its server and the line to it, and where the numbers go."""
        self.tool, self.size, self.server, self.wire = tool, size, server, wire
        self.plan, self.chromium, self.found = plan, chromium, found
        self.period = LAST  # the one on the page that recolours

    def everything(self, say: Callable[[str], None]) -> None:
        """Take every step that needs no new server."""
        say("first views")
        for _ in self.plan.turns():
            self.first_view("warm")
        if self.tool.own:
            say("periods for the first time")
            with self.page() as page:
                self.recolours(page, "recolour_first")
        with self.page() as page:
            say("recolour")
            self.recolours(page, "recolour")
            say("filter")
            self.filters(page)
            say("unrelated")
            self.unrelated(page)
            self.found.heap_mb.append(browser.heap(page) / 1e6)
        if self.tool.own:
            say("player")
            with self.page("?time=play") as page:
                self.steps_of_the_player(page)

    @contextmanager
    def page(self, query: str = "") -> Iterator[Page]:
        """Open the page in a fresh profile and wait until it is complete."""
        context = browser.profile(self.chromium)
        page = context.new_page()
        self.open(page, query)
        yield page
        context.close()

    def open(self, page: Page, query: str = "", step: str = "warm") -> float:
        """Open the page; return the milliseconds until the map has been painted."""
        page.goto(self.wire.address + self.tool.path + query, wait_until="commit")
        want = self.tool.want(self.size, LAST)
        ms = browser.until_painted(page, want, self.plan.limit_s)
        if ms is None:
            raise StoppedError(step)
        self.settle(page)
        return ms

    def settle(self, page: Page) -> None:
        """Wait until the script has ended and nothing has come for a while."""
        page.wait_for_function(QUIET, timeout=self.plan.limit_s * 1000 + 30_000)

    def first_view(self, step: str) -> None:
        """Open the page in a fresh profile; a second time in the same profile is `again`."""
        context = browser.profile(self.chromium)
        for each in (step, "again") if step == "warm" else (step,):
            before, cpu_before = self.wire.received, self.server.cpu_s()
            page = context.new_page()
            ms = self.open(page, step=each)
            self.found.add(
                each,
                ms=ms,
                kb=(self.wire.received - before) / 1000,
                cpu_s=self.server.cpu_s() - cpu_before,
            )
            page.close()
        context.close()

    def step(self, page: Page, step: str, action: str, want: dict[str, Any]) -> None:
        """Do something on the page, and keep what it took."""
        before, cpu_before = self.wire.received, self.server.cpu_s()
        took = browser.timed(page, action, want, self.plan.limit_s)
        if took is None:
            raise StoppedError(step)
        self.settle(page)
        self.found.add(
            step, ms=took[0], done_ms=took[1], kb=(self.wire.received - before) / 1000,
            cpu_s=self.server.cpu_s() - cpu_before,
        )  # fmt: skip

    def recolours(self, page: Page, step: str) -> None:
        """Show other periods, one after another."""
        for turn in self.plan.turns():
            self.period = period = WALK[turn]
            page.locator("[data-testid=stSelectbox] input").first.click()
            page.locator("[role=option]").first.wait_for()
            want = self.tool.want(self.size, period) | {"text": folder.PERIODS[period]}
            self.step(page, step, "option", want)

    def filters(self, page: Page) -> None:
        """Keep one sector, and take it back, which is not counted."""
        for sector in self.plan.turns():
            self.open_filter(page)
            rest = len(range(sector, self.size, len(folder.SECTORS)))
            marker = self.size % len(folder.SECTORS) == (sector + 1) % len(folder.SECTORS)
            only = self.tool.want(rest, self.period, marker=marker) | {"index": sector}
            self.step(page, "filter", "pill", only)
            self.open_filter(page)
            back = self.tool.want(self.size, self.period) | {"index": sector}
            if browser.timed(page, "pill", back, self.plan.limit_s) is None:
                raise StoppedError("filter")
            self.settle(page)

    def open_filter(self, page: Page) -> None:
        """Open the menu of sectors, where they stand in one."""
        if self.tool.own and not page.locator(PILLS).count():
            page.get_by_role("button", name=MENU).first.click()
        page.locator(PILLS).first.wait_for()

    def unrelated(self, page: Page) -> None:
        """Let the page run without touching the map."""
        for _ in self.plan.turns():
            want = self.tool.want(self.size, self.period)
            if self.tool.own:
                self.step(page, "unrelated", "rerun", want | {"reruns": "script"})
            else:
                self.step(
                    page,
                    "unrelated",
                    "button",
                    want | {"reruns": "counter", "text": "unrelated"},
                )

    def steps_of_the_player(self, page: Page) -> None:
        """Step back through the periods by hand, then let all of them be played."""
        page.wait_for_function(
            "() => Boolean(__tvgeoMap.player)", timeout=self.plan.limit_s * 1000
        )
        for period in WALK[: self.plan.runs]:
            self.step(
                page, "step", "player", self.tool.want(self.size, period) | {"name": "back"}
            )
        before = self.wire.received
        page.evaluate("__tvgeoMap.element.querySelector('.tv-slide input').focus()")
        page.keyboard.press("Home")
        self.settle(page)
        first, known = page.evaluate(
            "[__tvgeoMap.player.period, __tvgeoMap.player.steps.length]"
        )
        page.evaluate("__tvgeoMap.element.querySelector('.tv-toggle').click()")
        page.wait_for_function(PLAYED, timeout=self.plan.limit_s * 1000)
        self.settle(page)
        player = page.evaluate("__tvgeoMap.player")
        steps = player["steps"][known:]
        self.found.played = {
            "periods": player["count"], "painted": len({first, *(step["period"] for step in steps)}),
            "slowest_ms": max(step["ms"] for step in steps),
            "kb": (self.wire.received - before) / 1000,
        }  # fmt: skip
