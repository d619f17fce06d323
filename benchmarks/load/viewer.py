"""One reader of the map: opens the page, then looks at another period or unfolds something.

Every run is looked at as a reader would: which revision do the page's blocks name, and is the
figure of the work that a planner keeps changing the one of that revision.
"""

import asyncio
import json
import random
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.load import wire
from benchmarks.load.browsing import GREETINGS, Files, Http

PAGE = "ban-do"
_REVISION = re.compile(r"phiên bản số liệu số (\d+)")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MISSING = 63
PERIODS_BACK = 3


@dataclass
class Seen:
    """What all viewers of a step have met."""

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    bytes_first: list[int] = field(default_factory=list)
    bytes_http: list[int] = field(default_factory=list)
    bytes_period: list[int] = field(default_factory=list)
    bytes_unrelated: list[int] = field(default_factory=list)
    revisions: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    pages: int = 0


@dataclass(frozen=True)
class Marker:
    """The work whose figure tells the revision: which, and what it is in each revision.

    `tenths` grows as revisions are published; a revision is written down before it exists.
    """

    project: str
    day: str
    tenths: dict[int, int]


class Viewer:
    """A reader whose browser holds nothing of the data, and of the code what `code` leaves."""

    def __init__(
        self,
        port: int,
        seen: Seen,
        files: Files,
        marker: Marker,
        seed: int,
        *,
        code: bool = False,
    ) -> None:
        """Prepare; `seed` decides what this reader does when, `code` whether a map was ever seen."""
        self.code = code
        self.port, self.seen, self.files, self.marker = port, seen, files, marker
        self.rng = random.Random(seed)
        self.http = Http(port)
        self.stack = AsyncExitStack()
        self.tab: wire.Tab | None = None
        self.last: Mapping[str, Any] = {}
        self.map_raw: Any = None
        self.open = False

    async def arrive(self) -> None:
        """Open the page and wait for the map with all its geometry."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            await self.http.get(PAGE)
            await self.http.all(GREETINGS)
            self.tab = await self.stack.enter_async_context(wire.opened(self.port, PAGE))
            run = await self.tab.run()
            message = wire.tree_of(_checked(run)["map"])
            await self.files.fetch(self.http, message, code=self.code)
            self.seen.first.append(loop.time() - begun)
            self.seen.bytes_first.append(run.bytes_in)
            self.seen.bytes_http.append(self.http.bytes_in)
            self.look(run)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is counted
            self.seen.errors.append(f"first: {type(error).__name__} {error}")
        self.http.close()

    async def read_on(self, until: float, pause: tuple[float, float]) -> None:
        """Act every few seconds, as a person does, until the clock of the loop says `until`."""
        loop = asyncio.get_running_loop()
        while self.tab is not None and self.last:
            wait = self.rng.uniform(*pause)
            if loop.time() + wait >= until:
                return
            await asyncio.sleep(wait)
            await self.act()

    async def act(self) -> None:
        """Choose another period, or something that has nothing to do with the map."""
        assert self.tab is not None
        unrelated = self.rng.random() < 0.5
        sizes = self.seen.bytes_unrelated if unrelated else self.seen.bytes_period
        try:
            run = await self.tab.run(self._unfold() if unrelated else self._period())
            self.seen.reruns.append(run.seconds)
            sizes.append(run.bytes_in)
            self.look(run)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is counted
            self.seen.errors.append(f"rerun: {type(error).__name__} {error}")
            self.tab = None

    async def leave(self) -> None:
        """Close the page."""
        await self.stack.aclose()

    def _unfold(self) -> WidgetState:
        self.open = not self.open
        return WidgetState(id=self.last["tv-filters-open"].id, bool_value=self.open)

    def _period(self) -> WidgetState:
        picker = self.last["w-period"]
        choice = self.rng.choice(list(picker.options)[1 : 1 + PERIODS_BACK])
        return WidgetState(id=picker.id, string_value=choice)

    def look(self, run: wire.Run) -> None:
        """Note what the page says, and what of it cannot be true of one revision."""
        named = self.last = _checked(run)
        self.seen.pages += 1
        said = {
            int(n) for name in ("stamp", "map") for n in _REVISION.findall(_text(named[name]))
        }
        if len(said) != 1:
            self.seen.mixed.append(f"the page names revisions {sorted(said)}")
            return
        revision = said.pop()
        self.seen.revisions.add(revision)
        if self._day(named) != self.marker.day:
            return
        wanted = self.marker.tenths.get(revision)
        shown = self._figure(wire.tree_of(named["map"]))
        if wanted is None:
            self.marker.tenths[revision] = shown
        elif shown != wanted:
            self.seen.mixed.append(
                f"revision {revision}: {shown} on the map, {wanted} published"
            )
        words = f"{shown / 10:.1f}".replace(".", ",") + "%"
        for name in ("list", "table"):
            if (
                name in named
                and (row := _row(wire.tree_of(named[name])["tree"], self.marker.project))
                and words not in row
            ):
                self.seen.mixed.append(
                    f"revision {revision}: {words} on the map, {row} in the {name}"
                )

    def _day(self, named: Mapping[str, Any]) -> str:
        return str(wire.tree_of(named["map"])["picture"]["file"][-14:-4])

    def _figure(self, message: Mapping[str, Any]) -> int:
        """Return the marked work's completion in tenths of a percent."""
        projects = self.files.index(message)["projects"]
        count, place = len(projects), projects.index(self.marker.project)
        digits = [_DIGITS.index(digit) for digit in message["pct"]]
        known = [at for at in range(count) if digits[at] != _MISSING]
        number = digits[place]
        for digit in digits[count + known.index(place) :: len(known)]:
            number = 64 * number + digit
        return number // 2


def _checked(run: wire.Run) -> dict[str, Any]:
    """Return the widgets and components of a run that shows the page and no error."""
    named = run.named()
    if "error" in named:
        raise RuntimeError(wire.text_of(wire.tree_of(named["error"])["tree"]))
    if "map" not in named:
        msg = f"no map among {sorted(named)}"
        raise RuntimeError(msg)
    return named


def _text(component: Any) -> str:
    data = wire.tree_of(component)
    return wire.text_of(data["tree"]) if "tree" in data else data["picture"]["stamp"]


def _row(node: Any, project: str) -> str | None:
    """Return the text of a table's row about a project, found by where it leads."""
    if isinstance(node, str):
        return None
    if node[0] == "tr":
        return wire.text_of(node) if f'"{project}"' in json.dumps(node) else None
    return next((row for child in node[2:] if (row := _row(child, project))), None)
