"""The draft of a planner's publication, from the file to the revision, kept in the session only.

What the page shows between two runs is held here; what is decided is decided in `services`. A
lost session loses nothing but a file that can be sent again.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.core.difference import Key
from tvgeo.errors import ConflictError, TvgeoError
from tvgeo.services import drafts, office_names, publishing
from tvgeo.services.drafts import Draft
from tvgeo.store.repository import Revision
from tvgeo.ui import address, state
from tvgeo.ui.components import draft_words

T = TypeVar("T")
_KEY = "update-desk"
# In the address while there is a draft: a new session then knows that one was lost, and
# whether by a restart of the server.
IN_ADDRESS = "draft"
OF_THIS_SERVER = secrets.token_hex(4)
# In a file made of typed rows the header is row 1.
_FIRST_ROW = 2


@dataclass(slots=True)
class Desk:
    """What lies on a planner's desk in this session.

    `typed` are rows entered in the page instead of a file; `upload` counts the files, so that
    each gets an uploader of its own and Streamlit lets go of the one before. `told` is what the
    page says of the draft, see `once`.
    """

    draft: Draft | None = None
    told: dict[Hashable, object] = field(default_factory=dict)
    typed: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    delete: list[Key] = field(default_factory=list)
    row: int | None = None
    upload: int = 0
    moved: ConflictError | None = None
    problem: TvgeoError | None = None
    published: Revision | None = None
    works: tuple[str, ...] = ()
    latest: date | None = None
    undone: tuple[int, int] | None = None


def desk() -> Desk:
    """Return the desk of this session."""
    found: Desk = st.session_state.setdefault(_KEY, Desk())
    return found


def clear() -> None:
    """Put everything away; the next file gets a new uploader."""
    state.put(IN_ADDRESS, None)
    st.session_state[_KEY] = Desk(upload=desk().upload + 1)


def once(name: Hashable, make: Callable[[], T]) -> T:
    """Return what follows from the draft alone, worked out once for each draft.

    The page runs again at every click, and a draft may have fifty thousand rows.
    """
    told = desk().told
    if name not in told:
        told[name] = make()
    return cast("T", told[name])


def lost() -> str | None:
    """Return the key of what to say of a draft that this session does not have; asked once."""
    server = address.take(IN_ADDRESS)
    if server is None:
        return None
    return "update.lost" if server == OF_THIS_SERVER else "banner.restarted"


def take(data: bytes, name: str, actor: Actor) -> None:
    """Read a file that has just been sent; from here on only the draft holds its bytes."""
    clear()
    _keep(lambda: drafts.preview(state.base(), data, name, actor))
    draft = desk().draft
    # a file whose only fault are names that may still be matched is not refused yet
    if draft is not None and any(f.severity == "error" for f in draft_words.findings(draft)):
        publishing.refused(draft, actor)


def correct(actor: Actor, cells: Mapping[tuple[int, str], str]) -> None:
    """Read the draft again with other texts in some of its cells."""
    on = desk()
    if on.draft is None or not cells:
        return
    if not is_typed(on):
        _again(on.draft, actor, corrections={**on.draft.corrections, **cells})
        return
    for (row, column), text in cells.items():
        on.typed[_typed_key(on, row)][column] = text
    _typed(actor)


def skip(actor: Actor, row: int) -> None:
    """Leave a row of the draft out."""
    on = desk()
    if on.draft is None:
        return
    on.row = None
    if not is_typed(on):
        _again(on.draft, actor, skipped=on.draft.skipped | {row})
        return
    del on.typed[_typed_key(on, row)]
    if is_typed(on):
        _typed(actor)
    else:
        clear()


def _typed_key(on: Desk, row: int) -> tuple[str, str]:
    """Return which typed row stands in that row of the file made of them."""
    return list(on.typed)[row - _FIRST_ROW]


def take_back(actor: Actor) -> None:
    """Undo every correction made in the page: the file as it was sent."""
    on = desk()
    on.row = None  # what was typed into its form is not the file's either
    if on.draft is not None:
        _again(on.draft, actor, corrections={}, skipped=frozenset())


def _again(
    draft: Draft,
    actor: Actor,
    *,
    corrections: Mapping[tuple[int, str], str] | None = None,
    skipped: frozenset[int] | None = None,
) -> None:
    _keep(
        lambda: drafts.preview(
            draft.base,
            draft.data,
            draft.name,
            actor,
            corrections=draft.corrections if corrections is None else corrections,
            skipped=draft.skipped if skipped is None else skipped,
            delete=draft.delete,
            drop_illustrative=draft.drop_illustrative,
        )
    )


def name_works(actor: Actor, chosen: Mapping[str, str]) -> None:
    """Remember what the office calls its works, and read the file again with that."""
    draft = desk().draft
    if draft is None:
        return

    def remembered() -> Draft:
        office_names.remember(draft.base, actor, chosen)
        return drafts.again(draft, draft.base, actor)

    _keep(remembered)


def type_row(actor: Actor, key: tuple[str, str], cells: Mapping[str, str]) -> None:
    """Put a row typed in the page into the draft; `key` is its work and date as typed."""
    on = _typing()
    on.typed[key] = dict(cells)
    on.delete = [each for each in on.delete if (each[0], each[1].isoformat()) != key]
    _typed(actor)


def remove_row(actor: Actor, key: Key) -> None:
    """Put the removal of a published row into the draft."""
    on = _typing()
    on.typed.pop((key[0], key[1].isoformat()), None)
    on.delete = [*(each for each in on.delete if each != key), key]
    _typed(actor)


def _typing() -> Desk:
    """Return the desk for typing: a file or a publication of before is put away."""
    if not is_typed(desk()):
        clear()
    return desk()


def is_typed(on: Desk) -> bool:
    """Whether the draft was made in the page, without a file."""
    return bool(on.typed or on.delete) and on.published is None


def _typed(actor: Actor) -> None:
    on = desk()
    if not on.typed:
        _keep(lambda: drafts.removal(state.base(), on.delete, actor))
        return
    data = drafts.edit_file(on.typed.values())
    _keep(
        lambda: drafts.preview(
            state.base(), data, drafts.TYPED_FILE, actor, delete=tuple(on.delete)
        )
    )


def review(actor: Actor) -> None:
    """Compare the draft with what is published now; nothing is sent again."""
    draft = desk().draft
    if draft is not None:
        desk().moved = None
        _keep(lambda: _compared(draft, actor))


def _compared(draft: Draft, actor: Actor) -> Draft:
    if not draft.data:
        return drafts.removal(state.base(), draft.delete, actor)
    return drafts.again(draft, state.base(), actor)


def _keep(make: Callable[[], Draft]) -> None:
    on = desk()
    on.problem = None
    on.told = {}
    try:
        on.draft = make()
    except TvgeoError as error:
        on.problem = error


def publish(actor: Actor, *, note: str, confirmed: bool) -> None:
    """Publish the draft, or keep what stands in the way for the page to tell."""
    on = desk()
    draft = on.draft
    if draft is None or on.published is not None:
        return
    on.problem = None
    try:
        on.published = publishing.publish(draft, actor, note=note.strip(), confirmed=confirmed)
    except ConflictError as error:
        if error.key == "error.base_moved":
            on.moved = error
        else:
            on.problem = error
    except TvgeoError as error:
        on.problem = error
    else:
        state.put(IN_ADDRESS, None)
        on.works = draft.difference.projects
        on.latest = draft.difference.latest
        on.draft, on.told = None, {}
        on.typed, on.delete = {}, []


def undo(actor: Actor) -> None:
    """Take the publication back, where nobody has published since."""
    on = desk()
    if on.published is None:
        return
    on.problem = None
    try:
        taken = publishing.undo(on.published.revision, actor)
    except TvgeoError as error:
        on.problem = error
    else:
        on.undone = (taken.revision, taken.restores or 0)
