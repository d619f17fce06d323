"""Making the files of a briefing: pictures in other processes, documents meanwhile.

Every form is laid out from the same facts. Pictures take most of the time, so each paper of each
plate is drawn by a worker of its own; the documents that need no picture are made beside them.
Nothing here is called in the dashboard's process (`tvgeo.services.making` starts a child).
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tvgeo import locale
from tvgeo.errors import DataError
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts, Scope
from tvgeo.render.plates.plate import Plate
from tvgeo.services import briefing
from tvgeo.services.view import View

FORMATS = ("png", "pdf", "pptx", "docx", "xlsx", "html")
MEDIA_TYPES = {
    "png": "image/png",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}
# What is drawn of one paper at once: the name's end of each picture, and how it is made.
SLIDE, SLIDE_2X = "16x9.png", "16x9-2x.png"
PICTURES = {
    SLIDE: ("16x9", "png", 1),
    SLIDE_2X: ("16x9", "png", 2),
    "a4.png": ("a4", "png", 1),
    "a3.png": ("a3", "png", 1),
    "a4.pdf": ("a4", "pdf", 1),
    "a3.pdf": ("a3", "pdf", 1),
}
WANTED = {
    "png": (SLIDE, SLIDE_2X, "a4.png", "a3.png"),
    "pdf": ("a4.pdf", "a3.pdf"),
    "pptx": (SLIDE,),
}
WORKERS = 2


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Step:
    """The making of file `i` of `n` (from 1); `file` is `None` while it is being made."""

    name: str
    i: int
    n: int
    file: File | None = None


def stem(view: View, scope: Scope) -> str:
    """Return what the names of all files of a pack begin with."""
    sourced = "co-nguon" if view.sourced_only else ""
    parts = ("tvgeo", scope.code, sourced, view.day.isoformat())
    return "-".join(part for part in parts if part)


def make(
    view: View,
    t: Locale,
    *,
    scope: Scope | None = None,
    formats: Sequence[str] = FORMATS,
    pictures: Sequence[str] | None = None,
) -> Iterator[Step]:
    """Make the files of a briefing one after the other, in an order that never changes.

    `pictures` names the plates to draw (of `PICTURES`), by default those that `formats` need.
    A written report is Vietnamese whatever the language of `t`, as the decree has it.
    """
    facts = briefing.facts(view, t, scope)
    begin = stem(view, facts.scope)
    wanted = _wanted(formats) if pictures is None else tuple(pictures)
    kinds = [kind for kind in FORMATS if kind in formats and kind != "png"]
    shown = [name for name in wanted if _is_file(name, formats) or pictures is not None]
    names = [f"{begin}-{plate.code}-{end}" for plate in facts.plates for end in shown]
    total = len(names) + len(kinds)
    counted = iter(range(1, total + 1))
    with _drawing(facts.plates, wanted, t) as drawn:
        for kind in (k for k in kinds if k not in WANTED):
            yield from _step(f"{begin}.{kind}", next(counted), total, kind, view, t, facts, {})
        found = {}
        for plate in facts.plates:
            for end in wanted:
                i = next(counted) if end in shown else 0
                name = f"{begin}-{plate.code}-{end}"
                if i:
                    yield Step(name, i, total)
                data = found[plate.code, end] = drawn[plate.code, PICTURES[end][0]].result()[
                    end
                ]
                if i:
                    media_type = MEDIA_TYPES[end.rpartition(".")[2]]
                    yield Step(name, i, total, File(name, data, media_type))
        for kind in (k for k in kinds if k in WANTED):
            ready = {
                code: data for (code, end), data in found.items() if end == _INSERTED[kind]
            }
            yield from _step(
                f"{begin}.{kind}", next(counted), total, kind, view, t, facts, ready
            )


_INSERTED = {"pdf": "a4.pdf", "pptx": SLIDE}


def _wanted(formats: Sequence[str]) -> tuple[str, ...]:
    asked = {end for kind in formats for end in WANTED.get(kind, ())}
    return tuple(end for end in PICTURES if end in asked)


def _is_file(end: str, formats: Sequence[str]) -> bool:
    return any(end in WANTED[kind] for kind in ("png", "pdf") if kind in formats)


def _step(
    name: str,
    i: int,
    total: int,
    kind: str,
    view: View,
    t: Locale,
    facts: Facts,
    pictures: Mapping[str, bytes],
) -> Iterator[Step]:
    yield Step(name, i, total)
    data = document(kind, view, t, facts, pictures)
    yield Step(name, i, total, File(name, data, MEDIA_TYPES[kind]))


def document(
    kind: str, view: View, t: Locale, facts: Facts, pictures: Mapping[str, bytes]
) -> bytes:
    """Lay the facts out as one document; `pictures` are those that go into it, by plate."""
    # each brings a library of its own that takes a while to import
    if kind == "docx":
        from tvgeo.render.documents import word  # noqa: PLC0415

        vi = locale.get("vi")
        return word.write(
            facts if t.language == "vi" else briefing.facts(view, vi, facts.scope), vi
        )
    if kind == "xlsx":
        from tvgeo.render.documents import book  # noqa: PLC0415

        return book.write(facts, t)
    if kind == "pptx":
        from tvgeo.render.documents import slides  # noqa: PLC0415

        return slides.write(facts, t, pictures)
    if kind == "pdf":
        from tvgeo.render.documents import pages  # noqa: PLC0415

        return pages.write(facts, t, pictures)
    from tvgeo.services import html_map  # noqa: PLC0415

    works = None if facts.scope.kind == "plan" else [work.project_id for work in facts.works]
    return html_map.html_map(view, t, works, title=facts.title, message=facts.message).encode()


@contextmanager
def _drawing(
    plates: Sequence[Plate], wanted: Sequence[str], t: Locale
) -> Iterator[Mapping[tuple[str, str], "Future[dict[str, bytes]]"]]:
    """Draw every paper of every plate in worker processes while the caller goes on."""
    papers: dict[str, list[str]] = {}
    for end in wanted:
        papers.setdefault(PICTURES[end][0], []).append(end)
    if not plates or not papers:
        yield {}
        return
    workers = min(WORKERS, os.cpu_count() or 1, len(plates) * len(papers))
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawned) as pool:
        try:
            yield {
                (plate.code, paper): pool.submit(_drawn, plate, paper, ends, t.language)
                for plate in plates
                for paper, ends in papers.items()
            }
        finally:
            pool.shutdown(cancel_futures=True)


def _drawn(plate: Plate, paper: str, ends: Sequence[str], language: str) -> dict[str, bytes]:
    """Draw one paper and return the pictures made of it, in a worker."""
    from tvgeo.render.plates import draw  # noqa: PLC0415 - a second to import, not needed above

    sheet = draw.draw(plate, paper, locale.get(language))
    made = {}
    for end in ends:
        _, kind, scale = PICTURES[end]
        made[end] = sheet.pdf() if kind == "pdf" else sheet.png(scale)
    return made


def save(step: Step, folder: Path) -> Path | None:
    """Write the file of a step into `folder`, whole or not at all; `None` if none is ready.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    if step.file is None:
        return None
    path = folder / step.file.name
    part = path.with_name(path.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(step.file.data)
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError("error.cannot_write", path=str(path), reason=reason) from error
    return path
