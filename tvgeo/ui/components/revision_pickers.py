"""Which revisions are compared, and bringing an old one back."""

from collections.abc import Sequence
from functools import lru_cache, partial

import streamlit as st

from tvgeo.core.access import Actor, decide
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services import change_documents, history, publishing
from tvgeo.services.base import Base
from tvgeo.store.repository import Revision
from tvgeo.ui import state
from tvgeo.ui.blocks import changes, frame, update, update_done
from tvgeo.ui.blocks import history as blocks
from tvgeo.ui.components import block, downloads

OLD, NEW = "a", "b"
_SAID, _NOTE = "restored", "restore-note"


def chosen(found: Sequence[Revision]) -> tuple[int, int]:
    """Return the two revisions of the address; by default the newest and the one before."""
    numbers = [str(each.revision) for each in found]
    new = state.get(NEW, numbers, numbers[0]) or numbers[0]
    parent = next(each.parent for each in found if str(each.revision) == new)
    old = state.get(OLD, numbers, str(parent) if parent else new) or new
    return int(old), int(new)


def choose(found: Sequence[Revision], answer: str | None) -> None:
    """Show what a revision changed when its line was clicked."""
    for each in found:
        if answer == str(each.revision):
            state.put(NEW, answer)
            state.put(OLD, str(each.parent or each.revision))
            st.rerun()


def compare(t: Locale, base: Base, found: Sequence[Revision], old: int, new: int) -> None:
    """Show the two pickers and what turns one revision into the other."""
    numbers = [str(each.revision) for each in found]
    with st.container(key="tv-compare", horizontal=True, vertical_alignment="center"):
        block.show(h("h2", {"class": "h2"}, t("history.compare")), key="compare-title")
        for name, value in ((OLD, old), (NEW, new)):
            st.selectbox(
                t(f"history.pick.{name}"),
                numbers,
                index=numbers.index(str(value)),
                format_func=partial(_says, t, name),
                label_visibility="collapsed",
                filter_mode=None,
                width=190,
                **state.bound(name, str(value)),
            )
    if len(found) == 1:
        block.show(frame.nothing(t("history.only_initial")), key="difference")
        return
    differing = _shown(t, base, old, new)
    moved = history.layers_between(base, old, new)
    if moved:
        block.show(blocks.layers_differ(t, moved), key="layers-differ")
    if differing is None:
        key = "layers.history.figures_same" if moved else "changes.none"
        block.show(frame.nothing(t(key)), key="difference")
        return
    block.show(frame.caption(differing.sums), key="sums")
    block.show(differing.table, key="difference")
    if differing.rest:
        downloads.changes(
            t,
            lambda: change_documents.changes_csv(
                history.between(base, old, new), base.registry, t
            ),
            old,
            new,
        )


@lru_cache(maxsize=8)
def _shown(t: Locale, base: Base, old: int, new: int) -> changes.Shown | None:
    """Return what is shown of a difference; revisions never change, and every reader sees it."""
    difference = history.between(base, old, new)
    if not difference.changes:
        return None
    old_head, new_head = (t("changes.column.from", rev=number) for number in (old, new))
    return changes.shown(t, base.registry, difference, old=old_head, new=new_head)


def _says(t: Locale, name: str, number: str) -> str:
    return t(f"history.from.{name}", rev=number)


def actions(t: Locale, base: Base, actor: Actor | None, each: Revision) -> None:
    """Offer what may be done with a revision: its file, and bringing it back."""
    head = base.revision
    role = actor.role if actor is not None else None
    if said := st.session_state.pop(_SAID, None):
        block.show(said, key="restored")
    if each.file_sha256 and decide("original", role=role, view="public").allowed:
        block.show(blocks.original(t, each), key="original")
    may = decide("publish", role=role, view="public").allowed
    if actor is None or not may or each.revision == head:
        return
    if actor.role != "admin" and history.layers_between(base, each.revision, head):
        block.show(frame.caption(t("layers.history.not_yours")), key="restore-not-yours")
        return
    with st.popover(t("action.restore_revision")):
        block.show(
            frame.caption(t("history.restore_sure", rev=each.revision)), key="restore-sure"
        )
        st.text_input(t("update.note"), key=_NOTE, max_chars=2_000)
        st.button(
            t("action.confirm"),
            type="primary",
            on_click=_restore,
            args=(t, actor, each.revision, head),
            key="restore",
        )


def _restore(t: Locale, actor: Actor, to: int, head: int) -> None:
    """Bring a revision back, unless somebody published since the page was drawn."""
    note = str(st.session_state.get(_NOTE, "")).strip()
    try:
        made = publishing.rollback(to, actor, base=head, note=note or None)
    except TvgeoError as error:
        st.session_state[_SAID] = update.alert(t.error(error.without_folders()))
        return
    state.put(OLD, str(head))
    state.put(NEW, str(made.revision))
    st.session_state[_SAID] = update_done.restored(t, rev=made.revision, old=to)
