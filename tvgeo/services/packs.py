"""Making the files of a briefing: pictures in other processes, documents meanwhile.

Every form is laid out from the same facts. Pictures take most of the time, so each paper of each
plate is drawn by a worker of its own; the documents that need no picture are made beside them.
Nothing here is called in the dashboard's process (`tvgeo.services.making` starts a child).
"""

import hashlib
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tvgeo import locale
from tvgeo.core.units import NOW
from tvgeo.errors import DataError
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts, Scope
from tvgeo.services import briefing, drawing
from tvgeo.services.drawing import PICTURES, SLIDE, SLIDE_2X
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
WANTED = {
    "png": (SLIDE, SLIDE_2X, "a4.png", "a3.png"),
    "pdf": ("a4.pdf", "a3.pdf"),
    "pptx": (SLIDE,),
}
# Which picture of every plate goes into a document.
INSERTED = {"pdf": "a4.pdf", "pptx": SLIDE}
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
# Characters of a code in a file's name; a name of all has at most 255 bytes.
LONGEST_CODE = 40


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
    named = "hien-nay" if view.units == NOW else ""
    parts = ("tvgeo", _in_name(scope.code), sourced, named, view.day.isoformat())
    return "-".join(part for part in parts if part)


def _in_name(code: str) -> str:
    """Return a code as a file's name can hold it: an id of the plan may be any text."""
    plain = _NOT_IN_NAMES.sub("-", code).strip(".-")[:LONGEST_CODE]
    if plain == code:
        return code
    # two codes that differ only in what a name cannot hold are still two files
    return f"{plain}-{hashlib.sha256(code.encode()).hexdigest()[:8]}".lstrip("-")


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
    with drawing.drawing(facts.plates, wanted, t) as drawn:
        for kind in (k for k in kinds if k not in WANTED):
            yield from _step(f"{begin}.{kind}", next(counted), total, kind, view, t, facts, {})
        for end in wanted:
            found = {}
            for plate in facts.plates:
                step = Step(f"{begin}-{plate.code}-{end}", 0, total)
                if end in shown:
                    step = replace(step, i=next(counted))
                    yield step
                found[plate.code] = drawn(plate, end)
                if end in shown:
                    media_type = MEDIA_TYPES[end.rpartition(".")[2]]
                    yield replace(step, file=File(step.name, found[plate.code], media_type))
            for kind in (k for k in kinds if INSERTED.get(k) == end):
                name = f"{begin}.{kind}"
                yield from _step(name, next(counted), total, kind, view, t, facts, found)


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
    # of a name of its own: two briefings may be made into one folder at once
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(step.file.data)
        part.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return path


def try_folder(folder: Path) -> None:
    """Make `folder` if need be and see that files can be written there, before making any.

    Raises
    ------
    DataError
        If they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(path: Path, error: OSError) -> DataError:
    reason = error.strerror or str(error)
    return DataError("error.cannot_write", path=str(path), reason=reason)
