"""The names an office uses for works, matched once to those of the plan."""

import streamlit as st

from tvgeo.core.access import Actor, scope_of
from tvgeo.io.upload import UnknownName
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services.drafts import Draft
from tvgeo.ui.blocks import frame, update
from tvgeo.ui.components import block, drafting, labels

NOT_IN_THE_PLAN = ""
# More fields than this nobody fills in at once, and a browser stands still over thousands.
MOST_NAMES = 20
MOST_ROWS = 6


def show(t: Locale, actor: Actor, draft: Draft) -> None:
    """Show a choice for each unknown name; those shown are confirmed in one step."""
    unknown = draft.reading.unknown
    shown, rest = unknown[:MOST_NAMES], len(unknown) - MOST_NAMES
    registry = draft.base.registry
    agency = registry.agencies.get(actor.scope or "")
    remembered_for = t.short_name(agency) if agency else t("mapping.every_agency")
    n = t.number(len(unknown))
    with st.container(border=True, key="tv-mapping"):
        block.show(
            h(
                "div",
                {"class": "stack-4"},
                h("h2", {"class": "h2"}, t("mapping.title", n=n)),
                h("p", {}, t("mapping.text", n=n, agency=remembered_for)),
                h("p", {}, t("mapping.more", shown=len(shown), n=t.number(rest)))
                if rest > 0
                else None,
            ),
            key="mapping-head",
        )
        with st.form("mapping", border=False):
            chosen = {name.written: _choice(t, actor, draft, name) for name in shown}
            confirmed = st.form_submit_button(
                t("mapping.confirm"), type="primary", key="mapping-confirm"
            )
        if not confirmed:
            return
        open_names = sum(choice is None for choice in chosen.values())
        if open_names:
            block.show(update.alert(t("mapping.open", n=open_names)), key="mapping-open")
            return
    drafting.name_works(
        actor, {w: choice for w, choice in chosen.items() if choice is not None}
    )
    st.rerun()


def _choice(t: Locale, actor: Actor, draft: Draft, name: UnknownName) -> str | None:
    """Show the works for one name, the most similar first; return the choice."""
    registry = draft.base.registry
    projects, scope = registry.projects, scope_of(registry, actor.scope)
    mine = [p for p in projects if scope is None or p in scope.projects]
    nearest = [p for p in name.nearest if p in mine]
    written = update.short(name.written)
    chosen = st.selectbox(
        labels.plain(t("mapping.where", written=written, rows=_rows(t, name.rows))),
        [*nearest, NOT_IN_THE_PLAN, *(p for p in mine if p not in nearest)],
        index=None,
        format_func=lambda p: t.name(projects[p]) if p else t("mapping.none"),
        placeholder=t("mapping.choose"),
        key=f"name-{name.written}",
    )
    if nearest:
        said = "; ".join(t.name(projects[p]) for p in nearest)
        hint = frame.caption(t("mapping.nearest", nearest=said))
        block.show(hint, key=f"nearest-{name.written}")
    return chosen


def _rows(t: Locale, numbers: tuple[int, ...]) -> str:
    """Return the first rows of a name, and how many more there are."""
    rows = ", ".join(str(number) for number in numbers[:MOST_ROWS])
    rest = len(numbers) - MOST_ROWS
    return t("mapping.rows", rows=rows, n=t.number(rest)) if rest > 0 else rows
