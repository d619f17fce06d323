"""A layer file on an administrator's desk, from upload to revision, kept in the session only."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.errors import TvgeoError
from tvgeo.io.layer_files.reader import LayerReading, Options
from tvgeo.services import layer_drafts, layer_import, publishing
from tvgeo.services.layer_drafts import LayerDraft, Request
from tvgeo.store.repository import Revision
from tvgeo.ui import state

T = TypeVar("T")
_KEY = "layer-desk"


@dataclass(slots=True)
class Desk:
    """What lies there: the file as read, and once it is compared with a layer, the draft.

    `mapped` says that what the columns mean was confirmed; `chosen` is the change that is looked
    at; `upload` counts the files, each has an uploader of its own; `told` is what `once` keeps.
    """

    data: bytes = b""
    name: str = ""
    options: Options = field(default_factory=Options)
    reading: LayerReading | None = None
    draft: LayerDraft | None = None
    mapped: bool = False
    chosen: int | None = None
    upload: int = 0
    told: dict[Hashable, object] = field(default_factory=dict)
    moved: TvgeoError | None = None
    problem: TvgeoError | None = None
    published: Revision | None = None
    layer: str = ""
    undone: tuple[int, int] | None = None


def desk() -> Desk:
    """Return the desk of this session."""
    found: Desk = st.session_state.setdefault(_KEY, Desk())
    return found


def clear() -> None:
    """Put everything away; the next file gets a new uploader."""
    st.session_state[_KEY] = Desk(upload=desk().upload + 1)


def once(name: Hashable, make: Callable[[], T]) -> T:
    """Return what follows from the draft alone, worked out once for each draft."""
    told = desk().told
    if name not in told:
        told[name] = make()
    return cast("T", told[name])


def take(data: bytes, name: str) -> None:
    """Read a file that has just been sent; nothing of it is stored."""
    clear()
    on = desk()
    on.data, on.name = data, name
    _read(on)


def answer(actor: Actor, options: Options, *, mapped: bool | None = None) -> None:
    """Read the file again with what the officer has answered, and compare it as before."""
    on = desk()
    request = on.draft.request if on.draft is not None else None
    if request is not None and (options.layer_name, options.ref) != (
        on.options.layer_name,
        on.options.ref,
    ):
        request = replace(request, km={})  # their rows were those of other features
    on.options = options
    on.mapped = on.mapped if mapped is None else mapped
    _read(on)
    if request is not None:
        compare(actor, request)


def compare(actor: Actor, request: Request) -> None:
    """Compare the file with the layer it is meant for."""
    on = desk()
    on.chosen, on.told, on.moved = None, {}, None
    asked = replace(request, options=on.options)

    def compared() -> None:
        on.draft = layer_drafts.preview(state.base(), on.data, on.name, asked, actor)
        on.reading = on.draft.reading

    _try(on, compared)


def review(actor: Actor) -> None:
    """Compare with what is published now; nothing is sent again."""
    draft = desk().draft
    if draft is not None:
        compare(actor, draft.request)


def publish(actor: Actor, *, note: str, confirmed: bool) -> None:
    """Publish the layer, or keep what stands in the way for the page to tell."""
    on = desk()
    draft = on.draft
    if draft is None or on.published is not None:
        return

    def published() -> None:
        made = layer_import.publish(draft, actor, note=note.strip(), confirmed=confirmed)
        on.published, on.layer = made, draft.request.layer
        on.draft, on.reading, on.data, on.told = None, None, b"", {}

    _try(on, published)
    if on.problem is not None and on.problem.key == "error.base_moved":
        on.moved, on.problem = on.problem, None


def undo(actor: Actor) -> None:
    """Take the import back, where nobody has published since."""
    on = desk()
    made = on.published
    if made is None:
        return

    def taken_back() -> None:
        taken = publishing.undo(made.revision, actor)
        on.undone = (taken.revision, taken.restores or 0)

    _try(on, taken_back)


def _read(on: Desk) -> None:
    on.draft, on.chosen, on.told = None, None, {}

    def read() -> None:
        on.reading = layer_drafts.check(state.base(), on.data, on.name, on.options)

    _try(on, read)


def _try(on: Desk, act: Callable[[], None]) -> None:
    on.problem = None
    try:
        act()
    except TvgeoError as error:
        on.problem = error
