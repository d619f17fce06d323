"""Files made to hurt whoever reads them, sent by many planners at once while others look on."""

import asyncio
import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load.browsing import Files
from benchmarks.load.planner import Planner
from benchmarks.load.server import Loaded, serving
from benchmarks.load.steps import PAUSE, Plan, Step, note, quantile, settle
from benchmarks.load.viewer import Marker, Seen, Viewer

MB = 1024 * 1024
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"""
_BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"""
_SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""
_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{"&" + chr(ord(n) - 1) + ";" * 1}{("&" + chr(ord(n) - 1) + ";") * 9}">'
        for n in "bcdefghi"
    )
    + "]><w>&i;</w>"
)


def _workbook(sheet: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml")
        )
        made.writestr("xl/workbook.xml", _BOOK)
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        )
        made.writestr("xl/worksheets/sheet1.xml", sheet)
    return stream.getvalue()


def _endless() -> bytes:
    """Return a sheet of a million rows, no two alike, just below what is refused unread."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 1000003}</v></c></row>'
        for n in range(1, 1_000_001)
    )
    return _workbook(_SHEET.format(rows=rows))


POISONS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("bomb.xlsx", lambda: _workbook(b" " * (1000 * MB))),
    "endless sheet": ("endless.xlsx", _endless),
    "entities within entities": ("entities.xlsx", lambda: _workbook(_ENTITIES)),
    "one line of 15 MB": ("line.csv", lambda: b'"' + b"a" * (15 * MB)),
    "five million short rows": ("rows.csv", lambda: b"a,b\n" * (15 * MB // 4)),
    "bytes of no kind": ("noise.xlsx", lambda: bytes(range(256)) * (4 * MB // 256)),
}


@dataclass
class Poisoned:
    """What became of the files, the server and the viewers."""

    step: Step
    parallel: int
    sent: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float | None] = field(default_factory=dict)
    children_left: int = 0
    most_children: int = 0
    alive: bool = False

    def summary(self) -> dict[str, Any]:
        """Return it for the JSON document."""
        return {
            "parallel": self.parallel, "sent": self.sent, "seconds_p95": self.seconds,
            "children_left": self.children_left, "most_children": self.most_children,
            "alive": self.alive, **self.step.summary(),
        }  # fmt: skip


def poisoned(plan: Plan, *, viewers: int, parallel: int, kinds: int = len(POISONS)) -> Poisoned:
    """Send the first `kinds` of the files, each `parallel` times at once, while viewers read."""
    with tempfile.TemporaryDirectory() as name:
        data = plan.write(Path(name))
        names = [f"planner{number}" for number in range(parallel)]
        with serving(Path(name), data, names) as server:
            done = asyncio.run(
                _poison(server, plan, viewers, names, dict(list(POISONS.items())[:kinds]))
            )
    print(f"{parallel} at once of {len(done.sent)} kinds: alive {done.alive}, viewers p95 "
          f"{quantile(done.step.reruns, 0.95)} s, {len(done.step.errors)} errors, "
          f"{done.children_left} children left", flush=True)  # fmt: skip
    return done


async def _poison(
    server: Loaded, plan: Plan, viewers: int, names: list[str],
    poisons: dict[str, tuple[str, Callable[[], bytes]]],
) -> Poisoned:  # fmt: skip
    await settle(server)
    seen, marker = Seen(), Marker(plan.marker, plan.day, {})
    found = Poisoned(Step(plan.name, viewers, publishing=False), len(names))
    crowd = [Viewer(server.port, seen, Files(), marker, seed) for seed in range(viewers)]
    await asyncio.gather(*(viewer.arrive() for viewer in crowd))
    over = asyncio.Event()

    async def read(viewer: Viewer) -> None:
        while not over.is_set() and viewer.tab is not None:
            await asyncio.sleep(viewer.rng.uniform(*PAUSE) / 3)
            await viewer.act()

    async def count() -> None:
        while not over.is_set():
            found.most_children = max(found.most_children, len(server.children()))
            await asyncio.sleep(0.2)

    readers = [asyncio.create_task(read(viewer)) for viewer in crowd]
    counting = asyncio.create_task(count())
    for kind, (file, make) in poisons.items():
        data = await asyncio.to_thread(make)
        times = await asyncio.gather(*(_send(server, name, file, data) for name in names))
        found.sent[kind] = len(times)
        found.seconds[kind] = quantile([t for t in times if isinstance(t, float)], 0.95)
        seen.errors += [f"{kind}: {t}" for t in times if isinstance(t, str)]
    await asyncio.sleep(2)
    over.set()
    await asyncio.gather(*readers, counting)
    found.alive = server.alive()
    for viewer in crowd:
        await viewer.leave()
    found.children_left = len(server.children())
    note(found.step, seen)
    found.step.rss_mb = round(server.rss_mb(), 1)
    found.step.errors += server.complaints()
    return found


async def _send(server: Loaded, name: str, file: str, data: bytes) -> float | str:
    """Send a file as a planner; return how long the page took to refuse it, or what went wrong."""
    loop = asyncio.get_running_loop()
    try:
        async with Planner(server.port, name) as planner:
            begun = loop.time()
            await planner.send(file, data)
            took = loop.time() - begun
    except Exception as error:  # noqa: BLE001 - whatever a planner meets is counted
        return f"{type(error).__name__} {error}"
    publishable = "publish" in planner.page and not planner.page["publish"].disabled
    return "not refused" if publishable or "another" not in planner.page else took
