"""What a briefing is about and which files are wanted; both live in the address."""

from collections.abc import Mapping, Sequence

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import SCOPES, Scope
from tvgeo.services import briefing, packs
from tvgeo.services.view import View
from tvgeo.ui import state
from tvgeo.ui.components import labels, pickers

KIND, CODE, FORMATS = "scope", "of", "formats"
# What the address says when no kind of file is chosen; without a word, all of them are.
NONE = "none"


def chosen(t: Locale, view: View) -> Scope:
    """Return what the address asks for; the whole plan where it makes no sense."""
    scopes = _by_kind(briefing.scopes(view, t))
    kind = state.get(KIND, scopes, SCOPES[0]) or SCOPES[0]
    return _one(scopes[kind])


def content(t: Locale, view: View) -> Scope:
    """Show the choice of content: a kind, and which of that kind."""
    scopes = _by_kind(briefing.scopes(view, t))
    kinds = [kind for kind in SCOPES if kind in scopes]
    kind = pickers.one(
        KIND, kinds, t("presenting.content"), lambda kind: t(f"presenting.scope.{kind}")
    )
    found = _one(scopes[kind])
    if kind != SCOPES[0]:
        names = {scope.code: scope.name for scope in scopes[kind]}
        st.selectbox(
            t(f"presenting.which.{kind}"),
            list(names),
            index=list(names).index(found.code),
            format_func=lambda code: names[code],
            label_visibility="collapsed",
            width=360,
            **state.bound(CODE, found.code),
        )
    return found


def parameters(scope: Scope) -> dict[str, str]:
    """Return what an address says of a choice."""
    return {KIND: scope.kind} | ({CODE: scope.code} if scope.code else {})


def _by_kind(scopes: Sequence[Scope]) -> Mapping[str, list[Scope]]:
    found: dict[str, list[Scope]] = {}
    for scope in scopes:
        found.setdefault(scope.kind, []).append(scope)
    return found


def _one(scopes: Sequence[Scope]) -> Scope:
    """Return the scope of these that the address names; the first if it names none."""
    codes = {scope.code: scope for scope in scopes}
    first = scopes[0].code
    code = state.get(CODE, [code for code in codes if code], first or None)
    return codes[code or first]


def formats(t: Locale) -> list[str]:
    """Show which kinds of files are wanted and return them, in their order."""
    written = state.asked(FORMATS)
    wanted = state.get_many(FORMATS, packs.FORMATS)
    if not wanted and written != NONE:
        wanted = list(packs.FORMATS)
    if written == NONE:
        state.put(FORMATS, NONE)
    st.pills(
        t("presenting.formats"),
        packs.FORMATS,
        selection_mode="multi",
        wrap=True,
        format_func=lambda kind: labels.plain(t(f"presenting.format.{kind}")),
        default=wanted,
        **state.bound(FORMATS, wanted, _written),
    )
    return wanted


def _written(values: Sequence[str]) -> str | None:
    if not values:
        return NONE
    return None if set(values) == set(packs.FORMATS) else ",".join(values)
